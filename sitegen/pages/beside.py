"""Beside: the places that one page is about as files next to it, `/arsip/2018.csv` beside `/arsip/2018/`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sitegen.bodies import Export
from sitegen.dataset import Cell, Table
from sitegen.formats import PLAIN_FORMATS, TABLE_FORMATS, DownloadTerms, TableFormat
from sitegen.output import Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import files
from sitegen.pages.opendata import download_links
from sitegen.pages.territory import Region

Rows = list[tuple[Cell, ...]]


def year_links(catalogue: Catalogue, year: int) -> tuple[Link, ...]:
    """The files of the places that are stated to be of `year`; none where the register holds none of it."""
    if not any(card.certified and card.year == year for card in catalogue.places.values()):
        return ()
    return download_links(_stem(catalogue.common.year(year)), PLAIN_FORMATS)


def region_links(catalogue: Catalogue, region: Region) -> tuple[Link, ...]:
    """The files of a province's places, designated or not; none for what lies below a province."""
    if region.level != "province":
        return ()
    return download_links(_stem(catalogue.addresses.counterpart(region.path, catalogue.common)), TABLE_FORMATS)


def _stem(page: str) -> str:
    return page.rstrip("/")


def beside(catalogue: Catalogue, villages: Table, terms: DownloadTerms) -> Iterator[Output]:
    """The files that `year_links` and `region_links` lead to: parts of the table of all places."""
    place = villages.place("year")
    years, provinces = defaultdict[int, Rows](list), defaultdict[str, Rows](list)
    for row in villages.rows:
        provinces[str(row[0])[:2]].append(row)
        if isinstance(year := row[place], int):
            years[year].append(row)
    for year, rows in sorted(years.items()):
        yield from _outputs(
            catalogue, replace(villages, rows=rows), terms, catalogue.addresses.year(year), PLAIN_FORMATS
        )
    for code, rows in provinces.items():
        path = catalogue.regions[code].path
        yield from _outputs(catalogue, replace(villages, rows=rows), terms, path, TABLE_FORMATS)


def _outputs(
    catalogue: Catalogue, table: Table, terms: DownloadTerms, page: str, formats: tuple[TableFormat, ...]
) -> Iterator[Output]:
    inputs = files(catalogue, (str(row[0]) for row in table.rows))
    for one in formats:
        yield Output(one.file(_stem(page)[1:]), Export(one, table, terms), inputs=inputs)
