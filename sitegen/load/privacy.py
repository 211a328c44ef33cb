"""Find identity numbers, telephone numbers and private e-mail addresses in what would be published."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from sitegen.cache import cached_report, get_value, set_value
from sitegen.load.context import READ, LoadContext, cache_key, split_front_matter
from sitegen.load.records import DataRecords
from sitegen.load.text import decode_text
from sitegen.models import Announcement, PlainPage
from sitegen.models.kinds import PROGRAMME, SITE, file_kinds
from sitegen.problems import Report, Span, span_within
from sitegen.record import nested_fields, public_fields

_EMAIL = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+(?!(?:png|jpe?g|webp|gif|svg|avif)\b)[^\W\d_]{2,}")
_NUMBERS = (
    r"\+ ?62(?:_\(?\d\)?){7,12}_\d",  # from abroad
    r"0062(?:_\(?\d\)?){7,12}_\d",
    r"62_8[1-9](?:_\d){7,10}",  # the same without the plus sign, as in chat links
    r"08[1-9](?:\)?_\d){7,10}",  # mobile
    r"\(0[2-79]\d{1,2}\)(?:_\d){5,8}",  # landline: area code in parentheses,
    r"0(?:2[124]|31|61)~(?:\d_){5,7}\d",  # followed by a separator,
    r"0[2-79]\d\d~(?:\d_){4,6}\d",
    r"0(?:(?:2[124]|31|61)\d{6,8}|[2-79]\d\d\d{5,7})",  # or with nothing between
)
"""Indonesian telephone numbers; `_` stands for an optional separator, `~` for a required one. No pattern begins with an
alternation, which keeps the search fast."""
_NIK = r"\d=(?:\d\d=){6}\d\d"
"""An identity number (NIK) without its first digit; `=` stands for an optional separator."""

_SPACE, _SIGN, _BREAK = r"[ \u00a0]", r" ?[.\-‐-–] ?", r"[ \t]*\n[ \t]*"
_SEPARATORS = {"_": f"(?:{_SIGN}|{_SPACE}|{_BREAK})?", "=": f"(?:{_SIGN}|{_SPACE})?", "~": f"(?:{_SIGN}|{_SPACE})"}
_BYTE_SEPARATOR = r" ?[.\x80-\xff-]{0,3} ?"
"""A separator or nothing, in bytes."""
_BYTE_SEPARATORS = {
    "_": rf"(?:{_BYTE_SEPARATOR}|[ \t\n\\]*)",
    "=": _BYTE_SEPARATOR,
    "~": _BYTE_SEPARATOR,
}  # JSON writes a line feed as \\ and n


def _expand(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("[_=~]", lambda match: parts[match[0]], pattern)


_PHONES = tuple(re.compile(_expand(pattern, _SEPARATORS) + r"(?!\d)", re.ASCII) for pattern in _NUMBERS)
_IDENTITY = re.compile(rf"[1-9](?<!\d\d)(?=({_expand(_NIK, _SEPARATORS)})(?!\d))", re.ASCII)
_MAYBE_PHONES = tuple(re.compile(_expand(pattern, _BYTE_SEPARATORS).encode()) for pattern in _NUMBERS)
_MAYBE_IDENTITY = re.compile(rf"[1-9]{_expand(_NIK, _BYTE_SEPARATORS)}".encode())

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_SEPARATOR_BYTES = bytes([*b" .-", *range(0x80, 0x100)])
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""`62.812.345.678` is an amount, not a telephone number."""


class PrivateText(NamedTuple):
    """Private data found in a text."""

    kind: str
    """`nik`, `phone` or `email`."""
    start: int
    end: int
    text: str
    """As written."""

    @property
    def name(self) -> str:
        """Return the normalized form, for comparison."""
        return normalize(self.text)

    @property
    def masked(self) -> str:
        """Return the text with most of it masked."""
        if self.kind == "email":
            local, _, host = self.text.rpartition("@")
            return f"{local[0]}{'•' * max(1, len(local) - 1)}@{host}"
        digits = re.sub(r"\D", "", self.text)
        last = 4 if self.kind == "nik" else 2
        return f"{digits[:4]}{'•' * (len(digits) - 4 - last)}{digits[-last:]}"


