"""Figures on which sources disagree: each value is known since its own sources, and none is added to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from factory import make_indicator, make_programme, make_site, make_source, make_year

from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.figures import FigureIndex
from sitegen.figures.figure import Figure
from sitegen.models import Correction, Disagreement, Observation, OtherValue, RegionYear, Site

SOURCES = (
    make_source("dulu", date="2019-01-05"),
    make_source("surat", date="2019-10-09"),
    make_source("kelak", date="2021-02"),
)
FOUND = Disagreement(because="Surat itu tetap.", others=(OtherValue(value=204, sources=("dulu",)),))
LATER = Disagreement(because="Surat itu tetap.", others=(OtherValue(value=199, sources=("kelak",)),))
BOTH = Disagreement(because="Surat itu tetap.", others=(*FOUND.others, *LATER.others))


def make_disagreeing(found: Disagreement, **parts: Any) -> Site:
    year = make_year(2018, reported=201, reported_sources=("surat",), reported_disagreement=found)
    return make_site(programme=make_programme(year), sources=SOURCES, **parts)


def figure_of(site: Site, at: date | None = None, id: str = "reported-2018") -> Figure:
    figure = FigureIndex(site).get(id, at)
    assert figure is not None
    return figure


def values(figure: Figure) -> tuple[object, list[object], str]:
    """The number of a figure, its other ones, and why it is shown."""
    others: list[object] = [one.quantity.number for one in figure.others]
    return figure.quantity and figure.quantity.number, others, figure.because


def test_disagreement_leaves_the_figure_its_own_value_and_sources() -> None:
    figure = figure_of(make_disagreeing(BOTH))
    assert values(figure) == (201, [204, 199], "Surat itu tetap.")
    assert (figure.sources, figure.known) == (("surat",), "2019-10-09")
    assert [(one.sources, one.known) for one in figure.others] == [(("dulu",), "2019-01-05"), (("kelak",), "2021-02")]


def test_disagreement_is_in_no_sum() -> None:
    figure = figure_of(make_disagreeing(BOTH), id="sum-2018-2018")
    assert values(figure) == (201, [], "")


@pytest.mark.parametrize(
    ("found", "day", "expected"),
    [
        (BOTH, date(2018, 12, 31), (None, [], "")),
        (BOTH, date(2019, 10, 8), (204, [], "")),
        (BOTH, date(2019, 10, 9), (201, [204], "Surat itu tetap.")),
        (BOTH, date(2021, 2, 28), (201, [204, 199], "Surat itu tetap.")),
        (LATER, date(2019, 10, 8), (None, [], "")),
        (LATER, date(2019, 10, 9), (201, [], "")),
    ],
)
def test_disagreement_is_known_since_its_sources(found: Disagreement, day: date, expected: object) -> None:
    site = make_disagreeing(found)
    assert values(figure_of(site, day)) == expected
    assert values(figure_of(as_of(site, day))) == expected if expected[0] is not None else True  # type: ignore[index]


def test_disagreement_of_several_earlier_values_shows_none_of_them() -> None:
    others = (OtherValue(value=204, sources=("dulu",)), OtherValue(value=210, sources=("dulu",)))
    figure = figure_of(make_disagreeing(replace(FOUND, others=others)), date(2019, 10, 8))
    assert values(figure) == (None, [], "")


def test_disagreement_was_shown_the_other_way_before_a_revision() -> None:
    change = Correction(what="reported-2018", was="204", now="201", kind="revision", when="2020-01-01", why="Surat.")
    site = make_disagreeing(FOUND, corrections=(change,))
    before = figure_of(site, date(2019, 12, 31))
    assert (values(before), before.sources) == ((204, [201], ""), ("dulu",))
    assert values(figure_of(site, date(2020, 1, 1))) == (201, [204], "Surat itu tetap.")
    frozen = as_of(site, date(2019, 12, 31)).programme.years[0]
    assert (frozen.reported, frozen.reported_sources) == (204, ("dulu",))


def test_disagreement_of_targets_regions_and_series() -> None:
    year = make_year(
        2018,
        target=200,
        target_sources=("surat",),
        target_disagreement=FOUND,
        projected_total=477,
        projected_sources=("surat",),
        projected_disagreement=FOUND,
        regions=(RegionYear(region="35", name="Jawa", reported=2, sources=("surat",), disagreement=FOUND),),
    )
    indicator = make_indicator(
        value=5,
        as_of="2018",
        disagreement=FOUND,
        target=9,
        due="2020",
        target_disagreement=LATER,
        observations=(Observation(period="2019", value=6, sources=("surat",), disagreement=FOUND),),
        sources=("surat",),
    )
    site = make_site(programme=make_programme(year), sources=SOURCES, indicators=(indicator,))
    expected = [
        "target-2018",
        "projected-2018",
        "reported-2018-35",
        "indicator-peserta:2018",
        "indicator-peserta:2019",
        "indicator-peserta-target",
    ]
    assert [one.id for one in FigureIndex(site).disagreements()] == expected
    rows = tables_of(site)["disagreements"].rows
    assert [row[:3] for row in rows][-2:] == [("indicator-peserta:2019", 204, 6), ("indicator-peserta-target", 199, 9)]
    assert tables_of(as_of(site, date(2022, 1, 1)))["disagreements"].rows == rows
    early = as_of(site, date(2019, 6, 1)).indicators[0]
    assert [(one.value, one.sources) for one in early.observations] == [(204, ("dulu",))]
    assert (early.value, early.disagreement, early.sources) == (204, None, ("dulu",))
