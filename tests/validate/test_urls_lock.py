"""Addresses are a contract: what was locked stands, leads on, or stops the build with the line that mends it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from site_cases import NOW, copy_case, run_main

from sitegen.build import BuildOptions, check, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache
from sitegen.commands.release import HEADING, lock_addresses
from sitegen.problems import Problem, Report

SITE, VILLAGES, LOCK = "data/site.yaml", "data/villages/sulawesi-uji.yaml", "data/urls.lock"
ANNOUNCEMENT = "content/news/2020-ketiga.md"


CACHE = MemoryCache()
"""What was read of the files that most tests leave as they are."""


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full site with its addresses locked; no test changes it."""
    root = copy_case("full", tmp_path_factory.mktemp("locked"))
    lock(root)
    return root


@pytest.fixture
def site(locked: Path, tmp_path: Path) -> Path:
    """A copy of the full site with its addresses locked."""
    return shutil.copytree(locked, tmp_path / "site")


def lock(root: Path, when: datetime = NOW) -> tuple[str, ...]:
    report = Report()
    made = lock_addresses(root, BuildContext(when, clock=NOW), report)
    assert made is not None, list(report)
    return made.added


def problems(root: Path, *, context: BuildContext | None = None) -> list[Problem]:
    report = Report()
    load_and_plan(BuildOptions(root, context or BuildContext(NOW)), report, CACHE)
    return [problem for problem in report if problem.severity == "error"]


def replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(root: Path, address: str) -> int:
    lines = (root / LOCK).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.split(" ")[0] == address)


def lost(root: Path, **more: BuildContext) -> dict[str, str]:
    """The lost addresses, each with the line to paste; every one is told at its line."""
    found = problems(root, **more)
    assert {one.code for one in found} <= {"address-lost"}
    for one in found:
        path = one.values["path"]
        assert (one.at.file, one.at.line, one.at.column) == (LOCK, line_of(root, path), 1)
        assert one.at.end == len(path) + 1
    return {one.values["path"]: one.paste for one in found}


def test_urls_lock_file_contents(site: Path) -> None:
    lines = (site / LOCK).read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADING
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split(" ")[0])
    assert "/wilayah/jawa-uji/kabupaten-uji/uji/ujung-satu-lama/ 35.05.15.2004" in lines
    assert f"/berita/2020/ketiga/ {ANNOUNCEMENT}" in lines
    assert "/data/villages.csv" in lines
    assert "/dulu/" in lines
    assert not [line for line in lines if "/aset/" in line or "/media/" in line or line.startswith(("/_", "/404"))]


def test_urls_lock_locked_site_builds_unchanged(site: Path) -> None:
    before = (site / LOCK).read_bytes()
    assert problems(site) == []
    report = Report()
    load_and_plan(BuildOptions(site, BuildContext(NOW)), report, CACHE)
    assert [problem for problem in report if problem.at.file == LOCK] == []
    assert lock(site) == ()
    assert (site / LOCK).read_bytes() == before


def behind(root: Path, base_url: str = "") -> list[tuple[str, int, str]]:
    report = Report()
    check(BuildOptions(root, BuildContext(NOW, base_url=base_url)), report)
    return [(one.at.file, int(one.values["count"]), one.severity) for one in report if one.code == "lock-behind"]


def test_urls_lock_behind_is_noted_with_its_count(tmp_path: Path) -> None:
    root = copy_case("minimal", tmp_path)
    assert behind(root) == []  # https://kecil.example, of which nothing is published
    assert behind(root, "https://desa.go.id") == [(LOCK, len(lock(root)), "note")]
    assert behind(root, "https://desa.go.id") == []
    village = (root / "data/villages.yaml").read_text(encoding="utf-8")
    with (root / "data/villages.yaml").open("a", encoding="utf-8") as villages:
        villages.write(village.replace("2004", "2005").replace("Sukosewu", "Sukolain"))
    assert behind(root) == [(LOCK, 1, "note")]


