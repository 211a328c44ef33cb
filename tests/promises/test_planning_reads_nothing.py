"""Planning does no input or output: it opens, lists and writes nothing, whatever the site holds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.fingerprint import code_fingerprint, fingerprints
from sitegen.load import load_messages, load_site
from sitegen.models import Site
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.urls import Routes, build_routes

ROOT = Path(__file__).parents[2]
EVENTS = (
    "open",
    "os.listdir",
    "os.scandir",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "subprocess.Popen",
    "socket.connect",
)
"""What Python tells its audit hooks of before it happens."""
_seen: list[str] | None = None


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in EVENTS:
        _seen.append(f"{event} {arguments[0]}")


def planned(site: Site, routes: Routes) -> int:
    """Plan the whole site; give how many outputs it has."""
    plan = plan_site(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC)), routes)
    return len(plan.text_outputs) + len(plan.plan_others(Report()))


@pytest.mark.parametrize("folder", [".", "docs/example"])
def test_planning_reads_and_writes_no_file(folder: str) -> None:
    global _seen  # noqa: PLW0603  (an audit hook cannot be taken away again)
    report = Report()
    site = load_site(ROOT / folder, report, NullCache())
    assert site, list(report)
    code_fingerprint()
    fingerprints()
    words = {language: load_messages(language, NullCache())["paths"] for language in ("id", "en")}
    routes = build_routes(site.config, words.__getitem__)
    planned(site, routes)  # imports the page kinds and the minifiers
    sys.addaudithook(_note)
    _seen = []
    outputs = planned(site, routes)
    found, _seen = _seen, None
    assert outputs > 100
    assert found == []
