"""Check the data files, each by itself and against each other."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sitegen import edtf
from sitegen.cache import NullCache, cached_report
from sitegen.figures import VILLAGES, is_figure
from sitegen.glossary_terms import normalize_form
from sitegen.load.calendar_check import check_calendar_file
from sitegen.load.context import READ, LoadContext, cache_key
from sitegen.load.disagreements import check_disagreements, list_other_values, offer_joined
from sitegen.load.official_list import OfficialList, open_official_list
from sitegen.load.own_fields import check_own_fields
from sitegen.load.previous_codes import check_previous_codes
from sitegen.load.records import DataRecords, LoadedRecords
from sitegen.load.references import References
from sitegen.load.region_records import apply_region_records, check_region_records, use_present_names
from sitegen.load.translations import check_translations
from sitegen.load.villages import check_point, check_status_history, check_villages, format_line_reference
from sitegen.load.years import check_chronology, check_years
from sitegen.models import (
    DEFAULT_RULES,
    AccessibilityStatement,
    CalendarEntry,
    Correction,
    DesignationRules,
    DesignationState,
    EventKind,
    Indicator,
    IndicatorTarget,
    Observation,
    Outreach,
    Programme,
    RegionRecord,
    Site,
    Term,
    Unit,
    Village,
)
from sitegen.models.designation import DERIVED_STATUSES
from sitegen.models.kinds import ACCESSIBILITY, PROGRAMME, SITE, kinds_in
from sitegen.models.series import placed_observations, placed_targets
from sitegen.problems import Loc, Offer, Report, Span, fence
from sitegen.scalars import closest_match, parse_number

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_corrections_file(context: LoadContext, entries: LoadedRecords[Correction]) -> None:
    """Check each correction by itself; validate.history compares them with the releases."""
    first: dict[tuple[str, str | None, str], int] = {}
    for number, (entry, span, index) in enumerate(entries.each()):
        _check_correction(context, entry, span, index)
        if not _check_numbers(context, entry, span, index):
            entries.excluded.add(number)  # earlier values cannot be computed from it
        if entry.what and entry.when:
            other = first.setdefault((entry.what, entry.field, entry.when), index)
            if other != index:
                line = context.span(span.file, other).line
                at = context.span(span.file, index, "what")
                context.report.add("correction-repeated", at, what=entry.what, when=entry.when, line=line)


def _check_correction(context: LoadContext, entry: Correction, span: Span, index: int) -> None:
    invalid = any(context.is_invalid(span.file, index, key) for key in ("was", "now"))
    if entry.was is None and entry.now is None and not invalid:
        context.report.add("correction-empty", span, what=entry.what or "-")
    elif entry.was == entry.now and not invalid:
        context.report.add("correction-same", context.span(span.file, index, "now"), value=entry.now)
    if entry.when and not _DAY.fullmatch(entry.when):
        context.report.add("correction-day", context.span(span.file, index, "when"), value=entry.when)


def _check_numbers(context: LoadContext, entry: Correction, span: Span, index: int) -> bool:
    """Check that a correction of a figure's value has numbers."""
    if not entry.what or entry.field or not is_figure(entry.what):
        return True
    wrong = [key for key in ("was", "now") if parse_number(getattr(entry, key) or "0") is None]
    for key in wrong:
        context.report.add("bad-number", context.span(span.file, index, key), value=getattr(entry, key))
    return not wrong


def check_glossary(context: LoadContext, terms: LoadedRecords[Term]) -> None:
    """Check the terms of the glossary; a term whose form an earlier term has is excluded from the Site."""
    first: dict[str, tuple[int, Loc]] = {}
    for number, (term, span, index) in enumerate(terms.each()):
        for form, loc in _list_forms(term):
            if len(form) < 2:  # one letter would match everywhere
                context.report.add("term-too-short", context.span(span.file, index, *loc), form=form)
            other, before = first.setdefault(normalize_form(form), (number, loc))
            if (other, before) == (number, loc):
                continue
            terms.excluded.add(number)
            at, where = terms.spans[other].file, terms.indexes[other]
            line = format_line_reference(context, at, where, *before, seen_from=span.file)
            context.report.add("term-repeated", context.span(span.file, index, *loc), form=form, line=line)


def _list_forms(term: Term) -> list[tuple[str, Loc]]:
    """List each form of a term with its location in the record."""
    named: list[tuple[str, Loc]] = [(term.term, ("term",))] if term.term else []
    return named + [(form, ("forms", number)) for number, form in enumerate(term.forms)]


