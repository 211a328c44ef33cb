"""Write and read releases: the dataset frozen in files, each of which is the difference to the release before it.

A file is JSON Lines: a header, then one line per row that was added, removed or changed, by table and key. Unchanged
cells are not repeated: `["villages", "35.05.15.2004", {"certified": "2018-07-05", "note": null}]` sets one cell and
empties another; null instead of the cells removes the row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any

import msgspec

from sitegen.dataset.code_changes import changed_codes, present_keys
from sitegen.dataset.compare import compare_rows
from sitegen.dataset.table import Cell, Column, ColumnType, Dataset, Table

FORMAT = 1
"""The version of the format that is written; older versions can be read, newer ones cannot."""
ReleaseRow = dict[str, Any]
"""The cells of a row by column, without empty cells, as JSON values."""
ReleaseState = dict[str, dict[str, ReleaseRow]]
"""The rows of each table by key: see Table.keyed."""

RELEASES_FOLDER = "data/releases/"
"""The folder of releases in the site folder; each file is named by its day."""


_encode = msgspec.json.Encoder(order="sorted", decimal_format="number").encode
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Line = tuple[str, str, dict[str, Any] | None]
"""A line of a file; see _is_cell."""


class ReleaseHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=False, kw_only=True):
    """The first line of a release."""

    release: str
    """The day by which everything in it was known: its name."""
    format: int = FORMAT
    """The version of the format."""
    frozen: str
    """The day on which it was created."""
    previous: str | None = None
    """The release that it is the difference to; None for the first."""
    digest: str
    """SHA-256 of the whole state that it freezes, as hexadecimal digits."""
    counts: dict[str, _Count]
    """How many rows each table has."""
    changes: dict[str, tuple[_Count, _Count, _Count]] = {}
    """Per changed table, the number of rows added, changed and removed since the release before."""


class DamagedRelease(ValueError):
    """A file that is not a valid release, or does not match its digest."""


def state_of(tables: Dataset) -> ReleaseState:
    """Return the state of a dataset that a release freezes: all but derived columns; figures are frozen in full."""
    return {name: dict(_rows(table)) for name, table in tables.items()}


def frozen_columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table that a release holds."""
    return tuple(column for column in table.columns if not column.derived or table.name == "figures")


def _rows(table: Table) -> Iterator[tuple[str, ReleaseRow]]:
    names = {column.name for column in frozen_columns(table)}
    columns = [(index, column.name) for index, column in enumerate(table.columns) if column.name in names]
    for key, row in table.keyed().items():
        yield key, {name: _json_value(row[index]) for index, name in columns if row[index] not in (None, ())}


def _json_value(cell: Cell) -> Any:
    """Convert a cell to the value that JSON decodes."""
    return list(cell) if isinstance(cell, tuple) else cell


def state_digest(state: ReleaseState) -> str:
    """Return the digest of a state, independent of order and of empty tables."""
    return _digest(state, _encode)


def _digest(state: ReleaseState, encode: Callable[[tuple[str, str, ReleaseRow]], bytes]) -> str:
    digest = sha256()
    for name, rows in sorted(state.items()):
        for key in sorted(rows):
            digest.update(encode((name, key, rows[key])))
    return digest.hexdigest()


def _encode_with_floats(row: tuple[str, str, ReleaseRow]) -> bytes:
    """Encode a row as versions did that knew no decimals but floats: 0.00001 as `1e-5`."""
    name, key, cells = row
    return _encode((name, key, {one: float(cell) if type(cell) is Decimal else cell for one, cell in cells.items()}))


def encode_release(
    before: ReleaseState, after: ReleaseState, *, release: str, frozen: str, previous: str | None
) -> bytes:
    """Write the file of a release with the state `after`, as its difference to that of the release before."""
    lines, changes = list[bytes](), dict[str, Counter[str]]()
    codes = changed_codes(after.get("villages", {}))
    for name in sorted({*before, *after}):
        old, new = before.get(name, {}), after.get(name, {})
        keys = present_keys(old, codes).items() if codes else ()
        if moved := sum(key != present and key not in new and present in new for key, present in keys):
            # One record, which has another code since, and not one that is gone and one that is new.
            changes[name] = Counter(changed=moved, added=-moved, removed=-moved)
        for change in compare_rows(old, new, same=lambda a, b: _encode(a) == _encode(b)):  # 43, 43.0 differ
            changes.setdefault(name, Counter())[change.kind] += 1
            cells = None if change.kind == "removed" else {cell.field: cell.now for cell in change.fields}
            lines.append(_encode((name, change.key, cells)))
    header = ReleaseHeader(
        release=release,
        frozen=frozen,
        previous=previous,
        digest=state_digest(after),
        counts={name: len(rows) for name, rows in after.items()},
        changes={name: (count["added"], count["changed"], count["removed"]) for name, count in changes.items()},
    )
    return b"\n".join([msgspec.json.encode(header), *lines]) + b"\n"


