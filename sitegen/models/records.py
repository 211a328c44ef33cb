"""The records of data/: villages, outreach, offices, sources, indicators, terms, corrections, translations."""

from __future__ import annotations

from typing import Annotated

from sitegen.geography import AnyRegionCode, Code, Kind, PlaceOrRegionCode, Precision, VillageCode
from sitegen.geography.binding import OwnKeys, PerLevel, PlaceByDefault, TopLevel
from sitegen.models.content import Image
from sitegen.models.disagreement import Disagreement
from sitegen.record import Columns, Public, Translated, record
from sitegen.scalars import (
    CorrectionKind,
    Count,
    CriterionId,
    DueDate,
    Edtf,
    FigureStatus,
    Flag,
    Identifier,
    Latitude,
    Line,
    Longitude,
    Number,
    OfficeId,
    OfficeKind,
    ProgrammeWord,
    Scheme,
    Slug,
    SourceId,
    TargetKind,
    Telephone,
    Text,
    UnitId,
    Untried,
    Url,
)


@record
class Source:
    """Where a fact comes from: a publication or a document."""

    id: Identifier
    """Name by which records cite this source, such as `republika-2018-07-05`."""
    publisher: Translated[Line]
    """Who published it."""
    date: Edtf
    """When it was published, or when the event that it reports took place; as precise as is known."""
    title: Line | None = None
    """Its title, if known."""
    url: Url | None = None
    """Its address on the web, if known."""
    accessed: Edtf | None = None
    """The day on which somebody last read it at that address."""
    place: Line | None = None
    """The place in its dateline."""
    note: Translated[Text] | None = None
    """What a reader should know of it: how its date is known, whom it quotes."""


@record
class Office:
    """An office of the agency, as the sources name it."""

    id: Identifier
    """Name by which records refer to this office, such as `klaten`."""
    name: Translated[Line]
    """Its name as shown, such as `Kantor Cabang Klaten`."""
    kind: OfficeKind
    """`regional` (Kantor Wilayah, above) or `branch` (Kantor Cabang)."""
    region: Annotated[Line, TopLevel()] | None = None
    """The region of the highest level in which it is, or for which it is responsible, by name."""
    address: Text | None = None
    """Its postal address, in one line or several, as an envelope has it."""
    telephone: Annotated[Telephone, Public("phone")] | None = None
    """Its public telephone number, never a person's own: `(0361) 123456`, `+62 361 123456`, `175`; `/` between two."""
    hours: Translated[Text] | None = None
    """When it is open to visitors, in words: `Senin–Jumat 08.00–15.00`."""
    url: Url | None = None
    """Its page on the web."""
    sources: tuple[SourceId, ...] = ()
    """The sources that name it."""


@record
class Decree:
    """The decision by which a village was designated."""

    number: Line
    """Its number, as printed."""
    date: Edtf
    """The date it bears."""
    issuer: Line
    """Who issued it."""


@record
class Event:
    """Something that happened to a village's designation."""

    kind: ProgrammeWord
    """One of `event_kinds` in data/programme.yaml; where it lists none, `designated`, `inaugurated` (made public),
    `launched` (begun in the village), `renewed`, `lapsed`."""
    date: Edtf
    """When, as precise as is known."""
    level: ProgrammeWord | None = None
    """The level that it awarded, an `id` of `levels` in data/programme.yaml; only of a kind that awards one."""
    issuer: Line | None = None
    """Who did it: the office or official."""
    decree: Line | None = None
    """The number of its decree, as printed."""
    sources: tuple[SourceId, ...] = ()
    """Where this is known from, if not from the record's own sources."""


@record
class Location:
    """A point that stands for a place, with how precise it is. Never invented: leave it out when unknown."""

    lat: Latitude
    """Latitude in decimal degrees (WGS 84), south negative."""
    lon: Longitude
    """Longitude in decimal degrees (WGS 84), east positive."""
    precision: Annotated[Precision, PlaceByDefault()]
    """What the point is the centre of: the place, or its region of a lower level; `point`: one inside, no centre."""
    uncertainty_m: Count | None = None
    """Distance in metres from the point to the farthest edge of that territory."""