def test_urls_lock_renamed_village_reported_with_redirect(site: Path) -> None:
    locked = [line.split()[0] for line in (site / LOCK).read_text().splitlines() if "73.02.01.2001" in line]
    assert [address.startswith("/en/") for address in locked] == [True, False]
    name = locked[0].rstrip("/").rpartition("/")[2]
    text = (site / VILLAGES).read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.strip().startswith("name:"))
    replace(site, VILLAGES, old, "  name: Nama Baru")
    new = {address: address.replace(name, "nama-baru") for address in locked}
    paste = {address: f"- {{source: {address}, target: {target}}}" for address, target in new.items()}
    assert lost(site) == paste
    replace(site, SITE, "redirects:\n", "redirects:\n" + "".join(f"  {line}\n" for line in paste.values()))
    assert problems(site) == []
    assert set(lock(site)) == {*new.values(), "/pencarian/abjad/n/", "/en/search/a-z/n/"}
    assert {f"{address} 73.02.01.2001" for address in locked} <= {*(site / LOCK).read_text("utf-8").splitlines()}


def test_urls_lock_moved_section_leads_to_its_new_addresses(site: Path) -> None:
    replace(site, "data/site.yaml", "sections:\n", "sections:\n  - {section: archive, path: tahun}\n")
    offered = lost(site)
    assert offered["/arsip/"] == "- {source: /arsip/, target: /tahun/}"
    assert offered["/arsip/2018.csv"] == "- {source: /arsip/2018.csv, target: /tahun/2018.csv}"
    assert offered["/arsip/banding/"] == "- {source: /arsip/banding/, target: /tahun/banding/}"


def test_urls_lock_slug_keeps_url(site: Path) -> None:
    replace(site, "data/villages.yaml", "  name: Ujung Satu\n  kind: desa", "  name: Ujung Baru\n  kind: desa")
    assert problems(site) == []


def test_urls_lock_deleted_announcement_leads_to_its_year_and_not_to_a_look_alike(site: Path) -> None:
    shutil.move(site / ANNOUNCEMENT, site / "content/news/2020-ketiga-uji.md")
    text = (site / LOCK).read_text(encoding="utf-8")
    (site / LOCK).write_text(f"{text}/wilayah/tidak/pernah/ada/\n/xyz/\n", encoding="utf-8")
    assert lost(site) == {
        "/berita/2020/ketiga/": "- {source: /berita/2020/ketiga/, target: /berita/2020/}",
        "/en/news/2020/ketiga/": "- {source: /en/news/2020/ketiga/, target: /en/news/2020/}",
        "/wilayah/tidak/pernah/ada/": "- {source: /wilayah/tidak/pernah/ada/, target: /wilayah/}",
        "/xyz/": "- {source: /xyz/, target: /}",
    }


def test_urls_lock_translation_replaces_fallback(site: Path) -> None:
    translation = site / ANNOUNCEMENT.replace(".md", ".en.md")
    text = (site / ANNOUNCEMENT).read_text(encoding="utf-8")
    translation.write_text(text.replace("---\n", "---\nslug: third\n", 1), encoding="utf-8")
    paste = "- {source: /en/news/2020/ketiga/, target: /en/news/2020/third/}"
    assert lost(site)["/en/news/2020/ketiga/"] == paste
    replace(site, SITE, "redirects:\n", f"redirects:\n  {paste}\n")
    lock(site)
    translation.unlink()
    replace(site, SITE, f"  {paste}\n", "")
    assert lost(site)["/en/news/2020/third/"] == "- {source: /en/news/2020/third/, target: /en/news/2020/ketiga/}"


def test_urls_lock_alias_keeps_url(site: Path) -> None:
    shutil.move(site / ANNOUNCEMENT, site / "content/news/2020-lain.md")
    replace(
        site, "content/news/2020-lain.md", "title:", "aliases: [/berita/2020/ketiga/, /en/news/2020/ketiga/]\ntitle:"
    )
    assert problems(site) == []


