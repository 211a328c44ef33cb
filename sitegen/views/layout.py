"""The layout context of a language: what all its pages share, with the one style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen import __version__
from sitegen.digest import hex_digest
from sitegen.geography.wording import level_wordings
from sitegen.minify import join_styles
from sitegen.models import MenuItem, Theme
from sitegen.output import LanguageLink, LayoutContext, Link
from sitegen.sections import hidden_sections, linked_sections, section_names
from sitegen.views.interactive_map import MAP_SCRIPTS
from sitegen.views.search_files import SEARCH_SCRIPT
from sitegen.views.site_index import SiteIndex, original_file
from sitegen.views.social_cards import site_card

STYLESHEET = "style.css"
"""Its name among the theme's static files."""


def stylesheet(theme: Theme) -> tuple[bytes, str]:
    """Return the stylesheet of a theme, and its digest, which names it."""
    data = join_styles(properties(theme), *(part.text for part in theme.styles.values()))
    return data, hex_digest(data)


def properties(theme: Theme) -> str:
    """Return the colours and sizes of a theme as custom properties: light, dark, forced by the reader, and on paper."""
    colours = theme.colours.values()
    sizes = [f"--{name}:{value}" for name, value in (*theme.type.items(), *theme.space.items())]
    return "\n".join(
        (
            _root("", ["color-scheme:light dark", *sizes, *(f"--{routes.name}:{routes.light}" for routes in colours)]),
            _root("(prefers-color-scheme: dark)", (f"--{routes.name}:{routes.dark}" for routes in colours)),
            _root(
                "(forced-colors: active)", (f"--{routes.name}:{routes.forced}" for routes in colours if routes.forced)
            ),
            _root(
                "print",
                ["color-scheme:light", *(f"--{routes.name}:{routes.print or routes.light}" for routes in colours)],
            ),
        )
    )


def _root(media: str, declared: Iterable[str]) -> str:
    block = f":root{{{';'.join(declared)}}}"
    return f"@media {media}{{{block}}}" if media else block


def layout_context(index: SiteIndex) -> LayoutContext:
    """Return what all pages share. Nothing here changes when one record or announcement is edited."""
    config, routes = index.site.config, index.routes
    theme = index.site.theme
    held = index.held_urls() if config.menu else frozenset()
    menu = tuple(entry for item in config.menu if (entry := _entry(index, item)).path not in held)
    linked = {position: _sections(index, position) for position in ("menu", "footer")}
    feeds: tuple[Link, ...] = (Link("Atom", routes.at("atom.xml")), Link("JSON Feed", routes.at("feed.json")))
    if "news" in hidden_sections(config):
        feeds = ()
    plain = sorted(index.site.pages, key=lambda page: (page.meta.order, page.file))
    return LayoutContext(
        language=index.language,
        home=routes.home(),
        languages=tuple(_languages(index)),
        title=config.title,
        description=config.description,
        base_url=index.base_url,
        notice=config.notice or "",
        agency=index.site.programme.agency,
        publisher=config.publisher.name,
        publisher_url=config.publisher.url or "",
        email=config.publisher.email or "",
        address=config.publisher.address or "",
        licence=config.licence.name if config.licence else "",
        licence_url=(config.licence.url or "") if config.licence else "",
        repository=config.repository or "",
        menu=menu or tuple(linked["menu"].values()),
        sections=linked["menu"] | linked["footer"],
        footer=(
            *(Link(page.meta.title, index.content[page.file] or "") for page in plain),
            *linked["footer"].values(),
        ),
        feeds=feeds,
        assets={
            name: index.common.asset(name, file.digest)
            for name, file in index.site.theme.static.items()
            if name not in (*MAP_SCRIPTS, SEARCH_SCRIPT)
        }
        | ({STYLESHEET: index.common.asset(STYLESHEET, stylesheet(theme)[1])} if theme.styles else {}),
        messages=index.messages,
        levels=level_wordings(index.site.geography),
        preview=index.context.preview,
        generator=f"sitegen {__version__}",
        social_card=site_card(index).path,
        first=layout_context(index.fallback) if index.fallback else None,
    )


def _sections(index: SiteIndex, position: str) -> dict[str, Link]:
    """Return the sections that have something to show, of the menu or of the footer, by name."""
    return {name: index.section(name) for name in linked_sections(position, index.site)}


def _languages(index: SiteIndex) -> Iterator[LanguageLink]:
    """Yield the other languages of the site."""
    messages = index.site.theme.messages
    for routes in (index.common, *index.common.translations):
        if routes.language not in ("", index.language):
            name = messages.get(routes.language, {}).get("language_name", routes.language)
            yield LanguageLink(routes.language, name, routes.home())


def _entry(index: SiteIndex, item: MenuItem) -> Link:
    """Return an entry of the menu, which the settings write for the first language, in that of the index."""
    if index.fallback is None:
        return Link(item.title, item.path)
    path = index.common.alternate_url(item.path, index.routes)
    titles = {section.path: section.text for section in map(index.section, section_names(own=True))}
    for page in index.site.pages:
        if index.fallback.content.get(original_file(page)) == item.path:
            return Link(page.meta.title, index.content[page.file] or "")
    return Link(titles.get(path, item.title), path)
