"""The programme itself, data/programme.yaml: its years, criteria, protections and policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from sitegen.geography import RegionCode
from sitegen.geography.binding import TopLevel
from sitegen.models.disagreement import Disagreement
from sitegen.record import Translated, record
from sitegen.scalars import (
    Count,
    CountingRule,
    Edtf,
    FieldType,
    FigureStatus,
    Flag,
    Identifier,
    KeyName,
    Language,
    Line,
    SourceId,
    Text,
    UnitId,
    Url,
    Word,
    Year,
)


@record
class Unit:
    """What figures count. Figures of different units are never added or compared."""

    id: Identifier
    """Name by which indicators refer to it: `peserta-aktif`."""
    name: Translated[Line]
    """As written behind a number: `peserta aktif`, `%`."""
    name_one: Translated[Line] | None = None
    """The same behind 1, where the language has such a form: `person` for `people`. Indonesian has none."""
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
    disagreement: Disagreement | None = None
    """Other values that sources state for it, and why this one is shown."""


@record
class ProgrammeYear:
    """What the programme set out to do and reported for one year. A target is never added to a result."""

    year: Year
    """The year."""
    target: Count | None = None
    """Villages to be designated in the year."""
    target_sources: tuple[SourceId, ...] = ()
    """Who states the target; required with it."""
    target_disagreement: Disagreement | None = None
    """Other targets that sources state for the year, and why this one is shown."""
    reported: Count | None = None
    """Villages designated in the year, as reported by the programme."""
    reported_sources: tuple[SourceId, ...] = ()
    """Who states the result; required with it."""
    reported_disagreement: Disagreement | None = None
    """Other results that sources state for the year, and why this one is shown."""
    reported_as_of: Edtf | None = None
    """The date that the result is valid for, where its source states one."""
    reported_status: FigureStatus | None = None
    """`preliminary` or `final`, where its source says which."""
    projected_total: Count | None = None
    """The total at the year's end that a source states, where it counts a target as done."""
    projected_sources: tuple[SourceId, ...] = ()
    """Who states the projection; required with it."""
    projected_disagreement: Disagreement | None = None
    """Other projections that sources state, and why this one is shown."""
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
class ListItem:
    """An entry of a list of the home page, such as one of the agency's protection programmes."""

    id: Identifier
    """Its name, unique in its list: `jkk`."""
    abbreviation: Line | None = None
    """Its abbreviation as shown behind its name: `JKK`."""
    name: Translated[Line]
    """Its full name."""
    description: Translated[Text]
    """What it is, in a sentence: of a protection, what it protects against."""
    sources: tuple[SourceId, ...]
    """Where this is known from; at least one."""


@record
class ItemList:
    """A list that the home page shows: what the programme gives, whom it is for, who takes part."""

    id: Identifier
    """Its name, unique in the file."""
    title: Translated[Line]
    """Its heading."""
    introduction: Translated[Text] | None = None
    """What it lists, in a sentence or two."""
    items: tuple[ListItem, ...]
    """Its entries, in the order in which they are shown."""


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
class DesignationState:
    """A state that the designation of a place can be in. The first of the list is that of a place with `certified`."""

    id: Identifier
    """Its name in the data, a value of the column `status`: `certified`, `lapsed`."""
    name: Translated[Line] | None = None
    """In words, within a sentence: `penetapan berakhir`. Only `certified` and `lapsed` have words without it."""
    counted: Flag = True
    """Whether a place in this state counts as designated: in a year of `each_year`, and at all under `current`."""
    after: tuple[Identifier, ...] = ()
    """The states that it may follow, `id`s of this list; without it, any, itself too."""


@record
class Grade:
    """A grade that a place can hold, such as `maju`. The lowest is the first of the list."""

    id: Identifier
    """Name by which villages and events refer to it."""
    name: Translated[Line]
    """In words: `Maju`."""


@record
class LevelSteps:
    """Which steps from level to level are allowed; a level that is awarded again always is."""

    skip: Flag = True
    """Whether a step may leave out levels between."""
    down: Flag = True
    """Whether a place can come to a lower level."""


@record
class EventKind:
    """What can happen to a designation."""

    id: Identifier
    """Name by which the `events` of villages refer to it: `renewed`."""
    name: Translated[Line] | None = None
    """In words, behind a date: `penetapan diperpanjang`. Only the kinds of a programme that lists none have words
    without it."""
    state: Identifier | None = None
    """The state that it leads to, an `id` of `states`; without it, the state stays as it is."""
    designates: Flag = False
    """Whether it is the designation itself: it comes first and once, at the date of `certified`."""
    level: Flag = False
    """Whether it awards a level, which its events then may have."""


ALL_STEPS = LevelSteps()
"""The steps of a programme that says nothing of them."""
DEFAULT_STATES = (
    DesignationState(id="certified", after=("certified", "lapsed")),
    DesignationState(id="lapsed", counted=False, after=("certified",)),
)
"""The states of a programme that lists none."""
DEFAULT_EVENT_KINDS = (
    EventKind(id="designated", state="certified", designates=True),
    EventKind(id="inaugurated"),
    EventKind(id="launched"),
    EventKind(id="renewed", state="certified"),
    EventKind(id="lapsed", state="lapsed"),
)
"""The kinds of events of a programme that lists none."""