@record
class Population:
    """How many people live in a place, as somebody states it."""

    count: Count
    """The number of residents."""
    as_of: Edtf
    """The date that the number speaks of, as precise as is known."""
    source: SourceId
    """Who states it, an id of data/sources.yaml."""


@record
class PreviousCode:
    """A code that a place had before: codes change when regions are divided, or when a place changes its kind."""

    code: Code
    """The code that it had."""
    until: Edtf
    """The last day on which it had that code, as precise as is known."""
    decree: Line | None = None
    """The number of the decree that changed it, as printed."""


@record
class ListDifferences:
    """Why a record differs from the official list on purpose: a reason for each key that differs."""

    code: Line | None = None
    """Why the list does not have the code: `Newer than the list: regulation 3 of 2026`."""
    name: Line | None = None
    """Why the name is written otherwise."""
    regions: Annotated[tuple[Line, ...], PerLevel()] = ()
    """Why the name of its region at a level is written otherwise."""


@record
class Village:
    """A place in the sources, of any kind of the geography. It counts as designated only when it has `certified`."""

    code: Code
    """The official code, such as `35.05.15.2004`; of a place within another, `<the other's code>/<kind>-<slug>`."""
    name: Line
    """Its official name, without the word for its kind."""
    kind: Kind
    """One of the kinds of the geography, as the last block of the code tells."""
    called: Line | None = None
    """The local name of the kind, such as nagari or gampong."""
    previous_names: tuple[Line, ...] = ()
    """Names that it bore before, the latest first."""
    previous_codes: Annotated[tuple[PreviousCode, ...], Columns("previous_codes_")] = ()
    """Codes that it had before, the latest first: `{code: 14.71.08.1011, until: 2020-12-31, decree: 2/2020}`."""
    successors: tuple[VillageCode, ...] = ()
    """The villages that it became part of (one: merged) or was divided into (more), by code; it keeps its page."""
    regions: Annotated[tuple[Line, ...], PerLevel()]
    """The names of the regions it lies in, by level, the highest first; empty for a level that it has none of."""
    differs_from_list: ListDifferences | None = None
    """Why its code or a name differs from the official list on purpose: `{name: The charter writes it so}`."""
    certified: Edtf | None = None
    """When it was designated. Without it the place is in no count and in no register list."""
    level: ProgrammeWord | None = None
    """The level at which it was designated, an `id` of `levels` in data/programme.yaml."""
    decree: Annotated[Decree, Columns("decree_")] | None = None
    """The decision by which it was designated."""
    office: OfficeId | None = None
    """The office that the source names for it, an id of data/offices.yaml."""
    criteria: tuple[CriterionId, ...] = ()
    """The criteria that its source states for it, ids of data/programme.yaml."""
    location: Annotated[Location, Columns("")] | None = None
    """A point that stands for it."""
    population: Annotated[Population, Columns("population_")] | None = None
    """How many people live there, with the date and the source of that number."""
    image: Image | None = None
    """A photo of it, a file of content/media/."""
    events: tuple[Event, ...] = ()
    """What happened to its designation, earliest first."""
    own: Annotated[tuple[tuple[str, str], ...], OwnKeys()] = ()
    """The values of the fields that the programme adds, each with its key; numbers as they are stated."""
    sources: tuple[SourceId, ...]
    """Where this is known from, ids of data/sources.yaml; at least one."""
    slug: Slug | None = None
    """The last part of its address, where its name alone would clash with a neighbour's, or to keep an old address."""
    note: Translated[Text] | None = None
    """What a reader should know of this record."""


@record
class PreviousName:
    """A name that a region had before."""

    name: Line
    """The name, with the word for its level where the present one has it: `Kabupaten Mamuju Utara`."""
    until: Edtf
    """The last day on which it had that name, as precise as is known."""
    decree: Line | None = None
    """The number of the decree that changed it, as printed."""


