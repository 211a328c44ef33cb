"""Dependabot, the hooks of pre-commit and the records of decisions: valid, and true to what is in the repository."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPENDABOT = ROOT / ".github" / "dependabot.yml"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
MANIFESTS = {
    "pip": ("pyproject.toml", "dev.txt"),
    "npm": ("package-lock.json",),
    "github-actions": (".github",),
}


def tracked() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.dependabot"],
        ["zizmor", "--offline", "--no-progress", "--persona", "auditor"],
    ],
)
def test_dependabot_is_valid_and_safe(command: list[str]) -> None:
    tool = str(Path(sys.executable).with_name(command[0]))
    result = subprocess.run([tool, *command[1:], str(DEPENDABOT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_dependabot_names_every_folder_that_pins_something() -> None:
    named = set[tuple[str, str]]()
    for update in yaml.safe_load(DEPENDABOT.read_text(encoding="utf-8"))["updates"]:
        for folder in update.get("directories") or [update["directory"]]:
            kind = update["package-ecosystem"]
            assert any((ROOT / folder.strip("/") / file).exists() for file in MANIFESTS[kind]), folder
            named.add((kind, folder))
    locks = {("npm", "/" + str(Path(file).parent)) for file in tracked() if file.endswith("package-lock.json")}
    assert {pair for pair in named if pair[0] == "npm"} == locks


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_pre_commit_hook_runs_a_tool_of_the_environment_on_files_that_exist(hook: dict[str, Any]) -> None:
    tool = shlex.split(hook["entry"])[0]
    assert hook["language"] == "system"
    assert tool.startswith(".venv/bin/")
    assert Path(sys.executable).with_name(Path(tool).name).exists()
    assert "types_or" in hook or any(re.search(hook["files"], file) for file in tracked())


def test_decision_records_are_numbered_and_listed() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\d{4})\]\((.*?)\) \| (.*?) \|$", index, re.MULTILINE)
    assert [name for _, name, _ in rows] == [file.name for file in RECORDS]
    for shown, name, title in rows:  # a number may be missing: records that are written at one time have theirs before
        text = (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8")
        assert name.startswith(f"{shown}-")
        assert text.startswith(f"# {int(shown)}. {title}\n")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Options", "Decision", "Consequences"]
