"""The frame of a language: what all its pages share, from settings, theme and plain pages alone."""

from __future__ import annotations

from sitegen import __version__
from sitegen.output import Frame, Link
from sitegen.pages.catalogue import Catalogue, page_path
from sitegen.pages.map_files import SCRIPTS

MENU = ("register", "regions", "archive", "news", "outreach", "indicators", "map", "data")
"""The sections of the main menu where the settings name none, by their field in Addresses."""
FOOTER = ("quality", "releases", "corrections", "credits")
"""The sections that the footer leads to, behind the plain pages."""


def frame(catalogue: Catalogue) -> Frame:
    """What all pages share. Nothing here changes when one record or announcement is edited."""
    config, addresses = catalogue.site.config, catalogue.addresses
    menu = tuple(Link(item.title, item.path) for item in config.menu)
    plain = sorted(catalogue.site.pages, key=lambda page: (page.meta.order, page.file))
    return Frame(
        language=config.language,
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
        sections={name: catalogue.section(name) for name in (*MENU, *FOOTER)},
        footer=(
            *(Link(page.meta.title, page_path(page)) for page in plain),
            *(catalogue.section(name) for name in FOOTER),
        ),
        feeds=(Link("Atom", "/atom.xml"), Link("JSON Feed", "/feed.json")),
        assets={
            name: addresses.asset(name, file.digest)
            for name, file in catalogue.site.theme.static.items()
            if name not in SCRIPTS
        },
        words=catalogue.words,
        preview=catalogue.edition.preview,
        generator=f"sitegen {__version__}",
    )
