"""The data page and the downloads it offers: every record as CSV and JSON, places as GeoJSON, each column explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sitegen.addresses import file_of
from sitegen.output import Cell, Form, Head, Output, Table, Template, Terms
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.structured import breadcrumbs, publisher
from sitegen.pages.tables import VILLAGE_COLUMNS, YEAR_COLUMNS, village_rows, year_rows
from sitegen.problems import Span

_TYPES = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader may take away."""

    name: str
    """Its name, such as `villages.csv`."""
    path: str
    """Address."""
    form: Form
    """How it is written."""


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
    section, terms = catalogue.section("data"), _terms(catalogue)
    tables: tuple[tuple[str, tuple[str, ...], list[tuple[Cell, ...]], tuple[Form, ...], str], ...] = (
        ("villages", VILLAGE_COLUMNS, village_rows(catalogue), ("csv", "json", "geojson"), "data/villages.yaml"),
        ("years", YEAR_COLUMNS, year_rows(catalogue), ("csv", "json"), "data/programme.yaml"),
    )
    datasets: list[Dataset] = []
    for name, columns, rows, forms, origin in tables:
        files = tuple(Download(f"{name}.{form}", f"{section.path}{name}.{form}", form) for form in forms)
        for file in files:
            yield Output(file_of(file.path), Table(file.form, name, columns, rows, terms), Span(origin))
        datasets.append(_dataset(catalogue, name, columns, len(rows), files))
    crumbs = catalogue.crumbs()
    structured = (_structured(catalogue, dataset) for dataset in datasets)
    head = Head(
        title=section.text,
        description=catalogue.say("data_description"),
        path=section.path,
        crumbs=crumbs,
        jsonld=(*structured, breadcrumbs(catalogue, crumbs, section.text, section.path)),
    )
    page = Template("downloads.html", DataPage(head, tuple(datasets)))
    yield Output(file_of(section.path), page, Span("data/site.yaml"), listed=True)


def _terms(catalogue: Catalogue) -> Terms:
    config = catalogue.site.config
    licence = config.licence
    return Terms(
        notice=config.notice or "",
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
        publisher=config.publisher.name,
        url=catalogue.base_url + "/",
    )


def _dataset(
    catalogue: Catalogue, name: str, columns: tuple[str, ...], rows: int, files: tuple[Download, ...]
) -> Dataset:
    return Dataset(
        title=catalogue.say(f"data_{name}"),
        meaning=catalogue.say(f"data_{name}_meaning"),
        rows=rows,
        files=files,
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
        "creator": publisher(catalogue),
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
