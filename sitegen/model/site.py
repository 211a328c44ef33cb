"""The Site: all that was read, with the theme; data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.model.config import Config
from sitegen.model.content import Announcement, Media, PlainPage
from sitegen.model.programme import Programme
from sitegen.model.records import Indicator, Office, Outreach, Source, Village
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of a theme's static/ folder, or a third-party asset that comes with the package."""

    location: str
    """Where it stands on this machine; not part of any key."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""


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
    words: dict[str, dict[str, str]]
    """The interface's words by language, then key."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that was read. Data only: behaviour lives in the stages."""

    config: Config
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
    theme: Theme
    origins: dict[str, Span] = field(compare=False)
    """Where each record stands: by village code, by `source:<id>` and the like, or by file. Outside every key.

    Of the addresses that people write: `<file>#alias:<n>`, `menu:<n>`, `redirect:<n>` (where it leads) and
    `redirect:<n>:source`, with `n` counted from 0.
    """
    unread: frozenset[str] = frozenset()
    """Files that have errors, so that their content is missing here: what refers to them cannot be judged."""
