"""Find identity numbers, telephone numbers and private e-mail addresses in whatever would be published."""

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
    r"62_8[1-9](?:_\d){7,10}",  # the same without its sign, as addresses of chats have it
    r"08[1-9](?:\)?_\d){7,10}",  # mobile
    r"\(0[2-79]\d{1,2}\)(?:_\d){5,8}",  # landline: the area in parentheses,
    r"0(?:2[124]|31|61)~(?:\d_){5,7}\d",  # before a sign,
    r"0[2-79]\d\d~(?:\d_){4,6}\d",
    r"0(?:(?:2[124]|31|61)\d{6,8}|[2-79]\d\d\d{5,7})",  # or with nothing between
)
"""Telephone numbers of Indonesia; `_` may stand between digits, and `~` does. None begins with a choice, so that the
search leaps from one beginning to the next."""
_NIK = r"\d=(?:\d\d=){6}\d\d"
"""An identity number without its first digit; `=` may stand between digits."""

_SPACE, _SIGN, _BREAK = r"[ \u00a0]", r" ?[.\-‐-–] ?", r"[ \t]*\n[ \t]*"
_SEPARATORS = {"_": f"(?:{_SIGN}|{_SPACE}|{_BREAK})?", "=": f"(?:{_SIGN}|{_SPACE})?", "~": f"(?:{_SIGN}|{_SPACE})"}
_BYTE_SEPARATOR = r" ?[.\x80-\xff-]{0,3} ?"
"""As `_SIGN`, `_SPACE` or nothing, in bytes."""
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
"""`62.812.345.678` is sixty-two milliards."""


class PrivateText(NamedTuple):
    """Something private in a text."""

    kind: str
    """`nik`, `phone` or `email`."""
    start: int
    end: int
    text: str
    """What is written."""

    @property
    def name(self) -> str:
        """The form in which it is compared."""
        return normalize(self.text)

    @property
    def masked(self) -> str:
        """Enough of it to find it by, and no more."""
        if self.kind == "email":
            local, _, host = self.text.rpartition("@")
            return f"{local[0]}{'•' * max(1, len(local) - 1)}@{host}"
        digits = re.sub(r"\D", "", self.text)
        last = 4 if self.kind == "nik" else 2
        return f"{digits[:4]}{'•' * (len(digits) - 4 - last)}{digits[-last:]}"


def normalize(text: str) -> str:
    """How a number or an e-mail address is compared: `+62 812-…` is `0812…`, and capitals do not matter."""
    if "@" in text:
        return text.strip().lower()
    digits = re.sub(r"\D", "", text).removeprefix("00")
    if len(digits) < 16 and (digits.startswith("62") or text.lstrip().startswith("+62")):
        return "0" + digits[2:].lstrip("0")
    return digits if len(digits) == 16 else "0" + digits.lstrip("0")


def find_private(text: str) -> list[PrivateText]:
    """Everything private in `text`, in its order."""
    found = [PrivateText("email", *match.span(), match[0]) for match in _EMAIL.finditer(text)] if "@" in text else []
    taken = [(finding.start, finding.end) for finding in found]
    for kind, start, end in _find_numbers(text):
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            found.append(PrivateText(kind, start, end, text[start:end]))
    return sorted(found, key=lambda finding: finding.start)


