"""The recipes of the guide for staff, followed to the letter on a copy of the sample site, leave no problem."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from site_cases import NOW

from sitegen.build import BuildOptions, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache
from sitegen.problems import Report

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/panduan.md").read_text(encoding="utf-8")
VILLAGES, REGIONS = "data/villages.yaml", "data/regions.yaml"
CACHE = MemoryCache()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample site, which has releases and locked addresses."""
    for part in ("data", "content"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def recipe(beginning: str) -> str:
    """The first lines of YAML behind a text of the guide."""
    found = re.search(rf"{re.escape(beginning)}.*?```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1]


def problems(root: Path) -> list[tuple[str, str]]:
    report = Report()
    load_and_plan(BuildOptions(root, BuildContext(NOW)), report, CACHE)
    return [(problem.code, str(problem.at)) for problem in report]


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def test_recipe_renamed_village(sample: Path) -> None:
    change(sample, VILLAGES, "  name: Sukosewu\n", recipe("**Berganti nama.**"))
    assert problems(sample) == []


def test_recipe_renamed_region(sample: Path) -> None:
    lines = recipe("## Bila kabupaten berganti nama")
    for was, now in (("76.01", "35.05"), ("Kabupaten Mamuju Utara", "Kabupaten Blitar")):
        assert was in lines
        lines = lines.replace(was, now)
    (sample / REGIONS).write_text(lines, encoding="utf-8")
    assert problems(sample) == []


def test_recipe_renamed_village_without_its_previous_name_is_told(sample: Path) -> None:
    change(sample, VILLAGES, "  name: Sukosewu\n", "  name: Sukosewu Baru\n  slug: sukosewu\n")
    assert {code for code, _ in problems(sample)} == {"name-not-official"}
