"""An output: one file of the site with its content; and LayoutContext, which all pages of a language share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sitegen.content import Content, Template
from sitegen.figures import FigureKind, Quantity, ShortcodeFault
from sitegen.glossary_terms import GlossaryNote
from sitegen.models import Source
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: a word and an address within the site, from its root (`/desa/`), or a whole one (`https://…`)."""

    text: str
    """The word shown."""
    path: str
    """The address."""


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure as pages show it: the number with whose it is, and as of when. A figure is never shown without."""

    id: str
    """The figure's id, such as `reported-2018`."""
    kind: FigureKind
    """What sort of statement it is; kinds are never added to each other."""
    quantity: Quantity | None
    """The number; None where it is not known, which is never shown as 0."""
    unit: str
    """What is counted, in words."""
    name: str
    """What it is, in a few words: `Dilaporkan program untuk 2018`."""
    scope: str
    """Of which territory it is, in words."""
    definition: str
    """What is counted and how, in a sentence."""
    path: str
    """Address of the record that it stands in, with its fragment."""
    attribution: str
    """What sort of statement it is and whose, in a few words: `dilaporkan program`."""
    as_of: str = ""
    """As of when, as EDTF; empty where no source tells."""
    known_since: str = ""
    """Since when it is known, as EDTF; empty for our own counts."""
    status: str = ""
    """`preliminary` or `final`; empty where its source does not say."""
    sources: tuple[Source, ...] = ()
    """Whose figure it is; none for one that is counted from this register."""
    rounded: bool = False
    """Whether the source rounded it."""
    summed: bool = False
    """Whether it is our own sum of figures that others state."""
    note: str = ""
    """What a reader must know to read it rightly."""


@dataclass(frozen=True, slots=True)
class ResponsiveImage:
    """A photo as pages show it: in several sizes, of which a browser takes the one that fits its screen."""

    default_sizes: tuple[tuple[int, str], ...]
    """For every browser: how wide in pixels, and the address; from the smallest."""
    avif_sizes: tuple[tuple[int, str], ...]
    """The same as AVIF, which is half as heavy; none for what is shown as it is."""
    width: int
    """Pixels of the largest."""
    height: int
    """Pixels of the largest."""


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
    figures: dict[str, FigureCard | ShortcodeFault | str] = field(default_factory=dict)
    """For what stands between each pair of braces in the text: the figure that it names, what is wrong with it, or a
    text that is to stand there as it is."""
    not_yet_known: dict[str, str] = field(default_factory=dict)
    """Of these, what names a figure not known on the date of the text, with since when it is known, as EDTF."""
    terms: tuple[GlossaryNote, ...] = ()
    """The terms of the glossary that the text may name, each to be explained where it first stands."""
    images: dict[str, ResponsiveImage] = field(default_factory=dict)
    """For each destination in the text that names a photo of content/media/: how it is shown."""
    untranslated: bool = False
    """Whether it stands on a page of another language, in the words and numbers of the site's first one."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language of the site, or what comes nearest to it there."""

    language: str
    """The other language."""
    path: str
    """Its address."""
    same: bool
    """Whether it says the same in that language, so that search engines may show one for the other."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A text as the search in texts finds it."""

    path: str
    """The address of its page."""
    title: str
    """Its title."""
    date: str
    """Its date in words; empty for a text without one."""
    summary: str
    """What it says, in a sentence or two."""
    prose: Prose
    """The text."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page tells of itself to the base template, to search engines and to those who share it."""

    title: str
    """Its title, without the site's name."""
    description: str
    """What it holds, in a sentence."""
    path: str
    """Its address, such as `/desa/`."""
    breadcrumbs: tuple[Link, ...] = ()
    """The way here from the home page, without the page itself."""
    kind: str = "website"
    """Open Graph type: `website` or `article`."""
    image: str = ""
    """Address of its social card; empty where it has none of its own."""
    jsonld: tuple[dict[str, Any], ...] = ()
    """Structured data (schema.org), one object a block."""
    updated: str = ""
    """When its content was last changed in substance, as EDTF; empty where nobody said."""
    indexed: bool = True
    """Whether search engines should list it."""
    data: tuple[Link, ...] = ()
    """Downloads of what the page shows."""
    canonical: str = ""
    """Address of the page that this one repeats; empty for a page that stands for itself."""
    image_hosts: tuple[str, ...] = ()
    """Foreign hosts whose images it may load, such as `https://tile.example.org`: they enter its policy."""
    runs_wasm: bool = False
    """Whether it runs WebAssembly, which its policy must allow."""
    frame_ancestors: str = "'none'"
    """Who may show it in a frame, as the `frame-ancestors` of its policy."""
    record: str = ""
    """The record or file that it shows, as whoever keeps the site knows it: `35.05.15.2004`, `content/news/….md`."""
    alternates: tuple[Alternate, ...] = ()
    """The same page in the site's other languages. The plan fills it when the pages of all languages are known."""


@dataclass(frozen=True, slots=True)
class PageView:
    """What the view of every page has."""

    head: PageHead
    """Title, URL, breadcrumbs and metadata of the page."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the published site."""

    path: str
    """Its file within the published folder: `desa/index.html`."""
    content: Content
    """What it is made from."""
    origin: Span = Span("")  # noqa: RUF009  (frozen)
    """The source to point at when something is wrong with it; not part of its key."""
    listed: bool = False
    """Whether the sitemap names it."""

    @property
    def updated(self) -> str:
        """When a page was last changed in substance, as EDTF; empty where nobody stated it, and for what is no page."""
        view = self.content.view if isinstance(self.content, Template) else None
        return view.head.updated if isinstance(view, PageView) else ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language that the site can be read in."""

    language: str
    """Its code, `en`."""
    name: str
    """Its own name for itself."""
    path: str
    """Address of the home page in it."""


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """What all pages of a language share. Nothing here changes when one record or announcement is edited."""

    language: str
    """The language of the page, `id` or `en`."""
    home: str
    """Address of the home page in this language."""
    languages: tuple[LanguageLink, ...]
    """The site's other languages."""
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
    """Every section by its field in Routes: `frame.sections["register"]` is Daftar Desa at /desa/."""
    footer: tuple[Link, ...]
    """The plain pages and other links of the footer."""
    feeds: tuple[Link, ...]
    """Atom and JSON feed."""
    assets: dict[str, str]
    """Address of each static file by its name in the theme: `style.css` to `/aset/style.1a2b3c4d.css`."""
    messages: dict[str, str]
    """The interface's words in this language, by key."""
    preview: bool
    """Whether drafts or future announcements are shown: such a build says so and is not to be indexed."""
    generator: str
    """Name and version of the engine."""
    social_card: str = ""
    """Address of the site's social card, for pages that have none of their own; empty where there is none."""
    first: LayoutContext | None = None
    """The frame of the site's first language, for texts that are not translated; None in that itself."""

    def links(self) -> frozenset[str]:
        """The addresses that every page links to: checked once, not once a page."""
        links = {link.path for link in (*self.menu, *self.footer, *self.feeds)}
        return frozenset(links | {self.home, *self.assets.values()} | {one.path for one in self.languages})


def find_layout(layouts: Sequence[LayoutContext], path: str) -> LayoutContext:
    """The frame of the output at `path` (a file of the published folder), of those of all languages, the first one
    first: `en/villages/index.html` has the English one."""
    return next((one for one in layouts[1:] if path.startswith(one.home[1:])), layouts[0])
