"""What prose may have of HTML: elements, attributes and schemes of links; and the faults of a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, NamedTuple

PLACE = "data-at"
"""The attribute of a link or an image that holds the index of its target in the text that was converted."""
MAX_NESTING = 100
"""Maximum depth of elements in the HTML of a text: 50 lists within each other."""
_GLOBAL_ATTRIBUTES = {"id", "class", "lang", "dir", "title"}
_PLAIN_TAGS = """
    abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins
    kbd li mark p pre q s samp section small span strong sub summary sup table tbody tfoot thead tr u ul
"""
_ALLOWED = dict.fromkeys(_PLAIN_TAGS.split(), _GLOBAL_ATTRIBUTES) | {
    "a": _GLOBAL_ATTRIBUTES | {"href", PLACE},
    "img": _GLOBAL_ATTRIBUTES | {"src", "alt", "width", "height", PLACE},
    "ol": _GLOBAL_ATTRIBUTES | {"start"},
    "td": _GLOBAL_ATTRIBUTES | {"colspan", "rowspan"},
    "th": _GLOBAL_ATTRIBUTES | {"colspan", "rowspan", "scope"},
    "time": _GLOBAL_ATTRIBUTES | {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Finding(NamedTuple):
    """A fault of a text: the code of a problem, the place, and the values of its sentence."""

    code: str
    at: int
    """The index of its first character in the text that was converted; -1 where that is not known."""
    end: int
    values: dict[str, str]


@functools.cache
def _cleaner() -> Callable[[str], str]:
    import nh3

    cleaner: Any = nh3.Cleaner(
        tags=set(_ALLOWED), attributes=_ALLOWED, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
    )
    clean: Callable[[str], str] = cleaner.clean
    return clean


def clean(html: str) -> str:
    """Remove from HTML what prose must not have."""
    return _cleaner()(html)


def list_faults(html: str) -> list[Finding]:
    """List the faults of HTML: markup that sanitising removes, as written in the source (`<script`, `onclick`,
    `style`), pictures within the text, and images without alternative text.

    Raises AssertionError for an unreadable `<![`.
    """
    parser = _FaultFinder(html)
    parser.feed(html[: html.rfind(">") + 1])  # what is behind is no tag, and searched for the end of one
    parser.close()
    return parser.found


class _FaultFinder(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Finding] = []
        self._starts = [0, *(match.end() for match in re.finditer("\n", html))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALLOWED:
            self._remove(f"<{tag}")
            return
        names = {name for name, _ in attrs}
        if tag == "img" and "alt" not in names:
            self._add("image-without-alt", self.get_starttag_text() or "", {})
        for name, value in attrs:
            if name not in _ALLOWED[tag]:
                self._remove(name)
            elif name in ("href", "src") and (scheme := scheme_of(value or "")) and not is_allowed(scheme):
                if is_embedded_image(value or ""):
                    self._add("image-embedded", f"{scheme}:", {})
                else:
                    self._remove(f"{scheme}:")

    def _remove(self, what: str) -> None:
        self._add("html-removed", what, {"what": what})

    def _add(self, code: str, what: str, values: dict[str, str]) -> None:
        """Note a fault at the place of `what` within its tag."""
        line, column = self.getpos()
        within = (self.get_starttag_text() or "").lower().find(what.lower())
        start = self._starts[line - 1] + column + max(within, 0)
        self.found.append(Finding(code, start, start + len(what), values))


def is_embedded_image(target: str) -> bool:
    """Whether a target is a picture itself, as Google Docs writes one into a text."""
    return re.match(r"\s*+data:image/", target, re.IGNORECASE) is not None


def scheme_of(link: str) -> str:
    """Return the scheme of a link, ignoring tabs and line breaks as browsers do; empty for a relative link."""
    scheme = _SCHEME.match(re.sub(r"[\t\n\r]", "", link))
    return scheme[1] if scheme else ""


def is_allowed(scheme: str) -> bool:
    """Whether links may have this scheme."""
    return scheme.lower() in _SCHEMES
