"""Snapshots: the state of a site from its sources, a git revision, a release or a built folder."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from sitegen.build import plan_published_urls
from sitegen.build_context import BuildContext
from sitegen.dataset import Cell, Dataset, Table, empty_tables, tables_of
from sitegen.dataset.release import RELEASES_FOLDER, check_rows, replay_releases, tables_from
from sitegen.digest import hex_digest
from sitegen.formats import JSON
from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey
from sitegen.models import Site
from sitegen.urls import Routes, file_url, is_permalink

FIGURES = "figures"
"""The table of figures, whose changes are reported as FigureChange."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of a site. What is unknown is None, and is not compared."""

    name: str
    """The revision, date or folder; empty for the working tree."""
    tables: Dataset
    geography: Geography
    """Names the columns of regions in the table of villages."""
    routes: frozenset[str] | None = None
    """Permalinks; a release has none."""
    news: Mapping[str, str] | None = None
    """Titles of public announcements by URL; empty titles where they are unknown."""
    home: Mapping[str, int | Decimal | None] | None = None
    """The figures on the home page by id; the value is None for one shown as unknown."""
    files: Mapping[str, str] | None = None
    """Digests of published files by path; only of a built folder."""


def take_site_snapshot(site: Site, name: str, context: BuildContext, routes: Routes) -> Snapshot:
    """Take the snapshot of sources, as a build with `context` publishes them."""
    urls = plan_published_urls(site, context, routes)
    return Snapshot(
        name=name,
        tables=tables_of(site),
        geography=site.geography,
        routes=urls.routes,
        news=urls.news,
        home={card.id: card.quantity.number if card.quantity else None for card in urls.home},
    )


def has_release(root: Path, name: str) -> bool:
    """Whether the site in `root` has a release of this day."""
    return (
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name) is not None
        and (root / RELEASES_FOLDER / f"{name}.jsonl").is_file()
    )


def take_release_snapshot(root: Path, name: str, geography: Geography, own: tuple[OwnKey, ...] = ()) -> Snapshot:
    """Take the snapshot of a release; `own` are the site's keys of villages. Raises DamagedRelease or OSError."""
    schemas = empty_tables(geography, own)
    files = sorted(file for file in (root / RELEASES_FOLDER).glob("*.jsonl") if file.stem <= name)
    state = replay_releases(file.read_bytes() for file in files)
    check_rows(state, schemas)
    tables = tables_from(state, schemas)
    # A table that no longer exists has no key to compare its rows by.
    return Snapshot(name, {table: tables[table] for table in schemas if table in tables}, geography)


_SUM = re.compile(r"sum-([0-9]{4})-([0-9]{4})")
"""The id of a sum of results, which is in no table; its parts are."""


_JSON = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_REQUIRED = {FIGURES: frozenset({"kind", "value", "unit", "scope", "year", "name"})}
"""Columns that are needed to describe changes."""


class NotABuiltSite(ValueError):
    """The folder has no home page, or has an unknown table."""


def is_published(folder: Path) -> bool:
    """Whether a folder looks like a built site: it has a home page and the table of villages."""
    return (folder / "index.html").is_file() and (_find_data(folder) / JSON.file("villages")).is_file()


def _find_data(folder: Path) -> Path:
    """Return the folder of the open data in a built folder, by whatever word it is called there."""
    return next(iter(sorted(path.parent for path in folder.glob("*/datapackage.json"))), folder / "data")


def take_folder_snapshot(
    folder: Path, name: str, languages: dict[str, Routes], geography: Geography, own: tuple[OwnKey, ...] = ()
) -> Snapshot:
    """Take the snapshot of a built folder; `languages` has the routes of each language that it may be in, and `own`
    are the site's keys of villages.

    Raises NotABuiltSite, or OSError for what cannot be read.
    """
    files = {path: hex_digest((folder / path).read_bytes()) for path in _list_files(folder)}
    words = max(
        (one.words for one in languages.values()),
        key=lambda words: sum(path.startswith(f"{words['news']}/") for path in files),
    )
    tables = _load_tables(_find_data(folder), geography, own)
    announcement = re.compile(rf"/{words['news']}/[0-9]{{4}}/[^/]+/")
    routes = frozenset(file_url(path) for path in files if is_permalink(path))
    return Snapshot(
        name=name,
        tables=tables,
        geography=geography,
        routes=routes,
        news={path: "" for path in routes if announcement.fullmatch(path)},
        home=_parse_home((folder / "index.html").read_text(encoding="utf-8", errors="replace"), tables),
        files=files,
    )


