"""Check villages: codes, kinds, points, names of regions, and the history of their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from sitegen import edtf
from sitegen.geography import Level
from sitegen.load.context import LoadContext
from sitegen.load.official_list import OfficialList
from sitegen.load.records import LoadedRecords
from sitegen.models import DesignationRules, Event, Village
from sitegen.problems import Loc, Offer
from sitegen.scalars import closest_match
from sitegen.yaml_format import format_scalar


def check_villages(
    context: LoadContext,
    villages: LoadedRecords[Village],
    official: OfficialList | None = None,
    faulty: Container[tuple[str, Loc]] = (),
    regions: Container[str] = (),
) -> None:
    """Check the villages, each by itself and the names that they give their regions.

    Names of regions in the official list were compared with it; others are compared with each other, but for those at
    the `faulty` locations, and for the `regions` that have a record.
    """
    records = [(village, span.file, index) for village, span, index in villages.each()]
    for number, (village, file, index) in enumerate(records):
        code = villages.miscoded.get(number, village.code)
        if code and village.kind:
            _check_kind(context, village, code, file, index)
        if village.location:
            at, loc = village.location, (index, "location")
            check_point(context, at.lat, at.lon, file, (*loc, "lat"), (*loc, "lon"))
    coded = [one for number, one in enumerate(records) if one[0].code and number not in villages.miscoded]
    for level in context.geography.levels:
        named = [one for one in coded if one[0].regions[level.depth] and (one[1], (one[2], level.id)) not in faulty]
        named = [one for one in named if level.region_code(one[0].code) not in regions]
        if official:
            named = [one for one in named if not official.name(level.region_code(one[0].code))]
        inconsistent = _check_names(context, named, level)
        for village, file, index in named:
            if (file, index) not in inconsistent:
                _check_region_word(context, village, file, index, level)
        if level.optional and (below := context.geography.below(level)):
            _check_left_out(context, coded, level, below)


def _check_left_out(context: LoadContext, records: list[tuple[Village, str, int]], level: Level, below: Level) -> None:
    """Report villages that name no region of a level though another one of the same region `below` it does."""
    named: dict[str, tuple[Village, str, int]] = {}
    for located in records:
        if located[0].regions[level.depth]:
            named.setdefault(below.region_code(located[0].code), located)
    for village, file, index in records:
        code = below.region_code(village.code)
        if code in named and not village.regions[level.depth]:
            other, other_file, other_index = named[code]
            line = format_line_reference(context, other_file, other_index, level.id, seen_from=file)
            offer = Offer(file, (index,), f"{level.id}: {format_scalar(other.regions[level.depth])}")
            values = {"level": level.id, "code": code, "other": other.regions[level.depth], "line": line}
            context.report.add_with_offer("region-left-out", context.span(file, index), offer, **values)


def _check_kind(context: LoadContext, village: Village, code: str, file: str, index: int) -> None:
    geography = context.geography
    if village.kind not in geography.kinds_of(code):
        expected = geography.expected_codes(village.kind)
        span = context.span(file, index, "kind")
        suggestion = geography.kind_of(code)
        context.report.add("code-kind", span, suggestion, code=code, kind=village.kind, expected=expected)


def check_point(
    context: LoadContext, lat: float | None, lon: float | None, file: str, lat_at: Loc, lon_at: Loc
) -> None:
    """Report a point outside the country; `lat_at` and `lon_at` locate its coordinates in `file`."""
    geography = context.geography
    if lat is None or lon is None or geography.inside(lat, lon):
        return
    span = context.span(file, *(lon_at if geography.extent.south <= lat <= geography.extent.north else lat_at))
    if geography.inside(lon, lat):
        context.report.add("location-swapped", span, f"{lat_at[-1]}: {lon}, {lon_at[-1]}: {lat}", lat=lat, lon=lon)
    else:
        context.report.add("location-outside", span, lat=lat, lon=lon)


def name_with_word(name: str, code: str, level: Level) -> str:
    """Return a region's name without a generic word it should not have, and with the one it needs by its code."""
    written, corrected = level.split(name)
    if level.prefixes:
        prefix = written or level.prefix_of(code)
        corrected = name if level.has_prefix(name) else f"{prefix} {corrected}"
    return corrected


