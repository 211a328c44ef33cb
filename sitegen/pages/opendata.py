"""Open data: the tables as they are published, with the address of each record, and what their readers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sitegen.dataset import Cell, Column, ColumnType, Dataset, Table, tables_of
from sitegen.dataset.csv_form import NOTICE
from sitegen.formats import DataFormat, DownloadTerms, TableFormat, formats_of
from sitegen.formats.data_package import PackageInfo, TableDescription
from sitegen.output import Link
from sitegen.pages.catalogue import Catalogue

_ADDRESS = Column("url", "string", {"format": "uri"}, required=True, derived=True)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader may take away."""

    name: str
    """Its name, such as `villages.csv`."""
    path: str
    """Address."""
    media_type: str
    """Its media type."""
    meaning: str
    """What it is, in a few words."""


@dataclass(frozen=True, slots=True)
class Described:
    """A column of a table."""

    name: str
    """Its name in the files."""
    type: ColumnType
    """What its cells hold."""
    meaning: str
    """What stands in it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A table in all its forms."""

    name: str
    """Its name, such as `villages`."""
    title: str
    """What it holds, in a few words."""
    meaning: str
    """What it holds and what it does not, in a sentence or two."""
    rows: int
    """How many rows."""
    files: tuple[Download, ...]
    """Its forms."""
    columns: tuple[Described, ...]
    """Its columns, in order."""


def published_tables(catalogue: Catalogue) -> Dataset:
    """Every table; villages and years say at which address each has its page."""
    tables, addresses = tables_of(catalogue.site), catalogue.addresses
    paths = {code: card.path for code, card in catalogue.places.items()}
    return {
        **tables,
        "villages": _addressed(catalogue, tables["villages"], lambda row: paths[str(row[0])]),
        "years": _addressed(catalogue, tables["years"], lambda row: addresses.year(int(str(row[0])))),
    }


def _addressed(catalogue: Catalogue, table: Table, path: Callable[[tuple[Cell, ...]], str]) -> Table:
    rows = [(*row, catalogue.base_url + path(row)) for row in table.rows]
    return replace(table, columns=(*table.columns, _ADDRESS), rows=rows)


def terms(catalogue: Catalogue) -> DownloadTerms:
    """What travels with every download."""
    config = catalogue.site.config
    licence = config.licence
    return DownloadTerms(
        notice=config.notice or "",
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
        publisher=config.publisher.name,
        url=catalogue.base_url + catalogue.addresses.home(),
    )


def offer(catalogue: Catalogue, table: Table) -> Offer:
    """A table as the data page offers it."""
    folder, words = catalogue.common.root("data"), catalogue.words
    files = (
        download(folder, one.file(table.name), one, _format_description(catalogue, one)) for one in formats_of(table)
    )
    return Offer(
        name=table.name,
        title=words[f"data_{table.name}"],
        meaning=words[f"data_{table.name}_meaning"],
        rows=len(table.rows),
        files=tuple(files),
        columns=tuple(
            Described(column.name, column.type, words[f"column_{table.name}_{column.name}"]) for column in table.columns
        ),
    )


def download(folder: str, name: str, format: DataFormat, meaning: str) -> Download:
    """The file `name` in the folder at the address `folder`."""
    return Download(name, folder + name, format.media_type, meaning)


def _format_description(catalogue: Catalogue, format: TableFormat) -> str:
    """A format in a few words, with what a reader must know before choosing it."""
    if format.needs_point:
        return catalogue.say("data_format_points", format=format.label)
    if format.encoding:
        return catalogue.say("data_format_text", format=format.label, encoding=format.encoding)
    return format.label


def download_links(stem: str, formats: Iterable[DataFormat]) -> tuple[Link, ...]:
    """A link for each format: `/data/years` gives CSV at `/data/years.csv`, and so on."""
    return tuple(Link(one.label, one.file(stem)) for one in formats)


def about(catalogue: Catalogue) -> PackageInfo:
    """What a Data Package of the site's tables tells of itself."""
    config, section = catalogue.site.config, catalogue.section("data")
    licence, publisher = config.licence, config.publisher
    return PackageInfo(
        name="data",
        title=f"{config.title}: {section.text}",
        description=" ".join(part for part in (catalogue.words["data_description"], config.notice) if part),
        homepage=catalogue.base_url + section.path,
        publisher=publisher.name,
        publisher_url=publisher.url or "",
        email=publisher.email or "",
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
    )


def meanings(catalogue: Catalogue, tables: Dataset) -> dict[str, TableDescription]:
    """What each table is, and what stands in each of its columns."""
    notice = {NOTICE: catalogue.words["column_notice"]}
    offers = (offer(catalogue, table) for table in tables.values())
    return {
        one.name: TableDescription(
            one.title, one.meaning, {column.name: column.meaning for column in one.columns} | notice
        )
        for one in offers
    }


def citation(catalogue: Catalogue) -> str:
    """How to cite the data: who publishes what, and where."""
    config = catalogue.site.config
    page = catalogue.base_url + catalogue.addresses.root("data")
    return catalogue.say("data_citation", publisher=config.publisher.name, title=config.title, address=page)
