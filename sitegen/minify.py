"""Join scripts, or style sheets, into one file without comments and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_NOTICE = re.compile(r"^/\*(?=\s*@(?:preserve|license)\b)", re.MULTILINE)
"""How a notice begins that is to stay and does not say so by a `!`."""
_NESTED = re.compile(r"\$\{[^}]*`")
"""A template string within a template string, which rjsmin takes for code: blanks in it would be lost."""


def join_scripts(texts: Iterable[str]) -> bytes:
    """These scripts as one that runs them in this order; a strict one stays so for itself alone, since each wraps what
    it does in a function."""
    return "".join(f"{_minify_script(text).strip()}\n;\n" for text in texts).encode()


def _minify_script(text: str) -> str:
    """A script without comments and blanks; one that could come to harm stays as it is."""
    from rjsmin import jsmin  # only a plan that has a map pays for its import

    return text if _NESTED.search(text) else jsmin(_NOTICE.sub("/*!", text), keep_bang_comments=True)


@lru_cache(maxsize=4)
def join_styles(*texts: str) -> bytes:
    """These style sheets as one, in this order."""
    from rcssmin import cssmin  # only here, where a stylesheet is planned

    minified: str = cssmin("\n".join(texts))
    return f"{minified}\n".encode()