def check_accessibility(context: LoadContext, statement: AccessibilityStatement) -> None:
    """Report repeated names of limits and of trials."""
    _check_repeats(context, ACCESSIBILITY, ("limits",), "id", [one.id for one in statement.limits])
    _check_repeats(context, ACCESSIBILITY, ("trials",), "what", [one.what for one in statement.trials])


def check_data(context: LoadContext, data: DataRecords) -> None:
    """Check the data files against each other; cached as long as no file changes and nothing is wrong.

    Of two records with the same id, only the first goes into the Site. Records with invalid values are checked too:
    None stands for a value that was already reported.
    """
    complete = not context.unread and data.config is not None and data.programme is not None
    cache = context.cache if complete else NullCache()
    name = (data.config and data.config.official_list) or context.geography.pack.official_list
    listed = data.config is not None and name != "none" and data.of(Village).items
    with open_official_list(context.geography) if listed else nullcontext() as official:
        if listed and official is None:
            context.report.add("official-list-missing", Span(""))
        key = cache_key(b"", "checks", official.digest if official else "", *data.keys)

        def check(report: Report) -> None:
            with fence(report, Span("")):  # within, so that what was found before is reported
                _check(replace(context, report=report), data, official)

        cached_report(cache, READ, key, None, context.report, check)


def _check(context: LoadContext, data: DataRecords, official: OfficialList | None) -> None:
    # Imported only where something is not cached.
    from sitegen.load.list_check import check_listed
    from sitegen.load.name_check import find_name_faults, report_name_faults

    check_previous_codes(context, data.of(Village))
    data = apply_region_records(context.geography, data)
    villages, regions = data.of(Village), data.of(RegionRecord).items
    faults = find_name_faults(context.geography, villages, data.of(RegionRecord), official)
    if official:
        use_present_names(regions, official)
        check_listed(context, villages, official, faults)
    report_name_faults(context, faults, official)
    check_villages(context, villages, official, faults, frozenset(region.code for region in regions))
    check_region_records(context, data, official, faults)
    lists: list[LoadedRecords[Any]] = [data.of(kind.record) for kind in kinds_in(Site) if kind.key]
    for kind in kinds_in(Site):
        if kind.key in ("id", "code"):
            _check_ids(context, data.of(kind.record), kind.key)
    references = References(context, data)
    for records in lists:
        for record, span, index in records.each():
            references.check(record, span.file, index)
    check_status_history(context, data.of(Village), _readable_rules(context, data.programme))
    units: dict[str, Unit | None] = {unit.id: unit for unit in data.programme.units} if data.programme else {}
    units.setdefault(VILLAGES, None)
    _check_regions_of(context, data.of(Indicator), villages)
    for indicator, span, index in data.of(Indicator).each():
        _check_indicator(context, indicator, span, index)
    check_disagreements(context, data)
    _check_stated_numbers(context, data, units)
    _check_outreach(context, data, official)
    _check_own_numbers(context, data, units)
    check_corrections_file(context, data.of(Correction))
    check_glossary(context, data.of(Term))
    check_calendar_file(context, data.of(CalendarEntry))
    check_translations(context, data)
    if data.accessibility:
        check_accessibility(context, data.accessibility)
    _check_indicators(context, data.of(Indicator))
    check_chronology(context, data)
    if data.programme:
        references.check(data.programme, PROGRAMME)
        _check_programme(context, data.programme)
        check_years(context, data, data.programme)
    if data.config:
        view, start = data.config.map, context.geography.map
        latitude = start.latitude if view.latitude is None else view.latitude
        longitude = start.longitude if view.longitude is None else view.longitude
        check_point(context, latitude, longitude, SITE, ("map", "latitude"), ("map", "longitude"))


def _check_outreach(context: LoadContext, data: DataRecords, official: OfficialList | None) -> None:
    """Report events with no date, or with two, and regions that neither a place nor the official list knows."""
    ancestors, villages = context.geography.ancestors, data.of(Village)
    recorded = {code for village in villages.items if village.code for code in ancestors(village.code)}
    recorded |= {region.code for region in data.of(RegionRecord).items if region.code}
    for event, span, index in data.of(Outreach).each():
        invalid = any(context.is_invalid(span.file, index, key) for key in ("date", "expected"))
        if not (event.date or event.expected or invalid):
            context.report.add("missing-key", context.span(span.file, index), key="date")
        elif event.date and event.expected:
            context.report.add("date-and-expected", context.span(span.file, index, "expected"), date=event.date)
        known = not event.region or event.region in recorded or (official and official.name(event.region))
        if not (known or villages.uncertain.any_id):
            level = context.geography.level_of(event.region or "").id
            at = context.span(span.file, index, "region")
            context.report.add("region-unknown", at, code=event.region, level=level)


