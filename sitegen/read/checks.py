"""Checks: what must hold among the files of data/: citations, references, names used once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sitegen.model import Indicator, Programme, Site
from sitegen.model.kinds import PROGRAMME, SITE, kinds_in
from sitegen.problems import Problem, Report, Span
from sitegen.read.accessibility import check_accessibility
from sitegen.read.chronology import check_chronology
from sitegen.read.data_files import Data, Records
from sitegen.read.glossary import check_glossary
from sitegen.read.languages import check_translations
from sitegen.read.ledger import check_ledger
from sitegen.read.life import check_life
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.references import References
from sitegen.read.register import check_point, check_register, line_of
from sitegen.read.years import check_years


def check_data(reading: Reading, data: Data) -> None:
    """Report what is wrong among the data files; remembered while no file changes and nothing is wrong.

    Of two records with one name, only the first is fit for the Site. A record with a fault is checked in all that it
    has: what is None was refused, and said already.
    """
    whole = not reading.unread and data.config is not None and data.programme is not None
    key = key_of(b"", "checks", *data.keys)
    known = recall(reading.memo, key, list[Problem]) if whole else None
    if known is not None:
        reading.report.extend(known)
        return
    inner = replace(reading, report=Report())
    _check(inner, data)
    if whole and not inner.report.failed():
        keep(reading.memo, key, list(inner.report))
    reading.report.extend(inner.report)


def _check(reading: Reading, data: Data) -> None:
    check_register(reading, data.villages)
    lists: list[Records[Any]] = [getattr(data, kind.part) for kind in kinds_in(Site) if kind.key]
    for kind in kinds_in(Site):
        if kind.key == "id":
            _check_ids(reading, getattr(data, kind.part))
    references = References(reading, data)
    for records in lists:
        for record, span, index in records.each():
            references.check(record, span.file, index)
    check_life(reading, data.villages)
    for indicator, span, index in data.indicators.each():
        _check_indicator(reading, indicator, span, index)
    check_ledger(reading, data.corrections)
    check_glossary(reading, data.terms)
    check_translations(reading, data)
    if data.accessibility:
        check_accessibility(reading, data.accessibility)
    _check_indicators(reading, data.indicators)
    check_chronology(reading, data)
    if data.programme:
        references.check(data.programme, PROGRAMME)
        _check_programme(reading, data.programme)
        check_years(reading, data, data.programme)
    if data.config:
        view = data.config.map
        check_point(reading, view.latitude, view.longitude, SITE, ("map", "latitude"), ("map", "longitude"))


def _check_ids(reading: Reading, records: Records[Any]) -> None:
    """Report each id that an earlier record of the file has."""
    first: dict[str, int] = {}
    for number, record in enumerate(records.items):
        if record.id is not None and first.setdefault(record.id, number) != number:
            records.unfit.add(number)
            file, other = records.spans[number].file, records.indexes[first[record.id]]
            line = line_of(reading, file, other, "id", seen_from=file)
            span = reading.span(file, records.indexes[number], "id")
            reading.report.error("repeated-id", span, id=record.id, line=line)


def _check_indicator(reading: Reading, indicator: Indicator, span: Span, index: int) -> None:
    file = span.file
    if indicator.value is None and indicator.target is None:
        if not reading.at_fault(file, index, "value") and not reading.at_fault(file, index, "target"):
            reading.report.error("value-missing", span)
    elif indicator.value is not None and indicator.as_of is None and not reading.at_fault(file, index, "as_of"):
        reading.report.error("as-of-missing", reading.span(file, index, "value"))
    if indicator.status and indicator.value is None and not reading.at_fault(file, index, "value"):
        place = reading.span(file, index, "status", key=True)
        reading.report.error("figure-absent", place, field="status", figure="value")


def _check_indicators(reading: Reading, indicators: Records[Indicator]) -> None:
    """Warn of two values of one thing, in one place, unit and time, that are not the same; report an id that names the
    target of another indicator."""
    aimed = (placed for placed in indicators.each() if placed[0].target is not None)
    targets = {f"{placed[0].id}-target": placed for placed in aimed}
    for indicator, span, index in indicators.each():
        if indicator.id in targets:
            other, at, place = targets[indicator.id]
            line = line_of(reading, at.file, place, "id", seen_from=span.file)
            where = reading.span(span.file, index, "id")
            reading.report.error("id-of-target", where, id=indicator.id, other=other.id, line=line)
    first: dict[tuple[str, str, str, str], tuple[Indicator, Span, int]] = {}
    for indicator, span, index in indicators.each():
        if not (indicator.name and indicator.scope and indicator.unit and indicator.as_of):
            continue
        key = (indicator.name, indicator.scope, indicator.unit, indicator.as_of)
        other, at, place = first.setdefault(key, (indicator, span, index))
        if None not in (indicator.value, other.value) and indicator.value != other.value:
            line = line_of(reading, at.file, place, "value", seen_from=span.file)
            where = reading.span(span.file, index, "value")
            reading.report.warn("indicator-contradicts", where, value=indicator.value, other=other.value, line=line)


def _check_programme(reading: Reading, programme: Programme) -> None:
    """Report each record that an earlier one of its kind has the name of; two policies may be of one day."""
    for kind in kinds_in(Programme):
        if kind.key != "date":
            names = [getattr(record, kind.key) for record in getattr(programme, kind.part)]
            code = "repeated-year" if kind.key == "year" else "repeated-id"
            _check_repeats(reading, kind.part, kind.key, code, names)


def _check_repeats(reading: Reading, part: str, key: str, code: str, names: list[Any]) -> None:
    first: dict[Any, int] = {}
    for index, name in enumerate(names):
        if name is not None and first.setdefault(name, index) != index:
            line = reading.span(PROGRAMME, part, first[name], key).line
            reading.report.error(code, reading.span(PROGRAMME, part, index, key), line=line, **{key: name})
