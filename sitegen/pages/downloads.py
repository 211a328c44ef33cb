"""The data page and the files it offers: every table in several forms, all in one, each column explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Export, Sheet, Template, Text, Workbook, Zip
from sitegen.dataset import Dataset
from sitegen.formats import DownloadTerms, format_of, formats_of
from sitegen.formats.data_package import PACKAGE_FILE, data_package, json_file
from sitegen.output import Head, Link, Output
from sitegen.pages.beside import beside
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import files, places
from sitegen.pages.metadata import ARCHIVE_FILE, CATALOGUE, WORKBOOK_FILE, dcat, structured
from sitegen.pages.opendata import Download, Offer, about, citation, download, meanings, offer, published_tables, terms
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span

READING = ("unknown", "dates", "csv", "points")
"""What a reader of the tables must know: the words `data_reading_<name>`."""
_BOOK = ("cover", "notes", "dictionary", "contents", "one_table", "number", "note")
"""The words of a workbook, `data_book_<name>` of the theme."""


@dataclass(frozen=True, slots=True)
class DataPage:
    """What downloads.html shows."""

    head: Head
    """What the page tells of itself."""
    whole: tuple[Download, ...]
    """The files that hold all tables."""
    descriptions: tuple[Download, ...]
    """The files that describe the tables for machines."""
    citation: str
    """How to cite the data."""
    sections: tuple[Link, ...]
    """Where it is told how good the data are, and what has changed in them."""
    offers: tuple[Offer, ...]
    """The tables."""


def downloads(catalogue: Catalogue) -> Iterator[Output]:
    """The files, those beside other pages too, and the page that offers and explains them."""
    tables, inputs = published_tables(catalogue), _inputs(catalogue)
    offers = tuple(offer(catalogue, table) for table in tables.values())
    if catalogue.first:
        yield from _files(catalogue, tables, offers, inputs)
    yield _page(catalogue, offers, _all(inputs))


def _files(
    catalogue: Catalogue, tables: Dataset, offers: tuple[Offer, ...], inputs: dict[str, tuple[str, ...]]
) -> Iterator[Output]:
    """The files that all languages share."""
    folder, told = catalogue.common.root("data")[1:], terms(catalogue)
    exports = {
        one.file(table.name): Export(one, table, told) for table in tables.values() for one in formats_of(table)
    }  # shared by the outputs and the ZIP
    package = Text(json_file(data_package(tables, about(catalogue), meanings(catalogue, tables))))
    book = _workbook(catalogue, tables, offers, told)
    readme = Text(_readme(catalogue, tables, offers).encode())
    bundle = Zip((("README.txt", readme), (PACKAGE_FILE, package), (WORKBOOK_FILE, book), *exports.items()))
    # The ZIP before what it holds; and two places before the workbook, so that of two processes one makes both.
    bodies = ((ARCHIVE_FILE, bundle), (PACKAGE_FILE, package), (WORKBOOK_FILE, book))
    for name, body in (*bodies, (CATALOGUE, Text(json_file(dcat(catalogue, tables, offers))))):
        yield Output(folder + name, body, Span("data/site.yaml"), inputs=_all(inputs))
    for name, export in exports.items():
        yield Output(folder + name, export, inputs=inputs[export.table.name])
    yield from beside(catalogue, tables["villages"], told)


def _all(inputs: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The files that any table is made from."""
    return tuple(dict.fromkeys(file for found in inputs.values() for file in found))