def _list_files(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        base = Path(here).relative_to(folder).as_posix()
        yield from (name if base == "." else f"{base}/{name}" for name in sorted(names))


def _load_tables(folder: Path, geography: Geography, own: tuple[OwnKey, ...]) -> Dataset:
    """Load every table that exists, with the columns that it was published with."""
    tables: dict[str, Table] = {}
    for name, schema in empty_tables(geography, own).items():
        file = folder / JSON.file(name)
        if not file.is_file():
            continue
        try:
            rows = _JSON.decode(file.read_bytes())[name]
            if not isinstance(rows, list):
                raise ValueError(name)
            tables[name] = _parse_table(schema, rows)
        except (msgspec.MsgspecError, RecursionError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotABuiltSite(str(file)) from error
    return tables


def _parse_table(schema: Table, rows: list[dict[str, Any]]) -> Table:
    """Parse rows into the present table; columns of other versions are left out."""
    present = rows[0].keys() if rows else {column.name for column in schema.columns}
    columns = tuple(column for column in schema.columns if column.name in present)
    if not ({*schema.key} | _REQUIRED.get(schema.name, frozenset())) <= {column.name for column in columns}:
        raise ValueError(schema.name)
    names = [column.name for column in columns]
    cells = [tuple(_parse_cell(row.get(name)) for name in names) for row in rows]
    return replace(schema, columns=columns, rows=cells)


def _parse_cell(value: Any) -> Cell:
    if isinstance(value, list):
        return tuple(map(str, value))
    if value is None or isinstance(value, str | int | Decimal):
        return value
    raise ValueError(value)


def _parse_home(html: str, tables: Dataset) -> dict[str, int | Decimal | None] | None:
    """Return the figures on a home page, which links each by its id; None where the theme does not."""
    values = _figure_values(tables[FIGURES]) if FIGURES in tables else {}
    figures: dict[str, int | Decimal | None] = {}
    for id in re.findall(r">([a-z0-9.-]+)</a>", html):
        span = _SUM.fullmatch(id)
        if span:
            figures[id] = _sum_parts([values.get(f"reported-{year}") for year in range(int(span[1]), int(span[2]) + 1)])
        elif id in values:
            figures[id] = values[id]
    return figures or None


def _figure_values(figures: Table) -> dict[str, int | Decimal | None]:
    values = ((id, row["value"]) for id, row in figures.records().items())
    return {id: value if isinstance(value, int | Decimal) else None for id, value in values}


def _sum_parts(values: list[int | Decimal | None]) -> int | Decimal | None:
    """Return the sum; None where a part is unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


SOURCES = ("data", "content")
"""The folders of a state. Themes are the present ones, since an old one may lack messages that are used now."""
_FOLDERS = tuple((name,) for name in SOURCES)


class UnknownRevision(Exception):
    """git has no such revision of this site, or is not installed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def resolve(root: Path, name: str) -> str:
    """Return the tree of the site in `root` at the revision `name`. Raises UnknownRevision.

    A name that begins with `-` is refused, since git would take it for an option.
    """
    if not name or name.startswith("-") or not name.isprintable():
        raise UnknownRevision("")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    prefix = _git(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    return _git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}:{prefix}").decode().strip()


def extract(root: Path, tree: str, target: Path, folders: Sequence[str] = SOURCES) -> None:
    """Write the `folders` of the site in `tree` below `target`. Raises UnknownRevision."""
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    listed = _git(top, "ls-tree", "-z", "--name-only", tree).decode(errors="surrogateescape").split("\0")
    present = [name for name in folders if name in listed]
    if not present:
        raise UnknownRevision("data/")
    unpack(_git(top, "archive", "--format=tar", tree, "--", *present), target)


def unpack(archive: bytes, target: Path) -> None:
    """Write the regular files of a tar below `target`; links, devices and paths outside of it are skipped."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as opened:
        for member in opened:
            path = PurePosixPath(member.name)
            if not member.isreg() or path.is_absolute() or ".." in path.parts or path.parts[:1] not in _FOLDERS:
                continue
            data = opened.extractfile(member)
            if data is not None:
                file = target / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data.read())


def _git(folder: Path, *arguments: str) -> bytes:
    """Run git without a shell and return its output. Raises UnknownRevision with the first line of its error."""
    try:
        result = subprocess.run(
            ["git", "-C", str(folder), *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise UnknownRevision(str(error)) from error
    if result.returncode:
        lines = result.stderr.decode(errors="replace").strip().splitlines()
        raise UnknownRevision(lines[0] if lines else "")
    return result.stdout
