"""The programme itself, data/programme.yaml: its years, criteria, protections and policies."""

from __future__ import annotations

from typing import Annotated

from sitegen.geography import RegionCode
from sitegen.geography.binding import TopLevel
from sitegen.record import Translated, record
from sitegen.scalars import (
    Count,
    Edtf,
    FieldType,
    FigureStatus,
    Flag,
    Identifier,
    KeyName,
    Line,
    SourceId,
    Text,
    UnitId,
    Url,
    Year,
)


@record
class Unit:
    """What figures count. Figures of different units are never added or compared."""

    id: Identifier
    """Name by which indicators refer to it: `peserta-aktif`."""
    name: Translated[Line]
    """As written behind a number: `peserta aktif`, `%`."""
    definition: Translated[Text]
    """Who or what is counted, as far as the sources state it."""
    share: Flag = False
    """Whether it is a share of something: shares are never added, not even to each other."""
    negative: Flag = False
    """Whether values may be below zero, as those of growth or of a balance."""
    decimals: Count | None = None
    """How many decimals values may have; with 3 or more, `12.345` is twelve and a bit, and not twelve thousand."""


@record
class RegionYear:
    """What the programme reported for one region of the highest level in one year."""

    region: Annotated[RegionCode, TopLevel()]
    """Its code, the first digits of its villages' codes, in quotes: `"15"`."""
    name: Line
    """Its name, as village records have it."""
    reported: Count
    """Villages designated there in the year, as reported by the programme."""
    sources: tuple[SourceId, ...]
    """Who states it; at least one."""


@record
class ProgrammeYear:
    """What the programme set out to do and reported for one year. A target is never added to a result."""

    year: Year
    """The year."""
    target: Count | None = None
    """Villages to be designated in the year."""
    target_sources: tuple[SourceId, ...] = ()
    """Who states the target; required with it."""
    reported: Count | None = None
    """Villages designated in the year, as reported by the programme."""
    reported_sources: tuple[SourceId, ...] = ()
    """Who states the result; required with it."""
    reported_as_of: Edtf | None = None
    """The date that the result is valid for, where its source states one."""
    reported_status: FigureStatus | None = None
    """`preliminary` or `final`, where its source says which."""
    projected_total: Count | None = None
    """The total at the year's end that a source states, where it counts a target as done."""
    projected_sources: tuple[SourceId, ...] = ()
    """Who states the projection; required with it."""
    regions: Annotated[tuple[RegionYear, ...], TopLevel(plural=True)] = ()
    """The result by region of the highest level, where it is known."""
    note: Translated[Text] | None = None
    """What a reader must know to interpret the year's figures."""


@record
class Criterion:
    """Something that a village must do to be designated."""

    id: Identifier
    """Name by which village records refer to it."""
    name: Translated[Line]
    """The criterion in a few words."""
    description: Translated[Text]
    """What it means."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""


@record
class Protection:
    """One of the agency's protection programmes."""

    id: Identifier
    """Its abbreviation in small letters: `jkk`."""
    abbreviation: Line
    """Its abbreviation as shown: `JKK`."""
    name: Translated[Line]
    """Its full name."""
    description: Translated[Text]
    """What it protects against, in a sentence."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""


@record
class Policy:
    """A regulation or instruction that the programme rests on or relates to."""

    title: Translated[Line]
    """Its number and title."""
    date: Edtf
    """The date it was signed."""
    url: Url | None = None
    """Its address on the web, if known."""
    note: Translated[Text] | None = None
    """How it relates to the programme."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""


@record
class Choice:
    """A value that a field with choices may have."""

    id: Identifier
    """What village records and downloads have."""
    words: Translated[Line]
    """What readers see."""


@record
class OwnField:
    """A field that the programme adds to village records: `land_status: clear`."""

    id: KeyName
    """The key of village records, and the column of the open data."""
    type: FieldType
    """What its values are: `text` (a line), `number`, `date` (as exactly as is known), `choice` or `link`."""
    words: Translated[Line]
    """Its name as readers see it."""
    description: Translated[Line] | None = None
    """What it holds, for readers of the open data and for editors; without it, its name."""
    unit: UnitId | None = None
    """What a number counts, an id of `units`."""
    choices: tuple[Choice, ...] = ()
    """The values of a `choice`."""
    required: Flag = False
    """Whether every village record must have it."""
    ahead: Flag = False
    """Whether a date may lie ahead, such as the end of a contract."""
    show: Flag = True
    """Whether the page of a village shows it."""
    column: Flag = True
    """Whether it is a column of the open data. Only columns are in releases, and compared with them."""
    filter: Flag = False
    """Whether the register has a page for each choice, with the villages that have it."""


@record
class Programme:
    """The programme that the site reports."""

    name: Translated[Line]
    """Its name."""
    agency: Line
    """Who runs it."""
    began: Year
    """The year of its first designations."""
    summary: Translated[Text]
    """What it is, in two or three sentences."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""
    units: tuple[Unit, ...] = ()
    """What the indicators count."""
    years: tuple[ProgrammeYear, ...] = ()
    """Target and result, one record per year."""
    criteria: tuple[Criterion, ...] = ()
    """What a village must do, as far as the sources state it."""
    protections: tuple[Protection, ...] = ()
    """The agency's protection programmes."""
    policies: tuple[Policy, ...] = ()
    """Regulations that the sources name."""
    fields: tuple[OwnField, ...] = ()
    """What village records may hold besides the keys that every site has."""
