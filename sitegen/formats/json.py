"""JSON: the terms first, then the rows under the table's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.dataset import Cell, Table
from sitegen.formats.format import DownloadTerms, TableFormat

encode = msgspec.json.Encoder().encode


def write_json(table: Table, terms: DownloadTerms) -> bytes:
    """Write a table as one JSON object."""
    return json_document({}, terms, table.name, map(encode, named_rows(table)))


def named_rows(table: Table) -> Iterator[dict[str, Cell]]:
    """Each row as a mapping from the names of the columns."""
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows)


def json_document(first: dict[str, str], terms: DownloadTerms, name: str, rows: Iterable[bytes]) -> bytes:
    """A JSON object of `first`, the terms, and under `name` the encoded rows, one a line."""
    head = encode({
        **first,
        "notice": terms.notice,
        "licence": {"name": terms.licence, "url": terms.licence_url} if terms.licence else None,
        "source": {"publisher": terms.publisher, "url": terms.url},
    })  # fmt: skip
    return b"".join([head[:-1], b',"', name.encode(), b'":[\n', b",\n".join(rows), b"\n]}\n"])


JSON = TableFormat("json", "JSON", "application/json", write_json)
