"""The types of everything that is loaded: the theme, and the site."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.geography import Geography
from sitegen.models.calendar import CalendarEntry
from sitegen.models.content import Announcement, Media, PlainPage
from sitegen.models.disagreement import Disagreement, disagreements_of
from sitegen.models.outlines import Outlines
from sitegen.models.programme import OwnField, Programme
from sitegen.models.records import (
    AccessibilityStatement,
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
from sitegen.models.settings import Settings
from sitegen.problems import Span
from sitegen.record import record
from sitegen.scalars import HexColour, Identifier, Line


@record
class Colour:
    """A colour of a theme by its purpose, for light and dark screens; `--<name>` in CSS."""

    name: Identifier
    """Its name, such as `ink`."""
    purpose: Line
    """What it is for, in a few words."""
    light: HexColour
    """The colour on light screens and in image files: `#1d1b19`."""
    dark: HexColour
    """The colour on dark screens."""
    print: HexColour | None = None
    """The colour in print, if not `light`."""
    forced: Line | None = None
    """The colour in forced-colours mode: a system colour of CSS, such as `CanvasText`."""
    text_on: tuple[Identifier, ...] = ()
    """The backgrounds of text in this colour: the contrast must be at least 4.5 to 1."""
    graphic_on: tuple[Identifier, ...] = ()
    """The backgrounds of lines and symbols in this colour: the contrast must be at least 3 to 1."""


@record
class Size:
    """A font size or a spacing of a theme; `--<name>` in CSS."""

    name: Identifier
    """Its name, such as `step-1`."""
    value: Line
    """A length of CSS, such as `1.125rem`."""


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of a theme's static/ folder, or a third-party asset that comes with the package."""

    location: str
    """Its path on this machine; not part of any cache key."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""
    text: str = field(default="", repr=False)
    """The text of a script or style sheet, which are published bundled and minified; else empty."""

    def shown(self, name: str) -> str:
        """Return the name of the file in messages; `name` is its path within static/."""
        folder = self.location.removesuffix(f"/static/{name}")
        within = folder.rpartition("/")[2]
        return f"sitegen:assets/{name}" if folder == self.location else f"themes/{within}/static/{name}"


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of the site: templates, static files and messages; no code."""

    name: str
    """Its folder's name."""
    templates: dict[str, str]
    """Template text by name, such as `village.html`; includes templates inherited from the theme that it extends."""
    template_files: dict[str, str]
    """The file of each template as named in messages, such as `themes/default/templates/village.html`."""
    static: dict[str, ThemeFile]
    """Static files by path within static/, such as `style.css`; third-party assets as `vendor/leaflet/leaflet.js`."""
    messages: dict[str, dict[str, str]]
    """The messages of the interface by language, then key."""
    colours: dict[str, Colour] = field(default_factory=dict)
    """Its colours by name, with those of the publisher (`brand` of the settings) applied."""
    type: dict[str, str] = field(default_factory=dict)
    """Its font sizes by name, as lengths of CSS."""
    space: dict[str, str] = field(default_factory=dict)
    """Its spacings by name, as lengths of CSS."""
    files: dict[str, None] = field(default_factory=dict)
    """All its files and those of the themes that it extends, as named in messages, in the order of loading."""
    styles: dict[str, ThemeFile] = field(default_factory=dict)
    """The files that are joined to its style sheet, by path within static/, in order."""


@dataclass(frozen=True, slots=True)
class Release:
    """The data as known by a day, frozen in a file; its tables are loaded on demand."""

    date: str
    """The day, which is its name: `2018-12-31`."""
    file: str
    """Its file, relative to the site folder: `data/releases/2018-12-31.jsonl`."""
    digest: str
    """Hexadecimal digest of the whole state that it freezes, as its file states it."""
    frozen: str
    """The day on which it was created."""
    counts: dict[str, int]
    """How many rows each of its tables has."""
    changes: dict[str, tuple[int, int, int]]
    """The number of rows added, changed and removed since the release before, by table."""
    content: str
    """Hexadecimal digest of its file's bytes."""
    location: str = ""
    """The path of its file on this machine; not part of any cache key."""
    years: tuple[int, ...] = ()
    """The years that its table of years has, in order."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that was loaded. Data only: behaviour is in the stages."""

    config: Settings
    geography: Geography
    programme: Programme
    villages: tuple[Village, ...]
    outreach: tuple[Outreach, ...]
    indicators: tuple[Indicator, ...]
    offices: tuple[Office, ...]
    sources: tuple[Source, ...]
    news: tuple[Announcement, ...]
    pages: tuple[PlainPage, ...]
    media: dict[str, Media]
    """By file."""
    corrections: tuple[Correction, ...]
    """In the order of the file."""
    releases: tuple[Release, ...]
    """By date."""
    locked_urls: dict[str, str]
    """Every address in data/urls.lock, with what was published there: a village's code, or a file."""
    theme: Theme
    origins: dict[str, Span] = field(compare=False)
    """The position of each record, by its name: a village's code, `source:<id>` and the like, or its file. Not part of
    any cache key.

    Entries of data/corrections.yaml: `correction:<n>`. Announcements and pages: `<file>#title`, `<file>#summary`,
    `<file>#in_brief:<n>`. Aliases: `<file>#alias:<n>`. Lists of the settings: `menu:<n>:path` and so on. `n` is counted
    from 0. The date of an entry of the calendar, and the pages that it names:
    `calendar:<id>:date`, `calendar:<id>:page:<n>`.
    """
    unread: frozenset[str] = frozenset()
    """Files with errors, whose content is missing here: references to them cannot be checked."""
    outlines: Outlines = Outlines()  # noqa: RUF009  (frozen)
    """The outlines of the regions of the highest level."""
    translations: dict[str, tuple[Translation, ...]] = field(default_factory=dict)
    """The translated texts of records, by language."""
    data: str = ""
    """Digest of the bytes of all files of records in data/: equal digests mean equal records at equal positions. Empty
    for a Site that was not loaded from files."""
    terms: tuple[Term, ...] = ()
    """The glossary, in the order of its file."""
    regions: tuple[RegionRecord, ...] = ()
    """The regions of which something is to be said, in the order of the file."""
    calendar: tuple[CalendarEntry, ...] = ()
    """The release calendar, in the order of its file."""
    accessibility: AccessibilityStatement | None = None
    """The accessibility statement; None without one."""

    @property
    def timezone(self) -> str:
        """The time zone in which dates and times are meant, a name of the IANA database."""
        return self.config.timezone or self.geography.pack.time_zones[0]

    @property
    def own_fields(self) -> tuple[OwnField, ...]:
        """The fields that the programme adds to village records."""
        return self.programme.fields

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The figures of years and indicators of which sources state other values."""
        records: list[object] = list(self.indicators)
        records += (one for indicator in self.indicators for one in (*indicator.observations, *indicator.targets))
        records += (one for year in self.programme.years for one in (year, *year.regions))
        return tuple(found for record in records for found in disagreements_of(record))

    @property
    def official_list(self) -> str:
        """The list with which codes and names are compared, or `none`."""
        return self.config.official_list or self.geography.pack.official_list