def read_header(line: bytes) -> ReleaseHeader:
    """Parse the first line of a file. Raises DamagedRelease for an invalid line, or an unsupported version."""
    try:
        header = msgspec.json.decode(line, type=ReleaseHeader)
        date.fromisoformat(header.frozen)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DamagedRelease(str(error)) from error
    if not 1 <= header.format <= FORMAT:
        raise DamagedRelease(f"format {header.format}")
    return header


_LINES = msgspec.json.Decoder(_Line, float_hook=Decimal)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
"""The name of a table or column; files are named after tables."""


def apply_release(state: ReleaseState, data: bytes, *, last: bool = True) -> ReleaseHeader:
    """Apply the file of a release to the state of the release before it, in place; return the header of the file.

    Raises DamagedRelease if the file is invalid or, with `last`, if the result does not match its digest. Earlier
    releases of a chain need no check, since the digest of the last one covers them.
    """
    first, _, rest = data.partition(b"\n")
    header = read_header(first)
    for name in header.counts:
        state.setdefault(name, {})
    names = set(header.counts)
    try:
        for name, key, cells in _LINES.decode_lines(rest):
            _apply_change(state.setdefault(name, {}), key, cells)
            names.update((name, *(cells or ())))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError) as error:
        raise DamagedRelease(str(error)) from error
    if not all(map(_NAME.fullmatch, names)):
        raise DamagedRelease("names")
    if last and header.digest != state_digest(state) and header.digest != _digest(state, _encode_with_floats):
        raise DamagedRelease("digest")
    return header


def _apply_change(rows: dict[str, ReleaseRow], key: str, cells: ReleaseRow | None) -> None:
    if cells is None:
        del rows[key]
        return
    row = rows.setdefault(key, {})
    for name, cell in cells.items():
        if not _is_cell(cell):
            raise DamagedRelease(f"{key} {name}")
        if cell is None:
            row.pop(name, None)
        else:
            row[name] = cell


def _is_cell(cell: Any) -> bool:
    """Whether a decoded value can be a cell; the bounds of integers are those that can be encoded again."""
    if isinstance(cell, list):
        return all(isinstance(one, str) for one in cell)
    if isinstance(cell, Decimal):
        return cell.is_finite() and -18 <= cell.adjusted() <= 18
    return cell is None or isinstance(cell, str | bool) or (isinstance(cell, int) and -(2**63) <= cell < 2**63)


def replay_releases(files: Iterable[bytes]) -> ReleaseState:
    """Return the state after all these files, in order. Raises DamagedRelease."""
    state: ReleaseState = {}
    chain = list(files)
    for number, data in enumerate(chain, 1):
        apply_release(state, data, last=number == len(chain))
    return state


def check_rows(state: ReleaseState, current: Dataset) -> None:
    """Raise DamagedRelease for a row that does not match its key, or a cell that is not of its column's type.

    Possible only in a file that was edited by hand with its digest recomputed.
    """
    for name, table in current.items():
        kinds = {column.name: _CELLS[column.type] for column in table.columns}
        for key, row in state.get(name, {}).items():
            if key != "#".join(str(row.get(part)) for part in table.key):
                raise DamagedRelease(f"{name} {key}")
            if any(column in kinds and type(cell) not in kinds[column] for column, cell in row.items()):
                raise DamagedRelease(f"{name} {key}")


def tables_from(state: ReleaseState, current: Dataset) -> Dataset:
    """Return the tables of a state, with the columns of today and those of then; rows sorted by key."""
    return {name: _table(name, rows, current.get(name)) for name, rows in state.items()}


def _table(name: str, rows: dict[str, ReleaseRow], current: Table | None) -> Table:
    columns = list(frozen_columns(current)) if current else []
    names = {column.name for column in columns}
    others = dict.fromkeys(column for row in rows.values() for column in row if column not in names)
    columns += [Column(one, _type_of([row[one] for row in rows.values() if one in row])) for one in others]
    cells = [tuple(_cell(rows[key].get(column.name)) for column in columns) for key in sorted(rows)]
    table = current or Table(name, (), (), [])
    return replace(table, columns=tuple(columns), rows=cells)


def _cell(value: Any) -> Cell:
    return tuple(value) if isinstance(value, list) else value


def _type_of(cells: Sequence[Any]) -> ColumnType:
    """Infer the type of a column that no longer exists from its cells."""
    for column_type, kinds in _KINDS:
        if all(type(cell) in kinds for cell in cells):
            return column_type
    return "string"


_KINDS: tuple[tuple[ColumnType, tuple[type, ...]], ...] = (
    ("texts", (list,)),
    ("boolean", (bool,)),
    ("integer", (int,)),
    ("number", (int, Decimal)),
)
"""Column types by the Python types of cells, narrowest first."""
_CELLS: dict[ColumnType, tuple[type, ...]] = {**dict(_KINDS), "ids": (list,), "string": (str,)}
"""The Python types of the cells of a column, by column type."""
