"""What the overlay of the preview is told of a problem that has an entry to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from factory import NOW

from sitegen import serve
from sitegen.build import Order
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.problems import Report, Span
from sitegen.read import read_words


def test_the_entry_to_paste_is_offered_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(order: Order, target: Path, report: Report) -> None:
        at = Span("data/programme.yaml", 9, 5)
        report.error("value-changed", at, paste="- what: reported-2018\n  now: '204'", what="reported-2018")
        report.error("file-empty", Span("data/villages.yaml"), path="data/villages.yaml")

    monkeypatch.setattr(serve, "build", fail)
    preview = serve.Preview(Order(tmp_path, Edition(NOW)), tmp_path / "site", read_words("id", Forgetful()))
    assert preview.build(lambda report, summary, seconds: None)
    changed, empty = preview.state()["problems"]
    assert (changed["place"], changed["offer"]) == ("data/programme.yaml:9:5", "Untuk ditempelkan:")
    assert changed["paste"] == "- what: reported-2018\n  now: '204'"
    assert (empty["offer"], empty["paste"]) == ("", "")
