"""Output: one file of the published site, with all that it is made from; and Frame, what the pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sitegen.problems import Span

Cell = str | int | float | tuple[str, ...] | None
"""A value of a table: None where it is not known, which is never written as 0."""
Form = Literal["csv", "json", "geojson"]
"""How a table is written."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: a word and an address within the site, from its root (`/desa/`), or a whole one (`https://…`)."""

    text: str
    """The word shown."""
    path: str
    """The address."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text with where its links lead: all that its conversion to HTML needs."""

    file: str
    """The file that it stands in, for messages."""
    text: str
    """The Markdown."""
    line: int
    """The line of the file on which the text begins, counted from 1."""
    links: dict[str, str | None]
    """For each destination in the text that names a file of the site: its address; None where that is held back, empty
    where the file could not be read."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page tells of itself to the base template, to search engines and to those who share it."""

    title: str
    """Its title, without the site's name."""
    description: str
    """What it holds, in a sentence."""
    path: str
    """Its address, such as `/desa/`."""
    crumbs: tuple[Link, ...] = ()
    """The way here from the home page, without the page itself."""
    kind: str = "website"
    """Open Graph type: `website` or `article`."""
    image: str = ""
    """Address of its picture; empty where it has none."""
    jsonld: tuple[dict[str, Any], ...] = ()
    """Structured data (schema.org), one object a block."""
    updated: str = ""
    """When its content was last changed in substance, as EDTF; empty where nobody said."""
    indexed: bool = True
    """Whether search engines should list it."""
    data: tuple[Link, ...] = ()
    """Downloads of what the page shows."""


@dataclass(frozen=True, slots=True)
class Template:
    """A body that a template makes of a view."""

    name: str
    """The template, such as `village.html`."""
    view: Any
    """A frozen dataclass, msgspec-encodable; the template sees it as `view`. HTML pages' views have a `head`."""
    rooted: bool = False
    """Whether links are written from the site's root and not relative: for 404.html, which appears at any address."""


@dataclass(frozen=True, slots=True)
class Text:
    """A body that is written as it is: downloads, robots.txt, map data."""

    data: bytes
    """Its bytes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A body that is a file copied: photos, static files of the theme, third-party assets."""

    location: str
    """Where the file stands on this machine; not part of the key."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class MapScript:
    """A body that is the script of an interactive map, composed by folium."""

    view: Any
    """What the map shows: see render/map_script.py. A frozen dataclass."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What travels with every download, since it may travel alone."""

    notice: str
    """What the site is and is not; may be empty."""
    licence: str
    """The licence's name; may be empty."""
    licence_url: str
    """The licence's text; may be empty."""
    publisher: str
    """Who publishes the data."""
    url: str
    """The site that it comes from."""


@dataclass(frozen=True, slots=True)
class Table:
    """A body that is a table to download. It is only written when it is stale, as a page is."""

    form: Form
    """How it is written."""
    name: str
    """What its rows are, such as `villages`."""
    columns: tuple[str, ...]
    """The names of its columns."""
    rows: list[tuple[Cell, ...]]
    """Its rows, a cell a column."""
    terms: Terms
    """What travels with it."""


Body = Template | Text | Copy | MapScript | Table


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the published site."""

    path: str
    """Its file within the published folder: `desa/index.html`."""
    body: Body
    """What it is made from."""
    origin: Span = Span("")  # noqa: RUF009  (frozen)
    """The source to point at when something is wrong with it; not part of its key."""
    listed: bool = False
    """Whether the sitemap names it."""

    @property
    def updated(self) -> str:
        """When a page was last changed in substance, as EDTF; empty where nobody stated it, and for what is no page."""
        view = self.body.view if isinstance(self.body, Template) else None
        return view.head.updated if view is not None and hasattr(view, "head") else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a language share. Nothing here changes when one record or announcement is edited."""

    language: str
    """The language of the page, `id` or `en`."""
    title: str
    """The site's name."""
    description: str
    """What the site is, in a sentence."""
    base_url: str
    """Where it is published, without a slash at the end."""
    notice: str
    """What this site is and is not; empty where nothing needs saying."""
    agency: str
    """Who runs the programme."""
    publisher: str
    """Who publishes the site."""
    publisher_url: str
    """Their own site; may be empty."""
    email: str
    """Where questions and reports of errors go; may be empty."""
    address: str
    """The publisher's postal address; may be empty."""
    licence: str
    """The licence's name; may be empty."""
    licence_url: str
    """The licence's text; may be empty."""
    repository: str
    """Where the sources stand; may be empty."""
    menu: tuple[Link, ...]
    """The main menu."""
    sections: dict[str, Link]
    """Every section by its field in Addresses: `frame.sections["register"]` is Daftar Desa at /desa/."""
    footer: tuple[Link, ...]
    """The plain pages and other links of the footer."""
    feeds: tuple[Link, ...]
    """Atom and JSON feed."""
    assets: dict[str, str]
    """Address of each static file by its name in the theme: `style.css` to `/aset/style.1a2b3c4d.css`."""
    words: dict[str, str]
    """The interface's words in this language, by key."""
    preview: bool
    """Whether drafts or future announcements are shown: such a build says so and is not to be indexed."""
    generator: str
    """Name and version of the engine."""
