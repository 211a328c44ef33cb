"""What is private stops the build at its place, and what only looks like it does not."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from marked_site import NEWS, PAGE, SOUND, problems_of, read, write_site

from sitegen.cache import SqliteCache
from sitegen.load.privacy import find_private, mask_private, may_hold_private
from sitegen.problems import Problem, Span

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "tests" / "bench"
N, P, SITE = "content/news/2018-07-05-dua-desa.md", "content/pages/tentang.md", "data/site.yaml"
VILLAGES, OFFICES = "data/villages.yaml", "data/offices.yaml"

NIKS = (
    "3505150107900001",
    "NIK3505154107900001",
    "3505 1501 0790 0001",
    "350515-010790-0001",
    "35.05.15.010790.0001",
    "6201051504900001",
    "2018 3505 1501 0790 0001",
)
PHONES = (
    "081234567890",
    "0812345678",
    "0812-3456-7890",
    "0812 3456 7890",
    "0812.3456.7890",
    "0812 – 3456 – 7890",
    "0812\u00a03456\u00a07890",
    "0812 3456\n  7890",
    "(0812) 3456 7890",
    "+62 812-3456-7890",
    "+6281234567890",
    "+62 (0)361 123456",
    "+62 21 1234567",
    "0062 812 3456 7890",
    "https://wa.me/6281234567890",
    "(0361) 123456",
    "(021) 1234 5678",
    "021-1234567",
    "0361 123456",
    "0361123456",
)
EMAILS = ("budi@contoh.id", "Budi.Santoso+desa@surel.contoh.co.id", "mailto:budi@contoh.id")
HARMLESS = (
    "35.05.15.2004",
    "35.05.15.2004 35.05.15.2005",
    "62.01.05.2004, 62.01.05.2005",
    "2018-07-05",
    "2018-07-05 2018-07-06",
    "2021-03-04 09:00",
    "05-07-2018 s.d. 06-07-2018",
    "[2017..2018]",
    "188.45/0361/KEP/2018",
    "Nomor 141/1234/BPMPD/2018-07-05",
    "-8.03546, 112.29194",
    "-7.0812345678, 110.0221234567",
    "36000000",
    "Rp62.812.345.678",
    "36.000.000 peserta pada 2018",
    "2017 2018 2019 2020 2021 2022",
    "1234 5678 9012 3456",
    "1234567890123456",
    "9912341501900001",
    "3505153201900001",
    "3505151513900001",
    "35051501079000011",
    "198008122005011002",
    "RT 003/RW 004, 66184",
    "telepon 175 atau 1500910",
    "https://koran.example/read/2018/07/05/20312321",
    "sha-1 a08123456789f0e1",
    "https://peta.example/@-8.1,112.2,15z",
    "![Balai](balai@2x.png)",
    "@desa.contoh",
)


def private(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.code.startswith("priva")]


def allowing(*names: str, email: str = "") -> dict[str, str]:
    listed = "".join(f'    - "{name}"\n' for name in names)
    site = SOUND[SITE] + (f"  email: {email}\n" if email else "") + f"privacy:\n  allowed:\n{listed}"
    return {SITE: site if names else site.replace("privacy:\n  allowed:\n", "")}


@pytest.mark.parametrize(
    ("kind", "text"),
    [*(("nik", text) for text in NIKS), *(("phone", text) for text in PHONES), *(("email", text) for text in EMAILS)],
)
def test_privacy_private_values_found_and_masked(kind: str, text: str) -> None:
    for around in (text, f"Hubungi {text} segera.", f'"{text}"', f"({text})"):
        (find,) = find_private(around)
        assert find.kind == kind
        assert may_hold_private(around.encode())
        assert find.text in text
        assert find.text not in mask_private(around)
        assert find_private(mask_private(around)) == ([] if kind != "email" else find_private(mask_private(around)))
        assert "•" in find.masked


@pytest.mark.parametrize("text", HARMLESS)
def test_privacy_lookalikes_ignored(text: str) -> None:
    for around in (text, f"Lihat {text} di sini.", f"- {text}\n- {text}\n"):
        assert find_private(around) == []


def test_privacy_masks() -> None:
    text = "3505150107900001, 0812-3456-7890, (0361) 123456, Budi.S@contoh.id"
    assert mask_private(text) == "3505••••••••0001, 0812••••••90, 0361••••56, B•••••@contoh.id"


@given(st.text(st.sampled_from("0123456789") | st.sampled_from(" .-()+\n–\u00a0ax@/:268"), max_size=60))
def test_privacy_quick_check_misses_nothing(text: str) -> None:
    assert may_hold_private(text.encode()) or find_private(text) == []


@given(
    st.tuples(st.integers(11, 96), st.integers(1, 79), st.integers(1, 40), st.integers(1001, 2999)),
    st.dates(),
    st.integers(0, 10**9),
    st.decimals(-11, 141, places=6),
)
def test_privacy_codes_dates_figures_and_coordinates_ignored(
    code: tuple[int, int, int, int], date: object, count: int, degrees: object
) -> None:
    village = ".".join(f"{part:02}" for part in code)
    record = (
        f"- code: {village}\n  certified: {date}\n  value: {count}\n  location: {{lat: {degrees}, lon: {degrees}}}\n"
    )
    grouped = f"{count:,}".replace(",", ".")
    assert find_private(record + f"  note: {village} pada {date} ada {grouped} jiwa ({village}/{date})\n") == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (VILLAGES, SOUND[VILLAGES].replace("  district:", "  note: hubungi «0812-3456-7890» ya\n  district:")),
        (VILLAGES, SOUND[VILLAGES].replace("Sukosewu", "'Suko # «(0361) 123456»'")),
        (N, NEWS.replace("summary: Dua", "summary: Desa «3505 1501 0790 0001» dan dua")),
        (N, NEWS + "\nTanya # «budi@contoh.id» saja.\n"),
        (P, PAGE + "Kirim ke wa.me/«6281234567890».\n"),
        (P, PAGE + "Hubungi ‸0812 3456\n7890 ya.\n"),
    ],
)
def test_privacy_reported_at_position(tmp_path: Path, file: str, text: str) -> None:
    root = write_site(tmp_path, {})
    problems, (place,) = problems_of(root, file, text)
    (problem,) = private(problems)
    assert (problem.severity, problem.at) == ("error", place)
    assert "•" in problem.values["value"]


def test_privacy_code_per_kind(tmp_path: Path) -> None:
    text = "Ada 3505150107900001.\nAda 081234567890.\nAda budi@contoh.id.\n"
    _, problems = read(write_site(tmp_path, {P: PAGE + text}))
    found = [(problem.code, problem.at.line, problem.at.column) for problem in private(problems)]
    line = PAGE.count("\n") + 1
    assert found == [("private-nik", line, 5), ("private-phone", line + 1, 5), ("private-email", line + 2, 5)]


def test_privacy_yaml_comments_ignored(tmp_path: Path) -> None:
    villages = f"# Tanya 081234567890.\n{SOUND[VILLAGES]}  # atau budi@contoh.id\n"
    news = NEWS.replace("sources:", "# NIK 3505150107900001\nsources:") + "\nDesa 3505150107900001.\n"
    _, problems = read(write_site(tmp_path, {VILLAGES: villages, N: news}))
    assert [(one.at.file, one.at.line) for one in private(problems)] == [(N, news.count("\n"))]
    both = villages.replace("name: Sukosewu", "name: 'Suko # 081234567890'  # 081234567890")
    _, problems = read(write_site(tmp_path, {VILLAGES: both}))
    assert [(one.at.line, one.at.column) for one in private(problems)] == [(3, 17)]


OFFICE = SOUND[OFFICES] + "  telephone: {}\n"


@pytest.mark.parametrize("text", ["(0361) 123456", '"+62 812-3456-7890"', "175", "0361 123456\n    / 0361 654321"])
def test_privacy_office_telephone_is_public(tmp_path: Path, text: str) -> None:
    site, problems = read(write_site(tmp_path, {OFFICES: OFFICE.format(text)}))
    assert problems == []
    assert site is not None
    assert site.offices[0].telephone == " ".join(text.strip('"').split())


def test_privacy_office_telephone_excuses_no_other_field(tmp_path: Path) -> None:
    more = (
        "  address: «0811-2222-333», Blitar\n- id: lain\n  name: Lain\n  kind: branch\n  hours: tanya «0361 123456»\n"
    )
    problems, places = problems_of(write_site(tmp_path, {}), OFFICES, OFFICE.format("0361 123456") + more)
    assert [(one.code, one.at) for one in private(problems)] == [("private-phone", place) for place in places]


def test_privacy_telephone_key_of_another_record_reported(tmp_path: Path) -> None:
    villages = SOUND[VILLAGES] + "  telephone: «0812-3456-7890»\n"
    problems, (place,) = problems_of(write_site(tmp_path, {}), VILLAGES, villages)
    assert [(one.code, one.at) for one in private(problems)] == [("private-phone", place)]


def test_privacy_invalid_office_telephone_reported_once(tmp_path: Path) -> None:
    problems, (place,) = problems_of(write_site(tmp_path, {}), OFFICES, OFFICE.format("«0361 123456 pes. 5»"))
    assert [(one.code, one.at) for one in problems] == [("bad-telephone", place)]


def test_privacy_identity_number_as_office_telephone_reported(tmp_path: Path) -> None:
    problems, (place,) = problems_of(write_site(tmp_path, {}), OFFICES, OFFICE.format("«3505150107900001»"))
    assert [(one.code, one.at) for one in private(problems)] == [("private-nik", place)]


def test_privacy_allowed_office_telephone_reported_as_unused(tmp_path: Path) -> None:
    _, problems = read(write_site(tmp_path, {OFFICES: OFFICE.format("0361 123456"), **allowing("(0361) 123456")}))
    assert [problem.code for problem in private(problems)] == ["privacy-unused"]


def test_privacy_allowed_values_in_any_form(tmp_path: Path) -> None:
    text = PAGE + "Kantor: 0361-123456, +62 361 123 456, KANTOR@contoh.id, uji@uji.example.\n"
    settings = allowing("Kantor (0361) 123456", "kantor@contoh.id", email="uji@uji.example")
    _, problems = read(write_site(tmp_path, {P: text, **settings}))
    assert private(problems) == []


def test_privacy_unused_allowance_warns(tmp_path: Path) -> None:
    settings = allowing("(0361) 123456", "(0361) 654321", email="uji@uji.example")
    _, problems = read(write_site(tmp_path, {P: PAGE + "Kantor: (0361) 654321.\n", **settings}))
    (problem,) = private(problems)
    line = settings[SITE].split("\n").index('    - "(0361) 123456"') + 1
    assert (problem.code, problem.severity, problem.at) == ("privacy-unused", "warning", Span(SITE, line, 7, 22))
    assert problem.values == {"value": "(0361) 123456"}


def test_privacy_unreadable_settings_report_nothing(tmp_path: Path) -> None:
    broken = SOUND[SITE] + "privacy: {allowed: {ya: tidak}}\n"
    _, problems = read(write_site(tmp_path, {P: PAGE + "081234567890\n", SITE: broken}))
    assert [problem.code for problem in problems] == ["wrong-shape"]


def test_privacy_clean_files_cached(tmp_path: Path) -> None:
    root, office = tmp_path / "situs", {P: PAGE + "Kantor: (0361) 123456.\n"}

    def codes(**others: str) -> list[str]:
        write_site(root, {**office, **others})
        with SqliteCache(tmp_path / "memo") as cache:
            problems = private(read(root, cache)[1])
            cache.save()
        return [problem.code for problem in problems]

    named, other = allowing("(0361) 123456"), allowing("(0361) 654321")
    assert codes(**named) == codes(**named) == []
    assert codes(**other) == codes(**other) == ["private-phone", "privacy-unused"]
    village = {VILLAGES: SOUND[VILLAGES].replace("  district:", "  note: 081234567890\n  district:")}
    assert codes(**village) == codes(**village) == ["private-phone", "private-phone"]
    assert codes(**named, **village) == codes(**named, **village) == ["private-phone"]
    assert codes(**named) == []


def texts() -> Iterator[tuple[str, str]]:
    for folder in (ROOT, ROOT / "docs" / "example"):
        for pattern in ("data/**/*.yaml", "content/**/*.md"):
            for file in sorted(folder.glob(pattern)):
                yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def test_privacy_no_finding_in_own_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {(file, find.text) for file, text in texts() for find in find_private(text)}
    assert {re.sub(r"^.*@", "@", text) for _, text in found} <= {
        "@desa-sadar.example",
        "@desa-contoh.example",
        "(0361) 123456",
        "(0999) 123456",
    }
    monkeypatch.syspath_prepend(str(BENCH))
    generate = importlib.import_module("generate")

    generate.generate(tmp_path / "situs", 300, 30)
    made = [file.read_text(encoding="utf-8") for file in sorted((tmp_path / "situs").rglob("*.*")) if file.is_file()]
    assert {find.text for text in made for find in find_private(text)} <= {"uji@bench.example"}