@record
class PreviousRegionCode:
    """A code that a region had before; those of its villages began with it."""

    code: AnyRegionCode
    """The code that it had."""
    until: Edtf
    """The last day on which it had that code, as precise as is known."""
    decree: Line | None = None
    """The number of the decree that changed it, as printed."""


@record
class RegionRecord:
    """A region of which something is to be said: that it was renamed, or has another code."""

    code: AnyRegionCode
    """Its code, the first blocks of its villages' codes: `76.01`."""
    name: Line
    """Its present name, as village records write it: `Kabupaten Pasangkayu`. Those with a previous name mean it too."""
    previous_names: Annotated[tuple[PreviousName, ...], Columns("previous_names_")] = ()
    """Names that it had before, the latest first; addresses with them lead to its pages, and to all pages below."""
    previous_codes: Annotated[tuple[PreviousRegionCode, ...], Columns("previous_codes_")] = ()
    """Codes that it had before, the latest first; they are previous codes of all its villages too."""
    decree: Line | None = None
    """The number of the decree or law that formed it, as printed."""
    sources: tuple[SourceId, ...] = ()
    """Where this is known from, ids of data/sources.yaml."""
    note: Translated[Text] | None = None
    """What a reader should know of it."""


@record
class Attendance:
    """How many people took part in an event, as its sources state it."""

    count: Count
    """The number, in digits."""
    unit: UnitId | None = None
    """What is counted where it is not just people, an id of `units` in data/programme.yaml."""
    rounded: Flag = False
    """Whether the source rounded the number or says "about"."""


