"""Figure: a number of the site as a record, with all that it must not be shown without."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.figures.quantity import FigureKind, Quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the site, as a record."""

    id: str
    """`reported-2018`, `reported-2018-15` (a province), `target-2018`, `projected-2019`, `counted`, `counted-2018`,
    `counted-15`, `indicator-<id>`, `indicator-<id>-target`, `sum-2017-2018`."""
    kind: FigureKind
    """What sort of statement it is."""
    quantity: Quantity | None
    """The number with its unit; None where it is not known, which is never 0."""
    unit: str
    """What is counted, whether it is known or not: `villages`, or the id of a unit."""
    about: str
    """The record that it stands in, by the names of Site.origins: `year:2018`, `indicator:<id>`; `register` for a
    count of the register."""
    scope: str = ""
    """The code of the region that it is of; empty for the whole programme or register, and for indicators."""
    year: int | None = None
    """The year that it is of; None for what is of no one year."""
    name: str = ""
    """What an indicator measures, and where; empty for the programme's own figures, which their kind names."""
    territory: str = ""
    """The territory or group that an indicator is of, in words; empty for the programme's own figures."""
    definition: str = ""
    """Who or what is counted; empty for the programme's own figures, whose kind says it."""
    as_of: str = ""
    """The date that it speaks of, as EDTF; empty where no source tells one."""
    known: str = ""
    """Since when it is known: the date of its earliest source, as EDTF; empty for a count, which is as of the build."""
    status: str = ""
    """`preliminary` or `final`; empty where its source does not say."""
    rounded: bool = False
    """Whether its source rounded it."""
    note: str = ""
    """What a reader must know to read it rightly."""
    sources: tuple[str, ...] = ()
    """Whose figure it is, by id; none for a count of the register."""
    parts: tuple[str, ...] = ()
    """The ids of the figures that it is our sum of; empty for a figure that somebody states."""


def is_figure(name: str) -> bool:
    """Whether a name of the ledger is that of a figure, and not of a village (a code) or an event (`outreach:<id>`)."""
    return not (name[:1].isdigit() or name.startswith("outreach:"))
