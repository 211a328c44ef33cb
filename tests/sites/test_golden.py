"""Golden cases: what the full site is made into, and what each broken one is told, is held in its `expected`.

`python -m pytest tests/sites --update-golden` writes them anew; what changed is then read in the diff before it is
committed. Pages are not held by their bytes (test_pages.py asserts what must be true of them): the list of all files
is, with the full text of everything that machines read, and every problem that was told.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_cases import BROKEN, CASES, build_site, golden, run_main, without_digests

PLACED_BY_HAND = (".css", ".js", ".svg", ".html", ".avif", ".jpg", ".png", ".xlsx", ".zip", "LICENSE.DIGEST.txt")
"""Held by other tests, or by the eye."""
OF_SCRIPTS = re.compile(r"^(?:en/)?(?:peta|map)/|/_")
"""What the scripts of the map and of the search read; held by their tests."""
NAMED_BY_ITS_TOOL = re.compile(r"(/_(?:berita|news)/).+")
"""A file of the index of texts; of these only the folder is held."""


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text as it is told to a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("CLICOLOR_FORCE", raising=False)


def test_golden_site(tmp_path: Path, update: bool) -> None:
    built = build_site(CASES / "full", tmp_path / "site")
    assert built.summary
    files = {NAMED_BY_ITS_TOOL.sub(r"\1", without_digests(path)): data for path, data in built.files.items()}
    made = {"files.txt": "".join(f"{path}\n" for path in sorted(files))}
    for path, data in files.items():
        if not path.endswith(PLACED_BY_HAND) and not OF_SCRIPTS.search(path):
            made[path.removeprefix(".")] = without_digests(data.decode())
    problems = [f"{one.severity} {one.code} {one.at.file}:{one.at.line}:{one.at.column}\n" for one in built.problems]
    made["problems.txt"] = "".join(problems)
    if told := golden(CASES / "full" / "expected", made, update):
        pytest.fail(told, pytrace=False)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("case", BROKEN)
def test_golden_problems(
    case: str, command: str, tmp_path: Path, update: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both commands tell the same, in Indonesian and in English, and nothing is published."""
    target, made = tmp_path / "site", {}
    options = [] if command == "check" else ["--output", str(target)]
    for language in ("id", "en"):
        code = run_main(command, "--site", str(CASES / case), "--lang", language, "--at", "2026-01-01", *options)
        printed = capsys.readouterr()
        assert printed.out == ""
        made[f"{language}.txt"] = f"{printed.err}\nexit code {code}\n"
    if told := golden(CASES / case / "expected", made, update):
        pytest.fail(told, pytrace=False)
    assert not target.exists()
