"""Putting in place: whole files, nothing of somebody else's, nothing left behind."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from publish_files import publish
from run_command import tree

from sitegen.artifact import Artifact
from sitegen.publish import (
    BuildManifest,
    FolderState,
    ForeignFiles,
    OutputFolder,
    Staging,
    load_manifest,
    save_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    return OutputFolder(tmp_path / "site")


def test_publish_folder_equals_outputs(folder: OutputFolder) -> None:
    publish(folder, {"index.html": b"1", "desa/a/index.html": b"2", "x.txt": b"3"})
    publish(folder, {"index.html": b"new", "x.txt": b"3"})
    assert tree(folder.path) == {"index.html": b"new", "x.txt": b"3"}
    assert not (folder.path / "desa").exists()


def test_publish_file_becomes_folder_and_back(folder: OutputFolder) -> None:
    publish(folder, {"desa": b"file"})
    publish(folder, {"desa/index.html": b"page"})
    assert tree(folder.path) == {"desa/index.html": b"page"}
    publish(folder, {"desa": b"file"})
    assert tree(folder.path) == {"desa": b"file"}


def test_publish_unlisted_files_found_at_any_depth(folder: OutputFolder) -> None:
    publish(folder, {"a/b/index.html": b"1"})
    manifest = load_manifest(folder.state / "manifest")
    assert folder.unlisted(manifest) == set()
    (folder.path / "a/b/notes.txt").write_bytes(b"x")
    (folder.path / "new/deep").mkdir(parents=True)
    (folder.path / "new/deep/file").write_bytes(b"x")
    assert folder.unlisted(manifest) == {"a/b/notes.txt", "new/deep/file"}


def test_publish_detects_changed_and_missing_files(folder: OutputFolder) -> None:
    publish(folder, {"a": b"11", "b": b"22", "c": b"33", "d": b"44"})
    manifest = load_manifest(folder.state / "manifest")
    assert folder.compare(manifest).changed == set()
    (folder.path / "a").unlink()
    (folder.path / "b").write_bytes(b"longer")
    (folder.path / "c").write_bytes(b"3!")
    (folder.path / "d").write_bytes(b"44")
    compared = folder.compare(manifest)
    assert compared.changed == {"a", "b", "c"}
    assert "d" in compared.states


def test_publish_foreign_folder_is_refused(folder: OutputFolder) -> None:
    folder.refuse_foreign()
    folder.path.mkdir()
    folder.refuse_foreign()
    (folder.path / "thesis.doc").write_bytes(b"x")
    with pytest.raises(ForeignFiles):
        folder.refuse_foreign()
    (folder.path / "index.html").write_bytes(b'<meta name="generator" content="sitegen 9.9">')
    folder.refuse_foreign()


def test_publish_file_in_place_of_folder_is_refused(folder: OutputFolder) -> None:
    folder.path.write_bytes(b"x")
    with pytest.raises(ForeignFiles):
        folder.refuse_foreign()


MANIFEST = BuildManifest(
    artifacts={"a": Artifact(key="k", digest="d", size=1, links=("/x/",)), "b": Artifact("k", "e", 2)},
    states={"a": (1, 2, 3, 4), "b": (0, 0, 0, 0)},
    times={"a/": 5},
    public_state=("d", (5, 6, 7, 8)),
)


def test_publish_manifest_whole_or_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "manifest"
    assert load_manifest(file).artifacts == {}
    save_manifest(MANIFEST, file)
    assert load_manifest(file) == MANIFEST
    file.write_bytes(file.read_bytes()[:-3])
    assert load_manifest(file) == BuildManifest()
    save_manifest(replace(MANIFEST, format=0), file)
    assert load_manifest(file) == BuildManifest()


def test_publish_manifest_of_another_name_or_kind_is_forgotten(tmp_path: Path) -> None:
    save_manifest(MANIFEST, tmp_path / "other")
    (tmp_path / "other").rename(tmp_path / "manifest")
    assert load_manifest(tmp_path / "manifest") == BuildManifest()
    (tmp_path / "manifest").unlink()
    (tmp_path / "manifest").mkdir()
    (tmp_path / "manifest.new").mkdir()
    assert load_manifest(tmp_path / "manifest") == BuildManifest()
    save_manifest(MANIFEST, tmp_path / "manifest")
    assert load_manifest(tmp_path / "manifest") == MANIFEST


def test_publish_manifest_keeps_states_of_any_size(tmp_path: Path) -> None:
    """A time of another millennium, or an inode of 128 bits, is compared by content at each build."""
    save_manifest(replace(MANIFEST, states={"a": (1, -1, 1 << 70, 1 << 127)}), tmp_path / "manifest")
    assert load_manifest(tmp_path / "manifest").states == {"a": (1, (1 << 64) - 1, 0, 0), "b": (0, 0, 0, 0)}


def _in_place(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def _by_rename(file: Path, data: bytes) -> None:
    file.with_name("new").write_bytes(data)
    file.with_name("new").replace(file)


@pytest.mark.parametrize("write", [_in_place, _by_rename])
@pytest.mark.parametrize("data", [b"other", b"longer than it was"])
def test_publish_detects_changes_that_keep_the_time(
    folder: OutputFolder, write: Callable[[Path, bytes], None], data: bytes
) -> None:
    publish(folder, {"a": b"first", "b": b"other"})
    manifest = load_manifest(folder.state / "manifest")
    file, before = folder.path / "a", (folder.path / "a").stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:  # the clock of some file systems ticks every 4 ms
        write(file, data)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert folder.compare(manifest) == FolderState({"a"}, {})


def test_publish_copied_folder_refreshes_states(folder: OutputFolder, tmp_path: Path) -> None:
    publish(folder, {"a": b"1", "b/c": b"2"})
    manifest = load_manifest(folder.state / "manifest")
    copied = OutputFolder(tmp_path / "copy")
    shutil.copytree(folder.path, copied.path)
    compared = copied.compare(manifest)
    assert compared.changed == set()
    assert compared.states == copied.states(["a", "b/c"])
    assert copied.compare(replace(manifest, states=compared.states)) == FolderState(set(), {})


def test_publish_interrupted_staging_is_cleared(tmp_path: Path) -> None:
    Staging(tmp_path / "stage").put("a", b"left")
    stage = Staging(tmp_path / "stage")
    assert not any(stage.folder.iterdir())
    stage.put("a", b"new")
    stage.clear()
    assert not stage.folder.exists()
