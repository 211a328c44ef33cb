"""Scaffolds: what they make is sound, and nothing that was there loses a byte."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factory import INDONESIA

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.load.geography import list_package_geographies, package_geography
from sitegen.load.official_list import open_official_list
from sitegen.problems import Report, Span
from sitegen.scaffold import create_announcement, create_site, create_village

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TODAY = date(2024, 1, 31)
RECORD = """\
- code: 99.01.01.2001
  name: Satu
  kind: desa
  district: Tua
  regency: Kabupaten Contoh
  province: "Negeri: Jauh"
  sources: [sumber-contoh]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert create_site(tmp_path / "site", "id", INDONESIA, Report())
    with (tmp_path / "site/data/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("official_list: none\n")
    return tmp_path / "site"


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report]


def record_of(root: Path, code: str) -> str:
    text = (root / "data/villages.yaml").read_text(encoding="utf-8")
    return text[text.index(f"- code: {code}\n") :]


@pytest.mark.parametrize(("language", "name"), [("id", "indonesia"), ("en", "indonesia"), ("en", "philippines")])
def test_new_site_is_valid_and_builds(tmp_path: Path, language: str, name: str) -> None:
    folder, report = tmp_path / "new" / "site", Report()
    assert create_site(folder, language, package_geography(name), report) == folder
    site = load_site(folder, report, NullCache())
    order = BuildOptions(folder, BuildContext(now=datetime(2024, 1, 31, tzinfo=UTC)), strict=True)
    summary = build(order, folder / "build" / "site", report)
    assert codes(report) == []
    assert site is not None
    assert (site.config.language, site.geography.name) == (language, name)
    assert (site.villages, len(site.news), len(site.pages)) == ((), 1, 1)
    assert summary is not None
    assert summary.pages > 5
    assert (folder / "build/.gitignore").read_text() == "*\n!.gitignore\n"


