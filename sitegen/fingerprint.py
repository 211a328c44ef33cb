"""The fingerprint of the code: a digest of the package, Python and all required distributions."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from sitegen.digest import hex_digest

_REQUIREMENT = re.compile(r"Requires-Dist: *+([\w.-]++) *+(?:\[([^\]]*+)\])?[^;\n]*+(?:;(.*+))?")
_EXTRA = re.compile(r"""extra *== *["']([^"']+)["']""")


PHOTOS = ("render/photos.py",)
"""The code that makes smaller photos; changes to other code do not make them anew."""
CARDS = ("render/social_card.py", "render/filters.py", "figures/quantity.py", "assets/vendor/noto-sans*/*.woff2")
"""The code and the fonts that draw social cards."""


@functools.cache
def code_fingerprint() -> str:
    """Digest of the package's code, Python's version and every required distribution, in 16 digits.

    By content and not by version number, so that changed code never uses old results.
    """
    root = Path(__file__).parent
    code = sorted([*root.glob("*.py"), *root.glob("*/*.py"), *root.glob("messages/*.yaml")])
    releases = (f"{installed_version(name)}\n".encode() for name in required_distributions("sitegen"))
    return hex_digest(sys.version.encode(), *(file.read_bytes() for file in code), *releases, size=8)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of parts of the code, for the keys and names of files that take long to make."""

    photos: str
    """Of smaller photos, 16 digits."""
    cards: str
    """Of social cards, 16 digits."""
    folium: str
    """The installed version of folium, which composes the map's script."""


@functools.cache
def fingerprints() -> Fingerprints:
    """Read the fingerprints of parts of the code; called before planning, which reads no files."""
    return Fingerprints(_partial(PHOTOS), _partial(CARDS), installed_version("folium"))


def _partial(files: Sequence[str]) -> str:
    """Digest of these files of the package and of the installed version of Pillow, in 16 digits."""
    root = Path(__file__).parent
    code = (file.read_bytes() for pattern in files for file in sorted(root.glob(pattern)))
    return hex_digest(installed_version("pillow").encode(), *code, size=8)


def required_distributions(root: str) -> list[str]:
    """List the installed distributions that `root` requires, directly or not, sorted; without `root` itself.

    Reads the headers of the installed metadata, since importlib.metadata takes longer than all else in a build with
    nothing to do. Of the markers only extras are evaluated: a requirement that another marker excludes is included
    where it is installed, which at most makes something anew.

    Raises PackageNotFoundError when `root` is not installed.
    """
    seen, pending = set[tuple[str, str]](), [(_normalize(root), "")]
    _metadata_folder(root)
    while pending:
        name, extra = pending.pop()
        if (name, extra) in seen or name not in _installed():
            continue
        seen.add((name, extra))
        with (_installed()[name] / "METADATA").open(encoding="utf-8") as lines:
            for line in takewhile(str.strip, lines):
                if (match := _REQUIREMENT.match(line)) is None:
                    continue
                requirement, extras, marker = match.groups(default="")
                needed_by = _EXTRA.findall(marker)
                if (_normalize(extra) in map(_normalize, needed_by)) if extra else not needed_by:
                    pending += [
                        (_normalize(requirement), extra_name.strip())
                        for extra_name in ["", *filter(None, extras.split(","))]
                    ]
    return sorted({name for name, _ in seen} - {_normalize(root)})


def installed_version(name: str) -> str:
    """Return the installed version of a distribution as the name of its metadata folder: `jinja2-3.1.6.dist-info`."""
    return _metadata_folder(name).name


def _metadata_folder(name: str) -> Path:
    try:
        return _installed()[_normalize(name)]
    except KeyError:
        from importlib.metadata import PackageNotFoundError  # slow to import, and not needed to build

        raise PackageNotFoundError(name) from None


@functools.cache
def _installed() -> dict[str, Path]:
    """Map the normalized name of each installed distribution to its metadata folder; the first on the path counts."""
    folders = [
        folder
        for path in map(Path, dict.fromkeys(sys.path))
        if path.is_dir()
        for folder in sorted(path.glob("*.dist-info"))
    ]
    return {_normalize(folder.name.partition("-")[0]): folder for folder in reversed(folders)}


def _normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
