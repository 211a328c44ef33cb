"""Check translations: each belongs to an original, and its language is one of the site's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.models import Announcement, NewsMeta, PlainPage, Settings, Site, Translation, Village
from sitegen.models.kinds import SITE, kind_of, kinds_in
from sitegen.models.previous import present_codes
from sitegen.problems import Span
from sitegen.record import translated_fields
from sitegen.scalars import closest_match
from sitegen.translations import OPTIONAL_FIELDS, languages_of, named_records, translation_language

_TRANSLATED_FILE = re.compile(r"(.*)\.([a-z]{2,3})\.md")
_MAX_CANDIDATES = 1000
"""Of more names than this, only those that begin alike are searched for a suggestion."""


def check_translations(context: LoadContext, data: DataRecords) -> None:
    """Report translations of records that do not exist, of fields without a text, and repeated ones."""
    if not data.of(Translation).files:
        return
    for file in data.of(Translation).files:
        _check_language(context, file, translation_language(file), data.config)
    records, present = dict(_records(data)), present_codes(data.of(Village).items)
    first: dict[tuple[str, str], int] = {}
    for number, (patch, span, index) in enumerate(data.of(Translation).each()):
        if not patch.what:
            continue
        what = present.get(patch.what, patch.what)
        other = first.setdefault((span.file, what), index)
        at = context.span(span.file, index, "what")
        if other != index:
            line = context.span(span.file, other, "what").line
            context.report.add("translation-repeated", at, what=patch.what, line=line)
            data.of(Translation).excluded.add(number)
        elif what in records:
            if what != patch.what:
                context.report.add("code-previous", at, what, code=patch.what, present=what)
            _check_texts(context, patch, records[what], span.file, index)
        elif not _may_be_in_unread(context, patch.what):
            context.report.add("unknown-record", at, _suggest(patch.what, records), what=patch.what)


def check_languages(
    context: LoadContext, texts: Sequence[Announcement | PlainPage], files: Collection[str], config: Settings | None
) -> None:
    """Report announcements and pages in a language that the site lacks, and translations without an original."""
    by_file = {text.file: text for text in texts}
    for file in sorted(files):
        named = _TRANSLATED_FILE.fullmatch(file)
        if not named or (config and named[2] == config.language):
            continue
        if len(named[2]) > 2 and (config is None or named[2] not in config.languages):
            continue  # part of a name
        original, text = f"{named[1]}.md", by_file.get(file)
        if original in files or (text and text.file.endswith(f".{text.language}.md")):
            _check_language(context, file, named[2], config)
        if text and text.language == named[2] and original not in files:
            closest = closest_match(
                original, [one for one in files if one != file and not _TRANSLATED_FILE.fullmatch(one)], cutoff=0.8
            )
            context.report.add(
                "translation-alone", Span(file), posixpath.basename(closest), name=posixpath.basename(original)
            )
        if text and original in by_file:
            _check_date(context, text, by_file[original])


def _check_date(context: LoadContext, text: Announcement | PlainPage, original: Announcement | PlainPage) -> None:
    """Report the date of a translation that differs from that of its original."""
    if not isinstance(text.meta, NewsMeta) or not isinstance(original.meta, NewsMeta):
        return
    date, other = text.meta.date, original.meta.date
    if date and other and date != other:
        context.report.add("translation-date", context.span(text.file, "date"), other, date=date, original=other)


def _check_language(context: LoadContext, file: str, language: str, config: Settings | None) -> None:
    if config is None or config.language is None or context.is_invalid(SITE, "languages"):
        return
    further = languages_of(config)[1:]
    if language not in further:
        listed = ", ".join((config.language, *further))
        context.report.add("language-unlisted", Span(file), language=language, listed=listed)


def _records(data: DataRecords) -> Iterator[tuple[str, Any]]:
    """Yield every record that can be translated, by the name that a translation refers to it by."""
    for kind in kinds_in(Site):
        yield from named_records(kind, data.of(kind.record).items if kind.key else getattr(data, kind.part))


def _check_texts(context: LoadContext, patch: Translation, record: Any, file: str, index: int) -> None:
    """Report fields of a translation that records of this kind do not have, or that are empty in this record."""
    allowed = translated_fields(type(record))
    for field in fields(patch):
        name = field.name
        if name == "what" or not getattr(patch, name):
            continue
        at = context.span(file, index, name, key=True)
        if name not in allowed:
            closest = closest_match(name, allowed)
            context.report.add(
                "translation-field", at, closest, what=patch.what, field=name, allowed=", ".join(allowed)
            )
        elif not getattr(record, name) and name not in OPTIONAL_FIELDS:
            context.report.add("translation-idle", at, what=patch.what, field=name)


def _may_be_in_unread(context: LoadContext, what: str) -> bool:
    """Whether the file of a record has errors, so that the record may exist."""
    return any(kind_of(what).holds(file) for file in context.unread)


def _suggest(what: str, records: Mapping[str, Any]) -> str:
    """Suggest the name for an unknown one."""
    kind = what.partition(":")[0]
    candidates = records if len(records) <= _MAX_CANDIDATES else [one for one in records if one.startswith(kind[:5])]
    return closest_match(what, candidates)