def mask_private(text: str) -> str:
    """`text` with everything private in it masked."""
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
    """Whether sixteen digits can be a NIK: of a province, with a day of birth, and in groups that people write."""
    digits, groups = re.sub(r"\D", "", number), [len(group) for group in re.split(r"\D+", number)]
    day, month = int(digits[6:8]), int(digits[8:10])
    ends = {sum(groups[: count + 1]) for count in range(len(groups) - 1)}
    written = ends <= {2, 4, 6, 8, 10, 12} and (12 in ends or ends <= {6})
    return written and 11 <= int(digits[:2]) <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _is_isolated(text: str, start: int, end: int) -> bool:
    """Whether what stands there is no part of a longer number, date, code or digest."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if re.search(r"\d[.,‐-–-]\Z", before):
        return False
    words = (re.search(r"\w*\Z", before), re.match(r"\w*", after))
    return all(word is None or not word[0] or word[0].isalpha() for word in words)


def may_hold_private(data: bytes) -> bool:
    """Whether something private may stand in the bytes of a text; where it says no, there is nothing.

    What is left when the letters are gone is short, and what is sought holds none. Only a run of sixteen digits, with
    nothing but what may stand between them, is worth the slowest of the patterns.
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
    """Report what is private in data/ and in `content_files`, of which `texts` are those that could be read.

    Where the settings cannot be read, nobody knows what they allow: nothing is judged.
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
    """What an entry of the settings allows: it may say in words whose number it is."""
    return {finding.name for finding in find_private(entry)} or {normalize(entry)}


def _check_data(check: _PrivacyCheck, data: DataRecords) -> set[str]:
    """The allowed ones that data/ uses; remembered while no file changes and nothing is wrong."""
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
    """The allowed ones that content/ uses; remembered while no text changes and nothing is wrong.

    What was read of a file is at hand: to look through it costs less than to open the file once more.
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
    """A close look into one file after the other."""

    def __init__(self, context: LoadContext, entries: Sequence[str], allowed: frozenset[str]) -> None:
        """`entries` are the list of the settings; `allowed` also has the publisher's address, normalized."""
        self.context, self._entries, self.allowed = context, entries, allowed
        self.reported = 0
        """Problems reported so far."""

    def check_file(self, file: str) -> set[str]:
        """The allowed ones that a file uses; all others are reported."""
        data = self.context.load(file)
        if data is None or not may_hold_private(data):
            return set()
        key = cache_key(data, "privacy", file, *sorted(self.allowed))
        read = partial(self._check_text, data, file)
        return cached_report(self.context.cache, READ, key, set[str], self.context.report, read)[0]

    def _check_text(self, data: bytes, file: str, report: Report) -> set[str]:
        text = decode_text(data, file, Report())
        if text is None:  # whoever reads the file says why
            return set()
        found = [finding for finding in _find_published(text, file) if not self._is_allowed_entry(finding, text, file)]
        private = [finding for finding in found if finding.name not in self.allowed]
        for finding in private:
            report.add(f"private-{finding.kind}", _span_of(finding, text, file), value=finding.masked)
        used = {finding.name for finding in found} & self.allowed
        self.reported += len(private)
        return used

    def _is_allowed_entry(self, finding: PrivateText, text: str, file: str) -> bool:
        """Whether it stands in the list of what is allowed, which is no use of it."""
        if file != SITE or finding.name not in self.allowed:
            return False
        at = _span_of(finding, text, file)
        entries = (self.context.span(SITE, "privacy", "allowed", index) for index in range(len(self._entries)))
        return any(at.line == one.line and one.column <= at.column < (one.end or at.column + 1) for one in entries)


def _span_of(finding: PrivateText, text: str, file: str) -> Span:
    """Where it stands; without an end where that is on the next line."""
    first = span_within(text, finding.start, finding.end, file)
    return Span(file, first.line, first.column, 0 if "\n" in finding.text else first.column + len(finding.text))


def _find_published(text: str, file: str) -> list[PrivateText]:
    """What is private in `text`, without what stands in a comment of its YAML or in a field that is declared Public."""
    found = find_private(text)
    commented = [
        finding for finding in found if _COMMENT.search(text, text.rfind("\n", 0, finding.start) + 1, finding.start)
    ]
    if commented:
        yaml_text = text if file.endswith(".yaml") else split_front_matter(text, file, Report())[0] or ""
        comments = _find_unpublished(yaml_text, [finding for finding in commented if finding.end <= len(yaml_text)])
        found = [finding for finding in found if finding not in comments]
    record = next((kind.record for kind in file_kinds() if kind.holds(file)), None)
    for kind in sorted(_public_kinds(record)):
        public = _find_unpublished(text, [finding for finding in found if finding.kind == kind], record, kind)
        found = [finding for finding in found if finding not in public]
    return found


def _public_kinds(record: type[Any] | None) -> set[str]:
    """What the values of Public fields look like, of a record and of those within it."""
    within = map(_public_kinds, nested_fields(record).values()) if record else ()
    return set(public_fields(record).values() if record else ()).union(*within)


def _find_unpublished(
    yaml_text: str, findings: list[PrivateText], record: type[Any] | None = None, public: str = ""
) -> list[PrivateText]:
    """Those in whose place anything may be written: the YAML says the same, but for the fields of `record` that are
    Public and of the kind `public`."""
    from sitegen.load.yaml_text import parse_yaml

    document = parse_yaml(yaml_text, "", Report()) if findings else None
    if document is None:  # it says nothing, and whoever reads the file says why
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
    """The plain value of a record, or of a list of them, without the fields that are Public and of this kind."""
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
