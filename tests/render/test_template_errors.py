"""A theme with a fault: told at the template's own line, and what was published stays."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from site_cases import run_main

from sitegen.build import BuildOptions, check
from sitegen.build_context import BuildContext
from sitegen.problems import Report, Span

ROOT = Path(__file__).parents[2]
VILLAGE = "themes/default/templates/village.html"
HOME = "themes/default/templates/home.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the sample site with a theme of its own, which a test may spoil."""
    for name in ("data", "content", "themes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ view.nonsense }}", "template-error"),
        ("{% if %}", "template-error"),
        ("{{ 'no-such-word' | t }}", "template-error"),
    ],
)
def test_template_error_at_its_line(site: Path, line: str, code: str) -> None:
    lines = (site / VILLAGE).read_text(encoding="utf-8").split("\n")
    place = lines.index("{% block content %}") + 1
    (site / VILLAGE).write_text("\n".join([*lines[:place], line, *lines[place:]]), encoding="utf-8")
    report = Report()
    check(BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), report)
    assert {(problem.code, problem.at) for problem in report} == {(code, Span(VILLAGE, place + 1))}


@pytest.mark.parametrize("sign", ["+", "<", "-"])
def test_template_error_mixed_quantities_at_line(site: Path, sign: str) -> None:
    lines = (site / HOME).read_text(encoding="utf-8").split("\n")
    place = lines.index("{% block content %}") + 1
    sum_of = f"{{{{ view.headlines[0].quantity {sign} view.counted.quantity }}}}"
    (site / HOME).write_text("\n".join([*lines[:place], sum_of, *lines[place:]]), encoding="utf-8")
    report = Report()
    check(BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), report)
    (problem,) = (one for one in report if one.at.file == HOME)
    assert (problem.code, problem.at) == ("figures-mixed", Span(HOME, place + 1))
    assert problem.values == {"detail": "reported (villages) / counted (villages)"}


def test_template_error_missing_template(site: Path) -> None:
    text = (site / VILLAGE).read_text(encoding="utf-8")
    (site / VILLAGE).write_text(text.replace('"macros.html"', '"makros.html"'), encoding="utf-8")
    report = Report()
    check(BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), report)
    assert {(problem.code, problem.at.file, problem.values["name"]) for problem in report} == {
        ("template-missing", VILLAGE, "makros.html")
    }


@pytest.mark.parametrize(
    ("code", "target", "said"),
    [("output-not-ours", "theirs", "theirs"), ("output-inside-sources", "data/site", "data")],
)
def test_output_folder_error_is_reported(
    site: Path, capsys: pytest.CaptureFixture[str], code: str, target: str, said: str
) -> None:
    (site / "theirs").mkdir()
    (site / "theirs" / "thesis.doc").write_text("x", encoding="utf-8")
    assert run_main("explain", code) == 0
    capsys.readouterr()
    assert run_main("build", "--site", str(site), "--output", str(site / target)) == 2
    assert said in capsys.readouterr().err
    assert (site / "theirs" / "thesis.doc").read_text(encoding="utf-8") == "x"
    assert not (site / "data" / "site").exists()


def test_serve_without_free_port_is_reported(site: Path) -> None:
    """192.0.2.1 is nobody's address (RFC 5737), so that none of its ports can be had."""
    command = [sys.executable, "-m", "sitegen", "serve", "--site", str(site), "--host", "192.0.2.1"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert "error[port-unusable]" in ran.stderr
    assert "Traceback" not in ran.stderr
