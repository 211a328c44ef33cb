"""Join scripts, or style sheets, into one file without comments and white space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_NOTICE = re.compile(r"^/\*(?=\s*@(?:preserve|license)\b)", re.MULTILINE)
"""A license comment to be kept that does not begin with `/*!`."""
_NESTED = re.compile(r"\$\{[^}]*`")
"""A template string within another, which rjsmin takes for code and would corrupt."""


def join_scripts(texts: Iterable[str]) -> bytes:
    """Join scripts into one that runs them in this order. Each wraps itself in a function, so that "use strict" stays
    local."""
    return "".join(f"{_minify_script(text).strip()}\n;\n" for text in texts).encode()


def _minify_script(text: str) -> str:
    """Remove comments and white space; a script that rjsmin would corrupt is returned unchanged."""
    from rjsmin import jsmin  # imported only if there is a map

    return text if _NESTED.search(text) else jsmin(_NOTICE.sub("/*!", text), keep_bang_comments=True)


@lru_cache(maxsize=4)
def join_styles(*texts: str) -> bytes:
    """Join style sheets in this order."""
    from rcssmin import cssmin  # imported only if a stylesheet is made

    minified: str = cssmin("\n".join(texts))
    return f"{minified}\n".encode()
