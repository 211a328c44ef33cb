"""The URLs of the site: path words of each language, routes of pages, and relative links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from sitegen.models import Settings, Translation, Village
from sitegen.names import slugify
from sitegen.sections import section_names
from sitegen.translations import languages_of, section_texts

URLS_LOCK = "data/urls.lock"
"""File of a site that lists every URL that was ever published."""
_NOT_PERMANENT = re.compile(
    r"(?:.*/)?[^/]+\.[0-9a-f]{8}\.[a-z0-9]+"  # named by its content: the URL changes with each version
    r"|_headers|_redirects|\.nojekyll|404\.html|robots\.txt|sitemap-[0-9]+\.xml"  # only for hosts and crawlers
    r"|(?:.*/)?_[^/]+/.*"  # in a folder that only a script reads
)

_NOT_SECTIONS = ("assets", "media")
"""The path words beside those of sections that stand at the root of a site."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Builds the URLs of one language of a site from its path words (messages/<lang>.yaml, `paths:`)."""

    words: dict[str, str]
    """Path word of each section and of the steps below one: `page`, `tag`, `undated`, `others`, `assets` …"""
    language: str = ""
    """The language; empty for a site that has only one."""
    prefix: str = ""
    """Prefix of its URLs: empty for the first language of a site, `/en` for another."""
    default_words: dict[str, str] = field(default_factory=dict)
    """Its path words without the settings of the site, by which addresses of before are found."""
    translations: tuple[Routes, ...] = ()
    """Routes of the other languages; only the first language has them."""

    def home(self) -> str:
        """Return the URL of the home page: `/`, or `/en/`."""
        return f"{self.prefix}/"

    def at(self, name: str) -> str:
        """Return the URL of a file or a plain page at the root of the language: `atom.xml`, `tentang/`."""
        return f"{self.prefix}/{name}"

    def root(self, section: str) -> str:
        """Return the URL of a section by its name: `register` gives `/desa/`."""
        return self.at(f"{self.words[section]}/")

    def region(self, *slugs: str) -> str:
        """Return the URL of the page of a region or village, from its slugs, the highest region first."""
        return self.at("/".join((self.words["regions"], *slugs)) + "/")

    def overview_map(self) -> str:
        """Return the URL of the overview map (SVG), which other sites may embed."""
        return self.at(f"{self.words['map']}/{self.words['overview_map']}.svg")

    def year(self, year: int) -> str:
        """Return the URL of a year of the archive."""
        return self.at(f"{self.words['archive']}/{year}/")

    def released_year(self, year: int, date: str) -> str:
        """Return the URL of a year of the archive as it stood at the release of a day."""
        return f"{self.year(year)}{self.words['release']}/{date}/"

    def undated_url(self) -> str:
        """Return the URL of the archive page of records without a stated year."""
        return self.at(f"{self.words['archive']}/{self.words['undated']}/")

    def announcement(self, year: int, slug: str) -> str:
        """Return the URL of an announcement, from the year of its first day and its slug."""
        return self.at(f"{self.words['news']}/{year}/{slug}/")

    def news_year(self, year: int) -> str:
        """Return the URL of the announcements of a year."""
        return self.at(f"{self.words['news']}/{year}/")

    def news_tag(self, slug: str) -> str:
        """Return the URL of the announcements with a tag."""
        return self.at(f"{self.words['news']}/{self.words['tag']}/{slug}/")

    def outreach_event(self, id: str) -> str:
        """Return the URL of an outreach event; its date, which may become more exact, is no part of it."""
        return f"{self.root('outreach')}{id}/"

    def outreach_year(self, year: int | None) -> str:
        """Return the URL of the outreach of a year; for None, of that without a stated year."""
        return f"{self.root('outreach')}{self.words['undated'] if year is None else year}/"

    def page_of_list(self, language: str, number: int) -> str:
        """Return the URL of page `number` of the list whose first page is `first`."""
        return language if number == 1 else f"{language}{self.words['page']}/{number}/"

    def asset(self, name: str, digest: str) -> str:
        """Return the URL of a static file, with a digest of its content: `style.css` gives `/aset/style.1a2b3c4d.css`.
        All languages share it."""
        stem, suffix = posixpath.splitext(name)
        return f"/{self.words['assets']}/{stem}.{digest[:8]}{suffix}"

    def alternate_url(self, path: str, other: Routes) -> str:
        """Translate the URL `path` into the language of `other`: `/arsip/2018/` gives `/en/archive/2018/`.

        The page need not exist there; slugs of content are not translated.
        """
        within = path.removeprefix(self.prefix)
        pairs = [(f"/{self.words[name]}/", f"/{other.words[name]}/") for name in section_names()]
        for own, other_path in sorted(pairs, key=lambda pair: -len(pair[0])):
            if within.startswith(own):
                steps = {
                    self.words[name]: other.words[name] for name in ("undated", "page", "tag", "others", "release")
                }
                rest = [steps.get(step, step) for step in within.removeprefix(own).split("/")]
                return other.prefix + other_path + "/".join(rest)
        return other.prefix + within


