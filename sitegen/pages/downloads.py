"""The data page and the files it offers: every table in several forms, all in one, each column explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Export, Sheet, Template, Terms, Text, Workbook, Zip
from sitegen.dataset import Dataset
from sitegen.dataset.package import data_package, json_file
from sitegen.output import Head, Link, Output
from sitegen.pages.beside import beside
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import files, places
from sitegen.pages.metadata import CATALOGUE, PACKAGE, WHOLE, dcat, structured
from sitegen.pages.opendata import Offer, about, citation, meanings, offer, published_tables, terms
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
    whole: tuple[Link, ...]
    """The files that hold all tables, and those that describe them for machines."""
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
        file.path: Export(file.form, tables[one.name], told) for one in offers for file in one.files
    }  # shared by the outputs and the ZIP
    package = Text(json_file(data_package(tables, about(catalogue), meanings(catalogue, tables))))
    book = _workbook(catalogue, tables, offers, told)
    readme = Text(_readme(catalogue, offers).encode())
    packed = ((path.rpartition("/")[2], export) for path, export in exports.items())
    bundle = Zip((("README.txt", readme), (PACKAGE, package), ("data.xlsx", book), *packed))
    # The ZIP before what it holds; and two places before the workbook, so that of two processes one makes both.
    bodies = (("data.zip", bundle), (PACKAGE, package), ("data.xlsx", book))
    for name, body in (*bodies, (CATALOGUE, Text(json_file(dcat(catalogue, tables, offers))))):
        yield Output(folder + name, body, Span("data/site.yaml"), inputs=_all(inputs))
    for one in offers:
        for file in one.files:
            yield Output(file.path[1:], exports[file.path], inputs=inputs[one.name])
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
        whole=tuple(Link(name, catalogue.common.root("data") + name) for name in (*WHOLE, PACKAGE, CATALOGUE)),
        citation=citation(catalogue),
        sections=tuple(catalogue.section(name) for name in ("quality", "releases", "corrections")),
        offers=offers,
    )
    body = Template("downloads.html", view)
    return Output(file_of(section.path), body, Span("data/site.yaml"), listed=True, inputs=inputs)


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


def _workbook(catalogue: Catalogue, tables: Dataset, offers: tuple[Offer, ...], told: Terms) -> Workbook:
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


def _readme(catalogue: Catalogue, offers: tuple[Offer, ...]) -> str:
    """What the ZIP says of itself, for whoever meets it alone."""
    words, told = catalogue.words, about(catalogue)
    licence = f"{words['data_licence']}: {told.licence} {told.licence_url}".rstrip()
    parts = [
        [told.title, "=" * len(told.title)],
        [told.description],
        [licence] if told.licence else [],
        [f"{words['data_cite']}: {citation(catalogue)}", words["data_cite_release"]],
        [words["data_files"], *(f"- {name}: {words[word]}" for name, word in _PARTS)],
        *([f"{one.name} ({', '.join(file.form for file in one.files)}): {one.title}", one.meaning] for one in offers),
        [words["data_reading"], *(f"- {note}" for note in _notes(catalogue))],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


_PARTS = (("data.xlsx", "data_xlsx"), (PACKAGE, "data_package"))
"""What a ZIP holds besides the tables, and the words that tell it."""
