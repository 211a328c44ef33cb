"""Open data: tables with their files, descriptions and citation, and downloads of other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sitegen.content import TableFile
from sitegen.dataset import Cell, Column, ColumnType, Dataset, Table, table_of, tables_without_rows
from sitegen.dataset.csv_text import NOTICE_COLUMN
from sitegen.formats import PLAIN_FORMATS, TABLE_FORMATS, DataFormat, DownloadTerms, TableFormat, formats_of
from sitegen.formats.data_package import PackageInfo, TableDescription
from sitegen.models.kinds import table_kinds
from sitegen.models.series import series_of
from sitegen.output import Link, Output
from sitegen.sections import hidden_records
from sitegen.views.reads import Tracked
from sitegen.views.site_index import Region, SiteIndex

_URL_COLUMN = Column("url", "string", {"format": "uri"}, required=True, derived=True)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download."""

    name: str
    """Its name, such as `villages.csv`."""
    path: str
    """URL."""
    media_type: str
    meaning: str
    """Description in a few words."""


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """A column of a table."""

    name: str
    """Its name in the files."""
    type: ColumnType
    """Type of its cells."""
    meaning: str
    """Description."""


@dataclass(frozen=True, slots=True)
class TableOffer:
    """A table with its downloads."""

    name: str
    """Its name, such as `villages`."""
    title: str
    meaning: str
    """Description, in a sentence or two."""
    rows: int
    files: tuple[Download, ...]
    """Its files, one per format."""
    columns: tuple[ColumnDescription, ...]
    """Its columns, in order."""


def published_tables(index: SiteIndex) -> Tracked[Table]:
    """Return every table that is published; villages and years have a column with the URL of their pages."""
    tables, names = dict[str, Table](), dict[str, tuple[str, ...]]()
    empty = {*hidden_records(index.untracked.config)}
    empty |= {kind.part for kind in table_kinds() if kind.rare and not getattr(index.untracked, kind.part)}
    series = [series_of(one) for one in index.untracked.indicators]
    empty |= {name for name in ("observations", "targets", "breaks") if not any(getattr(one, name) for one in series)}
    empty |= set() if index.untracked.disagreements else {"disagreements"}
    for name in (name for name in tables_without_rows(index.site) if name not in empty):
        with index.reads.scope() as read:
            tables[name] = _table_with_urls(index, table_of(index.site, name))
        names[name] = tuple(read)
    return Tracked(index.reads, tables, names.__getitem__, lambda: chain.from_iterable(names.values()))


def _table_with_urls(index: SiteIndex, table: Table) -> Table:
    if table.name == "villages":
        paths = {code: card.path for code, card in index.places.items()}
        return _with_urls(index, table, lambda row: paths[str(row[0])])
    if table.name == "years":
        return _with_urls(index, table, lambda row: index.routes.year(int(str(row[0]))))
    return table


def _with_urls(index: SiteIndex, table: Table, path: Callable[[tuple[Cell, ...]], str]) -> Table:
    rows = [(*row, index.base_url + path(row)) for row in table.rows]
    return replace(table, columns=(*table.columns, _URL_COLUMN), rows=rows)


def download_terms(index: SiteIndex) -> DownloadTerms:
    """Return the notice, licence and publisher that every download contains."""
    config = index.site.config
    licence = config.licence
    return DownloadTerms(
        notice=config.notice or "",
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
        publisher=config.publisher.name,
        url=index.base_url + index.routes.home(),
    )


def describe_table(index: SiteIndex, table: Table) -> TableOffer:
    """Return a table as the data page shows it."""
    folder, messages = index.common.root("data"), index.messages
    files = (download(folder, one.file(table.name), one, _format_description(index, one)) for one in formats_of(table))
    return TableOffer(
        name=table.name,
        title=messages[f"data_{table.name}"],
        meaning=messages[f"data_{table.name}_meaning"],
        rows=len(table.rows),
        files=tuple(files),
        columns=tuple(
            ColumnDescription(column.name, column.type, messages[f"column_{table.name}_{column.name}"])
            for column in table.columns
        ),
    )


