"""What records say in notes, titles and summaries is compared with the figures too, at the record's line."""

from __future__ import annotations

from typing import Any

import pytest
from factory import (
    make_indicator,
    make_news,
    make_outreach,
    make_programme,
    make_site,
    make_source,
    make_village,
    make_year,
)

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Problem, Report, Span
from sitegen.validate.prose_numbers import lint_prose_numbers

RIGHT = "Pada 2018 ditetapkan 1201 desa di seluruh Indonesia."
WRONG = RIGHT.replace("1201", "1210")
PLACES: dict[str, dict[str, Any]] = {
    "year:2018": {"programme": make_programme(make_year(2018, reported=1201, note=WRONG))},
    "indicator:peserta": {"indicators": (make_indicator(note=WRONG),)},
    "outreach:kegiatan": {"outreach": (make_outreach("kegiatan", summary=WRONG),)},
    "35.05.15.2004": {"villages": (make_village(note=WRONG),)},
    "source:koran": {"sources": (make_source(note=WRONG),)},
}


def told(**parts: Any) -> list[Problem]:
    given = {"programme": make_programme(make_year(2018, reported=1201)), **parts}
    origins = {name: Span("data/uji.yaml", line) for line, name in enumerate(PLACES, 1)}
    report = Report()
    lint_prose_numbers(
        make_site(**{**given, "origins": origins}),
        lambda language: load_messages(language, NullCache())["scan"],
        report,
    )
    return list(report)


@pytest.mark.parametrize("name", PLACES)
def test_record_text_contradiction_reported_at_line(name: str) -> None:
    (problem,) = told(**PLACES[name])
    assert (problem.code, problem.severity) == ("figure-contradicts", "error")
    assert problem.at == Span("data/uji.yaml", list(PLACES).index(name) + 1)
    assert (problem.values["number"], problem.values["figure"]) == ("1210", "reported-2018")


def test_record_text_repeating_figure_is_accepted() -> None:
    """Nothing can be bound there."""
    assert told(villages=(make_village(note=RIGHT),)) == []


def test_record_text_sentence_reported_in_prose_too() -> None:
    assert [problem.code for problem in told(news=(make_news(body=WRONG),))] == ["figure-contradicts"]