@dataclass(frozen=True)
class DesignationRules:
    """What a designation can go through in a programme, and how designated places are counted."""

    states: tuple[DesignationState, ...] = DEFAULT_STATES
    event_kinds: tuple[EventKind, ...] = DEFAULT_EVENT_KINDS
    levels: tuple[Grade, ...] = ()
    level_steps: LevelSteps = ALL_STEPS
    counting: CountingRule = "once"

    @cached_property
    def state_by_id(self) -> dict[str, DesignationState]:
        """The states by id."""
        return {one.id: one for one in self.states}

    @cached_property
    def kind_by_id(self) -> dict[str, EventKind]:
        """The kinds of events by id."""
        return {one.id: one for one in self.event_kinds}

    @cached_property
    def rank_by_level(self) -> dict[str, int]:
        """The position of each level by id, 0 for the lowest."""
        return {one.id: rank for rank, one in enumerate(self.levels)}

    def state_after(self, kind: str) -> str:
        """Return the state that an event of this kind leads to; empty where it changes none."""
        event_kind = self.kind_by_id.get(kind)
        if event_kind is None:
            return ""
        return event_kind.state or (self.states[0].id if event_kind.designates else "")

    def changes_state(self, kind: str) -> bool:
        """Whether events of this kind, after the designation, lead to a state, be it the same one again."""
        return bool(self.state_after(kind)) and not self.kind_by_id[kind].designates

    def allows(self, state: str, following: str) -> bool:
        """Whether a designation may come from one state to another."""
        after = self.state_by_id[following].after
        return not after or state in after

    def kinds_after(self, state: str) -> tuple[str, ...]:
        """Return the kinds of events that may follow in a state and lead to one."""
        led = ((one.id, self.state_after(one.id)) for one in self.event_kinds if not one.designates)
        return tuple(id for id, to in led if to in self.state_by_id and self.allows(state, to))

    def levels_after(self, level: str) -> tuple[str, ...]:
        """Return the levels that may be awarded to a place that holds `level`, which may be awarded again."""
        held, steps = self.rank_by_level[level], self.level_steps
        return tuple(
            id
            for id, rank in self.rank_by_level.items()
            if rank == held or (rank < held and steps.down) or (rank > held and (steps.skip or rank == held + 1))
        )

    def counts(self, state: str) -> bool:
        """Whether a place in this state counts as designated."""
        return state in self.state_by_id and self.state_by_id[state].counted


DEFAULT_RULES = DesignationRules()
"""The rules of a programme that states none."""


@record
class Terms:
    """What the programme calls its act and its places in one language; what is left out keeps the theme's word."""

    language: Language
    """The language of these words."""
    designated: Word | None = None
    """What a place is by the act: `certified`, `bersertifikat`; without it, `designated`, `ditetapkan`."""
    designation: Word | None = None
    """The act: `certification`, `sertifikasi`; without it, `designation`, `penetapan`."""
    designations: Word | None = None
    """The act, for several: `certifications`."""
    outreach: Word | None = None
    """Explaining the programme, which is not the act: `counselling`, `penyuluhan`; without it, `sosialisasi`."""
    place: Word | None = None
    """What is counted, for one: `school`, `sekolah`; without it, the word of the geography, as all below."""
    places: Word | None = None
    """What is counted, for several: `schools`."""
    all_kinds: Word | None = None
    """All kinds of places, for several: `schools and kindergartens`."""
    each_kind: Word | None = None
    """A place of any kind: `school or kindergarten`."""


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
    protections: tuple[ListItem, ...] = ()
    """The agency's protection programmes; a list of the home page whose heading the theme has."""
    lists: tuple[ItemList, ...] = ()
    """Further lists of the home page, below the protections."""
    policies: tuple[Policy, ...] = ()
    """Regulations that the sources name."""
    fields: tuple[OwnField, ...] = ()
    """What village records may hold besides the keys that every site has."""
    terms: tuple[Terms, ...] = ()
    """The words for its act and its places, by language, from which the site's own sentences are made."""
    states: tuple[DesignationState, ...] = ()
    """The states that a designation can be in; without any, `certified` and `lapsed`."""
    levels: tuple[Grade, ...] = ()
    """The grades that a place can hold, the lowest first."""
    level_steps: LevelSteps | None = None
    """Which steps from level to level are allowed; without it, all."""
    event_kinds: tuple[EventKind, ...] = ()
    """What can happen to a designation; without any: `designated`, `inaugurated`, `launched`, `renewed`, `lapsed`."""
    counting: CountingRule = "once"
    """When a designated place is counted: `once`, in the year of its designation; `each_year`, in every year in which
    an event led to a state that counts; `current`, as `once`, but only as long as its state counts."""

    @property
    def rules(self) -> DesignationRules:
        """Return what a designation can go through, and how places are counted, with the defaults of what is not
        stated."""
        return DesignationRules(
            self.states or DEFAULT_STATES,
            self.event_kinds or DEFAULT_EVENT_KINDS,
            self.levels,
            self.level_steps or ALL_STEPS,
            self.counting,
        )