def test_urls_lock_redirect_without_page_keeps_file(site: Path) -> None:
    text = (site / LOCK).read_text(encoding="utf-8")
    (site / LOCK).write_text(f"{text}/dulu/data.csv\n", encoding="utf-8")
    assert problems(site) == []


@pytest.mark.parametrize("line", ["draft: true", "expiry_date: 2025-01-01", "publish_date: 2027-01-01"])
def test_urls_lock_unpublished_content_keeps_url(site: Path, line: str) -> None:
    replace(site, "content/news/2019-tabel.md", "date: 2019\n", f"date: 2019\n{line}\n")
    assert problems(site) == []


def test_urls_lock_deleted_content_loses_urls(site: Path) -> None:
    (site / "content/news/2020-ketiga.md").unlink()
    assert set(lost(site)) >= {"/berita/2020/ketiga/", "/berita/2020/", "/berita/halaman/2/"}


def test_urls_lock_not_checked_for_preview(site: Path) -> None:
    (site / "content/news/2020-ketiga.md").unlink()
    assert problems(site, context=BuildContext(NOW, drafts=True)) == []


def test_urls_lock_missing_means_no_check(site: Path) -> None:
    (site / LOCK).unlink()
    (site / "content/news/2020-ketiga.md").unlink()
    assert problems(site) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("desa/", "lock-line"),
        ("<<<<<<< HEAD", "lock-line"),
        ("", "lock-line"),
        ("/a/ b c", "lock-line"),
        ("/a/?b=1", "lock-line"),
        ("/desa/", "lock-repeated"),
    ],
)
def test_urls_lock_invalid_line_reported(site: Path, line: str, code: str) -> None:
    text = (site / LOCK).read_text(encoding="utf-8")
    (site / LOCK).write_text(f"{text}{line}\n/z/\n", encoding="utf-8")
    [found] = problems(site)
    assert (found.code, found.at.file, found.at.line) == (code, LOCK, len(text.splitlines()) + 1)
    assert (found.at.column, found.at.end) == (1, len(line) + 1)


def test_urls_lock_without_heading_is_refused(site: Path) -> None:
    text = (site / LOCK).read_text(encoding="utf-8")
    (site / LOCK).write_text(text.partition("\n")[2], encoding="utf-8")
    [found] = problems(site)
    assert (found.code, found.at.line, found.at.column) == ("lock-line", 1, 1)


def test_urls_lock_crlf_and_byte_order_mark(site: Path) -> None:
    text = (site / LOCK).read_bytes()
    (site / LOCK).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert problems(site) == []


def test_lock_command_writes_adds_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_case("minimal", tmp_path / "site")
    here = ("--site", str(root), "--lang", "en", "--at", "2026-01-01")
    assert run_main("lock", "--check", *here) == 1
    assert not (root / LOCK).exists()
    assert "/desa/" in capsys.readouterr().out.splitlines()
    assert run_main("lock", *here) == 0
    written = (root / LOCK).read_bytes()
    assert run_main("lock", "--check", *here) == 0
    assert run_main("lock", *here) == 0
    assert (root / LOCK).read_bytes() == written
    assert capsys.readouterr().out.splitlines()[-1].endswith("addresses.")


def test_lock_command_refuses_lost_url(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content/news/2020-ketiga.md").unlink()
    before = (site / LOCK).read_bytes()
    assert run_main("lock", "--site", str(site), "--at", "2026-01-01") == 1
    assert (site / LOCK).read_bytes() == before
    assert "address-lost" in capsys.readouterr().err


def test_lock_command_accepts_earlier_day(tmp_path: Path) -> None:
    root = copy_case("full", tmp_path / "site")
    assert "/berita/2017/kedaluwarsa/" in lock(root, datetime(2019, 1, 1, tzinfo=UTC))
    lock(root)
    assert problems(root) == []
