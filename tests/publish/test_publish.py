"""Putting in place: whole files, nothing of somebody else's, nothing left behind."""

from pathlib import Path

import pytest

from sitegen.artifact import Artifact
from sitegen.publish import (
    BuildManifest,
    ForeignFiles,
    OutputFolder,
    Staging,
    load_manifest,
    publish,
    save_manifest,
    sha256_hex,
)


def put(folder: OutputFolder, files: dict[str, bytes], old: BuildManifest) -> BuildManifest:
    """Publish `files` as a build does, without rendering."""
    stage = Staging(folder.state / "stage")
    for path, data in files.items():
        stage.put(path, data)
    made = {path: Artifact(key="", digest=sha256_hex(data), size=len(data)) for path, data in files.items()}
    gone = sorted((old.artifacts.keys() | folder.orphans(old)) - made.keys())
    publish(stage, files, gone, folder.path)
    stage.clear()
    return BuildManifest(artifacts=made, times=folder.times([*files, *gone]))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    return OutputFolder(tmp_path / "site")


def test_publish_folder_equals_outputs(folder: OutputFolder) -> None:
    first = put(folder, {"index.html": b"1", "desa/a/index.html": b"2", "x.txt": b"3"}, BuildManifest())
    put(folder, {"index.html": b"new", "x.txt": b"3"}, first)
    assert tree(folder.path) == {"index.html": b"new", "x.txt": b"3"}
    assert not (folder.path / "desa").exists()


def test_publish_file_becomes_folder_and_back(folder: OutputFolder) -> None:
    first = put(folder, {"desa": b"file"}, BuildManifest())
    second = put(folder, {"desa/index.html": b"page"}, first)
    assert tree(folder.path) == {"desa/index.html": b"page"}
    put(folder, {"desa": b"file"}, second)
    assert tree(folder.path) == {"desa": b"file"}


def test_publish_orphans_found_at_any_depth(folder: OutputFolder) -> None:
    manifest = put(folder, {"a/b/index.html": b"1"}, BuildManifest())
    assert folder.orphans(manifest) == set()
    (folder.path / "a/b/notes.txt").write_bytes(b"x")
    (folder.path / "new/deep").mkdir(parents=True)
    (folder.path / "new/deep/file").write_bytes(b"x")
    assert folder.orphans(manifest) == {"a/b/notes.txt", "new/deep/file"}


def test_publish_detects_changed_and_missing_files(folder: OutputFolder) -> None:
    manifest = put(folder, {"a": b"11", "b": b"22", "c": b"33", "d": b"44"}, BuildManifest())
    assert folder.compare(manifest).changed == set()
    (folder.path / "a").unlink()
    (folder.path / "b").write_bytes(b"longer")
    (folder.path / "c").write_bytes(b"3!")
    (folder.path / "d").write_bytes(b"44")
    compared = folder.compare(manifest)
    assert compared.changed == {"a", "b", "c"}
    assert "d" in compared.times


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


def test_publish_manifest_whole_or_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "manifest"
    assert load_manifest(file).artifacts == {}
    manifest = BuildManifest(artifacts={"a": Artifact(key="k", digest="d", size=1, links=("/x/",))}, times={"a": 5})
    save_manifest(manifest, file)
    assert load_manifest(file) == manifest
    file.write_bytes(file.read_bytes()[:-3])
    assert load_manifest(file) == BuildManifest()
    save_manifest(BuildManifest(format=0, artifacts=manifest.artifacts), file)
    assert load_manifest(file) == BuildManifest()


def test_publish_interrupted_staging_is_cleared(tmp_path: Path) -> None:
    Staging(tmp_path / "stage").put("a", b"left")
    stage = Staging(tmp_path / "stage")
    assert not any(stage.folder.iterdir())
    stage.put("a", b"new")
    stage.clear()
    assert not stage.folder.exists()
