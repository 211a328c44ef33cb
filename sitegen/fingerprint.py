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

_REQUIREMENT = re.compile(r"Requires-Dist: *([\w.-]+) *(?:\[([^\]]*)\])?[^;\n]*(?:;(.*))?")
_EXTRA = re.compile(r"""extra *== *["']([^"']+)["']""")


PHOTOS = ("render/photos.py",)
"""The code that makes smaller photos, all of it: what else is changed need not make them anew."""
CARDS = ("render/social_card.py", "render/filters.py", "figures/quantity.py", "assets/vendor/noto-sans*/*.woff2")
"""The code that draws social cards, and the fonts that it draws with."""


@functools.cache
def code_fingerprint() -> str:
    """Digest of this package's code, Python's version and every distribution that it requires, directly or not.

    16 digits. By content and not by version number, so that whoever works on sitegen never sees what older code made.
    """
    root = Path(__file__).parent
    code = sorted([*root.glob("*.py"), *root.glob("*/*.py"), *root.glob("messages/*.yaml")])
    releases = (f"{installed_version(name)}\n".encode() for name in required_distributions("sitegen"))
    return hex_digest(sys.version.encode(), *(file.read_bytes() for file in code), *releases, size=8)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of parts of the code, by which files are named that take long to make."""

    photos: str
    """That of smaller photos, 16 digits."""
    cards: str
    """That of social cards, 16 digits."""
    folium: str
    """The installed release of folium, which composes the script of the map."""


@functools.cache
def fingerprints() -> Fingerprints:
    """Read the fingerprints of parts of the code; the pipeline does so before it plans, for planning reads nothing."""
    return Fingerprints(_partial(PHOTOS), _partial(CARDS), installed_version("folium"))


def _partial(files: Sequence[str]) -> str:
    """Digest of the code in these files of the package and of the release of what makes pictures; 16 digits."""
    root = Path(__file__).parent
    code = (file.read_bytes() for pattern in files for file in sorted(root.glob(pattern)))
    return hex_digest(installed_version("pillow").encode(), *code, size=8)


def required_distributions(root: str) -> list[str]:
    """Names of the installed distributions that `root` requires, directly or not, sorted; without `root` itself.

    Reads the headers of the installed metadata: importlib.metadata parses all of it, which costs more than everything
    else that a build does with nothing to do. Of the markers only extras are told apart: a requirement that another
    marker excludes counts where it is installed all the same, which at most makes something anew.

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
                if (found := _REQUIREMENT.match(line)) is None:
                    continue
                requirement, extras, marker = found.groups(default="")
                needed_by = _EXTRA.findall(marker)
                if (_normalize(extra) in map(_normalize, needed_by)) if extra else not needed_by:
                    pending += [
                        (_normalize(requirement), extra_name.strip())
                        for extra_name in ["", *filter(None, extras.split(","))]
                    ]
    return sorted({name for name, _ in seen} - {_normalize(root)})


def installed_version(name: str) -> str:
    """The installed release of a distribution, such as `jinja2-3.1.6.dist-info`: the name of its metadata folder."""
    return _metadata_folder(name).name


def _metadata_folder(name: str) -> Path:
    try:
        return _installed()[_normalize(name)]
    except KeyError:
        from importlib.metadata import PackageNotFoundError  # slow to import, and not needed to build

        raise PackageNotFoundError(name) from None


@functools.cache
def _installed() -> dict[str, Path]:
    """The metadata folder of each installed distribution by its normalized name; the first on the path counts."""
    folders = [
        folder
        for path in map(Path, dict.fromkeys(sys.path))
        if path.is_dir()
        for folder in sorted(path.glob("*.dist-info"))
    ]
    return {_normalize(folder.name.partition("-")[0]): folder for folder in reversed(folders)}


def _normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
