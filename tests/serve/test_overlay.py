"""What the overlay of the preview is told of a problem that has an entry to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from factory import NOW

from sitegen import server
from sitegen.build import BuildOptions
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Report, Span


def test_overlay_offers_entry_to_paste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: BuildOptions, target: Path, report: Report) -> None:
        at = Span("data/programme.yaml", 9, 5)
        report.add("value-changed", at, paste="- what: reported-2018\n  now: '204'", what="reported-2018")
        report.add("file-empty", Span("data/villages.yaml"), path="data/villages.yaml")

    monkeypatch.setattr(server, "build", fail)
    preview = server.Preview(
        BuildOptions(tmp_path, BuildContext(NOW)), tmp_path / "site", load_messages("id", NullCache())
    )
    assert preview.build(lambda report, summary, seconds: None)
    changed, empty = preview.state()["problems"]
    assert (changed["place"], changed["offer"]) == ("data/programme.yaml:9:5", "Untuk ditempelkan:")
    assert changed["paste"] == "- what: reported-2018\n  now: '204'"
    assert (empty["offer"], empty["paste"]) == ("", "")
