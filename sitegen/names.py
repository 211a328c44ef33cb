"""Names as slugs in URLs, and folded as searches compare them.

Scripts have `plain_slug` and `fold` in themes/default/static/names.js; a test holds the two together.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from sitegen.digest import hex_digest

LONGEST_SLUG = 120
"""Characters of a name that stand in an address."""
_OTHER = re.compile(r"[^a-z0-9]+")


@functools.cache
def slugify(text: str) -> str:
    """A name as one part of an address: `plain_slug`, or `x` and code points where a name has no Latin letter.

    No disk takes a folder's name of more than 255 characters: of a very long one the end becomes a digest of the whole.
    """
    slug = plain_slug(text) or "x" + "-".join(f"{ord(sign):x}" for sign in text if sign.isalnum())
    return slug if len(slug) <= LONGEST_SLUG else f"{slug[:LONGEST_SLUG]}-{hex_digest(slug.encode(), size=4)}"


def plain_slug(text: str) -> str:
    """The ASCII letters and digits of a name, small and without accents, with a hyphen for all between them."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain.lower().replace("'", "")).strip("-")


def fold(text: str) -> str:
    """A name as it is compared: small letters and digits of any script, without accents."""
    if text.isascii():
        return _OTHER.sub("", text.lower())
    signs = unicodedata.normalize("NFKD", text).lower()
    return "".join(sign for sign in signs if unicodedata.category(sign)[0] in "LN")
