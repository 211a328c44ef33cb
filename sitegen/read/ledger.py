"""What must hold of data/corrections.yaml by itself: what each entry changed, on which day, and whose word it is."""

from __future__ import annotations

import re

from sitegen.figures import is_figure
from sitegen.model import Correction
from sitegen.problems import Span
from sitegen.read.data_files import Records
from sitegen.read.reading import Reading
from sitegen.scalars import number_of

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_ledger(reading: Reading, entries: Records[Correction]) -> None:
    """Report what is wrong in each entry; which values they speak of is looked at where the releases are."""
    first: dict[tuple[str, str | None, str], int] = {}
    for number, (entry, span, index) in enumerate(entries.each()):
        _check_entry(reading, entry, span, index)
        if not _is_number(reading, entry, span, index):
            entries.unfit.add(number)  # nobody could reckon back to it
        if entry.what and entry.when:
            other = first.setdefault((entry.what, entry.field, entry.when), index)
            if other != index:
                line = reading.span(span.file, other).line
                at = reading.span(span.file, index, "what")
                reading.report.error("correction-repeated", at, what=entry.what, when=entry.when, line=line)


def _check_entry(reading: Reading, entry: Correction, span: Span, index: int) -> None:
    refused = any(reading.at_fault(span.file, index, key) for key in ("was", "now"))
    if entry.was is None and entry.now is None and not refused:
        reading.report.error("correction-empty", span, what=entry.what or "-")
    elif entry.was == entry.now and not refused:
        reading.report.error("correction-same", reading.span(span.file, index, "now"), value=entry.now)
    if entry.when and not _DAY.fullmatch(entry.when):
        reading.report.error("correction-day", reading.span(span.file, index, "when"), value=entry.when)


def _is_number(reading: Reading, entry: Correction, span: Span, index: int) -> bool:
    """Whether an entry on a figure's value tells numbers; one on anything else need not."""
    if not entry.what or entry.field or not is_figure(entry.what):
        return True
    wrong = [key for key in ("was", "now") if number_of(getattr(entry, key) or "0") is None]
    for key in wrong:
        reading.report.error("bad-number", reading.span(span.file, index, key), value=getattr(entry, key))
    return not wrong
