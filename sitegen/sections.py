"""The registry of page kinds and sections: menu, footer, path words, alternates and the plan derive from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sitegen.models import Settings, Site
from sitegen.output import Output
from sitegen.problems import Report, Span, fence


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of output: a function from the SiteIndex to outputs, and the section of the site that it makes, if any.

    A section has a path word in `paths:` of sitegen/messages/<language>.yaml, and a message `section_<name>` in the
    theme.
    """

    function: str
    """Module and name of the function, below `sitegen`: `pages.outreach:outreach`."""
    section: str = ""
    """Section whose index page it makes."""
    subsections: tuple[str, ...] = ()
    """Further sections that it makes: each has a path word, and no position in the menu or footer."""
    menu: int = 0
    """Position in the main menu where the settings name none, counted from 1; 0 for none."""
    footer: int = 0
    """Position in the footer, after the plain pages, counted from 1; 0 for none."""
    entry_point: int = 0
    """Position among the entry points of the home page, counted from 1; 0 for none. Its text is the message
    `way_<name>`."""
    within: str = ""
    """Section that it belongs to, where another kind makes its index page."""
    optional: bool = False
    """Whether the settings of a site can leave its section out: no page of another section is incomplete without it."""
    records: str = ""
    """Field of Site with the records that it shows; a site without any has none of its outputs."""
    shown_empty: bool = False
    """Whether it has outputs without any records."""
    texts: bool = False
    """Whether it receives the texts of announcements and pages."""


PAGE_KINDS = (
    PageKind("pages.news:news", texts=True, within="news"),
    PageKind("pages.plain:plain", texts=True),
    PageKind("pages.news:feeds", texts=True, within="news"),
    PageKind("views.images:media_files", texts=True),
    PageKind("pages.home:home"),
    PageKind("pages.villages:register", "register", menu=1, entry_point=1),
    PageKind("pages.regions:regions", "regions", menu=2, entry_point=2),
    PageKind("pages.villages:villages"),
    PageKind("pages.archive:archive", "archive", menu=3, entry_point=4),
    PageKind("pages.archive:comparison", "comparison", optional=True),
    PageKind("pages.news:news_lists", "news", menu=4, optional=True, records="news", shown_empty=True),
    PageKind(
        "pages.outreach:outreach", "outreach", menu=5, entry_point=5,
        optional=True, records="outreach", shown_empty=True,
    ),
    PageKind(
        "pages.indicators:indicators", "indicators", menu=6, entry_point=6,
        optional=True, records="indicators", shown_empty=True,
    ),
    PageKind("pages.map:map_page", "map", ("embed",), menu=7, entry_point=7, optional=True),
    PageKind("pages.map:overview_map", within="map"),
    PageKind("pages.offices:offices", "offices", footer=7, records="offices"),
    PageKind("pages.credits:credits", "credits", footer=6),
    PageKind("pages.glossary:glossary", "glossary", footer=1, optional=True, records="terms"),
    PageKind("pages.accessibility:accessibility", "accessibility", footer=2, records="accessibility"),
    PageKind("pages.search:search", "search", ("letters",), menu=9, entry_point=3),
    PageKind("pages.downloads:downloads", "data", menu=8, entry_point=8),
    PageKind("pages.quality:quality", "quality", footer=3),
    PageKind("pages.disagreements:disagreements", "disagreements", records="disagreements"),
    PageKind("pages.releases:releases", "releases", footer=4),
    PageKind("pages.released_years:released_years", within="archive", records="releases"),
    PageKind("pages.corrections:corrections", "corrections", footer=5),
    PageKind("pages.calendar:calendar", "calendar", footer=8, optional=True, records="calendar"),
    PageKind("pages.static:static"),
    PageKind("pages.hosting:not_found"),
    PageKind("pages.hosting:robots"),
    PageKind("pages.hosting:redirects"),
)  # fmt: skip
"""Every page kind, in the order in which the outputs are planned."""


def import_function(kind: PageKind) -> Callable[[Any], Iterator[Output]]:
    """Import the function of a page kind."""
    module, _, name = kind.function.partition(":")
    function: Callable[[Any], Iterator[Output]] = getattr(import_module(f"sitegen.{module}"), name)
    return function


def plan_outputs(index: Any, *, texts: bool, report: Report | None = None) -> list[Output]:
    """Plan the outputs of the page kinds that receive texts, or of all others, and record what each was read from.

    With a `report`, a page kind that fails is a problem in it. Kinds are imported when they are needed: most edits
    change one text, and then the other kinds are not planned.
    """
    outputs = list[Output]()
    for kind in shown_kinds(index.site.config):
        if kind.texts is texts:
            with nullcontext() if report is None else fence(report, Span("")):
                outputs += index.track_outputs(import_function(kind)(index))
    return outputs


def shown_kinds(config: Settings) -> Iterator[PageKind]:
    """Yield the page kinds but those of sections that the settings leave out, in the order of the registry."""
    hidden = hidden_sections(config)
    yield from (kind for kind in PAGE_KINDS if (kind.section or kind.within) not in hidden)


def hidden_sections(config: Settings) -> frozenset[str]:
    """Return the names of the sections that the settings of a site leave out; one that cannot be is told by load/."""
    hidden = {one.section for one in config.sections if not one.shown}
    return frozenset(kind.section for kind in PAGE_KINDS if kind.optional and kind.section in hidden)


def hidden_records(config: Settings) -> frozenset[str]:
    """Return the fields of Site whose records no section shows."""
    hidden = hidden_sections(config)
    return frozenset(kind.records for kind in PAGE_KINDS if kind.records and kind.section in hidden)


def section_names(*, own: bool = False) -> Iterator[str]:
    """Yield the name of every section in the order of the registry; with `own`, only those with an index page of their
    own kind."""
    for kind in PAGE_KINDS:
        if kind.section:
            yield from (kind.section, *(() if own else kind.subsections))


def published_sections(site: Site) -> Iterator[str]:
    """Yield the name of every section with an index page of its own that a Site has something to show in."""
    yield from (kind.section for kind in shown_kinds(site.config) if kind.section and has_content(kind, site))


def has_content(kind: PageKind, site: Site) -> bool:
    """Whether a Site has what the page kind needs."""
    return not kind.records or kind.shown_empty or bool(getattr(site, kind.records))


def linked_sections(position: str, site: Site) -> tuple[str, ...]:
    """Return the names of the sections with a position that a Site has, in that order; see kinds_in_position."""
    published = set(published_sections(site))
    return tuple(kind.section for kind in kinds_in_position(position) if kind.section in published)


def kinds_in_position(position: str) -> tuple[PageKind, ...]:
    """Return the page kinds that have a position in `menu`, `footer` or `entry_point`, in that order."""
    return tuple(
        sorted((kind for kind in PAGE_KINDS if getattr(kind, position)), key=lambda kind: getattr(kind, position))
    )
