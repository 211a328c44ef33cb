"""Report private data in what would be published: data, texts, and documents of content/media/."""

from __future__ import annotations

import os
import re
import warnings
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen.cache import cached_report, cached_value, get_value, set_value
from sitegen.geography import Geography
from sitegen.geography.private_numbers import PrivateNumbers
from sitegen.load.context import READ, LoadContext, cache_key, split_front_matter
from sitegen.load.private_scan import may_hold_private
from sitegen.load.records import DataRecords
from sitegen.load.text import decode_text
from sitegen.models import Announcement, Media, PlainPage, Village
from sitegen.models.content import MEDIA
from sitegen.models.kinds import PROGRAMME, SITE, file_kinds
from sitegen.problems import PRIVATE_CODES, Report, Span
from sitegen.record import nested_fields, public_fields

if TYPE_CHECKING:
    from sitegen.load.documents import Passage
    from sitegen.load.private_text import PrivateText

# The modules that search texts and read documents are imported where something is not cached.
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_DOCUMENTS = frozenset(".csv .txt .json .geojson .kml .vtt .svg .pdf .xlsx .docx .pptx .odt .ods .odp".split())
"""The suffixes of files that can hold text."""
_MAX_PARSES = 100
"""How often a file is parsed to tell which private data in it is published."""
_MAX_FINDINGS = 50
"""Findings after which a document is read no further: enough to see what it is."""


def check_privacy(
    context: LoadContext,
    data: DataRecords,
    texts: Sequence[Announcement | PlainPage],
    content_files: Sequence[str],
    media: Mapping[str, Media],
) -> None:
    """Report private data in data/, in `content_files` and in documents; `texts` are the files that could be read.

    Does nothing if the settings, which list what is allowed, could not be read.
    """
    config = data.config
    unknown = (("privacy",), ("publisher", "email"))
    if config is None or config.publisher is None or any(context.is_invalid(SITE, *loc) for loc in unknown):
        return
    entries = (config.privacy and config.privacy.allowed) or ()
    email = config.publisher.email
    key = cache_key(b"", "allowed", *entries, email or "", context.geography.digest)
    numbers = context.geography.private_numbers
    *allowed, own = cached_value(
        context.cache,
        READ,
        key,
        list[set[str]],
        lambda: [_normalized_names(entry, numbers) for entry in (*entries, email or "")],
    )
    codes = _recorded_codes(data, context.geography) if numbers.plain_codes else frozenset[str]()
    context.report.mask = partial(_mask, numbers)
    check = _PrivacyCheck(context, entries, frozenset().union(*allowed, own), codes)
    used = _check_data(check, data) | _check_content(check, texts, content_files) | _check_documents(check, media)
    if not context.unread:
        for index, names in enumerate(allowed):
            if not names & used:
                span = context.span(SITE, "privacy", "allowed", index)
                context.report.add("privacy-unused", span, value=entries[index])


def _mask(numbers: PrivateNumbers, text: str) -> str:
    from sitegen.load.private_text import mask_private

    return mask_private(text, numbers)


def _recorded_codes(data: DataRecords, geography: Geography) -> frozenset[str]:
    """Return the codes of the recorded villages, which are mere digits in some countries, and those they had."""
    codes = set[str]()
    for village, _, _ in data.of(Village).each():
        for code in (village.code, *(one.code for one in village.previous_codes)):
            codes.add(geography.place.region_code(code or ""))
    return frozenset(codes - {""})


def _normalized_names(entry: str, numbers: PrivateNumbers) -> set[str]:
    """Return the normalized data that an entry of the settings allows; the entry may also say whose it is.

    The path of a document stands for itself.
    """
    from sitegen.load.private_text import find_private, normalize

    if not entry or entry.startswith(f"{MEDIA}/"):
        return {entry} - {""}
    return {finding.name for finding in find_private(entry, numbers)} or {normalize(entry, numbers)}


def _check_data(check: _PrivacyCheck, data: DataRecords) -> set[str]:
    """Check data/ and return the allowed data that it uses; cached while no file changes and nothing is wrong."""
    key = cache_key(b"", "privacy", *data.keys)
    cached: set[str] | None = get_value(check.context.cache, READ, key, set[str])
    if cached is not None:
        return cached
    listed = [file for records in data.lists.values() for file in records.files]
    used = set[str]()
    for file in (SITE, PROGRAMME, *listed):
        if os.path.isfile(check.context.path(file)):
            used |= check.check_file(file)
    if not check.reported:
        set_value(check.context.cache, READ, key, sorted(used))
    return used


