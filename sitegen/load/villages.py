"""Check villages: codes, kinds, points, names of regions, and the history of their status."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sitegen import edtf
from sitegen.geography import GEOGRAPHY, REGENCY, Level
from sitegen.load.context import LoadContext
from sitegen.load.records import LoadedRecords
from sitegen.models import Event, Village

_SOUTH, _NORTH, _WEST, _EAST = -11.1, 6.2, 94.9, 141.1
"""A box around Indonesia, in decimal degrees."""

_BLOCK_OF_KIND = {kind: f"{first}xxx" for first, kind in GEOGRAPHY.kinds.items()} | {"pasar": "/pasar-…"}

_FIRST_CITY = 71
"""Regencies are numbered from 01, cities from 71."""
_REGENCY = re.compile(r"(Kabupaten|Kota) ")
_WORDS = {level: re.compile(rf"({level.word})\s+(?=.)", re.IGNORECASE) for level in GEOGRAPHY.levels}
"""The words for a region before its name, as people write them."""

Loc = tuple[str | int, ...]


def check_villages(reading: LoadContext, villages: LoadedRecords[Village]) -> None:
    """Report what is wrong with villages; of two with one code only the first is fit for the Site."""
    places = [(village, span.file, index) for village, span, index in villages.each()]
    for village, file, index in places:
        if village.code and village.kind:
            _check_kind(reading, village, file, index)
        if village.location:
            at, loc = village.location, (index, "location")
            check_point(reading, at.lat, at.lon, file, (*loc, "lat"), (*loc, "lon"))
    for level in GEOGRAPHY.levels:
        named = [place for place in places if place[0].code and getattr(place[0], level.id)]
        torn = _check_names(reading, named, level)
        for village, file, index in named:
            if (file, index) not in torn:
                _check_word(reading, village, file, index, level)
    _check_codes(reading, villages)


def _check_kind(reading: LoadContext, village: Village, file: str, index: int) -> None:
    said = GEOGRAPHY.kind_of(village.code)
    if said != village.kind:
        expected = _BLOCK_OF_KIND[village.kind]
        span = reading.span(file, index, "kind")
        reading.report.add("code-kind", span, said, code=village.code, kind=village.kind, expected=expected)


def inside_country(lat: float, lon: float) -> bool:
    """Whether a point, in decimal degrees, can be one of Indonesia."""
    return _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST


def check_point(
    reading: LoadContext, lat: float | None, lon: float | None, file: str, lat_at: Loc, lon_at: Loc
) -> None:
    """Report a point, in decimal degrees, that is not in Indonesia; its latitude and longitude stand in `file`."""
    if lat is None or lon is None or inside_country(lat, lon):
        return
    span = reading.span(file, *(lon_at if _SOUTH <= lat <= _NORTH else lat_at))
    if inside_country(lon, lat):
        reading.report.add("location-swapped", span, f"{lat_at[-1]}: {lon}, {lon_at[-1]}: {lat}", lat=lat, lon=lon)
    else:
        reading.report.add("location-outside", span, lat=lat, lon=lon)


def _check_word(reading: LoadContext, village: Village, file: str, index: int, level: Level) -> None:
    """Warn of a region's name with a word that it should not have, or without the one that it should."""
    name: str = getattr(village, level.id)
    written = _WORDS[level].match(name)
    mended = name[written.end() :] if written else name
    if level is REGENCY:
        city = written[1].lower() == "kota" if written else level.number(village.code) >= _FIRST_CITY
        mended = name if _REGENCY.match(name) else f"{'Kota' if city else 'Kabupaten'} {mended}"
    if mended != name:
        reading.report.add("region-word", reading.span(file, index, level.id), mended, level=level.id, value=name)


def _check_names(reading: LoadContext, places: list[tuple[Village, str, int]], level: Level) -> set[tuple[str, int]]:
    """Report each village whose region has another name than most villages of the same code prefix give it.

    Gives the file and index of those.
    """
    names: dict[str, str] = {}
    torn: set[str] = set()
    for village, _, _ in places:
        prefix, name = level.region_code(village.code), getattr(village, level.id)
        if names.setdefault(prefix, name) != name:
            torn.add(prefix)
    by_prefix: dict[str, list[tuple[Village, str, int]]] = {prefix: [] for prefix in sorted(torn)}
    for place in places:
        if (prefix := level.region_code(place[0].code)) in torn:
            by_prefix[prefix].append(place)
    told: set[tuple[str, int]] = set()
    for prefix, named in by_prefix.items():
        usual, _ = Counter(getattr(village, level.id) for village, _, _ in named).most_common(1)[0]
        first = next(place for place in named if getattr(place[0], level.id) == usual)
        for village, file, index in named:
            name = getattr(village, level.id)
            if name != usual:
                told.add((file, index))
                line = line_text(reading, first[1], first[2], level.id, seen_from=file)
                values = {"level": level.id, "code": prefix, "name": name, "other": usual, "line": line}
                reading.report.add("region-name", reading.span(file, index, level.id), usual, **values)
    return told


