"""One meaning per name: no public name of the package is defined at the top of two modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "sitegen"
TYPE_VARIABLES = {"R", "T"}


def defined(module: ast.Module) -> Iterator[str]:
    """The names that a module defines at its top."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            targets = [one for target in node.targets for one in getattr(target, "elts", [target])]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_public_names_have_one_definition() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in defined(ast.parse(file.read_text(encoding="utf-8"))):
            if not name.startswith("_") and name not in TYPE_VARIABLES:
                found[name].add(file.relative_to(PACKAGE).as_posix())
    assert len(found) > 500
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
