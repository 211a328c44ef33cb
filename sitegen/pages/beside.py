"""Beside: the places that one page is about as files next to it, `/arsip/2018.csv` beside `/arsip/2018/`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sitegen.bodies import Export, Form, Terms
from sitegen.dataset import Cell, Table
from sitegen.output import Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import files
from sitegen.pages.territory import Region

NAMES: dict[Form, str] = {"csv": "CSV", "json": "JSON", "geojson": "GeoJSON"}
"""How a link names each form."""
Rows = list[tuple[Cell, ...]]
_YEAR_FORMS: tuple[Form, ...] = ("csv", "json")
_REGION_FORMS: tuple[Form, ...] = ("csv", "json", "geojson")


def year_links(catalogue: Catalogue, year: int) -> tuple[Link, ...]:
    """The files of the places that are stated to be of `year`; none where the register holds none of it."""
    if not any(card.certified and card.year == year for card in catalogue.places.values()):
        return ()
    return _links(catalogue.common.year(year), _YEAR_FORMS)


def region_links(catalogue: Catalogue, region: Region) -> tuple[Link, ...]:
    """The files of a province's places, designated or not; none for what lies below a province."""
    if region.level != "province":
        return ()
    return _links(catalogue.addresses.counterpart(region.path, catalogue.common), _REGION_FORMS)


def _links(page: str, forms: tuple[Form, ...]) -> tuple[Link, ...]:
    return tuple(Link(NAMES[form], _file(page, form)) for form in forms)


def _file(page: str, form: Form) -> str:
    return f"{page.rstrip('/')}.{form}"


def beside(catalogue: Catalogue, villages: Table, terms: Terms) -> Iterator[Output]:
    """The files that `year_links` and `region_links` lead to: parts of the table of all places."""
    place = villages.place("year")
    years, provinces = defaultdict[int, Rows](list), defaultdict[str, Rows](list)
    for row in villages.rows:
        provinces[str(row[0])[:2]].append(row)
        if isinstance(year := row[place], int):
            years[year].append(row)
    for year, rows in sorted(years.items()):
        yield from _outputs(catalogue, replace(villages, rows=rows), terms, catalogue.addresses.year(year), _YEAR_FORMS)
    for code, rows in provinces.items():
        path = catalogue.regions[code].path
        yield from _outputs(catalogue, replace(villages, rows=rows), terms, path, _REGION_FORMS)


def _outputs(catalogue: Catalogue, table: Table, terms: Terms, page: str, forms: tuple[Form, ...]) -> Iterator[Output]:
    inputs = files(catalogue, (str(row[0]) for row in table.rows))
    for form in forms:
        yield Output(_file(page, form)[1:], Export(form, table, terms), inputs=inputs)
