"""The URLs of the site: path words of each language, routes of pages, and relative links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sitegen.models import Settings, Village
from sitegen.names import slugify
from sitegen.sections import section_names
from sitegen.translations import languages_of

URLS_LOCK = "data/urls.lock"
"""The file of a site that holds every address that was ever published."""
_NOT_PERMANENT = re.compile(
    r"(?:.*/)?[^/]+\.[0-9a-f]{8}\.[a-z0-9]+"  # named by its content: who links to it is told anew by each page
    r"|_headers|_redirects|\.nojekyll|404\.html|robots\.txt|sitemap-[0-9]+\.xml"  # of hosts and crawlers alone
    r"|(?:.*/)?_[^/]+/.*"  # in a folder of what only a script reads
)


@dataclass(frozen=True, slots=True)
class Routes:
    """The addresses of one language of a site. The path words are settings of it (messages/<lang>.yaml, `paths:`)."""

    words: dict[str, str]
    """The path word of each section, and of the steps below one: `page`, `tag`, `undated`, `others`, `assets` …"""
    language: str = ""
    """The language; empty for a site that has only one."""
    prefix: str = ""
    """What its addresses begin with: nothing for the first language of a site, `/en` for a further one."""
    translations: tuple[Routes, ...] = ()
    """Those of the site's further languages; only the first language names them."""

    def home(self) -> str:
        """The home page: `/`, or `/en/`."""
        return f"{self.prefix}/"

    def at(self, name: str) -> str:
        """A file or a plain page at the root of the language: `atom.xml`, `tentang/`."""
        return f"{self.prefix}/{name}"

    def root(self, section: str) -> str:
        """The URL of a section by its name: `register` gives `/desa/`."""
        return self.at(f"{self.words[section]}/")

    def region(self, *slugs: str) -> str:
        """A province, regency, district or village page, by the slugs from the province down."""
        return self.at("/".join((self.words["regions"], *slugs)) + "/")

    def overview_map(self) -> str:
        """The picture of the country, which other sites may show."""
        return self.at(f"{self.words['map']}/{self.words['overview_map']}.svg")

    def year(self, year: int) -> str:
        """A year of the archive."""
        return self.at(f"{self.words['archive']}/{year}/")

    def undated_url(self) -> str:
        """Where the archive lists what has no stated year."""
        return self.at(f"{self.words['archive']}/{self.words['undated']}/")

    def announcement(self, year: int, slug: str) -> str:
        """One announcement, by the year of its first day."""
        return self.at(f"{self.words['news']}/{year}/{slug}/")

    def news_year(self, year: int) -> str:
        """The announcements of a year."""
        return self.at(f"{self.words['news']}/{year}/")

    def news_tag(self, slug: str) -> str:
        """The announcements on a subject."""
        return self.at(f"{self.words['news']}/{self.words['tag']}/{slug}/")

    def page_of_list(self, language: str, number: int) -> str:
        """Page `number` of the list that begins at the address `first`."""
        return language if number == 1 else f"{language}{self.words['page']}/{number}/"

    def asset(self, name: str, digest: str) -> str:
        """A static file, named by its content: `style.css` gives `/aset/style.1a2b3c4d.css`. All languages share it."""
        stem, suffix = posixpath.splitext(name)
        return f"/{self.words['assets']}/{stem}.{digest[:8]}{suffix}"

    def alternate_url(self, path: str, other: Routes) -> str:
        """The address in the language of `other` of what stands at `path` in this one: `/arsip/2018/` gives
        `/en/archive/2018/`. Whether something stands there is another matter, and content has slugs of its own."""
        within = path.removeprefix(self.prefix)
        pairs = [(f"/{self.words[name]}/", f"/{other.words[name]}/") for name in section_names()]
        for own, other_path in sorted(pairs, key=lambda pair: -len(pair[0])):
            if within.startswith(own):
                steps = {self.words[name]: other.words[name] for name in ("undated", "page", "tag", "others")}
                rest = [steps.get(step, step) for step in within.removeprefix(own).split("/")]
                return other.prefix + other_path + "/".join(rest)
        return other.prefix + within


def build_routes(config: Settings, messages: Callable[[str], Mapping[str, Any]]) -> Routes:
    """The addresses of a site in its first language, and in it those of all others.

    `words` gives the path words of a language.
    """
    first, *others = languages_of(config)
    routes = {language: Routes(dict(messages(language))) for language in (first, *others)}
    translations = tuple(replace(routes[other], language=other, prefix=f"/{other}") for other in others)
    return replace(routes[first], language=first, translations=translations)


def village_slug(village: Village) -> str:
    """The last part of a village's address. A desa has its bare name; the others carry their kind, so that a desa and a
    kelurahan of one name in one district never meet, and no address changes because a neighbour arrives."""
    if village.slug:
        return village.slug
    name = slugify(village.name)
    return name if village.kind == "desa" else f"{village.kind}-{name.removeprefix(f'{village.kind}-')}"


def output_path(path: str) -> str:
    """The file that an address is served from: `/desa/` gives `desa/index.html`."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def file_url(file: str) -> str:
    """The address of a file of the published folder: `desa/index.html` gives `/desa/`."""
    return "/" + file.removesuffix("index.html") if posixpath.basename(file) == "index.html" else "/" + file


def is_permalink(file: str) -> bool:
    """Whether the address of a file of the published folder is promised to stand: others may link to it and keep it."""
    return _NOT_PERMANENT.fullmatch(file) is None


def is_linkable(file: str) -> bool:
    """Whether pages may link to a file of the published folder: not to what only a script reads."""
    return "/_" not in file


def root_prefix(here: str) -> str:
    """How the page at address `here` reaches the site's root: `../../`; empty for a page at the root."""
    return "../" * (here.count("/") - 1)


def relative_url(root: str, there: str) -> str:
    """How a page that reaches the site's root by `root` links to the address `there`, which may be foreign.

    Always by way of the root, so that pages of one depth write the same link, and a site works in any folder.
    """
    return (root + there[1:] or "./") if there.startswith("/") else there