def _check_region_word(context: LoadContext, village: Village, file: str, index: int, level: Level) -> None:
    """Warn of a region's name with a generic word it should not have, or without the one it needs."""
    name = village.regions[level.depth]
    corrected = name_with_word(name, village.code, level)
    if corrected != name:
        words = [prefix.word for one in context.geography.levels for prefix in one.prefixes]
        span, values = context.span(file, index, level.id), {"level": level.id, "value": name}
        context.report.add("region-word", span, corrected, words=", ".join(words) or "-", **values)


def _check_names(context: LoadContext, records: list[tuple[Village, str, int]], level: Level) -> set[tuple[str, int]]:
    """Report villages whose region has another name than in most villages of the same code prefix.

    Returns their files and indexes.
    """
    names: dict[str, str] = {}
    inconsistent: set[str] = set()
    for village, _, _ in records:
        prefix, name = level.region_code(village.code), village.regions[level.depth]
        if names.setdefault(prefix, name) != name:
            inconsistent.add(prefix)
    by_prefix: dict[str, list[tuple[Village, str, int]]] = {prefix: [] for prefix in sorted(inconsistent)}
    for located in records:
        if (prefix := level.region_code(located[0].code)) in inconsistent:
            by_prefix[prefix].append(located)
    reported: set[tuple[str, int]] = set()
    for prefix, named in by_prefix.items():
        usual, _ = Counter(village.regions[level.depth] for village, _, _ in named).most_common(1)[0]
        first = next(located for located in named if located[0].regions[level.depth] == usual)
        for village, file, index in named:
            name = village.regions[level.depth]
            if name != usual:
                reported.add((file, index))
                line = format_line_reference(context, first[1], first[2], level.id, seen_from=file)
                values = {"level": level.id, "code": prefix, "name": name, "other": usual, "line": line}
                context.report.add("region-name", context.span(file, index, level.id), usual, **values)
    return reported


def format_line_reference(context: LoadContext, file: str, *loc: str | int, seen_from: str) -> str:
    """Return the line of a value, with its file if the problem is reported in another one."""
    line = context.span(file, *loc).line
    return str(line) if file == seen_from else f"{line} ({file})"


def check_status_history(
    context: LoadContext, villages: LoadedRecords[Village], rules: DesignationRules | None
) -> None:
    """Check the events, levels, previous names and successors of villages.

    `rules` are those of the programme; None where they cannot be read, so that nothing is compared with them.
    """
    with_successors: dict[str, tuple[Village, str, int]] = {}
    for village, span, index in villages.each():
        if village.level:
            _check_level_of_designation(context, village, span.file, index, rules)
        if village.events:
            _check_events(context, village, span.file, index, rules)
        if village.previous_names:
            _check_previous_names(context, village, span.file, index)
        if village.successors:
            _check_successors(context, village, span.file, index)
            if village.code:
                with_successors.setdefault(village.code, (village, span.file, index))
    _check_cycles(context, with_successors)


def _check_level_of_designation(
    context: LoadContext, village: Village, file: str, index: int, rules: DesignationRules | None
) -> None:
    if village.certified is None and not context.is_invalid(file, index, "certified"):
        context.report.add("level-undesignated", context.span(file, index, "level", key=True))
    if rules:
        _check_level(context, village.level or "", rules, file, index, "level")


def _check_level(context: LoadContext, level: str, rules: DesignationRules, file: str, *loc: str | int) -> bool:
    """Report a level that the programme does not have; return whether it has it."""
    if level in rules.rank_by_level:
        return True
    if rules.levels:
        _report_unknown(context, level, list(rules.rank_by_level), file, *loc)
    else:
        context.report.add("levels-absent", context.span(file, *loc), level=level)
    return False


def _report_unknown(context: LoadContext, value: str, allowed: Sequence[str], file: str, *loc: str | int) -> None:
    span = context.span(file, *loc)
    context.report.add("unknown-value", span, closest_match(value, allowed), value=value, allowed=", ".join(allowed))


def _check_events(
    context: LoadContext, village: Village, file: str, index: int, rules: DesignationRules | None
) -> None:
    if village.certified is None and not context.is_invalid(file, index, "certified"):
        context.report.add("event-undesignated", context.span(file, index, "events", key=True))
    _check_order(context, village, file, index)
    if rules is None:
        return
    _check_transitions(context, village, file, index, rules)
    _check_level_steps(context, village, file, index, rules)
    for number, event in enumerate(village.events):
        if not event.kind:
            continue
        if event.kind not in rules.kind_by_id:
            _report_unknown(context, event.kind, list(rules.kind_by_id), file, index, "events", number, "kind")
        elif (
            village.certified
            and rules.kind_by_id[event.kind].designates
            and event.date
            and _is_disjoint(event.date, village.certified)
        ):
            span = context.span(file, index, "events", number, "date")
            context.report.add("event-certified", span, date=event.date, certified=village.certified)