@pytest.mark.parametrize("name", list_package_geographies())
def test_new_site_shows_a_valid_record_of_its_geography(tmp_path: Path, name: str) -> None:
    assert create_site(tmp_path / "site", "en", package_geography(name), Report())
    file = tmp_path / "site/data/villages.yaml"
    text = file.read_text(encoding="utf-8")
    shown = re.search(r"(?m)^# - code: (?:.*\n)+", text)
    assert shown is not None
    file.write_text(re.sub("(?m)^# ", "", shown[0]), encoding="utf-8")
    with (tmp_path / "site/data/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("official_list: none\n")
    report = Report()
    site = load_site(tmp_path / "site", report, NullCache())
    assert site is not None
    assert [one.name for one in site.villages] == ["Example"]
    assert all(region.endswith("Example") for region in site.villages[0].regions)
    assert codes(report) == []


def test_new_site_has_no_sample_text(root: Path) -> None:
    texts = " ".join(path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file())
    for fact in ("BPJS", "Sukosewu", "Klaten", "Blitar", "Jambi", "Republika", "35.05", "276"):
        assert fact not in texts


def test_new_site_refuses_non_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    report = Report()
    assert create_site(tmp_path, "id", INDONESIA, report) is None
    assert codes(report) == ["folder-not-empty"]
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_new_site_refuses_file(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    report = Report()
    assert create_site(tmp_path / "site", "id", INDONESIA, report) is None
    assert codes(report) == ["file-exists"]


def test_new_site_in_empty_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert create_site(tmp_path, "en", INDONESIA, Report()) == tmp_path


@pytest.mark.parametrize(
    "before",
    [
        RECORD.encode(),
        b"\xef\xbb\xbf# awal\r\n" + RECORD.replace("\n", "\r\n").encode() + b"# akhir",
        "".join(f"  {line}\n" for line in RECORD.splitlines()).encode() + b"\n# akhir\n",
        b"# belum ada\n",
        b"",
    ],
    ids=["plain", "windows", "indented", "comments", "empty"],
)
def test_new_record_appended(root: Path, before: bytes) -> None:
    file = root / "data/villages.yaml"
    file.write_bytes(before)
    report = Report()
    assert create_village(root, "99.01.02.1003", report, INDONESIA) == file
    assert codes(report) == []
    after = file.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
    load_site(root, report, NullCache())
    assert set(codes(report)) == {"empty-value", "missing-sources"}  # what only a person knows


def test_new_record_copies_neighbour_values(root: Path) -> None:
    (root / "data/villages.yaml").write_text(RECORD, encoding="utf-8")
    assert create_village(root, "99.01.01.1002", Report(), INDONESIA)
    record = record_of(root, "99.01.01.1002")
    assert "\n  kind: kelurahan " in record
    assert "\n  district: Tua " in record
    assert "\n  regency: Kabupaten Contoh " in record
    assert '\n  province: "Negeri: Jauh" ' in record
    assert create_village(root, "99.02.01.2001", Report(), INDONESIA)
    record = record_of(root, "99.02.01.2001")
    assert "\n  kind: desa " in record
    assert "\n  regency:  " in record
    assert '\n  province: "Negeri: Jauh" ' in record


@pytest.mark.parametrize("code", ["3310269999", "33.10.26.9999", "33 10 26 0001"])
def test_new_record_of_number_that_is_no_code_is_refused(root: Path, code: str) -> None:
    """Its dots are not what is wrong."""
    (root / "data/villages.yaml").write_text(RECORD, encoding="utf-8")
    report = Report()
    assert create_village(root, code, report, INDONESIA) is None
    (problem,) = report
    assert problem.code == "code-without-kind"
    assert problem.values["kinds"] == "2xxx (desa), 3xxx (desa adat), 1xxx (kelurahan)"
    assert (root / "data/villages.yaml").read_text(encoding="utf-8") == RECORD


@pytest.mark.parametrize("code", ["33.10.26.2008", "3310262008", "33 10 26 2008", "33-10-26-2008"])
def test_new_record_filled_from_official_list(root: Path, code: str) -> None:
    with open_official_list(INDONESIA) as official:
        assert create_village(root, code, Report(), INDONESIA, official=official)
        assert create_village(root, "91.03.01.3007", Report(), INDONESIA, official=official)
    record = record_of(root, "33.10.26.2008")
    for field in ("name: Tegalyoso", "kind: desa", "district: Klaten Selatan", "regency: Kabupaten Klaten"):
        assert f"\n  {field} " in record
    assert "\n  province: Jawa Tengah " in record
    assert "\n  # called: " in record
    assert "\n  called: desa adat " in record_of(root, "91.03.01.3007")


def test_new_record_completed_is_valid(root: Path) -> None:
    (root / "data/villages.yaml").write_text(RECORD, encoding="utf-8")
    file = create_village(root, "99.01.01.2002", Report(), INDONESIA, "en")
    assert file
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name:   ", "name: Dua ").replace("sources: []", "sources: [sumber-contoh]"))
    report = Report()
    site = load_site(root, report, NullCache())
    assert codes(report) == []
    assert site is not None
    assert [(village.name, village.certified) for village in site.villages] == [("Satu", None), ("Dua", None)]


def test_new_record_replaces_empty_list(root: Path) -> None:
    file = root / "data/villages.yaml"
    file.write_text("# desa\n[]\n# akhir\n")
    assert create_village(root, "99.01.01.2002", Report(), INDONESIA) == file
    assert file.read_text(encoding="utf-8").startswith("# desa\n\n# akhir\n\n- code: 99.01.01.2002\n")


def test_new_record_in_province_file(root: Path) -> None:
    (root / "data/villages").mkdir()
    province = root / "data/villages/contoh.yaml"
    province.write_text(RECORD, encoding="utf-8")
    assert create_village(root, "99.03.01.2001", Report(), INDONESIA) == province
    assert create_village(root, "98.03.01.2001", Report(), INDONESIA) == root / "data/villages.yaml"


def test_new_record_previous_code_of_another_reported(root: Path) -> None:
    file = root / "data/villages.yaml"
    file.write_text(RECORD + "  previous_codes:\n    - code: 98.01.01.2001\n      until: 2014\n", encoding="utf-8")
    report = Report()
    assert create_village(root, "98 01 01 2001", report, INDONESIA) is None
    (problem,) = report
    assert (problem.code, problem.at) == ("previous-code-taken", Span("data/villages.yaml", 9, 13, 26))


def test_new_record_duplicate_code_reported(root: Path) -> None:
    file = root / "data/villages.yaml"
    file.write_text("# desa\n" + RECORD, encoding="utf-8")
    report = Report()
    assert create_village(root, " 99.01.01.2001", report, INDONESIA) is None
    (problem,) = report
    assert (problem.code, problem.at) == ("repeated-code", Span("data/villages.yaml", 2, 9, 22))
    assert problem.values == {"code": "99.01.01.2001", "name": "Satu", "line": "2"}
    assert file.read_text(encoding="utf-8") == "# desa\n" + RECORD


@pytest.mark.parametrize("code", ["", "99.01.01", "990101000", "99.01.01.2001/../x", "99.01.01.2001\n- code: x"])
def test_new_record_invalid_code_refused(root: Path, code: str) -> None:
    before, report = (root / "data/villages.yaml").read_bytes(), Report()
    assert create_village(root, code, report, INDONESIA) is None
    assert codes(report) == ["bad-code"]
    assert (root / "data/villages.yaml").read_bytes() == before


@pytest.mark.parametrize("text", ["[{code: 99.01.01.2001}]\n", "code: 99.01.01.2001\n", RECORD + "...\n"])
def test_new_record_unappendable_register_untouched(root: Path, text: str) -> None:
    file, report = root / "data/villages.yaml", Report()
    file.write_text(text, encoding="utf-8")
    assert create_village(root, "99.01.01.2009", report, INDONESIA) is None
    assert codes(report) == ["not-appendable"]
    assert file.read_text(encoding="utf-8") == text


def test_new_record_unreadable_register_untouched(root: Path) -> None:
    file, report = root / "data/villages.yaml", Report()
    file.write_text('- code: "99.01\n')
    assert create_village(root, "99.01.01.2009", report, INDONESIA) is None
    assert codes(report) == ["yaml-quote"]
    assert file.read_text() == '- code: "99.01\n'


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Dua desa bergabung", "2024-01-31-dua-desa-bergabung.md"),
        ('Kabar: "baru" #1 \\ {x} $date & *y', "2024-01-31-kabar-baru-1-x-date-y.md"),
        ("null", "2024-01-31-null.md"),
        ("- ../../etc", "2024-01-31-etc.md"),
        ("村のニュース", "2024-01-31-x6751-306e-30cb-30e5-30fc-30b9.md"),
        ("kata " * 40, "2024-01-31-" + "-".join(["kata"] * 12) + ".md"),
    ],
)
def test_new_announcement_is_draft_with_title(root: Path, title: str, name: str) -> None:
    report = Report()
    assert create_announcement(root, title, TODAY, report) == root / "content/news" / name
    site = load_site(root, report, NullCache())
    assert codes(report) == []
    assert site is not None
    (made,) = (one for one in site.news if one.file.endswith(name))
    assert (made.meta.title, made.meta.date, made.meta.draft) == (title.strip(), "2024-01-31", True)


