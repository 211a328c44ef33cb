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


def test_import_contracts_hold() -> None:
    status, messages = lint(ROOT)
    assert status == 0, messages
    assert "6 kept, 0 broken" in messages


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("Layers: imports go down only", "sitegen/models/site.py", "import sitegen.build"),
        ("Stages meet only in the pipeline", "sitegen/check.py", "import sitegen.publish"),
        ("No circle anywhere", "sitegen/problems.py", "import sitegen.artifact"),
        ("Each library is imported in one module", "sitegen/check.py", "import yaml"),
    ],
)
def test_import_contract_breach_is_reported(contract: str, file: str, line: str, house: Path) -> None:
    with (house / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    status, messages = lint(house)
    broken = [text for text in messages.splitlines() if " BROKEN" in text]
    assert status == 1, messages
    assert any(text.startswith(contract) for text in broken), messages


@pytest.mark.parametrize("module", ["utils", "unplaced"])
def test_import_contract_module_without_layer_is_reported(module: str, house: Path) -> None:
    (house / "sitegen" / f"{module.replace('.', '/')}.py").write_text('"""Nothing."""\n', encoding="utf-8")
    status, messages = lint(house)
    assert status == 1, messages
    assert f"sitegen.{module}" in messages
