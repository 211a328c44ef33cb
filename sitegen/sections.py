"""The registry of page kinds and sections: menu, footer, path words, alternates and the plan derive from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sitegen.output import Output


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of outputs, with the section of the site that it makes, if any.

    A section has a path word in `paths:` of sitegen/messages/<language>.yaml, and a word `section_<name>` in the theme.
    """

    function: str
    """Where the function from the SiteIndex to its outputs stands: `pages.outreach:outreach`."""
    section: str = ""
    """The section whose front page it makes."""
    subsections: tuple[str, ...] = ()
    """Further sections that it makes: each with a path word, and no place in menu or footer."""
    menu: int = 0
    """Its place in the main menu where the settings name none, counted from 1; 0 for none."""
    footer: int = 0
    """Its place in the footer behind the plain pages, counted from 1; 0 for none."""
    entry_point: int = 0
    """Its place among the ways in of the home page, counted from 1 and told in the words `way_<name>`; 0 for none."""
    needs: str = ""
    """The field of Site without which it makes nothing."""
    texts: bool = False
    """Whether it is handed the texts of announcements and pages."""


PAGE_KINDS = (
    PageKind("pages.news:news", texts=True),
    PageKind("pages.plain:plain", texts=True),
    PageKind("pages.feeds:feeds", texts=True),
    PageKind("views.images:media_files", texts=True),
    PageKind("pages.home:home"),
    PageKind("pages.villages:register", "register", menu=1, entry_point=1),
    PageKind("pages.regions:regions", "regions", menu=2, entry_point=2),
    PageKind("pages.villages:villages"),
    PageKind("pages.archive:archive", "archive", menu=3, entry_point=4),
    PageKind("pages.comparison:comparison", "comparison"),
    PageKind("pages.news:news_lists", "news", menu=4),
    PageKind("pages.outreach:outreach", "outreach", menu=5, entry_point=5),
    PageKind("pages.indicators:indicators", "indicators", menu=6, entry_point=6),
    PageKind("pages.map:map_page", "map", ("embed",), menu=7, entry_point=7),
    PageKind("pages.overview_map:overview_map"),
    PageKind("pages.offices:offices", "offices", footer=7, needs="offices"),
    PageKind("pages.credits:credits", "credits", footer=6),
    PageKind("pages.glossary:glossary", "glossary", footer=1, needs="terms"),
    PageKind("pages.accessibility:accessibility", "accessibility", footer=2, needs="accessibility"),
    PageKind("pages.search:search", "search", ("letters",), menu=9, entry_point=3),
    PageKind("pages.downloads:downloads", "data", menu=8, entry_point=8),
    PageKind("pages.quality:quality", "quality", footer=3),
    PageKind("pages.releases:releases", "releases", footer=4),
    PageKind("pages.corrections:corrections", "corrections", footer=5),
    PageKind("pages.static:static"),
    PageKind("pages.hosting:not_found"),
    PageKind("pages.hosting:robots"),
    PageKind("pages.hosting:redirects"),
)
"""Every page kind, in the order in which the outputs are planned."""


def import_function(kind: PageKind) -> Callable[[Any], Iterator[Output]]:
    """Import the function of a page kind."""
    module, _, name = kind.function.partition(":")
    function: Callable[[Any], Iterator[Output]] = getattr(import_module(f"sitegen.{module}"), name)
    return function


def plan_outputs(index: Any, *, texts: bool) -> list[Output]:
    """The outputs of the page kinds that are handed texts, or of all others, each with what a SiteIndex noted for it.

    The kinds are imported only when asked for: most edits are of a text, and plan no other kind.
    """
    kinds = [import_function(kind) for kind in PAGE_KINDS if kind.texts is texts]
    return [output for kind in kinds for output in index.planned(kind(index))]


def section_names(*, own: bool = False) -> Iterator[str]:
    """The name of every section, in the order of the registry; with `own`, only of those that a page kind is for."""
    for kind in PAGE_KINDS:
        if kind.section:
            yield from (kind.section, *(() if own else kind.subsections))


def kinds_in_position(position: str) -> tuple[PageKind, ...]:
    """The page kinds with a place in `menu`, `footer` or `entry_point`, in that order."""
    return tuple(
        sorted((kind for kind in PAGE_KINDS if getattr(kind, position)), key=lambda kind: getattr(kind, position))
    )
