"""The one stylesheet of the pages: the theme's colours and sizes as custom properties of CSS, and its styles joined."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from sitegen.model import Theme
from sitegen.style import joined

STYLESHEET = "style.css"
"""Its name among the theme's static files."""


def stylesheet(theme: Theme) -> tuple[bytes, str]:
    """The stylesheet of a theme, and its digest, which names it."""
    data = joined(properties(theme), tuple((part.location, part.digest) for part in theme.styles.values()))
    return data, blake2b(data, digest_size=16).hexdigest()


def properties(theme: Theme) -> str:
    """The colours and sizes of a theme as custom properties: light, dark, forced by the reader, and on paper."""
    colours = theme.colours.values()
    sizes = [f"--{name}:{value}" for name, value in (*theme.type.items(), *theme.space.items())]
    return "\n".join(
        (
            _root("", ["color-scheme:light dark", *sizes, *(f"--{one.name}:{one.light}" for one in colours)]),
            _root("(prefers-color-scheme: dark)", (f"--{one.name}:{one.dark}" for one in colours)),
            _root("(forced-colors: active)", (f"--{one.name}:{one.forced}" for one in colours if one.forced)),
            _root("print", ["color-scheme:light", *(f"--{one.name}:{one.print or one.light}" for one in colours)]),
        )
    )


def _root(media: str, declared: Iterable[str]) -> str:
    block = f":root{{{';'.join(declared)}}}"
    return f"@media {media}{{{block}}}" if media else block
