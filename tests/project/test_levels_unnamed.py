"""No module, template or script names a level of regions, or a kind of place, of some country: packs do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sitegen.load.geography import PACKAGE_GEOGRAPHIES, package_geography

ROOT = Path(__file__).resolve().parents[2]
GENERAL = {"region", "administrative_regions"}
"""Our own words for regions of any level, though the Philippines have a level of that name."""
OF_INDONESIA = {"load/package_outlines.py", "load/official_list.py", "load/private_text.py"}
"""Modules that read sources, or find numbers of people, of Indonesia."""
CODES = {"location-province", "repeated-province", "provinces-exceed"}
"""Codes of problems, which are permanent."""
ALLOWED = {"cari-desa"}
"""An id of pages that others may link to."""


def words() -> re.Pattern[str]:
    packs = [package_geography(file.parent.name) for file in PACKAGE_GEOGRAPHIES.glob("*/geography.yaml")]
    names = {name for pack in packs for level in pack.levels for name in (level.id, level.plural)}
    names |= {kind.id for pack in packs for kind in pack.kinds}
    assert len(names) > 15
    return re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(names - GENERAL))})(?![a-z])")


def docstrings(tree: ast.Module) -> set[int]:
    """The constants that stand as statements: docstrings, whose examples may be of a country."""
    return {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}


def names_in(tree: ast.Module) -> list[str]:
    skipped = docstrings(tree)
    found = list[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            found.append(node.value)
        for part in ("id", "attr", "arg", "name"):
            if isinstance(value := getattr(node, part, None), str):
                found.append(value)
    return found


def test_modules_name_no_level_or_kind() -> None:
    pattern, sources = words(), sorted((ROOT / "sitegen").rglob("*.py"))
    read = {file.relative_to(ROOT / "sitegen").as_posix(): file for file in sources if "vendor" not in file.parts}
    assert len(read) > 100
    named = {
        (name, text)
        for name, file in read.items()
        if name not in OF_INDONESIA
        for text in names_in(ast.parse(file.read_bytes()))
        if text not in CODES and pattern.search(text)
    }
    assert named == set()


def test_templates_name_no_level_or_kind() -> None:
    pattern, files = words(), sorted((ROOT / "themes/default/templates").iterdir())
    files = [file for file in files if file.name != "parts.html"]  # which shows sample texts
    assert len(files) > 30
    texts = {file.name: re.sub("|".join(ALLOWED), "", file.read_text(encoding="utf-8")) for file in files}
    assert {name: pattern.findall(text) for name, text in texts.items() if pattern.search(text)} == {}


def test_scripts_name_no_level_or_kind() -> None:
    pattern, files = words(), sorted((ROOT / "themes/default/static").rglob("*.js"))
    assert len(files) > 5
    texts = {file.name: re.sub("|".join(ALLOWED), "", file.read_text(encoding="utf-8")) for file in files}
    assert {name: pattern.findall(text) for name, text in texts.items() if pattern.search(text)} == {}
