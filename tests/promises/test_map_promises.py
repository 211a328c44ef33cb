"""What has to do with maps is paid for only when a map's own inputs changed: nobody imports it for anything else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_cases import allow_invented_places

ROOT = Path(__file__).parents[2]
COSTLY = ("folium", "branca", "shapely", "numpy")
"""What composes a map and what judges outlines, with what each of them brings along."""
BUILD = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report
site, output = map(Path, sys.argv[1:])
report = Report()
done = build(BuildOptions(site, BuildContext(datetime(2026, 11, 20, 9, tzinfo=UTC)), jobs=1), output, report)
assert done, [(problem.code, problem.at, problem.values) for problem in report]
print(done.written, *(name for name in {COSTLY!r} if name in sys.modules))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample site that has been built once; nothing of it is frozen, so that all may be edited."""
    folder = copied(tmp_path_factory.mktemp("copy"))
    written, imported = built(folder)
    assert written > 100
    assert "folium" in imported, "a first build composes the map, or these tests would hold nothing"
    return folder


def copied(folder: Path) -> Path:
    """The sample site in `folder`, without what was frozen of it."""
    for name in ("data", "content", "themes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("releases", "urls.lock"))
    allow_invented_places(folder)
    return folder


def built(site: Path) -> tuple[int, set[str]]:
    """Build in a process of its own: how many files were written, and what of COSTLY was imported."""
    command = [sys.executable, "-c", BUILD, str(site), str(site / "build" / "site")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    written, *imported = run.stdout.split()
    return int(written), set(imported)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_map_imports_nothing_when_nothing_changed(site: Path) -> None:
    assert built(site) == (0, set())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/villages.yaml", "name: Sungai Baung", "name: Sungai Bahung"),
        ("data/villages.yaml", "  office: jatim\n", ""),
        ("data/site.yaml", "title: ", "title: Uji "),
        ("content/pages/tentang.md", "summary: ", "summary: Uji. "),
    ],
    ids=["name", "office", "title", "page"],
)
def test_map_imports_nothing_when_no_point_moved(site: Path, file: str, old: str, new: str) -> None:
    edit(site / file, old, new)
    written, imported = built(site)
    assert written > 0
    assert imported == set()


def test_map_composed_again_when_its_settings_change(site: Path) -> None:
    edit(site / "data/site.yaml", "budget:", "map:\n  max_zoom: 11\nbudget:")
    written, imported = built(site)
    assert written > 0
    assert "folium" in imported
    assert "shapely" not in imported


def test_map_own_outlines_checked_once(tmp_path: Path) -> None:
    """They need what judges outlines, which those of the package, made ready at set-up, do not."""
    own = copied(tmp_path)
    shutil.copy(ROOT / "docs/example/data/batas.geojson", own / "data")
    boundaries = "{file: data/batas.geojson, credit: Uji, code: KODE_PROV}"
    edit(own / "data/site.yaml", "budget:", f"map:\n  boundaries: {boundaries}\nbudget:")
    written, imported = built(own)
    assert written > 100
    assert "shapely" in imported
    assert built(own) == (0, set())
