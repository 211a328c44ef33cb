"""The scripts of the search page, and their URLs."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.content import RawBytes
from sitegen.digest import hex_digest
from sitegen.minify import join_scripts
from sitegen.models import Theme
from sitegen.output import Output
from sitegen.urls import output_path
from sitegen.views.site_index import SiteIndex, content_items

NAMES_SCRIPT = "names.js"
"""Static file of functions for names; it is prepended to other scripts."""
SEARCH_SCRIPT = "search.js"
"""Static file that searches villages and regions; a theme without it has lists only."""
TEXTS_SCRIPT = "search_texts.js"
"""Static file of the full-text search, fetched when needed."""


def search_script(index: SiteIndex) -> str:
    """Return the URL of the published script; empty if the theme has none."""
    theme = index.site.theme
    return index.common.asset(SEARCH_SCRIPT, _script_digest(theme)) if SEARCH_SCRIPT in theme.static else ""


def texts_folder(index: SiteIndex) -> str:
    """Return the URL of the full-text index; empty without a text in the language, and in a preview: its drafts must
    not be found, and it is rebuilt at each save."""
    has_texts = any(item.language == index.language for item in content_items(index.site))
    if not has_texts or index.context.preview or not search_script(index):
        return ""
    routes, static = index.routes, index.site.theme.static
    return f"{routes.root('search')}_{routes.words['news']}/" if TEXTS_SCRIPT in static else ""


def search_script_files(index: SiteIndex) -> Iterator[Output]:
    """Yield the minified script."""
    path = search_script(index)
    if path:
        yield Output(output_path(path), RawBytes(_minified(index.site.theme)))


def _minified(theme: Theme) -> bytes:
    return join_scripts(theme.static[name].text for name in (NAMES_SCRIPT, SEARCH_SCRIPT) if name in theme.static)


def _script_digest(theme: Theme) -> str:
    return hex_digest(_minified(theme))
