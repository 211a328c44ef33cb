"""`sitegen diff` of git revisions, built folders and releases; and of names that are none."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from factory import INDONESIA
from site_cases import NOW, build_site, copy_case, run_main

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.dataset import site_keys
from sitegen.dataset.release import encode_release, state_of
from sitegen.diff.snapshots import NotABuiltSite, take_folder_snapshot, take_site_snapshot, unpack
from sitegen.load import load_messages, load_site
from sitegen.problems import Problem, Report, Span
from sitegen.reporters import format_message
from sitegen.urls import Routes, build_routes

VILLAGE = """
- code: 73.02.01.2009
  name: Desa Baru
  kind: desa
  district: Timur
  regency: Kota Uji
  province: Sulawesi Uji
  certified: 2018
  sources: [koran]
"""


def git(folder: Path, *arguments: str) -> str:
    identity = {f"GIT_{who}_{what}": "uji@uji.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | identity | plain, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "uji")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a folder of a repository, with two commits; the second has a village more and another result."""
    top = tmp_path / "repo"
    root = copy_case("full", top / "situs")
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    change(root)
    commit(top)
    return root


def change(root: Path) -> None:
    with (root / "data/villages.yaml").open("a", encoding="utf-8") as file:
        file.write(VILLAGE)
    years = root / "data/programme.yaml"
    years.write_text(years.read_text(encoding="utf-8").replace("reported: 12\n", "reported: 15\n"), encoding="utf-8")


def diff(root: Path, *arguments: str) -> int:
    return run_main("diff", "--site", str(root), "--lang", "en", "--at", "2026-01-01", *arguments)


