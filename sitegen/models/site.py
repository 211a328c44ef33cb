"""The theme and the Site: all that was loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.models.content import Announcement, Media, PlainPage
from sitegen.models.outlines import Outlines
from sitegen.models.programme import Programme
from sitegen.models.records import (
    AccessibilityStatement,
    Correction,
    Indicator,
    Office,
    Outreach,
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
    """A colour of a theme by what it is for, in light and in dark; CSS knows it as `--<name>`."""

    name: Identifier
    """Its name, such as `ink`."""
    purpose: Line
    """What it is for, in a few words."""
    light: HexColour
    """What it is on a light screen, `#1d1b19`; pictures that are files have it too."""
    dark: HexColour
    """What it is on a dark screen."""
    print: HexColour | None = None
    """What it is on paper, where that is not `light`."""
    forced: Line | None = None
    """What it is where readers force colours of their own: a system colour of CSS, such as `CanvasText`."""
    text_on: tuple[Identifier, ...] = ()
    """The colours on which text of this one stands: it must differ from them by 4.5 to 1."""
    graphic_on: tuple[Identifier, ...] = ()
    """The colours on which lines and marks of this one stand: it must differ from them by 3 to 1."""


@record
class Size:
    """A size of a theme: of type or of space; CSS knows it as `--<name>`."""

    name: Identifier
    """Its name, such as `step-1`."""
    value: Line
    """A length of CSS, such as `1.125rem`."""


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of a theme's static/ folder, or a third-party asset that comes with the package."""

    location: str
    """Where it stands on this machine; not part of any key."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""
    text: str = field(default="", repr=False)
    """Its text, where it is a script or a style sheet, which are published joined and shortened; else empty."""

    def shown(self, name: str) -> str:
        """The file as messages name it, or as the package's own; `name` is its path within static/."""
        folder = self.location.removesuffix(f"/static/{name}")
        within = folder.rpartition("/")[2]
        return f"sitegen:assets/{name}" if folder == self.location else f"themes/{within}/static/{name}"


@dataclass(frozen=True, slots=True)
class Theme:
    """How the site looks: templates, static files and words; no code."""

    name: str
    """Its folder's name."""
    templates: dict[str, str]
    """Template text by name, such as `village.html`; a theme that extends another has the other's where it has none."""
    template_files: dict[str, str]
    """The file of each template as shown in messages, such as `themes/default/templates/village.html`."""
    static: dict[str, ThemeFile]
    """Static files by path within static/, such as `style.css`; third-party assets as `vendor/leaflet/leaflet.js`."""
    messages: dict[str, dict[str, str]]
    """The interface's words by language, then key."""
    colours: dict[str, Colour] = field(default_factory=dict)
    """Its colours by name, those of the publisher (`brand` of the settings) in their place."""
    type: dict[str, str] = field(default_factory=dict)
    """Its sizes of type by name, as lengths of CSS."""
    space: dict[str, str] = field(default_factory=dict)
    """Its sizes of space by name, as lengths of CSS."""
    files: dict[str, None] = field(default_factory=dict)
    """All its files and those of the themes that it extends, as messages name them, in the order of reading."""
    styles: dict[str, ThemeFile] = field(default_factory=dict)
    """The files that make up its stylesheet, by path within static/, in the order in which they are joined."""


@dataclass(frozen=True, slots=True)
class Release:
    """The data as it was known by a day, frozen; what it holds stays in its file until something asks for it."""

    date: str
    """The day, `2018-12-31`; its name."""
    file: str
    """Its file, relative to the site folder: `data/releases/2018-12-31.jsonl`."""
    digest: str
    """Hexadecimal digest of the whole state that it freezes, as its file states it."""
    frozen: str
    """The day on which it was made."""
    counts: dict[str, int]
    """How many rows each of its tables has."""
    changes: dict[str, tuple[int, int, int]]
    """How many rows of each table came, changed and went since the release before."""
    content: str
    """Hexadecimal digest of its file's bytes."""
    location: str = ""
    """Where its file stands on this machine; not part of any key."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that was read. Data only: behaviour lives in the stages."""

    config: Settings
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
    """Every address that was published, of data/urls.lock, with what stood there: a village's code, or a file."""
    theme: Theme
    origins: dict[str, Span] = field(compare=False)
    """Where each record stands: by village code, by `source:<id>` and the like, or by file. Outside every key.

    Of entries of data/corrections.yaml: `correction:<n>`, with `n` counted from 0.
    Of announcements and pages: `<file>#title`, `<file>#summary` and `<file>#in_brief:<n>`.
    Of old addresses: `<file>#alias:<n>`; of the settings' lists: `menu:<n>:path` and so on; `n` is counted from 0.
    """
    unread: frozenset[str] = frozenset()
    """Files that have errors, so that their content is missing here: what refers to them cannot be judged."""
    outlines: Outlines = Outlines()  # noqa: RUF009  (frozen)
    """The provinces as they are drawn."""
    translations: dict[str, tuple[Translation, ...]] = field(default_factory=dict)
    """What the texts of records say in further languages, by language."""
    data: str = ""
    """Digest of the bytes of all records of data/: the same one means the same records at the same places. Empty for a
    Site that was not read from files."""
    terms: tuple[Term, ...] = ()
    """The glossary, in the order of its file."""
    accessibility: AccessibilityStatement | None = None
    """What was tried on the pages; None where nothing was."""
