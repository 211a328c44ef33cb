"""What the overlay of the preview is told of a problem that has an entry to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from factory import NOW

from sitegen import server
from sitegen.build import BuildOptions, ForeignFiles
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Offer, Report, Span


def test_overlay_offers_entry_to_paste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: BuildOptions, target: Path, report: Report) -> None:
        at = Span("data/programme.yaml", 9, 5)
        offer = Offer("data/corrections.yaml", (), "- what: reported-2018\n  now: '204'")
        report.add_with_offer("value-changed", at, offer, what="reported-2018")
        report.add("file-empty", Span("data/villages.yaml"), path="data/villages.yaml")

    monkeypatch.setattr(server, "build", fail)
    preview = server.Preview(
        BuildOptions(tmp_path, BuildContext(NOW)), tmp_path / "site", load_messages("id", NullCache())
    )
    assert preview.build(lambda report, summary, seconds: None)
    changed, empty = preview.state()["problems"]
    assert (changed["place"], changed["offer"]) == (
        "data/programme.yaml:9:5",
        "Untuk ditempelkan ke berkas baru data/corrections.yaml:",
    )
    assert changed["paste"] == "- what: reported-2018\n  now: '204'"
    assert (empty["offer"], empty["paste"]) == ("", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("unforeseen"), "internal-fault"),
        (RecursionError(), "internal-fault"),
        (PermissionError(13, "Permission denied", "/x"), "output-unwritable"),
        (ForeignFiles("output-not-ours", Path("x")), "output-not-ours"),
    ],
    ids=["fault", "recursion", "system", "foreign"],
)
def test_overlay_shows_what_ended_a_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    errors, told = [None, error, None], list[list[str]]()

    def build_or_fail(options: BuildOptions, target: Path, report: Report) -> None:
        if (failed := errors.pop(0)) is not None:
            raise failed

    monkeypatch.setattr(server, "build", build_or_fail)
    preview = server.Preview(
        BuildOptions(tmp_path, BuildContext(NOW)), tmp_path / "site", load_messages("id", NullCache())
    )
    for _ in range(3):
        preview.build(lambda report, summary, seconds: told.append([problem.code for problem in report]))
        if told[-1]:
            assert [problem["code"] for problem in preview.state()["problems"]] == [f"error[{code}]"]
    assert told == [[], [code], []]


def test_overlay_is_not_begun_in_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/thesis.doc").touch()
    preview = server.Preview(
        BuildOptions(tmp_path, BuildContext(NOW)), tmp_path / "site", load_messages("id", NullCache())
    )
    with pytest.raises(ForeignFiles):
        preview.build(lambda report, summary, seconds: None)
