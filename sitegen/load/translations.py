"""What is translated: each translation belongs to something in the first language, and the site has its language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.models import Announcement, NewsMeta, PlainPage, Settings, Site, Translation
from sitegen.models.kinds import SITE, kind_of, kinds_in
from sitegen.problems import Span
from sitegen.record import translated_fields
from sitegen.scalars import closest_match
from sitegen.translations import FREE, languages_of, named_in, translation_language

_TEXT = re.compile(r"(.*)\.([a-z]{2})\.md")
_LIKE = 1000
"""Of more names than so many, only those that begin alike are looked through for what a wrong one may mean."""


def check_translations(reading: LoadContext, data: DataRecords) -> None:
    """Report translations of records that are not there, have no such text, or are translated once already."""
    if not data.of(Translation).files:
        return
    for file in data.of(Translation).files:
        _check_language(reading, file, translation_language(file), data.config)
    records = dict(_records(data))
    first: dict[tuple[str, str], int] = {}
    for number, (patch, span, index) in enumerate(data.of(Translation).each()):
        if not patch.what:
            continue
        other = first.setdefault((span.file, patch.what), index)
        at = reading.span(span.file, index, "what")
        if other != index:
            line = reading.span(span.file, other, "what").line
            reading.report.add("translation-repeated", at, what=patch.what, line=line)
            data.of(Translation).unfit.add(number)
        elif patch.what in records:
            _check_texts(reading, patch, records[patch.what], span.file, index)
        elif not _may_be_unread(reading, patch.what):
            reading.report.add("unknown-record", at, _meant(patch.what, records), what=patch.what)


def check_languages(
    reading: LoadContext, texts: Sequence[Announcement | PlainPage], files: Collection[str], config: Settings | None
) -> None:
    """Report announcements and pages in a language that the site has not, and translations that go with no original."""
    pieces = {text.file: text for text in texts}
    for file in sorted(files):
        named = _TEXT.fullmatch(file)
        if not named or (config and named[2] == config.language):
            continue
        original, text = f"{named[1]}.md", pieces.get(file)
        if original in files or (text and text.file.endswith(f".{text.language}.md")):
            _check_language(reading, file, named[2], config)
        if text and text.language == named[2] and original not in files:
            near = closest_match(
                original, [one for one in files if one != file and not _TEXT.fullmatch(one)], cutoff=0.8
            )
            reading.report.add(
                "translation-alone", Span(file), posixpath.basename(near), name=posixpath.basename(original)
            )
        if text and original in pieces:
            _check_date(reading, text, pieces[original])


def _check_date(reading: LoadContext, text: Announcement | PlainPage, original: Announcement | PlainPage) -> None:
    """Report the date of a translation that is another than that of its original."""
    if not isinstance(text.meta, NewsMeta) or not isinstance(original.meta, NewsMeta):
        return
    date, other = text.meta.date, original.meta.date
    if date and other and date != other:
        reading.report.add("translation-date", reading.span(text.file, "date"), other, date=date, original=other)


def _check_language(reading: LoadContext, file: str, language: str, config: Settings | None) -> None:
    if config is None or config.language is None or reading.at_fault(SITE, "languages"):
        return
    further = languages_of(config)[1:]
    if language not in further:
        listed = ", ".join((config.language, *further))
        reading.report.add("language-unlisted", Span(file), language=language, listed=listed)


def _records(data: DataRecords) -> Iterator[tuple[str, Any]]:
    """Every record that has texts, by the name by which a translation means it."""
    for kind in kinds_in(Site):
        yield from named_in(kind, data.of(kind.record).items if kind.key else getattr(data, kind.part))


def _check_texts(reading: LoadContext, patch: Translation, record: Any, file: str, index: int) -> None:
    """Report each text of a translation that records of this kind have not, or that this one does not have."""
    allowed = translated_fields(type(record))
    for field in fields(patch):
        name = field.name
        if name == "what" or not getattr(patch, name):
            continue
        at = reading.span(file, index, name, key=True)
        if name not in allowed:
            near = closest_match(name, allowed)
            reading.report.add("translation-field", at, near, what=patch.what, field=name, allowed=", ".join(allowed))
        elif not getattr(record, name) and name not in FREE:
            reading.report.add("translation-idle", at, what=patch.what, field=name)


def _may_be_unread(reading: LoadContext, what: str) -> bool:
    """Whether the file in which a record stands has faults, so that the record may be there."""
    return any(kind_of(what).holds(file) for file in reading.unread)


def _meant(what: str, records: Mapping[str, Any]) -> str:
    """The name that an unknown one is a slip of."""
    kind = what.partition(":")[0]
    alike = records if len(records) <= _LIKE else [one for one in records if one.startswith(kind[:5])]
    return closest_match(what, alike)
