"""Check the codes that villages and regions had before: none is another one's, and they are in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen import edtf
from sitegen.load.context import LoadContext
from sitegen.load.records import LoadedRecords
from sitegen.load.villages import format_line_reference
from sitegen.problems import Loc


def check_previous_codes(context: LoadContext, records: LoadedRecords[Any]) -> None:
    """Check the previous codes of all villages, or of all regions; a code is never given twice, so it means one of them
    for ever."""
    if not any(record.previous_codes for record in records.items):
        return
    held: dict[str, tuple[Any, str, Loc]] = {}
    for record, span, index in records.each():
        if record.code:
            held.setdefault(record.code, (record, span.file, (index, "code")))
    for record, span, index in records.each():
        loc = (index, "previous_codes")
        for number, one in enumerate(record.previous_codes):
            if not one.code:
                continue
            at = (*loc, number, "code")
            holder, file, where = held.setdefault(one.code, (record, span.file, at))
            if where == at and file == span.file:
                continue
            if holder is not record:
                code = "previous-code-taken"
            elif where == (index, "code"):
                code = "previous-code"
            else:
                code = "previous-code-repeated"
            line = format_line_reference(context, file, *where, seen_from=span.file)
            values = {"code": one.code, "name": holder.name or "-", "line": line}
            context.report.add(code, context.span(span.file, *at), **values)
        check_latest_first(context, record.previous_codes, span.file, loc)


def check_latest_first(context: LoadContext, ended: Sequence[Any], file: str, loc: Loc) -> None:
    """Report each of the codes or names in the list at `loc` that ended certainly later than one listed above it."""
    earliest = ""
    for number, one in enumerate(ended):
        if not one.until:
            continue
        if earliest and edtf.is_before(earliest, one.until):
            span = context.span(file, *loc, number, "until")
            context.report.add("previous-order", span, until=one.until, other=earliest)
        elif not earliest or edtf.parse(one.until).last <= edtf.parse(earliest).last:
            earliest = one.until
