"""The data page and its files: every table in several formats, all tables in one file, and descriptions of each
column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sitegen.content import RawBytes, Sheet, TableFile, Workbook, Zip
from sitegen.dataset import Dataset, Table
from sitegen.formats import DownloadTerms, format_of, formats_of
from sitegen.formats.data_package import PACKAGE_FILE, data_package, json_file
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.open_data import (
    Download,
    TableOffer,
    citation,
    describe_table,
    download,
    download_terms,
    package_info,
    page_downloads,
    published_tables,
    table_descriptions,
)
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import (
    ARCHIVE_FILE,
    CATALOGUE_FILE,
    WORKBOOK_FILE,
    dataset_jsonld,
    dcat_catalogue,
    page_output,
    section_head,
)

READING_NOTES = ("unknown", "dates", "csv", "points")
"""Notes for readers of the tables: the messages `data_reading_<name>`."""
_WORKBOOK_MESSAGES = ("cover", "notes", "dictionary", "contents", "one_table", "number", "note")
"""Messages of a workbook, `data_book_<name>`."""


@dataclass(frozen=True, slots=True)
class DataPage(PageView):
    """What downloads.html shows."""

    bundles: tuple[Download, ...]
    """Files that contain all tables."""
    descriptions: tuple[Download, ...]
    """Files that describe the tables for machines."""
    citation: str
    """Citation of the data."""
    sections: tuple[Link, ...]
    """Links to the pages on data quality, disagreements if there are any, releases and corrections."""
    tables: tuple[TableOffer, ...]


def downloads(index: SiteIndex) -> Iterator[Output]:
    """Yield the downloads, those of other pages included, and the page that lists them."""
    tables, terms = published_tables(index), download_terms(index)
    folder = index.common.root("data")[1:]
    # Shared by the outputs and the ZIP.
    table_files = {name: _table_files(table, terms) for name, table in tables.untracked.items()}
    with index.reads.scope():
        offers = tuple(describe_table(index, table) for table in tables.values())
        if index.first:
            yield from _combined_files(index, tables, offers, table_files)
        yield _page(index, offers)
    if index.first:
        for table in tables.each():
            for name, table_file in table_files[table.name].items():
                yield Output(folder + name, table_file)
        yield from page_downloads(index, tables["villages"], terms)


def _table_files(table: Table, terms: DownloadTerms) -> dict[str, TableFile]:
    """Return a table in each of its formats, by file name."""
    return {one.file(table.name): TableFile(one, table, terms) for one in formats_of(table)}


def _combined_files(
    index: SiteIndex, tables: Dataset, offers: tuple[TableOffer, ...], table_files: dict[str, dict[str, TableFile]]
) -> Iterator[Output]:
    """Yield the files that contain or describe all tables; all languages share them."""
    folder, terms = index.common.root("data")[1:], download_terms(index)
    package = RawBytes(json_file(data_package(tables, package_info(index), table_descriptions(index, tables))))
    workbook = _workbook(index, tables, offers, terms)
    readme = RawBytes(_readme(index, tables, offers).encode())
    files = chain.from_iterable(one.items() for one in table_files.values())
    bundle = Zip((("README.txt", readme), (PACKAGE_FILE, package), (WORKBOOK_FILE, workbook), *files))
    # The ZIP comes before its files, and two positions before the workbook, so that one of two processes renders both.
    contents = ((ARCHIVE_FILE, bundle), (PACKAGE_FILE, package), (WORKBOOK_FILE, workbook))
    for name, content in (*contents, (CATALOGUE_FILE, RawBytes(json_file(dcat_catalogue(index, tables, offers))))):
        yield Output(folder + name, content, Span("data/site.yaml"))


def _page(index: SiteIndex, offers: tuple[TableOffer, ...]) -> Output:
    sections = ["quality", *(one.name for one in offers if one.name == "disagreements"), "releases", "corrections"]
    view = DataPage(
        head=section_head(index, "data", jsonld=tuple(dataset_jsonld(index, one) for one in offers)),
        bundles=_downloads(index, {ARCHIVE_FILE: "data_zip", WORKBOOK_FILE: "data_xlsx"}),
        descriptions=_downloads(index, {PACKAGE_FILE: "data_package", CATALOGUE_FILE: "data_catalog"}),
        citation=citation(index),
        sections=tuple(index.section(name) for name in sections),
        tables=offers,
    )
    return page_output("downloads.html", view, Span("data/site.yaml"))


def _downloads(index: SiteIndex, message_keys: dict[str, str]) -> tuple[Download, ...]:
    folder = index.common.root("data")
    return tuple(download(folder, name, format_of(name), index.messages[key]) for name, key in message_keys.items())


def _workbook(index: SiteIndex, tables: Dataset, offers: tuple[TableOffer, ...], terms: DownloadTerms) -> Workbook:
    messages, config, page = index.messages, index.site.config, index.section("data")
    publisher = config.publisher
    cover = [
        (config.title, index.base_url + index.routes.home()),
        (messages["data_description"], ""),
        (terms.notice, ""),
        (f"{messages['data_publisher']}: {publisher.name}", publisher.url or ""),
        (publisher.email or "", f"mailto:{publisher.email}"),
        (f"{messages['data_licence']}: {terms.licence}" if terms.licence else "", terms.licence_url),
        (citation(index), index.base_url + page.path),
    ]
    kinds = {column.type for one in offers for column in one.columns}
    return Workbook(
        title=package_info(index).title,
        terms=terms,
        cover=tuple(line for line in cover if line[0]),
        notes=(*_notes(index), messages["data_book_lists"]),
        sheets=tuple(
            Sheet(tables[one.name], one.title, one.meaning, tuple(column.meaning for column in one.columns))
            for one in offers
        ),
        messages={
            **{name: messages[f"data_book_{name}"] for name in _WORKBOOK_MESSAGES},
            **{f"type_{kind}": messages[f"data_type_{kind}"] for kind in sorted(kinds)},
            "blanks": messages["data_reading_unknown"],
            "table": messages["data_table"],
            "column": messages["data_column"],
            "type": messages["data_column_type"],
            "meaning": messages["data_column_meaning"],
        },
    )


def _notes(index: SiteIndex) -> tuple[str, ...]:
    return (*(index.messages[f"data_reading_{name}"] for name in READING_NOTES), index.messages["not_listed"])


def _readme(index: SiteIndex, tables: Dataset, offers: tuple[TableOffer, ...]) -> str:
    """Return the README of the ZIP."""
    messages, info = index.messages, package_info(index)
    licence = f"{messages['data_licence']}: {info.licence} {info.licence_url}".rstrip()
    formats = {name: ", ".join(one.suffix for one in formats_of(table)) for name, table in tables.items()}
    parts = [
        [info.title, "=" * len(info.title)],
        [info.description],
        [licence] if info.licence else [],
        [f"{messages['data_cite']}: {citation(index)}", messages["data_cite_release"]],
        [messages["data_files"], *(f"- {name}: {messages[word]}" for name, word in _PARTS)],
        *([f"{one.name} ({formats[one.name]}): {one.title}", one.meaning] for one in offers),
        [messages["data_reading"], *(f"- {note}" for note in _notes(index))],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


_PARTS = ((WORKBOOK_FILE, "data_xlsx"), (PACKAGE_FILE, "data_package"))
"""Files of the ZIP besides the tables, each with the message that describes it."""
