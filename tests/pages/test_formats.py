"""The registry of data formats: each one is declared whole, and offered wherever its kind is offered."""

from __future__ import annotations

import io
import json
import pkgutil
import re
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from factory import default_theme
from hostile_records import HOSTILE
from published_site import downloads, planned

import sitegen.formats
from sitegen.content import TableFile, Template
from sitegen.formats import FORMATS, SPATIAL_FORMATS, TABLE_FORMATS, DataFormat, DownloadTerms, format_of
from sitegen.output import PageHead
from sitegen.pages.downloads import DataPage

MAP = Path(__file__).parents[2] / "themes" / "default" / "static" / "map"
OUTPUTS, _ = planned(**HOSTILE)
VIEWS = [one.content.view for one in OUTPUTS if isinstance(one.content, Template)]
HEADS: list[PageHead] = [view.head for view in VIEWS if hasattr(view, "head")]


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.suffix)
def test_format_declares_suffix_label_and_media_type(format: DataFormat) -> None:
    assert re.fullmatch("[a-z0-9]+", format.suffix)
    assert re.fullmatch(r"\S.*\S", format.label), f"{format.suffix} has no label"
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", format.media_type), f"{format.suffix} has no media type"
    assert format_of(format.file("villages")) is format


@pytest.mark.parametrize("name", [one.name for one in pkgutil.iter_modules(sitegen.formats.__path__)])
def test_format_of_each_module_is_registered(name: str) -> None:
    declared = [one for one in vars(import_module(f"sitegen.formats.{name}")).values() if isinstance(one, DataFormat)]
    assert [one.suffix for one in declared if one not in FORMATS] == []


def test_formats_share_no_suffix_or_media_type() -> None:
    for key in ("suffix", "label", "media_type"):
        assert len({getattr(one, key) for one in FORMATS}) == len(FORMATS), key


@pytest.mark.parametrize("format", TABLE_FORMATS, ids=lambda one: one.suffix)
def test_format_carries_the_terms(format: DataFormat) -> None:
    bodies = [one.content for one in OUTPUTS if isinstance(one.content, TableFile) and one.content.format is format]
    terms = DownloadTerms("Bukan situs resmi.", "CC BY 4.0", "https://licence.example/", "Penerbit", "")
    assert bodies
    for body in bodies:
        if body.table.rows:
            data = body.format.write(body.table, terms)
            assert b"Bukan situs resmi" in data
            assert b"CC BY 4.0" in data


def test_spatial_formats_are_published_together() -> None:
    paths = [one.path for one in OUTPUTS if isinstance(one.content, TableFile)]
    first, *others = ({path.partition(".")[0] for path in paths if format_of(path) is one} for one in SPATIAL_FORMATS)
    assert first
    assert all(stems == first for stems in others)


def test_spatial_formats_are_linked_together() -> None:
    """From each page that links to one of them, and each link leads to a file that is published."""
    suffixes, published = [one.suffix for one in SPATIAL_FORMATS], {f"/{one.path}" for one in OUTPUTS}
    found = 0
    for head in HEADS:
        links = [link for link in head.data if format_of(link.path) in SPATIAL_FORMATS]
        found += bool(links)
        assert [format_of(link.path).suffix for link in links] in ([], suffixes), head.path
        assert {link.path for link in links} <= published
        assert all(link.text == format_of(link.path).label for link in links)
    assert found >= 3


def test_each_table_file_is_offered_described_and_archived() -> None:
    files = downloads(**HOSTILE)
    tables = {path.removeprefix("data/") for path in files if path.startswith("data/") and path.count("/") == 1}
    tables -= {"data.zip", "data.xlsx", "datapackage.json", "catalog.jsonld", "mutu.csv"}
    (page,) = (
        one.content.view
        for one in OUTPUTS
        if isinstance(one.content, Template) and isinstance(one.content.view, DataPage)
    )
    assert {file.name for offer in page.tables for file in offer.files} == tables
    described = {
        file["contentUrl"].rpartition("/")[2]: file["encodingFormat"]
        for block in page.head.jsonld
        if block["@type"] == "Dataset"
        for file in block["distribution"]
    }
    assert described == {name: format_of(name).media_type for name in tables}
    index = json.loads(files["data/catalog.jsonld"])
    listed = {
        file["dct:title"]: file["dcat:mediaType"]["@id"].partition("media-types/")[2]
        for dataset in index["dcat:dataset"]
        for file in dataset["dcat:distribution"]
    }
    assert listed == {name: format_of(name).media_type for name in (*tables, "data.zip", "data.xlsx")}
    with zipfile.ZipFile(io.BytesIO(files["data/data.zip"])) as archive:
        assert tables <= set(archive.namelist())


def test_map_script_formats_agree_with_the_registry() -> None:
    """The map writes what a reader chose by itself, under the same labels and media types."""
    offered = json.loads(f"[{quoted('choice.js', 'FORMS', '[]')}]")
    types = dict(re.findall(r'(\w+): "([^"]+)"', quoted("take.js", "TYPES", "{}")))
    assert types == {suffix: format_of(f".{suffix}").media_type for suffix in offered}
    for messages in default_theme().messages.values():
        for suffix in offered:
            assert messages[f"map_say_form_{suffix}"] == format_of(f".{suffix}").label


def quoted(file: str, name: str, brackets: str) -> str:
    """What stands between the brackets of a constant of a script of the map."""
    text = (MAP / file).read_text(encoding="utf-8")
    return text.partition(f"const {name} = {brackets[0]}")[2].partition(brackets[1])[0]
