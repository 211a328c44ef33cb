"""Write Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table; line breaks in cells become spaces, and bars are escaped, as required even within code."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', BAR) for cell in line)} |" for line in lines)


BAR = "\\|"
