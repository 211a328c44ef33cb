"""The type of a figure: a number with everything that must be shown with it."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.figures.quantity import CountRange, FigureKind, Quantity


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value that sources state for a figure that is shown with another one."""

    quantity: Quantity
    """The value with the unit of the figure."""
    sources: tuple[str, ...]
    """The ids of the sources that state it."""
    known: str
    """Since when it is known: the date of its earliest source (EDTF)."""
    note: str = ""
    """What a reader must know of it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the site, stated by a source, counted in the register or summed here."""

    id: str
    """`reported-2018`, `reported-2018-15` (a region), `target-2018`, `projected-2019`, `counted`, `counted-2018`,
    `counted-15`, `indicator-<id>` and `indicator-<id>-target`, in a series of more than one `indicator-<id>:<date>` and
    `indicator-<id>-target:<date>`; `sum-2017-2018`."""
    kind: FigureKind
    """The kind of statement: see FigureKind."""
    quantity: Quantity | None
    """The number with its unit; None where it is not known, which is not 0."""
    unit: str
    """What is counted, also where the number is not known: `villages`, or the id of a unit."""
    about: str
    """The record that states it, by its name in Site.origins: `year:2018`, `indicator:<id>`; `register` for a count
    of the register."""
    scope: str = ""
    """The code of its region; empty for the whole programme or register, and for indicators."""
    year: int | None = None
    """Its year; None for a figure that is not of a single year."""
    name: str = ""
    """What an indicator measures, and where; empty for the programme's own figures."""
    territory: str = ""
    """The territory or group of an indicator, in words; empty for the programme's own figures."""
    definition: str = ""
    """Who or what an indicator counts; empty for the programme's own figures."""
    as_of: str = ""
    """The date that the number is valid for (EDTF); empty where no source states one."""
    over_period: bool = False
    """Whether `as_of` is the period over which it was counted, and not a date on which it was so."""
    known: str = ""
    """Since when it is known: the date of its earliest source (EDTF); empty for a count of the register."""
    status: str = ""
    """`preliminary` or `final`; empty where its source does not say."""
    rounded: bool = False
    """Whether its source rounded it."""
    note: str = ""
    """What a reader must know to interpret it."""
    sources: tuple[str, ...] = ()
    """The ids of the sources that state it; none for a count of the register."""
    parts: tuple[str, ...] = ()
    """The ids of the figures that it sums; empty for a stated figure."""
    others: tuple[StatedValue, ...] = ()
    """Values that other sources state for it, which are never added or averaged; none where no source disagrees."""
    because: str = ""
    """Why it is shown with its value and not with one of `others`; empty where nobody says so, as of an earlier day."""
    range: CountRange | None = None
    """Of a count of a year, its limits, where places of which no source states the year may be of it; None for an
    exact number."""


def is_figure(name: str) -> bool:
    """Whether `what` of a correction names a figure, and not a village (a code) or an event (`outreach:<id>`)."""
    return not (name[:1].isdigit() or name.startswith("outreach:"))
