"""An output: one file of the site with its content; and LayoutContext, which all pages of a language share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sitegen.content import Content, Template
from sitegen.figures import CountRange, FigureKind, Quantity, ShortcodeFault
from sitegen.geography.wording import LevelWording
from sitegen.glossary_terms import GlossaryNote
from sitegen.models import Source
from sitegen.problems import Span
from sitegen.scalars import CalendarStatus


@dataclass(frozen=True, slots=True)
class Link:
    """A link: a text and a URL, within the site from its root (`/desa/`) or absolute (`https://…`)."""

    text: str
    """The text of the link."""
    path: str
    """The URL."""


@dataclass(frozen=True, slots=True)
class FigureRevision:
    """A revision of a figure, published after the day whose value a text shows."""

    now: Quantity | None
    """The number since then; of a sum, with what else was known then."""
    when: str
    """Date of publication of the revision, as EDTF."""
    why: str
    """Reason: which new data came."""
    path: str
    """URL of its entry on the corrections page."""


FigureStateKind = Literal["unknown", "known", "revision", "correction"]
"""How the number of a figure came to be known: not yet, from its first source, by new data, by mending an error."""


@dataclass(frozen=True, slots=True)
class FigureState:
    """What was known of a figure from a day on, until the next state."""

    kind: FigureStateKind
    """How it came to be known."""
    since: str
    """Date since when, as EDTF; for `unknown`, the date until when."""
    quantity: Quantity | None
    """The number; None while it was not known. An erroneous number is never shown again."""
    sources: tuple[Source, ...] = ()
    """Sources that state it."""
    path: str = ""
    """URL of its entry on the corrections page; empty for a number that was not changed."""


@dataclass(frozen=True, slots=True)
class OtherValueCard:
    """A value that other sources state for a figure."""

    quantity: Quantity
    """The value."""
    sources: tuple[Source, ...]
    """Sources that state it."""
    note: str
    """What a reader must know of it; may be empty."""


@dataclass(frozen=True, slots=True)
class FigureDisagreement:
    """What other sources state for a figure, which stands beside it wherever its sources do."""

    others: tuple[OtherValueCard, ...]
    """The other values, never added or averaged."""
    because: str
    """Why the figure has its value and not one of these; empty where nobody says so, as of an earlier day."""
    language: str
    """Language of `because` and the notes, where it is not that of the page."""
    anchor: str
    """Anchor of the entry on the page of all disagreements."""
    path: str
    """URL of that entry."""


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure as pages show it: the number with its source, scope and date, which are never left out."""

    id: str
    """The figure's id, such as `reported-2018`."""
    kind: FigureKind
    """Kind of statement; figures of different kinds are never added."""
    quantity: Quantity | None
    """The number; None if it is not known, which is not the same as 0."""
    unit: str
    """Unit, in words."""
    name: str
    """Name in a few words: `Dilaporkan program untuk 2018`."""
    scope: str
    """Territory that it covers, in words."""
    definition: str
    """Definition: what is counted and how, in a sentence."""
    path: str
    """URL of the page that shows its record, with fragment."""
    attribution: str
    """Who states it, in a few words: `dilaporkan program`."""
    as_of: str = ""
    """Date that it refers to, as EDTF; empty if no source states one."""
    over_period: bool = False
    """Whether `as_of` is the period over which it was counted, and not a date on which it was so."""
    known_since: str = ""
    """Date since when it is known, as EDTF; empty for our own counts."""
    status: str = ""
    """`preliminary` or `final`; empty if its source does not say."""
    sources: tuple[Source, ...] = ()
    """Sources that state it; empty for one that is counted from this register."""
    rounded: bool = False
    """Whether the source rounded it."""
    summed: bool = False
    """Whether this site computed it as a sum of stated figures."""
    note: str = ""
    """Note that must be shown with it; may be empty."""
    disagreement: FigureDisagreement | None = None
    """What other sources state for it; None where no source disagrees."""
    range: CountRange | None = None
    """Limits of a count of a year, where places without a stated year may be of it; None for an exact number."""
    history: tuple[FigureState, ...] = ()
    """What was known when, earliest first; empty where there is nothing to tell beyond `known_since`, and in texts."""
    revisions: tuple[FigureRevision, ...] = ()
    """In the text of an earlier day, whose number stands: the revisions since, earliest first."""