def _check_ids(context: LoadContext, records: LoadedRecords[Any], key: str) -> None:
    """Report repeated ids or codes; of two records with the same one only the first goes into the Site."""
    first: dict[str, int] = {}
    for number, record in enumerate(records.items):
        id = getattr(record, key)
        if number in records.miscoded:  # told already; the record that the code is right for is not to blame
            records.excluded.add(number)
            continue
        if id is None or (other := first.setdefault(id, number)) == number:
            continue
        records.excluded.add(number)
        file = records.spans[number].file
        line = format_line_reference(context, records.spans[other].file, records.indexes[other], key, seen_from=file)
        span = context.span(file, records.indexes[number], key)
        if key == "code":
            context.report.add("repeated-code", span, code=id, name=records.items[other].name or "", line=line)
        else:
            context.report.add("repeated-id", span, id=id, line=line)


def _check_indicator(context: LoadContext, indicator: Indicator, span: Span, index: int) -> None:
    file = span.file
    if not (placed_observations(indicator) or placed_targets(indicator)):
        if not any(context.is_invalid(file, index, key) for key in ("value", "target", "observations", "targets")):
            context.report.add("value-missing", span)
    elif indicator.value is not None and indicator.as_of is None and not context.is_invalid(file, index, "as_of"):
        context.report.add("as-of-missing", context.span(file, index, "value"))
    if indicator.status and indicator.value is None and not context.is_invalid(file, index, "value"):
        loc = context.span(file, index, "status", key=True)
        context.report.add("figure-absent", loc, field="status", figure="value")
    for number, one in enumerate(indicator.observations):
        _check_observation_date(context, one, file, (index, "observations", number))
    sources = indicator.sources or ()
    observed = [
        (one if one.sources else replace(one, sources=sources), (index, *loc))
        for one, loc in placed_observations(indicator)
    ]
    _check_repeated_dates(context, [(one, loc, "value") for one, loc in observed], file)
    aimed = [
        (one if one.sources else replace(one, sources=sources), (index, *loc)) for one, loc in placed_targets(indicator)
    ]
    _check_repeated_dates(context, [(one, loc, "value" if "targets" in loc else "target") for one, loc in aimed], file)
    days = [edtf.parse(one.date) for one, _ in observed if one.date]
    for number, divide in enumerate(indicator.breaks):
        if divide.at is None or not days:
            continue
        day = edtf.parse(divide.at).sort_day
        if all(one.last < day for one in days) or not any(one.last < day for one in days):
            at = context.span(file, index, "breaks", number, "at")
            context.report.add("break-between-none", at, date=divide.at)


def _check_regions_of(
    context: LoadContext, indicators: LoadedRecords[Indicator], villages: LoadedRecords[Village]
) -> None:
    """Warn of the region of an indicator that has no page, since no village lies in it."""
    named = [(one.region, span, index) for one, span, index in indicators.each() if one.region]
    if not named or context.unread:
        return
    codes = [village.code for village in villages.items if village.code]
    pages = {*codes, *(region for code in codes for region in context.geography.ancestors(code))}
    for region, span, index in named:
        if region not in pages:
            context.report.add("region-without-page", context.span(span.file, index, "region"), code=region)


def _check_observation_date(context: LoadContext, one: Observation, file: str, loc: Loc) -> None:
    """Check that an observation has a period or a date, and that a period has a beginning."""
    if any(context.is_invalid(file, *loc, key) for key in ("period", "as_of")):
        return
    if (one.period is None) == (one.as_of is None):
        context.report.add("observation-date", context.span(file, *loc))
    elif one.period and edtf.parse(one.period).first is None:
        context.report.add("period-without-beginning", context.span(file, *loc, "period"), date=one.period)


