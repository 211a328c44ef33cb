"""Values of one figure on which sources disagree: the one that is shown, and the others with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.record import nested_fields, record
from sitegen.scalars import Number, SourceId, Text


@record
class OtherValue:
    """Another value that sources state for the same figure. It is shown beside it, and never added or averaged."""

    value: Number
    """The value, in digits with a point for decimals."""
    sources: tuple[SourceId, ...]
    """Who states it; at least one, which states no other value of this figure."""
    note: Text | None = None
    """What a reader must know of it: that it is preliminary, or counts something more."""


@record
class Disagreement:
    """Other values of a figure, and why it is shown with the value that it has."""

    because: Text
    """Why the value of the record is shown and not one of these, in a sentence that readers see."""
    others: tuple[OtherValue, ...]
    """The other values, each once with all its sources."""


def disagreements_of(record: Any) -> Iterator[Disagreement]:
    """Yield the disagreements on the figures of a record; not those of the records within it."""
    for name, part in nested_fields(type(record)).items():
        if part is Disagreement and (found := getattr(record, name)):
            yield found