def build_routes(
    config: Settings,
    messages: Callable[[str], Mapping[str, Any]],
    translations_of: Mapping[str, Sequence[Translation]] = MappingProxyType({}),
) -> Routes:
    """Build the routes of a site's first language, with those of its other languages in `translations`.

    `messages` gives the path words of a language, and `translations_of` the translations of the site's records.
    """
    first, *others = languages_of(config)
    routes = dict[str, Routes]()
    for language in (first, *others):
        words = dict(messages(language))
        own = section_texts(config, translations_of, language, "path")
        routes[language] = Routes(section_words(words, own), default_words=words)
    translations = tuple(replace(routes[other], language=other, prefix=f"/{other}") for other in others)
    return replace(routes[first], language=first, translations=translations)


def section_words(words: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return path words with those that a site gives to its sections; one below another, as `data/mutu` is, follows
    it, and its own word is the last part."""
    names = list(section_names())

    def word_of(name: str) -> str:
        word = words[name]
        above = next((one for one in names if word.startswith(f"{words[one]}/")), "")
        last = own.get(name) or (word.removeprefix(f"{words[above]}/") if above else word)
        return f"{word_of(above)}/{last}" if above else last

    return {**words, **({name: word_of(name) for name in names} if own else {})}


def shared_words(words: Mapping[str, str], languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each section whose path word something else has, with the name of that: a section, a folder of files or a
    further language; of two sections each is told."""
    others = {name: words[name] for name in (*section_names(), *_NOT_SECTIONS)}
    others |= {language: language for language in languages[1:]}
    for name in section_names():
        for other in (one for one, word in others.items() if one != name and word == words[name]):
            yield name, other


def village_slug(village: Village, *, usual: bool) -> str:
    """Return the slug of a village: one of the usual kind has its bare name, others begin with their kind.

    So two places of one name in one region that differ in kind have different URLs, and no URL changes when a
    neighbour is added.
    """
    if village.slug:
        return village.slug
    name = slugify(village.name)
    return name if usual else f"{village.kind}-{name.removeprefix(f'{village.kind}-')}"


def output_path(path: str) -> str:
    """Return the output path that a URL is served from: `/desa/` gives `desa/index.html`."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def file_url(file: str) -> str:
    """Return the URL of an output path: `desa/index.html` gives `/desa/`."""
    return "/" + file.removesuffix("index.html") if posixpath.basename(file) == "index.html" else "/" + file


def is_permalink(file: str) -> bool:
    """Whether the URL of an output path is permanent, so that others may link to it."""
    return _NOT_PERMANENT.fullmatch(file) is None


def is_reserved(url: str) -> bool:
    """Whether the host of a URL is reserved for examples (RFC 2606), so that nothing is published there."""
    host = urlsplit(url).hostname or ""
    return (
        host.endswith((".example", ".test", ".invalid", "localhost"))
        or re.search(r"(?:^|\.)example\.(?:com|net|org)$", host) is not None
    )


def is_linkable(file: str) -> bool:
    """Whether pages may link to an output path; folders that begin with `_` are for scripts."""
    return "/_" not in file


def root_prefix(here: str) -> str:
    """Return the relative path from the page at URL `here` to the site's root: `../../`; empty for a page at the
    root."""
    return "../" * (here.count("/") - 1)


def relative_url(root: str, there: str) -> str:
    """Return the link to the URL `there` from a page whose relative path to the root is `root`.

    Links always go by way of the root, so that pages of one depth write the same link, and the site works in any
    folder. Foreign URLs stay unchanged.
    """
    return (root + there[1:] or "./") if there.startswith("/") else there
