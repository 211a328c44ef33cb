"""Check the values of figures on which sources disagree, and offer to keep both where two records state one figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.figures import VILLAGES
from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.models import Disagreement, Indicator, IndicatorTarget, Observation, ProgrammeYear, RegionYear
from sitegen.models.kinds import PROGRAMME
from sitegen.problems import Loc, Offer

DISAGREEMENTS: dict[type[Any], tuple[tuple[str, str, str], ...]] = {
    ProgrammeYear: (
        ("target", "target_sources", "target_disagreement"),
        ("reported", "reported_sources", "reported_disagreement"),
        ("projected_total", "projected_sources", "projected_disagreement"),
    ),
    RegionYear: (("reported", "sources", "disagreement"),),
    Indicator: (("value", "sources", "disagreement"), ("target", "sources", "target_disagreement")),
    Observation: (("value", "sources", "disagreement"),),
    IndicatorTarget: (("value", "sources", "disagreement"),),
}
"""The figures of each type of record: the keys of the value, of its sources, and of the values that disagree."""
_Placed = tuple[Any, Any, str, str, Loc]
"""A record with figures, the sources that it has where it names none, its unit, its file, and its location there."""


def check_disagreements(context: LoadContext, data: DataRecords) -> None:
    """Check the values that are stated besides the shown ones; see list_other_values for their numbers."""
    for record, inherited, _, file, loc in _list_records(context, data):
        for key, sources_key, name in DISAGREEMENTS[type(record)]:
            found, shown, at = getattr(record, name), getattr(record, key), (*loc, name)
            if found is None:
                continue
            if shown is None and not context.is_invalid(file, *loc, key):
                context.report.add("figure-absent", context.span(file, *at, key=True), field=name, figure=key)
            if not found.others and not context.is_invalid(file, *at, "others"):
                context.report.add("disagreement-empty", context.span(file, *at, key=True))
            sources = getattr(record, sources_key) or inherited or ()
            _check_others(context, found, {shown: (*loc, key)}, dict.fromkeys(sources, shown), file, at)


def list_other_values(context: LoadContext, data: DataRecords) -> Iterator[tuple[Any, str, str, Loc]]:
    """Yield each value that is stated besides a shown one, its unit, its file, and its location there."""
    for record, _, unit, file, loc in _list_records(context, data):
        for _, _, name in DISAGREEMENTS[type(record)]:
            found = getattr(record, name)
            for number, one in enumerate(found.others if found else ()):
                yield one.value, unit, file, (*loc, name, "others", number, "value")


def _check_others(
    context: LoadContext,
    found: Disagreement,
    locations: dict[Any, Loc],
    values_by_source: dict[str, Any],
    file: str,
    at: Loc,
) -> None:
    """Report a value that is stated twice, and a source of two values."""
    for number, one in enumerate(found.others):
        loc = (*at, "others", number)
        if one.value is None:
            continue
        other = locations.setdefault(one.value, (*loc, "value"))
        if other != (*loc, "value"):
            line = context.span(file, *other).line
            context.report.add("disagreement-same", context.span(file, *loc, "value"), value=str(one.value), line=line)
            continue
        for index, source in enumerate(one.sources or ()):
            value = values_by_source.setdefault(source, one.value)
            if value is not None and value != one.value:
                values = {"source": source, "value": str(one.value), "other": str(value)}
                context.report.add("disagreement-source", context.span(file, *loc, "sources", index), **values)


def _list_records(context: LoadContext, data: DataRecords) -> Iterator[_Placed]:
    top = context.geography.top.plural
    for index, year in enumerate(data.programme.years if data.programme else ()):
        yield year, (), VILLAGES, PROGRAMME, ("years", index)
        for number, part in enumerate(year.regions):
            yield part, (), VILLAGES, PROGRAMME, ("years", index, top, number)
    for indicator, span, index in data.of(Indicator).each():
        yield indicator, (), indicator.unit, span.file, (index,)
        for name in ("observations", "targets"):
            for number, one in enumerate(getattr(indicator, name)):
                yield one, indicator.sources, indicator.unit, span.file, (index, name, number)


def offer_joined(file: str, loc: Loc, shown: Any, other: Any, prefix: str = "") -> Offer | None:
    """Offer the lines that keep what `other` states of the same figures in the record `shown`, at `loc` in `file`.

    `prefix` begins the keys of `shown`, if they are not those of its type. Returns None where the lines would not do:
    a source is missing or states both values, or one of the two has other values already.
    """
    lines = list[str]()
    for (key, sources_key, name), (other_key, other_sources, other_name) in zip(
        DISAGREEMENTS[type(shown)], DISAGREEMENTS[type(other)], strict=False
    ):
        value, sources, kept = getattr(other, other_key), getattr(other, other_sources), getattr(shown, key)
        if value is None or value == kept:
            continue
        if not sources or getattr(other, other_name) or getattr(shown, name):
            return None
        if kept is None:
            lines += [f"{prefix}{key}: {value}", f"{prefix}{sources_key}: [{', '.join(sources)}]"]
        elif set(sources) & set(getattr(shown, sources_key)):
            return None
        else:
            lines += [f"{prefix}{name}:", "  because:", "  others:", f"    - value: {value}"]
            lines += [f"      sources: [{', '.join(sources)}]"]
    return Offer(file, loc, "\n".join(lines)) if lines else None