def test_new_announcement_never_overwrites(root: Path) -> None:
    file, report = create_announcement(root, "Kabar", TODAY, Report()), Report()
    assert file
    file.write_text("mine")
    assert create_announcement(root, "Kabar!", TODAY, report) is None
    assert codes(report) == ["file-exists"]
    assert file.read_text() == "mine"


@pytest.mark.parametrize("title", ["", "  ", "dua\nbaris", "\x1b[31mmerah", "bita \udcff"])
def test_new_announcement_title_is_one_line(root: Path, title: str) -> None:
    report = Report()
    assert create_announcement(root, title, TODAY, report) is None
    assert codes(report) == ["bad-title"]


def test_new_outside_site_is_refused(tmp_path: Path) -> None:
    report = Report()
    assert create_village(tmp_path, "99.01.01.2001", report, INDONESIA) is None
    assert create_announcement(tmp_path, "Kabar", TODAY, report) is None
    assert codes(report) == ["site-missing"]
    assert list(tmp_path.iterdir()) == []


def test_new_record_of_city_without_province(tmp_path: Path) -> None:
    """Its code of mere digits stays a text, and the level that it lacks is a comment."""
    root = Path(shutil.copytree(EXAMPLES / "philippines", tmp_path / "site"))
    report = Report()
    assert create_village(root, "98-80100-004", report, package_geography("philippines"), "en") is not None
    text = (root / "data/villages.yaml").read_text(encoding="utf-8").rpartition("\n- ")[2]
    assert 'code: "9880100004"\n' in text
    assert "\n  municipality: City of Kunwari " in text
    assert "\n  # province: " in text
    assert "precision: barangay" in text
    text = text.replace("name:  ", "name: Uji  ").replace("sources: []", "sources: [council-report-2024]")
    site = (root / "data/villages.yaml").read_text(encoding="utf-8").rpartition("\n- ")[0]
    (root / "data/villages.yaml").write_text(f"{site}\n- {text}", encoding="utf-8")
    assert load_site(root, report, NullCache()) is not None
    assert list(report) == []
