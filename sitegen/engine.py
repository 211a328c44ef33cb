"""The engine's own identity: a digest of the code that makes the bytes, part of every key and memory."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = {
    "babel": "babel",
    "folium": "folium",
    "jinja2": "jinja2",
    "markdown": "markdown",
    "nh3": "nh3",
    "pagefind": "pagefind",
    "PIL": "pillow",
    "rcssmin": "rcssmin",
    "rjsmin": "rjsmin",
    "shapely": "shapely",
    "xlsxwriter": "xlsxwriter",
}
"""What makes bytes: the packages as they are imported, and the names under which they are installed."""


PHOTOS = ("render/photos.py", "render/colours.py")
"""The code that makes smaller photos, all of it: what else is changed need not make them anew."""
CARDS = ("render/social.py", "render/lettering.py", "render/filters.py", "assets/vendor/noto-sans*/*.woff2")
"""The code that draws social cards, and the fonts that it draws with."""


@cache
def engine_digest() -> str:
    """Digest of this package's own code and of the versions of the libraries that it renders with; 16 digits.

    By content and not by version number, so that whoever works on sitegen never sees what older code made.
    """
    state = blake2b(digest_size=8)
    root = Path(__file__).parent
    for file in sorted([*root.glob("*.py"), *root.glob("*/*.py"), *root.glob("messages/*.yaml")]):
        state.update(file.read_bytes())
    for package in _LIBRARIES:
        state.update(release(package).encode())
    return state.hexdigest()


@cache
def recipe(*files: str) -> str:
    """Digest of the code in these files of the package and of the release of what makes pictures; 16 digits.

    Pictures take long to make and stand at addresses that are named by it: their keys hang on this, not on the engine.
    """
    state = blake2b(release("PIL").encode(), digest_size=8)
    root = Path(__file__).parent
    for file in (file for pattern in files for file in sorted(root.glob(pattern))):
        state.update(file.read_bytes())
    return state.hexdigest()


def release(package: str) -> str:
    """The installed release of a library that makes bytes, such as `jinja2-3.1.6.dist-info`.

    By the name of the folder that every installer leaves beside the package: importlib.metadata, which reads what is
    in it, costs more than everything else that a build does with nothing to do.
    """
    library = _LIBRARIES[package]
    spec = find_spec(package)
    beside = Path(spec.origin).parent.parent if spec and spec.origin else Path()
    found = [file.name for file in beside.glob(f"{library}-*.dist-info")]
    if len(found) == 1:
        return found[0]
    from importlib import metadata

    return f"{library} {metadata.version(library)}"
