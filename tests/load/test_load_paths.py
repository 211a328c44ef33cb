"""A site is made from the files of its own folder: links out of it, pipes and devices are refused."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

import pytest
from factory import INDONESIA
from marked_site import SOUND, read, write_site

from sitegen.console import Console
from sitegen.load.source_folder import FileTooLarge, PathOutside, SourceFolder
from sitegen.problems import Problem, Report, Span
from sitegen.scaffold import create_announcement, create_village
from sitegen.server import find_linked_folders

NEWS_FILE = "content/news/2018-07-05-dua-desa.md"
VILLAGES = "data/villages.yaml"
PHOTO = "content/media/foto.txt"
STYLE = "themes/uji/static/style/rahasia.css"
SETTINGS = SOUND["data/site.yaml"] + "theme: uji\n"
THEME = {"data/site.yaml": SETTINGS, "themes/uji/theme.yaml": "name: Uji\nextends: default\n"}


def link(target: Path, at: Path) -> None:
    at.unlink(missing_ok=True)
    at.parent.mkdir(parents=True, exist_ok=True)
    at.symlink_to(target)


def at_of(problems: list[Problem]) -> list[tuple[str, Span]]:
    return [(problem.code, problem.at) for problem in problems]


def test_paths_links_out_of_the_site_are_refused(tmp_path: Path) -> None:
    root = write_site(tmp_path / "situs", THEME)
    outside = tmp_path / "rahasia.txt"
    files = [VILLAGES, NEWS_FILE, PHOTO, "data/urls.lock", STYLE, "themes/uji/messages/id.yaml"]
    for file in files:
        outside.write_text("rahasia: ya\n", encoding="utf-8")
        link(outside, root / file)
    _, problems = read(root)
    assert {at.file for code, at in at_of(problems) if code == "path-outside"} == set(files)
    assert not any("rahasia" in str(problem.values) for problem in problems if problem.code != "path-outside")


def test_pathsfind_linked_folders_out_of_the_site_are_refused(tmp_path: Path) -> None:
    root = write_site(tmp_path / "situs", SOUND | {"themes/lain/theme.yaml": "name: Lain\n"})
    (root / "data/site.yaml").write_text(SOUND["data/site.yaml"] + "theme: lain\n")
    folders = ["themes/lain", "content/media/album", "content/news/lama"]
    _, problems = read(root)
    assert "path-outside" not in {problem.code for problem in problems}
    for number, folder in enumerate(folders):
        outside = tmp_path / f"luar{number}"
        outside.mkdir()
        if (root / folder).exists():
            (root / folder).rename(outside / "isi")
        else:
            (outside / "isi").mkdir()
        link(outside / "isi", root / folder)
    assert {at.file for code, at in at_of(read(root)[1]) if code == "path-outside"} == set(folders)
    (root / "data").rename(tmp_path / "data")
    link(tmp_path / "data", root / "data")
    assert ("path-outside", Span("data")) in at_of(read(root)[1])


def test_paths_link_within_the_site_is_read(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"content/media/asli.txt": "Isi.\n"})
    link(Path("asli.txt"), root / "content/media/tautan.txt")
    site, problems = read(root)
    assert (problems, site is not None and sorted(site.media)) == (
        [],
        ["content/media/asli.txt", "content/media/tautan.txt"],
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_paths_pipes_are_refused_without_waiting(tmp_path: Path) -> None:
    root = write_site(tmp_path, THEME)
    files = [VILLAGES, NEWS_FILE, PHOTO, "themes/uji/templates/home.html"]
    for file in files:
        (root / file).unlink(missing_ok=True)
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(root / file)
    assert {at.file for code, at in at_of(read(root)[1]) if code == "file-unreadable"} == set(files)


def test_source_folder_refuses_device_and_parent(tmp_path: Path) -> None:
    (tmp_path / "situs").mkdir()
    (tmp_path / "luar").write_text("rahasia")
    folder = SourceFolder(tmp_path / "situs")
    link(Path("/dev/null"), tmp_path / "situs/nol")
    for file in ("nol", "../luar", "..", "a/../../luar", str(tmp_path / "luar")):
        with pytest.raises(PathOutside):
            folder.read(file)


def test_source_folder_limits_size(tmp_path: Path) -> None:
    (tmp_path / "besar").write_bytes(bytes(11))
    assert SourceFolder(tmp_path).read("besar", 11) == bytes(11)
    with pytest.raises(FileTooLarge):
        SourceFolder(tmp_path).read("besar", 10)


def test_source_folder_next_site_of_same_beginning_is_outside(tmp_path: Path) -> None:
    (tmp_path / "situs").mkdir()
    (tmp_path / "situs-lain").mkdir()
    (tmp_path / "situs-lain/a").write_text("rahasia")
    link(tmp_path / "situs-lain/a", tmp_path / "situs/a")
    with pytest.raises(PathOutside):
        SourceFolder(tmp_path / "situs").read("a")


def test_console_quotes_no_line_of_a_linked_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "situs", {})
    (tmp_path / "rahasia").write_text("sandi: abc\n")
    link(tmp_path / "rahasia", root / "data/sources.yaml")
    options = argparse.Namespace(site=root, lang="en", format="text", quiet=False, verbose=False)
    for file in ("data/sources.yaml", "../rahasia"):
        Console(options).report(Report([Problem("yaml-tab", Span(file, 1))]))
    Console(options).report(Report([Problem("yaml-tab", Span("data/site.yaml", 1))]))
    told = capsys.readouterr().err
    assert "sandi" not in told
    assert "Situs uji" in told


def test_scaffold_writes_nothing_outside_of_the_site(tmp_path: Path) -> None:
    root = write_site(tmp_path / "situs", {})
    outside = tmp_path / "luar"
    (root / "content/news").rename(outside)
    link(outside, root / "content/news")
    before, report = sorted(outside.iterdir()), Report()
    assert create_announcement(root, "Kabar baru", date(2026, 1, 1), report) is None
    (tmp_path / "desa.yaml").write_text(SOUND[VILLAGES])
    link(tmp_path / "desa.yaml", root / VILLAGES)
    assert create_village(root, "35.05.15.2005", report, INDONESIA) is None
    assert {problem.code for problem in report} == {"path-outside"}
    assert sorted(outside.iterdir()) == before
    assert (tmp_path / "desa.yaml").read_text() == SOUND[VILLAGES]


def test_paths_linked_folder_within_the_site_is_walked_once(tmp_path: Path) -> None:
    root = write_site(tmp_path, {})
    (root / "content/news").rename(root / "berita")
    link(Path("../berita"), root / "content/news")
    link(Path(".."), root / "berita/lingkar")  # leads to the site folder, in which it lies
    site, problems = read(root)
    assert site is not None
    assert ([item.file for item in site.news], problems) == ([NEWS_FILE], [])


def test_preview_watches_targets_of_links(tmp_path: Path) -> None:
    root = write_site(tmp_path / "situs", {})
    (tmp_path / "luar").mkdir()
    (root / "berita").mkdir()
    (root / "bersama").mkdir()
    (root / "bersama/foto.txt").touch()
    link(Path("../../berita"), root / "content/news/lama")
    link(Path("../../bersama/foto.txt"), root / "content/media/foto.txt")
    link(tmp_path / "luar", root / "content/pages/luar")
    assert find_linked_folders(root) == [root / "berita", root / "bersama"]


@pytest.mark.parametrize(
    "name",
    [
        "content/news/2018-07-05-dua-desa (1).md",
        "content/news/2018-07-05-dua-desa - Copy.md",
        "content/news/2018-07-05-dua-desa - Salin (2).md",
        "content/news/2018-07-05-dua-desa copy 2.md",
        "content/news/2018-07-05-dua-desa (salinan).md",
        "content/news/Copy of 2018-07-05-dua-desa.md",
        "content/news/2018-07-05-dua-desa (conflicted copy 2024-05-05 101500).md",
        "content/news/2018-07-05-dua-desa (Budi's conflicted copy 2024-05-05).md",
        "content/news/2018-07-05-dua-desa.sync-conflict-20240505-101500-ABCDEFG.md",
    ],
)
def test_paths_copies_by_sync_tools_are_told_and_not_read(tmp_path: Path, name: str) -> None:
    site, (problem,) = read(write_site(tmp_path, {name: SOUND[NEWS_FILE]}))
    assert (problem.code, problem.severity, problem.at) == ("file-copy", "error", Span(name))
    assert problem.values == {"name": name, "original": NEWS_FILE}
    assert site is not None
    assert [item.file for item in site.news] == [NEWS_FILE]


def test_paths_copy_of_data_is_told(tmp_path: Path) -> None:
    _, (problem,) = read(write_site(tmp_path, {"data/villages (1).yaml": SOUND[VILLAGES]}))
    assert (problem.code, problem.values["original"]) == ("file-copy", VILLAGES)


@pytest.mark.parametrize(
    "name", ["content/news/2019-tahap (1).md", "content/media/foto (1).txt", "content/news/2019-copyright.md"]
)
def test_paths_other_names_are_no_copies(tmp_path: Path, name: str) -> None:
    text = "Isi.\n" if "media" in name else SOUND[NEWS_FILE].replace("2018-07-05", "2019").replace("Dua", "Tiga")
    assert read(write_site(tmp_path, {name: text, "content/media/foto.txt": "Foto.\n"}))[1] == []


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", "desktop.ini", "~$surat.docx", ".berita.md.swp", "berita.md~", "#berita.md#", "x.tmp"],
)
@pytest.mark.parametrize("folder", ["data", "content", "content/news", "content/media"])
def test_paths_files_of_systems_and_editors_are_passed_over(tmp_path: Path, folder: str, name: str) -> None:
    site, problems = read(write_site(tmp_path, {f"{folder}/{name}": "\x00\x01"}))
    assert site is not None
    assert (problems, site.media) == ([], {})