def _check_repeated_dates(
    context: LoadContext, placed: Sequence[tuple[Observation | IndicatorTarget, Loc, str]], file: str
) -> None:
    """Report two values of a series for one period or date; `placed` has the key of each, and each has its sources."""
    first: dict[str, tuple[Observation | IndicatorTarget, Loc]] = {}
    for one, loc, key in placed:
        if not one.date or one.value is None:
            continue
        other, before = first.setdefault(one.date, (one, (*loc, key)))
        if before == (*loc, key):
            continue
        values: dict[str, Any] = {"date": one.date, "line": context.span(file, *before).line}
        at = context.span(file, *loc, key)
        if one.value == other.value:
            context.report.add("value-repeated", at, **values)
        else:
            values |= {"value": str(one.value), "other": str(other.value)}
            prefix = "target_" if before[-1] == "target" else ""
            offer = offer_joined(file, before[:-1], other, one, prefix)
            _report_disagreement(context, "values-disagree", at, offer, values)


def _report_disagreement(
    context: LoadContext, code: str, at: Span, offer: Offer | None, values: Mapping[str, Any]
) -> None:
    """Report that two records state one figure, with the lines that keep both values, if they are certain."""
    if offer:
        context.report.add_with_offer(code, at, offer, **values)
    else:
        context.report.add(code, at, **values)


_GROUP = 3
"""The number of digits that a point divides in thousands: `12.345` may be twelve thousand, or twelve and a bit."""


def _check_number(context: LoadContext, number: int | Decimal | None, unit: Unit | None, file: str, loc: Loc) -> None:
    """Check that a unit may have a number like this; None is that of villages, which are counted."""
    if number is None:
        return
    places = -int(number.as_tuple().exponent) if isinstance(number, Decimal) else 0
    allowed = unit.decimals if unit else 0
    at, values = context.span(file, *loc), {"value": str(number), "unit": (unit and unit.id) or VILLAGES}
    if number < 0 and not (unit and unit.negative):
        context.report.add("negative-number", at, **values)
    grouped = places == _GROUP and 1 <= max(number, -number) < 1000
    if grouped and not (unit and unit.share) and (allowed is None or allowed < _GROUP):
        context.report.add("ambiguous-number", at, **values, whole=values["value"].replace(".", ""))
    elif allowed is not None and places > allowed:
        context.report.add("too-many-decimals", at, **values, decimals=allowed)


def _check_stated_numbers(context: LoadContext, data: DataRecords, units: Mapping[str, Unit | None]) -> None:
    """Check that the units of indicators may have their numbers, and all that is stated besides the shown ones."""
    values = list(list_other_values(context, data))
    for indicator, span, index in data.of(Indicator).each():
        unit, file = indicator.unit, span.file
        for seen, loc in placed_observations(indicator):
            values.append((seen.value, unit, file, (index, *loc, "value")))
        for aim, loc in placed_targets(indicator):
            values.append((aim.value, unit, file, (index, *loc, "value" if loc else "target")))
    for value, unit, file, loc in values:
        if unit in units:
            _check_number(context, value, units[unit], file, loc)


def _check_own_numbers(context: LoadContext, data: DataRecords, units: Mapping[str, Unit | None]) -> None:
    """Check that the units of the programme's own fields may have the numbers of villages."""
    declared = data.programme.fields if data.programme else ()
    numbers = [(one.id, one.unit) for one in declared if one.type == "number" and one.unit]
    named = {id: units[unit] for id, unit in numbers if unit in units}
    for village, span, index in data.of(Village).each() if named else ():
        for key, text in village.own:
            if key in named:
                _check_number(context, parse_number(text), named[key], span.file, (index, key))


def _check_indicators(context: LoadContext, indicators: LoadedRecords[Indicator]) -> None:
    """Warn of indicators with the same name, scope, unit and date but another value, and report an id that names the
    target of another indicator."""
    targets = {f"{placed[0].id}-target": placed for placed in indicators.each() if placed_targets(placed[0])}
    for indicator, span, index in indicators.each():
        if indicator.id in targets:
            other, other_at, other_index = targets[indicator.id]
            line = format_line_reference(context, other_at.file, other_index, "id", seen_from=span.file)
            where = context.span(span.file, index, "id")
            context.report.add("id-of-target", where, id=indicator.id, other=other.id, line=line)
    first: dict[tuple[str, str, str, str], tuple[Observation, Span, Loc]] = {}
    for indicator, span, index in indicators.each():
        for placed, within in placed_observations(indicator):
            one = placed if placed.sources else replace(placed, sources=indicator.sources or ())
            if not (indicator.name and indicator.scope and indicator.unit and one.date) or one.value is None:
                continue
            key = (indicator.name, indicator.scope, indicator.unit, one.date)
            own: Loc = (index, *within, "value")
            before, at, loc = first.setdefault(key, (one, span, own))
            if before.value != one.value and (at.file, loc[0]) != (span.file, index):  # within a record it is an error
                line = format_line_reference(context, at.file, *loc, seen_from=span.file)
                values = {"value": str(one.value), "other": str(before.value), "line": line}
                where = context.span(span.file, *own)
                offer = offer_joined(at.file, loc[:-1], before, one)
                _report_disagreement(context, "indicator-contradicts", where, offer, values)


