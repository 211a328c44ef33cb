"""The series of an indicator: its observations and targets in order of time, whichever form its record has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sitegen import edtf
from sitegen.models.records import Indicator, IndicatorTarget, Observation, SeriesBreak
from sitegen.problems import Loc

V = TypeVar("V", Observation, IndicatorTarget)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of an indicator. Each observation and target has its own sources, or else those of the record."""

    observations: tuple[Observation, ...]
    """In order of their last days."""
    targets: tuple[IndicatorTarget, ...]
    """In order of their due dates; one without a date first."""
    breaks: tuple[SeriesBreak, ...]
    """In order of time."""


def placed_observations(record: Indicator) -> list[tuple[Observation, Loc]]:
    """Return the observations of a record with their locations in it, that of its one-value form first."""
    placed: list[tuple[Observation, Loc]] = [(one, ("observations", n)) for n, one in enumerate(record.observations)]
    if record.value is None:
        return placed
    own = Observation(
        as_of=record.as_of,
        value=record.value,
        status=record.status,
        rounded=record.rounded,
        disagreement=record.disagreement,
    )
    return [(own, ()), *placed]


def placed_targets(record: Indicator) -> list[tuple[IndicatorTarget, Loc]]:
    """Return the targets of a record with their locations in it, that of its one-value form first."""
    placed: list[tuple[IndicatorTarget, Loc]] = [(one, ("targets", n)) for n, one in enumerate(record.targets)]
    if record.target is None:
        return placed
    own = IndicatorTarget(
        due=record.due or "",
        value=record.target,
        kind=record.target_kind,
        disagreement=record.target_disagreement,
    )
    return [(own, ()), *placed]


@lru_cache(maxsize=4096)
def series_of(record: Indicator) -> Series:
    """Return the series of a valid record."""
    return Series(
        tuple(
            _with_sources(one, record) for one in sorted((one for one, _ in placed_observations(record)), key=_order)
        ),
        tuple(_with_sources(one, record) for one in sorted((one for one, _ in placed_targets(record)), key=_order)),
        tuple(sorted(record.breaks, key=lambda one: edtf.parse(one.at).sort_day)),
    )


def _with_sources(value: V, record: Indicator) -> V:
    return value if value.sources else replace(value, sources=record.sources)


def _order(value: Observation | IndicatorTarget) -> tuple[date, date, str]:
    when = edtf.parse(value.date) if value.date else None
    return (when.last, when.sort_day, value.date) if when else (date.min, date.min, "")


def latest_day(value: Observation | IndicatorTarget) -> date:
    """Return the last day that an observation, or the due date of a target, can mean."""
    return _order(value)[0]


def figure_names(base: str, dates: Sequence[str]) -> list[str]:
    """Return the names of the observations or targets with these dates, as figures: `base` alone where there is one."""
    return [base] if len(dates) == 1 else [f"{base}:{date}" if date else base for date in dates]


def figure_ids(record: Indicator) -> list[str]:
    """Return the ids of the figures of an indicator: of its observations, or of none where it has none, and of its
    targets."""
    series, base = series_of(record), f"indicator-{record.id}"
    observed = figure_names(base, [one.date for one in series.observations]) or [base]
    return observed + figure_names(f"{base}-target", [one.date for one in series.targets])


def ledger_names(indicators: Sequence[Indicator]) -> dict[str, str]:
    """Return the names of figures by the other names that the ledger may have for them.

    `indicator-<id>` of a record that has become a series means the observation of its one-value form, or else its
    first; `indicator-<id>:<date>` of a series of one means that.
    """
    names: dict[str, str] = {}
    for record in indicators:
        observed, aimed = placed_observations(record), placed_targets(record)
        own = {"": record.value is not None, "-target": record.target is not None}
        for suffix, values in (("", observed), ("-target", aimed)):
            if values:
                first = values[0][0] if own[suffix] else min((one for one, _ in values), key=_order)
                names |= other_names(f"indicator-{record.id}{suffix}", [one.date for one, _ in values], first.date)
    return names


def other_names(base: str, dates: Sequence[str], first: str) -> Mapping[str, str]:
    """Return the other names of the figures of a series by these dates, each with the name that it has."""
    if len(dates) > 1:
        return {base: f"{base}:{first}"} if first else {}
    return {f"{base}:{dates[0]}": base}