def _check_order(context: LoadContext, village: Village, file: str, index: int) -> None:
    """Report each event that is certainly earlier than one listed above it."""
    latest: Event | None = None
    for number, event in enumerate(village.events):
        if not event.date:
            continue
        if latest and edtf.is_before(event.date, latest.date):
            span = context.span(file, index, "events", number, "date")
            context.report.add("event-order", span, date=event.date, other=latest.date)
        elif latest is None or edtf.parse(event.date).sort_day >= edtf.parse(latest.date).sort_day:
            latest = event


def _check_transitions(context: LoadContext, village: Village, file: str, index: int, rules: DesignationRules) -> None:
    """Report an event that cannot follow the previous one; `certified` stands for a designation that is not listed."""
    before, state = "", rules.states[0].id
    for number, event in enumerate(village.events):
        following = rules.state_after(event.kind)
        if following not in rules.state_by_id:  # it changes no state, or a wrong one, which is reported there
            continue
        designates = rules.kind_by_id[event.kind].designates  # comes first and once
        if (designates and before) or not (designates or rules.allows(state, following)):
            allowed = ", ".join(rules.kinds_after(state)) or "-"
            span = context.span(file, index, "events", number, "kind")
            context.report.add("event-turn", span, kind=event.kind, before=before or "certified", allowed=allowed)
        elif not designates and not before and _is_before_certified(event, village):
            span = context.span(file, index, "events", number, "date")
            context.report.add("event-order", span, date=event.date, other=village.certified)
        before, state = event.kind, following


def _check_level_steps(context: LoadContext, village: Village, file: str, index: int, rules: DesignationRules) -> None:
    """Report a level of an event that does not exist, that its kind does not award, or to which there is no step."""
    before = village.level if village.level in rules.rank_by_level else None
    for number, event in enumerate(village.events):
        if event.level is None:
            continue
        loc = (index, "events", number, "level")
        kind = rules.kind_by_id.get(event.kind or "")
        if rules.levels and kind and not kind.level:
            kinds = ", ".join(one.id for one in rules.event_kinds if one.level) or "-"
            span = context.span(file, *loc, key=True)
            context.report.add("level-not-awarded", span, kind=event.kind, kinds=kinds)
        if _check_level(context, event.level, rules, file, *loc):
            allowed = rules.levels_after(before) if before else tuple(rules.rank_by_level)
            if event.level not in allowed:
                span, steps = context.span(file, *loc), ", ".join(allowed)
                context.report.add("level-step", span, level=event.level, before=before, allowed=steps)
            before = event.level


def _is_before_certified(event: Event, village: Village) -> bool:
    return bool(village.certified and event.date and edtf.is_before(event.date, village.certified))


def _is_disjoint(one: str, other: str) -> bool:
    """Whether two partial dates cannot be the same day."""
    return edtf.is_before(one, other) or edtf.is_before(other, one)


def _check_previous_names(context: LoadContext, village: Village, file: str, index: int) -> None:
    for number, name in enumerate(village.previous_names):
        if village.name and name.casefold() == village.name.casefold():
            span = context.span(file, index, "previous_names", number)
            context.report.add("previous-name", span, name=name)


def _check_successors(context: LoadContext, village: Village, file: str, index: int) -> None:
    for number, code in enumerate(village.successors):
        if code in (village.code, *(one.code for one in village.previous_codes)):
            span = context.span(file, index, "successors", number)
            context.report.add("successor-self", span, code=code)


def _check_cycles(context: LoadContext, with_successors: dict[str, tuple[Village, str, int]]) -> None:
    """Report each cycle of successors once, at the link that closes it."""
    visited: set[str] = set()
    for start in with_successors:
        path = {} if start in visited else {start: iter(with_successors[start][0].successors)}
        while path:
            code, rest = next(reversed(path.items()))
            following = next(
                (one for one in rest if one in with_successors and one not in visited and one != code), None
            )
            if following is None:
                path.popitem()
                visited.add(code)
            elif following not in path:
                path[following] = iter(with_successors[following][0].successors)
            else:
                village, file, index = with_successors[code]
                span = context.span(file, index, "successors", village.successors.index(following))
                codes = list(path)
                cycle = " → ".join([*codes[codes.index(following) :], following])
                context.report.add("successor-circle", span, code=following, way=cycle)