def _check_codes(reading: LoadContext, villages: LoadedRecords[Village]) -> None:
    first: dict[str, int] = {}
    for number, village in enumerate(villages.items):
        if village.code is None or (other := first.setdefault(village.code, number)) == number:
            continue
        villages.unfit.add(number)
        file = villages.spans[number].file
        line = line_text(reading, villages.spans[other].file, villages.indexes[other], "code", seen_from=file)
        span = reading.span(file, villages.indexes[number], "code")
        name = villages.items[other].name or ""
        reading.report.add("repeated-code", span, code=village.code, name=name, line=line)


def line_text(reading: LoadContext, file: str, *loc: str | int, seen_from: str) -> str:
    """The line of a value, with its file when that is another one than where it is told."""
    line = reading.span(file, *loc).line
    return str(line) if file == seen_from else f"{line} ({file})"


_TURNS = ("designated", "renewed", "lapsed")
"""The events that change whether a designation holds; the others may stand anywhere."""


def check_status_history(reading: LoadContext, villages: LoadedRecords[Village]) -> None:
    """Report what is wrong with the events, previous names and successors of villages; most have none."""
    followed: dict[str, tuple[Village, str, int]] = {}
    for village, span, index in villages.each():
        if village.events:
            _check_events(reading, village, span.file, index)
        if village.previous_names:
            _check_names_of_life(reading, village, span.file, index)
        if village.successors:
            _check_successors(reading, village, span.file, index)
            if village.code:
                followed.setdefault(village.code, (village, span.file, index))
    _check_circles(reading, followed)


def _check_events(reading: LoadContext, village: Village, file: str, index: int) -> None:
    if village.certified is None and not reading.at_fault(file, index, "certified"):
        reading.report.add("event-undesignated", reading.span(file, index, "events", key=True))
    _check_order(reading, village, file, index)
    _check_turns(reading, village, file, index)
    for number, event in enumerate(village.events):
        if village.certified and event.kind == "designated" and event.date and _apart(event.date, village.certified):
            span = reading.span(file, index, "events", number, "date")
            reading.report.add("event-certified", span, date=event.date, certified=village.certified)


def _check_order(reading: LoadContext, village: Village, file: str, index: int) -> None:
    """Report each event that surely was before one that is written above it."""
    latest: Event | None = None
    for number, event in enumerate(village.events):
        if not event.date:
            continue
        if latest and _before(event.date, latest.date):
            span = reading.span(file, index, "events", number, "date")
            reading.report.add("event-order", span, date=event.date, other=latest.date)
        elif latest is None or edtf.parse(event.date).sort_day >= edtf.parse(latest.date).sort_day:
            latest = event


def _check_turns(reading: LoadContext, village: Village, file: str, index: int) -> None:
    """Report an event that cannot follow those before it: `certified` stands for a designation that is not written."""
    before = ""
    for number, event in _turns(village):
        # A designation comes first and only once; what has lapsed must be renewed before it can lapse again.
        if (event.kind == "designated" and before) or (event.kind == before == "lapsed"):
            span = reading.span(file, index, "events", number, "kind")
            reading.report.add("event-turn", span, kind=event.kind, before=before)
        elif event.kind != "designated" and not before and _before_certified(event, village):
            span = reading.span(file, index, "events", number, "date")
            reading.report.add("event-order", span, date=event.date, other=village.certified)
        before = event.kind


def _turns(village: Village) -> Iterator[tuple[int, Event]]:
    return ((number, event) for number, event in enumerate(village.events) if event.kind in _TURNS)


def _before_certified(event: Event, village: Village) -> bool:
    return bool(village.certified and event.date and _before(event.date, village.certified))


def _before(one: str, other: str) -> bool:
    """Whether a partial date is surely before another."""
    first = edtf.parse(other).first
    return first is not None and edtf.parse(one).last < first


def _apart(one: str, other: str) -> bool:
    """Whether two partial dates cannot be of the same day."""
    return _before(one, other) or _before(other, one)


def _check_names_of_life(reading: LoadContext, village: Village, file: str, index: int) -> None:
    for number, name in enumerate(village.previous_names):
        if village.name and name.casefold() == village.name.casefold():
            span = reading.span(file, index, "previous_names", number)
            reading.report.add("previous-name", span, name=name)


def _check_successors(reading: LoadContext, village: Village, file: str, index: int) -> None:
    for number, code in enumerate(village.successors):
        if code == village.code:
            span = reading.span(file, index, "successors", number)
            reading.report.add("successor-self", span, code=code)


def _check_circles(reading: LoadContext, followed: dict[str, tuple[Village, str, int]]) -> None:
    """Report each circle of successors once, where the walk along them closes it."""
    done: set[str] = set()
    for start in followed:
        way = {} if start in done else {start: iter(followed[start][0].successors)}
        while way:
            code, rest = next(reversed(way.items()))
            following = next((one for one in rest if one in followed and one not in done and one != code), None)
            if following is None:
                way.popitem()
                done.add(code)
            elif following not in way:
                way[following] = iter(followed[following][0].successors)
            else:
                village, file, index = followed[code]
                span = reading.span(file, index, "successors", village.successors.index(following))
                passed = list(way)
                circle = " → ".join([*passed[passed.index(following) :], following])
                reading.report.add("successor-circle", span, code=following, way=circle)
