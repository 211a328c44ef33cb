"""Geography packs: those of the package are sound, a site's own is used, and a faulty one is told at its line."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest
from factory import INDONESIA, written_messages
from marked_site import SOUND, read, write_site

from sitegen.cache import NullCache
from sitegen.geography import Geography, parse_code
from sitegen.geography.binding import bind, unbind
from sitegen.geography.terms import LEVEL_TERMS, collect_terms, complete_messages, is_term, required_words
from sitegen.load import load_path_words
from sitegen.load.geography import PACKAGE_GEOGRAPHIES, package_geography
from sitegen.models import Village
from sitegen.problems import Span
from sitegen.urls import build_routes

PACKS = sorted(file.parent.name for file in PACKAGE_GEOGRAPHIES.glob("*/geography.yaml"))
S, V = "data/site.yaml", "data/villages.yaml"
G = "geographies/rekaan/geography.yaml"
OWN = """\
country: ID
calling_code: 62
separator: ""
levels:
  - {id: realm, plural: realms, description: The realm., digits: 1}
  - {id: shire, plural: shires, description: The shire., digits: 2, optional: true}
places:
  id: hamlet
  digits: 2
  kinds:
    - {id: hamlet, codes: [0x, 1x]}
    - {id: town, codes: [2x]}
    - {id: stall, within: true}
extent: {south: -10, north: 10, west: 100, east: 120}
map: {latitude: 0, longitude: 110, zoom: 6}
time_zones: [Asia/Jakarta]
"""


@pytest.mark.parametrize("name", PACKS)
def test_pack_of_package_is_sound_and_has_words_in_each_language(name: str) -> None:
    pack = package_geography(name)
    assert pack.levels
    assert [file.rpartition("/")[2] for file in pack.files[1:]] == ["en.yaml", "id.yaml"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PACKS)
def test_pack_of_package_has_the_words_that_themes_need(name: str, language: str) -> None:
    geography, written = package_geography(name), written_messages(language, name)
    assert [key for key in required_words(geography) if not written.get(key)] == []
    used = {term for message in written.values() for term in re.findall(r"\{term:(\w+)\}", message)}
    terms = frozenset(collect_terms(geography, written)) | LEVEL_TERMS
    assert len(used) > 15
    assert [term for term in used if not is_term(term, terms)] == []
    completed = complete_messages(geography, written)
    assert [key for key, message in completed.items() if "{term:" in message] == []


def test_every_term_is_documented() -> None:
    guide = (Path(__file__).parents[2] / "docs/reference/theme.md").read_text(encoding="utf-8")
    terms = collect_terms(INDONESIA, written_messages("en"))
    assert [name for name in (*terms, *LEVEL_TERMS) if f"`{{term:{name}}}`" not in guide] == []


def test_pack_that_does_not_exist_is_no_geography_of_the_package() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        package_geography("atlantis")


def test_village_is_written_with_the_keys_of_its_geography() -> None:
    keys = [one.name for one in fields(bind(Village, INDONESIA))]
    written = {"code": "35.05.15.2004", "name": "Uji", "kind": "desa", "sources": ("koran",)}
    names = {"district": "Gandusari", "regency": "Kabupaten Blitar", "province": "Jawa Timur"}
    village = unbind(bind(Village, INDONESIA)(**written, **names))
    assert isinstance(village, Village)
    assert village.regions == ("Jawa Timur", "Kabupaten Blitar", "Gandusari")
    assert "regions" not in keys


def own_site(root: Path, pack: str, villages: str = "[]\n") -> Path:
    """A site with a geography of its own."""
    settings = SOUND[S] + "geography: rekaan\n"
    files = dict.fromkeys((file for file in SOUND if file.startswith(("content/news/", "data/outreach"))), None)
    return write_site(root, {**files, S: settings, G: pack, V: villages})


def test_own_geography_names_the_keys_and_codes_of_villages(tmp_path: Path) -> None:
    villages = """\
- {code: "10112", name: Uji, kind: hamlet, shire: Selatan, realm: Utara, sources: [koran]}
- {code: "10023", name: Kota, kind: town, realm: Utara, sources: [koran]}
- {code: 10112/stall-pagi, name: Pagi, kind: stall, shire: Selatan, realm: Utara, sources: [koran]}
"""
    site, problems = read(own_site(tmp_path, OWN, villages))
    assert problems == []
    assert site is not None
    regions = {
        one.code: [pair[1:] for pair in site.geography.regions_of(one.code, one.regions)] for one in site.villages
    }
    assert regions == {
        "10023": [("1", "Utara")],
        "10112": [("1", "Utara"), ("101", "Selatan")],
        "10112/stall-pagi": [("1", "Utara"), ("101", "Selatan")],
    }


def test_point_stands_for_its_place_by_the_name_of_the_geography(tmp_path: Path) -> None:
    village = '- {code: "10112", name: Uji, kind: hamlet, shire: Selatan, realm: Utara, sources: [koran]'
    site, problems = read(own_site(tmp_path, OWN, village + ", location: {lat: 1, lon: 110}}\n"))
    assert problems == []
    assert site is not None
    assert [one.location.precision for one in site.villages if one.location] == ["hamlet"]


def test_own_geography_has_its_own_words_in_addresses(tmp_path: Path) -> None:
    paths = "paths: [{language: id, section: register, word: dukuh}]\n"
    site, problems = read(own_site(tmp_path, OWN + paths))
    assert problems == []
    assert site is not None
    words = load_path_words(site.geography, NullCache())
    assert [build_routes(site.config, words).root(name) for name in ("register", "regions")] == ["/dukuh/", "/wilayah/"]
    assert words("en")["register"] == "villages"


def test_own_geography_tells_what_does_not_fit_it(tmp_path: Path) -> None:
    villages = """\
