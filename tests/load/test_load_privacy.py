"""What is private stops the build at its place, and what only looks like it does not."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import phonenumbers
import pytest
from factory import INDONESIA
from hypothesis import given, strategies as st
from marked_site import NEWS, PAGE, SOUND, problems_of, read, write_site
from private_forms import FORMS, HARMLESS

from sitegen.cache import SqliteCache
from sitegen.load import private_scan, private_text
from sitegen.load.geography import package_geography
from sitegen.load.private_text import is_nik
from sitegen.problems import Problem, Span

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "tests" / "bench"
NUMBERS = INDONESIA.private_numbers
find_private = partial(private_text.find_private, numbers=NUMBERS)
mask_private = partial(private_text.mask_private, numbers=NUMBERS)
may_hold_private = partial(private_scan.may_hold_private, numbers=NUMBERS)
N, P, SITE = "content/news/2018-07-05-dua-desa.md", "content/pages/tentang.md", "data/site.yaml"
VILLAGES, OFFICES = "data/villages.yaml", "data/offices.yaml"


def private(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.code.startswith("priva")]


def allowing(*names: str, email: str = "") -> dict[str, str]:
    listed = "".join(f'    - "{name}"\n' for name in names)
    site = SOUND[SITE] + (f"  email: {email}\n" if email else "") + f"privacy:\n  allowed:\n{listed}"
    return {SITE: site if names else site.replace("privacy:\n  allowed:\n", "")}


def around(text: str) -> tuple[str, ...]:
    return (text, f"Hubungi {text} segera.", f'"{text}"', f"({text})", f"Ada:\n\n{text}\n")


def test_privacy_every_form_found_and_masked() -> None:
    assert len(FORMS) > 87
    missed = []
    for kind, form in FORMS:
        for text in around(form):
            found = find_private(text)
            seen = may_hold_private(text.encode()) and may_hold_private(msgspec.json.encode(text))
            if [one.kind for one in found] != [kind] or not seen:
                missed.append((kind, text))
                continue
            (one,) = found
            assert text[one.start : one.end] == one.text
            assert one.text in form
            assert one.text not in mask_private(text)
            assert "•" in one.masked
            assert kind == "email" or find_private(mask_private(text)) == []
    assert missed == []


def test_privacy_lookalikes_ignored() -> None:
    assert len(HARMLESS) > 38
    texts = (text for form in HARMLESS for text in (form, f"Lihat {form} di sini.", f"- {form}\n- {form}\n"))
    assert [text for text in texts if find_private(text)] == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ada &nbsp;<b>Budi</b> 08<i>12</i>&nbsp;0000\u200b0000&nbsp;ya", "08<i>12</i>&nbsp;0000\u200b0000"),
        ("&amp; &#48;812 0000 0000&nbsp;", "&#48;812 0000 0000"),
        ("\u00ad\u00adbudi&#64;contoh.id\u00ad", "budi&#64;contoh.id"),
        ("**a** `b` ０８１２００００００００ c", "０８１２００００００００"),
        ("⑧ (O812) 0000-0000", "(O812) 0000-0000"),
    ],
)
def test_privacy_finding_is_as_written(text: str, written: str) -> None:
    (found,) = find_private(text)
    assert (found.text, text[found.start : found.end]) == (written, written)
    assert mask_private(text) == text.replace(written, found.masked)


@pytest.mark.parametrize("digits", ["3505150107900000", "6471316902000000", "9271010101010000"])
def test_privacy_identity_number_checked_by_region_and_date(digits: str) -> None:
    assert is_nik(digits)
    for wrong in ("20" + digits[2:], digits[:2] + "60" + digits[4:], digits[:2] + "00" + digits[4:]):
        assert not is_nik(wrong)
    for day in ("00", "32", "40", "72", "99"):
        assert not is_nik(digits[:6] + day + digits[8:])
    for month in ("00", "13"):
        assert not is_nik(digits[:8] + month + digits[10:])
    assert not is_nik(digits[:6] + "3002" + digits[10:])


def test_privacy_words_of_a_column_count() -> None:
    assert find_private("10000000000") == []
    assert [one.kind for one in find_private("10000000000", beside="KPJ")] == ["kpj"]
    assert [one.kind for one in find_private("1000000000", beside="No. Rekening")] == ["account"]
    assert [one.kind for one in find_private("81200000000", beside="Nomor HP/WA")] == ["phone"]
    assert [one.kind for one in find_private("A0000000", beside="Paspor")] == ["passport"]
    table = "| Nama | KPJ |\n| --- | --- |\n" + "| Budi Santoso | - |\n" * 9 + "| Santi | 10000000000 |\n"
    assert [one.kind for one in find_private(table)] == ["kpj"]
    assert find_private(table.replace("KPJ", "Biaya")) == []


def test_privacy_two_numbers_found_apart() -> None:
    for joined in ("/", " / ", ", ", " ", "\n", " atau "):
        found = find_private(f"HP 0812-0000-0000{joined}0813-0000-0000")
        assert [one.text for one in found] == ["0812-0000-0000", "0813-0000-0000"]


WORST = (
    "a",
    "a.",
    "a@",
    "a[at]",
    "a at a dot ",
    "a_at_",
    "0 ",
    "08 ",
    "0812-",
    "+62 ",
    "O ",
    "35.",
    "081200000000/",
    "kpj 10000000000 ",
    "paspor A0000",
    "rek a.n. ",
    "| 10000000000 ",
    "|a|\n|-|\n",
    "*",
    "** ",
    "<a ",
    "<!-- ",
    "&#48;",
    "\\",
    "\ua9d0",
    "¹",
    "www.",
    "1.000",
    "08-12-2018 ",
    "ISBN 9",
    "(",
    "<td>1</td>",
)


@pytest.mark.parametrize("unit", WORST)
def test_privacy_search_is_linear(unit: str) -> None:
    def calls(size: int) -> int:
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            count += 1

        text = (unit * size)[:size]
        sys.setprofile(step)
        try:
            find_private(text)
        finally:
            sys.setprofile(None)
        return count

    small, large = calls(2_000), calls(8_000)
    assert large < 5 * small + 1000
    mask_private((unit * 40_000)[:40_000])  # a pattern that is not linear would not come to an end


def test_privacy_masks() -> None:
    text = "3505150107900001, 0812-3456-7890, (0361) 123456, Budi.S@contoh.id"
    assert mask_private(text) == "3505••••••••0001, 0812••••••90, 0361••••56, B•••••@contoh.id"


@given(
    st.text(
        st.sampled_from("0123456789") | st.sampled_from(" .-()+\n–\u00a0ax@/:268,'_*Ol¹\ua9d0&#;48<b>[at]dot\\"),
        max_size=60,
    )
)
def test_privacy_quick_check_misses_nothing(text: str) -> None:
    found = find_private(text) != []
    assert may_hold_private(text.encode()) >= found
    assert may_hold_private(msgspec.json.encode(text)) >= found


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


FORMS_ELSEWHERE = [
    ("kenya", "phone", "0712 345 678"),
    ("kenya", "phone", "+254 712 345678"),
    ("kenya", "phone", "Simu: 712345678"),
    ("kenya", "phone", "020 2345678"),
    ("kenya", "identity", "ID No. 12345678"),
    ("kenya", "identity", "National ID: 1234567"),
    ("kenya", "identity", "KRA PIN A001234567B"),
    ("kenya", "passport", "Passport AK0123456"),
    ("philippines", "phone", "0917 123 4567"),
    ("philippines", "phone", "(02) 8123 4567"),
    ("philippines", "identity", "PhilSys 1234-5678-9012-3456"),
    ("philippines", "identity", "SSS No. 34-1234567-8"),
    ("philippines", "identity", "TIN 123-456-789-000"),
]
HARMLESS_ELSEWHERE = [
    ("kenya", "3505150107900001"),  # an identity number of Indonesia
    ("kenya", "KPJ 12345678901"),
    ("kenya", "Ward 047.290.1450 wa Nairobi"),
    ("kenya", "The ID number was issued on 2024-05-12 to 1.250.000 people"),
    ("kenya", "12345678 households"),
    ("philippines", "3505150107900001"),
    ("philippines", "PhilHealth reached 123,456,789,012 pesos"),
]


@pytest.mark.parametrize(("pack", "kind", "text"), FORMS_ELSEWHERE)
def test_privacy_forms_of_another_country(pack: str, kind: str, text: str) -> None:
    numbers = package_geography(pack).private_numbers
    for written in (text, f"Maria, {text}.", f"Maria\n\n{text}\n"):
        assert [one.kind for one in private_text.find_private(written, numbers)] == [kind], written
        assert private_scan.may_hold_private(written.encode(), numbers)
        assert private_scan.may_hold_private(msgspec.json.encode(written), numbers)


@pytest.mark.parametrize(("pack", "text"), HARMLESS_ELSEWHERE)
def test_privacy_no_finding_by_rules_of_another_country(pack: str, text: str) -> None:
    assert private_text.find_private(text, package_geography(pack).private_numbers) == []


@pytest.mark.parametrize("pack", ["indonesia", "kenya", "philippines"])
def test_privacy_calling_code_is_that_of_the_country(pack: str) -> None:
    numbers = package_geography(pack).private_numbers
    assert int(numbers.calling_code) == phonenumbers.country_code_for_region(numbers.country)


def test_privacy_codes_of_mere_digits_are_no_telephone_numbers(tmp_path: Path) -> None:
    """Where the code of a place looks like one, the recorded places tell it."""
    record = "- {code: '0281234567', name: Uji, kind: barangay, municipality: Uji, region: Uji, sources: [koran]}\n"
    note = "\nTempat 0281234567 dan 0281234568.\n"
    files = dict.fromkeys((file for file in SOUND if file.startswith(("content/news/", "data/outreach"))), None)
    site = SOUND[SITE] + "geography: philippines\n"
    found = private(read(write_site(tmp_path, {**files, SITE: site, VILLAGES: record, P: PAGE + note}))[1])
    assert [(one.code, one.values["value"]) for one in found] == [("private-phone", "0281••••68")]


def test_privacy_identity_number_of_the_site_s_country(tmp_path: Path) -> None:
    line = "Ask for ID No. 12345678, not for 3505150107900001."
    files = dict.fromkeys((file for file in SOUND if file.startswith(("content/news/", "data/"))), None)
    site = SOUND[SITE] + "geography: kenya\n"
    kept = {file: SOUND[file] for file in ("data/programme.yaml", "data/sources.yaml")}
    found = private(read(write_site(tmp_path, {**files, **kept, SITE: site, P: f"{PAGE}\n{line}\n"}))[1])
    at = Span(P, PAGE.count("\n") + 2, 16, 24)
    assert [(one.code, one.at, one.values["value"]) for one in found] == [("private-identity", at, "12••••78")]
