"""A Markdown table."""

from __future__ import annotations

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table with these columns; a cell is one line, and a bar in it is escaped, as tables demand even of code."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', BAR) for cell in line)} |" for line in lines)


BAR = "\\|"