def normalize(text: str) -> str:
    """Normalize a number or an e-mail address: `+62 812-…` becomes `0812…`, capitals become small letters."""
    if "@" in text:
        return text.strip().lower()
    digits = re.sub(r"\D", "", text).removeprefix("00")
    if len(digits) < 16 and (digits.startswith("62") or text.lstrip().startswith("+62")):
        return "0" + digits[2:].lstrip("0")
    return digits if len(digits) == 16 else "0" + digits.lstrip("0")


def find_private(text: str) -> list[PrivateText]:
    """Find all private data in `text`, in order."""
    findings = [PrivateText("email", *match.span(), match[0]) for match in _EMAIL.finditer(text)] if "@" in text else []
    spans = [(finding.start, finding.end) for finding in findings]
    for kind, start, end in _find_numbers(text):
        if all(end <= begun or start >= ended for begun, ended in spans):
            spans.append((start, end))
            findings.append(PrivateText(kind, start, end, text[start:end]))
    return sorted(findings, key=lambda finding: finding.start)


def mask_private(text: str) -> str:
    """Mask all private data in `text`."""
    for finding in reversed(find_private(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def _find_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IDENTITY.finditer(text):
        start, end = match.start(), match.end(1)
        if _is_plausible_nik(text[start:end]) and _is_isolated(text, start, end):
            yield "nik", start, end
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if not _THOUSANDS.fullmatch(match[0]) and _is_isolated(text, *match.span()):
                yield "phone", *match.span()


def _is_plausible_nik(number: str) -> bool:
    """Whether sixteen digits can be a NIK: province code, date of birth, and the groups that people write."""
    digits, groups = re.sub(r"\D", "", number), [len(group) for group in re.split(r"\D+", number)]
    day, month = int(digits[6:8]), int(digits[8:10])
    ends = {sum(groups[: count + 1]) for count in range(len(groups) - 1)}
    written = ends <= {2, 4, 6, 8, 10, 12} and (12 in ends or ends <= {6})
    return written and 11 <= int(digits[:2]) <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _is_isolated(text: str, start: int, end: int) -> bool:
    """Whether a match is not part of a longer number, date, code or digest."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if re.search(r"\d[.,‐-–-]\Z", before):
        return False
    words = (re.search(r"\w*\Z", before), re.match(r"\w*", after))
    return all(word is None or not word[0] or word[0].isalpha() for word in words)


def may_hold_private(data: bytes) -> bool:
    """Whether a text may hold private data; False is certain. A fast check for the many files that hold none.

    Letters are removed first, since no pattern has any. The slow pattern runs only if there are sixteen digits with
    nothing but separators between them.
    """
    if b"@" in data:
        return True
    bare = data.translate(None, _LETTERS)
    if any(pattern.search(bare) for pattern in _MAYBE_PHONES):
        return True
    return b"0" * 16 in bare.translate(_ZEROS, _SEPARATOR_BYTES) and _MAYBE_IDENTITY.search(bare) is not None


_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def check_privacy(
    context: LoadContext, data: DataRecords, texts: Sequence[Announcement | PlainPage], content_files: Sequence[str]
) -> None:
    """Report private data in data/ and in `content_files`; `texts` are those of them that could be read.

    Does nothing if the settings, which list what is allowed, could not be read.
    """
    config = data.config
    unknown = (("privacy",), ("publisher", "email"))
    if config is None or config.publisher is None or any(context.is_invalid(SITE, *loc) for loc in unknown):
        return
    entries = (config.privacy and config.privacy.allowed) or ()
    email = config.publisher.email
    allowed = [_normalized_names(entry) for entry in entries]
    check = _PrivacyCheck(context, entries, frozenset().union(*allowed, [normalize(email)] if email else []))
    used = _check_data(check, data) | _check_content(check, texts, content_files)
    if not context.unread:
        for index, names in enumerate(allowed):
            if not names & used:
                span = context.span(SITE, "privacy", "allowed", index)
                context.report.add("privacy-unused", span, value=entries[index])


def _normalized_names(entry: str) -> set[str]:
    """Return the normalized data that an entry of the settings allows; the entry may also say whose it is."""
    return {finding.name for finding in find_private(entry)} or {normalize(entry)}


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
    """Check content/ and return the allowed data that it uses; cached while no text changes and nothing is wrong.

    Searches the loaded texts first, which is faster than reading each file again.
    """
    context = check.context
    valid = {text.file: text for text in texts if text.file not in context.unread}
    key = cache_key(msgspec.msgpack.encode(texts), "privacy", *sorted(check.allowed))
    complete = len(valid) == len(files)
    cached: set[str] | None = get_value(context.cache, READ, key, set[str]) if complete else None
    if cached is not None:
        return cached
    used, before = set[str](), check.reported
    for file in files:
        text = valid.get(file)
        if text is None or may_hold_private(msgspec.json.encode(text)):
            used |= check.check_file(file)
    if check.reported == before and complete:
        set_value(context.cache, READ, key, sorted(used))
    return used


class _PrivacyCheck:
    """Checks one file after the other."""

    def __init__(self, context: LoadContext, entries: Sequence[str], allowed: frozenset[str]) -> None:
        """`entries` are the list of the settings; `allowed` also has the publisher's address, normalized."""
        self.context, self._entries, self.allowed = context, entries, allowed
        self.reported = 0
        """Number of problems reported so far."""

    def check_file(self, file: str) -> set[str]:
        """Report private data in a file that is not allowed, and return the allowed data that it uses."""
        data = self.context.load(file)
        if data is None or not may_hold_private(data):
            return set()
        key = cache_key(data, "privacy", file, *sorted(self.allowed))
        read = partial(self._check_text, data, file)
        return cached_report(self.context.cache, READ, key, set[str], self.context.report, read)[0]

    def _check_text(self, data: bytes, file: str, report: Report) -> set[str]:
        text = decode_text(data, file, Report())
        if text is None:  # reported by the loader of the file
            return set()
        findings = [
            finding for finding in _find_published(text, file) if not self._is_allowed_entry(finding, text, file)
        ]
        private = [finding for finding in findings if finding.name not in self.allowed]
        for finding in private:
            report.add(f"private-{finding.kind}", _span_of(finding, text, file), value=finding.masked)
        used = {finding.name for finding in findings} & self.allowed
        self.reported += len(private)
        return used

    def _is_allowed_entry(self, finding: PrivateText, text: str, file: str) -> bool:
        """Whether it is the settings' own list of what is allowed, which does not count as a use."""
        if file != SITE or finding.name not in self.allowed:
            return False
        at = _span_of(finding, text, file)
        entries = (self.context.span(SITE, "privacy", "allowed", index) for index in range(len(self._entries)))
        return any(at.line == one.line and one.column <= at.column < (one.end or at.column + 1) for one in entries)


def _span_of(finding: PrivateText, text: str, file: str) -> Span:
    """Return the position; without an end where that is on the next line."""
    first = span_within(text, finding.start, finding.end, file)
    return Span(file, first.line, first.column, 0 if "\n" in finding.text else first.column + len(finding.text))


def _find_published(text: str, file: str) -> list[PrivateText]:
    """Find private data in `text`, except in YAML comments and in fields that are declared Public."""
    findings = find_private(text)
    commented = [
        finding for finding in findings if _COMMENT.search(text, text.rfind("\n", 0, finding.start) + 1, finding.start)
    ]
    if commented:
        yaml_text = text if file.endswith(".yaml") else split_front_matter(text, file, Report())[0] or ""
        comments = _find_unpublished(yaml_text, [finding for finding in commented if finding.end <= len(yaml_text)])
        findings = [finding for finding in findings if finding not in comments]
    record = next((kind.record for kind in file_kinds() if kind.holds(file)), None)
    for kind in sorted(_public_kinds(record)):
        public = _find_unpublished(text, [finding for finding in findings if finding.kind == kind], record, kind)
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
    parsed = _drop_public(document.value, record, public)

    def unused(some: list[PrivateText]) -> list[PrivateText]:
        other = yaml_text
        for finding in some:
            other = other[: finding.start] + re.sub(r"[^\n]", "x", finding.text) + other[finding.end :]
        changed = parse_yaml(other, "", Report())
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
