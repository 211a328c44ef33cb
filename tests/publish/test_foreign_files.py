"""Only what builds made is removed or replaced; what others put into the folder stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from publish_files import codes, publish
from run_command import tree

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Report, Span
from sitegen.publish import OutputFolder, clean_folder
from sitegen.scalars import LANGUAGES

HOME = b'<meta name="generator" content="sitegen 1">'
SITE = {"index.html": HOME, "desa/a/index.html": b"a", "data/desa.csv": b"code", ".nojekyll": b""}
FOREIGN = {
    ".git/HEAD": b"ref",
    ".git/objects/0a": b"blob",
    "CNAME": b"contoh.id",
    ".well-known/security.txt": b"Contact",
    "arsip/surat.txt": b"letter",
    "desa/a/catatan.txt": b"note",
}
STRAYS = ("arsip/surat.txt", "desa/a/catatan.txt")


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    """A published folder into which others put files."""
    made = OutputFolder(tmp_path / "build" / "site")
    assert codes(publish(made, SITE)) == []
    for path, data in FOREIGN.items():
        (made.path / path).parent.mkdir(parents=True, exist_ok=True)
        (made.path / path).write_bytes(data)
    return made


def forget(folder: OutputFolder, *, public: bool = False) -> None:
    """Leave the folder alone, as in a clone of the published branch; with `public` also without its manifest.json."""
    shutil.rmtree(folder.state)
    if public:
        folder.manifest.unlink()


def test_foreign_files_kept_and_listed_at_every_build(folder: OutputFolder) -> None:
    for files in (SITE, SITE, {**SITE, "desa/a/index.html": b"b"}, {**SITE, "desa/a/index.html": b"b"}):
        (problem,) = publish(folder, files)
        assert (problem.code, problem.severity, problem.values["count"]) == ("foreign-files", "note", "2")
        assert problem.values["names"] == ", ".join(STRAYS)
        assert tree(folder.path) == {**files, **FOREIGN}


def test_foreign_files_kept_by_clean_build(folder: OutputFolder) -> None:
    assert codes(publish(folder, {"index.html": HOME}, clean=True)) == ["foreign-files"]
    assert tree(folder.path) == {"index.html": HOME, **FOREIGN}


def test_foreign_files_pruned_on_request_but_for_dot_names(folder: OutputFolder) -> None:
    assert codes(publish(folder, SITE, prune_foreign=True)) == []
    kept = {path: data for path, data in FOREIGN.items() if path not in STRAYS}
    assert tree(folder.path) == {**SITE, **kept}


@pytest.mark.parametrize("clean", [False, True])
def test_foreign_files_in_clone_told_from_ours_by_public_manifest(folder: OutputFolder, clean: bool) -> None:
    """An old page of ours that nobody changed is removed; one that was changed is not ours any more."""
    new = {"index.html": HOME + b"new", ".nojekyll": b""}
    forget(folder)
    (folder.path / "data/desa.csv").write_bytes(b"edited by hand")
    (problem,) = publish(folder, new, clean=clean)
    assert problem.values["names"] == "arsip/surat.txt, data/desa.csv, desa/a/catatan.txt"
    assert tree(folder.path) == {**new, **FOREIGN, "data/desa.csv": b"edited by hand"}


def test_foreign_files_in_clone_without_any_manifest(folder: OutputFolder) -> None:
    """Files with the bytes of this build are taken over; old pages are told, and kept."""
    forget(folder, public=True)
    (problem,) = publish(folder, {"index.html": HOME, "new.html": b"n"})
    assert problem.values["names"] == "arsip/surat.txt, data/desa.csv, desa/a/catatan.txt, desa/a/index.html"
    assert tree(folder.path) == {**SITE, **FOREIGN, "new.html": b"n"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("arsip/surat.txt", "foreign-file-in-way"),
        ("arsip", "address-blocked"),
        ("CNAME/x.html", "address-blocked"),
        ("desa/a/catatan.txt/b/index.html", "address-blocked"),
    ],
)
def test_foreign_file_in_way_reported_before_first_change(folder: OutputFolder, path: str, code: str) -> None:
    """What --take-over replaces is told apart from what it leaves."""
    before, files = tree(folder.path), {**SITE, "index.html": HOME + b"new", path: b"ours"}
    report = publish(folder, files)
    (problem,) = [one for one in report if one.severity == "error"]
    assert (problem.code, problem.at) == (code, Span("data/villages.yaml", 3))
    assert path.startswith(Path(problem.values["path"]).relative_to(folder.path).as_posix())
    assert tree(folder.path) == before
    assert (code in codes(publish(folder, files, take_over=True))) == (code == "address-blocked")


def test_foreign_file_in_way_message_names_the_option() -> None:
    for language in LANGUAGES:
        says = load_messages(language, NullCache())["problems"]["foreign-file-in-way"]["says"]
        assert "--take-over" in says


def test_foreign_file_in_way_replaced_on_request(folder: OutputFolder) -> None:
    forget(folder, public=True)
    new = {**SITE, "index.html": HOME + b"new"}
    assert "foreign-file-in-way" in codes(publish(folder, new))
    assert tree(folder.path) == {**SITE, **FOREIGN}
    assert codes(publish(folder, new, take_over=True)) == ["foreign-files"]
    assert tree(folder.path) == {**new, **FOREIGN}


def test_foreign_link_is_not_followed(folder: OutputFolder, tmp_path: Path) -> None:
    """Behind a link to a folder are files of others, though it stands where ours was."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(folder.path / "desa", elsewhere)
    (folder.path / "desa").symlink_to(elsewhere)
    before = tree(elsewhere)
    assert "address-blocked" in codes(publish(folder, {**SITE, "desa/a/index.html": b"new"}))
    publish(folder, {"index.html": HOME})
    assert tree(elsewhere) == before
    clean_folder(folder, Report())
    assert tree(elsewhere) == before


