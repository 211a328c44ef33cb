"""The example sites: sound, and in the words of their geography and their programme alone."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from gates.sites import SEEN, templates_of
from site_cases import NOW, Built, build_site

from sitegen.build import BuildOptions
from sitegen.build_context import BuildContext
from sitegen.load.geography import package_geography
from sitegen.problems import Report
from sitegen.scaffold import create_site

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir())
UNUSED = {"accessibility.html", "calendar.html", "disagreements.html", "glossary.html", "released_year.html"}
"""Templates of files that the examples do without."""
FOREIGN = {
    "anugerah-desa": r"\bcount(?:y|ies)\b|constituenc|barangay|municipalit|\bwards?\b|kenya|philippine|ever desig",
    "kenya": r"village|desa\b|kelurahan|regenc|district|province|pasar|market|indonesia|philippine|barangay",
    "philippines": r"village|desa\b|kelurahan|regenc|district|\bcount(?:y|ies)\b|pasar|market|indonesia|kenya|\bward",
}
"""Words of other geographies, and of another way to count."""
OUTLINES = {"anugerah-desa": "provinsi.geojson", "kenya": "counties.geojson", "philippines": "regions.geojson"}
"""The file of the outlines of each."""
CITY = "regions/kunwari-capital-region-kcr/city-of-kunwari/"
"""The page of a city in no province."""
TOP = ("halimbawa-region", "kunwari-capital-region-kcr")
"""The regions of the highest level of the same example."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Every example."""
    return {name: build_site(EXAMPLES / name, tmp_path_factory.mktemp(name) / "site") for name in NAMES}


def text_of(html: str) -> str:
    """The words of a page, those of its head and for its scripts too; without names of tables and files."""
    words = " ".join(re.findall(r'\b(?:alt|content|title|aria-label|placeholder|data-[\w-]+)="([^"]*)"', html))
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)
    text = " ".join(f"{text} {words}".split())
    return re.sub(r"\btables? villages\b|\bvillages, or a short name|[\w./]*\bvillages(?:\.\w+| list of)", " ", text)


def test_examples_are_those_that_are_tried_here() -> None:
    assert sorted(FOREIGN) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_example_is_published_without_a_problem(name: str, built: dict[str, Built]) -> None:
    """Links, anchors and images are those that the build checks."""
    assert built[name].problems == ()
    assert built[name].summary is not None


@pytest.mark.parametrize("name", NAMES)
def test_example_page_says_that_it_is_invented(name: str, built: dict[str, Built]) -> None:
    invented = re.compile("is invented|are all invented|rekaan")
    assert [path for path, html in built[name].pages().items() if not invented.search(html)] == []


@pytest.mark.parametrize("name", NAMES)
def test_example_has_each_kind_of_page(name: str) -> None:
    made = set(templates_of(BuildOptions(EXAMPLES / name, BuildContext(NOW))).values())
    assert set(SEEN) - made == UNUSED


@pytest.mark.parametrize("name", NAMES)
def test_example_has_no_word_of_another_country(name: str, built: dict[str, Built]) -> None:
    texts = {path: text_of(html) for path, html in built[name].pages().items()}
    found = {path: re.findall(rf".{{0,30}}(?:{FOREIGN[name]}).{{0,20}}", text, re.I) for path, text in texts.items()}
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.parametrize("name", NAMES)
def test_example_draws_its_own_outlines(name: str, built: dict[str, Built]) -> None:
    page = next(html for path, html in built[name].pages().items() if re.fullmatch("(map|peta)/index.html", path))
    file = EXAMPLES / name / "data" / OUTLINES[name]
    assert page.count('<path class="told"') == len(json.loads(file.read_text(encoding="utf-8"))["features"])
    assert re.search("Drawn for this example|Digambar untuk contoh ini", page)


