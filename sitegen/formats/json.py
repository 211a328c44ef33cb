"""JSON: an object with the terms, then the rows under the name of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.dataset import Cell, Table
from sitegen.formats.format import DownloadTerms, TableFormat

encode = msgspec.json.Encoder(decimal_format="number").encode


def write_json(table: Table, terms: DownloadTerms) -> bytes:
    """Write a table as one JSON object."""
    return json_document({}, terms, table.name, map(encode, named_rows(table)))


def named_rows(table: Table) -> Iterator[dict[str, Cell]]:
    """Yield each row as a mapping by column name."""
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows)


def json_document(first: dict[str, str], terms: DownloadTerms, name: str, rows: Iterable[bytes]) -> bytes:
    """Write a JSON object of `first`, the terms, and the encoded rows under `name`, one per line."""
    head = encode({
        **first,
        "notice": terms.notice,
        "licence": {"name": terms.licence, "url": terms.licence_url} if terms.licence else None,
        "source": {"publisher": terms.publisher, "url": terms.url},
    })  # fmt: skip
    return b"".join([head[:-1], b',"', name.encode(), b'":[\n', b",\n".join(rows), b"\n]}\n"])


JSON = TableFormat("json", "JSON", "application/json", write_json)