def _check_content(check: _PrivacyCheck, texts: Sequence[Announcement | PlainPage], files: Sequence[str]) -> set[str]:
    """Check content/ and return the allowed data that it uses; of the texts that could be loaded, only suspects."""
    used, context = set[str](), check.context
    cleared = {text.file for text in texts} - context.unread - context.suspects
    for file in files:
        if file not in cleared:
            used |= check.check_file(file)
    return used


def _check_documents(check: _PrivacyCheck, media: Mapping[str, Media]) -> set[str]:
    """Check the documents of content/media/ and the names of its files; return the allowed data that they use."""
    used = set[str]()
    for file, one in media.items():
        if _suffix(file) in _DOCUMENTS or "@" in file or sum(map(str.isdigit, file)) > 6:
            used |= check.check_document(file, one.digest)
    return used


def _suffix(file: str) -> str:
    return os.path.splitext(file)[1].lower()


class _PrivacyCheck:
    """Checks one file after the other."""

    def __init__(
        self, context: LoadContext, entries: Sequence[str], allowed: frozenset[str], codes: frozenset[str]
    ) -> None:
        """`entries` are the list of the settings; `allowed` also has the publisher's address, normalized. `codes` are
        numbers that are none of persons."""
        self.context, self._entries, self.allowed, self._codes = context, entries, allowed, codes
        self._numbers = context.geography.private_numbers
        self._key = (context.geography.digest, *sorted(codes), *sorted(allowed))
        self.reported = 0
        """Number of problems reported so far."""

    def check_file(self, file: str) -> set[str]:
        """Report private data in a file that is not allowed, and return the allowed data that it uses."""
        data = self.context.load(file)
        if data is None:
            return set()
        key = cache_key(data, "privacy", file, *self._key)
        read = partial(self._check_text, data, file)
        return cached_report(self.context.cache, READ, key, set[str], self.context.report, read)[0]

    def check_document(self, file: str, digest: str) -> set[str]:
        """Report private data in a document and in its name, and return the allowed data that it uses."""
        key = cache_key(digest.encode(), "document", file, *self._key)
        read = partial(self._read_document, file)
        return cached_report(self.context.cache, READ, key, set[str], self.context.report, read)[0]

    def _read_document(self, file: str, report: Report) -> set[str]:
        from sitegen.load.documents import DocumentError, Passage, read_document
        from sitegen.load.private_text import names_kind

        used, count = set[str](), 0
        name = Passage(os.path.splitext(os.path.basename(file))[0])
        for finding in self._find(name.text):
            used |= self._report(report, finding, Span(file), name)
        data = self.context.load(file) if _suffix(file) in _DOCUMENTS else None
        try:
            with warnings.catch_warnings(action="ignore"):  # of libraries, about what they find odd
                is_head = partial(names_kind, numbers=self._numbers)
                for passage in read_document(file, data, is_head) if data is not None else ():
                    found = self._check_passage(report, file, passage)
                    used |= found & self.allowed
                    count += len(found - self.allowed)
                    if count >= _MAX_FINDINGS:
                        break
        except DocumentError as error:
            if file in self.allowed:
                used.add(file)
            elif file not in self.context.unread:
                report.add("document-unread", Span(file), path=file, reason=error.args[0])
        return used

    def _check_passage(self, report: Report, file: str, passage: Passage) -> set[str]:
        """Report private data in a part of a document, and return all that it has."""
        found = set[str]()
        if not may_hold_private(f"{passage.beside} {passage.text}".encode("utf-8", "replace"), self._numbers):
            return found
        exact = passage.line and not passage.unit
        starts = _line_starts(passage.text) if exact else []
        for finding in self._find(passage.text, passage.beside):
            at = _span_of(finding, starts, file) if exact else Span(file, passage.line)
            self._report(report, finding, at, passage)
            found.add(finding.name)
        return found

    def _find(self, text: str, beside: str = "") -> list[PrivateText]:
        """Find private data in a text, without the codes of places."""
        from sitegen.load.private_text import find_private

        return [one for one in find_private(text, self._numbers, beside) if one.value not in self._codes]

    def _report(self, report: Report, finding: PrivateText, at: Span, passage: Passage | None = None) -> set[str]:
        """Report a finding, or return its name if it is allowed."""
        if finding.name in self.allowed:
            return {finding.name}
        unit, where = (passage.unit, passage.where) if passage else ("", "")
        report.add(PRIVATE_CODES[finding.kind], at, value=finding.masked, unit=unit, where=where)
        self.reported += 1
        return set()

    def _check_text(self, data: bytes, file: str, report: Report) -> set[str]:
        text = decode_text(data, file, Report()) if may_hold_private(data, self._numbers) else None
        if text is None:  # reported by the loader of the file
            return set()
        used, starts = set[str](), _line_starts(text)
        for finding in _published(self._find(text), text, file, starts):
            at = _span_of(finding, starts, file)
            if not self._is_allowed_entry(finding, at):
                used |= self._report(report, finding, at)
        return used

    def _is_allowed_entry(self, finding: PrivateText, at: Span) -> bool:
        """Whether it is the settings' own list of what is allowed, which does not count as a use."""
        if at.file != SITE or finding.name not in self.allowed:
            return False
        entries = (self.context.span(SITE, "privacy", "allowed", index) for index in range(len(self._entries)))
        return any(at.line == one.line and one.column <= at.column < (one.end or at.column + 1) for one in entries)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _span_of(finding: PrivateText, starts: list[int], file: str) -> Span:
    """Return the position, by the starts of all lines; without an end where that is on another line."""
    line = bisect_right(starts, finding.start)
    column = finding.start - starts[line - 1] + 1
    return Span(file, line, column, 0 if "\n" in finding.text else column + len(finding.text))


