"""One run tells all: a fault in one key or record hides no other, and no fault is told of what was never read."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import NEWS, SOUND, VILLAGE, problems_of, read, unmark, write_site

from sitegen.problems import Problem, Span

V, S, P, N = "data/villages.yaml", "data/site.yaml", "data/programme.yaml", "content/news/2018-07-05-dua-desa.md"
IN, SO, OF, OU = "data/indicators.yaml", "data/sources.yaml", "data/offices.yaml", "data/outreach.yaml"
Told = list[tuple[str, Span]]


def told(root: Path, files: dict[str, str]) -> tuple[Told, Told]:
    """What is told of a site with these marked files, and what each mark says should be: `«…»` is `code|text`."""
    expected: Told = []
    plain: dict[str, str | bytes | None] = {}
    for file, marked in files.items():
        codes = [part.partition("|")[0] for part in marked.split("«")[1:]]
        text = "".join([marked.split("«")[0], *(f"«{part.partition('|')[2]}" for part in marked.split("«")[1:])])
        plain[file], spans = unmark(file, text)
        expected += zip(codes, spans, strict=True)
    _, problems = read(write_site(root, plain))
    return sorted((one.code, one.at) for one in problems), sorted(expected)


CASES: dict[str, dict[str, str]] = {
    "every key of a village": {
        V: VILLAGE.replace("name: Sukosewu", "«empty-value|name»:")
        .replace("office: jatim", "office: «unknown-office|jatin»")
        .replace("-8.03546", "«location-outside|80.3546»")
        .replace("staff-enrolled", "«unknown-criterion|staf»")
        .replace("[koran]", "[koran, «unknown-source|majalah», «bad-identifier|X Y»]")
        .replace("kind: desa", "kind: «code-kind|kelurahan»")
    },
    "a point of which half can be read": {V: VILLAGE.replace("-8.03546", "«bad-degrees|8LS»")},
    "the sound records beside a faulty one": {
        V: VILLAGE.replace("office: jatim", "office: «unknown-office|jatin»")
        + VILLAGE.replace("2004", "2005").replace("kind: desa", "kind: «unknown-value|dusun»")
        + VILLAGE.replace("2004", "2006").replace("kind: desa", "kind: «code-kind|kelurahan»")
    },
    "names of regions in a faulty record": {
        V: VILLAGE
        + VILLAGE.replace("2004", "2006")
        + VILLAGE.replace("2004", "2005")
        .replace("kind: desa", "kind: «unknown-value|dusun»")
        .replace("Gandusari", "«region-name|Gandu Sari»")
    },
    "a code used again by a faulty record": {
        V: VILLAGE
        + VILLAGE.replace("35.05.15.2004", "«repeated-code|35.05.15.2004»").replace("desa", "«unknown-value|dusun»")
    },
    "an id used again by a faulty record": {
        SO: SOUND[SO] + "- id: «repeated-id|koran»\n  publisher: Lain\n  date: «bad-date|kemarin»\n"
    },
    "a programme with a faulty key": {
        P: SOUND[P]
        .replace("began: 2017", "began: «bad-year|dulu»")
        .replace("sources: [koran]\nyears", "sources: [«unknown-source|koren»]\nyears")
        .replace(
            "criteria:\n",
            "  - year: «repeated-year|2018»\n    target: «bad-number|6.400»\n"
            "    reported: «missing-sources|3»\ncriteria:\n",
        )
    },
    "an indicator whose value cannot be read has one": {
        IN: SOUND[IN].replace("36000000", "«bad-number|36.000.000»").replace("[koran]", "[«unknown-source|koren»]")
    },
    "an indicator whose date cannot be read has one": {IN: SOUND[IN].replace("2023-10", "«bad-date|Oktober»")},
    "an indicator whose key is a slip has one": {IN: SOUND[IN].replace("  value:", "  «unknown-key|vallue»:")},
    "sources that cannot be read are none too few": {
        V: VILLAGE.replace("[koran]", "«wrong-shape|koran»"),
        P: SOUND[P].replace("target_sources: [koran]", "target_sources: [«bad-identifier|Koran»]"),
    },
    "every key of a front matter": {
        N: NEWS.replace("title: Dua desa", "«empty-value|title»:")
        .replace("2018-07-05\n", "«file-date|2019-07-05»\n")
        .replace("[35.05.15.2004]", "[«bad-code|3505», «unknown-village|35.05.15.2999»]")
        .replace("[koran]", "[«unknown-source|koren»]")
        .replace(
            "---\n\n",
            "publish_date: 2020-01-02\nexpiry_date: «expiry-before-publish|2020-01-01»\n"
            "offices: [«unknown-office|jatin»]\nread_also: [«unknown-content|hilang.md»]\n"
            "aliases: [«bad-path|../x/»]\n"
            "image: {src: «unknown-image|../media/hilang.jpg», alt: x, «unknown-key|kredit»: x, credit: x}\n---\n\n",
        )
    },
    "the settings": {
        S: SOUND[S].replace("https://uji.example", "«bad-base-url|uji.example»")
        + "theme: «theme-missing|biru»\nmap: {latitude: «location-outside|80.1», longitude: 118.0}\n",
        N: NEWS.replace("[koran]", "[«unknown-source|koren»]"),
    },
}


@pytest.mark.parametrize("files", CASES.values(), ids=CASES)
def test_problems_all_in_one_run(tmp_path: Path, files: dict[str, str]) -> None:
    found, expected = told(tmp_path, files)
    assert found == expected


def test_problems_photo_without_credit_still_checked(tmp_path: Path) -> None:
    marked = NEWS.replace("---\n\n", "image: ‸{src: «../media/x.jpg», alt: x}\n---\n\n")
    problems, places = problems_of(tmp_path, N, marked)
    assert [(problem.code, problem.at) for problem in problems] == [
        ("missing-key", places[0]),
        ("unknown-image", places[1]),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "other", "name"),
    [
        (SO, "publisher: Koran Uji", "publisher: [a]", "unknown-source", N, "koran"),
        (OF, "kind: regional", "kind: pusat", "unknown-office", V, "jatim"),
        (V, "kind: desa", "kind: dusun", "unknown-village", N, "35.05.15.2004"),
        (P, "name: Perangkat desa terdaftar", "name:", "unknown-criterion", V, "staff-enrolled"),
    ],
)
def test_problems_invalid_record_keeps_name(
    tmp_path: Path, file: str, old: str, new: str, code: str, other: str, name: str
) -> None:
    """Its own name is no unknown one; another name is, though the file has a fault."""
    faulty = {file: SOUND[file].replace(old, new)}
    assert len(read(write_site(tmp_path / "a", {**faulty}))[1]) == 1
    wrong = {"koran": "kotan", "jatim": "jatin", "35.05.15.2004": "35.05.15.2009", "staff-enrolled": "staf-enrolled"}[
        name
    ]
    text, (place,) = unmark(other, SOUND[other].replace(name, f"«{wrong}»", 1))
    _, problems = read(write_site(tmp_path / "b", {**faulty, other: text}))
    assert [(one.at, one.suggestion) for one in problems if one.code == code] == [(place, name)]
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (SO, SOUND[SO].replace("id: koran", "id: Koran")),
        (SO, SOUND[SO].replace("- id: koran\n ", "-")),
        (SO, "- koran\n"),
        (SO, SOUND[SO] + "  id: lain\n"),
        (OF, SOUND[OF].replace("id: jatim", "id: JATIM")),
        (V, VILLAGE.replace("35.05.15.2004", "3505152004")),
        (P, SOUND[P].replace("id: staff-enrolled", "id: Staff Enrolled")),
        (P, SOUND[P].partition("criteria:")[0] + "criteria: semua\n"),
    ],
)
def test_problems_reference_to_unreadable_name_is_silent(tmp_path: Path, file: str, text: str) -> None:
    _, problems = read(write_site(tmp_path, {file: text}))
    assert {one.at.file for one in problems} == {file}
    assert not [one for one in problems if one.code.startswith("unknown-") and one.code != "unknown-key"]


def test_problems_reference_unlike_unreadable_names_is_reported(tmp_path: Path) -> None:
    text, (place,) = unmark(N, NEWS.replace("[koran]", "[koran, «majalah»]"))
    _, problems = read(write_site(tmp_path, {SO: SOUND[SO].replace("id: koran", "id: Koran"), N: text}))
    assert problems[0].at == place
    assert [one.code for one in problems] == ["unknown-source", "bad-identifier"]


def test_problems_invalid_part_still_checked_later(tmp_path: Path) -> None:
    text = NEWS.replace("title: Dua desa\n", "").replace("summary: Dua desa ditetapkan.", "summary: [a]")
    site, _ = read(write_site(tmp_path, {N: text.replace("date: 2018-07-05", "date: kapan")}))
    assert site is not None
    (news,) = site.news
    assert (news.meta.title, news.meta.summary, news.meta.date) == (N, N, "2018-07-05")
    assert news.body == "Dua desa ditetapkan.\n"


def one(problems: list[Problem]) -> Problem:
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "value", "suggestion"),
    [
        (V, "-8.03546", "«-8,03546»", "bad-degrees", "-8,03546", "-8.03546"),
        (V, "112.29194", "«112,29194»", "bad-degrees", "112,29194", "112.29194"),
        (V, "112.29194", "«112, 29»", "bad-degrees", "112,29", "112.29"),
        (S, "description:", "map: {latitude: «-2,5»}\ndescription:", "bad-degrees", "-2,5", "-2.5"),
        (S, "description:", "budget: {page_kb: «1,200», image_kb: 5}\ndescription:", "bad-number", "1,200", ""),
    ],
)
def test_problems_decimal_comma_in_flow_mapping(
    tmp_path: Path, file: str, old: str, new: str, code: str, value: str, suggestion: str
) -> None:
    problems, (place,) = problems_of(tmp_path, file, SOUND[file].replace(old, new))
    problem = one(problems)
    assert (problem.code, problem.at, problem.values, problem.suggestion) == (
        code,
        place,
        {"value": value},
        suggestion,
    )


def test_problems_decimal_comma_in_both_coordinates(tmp_path: Path) -> None:
    text = VILLAGE.replace("-8.03546", "«-8,03546»").replace("112.29194", "«112,29»")
    problems, places = problems_of(tmp_path, V, text)
    assert [(problem.code, problem.at) for problem in problems] == [("bad-degrees", place) for place in places]


def test_problems_numeric_key_is_only_unknown(tmp_path: Path) -> None:
    text = SOUND[S].replace("publisher:\n  name: Penguji", "publisher: {name: 8,«5»}")
    problems, (place,) = problems_of(tmp_path, S, text)
    assert (one(problems).code, one(problems).at) == ("unknown-key", place)


@pytest.mark.parametrize(
    ("code", "old", "new", "mended"),
    [
        ("35.05.15.2004", "district: Gandusari", "district: «Kecamatan Gandusari»", "Gandusari"),
        ("35.05.15.2004", "district: Gandusari", "district: «Kec. Gandusari»", "Gandusari"),
        ("35.05.15.2004", "province: Jawa Timur", "province: «Provinsi Jawa Timur»", "Jawa Timur"),
        ("35.05.15.2004", "Kabupaten Blitar", "«Blitar»", "Kabupaten Blitar"),
        ("35.05.15.2004", "Kabupaten Blitar", "«Kab. Blitar»", "Kabupaten Blitar"),
        ("35.05.15.2004", "Kabupaten Blitar", "«kabupaten Blitar»", "Kabupaten Blitar"),
        ("35.72.01.2001", "Kabupaten Blitar", "«Blitar»", "Kota Blitar"),
        ("35.72.01.2001", "Kabupaten Blitar", "«Kotabaru»", "Kota Kotabaru"),
        ("35.72.01.2001", "Kabupaten Blitar", "Kota Administrasi Uji", ""),
        ("35.05.15.2004", "district: Gandusari", "district: Kecamatan", ""),
    ],
)
def test_problems_region_names(tmp_path: Path, code: str, old: str, new: str, mended: str) -> None:
    other = {file: SOUND[file].replace("35.05.15.2004", code) for file in (N, OU)}
    problems, spans = problems_of(tmp_path, V, VILLAGE.replace("35.05.15.2004", code).replace(old, new), **other)
    assert [(problem.code, problem.severity, problem.at, problem.suggestion) for problem in problems] == [
        ("region-word", "warning", span, mended) for span in spans
    ]
    assert bool(problems) == bool(mended)


def test_problems_region_name_not_reported_twice(tmp_path: Path) -> None:
    more = VILLAGE + VILLAGE.replace("2004", "2005")
    problems, (place,) = problems_of(
        tmp_path, V, more + VILLAGE.replace("2004", "2006").replace("Kabupaten Blitar", "«Blitar»")
    )
    assert (one(problems).code, one(problems).at) == ("region-name", place)


def test_problems_map_setting_outside_indonesia(tmp_path: Path) -> None:
    for number, (text, code) in enumerate(
        [
            ("map: {latitude: «118.0», longitude: -2.5}\n", "location-swapped"),
            ("map:\n  longitude: «11.8»\n", "location-outside"),
        ]
    ):
        problems, (place,) = problems_of(tmp_path / str(number), S, SOUND[S] + text)
        assert (one(problems).code, one(problems).at) == (code, place)


def test_problems_photo_not_an_image(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"content/media/surat.txt": "Ini."})
    marked = NEWS.replace("---\n\n", "image: {src: «../media/surat.txt», alt: '', credit: Ani}\n---\n\n")
    problems, (place,) = problems_of(root, N, marked)
    problem = one(problems)
    assert (problem.code, problem.at, problem.values) == ("image-unreadable", place, {"path": "../media/surat.txt"})


@pytest.mark.parametrize(
    ("file", "suggestion"),
    [
        ("data/site.yml", "site.yaml"),
        ("data/program.yaml", "programme.yaml"),
        ("data/Sources.txt", "sources.yaml"),
        ("data/desa.yaml", ""),
        ("data/notes.yaml", ""),
        ("data/lama/sites.yaml", ""),
        ("content/lama/x.md", ""),
        ("content/page/x.md", "content/pages/x.md"),
    ],
)
def test_problems_suggested_file_only_if_near(tmp_path: Path, file: str, suggestion: str) -> None:
    _, problems = read(write_site(tmp_path, {file: "x"}))
    assert (one(problems).code, one(problems).at, one(problems).suggestion) == ("unknown-file", Span(file), suggestion)


def test_problems_written_url_position(tmp_path: Path) -> None:
    settings, spans = unmark(
        S,
        SOUND[S] + "menu:\n- {title: A, path: «/a/»}\n- title: B\n  path: «/b/»\n"
        "redirects:\n- source: «/lama/»\n  target: «/baru/»\n",
    )
    news, aliases = unmark(N, NEWS.replace("---\n\n", "aliases: [«/x/», «/y/»]\n---\n\n"))
    site, problems = read(write_site(tmp_path, {S: settings, N: news}))
    assert site is not None
    assert not problems
    names = ["menu:0:path", "menu:1:path", "redirects:0:source", "redirects:0:target", f"{N}#alias:0", f"{N}#alias:1"]
    assert [site.origins[name] for name in names] == [*spans, *aliases]
