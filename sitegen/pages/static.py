"""Static files of the theme and the media that published content shows or links to; of photos without their place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitegen.addresses import file_of
from sitegen.bodies import Copy, Photo
from sitegen.model import Announcement, PlainPage
from sitegen.output import Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.map_files import SCRIPTS
from sitegen.problems import Span

FAVICON = "favicon.svg"
"""The static file that also stands at the site's root, where browsers and sharing services look for it."""


def static(catalogue: Catalogue) -> Iterator[Output]:
    """The theme's static files at addresses named by their content, so that they may be cached for ever."""
    for name, file in sorted(catalogue.site.theme.static.items()):
        if name in SCRIPTS:  # published as one, where there is a map
            continue
        copy = Copy(file.location, file.digest, file.size)
        yield Output(file_of(catalogue.addresses.asset(name, file.digest)), copy)
        if name == FAVICON:
            yield Output(FAVICON, copy)


def media(catalogue: Catalogue) -> Iterator[Output]:
    """Photos and other files of content/media/, none with a place that a camera noted.

    What only a draft shows stays at home.
    """
    used = _used(catalogue)
    for file, one in sorted(catalogue.site.media.items()):
        if file in used:
            path = file_of(catalogue.content[file] or "")
            kind = Photo if one.located else Copy
            yield Output(path, kind(one.location, one.digest, one.size), Span(file))


def _used(catalogue: Catalogue) -> set[str]:
    """The media files that published content names."""
    named = set[str]()
    for item in catalogue.site.news:
        if item.meta.image:
            named.add(posixpath.normpath(posixpath.join(posixpath.dirname(item.file), item.meta.image.src)))
    texts: list[Announcement | PlainPage] = [*catalogue.site.news, *catalogue.site.pages]
    for text in texts:
        if "media/" not in text.body:
            continue
        folder = posixpath.dirname(text.file)
        links = catalogue.links(text.file, text.body)
        named.update(posixpath.normpath(posixpath.join(folder, token)) for token in links)
    return named