def test_diff_revisions_of_site_in_subfolder(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(site, "HEAD~1", "HEAD") == 0
    heading, sentence, *_ = capsys.readouterr().out.splitlines()
    assert heading == "Changes from HEAD~1 to HEAD"
    assert sentence.startswith("1 village added (Sulawesi Uji 1); 2017: 12 to 15; ")
    assert sentence.endswith("home figures changed")


def test_diff_working_tree_stands_in_for_new(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(site, "main") == 0
    assert capsys.readouterr().out == "Changes from main to the files as they are now\nNothing changes.\n"
    (site / "content/news/2020-ketiga.md").unlink()
    assert diff(site, "main", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in told["parts"]["news"]["removed"]] == ["/berita/2020/ketiga/"]
    assert [one["name"] for one in told["parts"]["news"]["removed"]] == ["Berita ketiga"]
    assert told["new"] == ""


def test_diff_exit_code_option(site: Path) -> None:
    assert diff(site, "HEAD", "--exit-code") == 0
    assert diff(site, "HEAD~1", "--exit-code") == 1


def test_diff_revision_with_errors_reports_them(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "data/offices.yaml").write_text("- id: [\n", encoding="utf-8")
    commit(site)
    (site / "data/offices.yaml").write_text("[]\n", encoding="utf-8")
    for form in ("text", "markdown", "json"):
        assert diff(site, "HEAD", "HEAD~1", "--format", form) == 1
        printed = capsys.readouterr()
        assert printed.err.startswith("HEAD:data/offices.yaml:")
        assert printed.out == ""


def complaint(code: str, **values: str) -> str:
    """What is said to whoever asked for what cannot be had."""
    return f"sitegen: {format_message(Problem(code, Span(''), values), load_messages('en', NullCache()))}\n"


WRONG = (
    "tidak-ada",
    "--upload-pack=touch x",
    "-h",
    "HEAD;ls",
    "HEAD:situs",
    "../../..",
    "x\ny",
    "HEAD~99",
    "..",
    "a" * 5000,
)


def test_diff_unknown_state_is_usage_error(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    for name in WRONG:
        assert diff(site, "--", name) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("sitegen: ")
        assert len(printed.err.splitlines()) == 1
    assert not list(site.glob("x*"))
    assert diff(site, "tidak-ada") == 2
    assert capsys.readouterr().err == complaint("diff-unknown", name="tidak-ada")
    assert diff(site, "content") == 2
    assert capsys.readouterr().err == complaint("diff-folder", path="content")


def test_diff_outside_repository_shows_git_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_case("minimal", tmp_path / "situs")
    assert diff(root, "HEAD") == 2
    printed = capsys.readouterr().err
    assert printed.startswith(complaint("diff-git", name="HEAD", reason="fatal: not a git repository").rstrip())


def test_diff_without_git_is_reported(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(site))
    assert diff(site, "HEAD") == 2
    assert 'git cannot give the revision "HEAD"' in capsys.readouterr().err


def test_diff_revision_uses_current_theme(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theme = site / "themes" / "default"
    theme.mkdir(parents=True)
    (theme / "theme.yaml").write_text("name: Kosong\n", encoding="utf-8")
    commit(site)
    (theme / "theme.yaml").unlink()
    theme.rmdir()
    assert diff(site, "HEAD", "HEAD~2") == 0, capsys.readouterr().err


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    data = b"isi" if kind == tarfile.REGTYPE else b""
    info.size = len(data)
    return info, data


def test_diff_archive_members_outside_folder_are_skipped(tmp_path: Path) -> None:
    packed = io.BytesIO()
    members = [
        member("data/site.yaml"),
        member("../keluar.yaml"),
        member("/tmp/mutlak.yaml"),
        member("data/../../keluar.yaml"),
        member("lain/x.yaml"),
        member("data/taut", tarfile.SYMTYPE, "/etc"),
        member("data/taut/passwd"),
        member("data/keras", tarfile.LNKTYPE, "data/site.yaml"),
        member("data/pipa", tarfile.FIFOTYPE),
    ]
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    unpack(packed.getvalue(), tmp_path / "ke")
    written = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file())
    assert written == ["ke/data/site.yaml", "ke/data/taut/passwd"]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


@pytest.fixture
def built(site: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two published folders, of the first state and of the second."""
    folders = tmp_path / "satu", tmp_path / "dua"
    first = tmp_path / "awal"
    copy_case("full", first)
    for root, folder in zip((first, site), folders, strict=True):
        assert build_site(root, folder).summary is not None
    return folders


def test_diff_built_folders(built: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    first, second = built
    assert diff(first, str(first), str(second), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    parts: dict[str, Any] = told["parts"]
    assert [one["key"] for one in parts["villages"]["added"]] == ["73.02.01.2009"]
    assert {one["id"]: (one["was"], one["now"]) for one in told["figures"]}["reported-2017"] == (12, 15)
    assert [one["key"] for one in parts["pages"]["added"]] == [
        "/en/regions/sulawesi-uji/kota-uji/timur/desa-baru/",
        "/en/search/a-z/d/",
        "/pencarian/abjad/d/",
        "/wilayah/sulawesi-uji/kota-uji/timur/desa-baru/",
    ]
    assert {one["key"] for one in parts["files"]["changed"]} >= {"index.html", "data/villages.csv"}
    assert set(told["home"]) >= {"reported-2017", "counted"}


def test_diff_built_folder_equals_its_sources(site: Path, built: tuple[Path, Path]) -> None:
    source = load_site(site, Report(), NullCache())
    assert source is not None
    languages = {one: Routes(load_messages(one, NullCache())["paths"]) for one in ("id", "en")}
    words = {one: load_messages(one, NullCache())["paths"] for one in ("id", "en")}
    routes = build_routes(source.config, words.__getitem__, source.translations)
    sources = take_site_snapshot(source, "", BuildContext(NOW), routes)
    found = take_folder_snapshot(built[1], "", languages, INDONESIA, site_keys(source))
    assert found.routes == sources.routes
    assert set(found.news or ()) == set(sources.news or ())
    assert found.home == sources.home
    assert {name: table.keyed() for name, table in found.tables.items()} == {
        name: sources.tables[name].keyed() for name in found.tables
    }
    assert set(found.tables) >= {"villages", "years", "figures", "outreach", "sources"}


DEEP = '{"villages": ' + "[" * 100_000


@pytest.mark.parametrize(
    "text", ["", "[]", '{"villages": [1]}', '{"villages": [{"name": "x"}]}', '{"villages": {}}', DEEP]
)
def test_diff_built_folder_with_bad_tables_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    (tmp_path / "data/villages.json").write_text(text, encoding="utf-8")
    languages = {one: Routes(load_messages(one, NullCache())["paths"]) for one in ("id", "en")}
    with pytest.raises(NotABuiltSite):
        take_folder_snapshot(tmp_path, "", languages, INDONESIA)
    assert diff(tmp_path, str(tmp_path), str(tmp_path)) == 2


def freeze(root: Path, day: str, before: dict[str, Any], previous: str | None) -> dict[str, Any]:
    """Freeze the site as it is, as if that had been known by a day."""
    source = load_site(root, Report(), NullCache())
    assert source is not None
    after = state_of(
        take_site_snapshot(source, "", BuildContext(NOW), Routes(load_messages("id", NullCache())["paths"])).tables
    )
    folder = root / "data/releases"
    folder.mkdir(exist_ok=True)
    (folder / f"{day}.jsonl").write_bytes(
        encode_release(before, after, release=day, frozen="2026-01-01", previous=previous)
    )
    return after


def test_diff_releases_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_case("full", tmp_path / "situs")
    first = freeze(root, "2020-12-31", {}, None)
    change(root)
    freeze(root, "2021-12-31", first, "2020-12-31")
    assert diff(root, "2020-12-31", "2021-12-31") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Changes from 2020-12-31 to 2021-12-31"
    assert told[1].startswith("1 village added (Sulawesi Uji 1); 2017: 12 to 15; ")
    assert diff(root, "2021-12-31") == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["Nothing changes."]


def test_diff_damaged_release_is_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_case("full", tmp_path / "situs")
    freeze(root, "2020-12-31", {}, None)
    file = root / "data/releases/2020-12-31.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Ujung Satu", b"Ujung Dua"))
    assert diff(root, "2020-12-31") == 2
    assert capsys.readouterr().err == complaint("diff-release", name="2020-12-31", reason="digest")
