"""The kinds of content that an output can have: a template with its view, a table, a photo, a file to copy and
others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sitegen.dataset import Dataset, Table
from sitegen.dataset.released_year import ReleasedNames
from sitegen.formats import DownloadTerms, TableFormat
from sitegen.formats.data_package import PackageInfo, TableDescription


@dataclass(frozen=True, slots=True)
class Template:
    """Content that a template renders from a view."""

    name: str
    """The template, such as `village.html`."""
    view: Any
    """A frozen dataclass, msgspec-encodable; the template sees it as `view`. HTML pages' views have a `head`."""
    rooted: bool = False
    """Whether links are absolute from the site's root instead of relative: 404.html is shown at any URL."""


@dataclass(frozen=True, slots=True)
class ReleaseTemplate(Template):
    """A Template whose view gets the year of a release as `released`; its tables are read only when it is stale."""

    year: int = 0
    """The year."""
    locations: tuple[str, ...] = ()
    """Paths of the release files up to this one on this machine, oldest first; not part of the key."""
    contents: tuple[str, ...] = ()
    """Hexadecimal digests of these files."""
    names: ReleasedNames = ReleasedNames((), "", 0, 0)  # noqa: RUF009  (frozen)
    """How the tables of the release are read."""


@dataclass(frozen=True, slots=True)
class RawBytes:
    """Content that is written unchanged: robots.txt, map data."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that is copied: other media, static files of the theme, third-party assets."""

    location: str
    """Path of the file on this machine; not part of the key."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""


ImageFormat = Literal["avif", "jpeg", "png"]
"""Format of a resized photo: AVIF, and for browsers without it JPEG, or PNG where it has transparency."""
IMAGE_WIDTHS = (480, 720, 1080)
"""Widths of published photos, in pixels: for a small phone, a column of text, and high-density screens."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, published without its metadata (where and when it was taken)."""

    location: str
    """Where the file stands on this machine; not part of the key."""
    digest: str
    """Hexadecimal digest of the bytes of that file."""
    size: int
    """Bytes of that file."""
    width: int = 0
    """Width in pixels; 0 for the original size and format."""
    format: ImageFormat | None = None
    """Format; None for the original size and format."""


@dataclass(frozen=True, slots=True)
class SocialCardLine:
    """A line of a social card; its date and number are formatted when the card is drawn."""

    text: str
    """The line, with `{date}` and `{number}` where these go."""
    date: str = ""
    """A date, as EDTF."""
    number: int | Decimal | None = None


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A social card: the image by which messengers and social networks preview a link."""

    title: str
    """Title of the page; of any length and in any script."""
    lines: tuple[SocialCardLine, ...]
    """Lines below the title."""
    site: str
    """The site's name."""
    notice: str
    """Notice of the site; may be empty."""
    colours: tuple[str, ...]
    """Colours of paper, ink, quiet ink and accent, as `#1d1b19`."""
    messages: dict[str, str]
    """Messages for formatting dates and numbers."""


SOCIAL_CARD_SIZE = (1200, 630)
"""Width and height of a social card in pixels, as social networks expect it."""


@dataclass(frozen=True, slots=True)
class MapScript:
    """The script of an interactive map, composed by folium."""

    view: Any


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table to download, in one format; rendered only when it is stale."""

    format: TableFormat
    table: Table
    terms: DownloadTerms
    """Notice, licence and publisher, which are written into the file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: a table with its descriptions."""

    table: Table
    title: str
    """What it holds, in a few words."""
    meaning: str
    """Description, in a sentence or two."""
    columns: tuple[str, ...]
    """Description of each column."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A spreadsheet (XLSX): a cover, notes, a dictionary, and a sheet for each table."""

    title: str
    """What it is."""
    terms: DownloadTerms
    """What travels with it."""
    cover: tuple[tuple[str, str], ...]
    """Lines of the cover: a text, and the URL that it links to or an empty string."""
    notes: tuple[str, ...]
    """Notes for readers, one sentence each."""
    sheets: tuple[Sheet, ...]
    """Its tables."""
    messages: dict[str, str]
    """Names of the extra sheets and the column headers: see render/workbook.py."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP of other contents. A content that is an output too is the same object, so that it is rendered once."""

    files: tuple[tuple[str, TableFile | Workbook | RawBytes], ...]
    """Name within the ZIP and content of each file, in order."""


@dataclass(frozen=True, slots=True)
class ReleaseZip:
    """The ZIP of a release; its tables are read only when it is stale."""

    locations: tuple[str, ...]
    """Paths of the release files up to this one on this machine, oldest first; not part of the key."""
    contents: tuple[str, ...]
    """Hexadecimal digests of these files."""
    columns: Dataset
    """Today's columns of each table; without rows."""
    terms: DownloadTerms
    """What travels with it."""
    readme: str
    """RawBytes of the README in the ZIP."""
    about: PackageInfo
    """Metadata of its Data Package."""
    meanings: dict[str, TableDescription]
    """Descriptions of each table and its columns, by table name."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A folder of files that another tool writes, such as the full-text index. The path of its output ends in a slash;
    its files are known only when it is made, after all other outputs."""

    texts: tuple[Any, ...]
    """The texts to index: see output.SearchDocument."""


Content = (
    Template | RawBytes | Copy | Photo | SocialCard | MapScript | TableFile | Workbook | Zip | ReleaseZip | Directory
)
