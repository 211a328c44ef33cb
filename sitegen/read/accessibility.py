"""What must hold of data/accessibility.yaml by itself: nothing is named in it twice."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model import Accessibility
from sitegen.model.kinds import ACCESSIBILITY
from sitegen.read.reading import Reading


def check_accessibility(reading: Reading, statement: Accessibility) -> None:
    """Report each limit, and each trial, that an earlier one has the name of."""
    _check_names(reading, "limits", "id", [one.id for one in statement.limits])
    _check_names(reading, "trials", "what", [one.what for one in statement.trials])


def _check_names(reading: Reading, part: str, key: str, names: Sequence[str | None]) -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name is not None and first.setdefault(name, index) != index:
            line = reading.span(ACCESSIBILITY, part, first[name], key).line
            reading.report.error("repeated-id", reading.span(ACCESSIBILITY, part, index, key), id=name, line=line)
