"""Find identity numbers, telephone numbers and private e-mail addresses in whatever would be published."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from sitegen.cache import cached_report, get_value, set_value
from sitegen.load.context import READ, LoadContext, key_of, split_front_matter
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
_PARTS = {"_": f"(?:{_SIGN}|{_SPACE}|{_BREAK})?", "=": f"(?:{_SIGN}|{_SPACE})?", "~": f"(?:{_SIGN}|{_SPACE})"}
_WIDE = r" ?[.\x80-\xff-]{0,3} ?"
"""As `_SIGN`, `_SPACE` or nothing, in bytes."""
_LOOSE = {"_": rf"(?:{_WIDE}|[ \t\n\\]*)", "=": _WIDE, "~": _WIDE}  # JSON writes a line feed as \\ and n


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("[_=~]", lambda match: parts[match[0]], pattern)


_PHONES = tuple(re.compile(_filled(pattern, _PARTS) + r"(?!\d)", re.ASCII) for pattern in _NUMBERS)
_IDENTITY = re.compile(rf"[1-9](?<!\d\d)(?=({_filled(_NIK, _PARTS)})(?!\d))", re.ASCII)
_MAYBE_PHONES = tuple(re.compile(_filled(pattern, _LOOSE).encode()) for pattern in _NUMBERS)
_MAYBE_IDENTITY = re.compile(rf"[1-9]{_filled(_NIK, _LOOSE)}".encode())

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_BETWEEN = bytes([*b" .-", *range(0x80, 0x100)])
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
        return normalise(self.text)

    @property
    def masked(self) -> str:
        """Enough of it to find it by, and no more."""
        if self.kind == "email":
            local, _, host = self.text.rpartition("@")
            return f"{local[0]}{'•' * max(1, len(local) - 1)}@{host}"
        digits = re.sub(r"\D", "", self.text)
        last = 4 if self.kind == "nik" else 2
        return f"{digits[:4]}{'•' * (len(digits) - 4 - last)}{digits[-last:]}"


def normalise(text: str) -> str:
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
    taken = [(find.start, find.end) for find in found]
    for kind, start, end in _numbers(text):
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            found.append(PrivateText(kind, start, end, text[start:end]))
    return sorted(found, key=lambda find: find.start)


def mask_private(text: str) -> str:
    """`text` with everything private in it masked."""
    for find in reversed(find_private(text)):
        text = text[: find.start] + find.masked + text[find.end :]
    return text


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IDENTITY.finditer(text):
        start, end = match.start(), match.end(1)
        if _plausible(text[start:end]) and _alone(text, start, end):
            yield "nik", start, end
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if not _THOUSANDS.fullmatch(match[0]) and _alone(text, *match.span()):
                yield "phone", *match.span()


def _plausible(number: str) -> bool:
    """Whether sixteen digits can be a NIK: of a province, with a day of birth, and in groups that people write."""
    digits, groups = re.sub(r"\D", "", number), [len(group) for group in re.split(r"\D+", number)]
    day, month = int(digits[6:8]), int(digits[8:10])
    ends = {sum(groups[: count + 1]) for count in range(len(groups) - 1)}
    written = ends <= {2, 4, 6, 8, 10, 12} and (12 in ends or ends <= {6})
    return written and 11 <= int(digits[:2]) <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _alone(text: str, start: int, end: int) -> bool:
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
    return b"0" * 16 in bare.translate(_ZEROS, _BETWEEN) and _MAYBE_IDENTITY.search(bare) is not None


_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def check_privacy(
    reading: LoadContext, data: DataRecords, texts: Sequence[Announcement | PlainPage], content_files: Sequence[str]
) -> None:
    """Report what is private in data/ and in `content_files`, of which `texts` are those that could be read.

    Where the settings cannot be read, nobody knows what they allow: nothing is judged.
    """
    config = data.config
    unknown = (("privacy",), ("publisher", "email"))
    if config is None or config.publisher is None or any(reading.at_fault(SITE, *loc) for loc in unknown):
        return
    named = (config.privacy and config.privacy.allowed) or ()
    email = config.publisher.email
    allowed = [_names(entry) for entry in named]
    look = _Look(reading, named, frozenset().union(*allowed, [normalise(email)] if email else []))
    used = _in_data(look, data) | _in_content(look, texts, content_files)
    if not reading.unread:
        for index, names in enumerate(allowed):
            if not names & used:
                place = reading.span(SITE, "privacy", "allowed", index)
                reading.report.add("privacy-unused", place, value=named[index])


def _names(entry: str) -> set[str]:
    """What an entry of the settings allows: it may say in words whose number it is."""
    return {find.name for find in find_private(entry)} or {normalise(entry)}


def _in_data(look: _Look, data: DataRecords) -> set[str]:
    """The allowed ones that data/ uses; remembered while no file changes and nothing is wrong."""
    key = key_of(b"", "privacy", *data.keys)
    known: set[str] | None = get_value(look.reading.cache, READ, key, set[str])
    if known is not None:
        return known
    listed = [file for records in data.lists.values() for file in records.files]
    used = set[str]()
    for file in (SITE, PROGRAMME, *listed):
        if os.path.isfile(look.reading.path(file)):
            used |= look.into(file)
    if not look.finds:
        set_value(look.reading.cache, READ, key, sorted(used))
    return used


def _in_content(look: _Look, texts: Sequence[Announcement | PlainPage], files: Sequence[str]) -> set[str]:
    """The allowed ones that content/ uses; remembered while no text changes and nothing is wrong.

    What was read of a file is at hand: to look through it costs less than to open the file once more.
    """
    reading = look.reading
    sound = {text.file: text for text in texts if text.file not in reading.unread}
    key = key_of(msgspec.msgpack.encode(texts), "privacy", *sorted(look.allowed))
    whole = len(sound) == len(files)
    known: set[str] | None = get_value(reading.cache, READ, key, set[str]) if whole else None
    if known is not None:
        return known
    used, before = set[str](), look.finds
    for file in files:
        text = sound.get(file)
        if text is None or may_hold_private(msgspec.json.encode(text)):
            used |= look.into(file)
    if look.finds == before and whole:
        set_value(reading.cache, READ, key, sorted(used))
    return used


class _Look:
    """A close look into one file after the other."""

    def __init__(self, reading: LoadContext, named: Sequence[str], allowed: frozenset[str]) -> None:
        """`named` are the settings' own list; `allowed` are those and the publisher's address, in their normal form."""
        self.reading, self._named, self.allowed = reading, named, allowed
        self.finds = 0
        """Problems reported so far."""

    def into(self, file: str) -> set[str]:
        """The allowed ones that a file uses; all others are reported."""
        data = self.reading.load(file)
        if data is None or not may_hold_private(data):
            return set()
        key = key_of(data, "privacy", file, *sorted(self.allowed))
        read = partial(self._uses, data, file)
        return cached_report(self.reading.cache, READ, key, set[str], self.reading.report, read)[0]

    def _uses(self, data: bytes, file: str, report: Report) -> set[str]:
        text = decode_text(data, file, Report())
        if text is None:  # whoever reads the file says why
            return set()
        found = [find for find in _published(text, file) if not self._is_setting(find, text, file)]
        private = [find for find in found if find.name not in self.allowed]
        for find in private:
            report.add(f"private-{find.kind}", _place(find, text, file), value=find.masked)
        used = {find.name for find in found} & self.allowed
        self.finds += len(private)
        return used

    def _is_setting(self, find: PrivateText, text: str, file: str) -> bool:
        """Whether it stands in the list of what is allowed, which is no use of it."""
        if file != SITE or find.name not in self.allowed:
            return False
        at = _place(find, text, file)
        entries = (self.reading.span(SITE, "privacy", "allowed", index) for index in range(len(self._named)))
        return any(at.line == one.line and one.column <= at.column < (one.end or at.column + 1) for one in entries)


def _place(find: PrivateText, text: str, file: str) -> Span:
    """Where it stands; without an end where that is on the next line."""
    first = span_within(text, find.start, find.end, file)
    return Span(file, first.line, first.column, 0 if "\n" in find.text else first.column + len(find.text))


def _published(text: str, file: str) -> list[PrivateText]:
    """What is private in `text`, without what stands in a comment of its YAML or in a field that is declared Public."""
    found = find_private(text)
    doubtful = [find for find in found if _COMMENT.search(text, text.rfind("\n", 0, find.start) + 1, find.start)]
    if doubtful:
        matter = text if file.endswith(".yaml") else split_front_matter(text, file, Report())[0] or ""
        comments = _unused(matter, [find for find in doubtful if find.end <= len(matter)])
        found = [find for find in found if find not in comments]
    record = next((kind.record for kind in file_kinds() if kind.holds(file)), None)
    for kind in sorted(_public_kinds(record)):
        public = _unused(text, [find for find in found if find.kind == kind], record, kind)
        found = [find for find in found if find not in public]
    return found


def _public_kinds(record: type[Any] | None) -> set[str]:
    """What the values of Public fields look like, of a record and of those within it."""
    within = map(_public_kinds, nested_fields(record).values()) if record else ()
    return set(public_fields(record).values() if record else ()).union(*within)


def _unused(
    matter: str, finds: list[PrivateText], record: type[Any] | None = None, public: str = ""
) -> list[PrivateText]:
    """Those in whose place anything may be written: the YAML says the same, but for the fields of `record` that are
    Public and of the kind `public`."""
    from sitegen.load.yaml_text import parse_yaml

    document = parse_yaml(matter, "", Report()) if finds else None
    if document is None:  # it says nothing, and whoever reads the file says why
        return finds
    said = _without_public(document.value, record, public)

    def unused(some: list[PrivateText]) -> list[PrivateText]:
        other = matter
        for find in some:
            other = other[: find.start] + re.sub(r"[^\n]", "x", find.text) + other[find.end :]
        changed = parse_yaml(other, "", Report())
        if changed is not None and _without_public(changed.value, record, public) == said:
            return some
        half = len(some) // 2
        return [*unused(some[:half]), *unused(some[half:])] if half else []

    return unused(finds)


def _without_public(value: Any, record: type[Any] | None, kind: str) -> Any:
    """The plain value of a record, or of a list of them, without the fields that are Public and of this kind."""
    if record is None:
        return value
    if isinstance(value, list):
        return [_without_public(one, record, kind) for one in value]
    if not isinstance(value, dict):
        return value
    public, within = public_fields(record), nested_fields(record)
    return {
        name: _without_public(part, within.get(name), kind) for name, part in value.items() if public.get(name) != kind
    }