@dataclass(frozen=True, slots=True)
class ResponsiveImage:
    """A photo in several sizes, for `srcset`."""

    default_sizes: tuple[tuple[int, str], ...]
    """Width in pixels and URL of each size as JPEG or PNG, smallest first."""
    avif_sizes: tuple[tuple[int, str], ...]
    """The same sizes as AVIF, half as heavy; empty for an image that is published unchanged."""
    width: int
    """Width of the largest size, in pixels."""
    height: int
    """Pixels of the largest."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text with all that its conversion to HTML needs: targets of links, figures, terms and images."""

    file: str
    """Source file, for messages."""
    text: str
    line: int
    """Line of the file on which the text begins, counted from 1."""
    links: dict[str, str | None]
    """URL of each file of the site that the text links to, by its path as written; None for a file that is held back,
    empty for one that could not be read. Also of each whole address of the site itself."""
    figures: dict[str, FigureCard | ShortcodeFault | str] = field(default_factory=dict)
    """Result of each shortcode, by the text between its braces: a figure, a fault, or literal text."""
    not_yet_known: dict[str, str] = field(default_factory=dict)
    """Shortcodes of figures that were not known on the date of the text, with the date since when they are, as EDTF."""
    terms: tuple[GlossaryNote, ...] = ()
    """Glossary terms that the text may contain; each is explained at its first occurrence."""
    images: dict[str, ResponsiveImage] = field(default_factory=dict)
    """Image of each photo in content/media/ that the text shows, by destination as written."""
    untranslated: bool = False
    """Whether the page is in another language than the text, which then keeps the words and numbers of its own."""
    meant: dict[str, str] = field(default_factory=dict)
    """The target to offer instead, by each target as written that is wrong and can only mean one thing."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language of the site, or the nearest page there."""

    language: str
    """The other language."""
    path: str
    """Its URL."""
    same: bool
    """Whether it is a true translation, which search engines may offer instead (`hreflang`)."""


CalendarState = Literal["overdue", "upcoming", "published", "cancelled"]
"""Whether something came out; `overdue` when its date has passed and nothing says so."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """The date of an entry of the release calendar."""

    date: str
    """The date, as EDTF."""
    hour: str = ""
    """The hour, `09`; empty where no time of day is stated."""
    minute: str = ""
    """The minute of that hour, `00`."""
    zone: str = ""
    """What the site's time zone is called then: `WIB`."""


@dataclass(frozen=True, slots=True)
class CalendarNote:
    """What the release calendar says of a page or an indicator: what brought it up to date, or will."""

    title: str
    """What was published, or will be."""
    path: str
    """URL of the entry, with fragment."""
    state: CalendarState
    """Whether it came out; a date that is not `published` is a plan."""
    status: CalendarStatus
    """How certain the date is."""
    when: CalendarDate
    """Its date."""
    previous: CalendarDate | None
    """The date that it was moved from last; None for one that was never moved."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A text for the full-text search."""

    path: str
    """The URL of its page."""
    title: str
    date: str
    """Date as EDTF; empty for a text without one."""
    summary: str
    prose: Prose


@dataclass(frozen=True, slots=True)
class PageHead:
    """Metadata of a page, for the base template, search engines and social networks."""

    title: str
    """Title, without the site's name."""
    description: str
    """Description, in a sentence."""
    path: str
    """Its URL, such as `/desa/`."""
    breadcrumbs: tuple[Link, ...] = ()
    """Links from the home page down to the parent of this page."""
    kind: str = "website"
    """Open Graph type: `website` or `article`."""
    image: str = ""
    """URL of its social card; empty where it has none of its own."""
    jsonld: tuple[dict[str, Any], ...] = ()
    """Structured data (schema.org); each object becomes one JSON-LD block."""
    updated: str = ""
    """Date of the last substantial change, as EDTF; empty if not stated."""
    indexed: bool = True
    """Whether search engines may index it; if not, it has `noindex`."""
    data: tuple[Link, ...] = ()
    """Downloads of the data that the page shows."""
    canonical: str = ""
    """URL of the page that this one repeats; empty for a page that stands for itself."""
    image_hosts: tuple[str, ...] = ()
    """Foreign origins of images, such as `https://tile.example.org`, for the Content-Security-Policy."""
    runs_wasm: bool = False
    """Whether it runs WebAssembly, which the Content-Security-Policy must allow."""
    frame_ancestors: str = "'none'"
    """Value of `frame-ancestors` in the Content-Security-Policy."""
    record: str = ""
    """Record or file that it shows, as editors know it: `35.05.15.2004`, `content/news/….md`."""
    calendar: tuple[CalendarNote, ...] = ()
    """What the release calendar says of the page: what was published last, what is overdue, and what comes next."""
    alternates: tuple[Alternate, ...] = ()
    """The same page in the other languages; filled in by the plan when the pages of all languages are known."""