def _page(catalogue: Catalogue, offers: tuple[Offer, ...], inputs: tuple[str, ...]) -> Output:
    section, crumbs = catalogue.section("data"), catalogue.crumbs()
    blocks = (structured(catalogue, one) for one in offers)
    head = Head(
        title=section.text,
        description=catalogue.words["data_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(*blocks, breadcrumbs(catalogue, crumbs, section.text, section.path)),
    )
    view = DataPage(
        head=head,
        whole=_downloads(catalogue, {ARCHIVE_FILE: "data_zip", WORKBOOK_FILE: "data_xlsx"}),
        descriptions=_downloads(catalogue, {PACKAGE_FILE: "data_package", CATALOGUE: "data_catalog"}),
        citation=citation(catalogue),
        sections=tuple(catalogue.section(name) for name in ("quality", "releases", "corrections")),
        offers=offers,
    )
    body = Template("downloads.html", view)
    return Output(file_of(section.path), body, Span("data/site.yaml"), listed=True, inputs=inputs)


def _downloads(catalogue: Catalogue, meanings: dict[str, str]) -> tuple[Download, ...]:
    folder = catalogue.common.root("data")
    return tuple(download(folder, name, format_of(name), catalogue.words[key]) for name, key in meanings.items())


def _inputs(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The files that each table is made from."""
    site, programme = catalogue.site, ("data/programme.yaml",)
    villages = places(catalogue)
    indicators = files(catalogue, (f"indicator:{one.id}" for one in site.indicators))
    offices = files(catalogue, (f"office:{one.id}" for one in site.offices))
    return {
        "villages": (*villages, *offices),
        "events": files(catalogue, catalogue.places),
        "years": (*programme, *files(catalogue, catalogue.places)),
        "provinces": programme,
        "indicators": indicators,
        "units": programme,
        "outreach": files(catalogue, (f"outreach:{one.id}" for one in site.outreach)),
        "sources": files(catalogue, (f"source:{one.id}" for one in site.sources)),
        "offices": offices,
        "corrections": ("data/corrections.yaml",) if site.corrections else (),
        "figures": (*programme, *indicators, *villages),
    }


def _workbook(catalogue: Catalogue, tables: Dataset, offers: tuple[Offer, ...], told: DownloadTerms) -> Workbook:
    words, config, page = catalogue.words, catalogue.site.config, catalogue.section("data")
    publisher = config.publisher
    cover = [
        (config.title, catalogue.base_url + catalogue.addresses.home()),
        (words["data_description"], ""),
        (told.notice, ""),
        (f"{words['data_publisher']}: {publisher.name}", publisher.url or ""),
        (publisher.email or "", f"mailto:{publisher.email}"),
        (f"{words['data_licence']}: {told.licence}" if told.licence else "", told.licence_url),
        (citation(catalogue), catalogue.base_url + page.path),
    ]
    kinds = {column.type for one in offers for column in one.columns}
    return Workbook(
        title=about(catalogue).title,
        terms=told,
        cover=tuple(line for line in cover if line[0]),
        notes=(*_notes(catalogue), words["data_book_lists"]),
        sheets=tuple(
            Sheet(tables[one.name], one.title, one.meaning, tuple(column.meaning for column in one.columns))
            for one in offers
        ),
        words={
            **{name: words[f"data_book_{name}"] for name in _BOOK},
            **{f"type_{kind}": words[f"data_type_{kind}"] for kind in sorted(kinds)},
            "blanks": words["data_reading_unknown"],
            "table": words["data_table"],
            "column": words["data_column"],
            "type": words["data_column_type"],
            "meaning": words["data_column_meaning"],
        },
    )


def _notes(catalogue: Catalogue) -> tuple[str, ...]:
    return (*(catalogue.words[f"data_reading_{name}"] for name in READING), catalogue.words["not_listed"])


def _readme(catalogue: Catalogue, tables: Dataset, offers: tuple[Offer, ...]) -> str:
    """What the ZIP says of itself, for whoever meets it alone."""
    words, told = catalogue.words, about(catalogue)
    licence = f"{words['data_licence']}: {told.licence} {told.licence_url}".rstrip()
    formats = {name: ", ".join(one.suffix for one in formats_of(table)) for name, table in tables.items()}
    parts = [
        [told.title, "=" * len(told.title)],
        [told.description],
        [licence] if told.licence else [],
        [f"{words['data_cite']}: {citation(catalogue)}", words["data_cite_release"]],
        [words["data_files"], *(f"- {name}: {words[word]}" for name, word in _PARTS)],
        *([f"{one.name} ({formats[one.name]}): {one.title}", one.meaning] for one in offers),
        [words["data_reading"], *(f"- {note}" for note in _notes(catalogue))],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


_PARTS = ((WORKBOOK_FILE, "data_xlsx"), (PACKAGE_FILE, "data_package"))
"""What a ZIP holds besides the tables, and the words that tell it."""
