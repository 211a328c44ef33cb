"""The frame of a language: what all its pages share, from settings, theme and plain pages alone."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen import __version__
from sitegen.model import MenuItem
from sitegen.output import Frame, Link, Spoken
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.content import original_of
from sitegen.pages.map_files import SCRIPTS
from sitegen.pages.search_files import SEARCH_SCRIPT
from sitegen.pages.social import site_card
from sitegen.pages.stylesheet import STYLESHEET, stylesheet

MENU = ("register", "regions", "archive", "news", "outreach", "indicators", "map", "data", "search")
"""The sections of the main menu where the settings name none, by their field in Addresses."""
FOOTER = ("quality", "releases", "corrections", "credits")
"""The sections that the footer leads to, behind the plain pages."""


def frame(catalogue: Catalogue) -> Frame:
    """What all pages share. Nothing here changes when one record or announcement is edited."""
    config, addresses = catalogue.site.config, catalogue.addresses
    theme = catalogue.site.theme
    menu = tuple(_entry(catalogue, item) for item in config.menu)
    there = {"glossary": catalogue.site.terms, "accessibility": catalogue.site.accessibility}
    further = (*(name for name, records in there.items() if records), *FOOTER)
    plain = sorted(catalogue.site.pages, key=lambda page: (page.meta.order, page.file))
    return Frame(
        language=catalogue.language,
        home=addresses.home(),
        languages=tuple(_languages(catalogue)),
        title=config.title,
        description=config.description,
        base_url=catalogue.base_url,
        notice=config.notice or "",
        agency=catalogue.site.programme.agency,
        publisher=config.publisher.name,
        publisher_url=config.publisher.url or "",
        email=config.publisher.email or "",
        address=config.publisher.address or "",
        licence=config.licence.name if config.licence else "",
        licence_url=(config.licence.url or "") if config.licence else "",
        repository=config.repository or "",
        menu=menu or tuple(catalogue.section(name) for name in MENU),
        sections={name: catalogue.section(name) for name in (*MENU, *further)},
        footer=(
            *(Link(page.meta.title, catalogue.content[page.file] or "") for page in plain),
            *(catalogue.section(name) for name in further),
        ),
        feeds=(Link("Atom", addresses.at("atom.xml")), Link("JSON Feed", addresses.at("feed.json"))),
        assets={
            name: catalogue.common.asset(name, file.digest)
            for name, file in catalogue.site.theme.static.items()
            if name not in (*SCRIPTS, SEARCH_SCRIPT)
        }
        | ({STYLESHEET: catalogue.common.asset(STYLESHEET, stylesheet(theme)[1])} if theme.styles else {}),
        words=catalogue.words,
        preview=catalogue.edition.preview,
        generator=f"sitegen {__version__}",
        card=site_card(catalogue).path,
        first=frame(catalogue.fallback) if catalogue.fallback else None,
    )


def _languages(catalogue: Catalogue) -> Iterator[Spoken]:
    """The other languages of the site."""
    words = catalogue.site.theme.words
    for one in (catalogue.common, *catalogue.common.further):
        if one.language not in ("", catalogue.language):
            name = words.get(one.language, {}).get("language_name", one.language)
            yield Spoken(one.language, name, one.home())


def _entry(catalogue: Catalogue, item: MenuItem) -> Link:
    """An entry of the menu, which the settings write for the first language, in that of the catalogue."""
    if catalogue.fallback is None:
        return Link(item.title, item.path)
    path = catalogue.common.counterpart(item.path, catalogue.addresses)
    titles = {section.path: section.text for section in map(catalogue.section, (*MENU, *FOOTER))}
    for page in catalogue.site.pages:
        if catalogue.fallback.content.get(original_of(page)) == item.path:
            return Link(page.meta.title, catalogue.content[page.file] or "")
    return Link(titles.get(path, item.title), path)
