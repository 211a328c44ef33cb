"""What records hold: each fault of a value, a key or a record is told at its place, all of them in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from call_count import count_calls
from marked_site import SOUND, VILLAGE, problems_of, read, unmark, write_site

V, S, P, N = "data/villages.yaml", "data/site.yaml", "data/programme.yaml", "content/news/2018-07-05-dua-desa.md"
IN, SO, OF, OU = "data/indicators.yaml", "data/sources.yaml", "data/offices.yaml", "data/outreach.yaml"

VALUES = [
    # code, file, what is replaced, by what, suggestion
    ("unknown-key", V, "  name: Suko", "  «nmae»: x\n  name: Suko", ""),
    ("unknown-key", V, "  kind: desa", "  kind: desa\n  «decre»: {number: 1}", "decree"),
    ("unknown-key", V, "lon: 112.29194", "lon: 112.29194, «precison»: village", "precision"),
    ("unknown-key", S, "  name: Penguji", "  name: Penguji\n  «web»: x", ""),
    ("unknown-key", N, "summary:", "«reprter»: Ani\nsummary:", "reporter"),
    ("missing-key", V, "- code: 35.05.15.2004\n  name: Sukosewu\n", "- ‸code: 35.05.15.2004\n", ""),
    ("missing-key", V, "{lat: -8.03546, ", "‸{", ""),
    ("missing-key", N, "title: Dua desa\ndate", "‸date", ""),
    ("missing-key", S, "title: Situs uji\ndescription", "‸description", ""),
    ("empty-value", V, "  name: Sukosewu", "  «name»:", ""),
    ("empty-value", V, "  name: Sukosewu", '  name: «""»', ""),
    ("empty-value", V, "  sources: [koran]", "  sources: «~»", ""),
    ("empty-value", S, "publisher:\n  name: Penguji", "«publisher»:", ""),
    ("not-one-line", V, "  name: Sukosewu", "  name: ‸|\n    a\n    b", ""),
    ("value-too-long", V, "  name: Sukosewu", f"  name: «{'Sukos ' * 180}o»", ""),
    ("wrong-shape", V, "  name: Sukosewu", "  name: ‸[a]", ""),
    ("wrong-shape", V, "  sources: [koran]", "  sources: «koran»", "[koran]"),
    ("wrong-shape", V, "{lat: -8.03546, lon: 112.29194}", "«tengah»", ""),
    ("wrong-shape", V, "{lat: -8.03546, lon: 112.29194}", "‸[1, 2, 3]", ""),
    ("unknown-value", V, "kind: desa", "kind: «dessa»", "desa"),
    ("unknown-value", V, "lon: 112.29194", "lon: 112.29194, precision: «vilage»", "village"),
    ("unknown-value", OF, "regional", "«region»", "regional"),
    ("unknown-value", IN, "value: 36000000", "value: 36000000\n  rounded: «ya»", "true"),
    ("bad-number", IN, "36000000", "«36.000.000»", "36000000"),
    ("bad-number", IN, "36000000", "«6,400»", ""),
    ("bad-number", IN, "36000000", "«36 juta»", "36000000"),
    ("bad-number", IN, "36000000", "«43 %»", "43"),
    ("bad-number", IN, "36000000", "«43,50»", "43.50"),
    ("leading-zero", IN, "36000000", "«0381»", ""),
    ("ambiguous-number", IN, "36000000", "«6.400»", ""),
    ("negative-number", IN, "36000000", "«-2.5»", ""),
    ("leading-zero", P, "target: 200", "target: «0200»", ""),
    ("bad-number", P, "target: 200", "target: «6.400»", ""),
    ("bad-number", P, "target: 200", "target: «-200»", ""),
    ("bad-number", P, "target: 200", "target: «1_000»", "1000"),
    ("bad-number", P, "target: 200", "target: «12.0»", ""),
    ("bad-number", P, "target: 200", "target: «nan»", ""),
    ("bad-degrees", V, "-8.03546", '«"-8,03546"»', "-8.03546"),
    ("bad-degrees", V, "-8.03546", "«8LS»", "-8"),
    ("bad-year", P, "began: 2017", "began: «17»", ""),
    ("bad-date", V, "certified: 2018-07-05", "certified: «5 Juli 2018»", "2018-07-05"),
    ("bad-date", V, "certified: 2018-07-05", "certified: «05-07-2018»", ""),
    ("impossible-date", V, "certified: 2018-07-05", "certified: «2018-02-30»", ""),
    ("impossible-date", V, "certified: 2018-07-05", 'certified: «"[2018..2017]"»', ""),
    ("impossible-date", N, "date: 2018-07-05", "date: «2018-13»", ""),
    ("impossible-date", N, "date: 2018-07-05", "date: «2018-31-12»", "2018-12-31"),
    ("impossible-date", N, "date: 2018-07-05", "date: «2018-31-02»", ""),
    ("impossible-date", N, "date: 2018-07-05", "date: «2018-13-00»", ""),
    ("bad-moment", N, "summary:", "publish_date: «besok»\nsummary:", ""),
    ("impossible-date", N, "summary:", "publish_date: «2018-02-30 09:00»\nsummary:", ""),
    ("bad-identifier", V, "office: jatim", "office: «Jatim»", "jatim"),
    ("bad-identifier", V, "[koran]", "[koran, «../x»]", ""),
    ("bad-slug", V, "  kind: desa", "  kind: desa\n  slug: «../naik»", ""),
    ("bad-code", V, "35.05.15.2004", "«3505152004»", "35.05.15.2004"),
    ("bad-code", V, "35.05.15.2004", "«35 05 15 2004»", "35.05.15.2004"),
    ("bad-url", SO, "  date: 2024-01-05", "  date: 2024-01-05\n  url: «javascript:alert(1)»", ""),
    ("bad-url", OF, "kind: regional", "kind: regional\n  url: «kantor.example»", ""),
    ("bad-telephone", OF, "kind: regional", "kind: regional\n  telephone: «(0361) 123456 pes. 12»", ""),
    ("bad-telephone", OF, "kind: regional", "kind: regional\n  telephone: «12»", ""),
    ("bad-telephone", OF, "kind: regional", "kind: regional\n  telephone: «(0361) 123456 / tidak ada»", ""),
    ("bad-base-url", S, "https://uji.example", "«uji.example»", ""),
    ("bad-base-url", S, "https://uji.example", "«https://uji.example/?a=1»", ""),
    ("bad-email", S, "  name: Penguji", "  name: Penguji\n  email: «penguji»", ""),
    ("bad-path", N, "summary:", "aliases: [«/../luar/»]\nsummary:", ""),
    ("bad-source-path", N, "summary:", "read_also: [«https://a.example/x»]\nsummary:", ""),
    ("bad-timezone", S, "description:", "timezone: «Asia/Jakata»\ndescription:", "Asia/Jakarta"),
    ("code-kind", V, "kind: desa", "kind: «kelurahan»", "desa"),
    ("code-kind", V, "kind: desa", "kind: «pasar»", "desa"),
    ("location-outside", V, "-8.03546", "«-80.3546»", ""),
    ("location-outside", V, "112.29194", "«11.29194»", ""),
    ("location-swapped", V, "lat: -8.03546, lon: 112.29194", "lat: «112.29194», lon: -8.03546", ""),
    ("unknown-village", OU, "35.05.15.2004", "«35.05.15.2005»", "35.05.15.2004"),
    ("unknown-village", N, "35.05.15.2004", "35.05.15.2004, «35.05.15.2014»", "35.05.15.2004"),
    ("unknown-source", V, "[koran]", "[koran, «koren»]", "koran"),
    ("unknown-source", N, "sources: [koran]", "sources:\n  - koran\n  - «koren»", "koran"),
    ("unknown-source", P, "target_sources: [koran]", "target_sources: [«majalah»]", ""),
    ("unknown-source", OF, "kind: regional", "kind: regional\n  sources: [«koren»]", "koran"),
    ("unknown-office", V, "office: jatim", "office: «jatin»", "jatim"),
    ("unknown-office", OU, "audience:", "office: «jatin»\n  audience:", "jatim"),
    ("unknown-office", IN, "unit: peserta", "office: «jatin»\n  unit: peserta", "jatim"),
    ("unknown-office", N, "summary:", "offices: [«jatin»]\nsummary:", "jatim"),
    ("unknown-criterion", V, "staff-enrolled", "«staf-enrolled»", "staff-enrolled"),
    (
        "unknown-content",
        N,
        "summary:",
        "read_also: [../pages/tentang.md, «../pages/tetang.md»]\nsummary:",
        "../pages/tentang.md",
    ),
    ("unknown-content", N, "summary:", "read_also: [«../../data/site.yaml»]\nsummary:", ""),
    ("unknown-image", N, "summary:", "image: {src: «../media/x.jpg», alt: Foto, credit: Ani}\nsummary:", ""),
    ("missing-sources", V, "  sources: [koran]", "  «sources»: []", ""),
    ("missing-sources", P, "200\n    target_sources: [koran]\n", "«200»\n", ""),
    ("missing-sources", P, "terdaftar.\n    sources: [koran]", "terdaftar.\n    «sources»: []", ""),
    ("value-missing", IN, "- id: peserta", "- ‸id: peserta", ""),
    ("as-of-missing", IN, "value: 36000000\n  as_of: 2023-10", "value: «36000000»", ""),
    ("expiry-before-publish", N, "summary:", "publish_date: 2020-01-02\nexpiry_date: «2020-01-01»\nsummary:", ""),
    ("theme-missing", S, "description:", "theme: «defaut»\ndescription:", "default"),
]


@pytest.mark.parametrize(("code", "file", "old", "new", "suggestion"), VALUES)
def test_record_error_at_position(tmp_path: Path, code: str, file: str, old: str, new: str, suggestion: str) -> None:
    text = SOUND[file]
    if code == "value-missing":
        text = text.replace("  value: 36000000\n  as_of: 2023-10\n", "")
    assert text.count(old)
    problems, spans = problems_of(tmp_path, file, text.replace(old, new, 1))
    (problem,) = problems
    assert (problem.code, problem.severity, problem.suggestion) == (code, "error", suggestion or problem.suggestion)
    assert bool(suggestion) or code in ("location-swapped", "unknown-content") or not problem.suggestion
    assert [problem.at] == spans


def test_record_error_values_fill_message(tmp_path: Path) -> None:
    village = VILLAGE.replace("kind: desa", "kind: kelurahan").replace("-8.03546, lon: 112.29194", "112.5, lon: -8.5")
    _, problems = read(write_site(tmp_path, {V: village, IN: SOUND[IN].replace("[koran]", "[]")}))
    assert {problem.code: problem.values for problem in problems} == {
        "code-kind": {"code": "35.05.15.2004", "kind": "kelurahan", "expected": "1xxx"},
        "location-swapped": {"lat": "112.5", "lon": "-8.5"},
        "missing-sources": {"field": "sources"},
    }
    assert problems[-1].suggestion == "lat: -8.5, lon: 112.5"


def test_record_errors_of_all_files_in_one_run(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        S: SOUND[S] + "warna: biru\nbahasa: id\n",
        V: VILLAGE.replace("name: Sukosewu", "nama: Sukosewu")
        .replace("2018-07-05", "5/7/2018")
        .replace("desa", "dusun"),
        OF: "- id: [\n",
        IN: b"\xff",
        N: "Tanpa pembuka.\n",
        "content/pages/tentang.md": "---\ntitle: Tentang\n",
    }
    _, problems = read(write_site(tmp_path, files))
    assert [(problem.at.file, problem.at.line, problem.code) for problem in problems] == [
        (N, 1, "front-matter-missing"),
        ("content/pages/tentang.md", 1, "front-matter-unclosed"),
        (IN, 1, "not-utf8"),
        (OF, 1, "yaml-bracket"),
        (S, 7, "unknown-key"),
        (S, 8, "unknown-key"),
        (V, 2, "unknown-key"),
        (V, 3, "unknown-value"),
        (V, 7, "bad-date"),
    ]


def test_record_valid_parts_are_loaded(tmp_path: Path) -> None:
    wrong = VILLAGE.replace("2004", "2005").replace("kind: desa", "kind: dusun")
    third = VILLAGE.replace("2004", "2006").replace("office: jatim", "office: jatin")
    site, problems = read(write_site(tmp_path, {V: VILLAGE + wrong + third}))
    assert site is not None
    assert [village.code for village in site.villages] == ["35.05.15.2004", "35.05.15.2006"]
    assert [(problem.code, problem.at.line) for problem in problems] == [("unknown-value", 14), ("unknown-office", 30)]
    assert site.unread == {V}
    assert site.origins["35.05.15.2006"].line == 23


def test_settings_loaded_without_invalid_parts(tmp_path: Path) -> None:
    site, _ = read(
        write_site(tmp_path, {S: SOUND[S] + "  email: x\nmenu:\n- {title: A, path: b}\n- {title: B, path: /b/}\n"})
    )
    assert site is not None
    assert site.config.publisher.email is None
    assert [item.title for item in site.config.menu] == ["B"]
    site, problems = read(write_site(tmp_path / "x", {S: SOUND[S].replace("title: Situs uji", "title: [a]"), N: "x"}))
    assert site is not None
    assert site.config.title
    assert [problem.code for problem in problems] == ["front-matter-missing", "wrong-shape"]
    site, _ = read(write_site(tmp_path / "y", {S: "- judul\n"}))
    assert site is None


def test_record_positions_after_invalid_item(tmp_path: Path) -> None:
    marked = SOUND[N].replace("[35.05.15.2004]", "[bukan, 35.05.15.2004, «35.05.15.2099»]")
    problems, (place,) = problems_of(tmp_path, N, marked)
    assert [problem.code for problem in problems] == ["bad-code", "unknown-village"]
    assert problems[1].at == place


def test_record_optional_keys_may_be_empty(tmp_path: Path) -> None:
    village = VILLAGE.replace("criteria: [staff-enrolled]", "criteria:\n  note: ~\n  decree:").replace(": jatim", ":")
    news = SOUND[N].replace("summary:", "draft:\ntags:\nimage:\nsummary:")
    site, problems = read(write_site(tmp_path, {V: village, N: news}))
    assert not problems
    assert site is not None
    assert (site.villages[0].criteria, site.villages[0].office, site.news[0].meta.draft) == ((), None, False)


@pytest.mark.parametrize("date", ["[..2018-03]", '"[..2018-03]"', "[2017..2018]", "'2018'", "2018-07", "2018-07-05"])
def test_record_partial_dates_quoted_or_not(tmp_path: Path, date: str) -> None:
    site, _ = read(write_site(tmp_path, {V: VILLAGE.replace("certified: 2018-07-05", f"certified: {date}")}))
    assert site is not None
    assert site.villages[0].certified == date.strip("\"'")


def test_record_hostile_text_is_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> ${x} `y` {{ z }} \u202ekanan \U0001f600 </script>"
    site, problems = read(write_site(tmp_path, {V: VILLAGE.replace("Sukosewu", f"'{hostile}'")}))
    assert [one.code for one in problems] == ["name-unclean"]  # the sign that turns the direction
    assert site is not None
    assert site.villages[0].name == hostile


REGION = VILLAGE + VILLAGE.replace("15.2004", "15.2005") + VILLAGE.replace("15.2004", "15.2006")


@pytest.mark.parametrize(
    ("level", "code", "name"),
    [("province", "35", "Jawa Timur"), ("regency", "35.05", "Kabupaten Blitar"), ("district", "35.05.15", "Gandusari")],
)
def test_region_has_one_name(tmp_path: Path, level: str, code: str, name: str) -> None:
    marked = REGION.replace(f"{level}: {name}", f"{level}: «Lain»", 1)
    (problem,), (place,) = problems_of(tmp_path, V, marked)
    line = 11 + VILLAGE.split("\n").index(f"  {level}: {name}") + 1
    assert (problem.code, problem.at, problem.suggestion) == ("region-name", place, name)
    assert problem.values == {"level": level, "code": code, "name": "Lain", "other": name, "line": str(line)}


def test_code_duplicate_in_file(tmp_path: Path) -> None:
    (problem,), (place,) = problems_of(tmp_path, V, VILLAGE + VILLAGE.replace("35.05.15.2004", "«35.05.15.2004»"))
    assert (problem.code, problem.at) == ("repeated-code", place)
    assert problem.values == {"code": "35.05.15.2004", "name": "Sukosewu", "line": "1"}


def test_code_duplicate_across_files(tmp_path: Path) -> None:
    more = "data/villages/35.yaml"
    (problem,), (place,) = problems_of(tmp_path, more, VILLAGE.replace("35.05.15.2004", "«35.05.15.2004»"))
    assert (problem.code, problem.at, problem.values["line"]) == ("repeated-code", place, "1 (data/villages.yaml)")


@pytest.mark.parametrize("file", [SO, OF, OU, IN])
def test_id_duplicate(tmp_path: Path, file: str) -> None:
    text = SOUND[file]
    name = text.split("\n")[0].removeprefix("- id: ")
    (problem,), (place,) = problems_of(tmp_path, file, text + text.replace(f"- id: {name}", f"- id: «{name}»"))
    assert (problem.code, problem.at, problem.values) == ("repeated-id", place, {"id": name, "line": "1"})


def test_year_and_criterion_duplicate(tmp_path: Path) -> None:
    text = SOUND[P].replace("criteria:\n", "  - year: «2018»\n    note: lagi\ncriteria:\n")
    (problem,), (place,) = problems_of(tmp_path, P, text)
    assert (problem.code, problem.at, problem.values) == ("repeated-year", place, {"year": "2018", "line": "11"})
    twice = SOUND[P] + SOUND[P].partition("criteria:\n")[2].replace("id: staff-enrolled", "id: «staff-enrolled»")
    (problem,), (place,) = problems_of(tmp_path / "x", P, twice)
    assert (problem.code, problem.at, problem.values) == ("repeated-id", place, {"id": "staff-enrolled", "line": "15"})


def test_date_before_programme_warns(tmp_path: Path) -> None:
    for number, (file, key) in enumerate([(V, "certified: 2018-07-05"), (OU, "date: 2023-10-19")]):
        marked = SOUND[file].replace(key, f"{key.split(':')[0]}: «2016-01»")
        (problem,), (place,) = problems_of(tmp_path / str(number), file, marked)
        assert (problem.code, problem.severity, problem.at) == ("date-before-programme", "warning", place)
        assert problem.values == {"date": "2016-01", "year": "2017"}


def test_reference_to_unreadable_file_not_judged(tmp_path: Path) -> None:
    for number, file in enumerate([SO, OF, V, P]):
        _, problems = read(write_site(tmp_path / str(number), {file: "@"}))
        assert [(problem.code, problem.at.file) for problem in problems] == [("yaml-sign", file)]


def test_market_code_needs_village_code(tmp_path: Path) -> None:
    market = VILLAGE.replace("35.05.15.2004", "35.05.15.2004/pasar-legi").replace("kind: desa", "kind: pasar")
    site, problems = read(write_site(tmp_path, {V: VILLAGE + market}))
    assert not problems
    assert site is not None
    assert site.villages[1].kind == "pasar"


def test_marked_text_position_helper() -> None:
    text, (one, two) = unmark("f", "ab\nc«de»f\n‸g")
    assert text == "ab\ncdef\ng"
    assert (one.line, one.column, one.end) == (2, 2, 4)
    assert (two.line, two.column, two.end) == (3, 1, 0)


@pytest.mark.slow
def test_record_ten_thousand_errors_bounded_work(tmp_path: Path) -> None:
    """The work grows with the file, and no faster."""
    faulty = VILLAGE.replace("kind: desa", "kind: dusun").replace("  name:", "  nama:")
    torn = VILLAGE.replace("jatim", "jatin")

    def work(count: int) -> tuple[int, int]:
        """How many faults are told of three times `count` records, and in how many calls."""
        records = [faulty.replace("2004", str(2100 + number)) for number in range(count)]
        records += [torn.replace("15.2004", f"{number % 90 + 10}.{2001 + number // 90}") for number in range(count)]
        records += [torn.replace("Gandusari", f"Kecamatan {number}") for number in range(count)]
        (_, problems), calls = count_calls(lambda: read(write_site(tmp_path / str(count), {V: "".join(records)})))
        return len(problems), calls

    _, calls_of_few = work(170)
    many, calls_of_many = work(1700)
    assert many > 10_000
    assert calls_of_many < 11 * calls_of_few