def download(folder: str, name: str, format: DataFormat, meaning: str) -> Download:
    """Return the download of the file `name` in the folder at the URL `folder`."""
    return Download(name, folder + name, format.media_type, meaning)


def _format_description(index: SiteIndex, format: TableFormat) -> str:
    """Return the description of a format."""
    if format.needs_point:
        return index.t("data_format_points", format=format.label)
    if format.encoding:
        return index.t("data_format_text", format=format.label, encoding=format.encoding)
    return format.label


def download_links(stem: str, formats: Iterable[DataFormat]) -> tuple[Link, ...]:
    """Return a link per format: `/data/years` gives CSV at `/data/years.csv`, and so on."""
    return tuple(Link(one.label, one.file(stem)) for one in formats)


def package_info(index: SiteIndex) -> PackageInfo:
    """Return the metadata of a Data Package of the site's tables."""
    config, section = index.site.config, index.section("data")
    publisher, terms = config.publisher, download_terms(index)
    return PackageInfo(
        name="data",
        title=f"{config.title}: {section.text}",
        description=" ".join(part for part in (index.messages["data_description"], config.notice) if part),
        homepage=index.base_url + section.path,
        publisher=publisher.name,
        publisher_url=publisher.url or "",
        email=publisher.email or "",
        licence=terms.licence,
        licence_url=terms.licence_url,
    )


def table_descriptions(index: SiteIndex, tables: Dataset) -> dict[str, TableDescription]:
    """Return the descriptions of tables and columns, by table name."""
    notice = {NOTICE_COLUMN: index.messages["column_notice"]}
    offers = (describe_table(index, table) for table in tables.values())
    return {
        one.name: TableDescription(
            one.title, one.meaning, {column.name: column.meaning for column in one.columns} | notice
        )
        for one in offers
    }


def citation(index: SiteIndex) -> str:
    """Return the citation of the data."""
    config = index.site.config
    page = index.base_url + index.routes.root("data")
    return index.t("data_citation", publisher=config.publisher.name, title=config.title, address=page)


Rows = list[tuple[Cell, ...]]


def year_download_links(index: SiteIndex, year: int) -> tuple[Link, ...]:
    """Return the download links of a year's places; none if the register has none."""
    if not any(year in card.years for card in index.places.values()):
        return ()
    return download_links(_without_slash(index.common.year(year)), PLAIN_FORMATS)


def region_download_links(index: SiteIndex, region: Region) -> tuple[Link, ...]:
    """Return the download links of the places of a region of the highest level; none for other regions."""
    if region.level != index.site.geography.top.id:
        return ()
    return download_links(_without_slash(index.routes.alternate_url(region.path, index.common)), TABLE_FORMATS)


def _without_slash(page: str) -> str:
    return page.rstrip("/")


def page_downloads(index: SiteIndex, villages: Table, terms: DownloadTerms) -> Iterator[Output]:
    """Yield the downloads of years and of regions of the highest level: parts of the table of villages."""
    top = index.site.geography.top
    years, regions = defaultdict[int, Rows](list), defaultdict[str, Rows](list)
    for row in villages.rows:
        regions[top.region_code(str(row[0]))].append(row)
        for year in index.places.untracked[str(row[0])].years:
            years[year].append(row)
    for year, rows in sorted(years.items()):
        yield from _outputs(replace(villages, rows=rows), terms, index.routes.year(year), PLAIN_FORMATS)
    for code, rows in regions.items():
        path = index.regions[code].path
        yield from _outputs(replace(villages, rows=rows), terms, path, TABLE_FORMATS)


def _outputs(table: Table, terms: DownloadTerms, page: str, formats: tuple[TableFormat, ...]) -> Iterator[Output]:
    for one in formats:
        yield Output(one.file(_without_slash(page)[1:]), TableFile(one, table, terms))