def test_example_of_city_without_province(built: dict[str, Built]) -> None:
    """It is a part of its region, as provinces are, and its places lead to it."""
    site = built["philippines"]
    heads = {name: re.findall(r"<h2>([^<]+)</h2>", site.text(f"regions/{name}/index.html")) for name in TOP}
    assert ["Provinces" in one for one in heads.values()] == [True, False]
    assert ["Cities and municipalities" in one for one in heads.values()] == [False, True]
    rows = list(csv.DictReader(io.StringIO(site.text("data/villages.csv"))))
    (place,) = [row for row in rows if row["code"] == "9880100001"]
    names = [place[level] for level in ("municipality", "province", "region")]
    assert names == ["City of Kunwari", "", "Kunwari Capital Region (KCR)"]
    assert place["url"].endswith(f"/{CITY}barangay-1/")
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', site.text(f"{CITY}index.html"), re.DOTALL)
    assert crumbs is not None
    assert [one.strip() for one in re.findall(r">([^<>]*\w[^<>]*)<", crumbs[0])] == [
        "Home",
        "By Region",
        "Kunwari Capital Region (KCR)",
        "City of Kunwari",
    ]


AWARDED = {"2022": 4, "2023": 4, "2024": 5, "2025": 4}
"""Places that won the award in each year."""


def test_example_of_yearly_award_counts_places_in_each_year(built: dict[str, Built]) -> None:
    site = built["anugerah-desa"]
    years = list(csv.DictReader(io.StringIO(site.text("data/years.csv"))))
    assert {row["year"]: int(row["recorded_here"]) for row in years} == AWARDED
    pages = {year: site.text(f"arsip/{year}/index.html") for year in AWARDED}
    assert ["Lembah Sunyi" in page for page in pages.values()] == [True, False, False, True]
    assert {year: len(re.findall(r'<span class="code">', page)) for year, page in pages.items()} == AWARDED
    assert "10 Juni 2025</time>, Mandiri" in pages["2025"]


def test_example_of_levels_and_states_in_both_languages(built: dict[str, Built]) -> None:
    site = built["anugerah-desa"]
    page = "kabupaten-sengkala/sengkala-selatan/watu-gading/index.html"
    texts = [text_of(site.text(f"{region}/contoh-raya/{page}")) for region in ("wilayah", "en/regions")]
    assert "Statusnya sekarang: penetapan dicabut, sejak" in texts[0]
    assert "Its present state: designation withdrawn, since" in texts[1]
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(site.text("data/villages.csv")))}
    told = [(rows[code]["status"], rows[code]["level"], rows[code]["current_level"]) for code in LEVELS]
    assert told == list(LEVELS.values())


LEVELS = {
    "98.01.01.2001": ("berlaku", "rintisan", "mandiri"),
    "98.01.02.2003": ("berlaku", "rintisan", "rintisan"),
    "99.01.02.2009": ("dicabut", "berkembang", ""),
    "99.01.03.2010": ("reached", "", ""),
}
"""Status, level at the designation, and present level."""


def test_site_of_one_level_without_outlines_is_published(tmp_path: Path) -> None:
    """With the pack of docs/geographies.md, in a site that `sitegen init` begins."""
    page = (EXAMPLES.parent / "geographies.md").read_text(encoding="utf-8")
    pack, words, village = re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    root = tmp_path / "site"
    assert create_site(root, "en", package_geography(), Report())
    settings = (root / "data/site.yaml").read_text(encoding="utf-8")
    kind = "- {code: 12-1345, name: Kota, kind: urban, province: Selatan, sources: [example-source]}\n"
    point = "  certified: 2024-01-02\n  location: {lat: 0.5, lon: 37.1, precision: point}\n"
    files = {
        "data/site.yaml": settings.replace("timezone: Asia/Jakarta", "geography: example #"),
        "geographies/example/geography.yaml": pack,
        "geographies/example/messages/en.yaml": words,
        "data/villages.yaml": village.replace("a-source", "example-source") + point + kind,
    }
    for file, text in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    site = build_site(root, tmp_path / "out")
    assert site.problems == ()
    assert {"regions/selatan/uji/index.html", "regions/selatan/urban-kota/index.html"} <= site.files.keys()
    assert "<path" not in site.text("regions/selatan/uji/index.html")
