"""Convert names to slugs for URLs, and fold them for search.

themes/default/static/names.js has `plain_slug` and `fold` too; a test ensures that they agree.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from sitegen.digest import hex_digest

LONGEST_SLUG = 120
"""Maximum length of the part of a slug that is taken from the name."""
_OTHER = re.compile(r"[^a-z0-9]+")


@functools.cache
def slugify(text: str) -> str:
    """Convert a name to a path segment: its plain_slug, or `x` and code points if it has no Latin letter.

    A very long slug is cut and ends in a digest, since file systems limit names to 255 characters.
    """
    slug = plain_slug(text) or "x" + "-".join(f"{ord(sign):x}" for sign in text if sign.isalnum())
    return slug if len(slug) <= LONGEST_SLUG else f"{slug[:LONGEST_SLUG]}-{hex_digest(slug.encode(), size=4)}"


@functools.cache
def plain_slug(text: str) -> str:
    """Convert a name to lower-case ASCII letters and digits without accents, with a hyphen for anything between."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain.lower().replace("'", "")).strip("-")


def fold(text: str) -> str:
    """Fold a name for comparison: lower-case letters and digits of any script, without accents."""
    if text.isascii():
        return _OTHER.sub("", text.lower())
    signs = unicodedata.normalize("NFKD", text).lower()
    return "".join(sign for sign in signs if unicodedata.category(sign)[0] in "LN")
