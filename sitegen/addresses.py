"""Addresses: the path words of a language, slugs, the paths of pages, and relative links between them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from sitegen.model import Village

LOCK = "data/urls.lock"
"""The file of a site that holds every address that was ever published."""
_PASSING = re.compile(
    r"(?:.*/)?[^/]+\.[0-9a-f]{8}\.[a-z0-9]+"  # named by its content: who links to it is told anew by each page
    r"|_headers|_redirects|\.nojekyll|404\.html|robots\.txt|sitemap-[0-9]+\.xml"  # of hosts and crawlers alone
)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a site. The path words are settings of its language (messages/<lang>.yaml, `paths:`)."""

    register: str
    regions: str
    archive: str
    undated: str
    news: str
    page: str
    tag: str
    outreach: str
    indicators: str
    map: str
    spread: str
    embed: str
    data: str
    quality: str
    releases: str
    corrections: str
    credits: str
    assets: str
    media: str

    def root(self, section: str) -> str:
        """The address of a section by its field's name: `register` gives `/desa/`."""
        return f"/{getattr(self, section)}/"

    def region(self, *slugs: str) -> str:
        """A province, regency, district or village page, by the slugs from the province down."""
        return "/" + "/".join((self.regions, *slugs)) + "/"

    def picture(self) -> str:
        """The picture of the country, which other sites may show."""
        return f"/{self.map}/{self.spread}.svg"

    def year(self, year: int) -> str:
        """A year of the archive."""
        return f"/{self.archive}/{year}/"

    def without_year(self) -> str:
        """Where the archive lists what has no stated year."""
        return f"/{self.archive}/{self.undated}/"

    def announcement(self, year: int, slug: str) -> str:
        """One announcement, by the year of its first day."""
        return f"/{self.news}/{year}/{slug}/"

    def news_year(self, year: int) -> str:
        """The announcements of a year."""
        return f"/{self.news}/{year}/"

    def news_tag(self, slug: str) -> str:
        """The announcements on a subject."""
        return f"/{self.news}/{self.tag}/{slug}/"

    def numbered(self, first: str, number: int) -> str:
        """Page `number` of the list that begins at the address `first`."""
        return first if number == 1 else f"{first}{self.page}/{number}/"

    def asset(self, name: str, digest: str) -> str:
        """A static file, named by its content: `style.css` gives `/aset/style.1a2b3c4d.css`."""
        stem, suffix = posixpath.splitext(name)
        return f"/{self.assets}/{stem}.{digest[:8]}{suffix}"


@cache
def slugify(text: str) -> str:
    """A name as one part of an address: ASCII letters, digits, hyphens; `x` and code points for other scripts."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return slug or "x" + "-".join(f"{ord(sign):x}" for sign in text if sign.isalnum())


def village_slug(village: Village) -> str:
    """The last part of a village's address. A desa has its bare name; the others carry their kind, so that a desa and a
    kelurahan of one name in one district never meet, and no address changes because a neighbour arrives."""
    if village.slug:
        return village.slug
    name = slugify(village.name)
    return name if village.kind == "desa" else f"{village.kind}-{name.removeprefix(f'{village.kind}-')}"


def file_of(path: str) -> str:
    """The file that an address is served from: `/desa/` gives `desa/index.html`."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def address_of(file: str) -> str:
    """The address of a file of the published folder: `desa/index.html` gives `/desa/`."""
    return "/" + file.removesuffix("index.html") if posixpath.basename(file) == "index.html" else "/" + file


def is_lasting(file: str) -> bool:
    """Whether the address of a file of the published folder is promised to stand: others may link to it and keep it."""
    return _PASSING.fullmatch(file) is None


def root_from(here: str) -> str:
    """How the page at address `here` reaches the site's root: `../../`; empty for a page at the root."""
    return "../" * (here.count("/") - 1)


def relative(root: str, there: str) -> str:
    """How a page that reaches the site's root by `root` links to the address `there`, which may be foreign.

    Always by way of the root, so that pages of one depth write the same link, and a site works in any folder.
    """
    return (root + there[1:] or "./") if there.startswith("/") else there