def _published(findings: list[PrivateText], text: str, file: str, starts: list[int]) -> list[PrivateText]:
    """Return the findings in `text` that are published, which comments and Public fields of YAML are not."""
    signs: dict[int, int] = {}  # of each line: where a comment may begin
    for finding in findings:
        line = bisect_right(starts, finding.start)
        if line not in signs:
            sign = _COMMENT.search(text, starts[line - 1], starts[line] if line < len(starts) else len(text))
            signs[line] = sign.start() if sign else len(text)
    commented = [finding for finding in findings if signs[bisect_right(starts, finding.start)] < finding.start]
    if commented:
        yaml_text = text if file.endswith(".yaml") else split_front_matter(text, file, Report())[0] or ""
        within = [finding for finding in commented if finding.end <= len(yaml_text)]
        comments = set(_find_unpublished(yaml_text, within))
        findings = [finding for finding in findings if finding not in comments]
    record = next((kind.record for kind in file_kinds() if kind.holds(file)), None)
    for kind in sorted(_public_kinds(record)):
        those = [finding for finding in findings if finding.kind == kind]
        public = set(_find_unpublished(text, those, record, kind))
        findings = [finding for finding in findings if finding not in public]
    return findings


def _public_kinds(record: type[Any] | None) -> set[str]:
    """Return the kinds of private data that Public fields of a record, and of those within it, may have."""
    within = map(_public_kinds, nested_fields(record).values()) if record else ()
    return set(public_fields(record).values() if record else ()).union(*within)


def _find_unpublished(
    yaml_text: str, findings: list[PrivateText], record: type[Any] | None = None, public: str = ""
) -> list[PrivateText]:
    """Return the findings that can be replaced without changing the parsed YAML: those in comments, or in fields of
    `record` that are Public and of the kind `public`."""
    from sitegen.load.yaml_text import parse_yaml

    document = parse_yaml(yaml_text, "", Report()) if findings else None
    if document is None:  # reported by the loader of the file
        return findings
    parsed, tries = _drop_public(document.value, record, public), 0

    def unused(some: list[PrivateText]) -> list[PrivateText]:
        nonlocal tries
        tries += 1
        if tries > _MAX_PARSES:  # a file with so much private data is wrong anyway
            return []
        parts, done = list[str](), 0
        for finding in some:
            parts += (yaml_text[done : finding.start], re.sub(r"[^\n]", "x", finding.text))
            done = finding.end
        changed = parse_yaml("".join([*parts, yaml_text[done:]]), "", Report())
        if changed is not None and _drop_public(changed.value, record, public) == parsed:
            return some
        half = len(some) // 2
        return [*unused(some[:half]), *unused(some[half:])] if half else []

    return unused(findings)


def _drop_public(value: Any, record: type[Any] | None, kind: str) -> Any:
    """Remove the Public fields of this kind from the plain value of a record or of a list of records."""
    if record is None:
        return value
    if isinstance(value, list):
        return [_drop_public(one, record, kind) for one in value]
    if not isinstance(value, dict):
        return value
    public, within = public_fields(record), nested_fields(record)
    return {
        name: _drop_public(part, within.get(name), kind) for name, part in value.items() if public.get(name) != kind
    }
