"""Static files of the theme, at addresses named by their content."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.addresses import file_of
from sitegen.bodies import Copy, Text
from sitegen.output import Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.map_files import SCRIPTS
from sitegen.pages.search_files import SEARCH_SCRIPT
from sitegen.pages.stylesheet import STYLESHEET, stylesheet

FAVICON = "favicon.svg"
"""The static file that also stands at the site's root, where browsers and sharing services look for it."""


def static(catalogue: Catalogue) -> Iterator[Output]:
    """The theme's static files at addresses named by their content, so that they may be cached for ever."""
    if not catalogue.first:
        return
    theme = catalogue.site.theme
    if theme.styles:
        data, digest = stylesheet(theme)
        inputs = (*(file.shown(name) for name, file in theme.styles.items()), "data/site.yaml")
        yield Output(file_of(catalogue.common.asset(STYLESHEET, digest)), Text(data), inputs=inputs)
    for name, file in sorted(theme.static.items()):
        if name in (*SCRIPTS, SEARCH_SCRIPT):  # published short, where there is a map, and something to find
            continue
        copy = Copy(file.location, file.digest, file.size)
        yield Output(file_of(catalogue.addresses.asset(name, file.digest)), copy)
        if name == FAVICON:
            yield Output(FAVICON, copy)
