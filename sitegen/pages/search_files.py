"""What the search page runs: its scripts, which the theme brings, and where they are published."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from sitegen.addresses import file_of
from sitegen.bodies import Text
from sitegen.model import Theme
from sitegen.output import Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.content import texts_of
from sitegen.script import joined

SEARCH_SCRIPT = "search.js"
"""The static file that finds villages and regions; a theme without it has lists alone."""
TEXTS_SCRIPT = "search_texts.js"
"""The static file that finds announcements and plain pages, fetched only when somebody does."""


def search_script(catalogue: Catalogue) -> str:
    """The address of the script as it is published; empty where the theme has none."""
    theme = catalogue.site.theme
    return catalogue.common.asset(SEARCH_SCRIPT, _digest(theme)) if SEARCH_SCRIPT in theme.static else ""


def texts_folder(catalogue: Catalogue) -> str:
    """The address of the folder with the index of texts; empty where there is none: without a text in the language, and
    in a preview, whose drafts nobody is to find and which is built at each save."""
    spoken = any(item.language == catalogue.language for item in texts_of(catalogue.site))
    if not spoken or catalogue.edition.preview or not search_script(catalogue):
        return ""
    addresses, static = catalogue.addresses, catalogue.site.theme.static
    return f"{addresses.root('search')}_{addresses.news}/" if TEXTS_SCRIPT in static else ""


def search_script_files(catalogue: Catalogue) -> Iterator[Output]:
    """The script, short."""
    path = search_script(catalogue)
    if path:
        yield Output(file_of(path), Text(_short(catalogue.site.theme)))


def _short(theme: Theme) -> bytes:
    return joined([theme.static[SEARCH_SCRIPT].location])


def _digest(theme: Theme) -> str:
    return blake2b(_short(theme), digest_size=16).hexdigest()