@record
class Outreach:
    """An event at which the programme was explained, or is to be. Outreach is not designation."""

    id: Identifier
    """Name of the event, unique in the file."""
    title: Translated[Line]
    """What it was, in a line."""
    date: Edtf | None = None
    """When it took place, or by when. An event that lies ahead has `expected` in its place."""
    expected: DueDate | None = None
    """When it is to take place, as announced: it is shown as planned and in no count, until `date` replaces it."""
    place: Line | None = None
    """Where it took place, such as `Kabupaten Klaten, Jawa Tengah`."""
    campaign: Line | None = None
    """The campaign that it was part of."""
    audience: Translated[Line]
    """Whom it was for."""
    office: OfficeId | None = None
    """The office that held it, an id of data/offices.yaml."""
    villages: tuple[VillageCode, ...] = ()
    """The villages reached, by code; may be none, where the audience was an institution."""
    region: AnyRegionCode | None = None
    """The region of the institution that it reached, by code: `51.04`; the pages of that region name the event."""
    attendance: Annotated[Attendance, Columns("attendance_")] | None = None
    """How many took part, where a source states it: `{count: 120}`."""
    summary: Translated[Text] | None = None
    """What was explained, and what came of it."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""

    @property
    def when(self) -> str:
        """Its date, or else the expected one; a placeholder where it has neither, which load/ reports."""
        return self.date or self.expected or "1900"


@record
class Observation:
    """A value of an indicator: over a `period`, or on a date, `as_of`; one of the two is written."""

    period: Edtf | None = None
    """The time over which it was counted: `2024`, `2024-06`, or from one month to another, `[2024-01..2024-06]`."""
    as_of: Edtf | None = None
    """The date on which it was so: `2024-12-31`."""
    value: Number
    """The value, in digits with a point for decimals."""
    status: FigureStatus | None = None
    """`preliminary` or `final`, where the source says which."""
    rounded: Flag = False
    """Whether the source rounded the value."""
    stated_by: Line | None = None
    """Who states it, according to the source."""
    note: Text | None = None
    """What a reader must know to interpret it."""
    sources: tuple[SourceId, ...] = ()
    """Where it is known from, if not from the sources of the indicator."""
    disagreement: Disagreement | None = None
    """Other values that sources state for the same period or date, and why this one is shown."""

    @property
    def date(self) -> str:
        """Return its period or date, which names it in its series."""
        return self.period or self.as_of or ""


@record
class IndicatorTarget:
    """A value that an indicator is to reach."""

    due: DueDate
    """By when, or for which period: it meets the observation of the same one."""
    value: Number
    """The value aimed at, in the same unit."""
    kind: TargetKind = "target"
    """What the source calls it: a `target`, a `projection`, or a `commitment` (a hope or a promise)."""
    note: Text | None = None
    """What a reader must know to interpret it."""
    sources: tuple[SourceId, ...] = ()
    """Where it is known from, if not from the sources of the indicator."""
    disagreement: Disagreement | None = None
    """Other values that sources state for the same due date, and why this one is shown."""

    @property
    def date(self) -> str:
        """Return its due date, which names it in its series; empty where no source states one."""
        return self.due or ""


@record
class SeriesBreak:
    """Where a series is divided: another definition, another way of counting."""

    at: Edtf
    """The first period or date that is counted in the new way; what lies before is not comparable with it."""
    reason: Text
    """What changed, in a sentence."""
    sources: tuple[SourceId, ...] = ()
    """Where this is known from, if not from the sources of the indicator."""


@record
class Indicator:
    """A figure, or a series of it: what is measured, where, in which unit, as of when, and who says so."""

    id: Identifier
    """Name of the figure, unique in the file."""
    name: Translated[Line]
    """What is measured."""
    scope: Translated[Line]
    """For which territory or group: `Nasional`, `Kabupaten Gianyar`."""
    region: PlaceOrRegionCode | None = None
    """The code of the region or place that `scope` names, such as `51.04`: its page shows the indicator."""
    office: OfficeId | None = None
    """The office whose work or area it measures, an id of data/offices.yaml; its entry of the offices page shows it."""
    unit: UnitId
    """What is counted, an id of `units` in data/programme.yaml. Different units are never added or compared."""
    value: Number | None = None
    """The reported value, in digits with a point for decimals; left out where only a target is known."""
    as_of: Edtf | None = None
    """The date that the value speaks of."""
    status: FigureStatus | None = None
    """`preliminary` or `final`, where the source says which."""
    rounded: Flag = False
    """Whether the source rounded the value."""
    disagreement: Disagreement | None = None
    """Other values that sources state for `value`, and why this one is shown."""
    target: Number | None = None
    """The value aimed at, in the same unit."""
    target_kind: TargetKind = "target"
    """What the source calls it: a `target`, a `projection`, or a `commitment` (a hope or a promise)."""
    due: DueDate | None = None
    """By when the target is to be reached."""
    target_disagreement: Disagreement | None = None
    """Other values that sources state for `target`, and why this one is shown."""
    observations: tuple[Observation, ...] = ()
    """Its values, one for each period or date, in any order; `value` above is one of them."""
    targets: tuple[IndicatorTarget, ...] = ()
    """Its targets, one for each due date, in any order; `target` above is one of them."""
    breaks: tuple[SeriesBreak, ...] = ()
    """Where values before and after are not comparable, with the reason."""
    stated_by: Translated[Line] | None = None
    """Who states the figure, according to the source."""
    note: Translated[Text] | None = None
    """What a reader must know to interpret the figure, such as a denominator that is not given."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""


@record
class Term:
    """A word or an abbreviation of the texts that a reader may not know: an entry of the glossary."""

    id: Identifier
    """Its name, unique in the file; the anchor of its entry."""
    term: Translated[Line]
    """The term as the glossary shows it: `Jaminan Kecelakaan Kerja`."""
    forms: tuple[Translated[Line], ...] = ()
    """Its other forms in texts: `JKK`. One with a capital letter matches only as written, others also capitalised."""
    meaning: Translated[Text]
    """What it means, in a sentence or two."""
    sources: tuple[SourceId, ...] = ()
    """Where its meaning is known from; none for a plain meaning in this site's own words."""