- {code: 1-01-12, name: A, kind: hamlet, realm: Utara, sources: [koran]}
- {code: "10113", name: B, kind: town, realm: Utara, sources: [koran]}
- {code: "10114", name: C, kind: desa, shire: Selatan, sources: [koran]}
- {code: "10115", name: D, kind: hamlet, regency: Selatan, realm: Utara, sources: [koran]}
"""
    found = [(one.code, one.at.line, one.suggestion) for one in read(own_site(tmp_path, OWN, villages))[1]]
    assert found == [
        ("bad-code", 1, "10112"),
        ("code-kind", 2, "hamlet"),
        ("missing-key", 3, ""),
        ("unknown-value", 3, ""),
        ("unknown-key", 4, ""),
    ]


FAULTS = [
    ("geography-levels", "levels:\n", "levels: []\nother:\n"),
    ("geography-separator", 'separator: ""', "separator: ab"),
    ("geography-digits", "digits: 1}", "digits: 0, codes: [1x]}"),
    ("geography-optional", "digits: 1}", "digits: 1, optional: true}"),
    ("geography-digits", "digits: 1}", "digits: 0}"),
    ("geography-repeated", "{id: town,", "{id: hamlet,"),
    ("geography-key", "id: realm,", "id: name,"),
    ("geography-prefixes", "digits: 1}", "digits: 1, prefixes: [{word: Kota, first: 7}]}"),
    ("geography-kinds", "    - {id: hamlet, codes: [0x, 1x]}\n    - {id: town, codes: [2x]}\n", ""),
    ("geography-pattern", "codes: [2x]", "codes: [2xx]"),
    ("geography-overlap", "codes: [2x]", "codes: [x1]"),
    ("geography-overlap", ", codes: [2x]", ""),
    ("geography-pattern", "digits: 1}", "digits: 1, codes: [1x]}"),
    ("geography-form", "time_zones:", "identity_numbers: [{words: [ID], forms: [12345678]}]\ntime_zones:"),
    ("empty-value", "time_zones:", "identity_numbers: [{words: [], forms: [xxxxx]}]\ntime_zones:"),
    ("geography-code", "time_zones:", "aliases: [{code: '1011', names: [Lain]}]\ntime_zones:"),
    ("geography-extent", "south: -10", "south: 20"),
    ("geography-path", "time_zones:", "paths: [{language: en, section: villages, word: wards}]\ntime_zones:"),
    ("path-word-taken", "time_zones:", "paths: [{language: en, section: register, word: news}]\ntime_zones:"),
    ("bad-key-name", "id: realm,", "id: Realm,"),
    ("bad-country-code", "country: ID", "country: Indonesia"),
    ("empty-value", "time_zones: [Asia/Jakarta]", "time_zones: []"),
]


@pytest.mark.parametrize(("code", "right", "wrong"), FAULTS)
def test_faulty_geography_is_told_and_nothing_is_read_by_it(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert right in OWN
    text = OWN.replace(right, wrong, 1).replace("\nother:\n", "\nx-other:\n")
    if code == "geography-levels":
        text = OWN.replace(OWN[OWN.index("levels:") : OWN.index("places:")], "levels: []\n")
    site, problems = read(own_site(tmp_path, text, "- {code: x}\n"))
    assert site is None
    assert {problem.code for problem in problems} == {code}
    assert {problem.at.file for problem in problems} == {G}
    assert all(problem.at.line for problem in problems)


def test_unknown_geography_suggests_one(tmp_path: Path) -> None:
    root = write_site(tmp_path, {S: SOUND[S] + "geography: indonesa\n"})
    (problem,) = read(root)[1]
    assert (problem.code, problem.at, problem.suggestion) == (
        "geography-missing",
        Span(S, SOUND[S].count("\n") + 1, 12, 20),
        "indonesia",
    )


def test_geographies_of_one_digest_are_equal() -> None:
    again = Geography(INDONESIA.name, INDONESIA.digest, INDONESIA.pack)
    assert again == INDONESIA
    assert hash(again) == hash(INDONESIA)
    assert Geography(INDONESIA.name, "0", INDONESIA.pack) != INDONESIA


REAL_CODES = [
    ("kenya", "047.290.1450", ("047", "047.290")),
    ("kenya", "0472901450", ("047", "047.290")),
    ("philippines", "0102801001", ("01", "01028", "0102801")),
    ("philippines", "13-806-01-001", ("13", "13806", "1380601")),
]


@pytest.mark.parametrize(("pack", "written", "regions"), REAL_CODES)
def test_pack_divides_codes_of_its_country(pack: str, written: str, regions: tuple[str, ...]) -> None:
    geography = package_geography(pack)
    code = parse_code(written, geography)
    assert geography.ancestors(code) == regions
    assert geography.kind_of(code) == geography.kinds[0].id


NAMES = [
    ("kenya", "name", "Bondeni Ward", "name-with-kind", "Bondeni"),
    ("kenya", "county", "Mfano County", "region-word", "Mfano"),
    ("kenya", "constituency", "Mfano East Sub-County", "region-word", "Mfano East"),
    ("philippines", "name", "Brgy. San Kunwari", "name-with-kind", "San Kunwari"),
    ("philippines", "province", "Halimbawa Province", "region-word", "Halimbawa"),
    ("philippines", "municipality", "Municipality of Kunwari", "region-word", "Kunwari"),
]
SOUND_NAMES = [
    ("philippines", "name", "Barangay 12-A"),
    ("philippines", "name", "Barangay 1 (Pob.)"),
    ("philippines", "municipality", "City of Kunwari"),
    ("philippines", "region", "Region IV-A (CALABARZON)"),
    ("kenya", "county", "Nairobi City"),
]
RECORDS = {
    "kenya": {"code": "901.901.9001", "kind": "ward", "name": "Uji", "constituency": "Uji", "county": "Uji"},
    "philippines": {"code": "9790101001", "kind": "barangay", "name": "Uji", "municipality": "Uji", "region": "Uji"},
}


def problems_of_name(root: Path, pack: str, key: str, name: str) -> list[tuple[str, str]]:
    """The codes and suggestions of the problems of a site of one place, of which a name is given."""
    record = {**RECORDS[pack], key: name, "sources": ["koran"]}
    text = "- " + "\n  ".join(f"{one}: {msgspec.json.encode(value).decode()}" for one, value in record.items()) + "\n"
    settings = SOUND[S] + f"geography: {pack}\n"
    files = dict.fromkeys((file for file in SOUND if file.startswith(("content/news/", "data/outreach"))), None)
    return [(one.code, one.suggestion) for one in read(write_site(root, {**files, S: settings, V: text}))[1]]


@pytest.mark.parametrize(("pack", "key", "name", "code", "mended"), NAMES)
def test_pack_words_beside_names_are_told(
    pack: str, key: str, name: str, code: str, mended: str, tmp_path: Path
) -> None:
    assert problems_of_name(tmp_path, pack, key, name) == [(code, mended)]


@pytest.mark.parametrize(("pack", "key", "name"), SOUND_NAMES)
def test_pack_names_of_its_country_are_sound(pack: str, key: str, name: str, tmp_path: Path) -> None:
    assert problems_of_name(tmp_path, pack, key, name) == []


def test_example_pack_of_the_documentation_is_sound(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "geographies.md").read_text(encoding="utf-8")
    pack, words, village = re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert max(text.count("\n") for text in (pack, words)) <= 30
    root = own_site(tmp_path, pack, village.replace("a-source", "koran"))
    (root / "geographies/rekaan/messages").mkdir()
    (root / "geographies/rekaan/messages/id.yaml").write_text(words, encoding="utf-8")
    site, problems = read(root)
    assert problems == []
    assert site is not None
    assert [one.regions for one in site.villages] == [("Selatan",)]


def test_level_left_out_in_some_records_of_one_region(tmp_path: Path) -> None:
    record = "- {{code: '{}', name: {}, kind: barangay, municipality: Uji, {}region: Utara, sources: [koran]}}\n"
    records = [("9790101001", "A", "province: Timur, "), ("9790101002", "B", ""), ("9790102001", "C", "")]
    root = own_site(tmp_path, OWN, "".join(record.format(*one) for one in records))
    (root / S).write_text(SOUND[S] + "geography: philippines\n", encoding="utf-8")
    (problem,) = read(root)[1]
    assert (problem.code, problem.at.line, problem.paste) == ("region-left-out", 2, "province: Timur")
    assert problem.values["line"] == "1"


@pytest.mark.parametrize(
    ("geography", "text", "code"),
    [
        ("indonesia", "3312032001", "33.12.03.2001"),
        ("indonesia", " 33 12-03,2001. ", "33.12.03.2001"),
        ("indonesia", "331203.2001", "33.12.03.2001"),
        ("indonesia", "331.203.2001", ""),  # as a code of Kenya is divided
        ("indonesia", "33.12.3.2001", ""),
        ("kenya", "331.026.2008", "331.026.2008"),
        ("kenya", "3310262008", "331.026.2008"),
        ("kenya", "33.10.26.2008", ""),  # a code of Indonesia
    ],
)
def test_code_is_understood_where_no_block_is_divided(geography: str, text: str, code: str) -> None:
    assert package_geography(geography).group_digits(text) == code
