"""Static files of the theme, named by their content."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.content import Copy, RawBytes
from sitegen.output import Output
from sitegen.urls import output_path
from sitegen.views.interactive_map import MAP_SCRIPTS
from sitegen.views.layout import STYLESHEET, stylesheet
from sitegen.views.search_files import SEARCH_SCRIPT
from sitegen.views.site_index import SiteIndex

FAVICON = "favicon.svg"
"""Static file that is also published at the root, where browsers expect it."""


def static(index: SiteIndex) -> Iterator[Output]:
    """Yield the theme's static files, named by their content so that they may be cached for ever."""
    if not index.first:
        return
    theme = index.site.theme
    if theme.styles:
        data, digest = stylesheet(theme)
        yield Output(output_path(index.common.asset(STYLESHEET, digest)), RawBytes(data))
    for name, file in sorted(theme.static.items()):
        if name in (*MAP_SCRIPTS, SEARCH_SCRIPT):  # published minified, if there is a map or a search
            continue
        copy = Copy(file.location, file.digest, file.size)
        yield Output(output_path(index.routes.asset(name, file.digest)), copy)
        if name == FAVICON:
            yield Output(FAVICON, copy)