@record
class Correction:
    """A published value that was changed: an error corrected, or data revised. The published entry stays for ever."""

    what: Line
    """A figure's id (`reported-2018`), a village's code, or `outreach:<id>`."""
    field: Line | None = None
    """Which field of a record was changed; left out for a figure's value, and for a record that came or went."""
    was: Line | None = None
    """The value as it was published; left out for what was not there."""
    now: Line | None = None
    """The value as it is since; left out for what was taken away."""
    kind: CorrectionKind
    """`correction` (ralat: an error) or `revision` (revisi: new data)."""
    when: Edtf
    """The day on which the change was published."""
    why: Translated[Text]
    """What was wrong, or which new data came."""
    sources: tuple[SourceId, ...] = ()
    """Where the new value is known from."""


@record
class Translation:
    """The texts of one record in another language; texts without translation are shown in the site's first language."""

    what: Line
    """Which record: `site`, `publisher`, `menu:/desa/`, `programme`, `year:2018`, `indicator:<id>`, a code, …"""
    name: Line | None = None
    """Its `name`."""
    name_one: Line | None = None
    """The `name_one` of a unit, in a language that has such a form."""
    title: Line | None = None
    """Its `title`."""
    description: Text | None = None
    """Its `description`."""
    path: Slug | None = None
    """The `path` of a section, in the addresses of that language."""
    notice: Line | None = None
    """The site's `notice`."""
    summary: Text | None = None
    """Its `summary`."""
    introduction: Text | None = None
    """The `introduction` of a list of the home page."""
    definition: Text | None = None
    """The `definition` of a unit."""
    scope: Line | None = None
    """The `scope` of an indicator."""
    stated_by: Line | None = None
    """Who states an indicator."""
    audience: Line | None = None
    """Whom an outreach event was for."""
    hours: Text | None = None
    """When an office is open to visitors."""
    publisher: Line | None = None
    """How the `publisher` of a source is called, where that is no name."""
    why: Text | None = None
    """The `why` of an entry of data/corrections.yaml, of a previous date or of a cancellation."""
    term: Line | None = None
    """A term of the glossary, as texts of that language have it."""
    forms: tuple[Line, ...] = ()
    """Its other spellings and abbreviations in that language."""
    words: Line | None = None
    """The name of a field of the programme, or of a choice (`field:<field>:choice:<choice>`), as readers see it."""
    meaning: Text | None = None
    """What the term means."""
    note: Text | None = None
    """Its `note`."""


@record
class AccessibilityTool:
    """A program that checked the pages."""

    name: Line
    """Its name."""
    version: Line
    """Its version."""


@record
class AccessibilityTrial:
    """One check of the pages."""

    what: Identifier
    """What was checked, such as `keyboard`; unique in the file."""
    name: Translated[Line] | None = None
    """Its name for readers; not needed where the theme has a message `accessibility_trial_<what>`."""
    faults: Count
    """How many faults were found."""


@record
class AccessibilityLimit:
    """A known barrier that remains."""

    id: Identifier
    """Its name, unique in the file."""
    description: Translated[Text]
    """Whom it affects, where, and what the alternative is."""


@record
class AccessibilityStatement:
    """The results of the checks of one day, written by tools/statement.py; people write `untried` and `limits`."""

    date: Edtf
    """The day of the checks."""
    templates: tuple[Line, ...]
    """The templates of which a page was checked."""
    widths: tuple[Count, ...]
    """The screen widths that were checked, in CSS pixels."""
    schemes: tuple[Scheme, ...]
    """The colour schemes that were checked."""
    tools: tuple[AccessibilityTool, ...]
    """The programs that checked the pages."""
    trials: tuple[AccessibilityTrial, ...]
    """The checks, with their results."""
    untried: tuple[Untried, ...] = ()
    """What was not checked."""
    limits: tuple[AccessibilityLimit, ...] = ()
    """The barriers that are known."""
