"""The contents that an output can have: a template with its view, a table, a photo, a file to copy and others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sitegen.dataset import Dataset, Table
from sitegen.formats import DownloadTerms, TableFormat
from sitegen.formats.data_package import PackageInfo, TableDescription


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


ImageFormat = Literal["avif", "jpeg", "png"]
"""How a smaller photo is written: AVIF; for browsers without it JPEG, or PNG where something shines through."""
IMAGE_WIDTHS = (480, 720, 1080)
"""How wide photos are published, in pixels: for a cheap phone, a column of text, and a fine screen of either."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A body that is a photo without what it tells of where it was taken, and without all else that is no picture."""

    location: str
    """Where the file stands on this machine; not part of the key."""
    digest: str
    """Hexadecimal digest of the bytes of that file."""
    size: int
    """Bytes of that file."""
    width: int = 0
    """How wide it is to be, in pixels; 0 for the whole photo in its own format."""
    format: ImageFormat | None = None
    """How it is written; None for the whole photo in its own format."""


@dataclass(frozen=True, slots=True)
class SocialCardLine:
    """A line of a card, whose date and number are put into words when it is drawn."""

    text: str
    """The line, with `{date}` and `{number}` where these go."""
    date: str = ""
    """A date, as EDTF."""
    number: int | float | None = None
    """A number."""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A body that is a social card: the picture by which messengers and networks show a link to a page."""

    title: str
    """What the page is about; of any length and in any script."""
    lines: tuple[SocialCardLine, ...]
    """What matters most of it."""
    site: str
    """The site's name."""
    notice: str
    """What the site is and is not; may be empty."""
    colours: tuple[str, ...]
    """Paper, ink, quiet ink and accent, as `#1d1b19`."""
    messages: dict[str, str]
    """The words of the interface by which its dates and numbers are written."""


SOCIAL_CARD_SIZE = (1200, 630)
"""Width and height of a card in pixels, as networks want it."""


@dataclass(frozen=True, slots=True)
class MapScript:
    """A body that is the script of an interactive map, composed by folium."""

    view: Any
    """What the map shows: see render/map_script.py. A frozen dataclass."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A body that is one table to download. It is only written when it is stale, as a page is."""

    format: TableFormat
    table: Table
    """Its columns and rows."""
    terms: DownloadTerms
    """What travels with it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook, with all that its readers are told of it."""

    table: Table
    """Its columns and rows."""
    title: str
    """What it holds, in a few words."""
    meaning: str
    """What it holds and what it does not, in a sentence or two."""
    columns: tuple[str, ...]
    """What stands in each of its columns."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A body that is a spreadsheet (XLSX): a cover, notes, a dictionary, and a sheet for each table."""

    title: str
    """What it is."""
    terms: DownloadTerms
    """What travels with it."""
    cover: tuple[tuple[str, str], ...]
    """The lines of its cover: a text, and the address that it leads to or none."""
    notes: tuple[str, ...]
    """What a reader must know, a sentence each."""
    sheets: tuple[Sheet, ...]
    """Its tables."""
    messages: dict[str, str]
    """The names of its own sheets and the heads of their columns: see render/workbook.py."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A body that is a ZIP of other bodies. Where they are outputs too, they are the same objects: made only once."""

    files: tuple[tuple[str, TableFile | Workbook | Text], ...]
    """Each file by its name within, in order."""


@dataclass(frozen=True, slots=True)
class ReleaseZip:
    """A body that is a ZIP of a release: its tables are only read when it is stale."""

    locations: tuple[str, ...]
    """Where its file and those of all releases before it stand on this machine, in order; not part of the key."""
    contents: tuple[str, ...]
    """Hexadecimal digests of the bytes of these files."""
    columns: Dataset
    """The columns that tables have today, by name; without rows."""
    terms: DownloadTerms
    """What travels with it."""
    readme: str
    """What it says of itself, for whoever meets it alone."""
    about: PackageInfo
    """What its Data Package tells of itself."""
    meanings: dict[str, TableDescription]
    """What each table and its columns are, by name."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A body that is a folder of files, as a tool of its own makes them: the index of a search in texts. The path of
    its output ends in a slash; what stands in it is known only when it is made, after all other outputs."""

    texts: tuple[Any, ...]
    """What is indexed: see output.Indexed."""


Content = Template | Text | Copy | Photo | SocialCard | MapScript | TableFile | Workbook | Zip | ReleaseZip | Directory