@dataclass(frozen=True, slots=True)
class PageView:
    """Base of the views of all HTML pages."""

    head: PageHead
    """Title, URL, breadcrumbs and metadata of the page."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the published site."""

    path: str
    """Path within the published folder: `desa/index.html`."""
    content: Content
    """What the file is rendered from."""
    origin: Span = Span("")  # noqa: RUF009  (frozen)
    """Source position for messages about it; not part of its key."""
    listed: bool = False
    """Whether the sitemap names it."""

    @property
    def head(self) -> PageHead | None:
        """Head of a page; None for other files."""
        view = self.content.view if isinstance(self.content, Template) else None
        return view.head if isinstance(view, PageView) else None

    @property
    def updated(self) -> str:
        """Date of the last substantial change of a page, as EDTF; empty if not stated, and for other files."""
        return self.head.updated if self.head else ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the home page in another language."""

    language: str
    """Its code, `en`."""
    name: str
    """Name of the language in itself."""
    path: str
    """URL of the home page in it."""


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """What all pages of a language share. It does not change when a single record or announcement is edited."""

    language: str
    """The language of the page, `id` or `en`."""
    home: str
    """URL of the home page in this language."""
    languages: tuple[LanguageLink, ...]
    """The site's other languages."""
    title: str
    """The site's name."""
    description: str
    """Description of the site, in a sentence."""
    base_url: str
    """Base URL of the published site, without a trailing slash."""
    notice: str
    """Notice shown on every page; empty if the settings have none."""
    agency: str
    """Agency that runs the programme."""
    publisher: str
    publisher_url: str
    """URL of the publisher; may be empty."""
    email: str
    """E-mail address for questions and corrections; may be empty."""
    address: str
    """The publisher's postal address; may be empty."""
    licence: str
    """The licence's name; may be empty."""
    licence_url: str
    """The licence's text; may be empty."""
    repository: str
    """URL of the repository; may be empty."""
    menu: tuple[Link, ...]
    """The main menu."""
    sections: dict[str, Link]
    """Link of every section by name: `layout.sections["register"]` is Daftar Desa at /desa/."""
    footer: tuple[Link, ...]
    """The plain pages and other links of the footer."""
    feeds: tuple[Link, ...]
    """Atom and JSON feed."""
    assets: dict[str, str]
    """URL of each static file by its name in the theme: `style.css` to `/aset/style.1a2b3c4d.css`."""
    messages: dict[str, str]
    """The interface's words in this language, by key."""
    levels: tuple[LevelWording, ...]
    """How the regions of each level are called, the highest first."""
    preview: bool
    """Whether drafts or scheduled announcements are shown; such a build is marked as a preview and not to be
    indexed."""
    generator: str
    """Name and version of the engine."""
    social_card: str = ""
    """URL of the site's social card, for pages that have none of their own; empty where there is none."""
    first: LayoutContext | None = None
    """Layout context of the site's first language, for texts that are not translated; None in the first language
    itself."""

    def links(self) -> frozenset[str]:
        """Return the URLs that every page links to, so that they are checked once instead of once per page."""
        links = {link.path for link in (*self.menu, *self.footer, *self.feeds)}
        return frozenset(links | {self.home, *self.assets.values()} | {one.path for one in self.languages})


def find_layout(layouts: Sequence[LayoutContext], path: str) -> LayoutContext:
    """Return the layout context for the output at `path`, chosen by language prefix; the first language is the
    default."""
    return next((one for one in layouts[1:] if path.startswith(one.home[1:])), layouts[0])