def _check_programme(context: LoadContext, programme: Programme) -> None:
    """Report repeated years, and repeated ids in the lists of the programme; two policies may share a date."""
    first: dict[int, int] = {}
    for index, year in enumerate(programme.years):
        if year.year is not None and (before := first.setdefault(year.year, index)) != index:
            values = {"year": year.year, "line": context.span(PROGRAMME, "years", before, "year").line}
            offer = offer_joined(PROGRAMME, ("years", before), programme.years[before], year)
            at = context.span(PROGRAMME, "years", index, "year")
            _report_disagreement(context, "repeated-year", at, offer, values)
    for kind in kinds_in(Programme):
        if kind.key not in ("date", "year"):
            names = [getattr(record, kind.key) for record in getattr(programme, kind.part)]
            _check_repeats(context, PROGRAMME, (kind.part,), kind.key, names)
    for index, one in enumerate(programme.lists):
        _check_repeats(context, PROGRAMME, ("lists", index, "items"), "id", [item.id for item in one.items])
        if not one.items and not context.is_invalid(PROGRAMME, "lists", index, "items"):
            context.report.add("empty-value", context.span(PROGRAMME, "lists", index, "items"))
    check_own_fields(context, programme)
    _check_repeats(context, PROGRAMME, ("terms",), "language", [one.language for one in programme.terms])
    _check_designation_rules(context, programme)


_RULES = ("states", "event_kinds", "levels", "level_steps")
"""The parts of the programme by which the histories of villages are checked."""


def _readable_rules(context: LoadContext, programme: Programme | None) -> DesignationRules | None:
    """Return the rules of designations; None where a part of them could not be read, or names an unknown state."""
    if programme is None or any(context.is_invalid(PROGRAMME, part) for part in _RULES):
        return None
    rules = programme.rules
    named = {*(name for one in rules.states for name in one.after), *(one.state for one in rules.event_kinds), None}
    return rules if named <= {*rules.state_by_id, None} else None


def _check_designation_rules(context: LoadContext, programme: Programme) -> None:
    """Report states and kinds of events without words, with a reserved id, or that name a state that is not listed."""
    _check_words(context, "states", programme.states, DEFAULT_RULES.state_by_id)
    _check_words(context, "event_kinds", programme.event_kinds, DEFAULT_RULES.kind_by_id)
    for index, state in enumerate(programme.states):
        if state.id in DERIVED_STATUSES:
            context.report.add("state-reserved", context.span(PROGRAMME, "states", index, "id"), id=state.id)
    if context.is_invalid(PROGRAMME, "states"):
        return
    states = list(programme.rules.state_by_id)
    for index, state in enumerate(programme.states):
        for number, name in enumerate(state.after):
            _check_state(context, name, states, "states", index, "after", number)
    for index, kind in enumerate(programme.event_kinds):
        _check_state(context, kind.state, states, "event_kinds", index, "state")


def _check_words(
    context: LoadContext,
    part: str,
    records: Sequence[DesignationState | EventKind],
    worded: Container[str],
) -> None:
    """Report records without words; those with the ids in `worded` have some by default."""
    for index, one in enumerate(records):
        stated = one.name or context.is_invalid(PROGRAMME, part, index, "name")
        if not stated and one.id and one.id not in worded:
            context.report.add("missing-key", context.span(PROGRAMME, part, index), key="name")


def _check_state(context: LoadContext, name: str | None, states: Sequence[str], *loc: str | int) -> None:
    if name is not None and name not in states:
        span = context.span(PROGRAMME, *loc)
        context.report.add("unknown-value", span, closest_match(name, states), value=name, allowed=", ".join(states))


def _check_repeats(context: LoadContext, file: str, part: Loc, key: str, names: Sequence[Any]) -> None:
    """Report repeated names, the values of `key`, in the list at `part` of a file."""
    first: dict[Any, int] = {}
    for index, name in enumerate(names):
        if name is not None and first.setdefault(name, index) != index:
            line = context.span(file, *part, first[name], key).line
            span = context.span(file, *part, index, key)
            context.report.add("repeated-id", span, id=name, line=line)
