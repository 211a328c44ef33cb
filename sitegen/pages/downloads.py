"""The data page and the downloads it offers: every record as CSV and JSON, places as GeoJSON, each column explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sitegen.addresses import file_of
from sitegen.output import Head, Output, Template, Text
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.tables import (
    VILLAGE_COLUMNS,
    YEAR_COLUMNS,
    Terms,
    as_csv,
    as_geojson,
    as_json,
    village_rows,
    year_rows,
)
from sitegen.problems import Span

_TYPES = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader may take away."""

    name: str
    """Its name, such as `villages.csv`."""
    path: str
    """Address."""
    form: str
    """`csv`, `json` or `geojson`."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """Its name in the files."""
    meaning: str
    """What stands in it."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table in all its forms."""

    name: str
    """`villages` or `years`."""
    title: str
    """What it holds, in a few words."""
    meaning: str
    """What it holds and what it does not, in a sentence or two."""
    rows: int
    """How many rows."""
    files: tuple[Download, ...]
    """Its forms."""
    columns: tuple[Column, ...]
    """Its columns, in order."""


@dataclass(frozen=True, slots=True)
class DataPage:
    """What downloads.html shows."""

    head: Head
    """What the page tells of itself."""
    datasets: tuple[Dataset, ...]
    """The tables."""


def downloads(catalogue: Catalogue) -> Iterator[Output]:
    """The files, and the page that offers and explains them."""
    terms, places, years = _terms(catalogue), village_rows(catalogue), year_rows(catalogue)
    remark = ". ".join(part.rstrip(".") for part in (terms.notice, terms.licence.get("name", "")) if part)
    files = {
        "villages.csv": as_csv(VILLAGE_COLUMNS, places, remark),
        "villages.json": as_json("villages", VILLAGE_COLUMNS, places, terms),
        "villages.geojson": as_geojson(VILLAGE_COLUMNS, places, terms),
        "years.csv": as_csv(YEAR_COLUMNS, years, remark),
        "years.json": as_json("years", YEAR_COLUMNS, years, terms),
    }
    section = catalogue.section("data")
    for name, data in files.items():
        yield Output(file_of(section.path + name), Text(data), Span(f"data/{_origin(name)}.yaml"))
    datasets = (
        _dataset(catalogue, "villages", VILLAGE_COLUMNS, len(places), files),
        _dataset(catalogue, "years", YEAR_COLUMNS, len(years), files),
    )
    crumbs = catalogue.crumbs()
    structured = (_structured(catalogue, dataset) for dataset in datasets)
    head = Head(
        title=section.text,
        description=catalogue.say("data_description"),
        path=section.path,
        crumbs=crumbs,
        jsonld=(*structured, breadcrumbs(catalogue, crumbs, section.text, section.path)),
    )
    page = Template("downloads.html", DataPage(head, datasets))
    yield Output(file_of(section.path), page, Span("data/site.yaml"), listed=True)


def _origin(name: str) -> str:
    return "villages" if name.startswith("villages") else "programme"


def _terms(catalogue: Catalogue) -> Terms:
    config = catalogue.site.config
    licence = {"name": config.licence.name, "url": config.licence.url or ""} if config.licence else {}
    return Terms(config.notice or "", licence, {"publisher": config.publisher.name, "url": catalogue.base_url + "/"})


def _dataset(catalogue: Catalogue, name: str, columns: tuple[str, ...], rows: int, files: dict[str, bytes]) -> Dataset:
    root = catalogue.addresses.root("data")
    own = {file: data for file, data in files.items() if file.startswith(f"{name}.")}
    return Dataset(
        name=name,
        title=catalogue.say(f"data_{name}"),
        meaning=catalogue.say(f"data_{name}_meaning"),
        rows=rows,
        files=tuple(Download(file, root + file, file.partition(".")[2], len(data)) for file, data in own.items()),
        columns=(
            *(Column(column, catalogue.say(f"column_{name}_{column}")) for column in columns),
            Column("notice", catalogue.say("column_notice")),
        ),
    )


def _structured(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    config = catalogue.site.config
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{config.title}: {dataset.title}",
        "description": " ".join(part for part in (dataset.meaning, config.notice) if part),
        "url": catalogue.base_url + catalogue.addresses.root("data"),
        "inLanguage": config.language,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": config.publisher.name},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": _TYPES[file.form],
                "contentUrl": catalogue.base_url + file.path,
            }
            for file in dataset.files
        ],
    }
    if config.licence:
        described["license"] = config.licence.url or config.licence.name
    return described