def test_foreign_files_of_new_publishing_branch_stay(tmp_path: Path) -> None:
    """It is not refused, since nothing of it is touched but what the site has too."""
    folder = OutputFolder(tmp_path / "branch")
    branch = {path: FOREIGN[path] for path in (".git/HEAD", ".git/objects/0a", "CNAME")} | {".nojekyll": b""}
    for path, data in branch.items():
        (folder.path / path).parent.mkdir(parents=True, exist_ok=True)
        (folder.path / path).write_bytes(data)
    assert codes(publish(folder, SITE)) == []
    assert tree(folder.path) == {**branch, **SITE}
    clean_folder(folder, Report())
    assert tree(folder.path) == {path: data for path, data in branch.items() if path not in SITE}


def test_foreign_dot_file_at_an_address_of_the_site_is_in_way(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "branch")
    folder.path.mkdir()
    (folder.path / ".nojekyll").write_bytes(b"keep")
    assert codes(publish(folder, SITE)) == ["foreign-file-in-way"]
    assert tree(folder.path) == {".nojekyll": b"keep"}


@pytest.mark.parametrize(
    ("count", "removed", "refused"), [(100, 51, True), (100, 50, False), (30, 20, False), (30, 21, True)]
)
def test_removals_more_than_half_refused(tmp_path: Path, count: int, removed: int, refused: bool) -> None:
    folder = OutputFolder(tmp_path / "site")
    many = {f"{number:03}/index.html": HOME for number in range(count)}
    publish(folder, many)
    few = dict(list(many.items())[removed:])
    report = publish(folder, few)
    assert codes(report) == (["too-many-removals"] if refused else [])
    assert tree(folder.path) == (many if refused else few)
    if refused:
        (problem,) = report
        assert (problem.values["count"], problem.values["total"]) == (str(removed), str(count))
        assert problem.values["names"].startswith("000/index.html, 001/index.html")
        assert codes(publish(folder, few, max_removals=removed - 1)) == ["too-many-removals"]
        assert codes(publish(folder, few, max_removals=removed)) == []
        assert tree(folder.path) == few


@pytest.mark.parametrize("state", ["whole", "public", "lost"])
def test_clean_removes_only_ours(folder: OutputFolder, state: str) -> None:
    report = Report()
    if state != "whole":
        forget(folder, public=state == "lost")
    gone = clean_folder(folder, report)
    assert tree(folder.path.parent) == {
        f"site/{path}": data for path, data in ({**SITE, **FOREIGN} if state == "lost" else FOREIGN).items()
    }
    assert folder.path not in gone
    (problem,) = report
    assert problem.code == "foreign-files"
    assert not (folder.path / "data").exists() or state == "lost"
