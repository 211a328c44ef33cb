"""Translations of records, data/translations.<language>.yaml: what their texts say in a further language."""

from __future__ import annotations

from sitegen.record import record
from sitegen.scalars import Line, Text


@record
class Translation:
    """The texts of one record in another language; what has none here stays in the site's first language."""

    what: Line
    """Which record: `site`, `publisher`, `menu:/desa/`, `programme`, `year:2018`, `indicator:<id>`, a code, …"""
    name: Line | None = None
    """Its `name`."""
    title: Line | None = None
    """Its `title`."""
    description: Text | None = None
    """Its `description`."""
    notice: Line | None = None
    """The site's `notice`."""
    summary: Text | None = None
    """Its `summary`."""
    definition: Text | None = None
    """The `definition` of a unit."""
    scope: Line | None = None
    """The `scope` of an indicator."""
    stated_by: Line | None = None
    """Who states an indicator."""
    audience: Line | None = None
    """Whom an outreach event was for."""
    publisher: Line | None = None
    """How the `publisher` of a source is called, where that is no name."""
    why: Text | None = None
    """The `why` of an entry of data/corrections.yaml."""
    term: Line | None = None
    """A term of the glossary, as texts of that language have it."""
    forms: tuple[Line, ...] = ()
    """Its other spellings and abbreviations in that language."""
    meaning: Text | None = None
    """What the term means."""
    note: Text | None = None
    """Its `note`."""
