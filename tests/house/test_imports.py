"""The import contracts of pyproject.toml hold, and each of them would notice its breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"


def lint(folder: Path) -> tuple[int, str]:
    """Exit status and words of import-linter for the package that stands in `folder`."""
    result = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be spoilt."""
    shutil.copytree(ROOT / "sitegen", tmp_path / "sitegen", ignore=shutil.ignore_patterns("__pycache__", "assets"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold() -> None:
    status, words = lint(ROOT)
    assert status == 0, words
    assert "5 kept, 0 broken" in words


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("Floors: imports go down only", "sitegen/model/site.py", "import sitegen.build"),
        ("Stages meet only in build.py", "sitegen/verify.py", "import sitegen.write"),
        ("No circle anywhere", "sitegen/problems.py", "import sitegen.made"),
        ("Each library has one door", "sitegen/verify.py", "import yaml"),
    ],
)
def test_a_breach_is_noticed(contract: str, file: str, line: str, house: Path) -> None:
    with (house / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    status, words = lint(house)
    broken = [text for text in words.splitlines() if " BROKEN" in text]
    assert status == 1, words
    assert any(text.startswith(contract) for text in broken), words


@pytest.mark.parametrize("module", ["utils", "pages.unplaced"])
def test_a_module_without_a_floor_is_noticed(module: str, house: Path) -> None:
    (house / "sitegen" / f"{module.replace('.', '/')}.py").write_text('"""Nothing."""\n', encoding="utf-8")
    status, words = lint(house)
    assert status == 1, words
    assert f"sitegen.{module}" in words
