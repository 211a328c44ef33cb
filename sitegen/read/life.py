"""Life: what must hold of what became of a village: the events of its designation, its older names, its successors."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen import edtf
from sitegen.model import Event, Village
from sitegen.read.data_files import Records
from sitegen.read.reading import Reading

_TURNS = ("designated", "renewed", "lapsed")
"""The events that change whether a designation holds; the others may stand anywhere."""


def check_life(reading: Reading, villages: Records[Village]) -> None:
    """Report what is wrong with the events, previous names and successors of villages; most have none."""
    followed: dict[str, tuple[Village, str, int]] = {}
    for village, span, index in villages.each():
        if village.events:
            _check_events(reading, village, span.file, index)
        if village.previous_names:
            _check_names(reading, village, span.file, index)
        if village.successors:
            _check_successors(reading, village, span.file, index)
            if village.code:
                followed.setdefault(village.code, (village, span.file, index))
    _check_circles(reading, followed)


def _check_events(reading: Reading, village: Village, file: str, index: int) -> None:
    if village.certified is None and not reading.at_fault(file, index, "certified"):
        reading.report.error("event-undesignated", reading.span(file, index, "events", key=True))
    _check_order(reading, village, file, index)
    _check_turns(reading, village, file, index)
    for number, event in enumerate(village.events):
        if village.certified and event.kind == "designated" and event.date and _apart(event.date, village.certified):
            span = reading.span(file, index, "events", number, "date")
            reading.report.error("event-certified", span, date=event.date, certified=village.certified)


def _check_order(reading: Reading, village: Village, file: str, index: int) -> None:
    """Report each event that surely was before one that is written above it."""
    latest: Event | None = None
    for number, event in enumerate(village.events):
        if not event.date:
            continue
        if latest and _before(event.date, latest.date):
            span = reading.span(file, index, "events", number, "date")
            reading.report.error("event-order", span, date=event.date, other=latest.date)
        elif latest is None or edtf.parse(event.date).sort_day >= edtf.parse(latest.date).sort_day:
            latest = event


def _check_turns(reading: Reading, village: Village, file: str, index: int) -> None:
    """Report an event that cannot follow those before it: `certified` stands for a designation that is not written."""
    before = ""
    for number, event in _turns(village):
        # A designation comes first and only once; what has lapsed must be renewed before it can lapse again.
        if (event.kind == "designated" and before) or (event.kind == before == "lapsed"):
            span = reading.span(file, index, "events", number, "kind")
            reading.report.error("event-turn", span, kind=event.kind, before=before)
        elif event.kind != "designated" and not before and _before_certified(event, village):
            span = reading.span(file, index, "events", number, "date")
            reading.report.error("event-order", span, date=event.date, other=village.certified)
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


def _check_names(reading: Reading, village: Village, file: str, index: int) -> None:
    for number, name in enumerate(village.previous_names):
        if village.name and name.casefold() == village.name.casefold():
            span = reading.span(file, index, "previous_names", number)
            reading.report.error("previous-name", span, name=name)


def _check_successors(reading: Reading, village: Village, file: str, index: int) -> None:
    for number, code in enumerate(village.successors):
        if code == village.code:
            span = reading.span(file, index, "successors", number)
            reading.report.error("successor-self", span, code=code)


def _check_circles(reading: Reading, followed: dict[str, tuple[Village, str, int]]) -> None:
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
                reading.report.error("successor-circle", span, code=following, way=circle)
