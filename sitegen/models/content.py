"""The types of content/: announcements, plain pages and media."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sitegen.geography import VillageCode
from sitegen.record import record
from sitegen.scalars import (
    Alt,
    Count,
    Edtf,
    Flag,
    Line,
    Moment,
    OfficeId,
    SitePath,
    Slug,
    SourceId,
    SourcePath,
    Url,
)

NEWS, PAGES, MEDIA = "content/news", "content/pages", "content/media"
"""The folders of announcements, plain pages and media, relative to the site folder."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
"""The suffixes of pictures that Pillow decodes, which is the check of their content."""
SVG = ".svg"
RECORDINGS = (".mp3", ".ogg", ".m4a", ".wav", ".mp4", ".webm")
"""The suffixes of sound and video, which browsers play."""


@record
class Image:
    """The photo of an announcement or a village."""

    src: SourcePath
    """The file: in an announcement, relative to it, `../media/pulutan.jpg`; in data/, `content/media/pulutan.jpg`."""
    alt: Alt
    """What it shows, for readers who cannot see it; `""` for a purely decorative image."""
    credit: Line
    """Who took it."""


@record
class Original:
    """The publication in which an announcement first appeared."""

    publisher: Line
    """Who published it."""
    url: Url | None = None
    """Its address on the web, if known."""


@record
class NewsMeta:
    """The front matter of an announcement: content/news/*.md."""

    title: Line
    """Its headline."""
    date: Edtf
    """The date of the event that it reports, shown as precise as stated. It is not the day of publication."""
    place: Line | None = None
    """The place of its dateline."""
    summary: Line
    """What it says, in a sentence or two."""
    in_brief: tuple[Line, ...] = ()
    """What it says in plain words, in up to five lines, for readers who do not read it all."""
    image: Image | None = None
    """Its photo."""
    villages: tuple[VillageCode, ...] = ()
    """The villages it is about, by code."""
    offices: tuple[OfficeId, ...] = ()
    """The offices it is about."""
    sources: tuple[SourceId, ...] = ()
    """The sources of what it says."""
    tags: tuple[Line, ...] = ()
    """Its subjects, in words."""
    reporter: Line | None = None
    """Who wrote it."""
    editor: Line | None = None
    """Who edited it."""
    original: Original | None = None
    """Where it was first published."""
    read_also: tuple[SourcePath, ...] = ()
    """Announcements or pages to read next, by file."""
    updated: Edtf | None = None
    """When it was last changed in substance."""
    draft: Flag = False
    """`true` keeps it out of the public site."""
    publish_date: Moment | None = None
    """When it appears; until then it is left out. Lists and feeds sort by it, else by the first day of `date`."""
    expiry_date: Moment | None = None
    """When it expires; from then on it is left out."""
    aliases: tuple[SitePath, ...] = ()
    """Its earlier addresses, which lead to it."""
    slug: Slug | None = None
    """The last part of its address; when left out, the file's name without its date."""


@record
class PageMeta:
    """The front matter of a plain page: content/pages/*.md."""

    title: Line
    """Its title."""
    summary: Line
    """What it says, in a sentence."""
    in_brief: tuple[Line, ...] = ()
    """What it says in plain words, in up to five lines, for readers who do not read it all."""
    sources: tuple[SourceId, ...] = ()
    """The sources of what it says."""
    updated: Edtf | None = None
    """When it was last changed in substance."""
    draft: Flag = False
    """`true` keeps it out of the public site."""
    publish_date: Moment | None = None
    """When it appears; until then it is left out."""
    expiry_date: Moment | None = None
    """When it expires; from then on it is left out."""
    aliases: tuple[SitePath, ...] = ()
    """Its earlier addresses, which lead to it."""
    slug: Slug | None = None
    """Its address, `/<slug>/`; when left out, the file's name."""
    order: Count = 50
    """Its position among the plain pages in the footer; smaller comes first."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement of content/news/."""

    file: str
    """Its file, relative to the site folder: `content/news/2018-07-05-x.md`."""
    meta: NewsMeta
    """Its front matter."""
    body: str
    """Its text, Markdown, with line feeds only."""
    body_line: int
    """The line of the file on which the text begins, counted from 1."""
    language: str
    """The language of a translation `x.en.md`; else that of the site."""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A plain page of content/pages/."""

    file: str
    """Its file, relative to the site folder: `content/pages/tentang.md`."""
    meta: PageMeta
    """Its front matter."""
    body: str
    """Its text, Markdown, with line feeds only."""
    body_line: int
    """The line of the file on which the text begins, counted from 1."""
    language: str
    """The language of a translation `x.en.md`; else that of the site."""


ContentItem = TypeVar("ContentItem", Announcement, PlainPage)
"""An announcement or a plain page."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file of content/media/ that pages may show or link to."""

    file: str
    """Its file, relative to the site folder: `content/media/pulutan.jpg`."""
    digest: str
    """Hexadecimal digest of its bytes."""
    size: int
    """Bytes."""
    width: int = 0
    """Pixels, of the upright image; 0 for a file that is not an image."""
    height: int = 0
    """Pixels, of the upright image; 0 for a file that is not an image."""
    location: str = ""
    """Its path on this machine; not part of any cache key."""
    located: bool = False
    """Whether it is a photo with GPS coordinates, which are removed from the published file."""
    still: bool = False
    """Whether pages may show it in smaller sizes: a raster image without animation."""
    clear: bool = False
    """Whether it has transparency."""
    rewritten: bytes | None = None
    """The bytes to publish where they are not those of the file: an SVG with safe parts only."""
