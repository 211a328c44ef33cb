"""Series of indicators: a new period adds a figure and changes none; what is not comparable is not compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factory import make_indicator, make_programme, make_site, make_source

from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.figures import FigureIndex, parse_shortcode, resolve_shortcode, shortcode_of
from sitegen.figures.figure import Figure
from sitegen.figures.series_change import last_change
from sitegen.models import Correction, Indicator, IndicatorTarget, Observation, SeriesBreak
from sitegen.models.series import series_of

SOURCES = (make_source("koran", date="2024-01-05"), make_source("baru", date="2025-01-10"))
SERIES = make_indicator(
    value=6400,
    as_of="2023",
    target=12800,
    due="2024",
    observations=(Observation(as_of="2024-12-31", value=11900, sources=("baru",)),),
    targets=(IndicatorTarget(due="2026", value=15000, sources=("baru",)),),
)


def figures_of(record: Indicator, today: date | None = None, **parts: Any) -> FigureIndex:
    site = make_site(programme=make_programme(), sources=SOURCES, indicators=(record,), **parts)
    return FigureIndex(site, today=today)


def number(figure: object) -> object:
    assert isinstance(figure, Figure)
    return figure.quantity and figure.quantity.number


def test_series_of_one_has_the_name_of_its_indicator() -> None:
    assert figures_of(make_indicator(value=6400, as_of="2023", target=1, due="2024")).ids() == (
        "indicator-peserta",
        "indicator-peserta-target",
    )


def test_series_figures_are_named_by_date_in_order_of_time() -> None:
    moved = replace(
        SERIES, value=None, as_of=None, observations=(*SERIES.observations, Observation(period="2023", value=6400))
    )
    for record in (SERIES, moved):
        assert [id for id in figures_of(record).ids() if "target" not in id] == [
            "indicator-peserta:2023",
            "indicator-peserta:2024-12-31",
        ]


def test_series_latest_known_on_a_day_is_meant_without_a_date() -> None:
    figures = figures_of(SERIES)
    assert number(figures.get("indicator-peserta")) == 11900
    assert number(figures.get("indicator-peserta", date(2024, 6, 1))) == 6400
    assert number(figures.get("indicator-peserta", date(2023, 6, 1))) is None
    assert number(figures.get("indicator-peserta:2023")) == 6400
    assert figures.get("indicator-peserta:2022") is None


@pytest.mark.parametrize(("today", "shown"), [((2024, 12, 31), 12800), ((2025, 1, 1), 15000), ((2030, 1, 1), 15000)])
def test_series_target_that_is_due_next_is_shown(today: tuple[int, int, int], shown: int) -> None:
    assert number(figures_of(SERIES, date(*today)).get("indicator-peserta-target")) == shown


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('indicator("peserta")', 11900),
        ('indicator("peserta", period="2023")', 6400),
        ('indicator("peserta", period=2023)', 6400),
        ('target("peserta", due="2024")', 12800),
    ],
)
def test_shortcode_of_a_series(call: str, value: int) -> None:
    figures = figures_of(SERIES)
    shortcode = parse_shortcode(call, figures.geography)
    figure = resolve_shortcode(shortcode, figures, None)  # type: ignore[arg-type]
    assert number(figure) == value
    assert isinstance(figure, Figure)
    written = parse_shortcode(shortcode_of(figure, figures.geography)[3:-3], figures.geography)
    assert resolve_shortcode(written, figures, None) == figure  # type: ignore[arg-type]


def test_correction_of_the_indicator_means_its_one_value_form() -> None:
    entry = Correction(
        what="indicator-peserta", was="6300", now="6400", kind="revision", when="2024-06-01", why="Baru."
    )
    figures = figures_of(SERIES, corrections=(entry,))
    assert number(figures.get("indicator-peserta:2023", date(2024, 3, 1))) == 6300
    assert number(figures.get("indicator-peserta", date(2025, 3, 1))) == 11900


def test_series_as_known_on_a_day_lacks_what_came_later() -> None:
    site = make_site(programme=make_programme(), sources=SOURCES, indicators=(SERIES,))
    [record] = as_of(site, date(2024, 6, 1)).indicators
    assert (record.value, record.observations, record.targets) == (6400, (), ())


def test_series_tables_have_a_row_for_each_observation_and_target() -> None:
    tables = tables_of(make_site(programme=make_programme(), sources=SOURCES, indicators=(SERIES,)))
    assert [row[:4] for row in tables["observations"].rows] == [
        ("peserta", "2023", "as_of", 6400),
        ("peserta", "2024-12-31", "as_of", 11900),
    ]
    assert [row[:4] for row in tables["targets"].rows] == [
        ("peserta", "2024", 12800, "target"),
        ("peserta", "2026", 15000, "target"),
    ]
    latest = tables["indicators"].records()["peserta"]
    assert (latest["value"], latest["as_of"], latest["target"], latest["due"]) == (11900, "2024-12-31", 15000, "2026")


def told(*observations: Observation, **fields: Any) -> tuple[object, ...] | None:
    change = last_change(series_of(make_indicator(observations=observations, **fields)))
    return change and (change.since.date, change.difference, change.obstacle)


def test_change_is_exact_and_of_the_last_comparable_observation() -> None:
    assert told(Observation(period="2023", value=1)) is None
    assert told(Observation(as_of="2024-12-31", value=11900), value=6400, as_of="2023") == ("2023", 5500, "")
    assert told(
        Observation(period="2022", value=Decimal("0.1")),
        Observation(period="2023-06", value=5),
        Observation(period="2023", value=Decimal("0.30")),
    ) == ("2022", Decimal("0.20"), "")


def test_change_is_not_told_where_nothing_is_comparable() -> None:
    first, second = Observation(period="2022", value=1), Observation(period="2023", value=2)
    divide = SeriesBreak(at="2023", reason="Lain.")
    assert told(first, second, breaks=(divide,)) == ("2022", None, "break")
    assert told(first, second, breaks=(replace(divide, at="2022"),)) == ("2022", 1, "")
    assert told(first, replace(second, rounded=True)) == ("2022", None, "rounded")
    assert told(first, Observation(as_of="2023-12-31", value=2)) == ("2022", None, "kind")
    assert told(first, Observation(period="[2023-01..2023-06]", value=2)) == ("2022", None, "kind")
