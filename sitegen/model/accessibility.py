"""The accessibility statement, data/accessibility.yaml: what was tried on the pages, with what, and what is not met."""

from __future__ import annotations

from sitegen.record import Translated, record
from sitegen.scalars import Count, Edtf, Identifier, Line, Scheme, Text, TrialKind, Untried


@record
class Tool:
    """A program by which the pages were judged."""

    name: Line
    """Its name."""
    version: Line
    """Its version."""


@record
class Trial:
    """One way in which the pages were tried."""

    what: TrialKind
    """What was tried."""
    faults: Count
    """How many faults were found."""


@record
class Limit:
    """A barrier that is known and stands."""

    id: Identifier
    """Its name, unique in the file."""
    description: Translated[Text]
    """Who meets it, and where, and what stands in its place."""


@record
class Accessibility:
    """What was tried and found on one day. The tests write it, but for the limits, which people write."""

    date: Edtf
    """The day."""
    templates: tuple[Line, ...]
    """The templates of which a page was looked at."""
    widths: tuple[Count, ...]
    """The widths of screen that were tried, in CSS pixels."""
    schemes: tuple[Scheme, ...]
    """The colour schemes that were tried."""
    tools: tuple[Tool, ...]
    """The programs that judged the pages."""
    trials: tuple[Trial, ...]
    """What was tried, and with what result."""
    untried: tuple[Untried, ...] = ()
    """What was not tried."""
    limits: tuple[Limit, ...] = ()
    """The barriers that are known."""
