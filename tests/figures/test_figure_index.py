"""Figures: every number is found by its id, with what was known of it on any day, and what is unknown is no zero."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factory import make_indicator, make_programme, make_site, make_source, make_village, make_year

from sitegen.figures import Figure, FigureIndex, Quantity
from sitegen.models import Correction, RegionYear

SOURCES = (make_source("republika", date="2018-07-05"), make_source("daerah", date="2019-10-09"), make_source())
YEARS = (
    make_year(2017, reported=276, reported_sources=("daerah", "republika")),
    make_year(
        2018,
        target=200,
        target_sources=("republika",),
        reported=201,
        reported_sources=("daerah",),
        regions=(RegionYear(region="35", name="Provinsi35", reported=12, sources=("daerah",)),),
    ),
    make_year(2019, target=198, target_sources=("daerah",), projected_total=675, projected_sources=("daerah",)),
)


def figures(**parts: Any) -> FigureIndex:
    return FigureIndex(make_site(**({"programme": make_programme(*YEARS), "sources": SOURCES} | parts)))


def number(figure: Figure | None) -> int | float | None:
    assert figure is not None
    return figure.quantity.number if figure.quantity else None


def correction(kind: str, when: str, was: str, now: str, what: str = "reported-2018") -> Correction:
    return Correction(what=what, was=was, now=now, kind=kind, when=when, why="Uji.")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("id", "day", "expected"),
    [
        ("reported-2017", date(2018, 7, 4), None),
        ("reported-2017", date(2018, 7, 5), 276),  # its earliest source
        ("target-2018", date(2018, 7, 5), 200),
        ("reported-2018", date(2018, 7, 5), None),  # the year's result was told only in October 2019
        ("reported-2018", date(2019, 10, 9), 201),
        ("reported-2018", None, 201),
        ("reported-2018-35", date(2019, 10, 8), None),
        ("projected-2019", date(2019, 10, 9), 675),
        ("sum-2017-2018", date(2018, 7, 5), None),
        ("sum-2017-2018", date(2019, 10, 9), 477),
        ("sum-2017-2019", None, None),  # a target is never counted as a result
    ],
)
def test_figure_index_as_of_day(id: str, day: date | None, expected: int | None) -> None:
    assert number(figures().get(id, day)) == expected


def test_figure_index_unknown_figure_has_no_metadata() -> None:
    figure = figures().get("reported-2018", date(2018, 7, 5))
    assert figure is not None
    assert (figure.quantity, figure.sources, figure.as_of, figure.status) == (None, (), "", "")
    assert figure.unit == "villages"


def test_figure_index_partial_source_date_counts_from_its_last_day() -> None:
    made = figures(sources=(*SOURCES[:1], make_source("daerah", date="[2019-10..2019-12]"), make_source()))
    assert number(made.get("reported-2018", date(2019, 12, 30))) is None
    assert number(made.get("reported-2018", date(2019, 12, 31))) == 201


def test_figure_index_revision_undone_before_its_day_but_correction_kept() -> None:
    revised = figures(corrections=(correction("revision", "2020-03-01", "199", "201"),))
    assert number(revised.get("reported-2018", date(2020, 2, 29))) == 199
    assert number(revised.get("reported-2018", date(2020, 3, 1))) == 201
    corrected = figures(corrections=(correction("correction", "2020-03-01", "199", "201"),))
    assert number(corrected.get("reported-2018", date(2020, 2, 29))) == 201


def test_figure_index_next_revision_tells_earlier_value() -> None:
    made = figures(
        corrections=(
            correction("revision", "2021-01-01", "200", "201"),
            correction("revision", "2020-03-01", "199", "200"),
        )
    )
    days = (date(2020, 1, 1), date(2020, 6, 1), date(2022, 1, 1))
    assert [number(made.get("reported-2018", day)) for day in days] == [199, 200, 201]


@pytest.mark.parametrize("was", [None, "dua ratus"])
def test_figure_index_added_by_revision_was_unknown_before(was: str | None) -> None:
    entry = Correction(what="reported-2018", was=was, now="201", kind="revision", when="2020-03-01", why="Uji.")
    assert number(figures(corrections=(entry,)).get("reported-2018", date(2020, 1, 1))) is None


def test_figure_index_cites_sources_of_the_day() -> None:
    found = figures().get("reported-2017", date(2018, 7, 5))
    assert found is not None
    assert found.sources == ("republika",)


def test_figure_index_counts_villages_whose_source_was_there() -> None:
    places = (
        make_village("35.05.15.2004", certified="2018-07-05", sources=("republika",)),
        make_village("35.06.15.2004", certified="[2017..2018]", sources=("daerah",)),
        make_village("33.10.16.2012", sources=("republika",)),
    )
    made = figures(villages=places)
    assert [number(made.get("counted", day)) for day in (date(2018, 7, 4), date(2018, 7, 5), None)] == [0, 1, 2]
    assert [made.get("counted", day).as_of for day in (date(2018, 7, 5), None)] == ["2018-07-05", ""]  # type: ignore[union-attr]
    assert number(made.get("counted-2018")) == 1  # [2017..2018] states no year
    assert [number(made.get(f"counted-{code}")) for code in ("35", "35.05", "35.05.15", "33", "33.10.16", "11")] == [
        2, 1, 1, 0, 0, 0,
    ]  # fmt: skip
    assert made.get("counted-11.01") is None
    assert [figure.id for figure in made.counts()] == ["counted", "counted-2018", "counted-35"]
    assert (made.counted_in(2018, "35").number, made.counted_in(2018, "33").number) == (1, 0)
    assert made.regions_of(2018) == ["35"]


def test_figure_index_indicator_has_own_unit_and_territory() -> None:
    made = figures(
        indicators=(
            make_indicator("aktif", value=36, as_of="2023-10", target=40, target_kind="commitment", due="2024"),
            make_indicator("bagian", value=65, unit="persen", as_of="2023-10"),
        )
    )
    value, aim, share = (made.get(f"indicator-{id}") for id in ("aktif", "aktif-target", "bagian"))
    assert value is not None and aim is not None and share is not None  # noqa: PT018  (for the type checker)
    assert (value.territory, value.definition) == ("Nasional", "Siapa saja yang disebut peserta.")
    assert (value.as_of, aim.as_of, aim.kind) == ("2023-10", "2024", "commitment")
    assert value.quantity != aim.quantity
    assert share.quantity == Quantity(65, "reported", "persen", share=True)


@pytest.mark.parametrize("id", ["reported-2019", "projected-2018", "sum-2018-2017", "sum-x", "counted-x", "nothing"])
def test_figure_index_unstated_value_is_no_figure(id: str) -> None:
    assert figures().get(id) is None
