"""The registry of record kinds, from which loading, names, translations, references and schemas are derived."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sitegen.models.calendar import CalendarEntry, Cancellation, PreviousDate
from sitegen.models.programme import (
    Choice,
    Criterion,
    DesignationState,
    EventKind,
    Grade,
    ItemList,
    ListItem,
    OwnField,
    Policy,
    Programme,
    ProgrammeYear,
    Unit,
)
from sitegen.models.records import (
    AccessibilityLimit,
    AccessibilityStatement,
    AccessibilityTrial,
    Correction,
    Indicator,
    Office,
    Outreach,
    RegionRecord,
    Source,
    Term,
    Translation,
    Village,
)
from sitegen.models.settings import MenuItem, Publisher, SectionSettings, Settings
from sitegen.models.site import Site


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: the file of its records, and how these are named."""

    name: str
    """Its name, which references (see Reference) and the names of its records begin with: `source`."""
    record: type[Any]
    file: str
    """The file that holds its records, relative to the site folder."""
    holder: type[Any] | None
    """The record, or the Site, that has its records in the field `part`; None for what a Site has in another form."""
    part: str
    key: str = ""
    """The field that identifies a record among those of its kind; empty where there is only one record."""
    numbered: bool = False
    """Whether its records are named by their position in the list instead, counted from 0."""
    bare: bool = False
    """Whether the key alone names a record, without the name of the kind before it."""
    divided: str = ""
    """Regular expression of further files that may hold its records; empty if there are none."""
    table: int = 0
    """Position of its table, which has its fields as columns, among those of the open data; 0 without such a table."""
    row_key: tuple[str, ...] = ()
    """The fields that identify a row of its table, if not `key` alone."""
    rare: bool = False
    """Whether its table is published only where it has rows."""

    @property
    def stem(self) -> str:
        """Return the name of its file without folder and suffix: `villages`."""
        return posixpath.basename(self.file).partition(".")[0]

    def holds(self, file: str) -> bool:
        """Whether records of this kind may stand in `file`."""
        return file == self.file or re.fullmatch(self.divided, file) is not None

    def names(self, records: Sequence[Any]) -> list[str]:
        """Return the name of each record in Site.origins and in translations: `source:<id>`, a code, `correction:<n>`.

        Of several records with one key, all but the first have a number as suffix: `policy:2021-03-25:2`.
        """
        if self.numbered:
            return [f"{self.name}:{number}" for number in range(len(records))]
        prefix = "" if self.bare else f"{self.name}:"
        names = [f"{prefix}{getattr(record, self.key)}" for record in records]
        return names if len(set(names)) == len(names) else list(_numbered(names))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield f"{name}:{seen[name]}" if seen[name] > 1 else name


SITE, PROGRAMME, ACCESSIBILITY = "data/site.yaml", "data/programme.yaml", "data/accessibility.yaml"
CALENDAR = "data/calendar.yaml"
_ALL = (
    RecordKind("site", Settings, SITE, Site, "config"),
    RecordKind("publisher", Publisher, SITE, Settings, "publisher"),
    RecordKind("menu", MenuItem, SITE, Settings, "menu", "path"),
    RecordKind("section", SectionSettings, SITE, Settings, "sections", "section"),
    RecordKind("programme", Programme, PROGRAMME, Site, "programme"),
    RecordKind("unit", Unit, PROGRAMME, Programme, "units", "id", table=2),
    RecordKind("year", ProgrammeYear, PROGRAMME, Programme, "years", "year"),
    RecordKind("criterion", Criterion, PROGRAMME, Programme, "criteria", "id"),
    RecordKind("protection", ListItem, PROGRAMME, Programme, "protections", "id"),
    RecordKind("list", ItemList, PROGRAMME, Programme, "lists", "id"),
    RecordKind("item", ListItem, PROGRAMME, ItemList, "items", "id"),
    RecordKind("policy", Policy, PROGRAMME, Programme, "policies", "date"),
    RecordKind("field", OwnField, PROGRAMME, Programme, "fields", "id"),
    RecordKind("choice", Choice, PROGRAMME, OwnField, "choices", "id"),
    RecordKind("state", DesignationState, PROGRAMME, Programme, "states", "id"),
    RecordKind("level", Grade, PROGRAMME, Programme, "levels", "id"),
    RecordKind("event-kind", EventKind, PROGRAMME, Programme, "event_kinds", "id"),
    RecordKind(
        "village", Village, "data/villages.yaml", Site, "villages", "code",
        bare=True, divided=r"data/villages/[^/]+\.yaml",
    ),
    RecordKind("region", RegionRecord, "data/regions.yaml", Site, "regions", "code", table=7, rare=True),
    RecordKind("outreach", Outreach, "data/outreach.yaml", Site, "outreach", "id", table=3),
    RecordKind("indicator", Indicator, "data/indicators.yaml", Site, "indicators", "id", table=1),
    RecordKind("office", Office, "data/offices.yaml", Site, "offices", "id", table=5),
    RecordKind("source", Source, "data/sources.yaml", Site, "sources", "id", table=4),
    RecordKind(
        "correction", Correction, "data/corrections.yaml", Site, "corrections", "what",
        numbered=True, table=6, row_key=("what", "field", "when"),
    ),
    RecordKind("calendar", CalendarEntry, CALENDAR, Site, "calendar", "id"),
    RecordKind("previous_date", PreviousDate, CALENDAR, CalendarEntry, "previous_dates", "date"),
    RecordKind("cancellation", Cancellation, CALENDAR, CalendarEntry, "cancellation"),
    RecordKind("term", Term, "data/glossary.yaml", Site, "terms", "id"),
    RecordKind("accessibility", AccessibilityStatement, ACCESSIBILITY, Site, "accessibility"),
    RecordKind("trial", AccessibilityTrial, ACCESSIBILITY, AccessibilityStatement, "trials", "what"),
    RecordKind("limit", AccessibilityLimit, ACCESSIBILITY, AccessibilityStatement, "limits", "id"),
    RecordKind(
        "translation", Translation, "data/translations.<language>.yaml", None, "translations", "what",
        divided=r"data/translations\.([a-z]{2,3})\.yaml",
    ),
)  # fmt: skip
KINDS = {kind.name: kind for kind in _ALL}
"""Every kind by name, in the order of schemas and of lists of untranslated texts."""


def kinds_in(holder: type[Any]) -> tuple[RecordKind, ...]:
    """Return the kinds whose records are fields of this type: the Site, or a record type."""
    return tuple(kind for kind in _ALL if kind.holder is holder)


def file_kinds() -> tuple[RecordKind, ...]:
    """Return the kinds that have their own files."""
    return tuple(kind for kind in _ALL if kind.holder in (Site, None))


def table_kinds() -> tuple[RecordKind, ...]:
    """Return the kinds with a table whose columns are the fields of the record, in the order of the tables."""
    return tuple(sorted((kind for kind in _ALL if kind.table), key=lambda kind: kind.table))


def kind_of(name: str) -> RecordKind:
    """Return the kind of a record by its name in Site.origins; a name without a known prefix is that of a village."""
    return KINDS.get(name.partition(":")[0], KINDS["village"])
