"""The bench of the public face measures a small site to its end, and tells what is over its budget."""

from __future__ import annotations

from pathlib import Path

import public
import pytest
from playwright.sync_api import Browser
from public import hosted_site, weights

ROOT = Path(__file__).parents[2]


def test_public_bench_reports_cost_and_budget(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "SEEN", ["home.html", "village.html"])
    with hosted_site(ROOT / "tests" / "sites" / "full", tmp_path / "out" / "site") as site:
        rows = {row.name: row for row in weights(browser, site)}
        assert rows["village.html: total"].limit == "40,000"
        assert all(row.held for row in rows.values())
        monkeypatch.setattr(public, "BUDGETS", {"home.html": public.CONTENT.__class__(total=1_000)})
        missed = [row.name for row in weights(browser, site) if not row.held]
    assert missed == ["home.html: total"]
