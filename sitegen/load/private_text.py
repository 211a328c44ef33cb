"""Find private data in a text as readers see it: numbers of persons, telephone numbers and e-mail addresses.

Entities, tags, escapes, compatibility forms and invisible characters are resolved first; the position of each finding
is that in the source. Numbers that are spelled in words are not found.
"""

from __future__ import annotations

import calendar
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from sitegen.geography.private_numbers import PrivateNumbers, identity_pattern, words_pattern
from sitegen.load.private_scan import BRACKETED_AT, MIN_DIGITS

_CUT = "\x1f"
"""Stands for what ends every number, such as the border of a table cell."""
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var"
    " wbr".split()
)
_DISGUISES = frozenset(("at", "dot", "titik", "et"))
"""Words that hide a sign of an e-mail address in angle brackets."""
_MARKUP = re.compile(
    r"[&<\\%*`\x00-\x08\x0b-\x1f\x7f-\U0010ffff]"
    r"(?:(?<=&)(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31}+);?"
    r"|(?<=<)(?:!--[^<>]{0,200}?-->|/?[A-Za-z][A-Za-z0-9]*+(?=[\s/>])[^<>&@]*+>)"
    r"|(?<=\\)(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[!-/:-@\[-`{-~]|\n)"
    r"|(?<=%)(?:40|2[08BbDdEe]|3[0-9])"
    r"|(?<=[*`])(?:(?<![\s*`].)[*`]*+|(?<![*`].)[*`]*+(?=\S))"
    r"|(?<=[⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]*+|(?<=[^\t\n\x20-\x7e]))",
    re.DOTALL,
)
"""What readers do not see as it is written. The first sign decides on the rest, which keeps the search fast."""
_SHOWN = {
    **dict.fromkeys("ОоΟοօ", "o"),
    **dict.fromkeys("ІΙӀӏ", "l"),
    **dict.fromkeys("·•∙‧⁃●◦・･｡。․⸱⋅ꞏ", "."),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
    "\u2800": " ",
    "−": "-",
    "ⓐ": "@",
}
"""What characters look like that no property of theirs tells."""
_SHOWN_CATEGORIES = {
    **dict.fromkeys(("Cf", "Cc", "Mn", "Me"), ""),
    **dict.fromkeys(("Zl", "Zp"), "\n"),
    **dict.fromkeys(("Pi", "Ps"), "["),
    **dict.fromkeys(("Pf", "Pe"), "]"),
    "Zs": " ",
    "Pd": "-",
}
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _plain_character(character: str) -> str:
    """Return what a character outside of ASCII looks like: digits of any script as ASCII, nothing if invisible."""
    shown = _SHOWN.get(character, _SHOWN_CATEGORIES.get(unicodedata.category(character)))
    if shown is None:
        digit = unicodedata.digit(character, None)
        shown = unicodedata.normalize("NFKC", character) if digit is None else str(digit)
        if shown == character and unicodedata.category(character)[0] in "PS":
            shown = "#"
    return shown


def _plain(token: str) -> str:
    """Return what a reader sees of a token of markup; empty where that is nothing."""
    match token[0]:
        case "&":
            shown = html.unescape(token)
            shown = token if shown == token else "".join(map(_plain_visible, shown))
        case "<":
            shown = _plain_tag(token)
        case "\\":
            shown = chr(min(int(token[2:], 16), 0x10FFFF)) if token[1] in "xuU" else token[1]
        case "%":
            shown = chr(int(token[1:], 16))
        case "*" | "`":
            shown = ""
        case raised if raised in _RAISED:  # the sign of a note, unless it is as long as a number
            shown = "".join(map(_plain_character, token)) if len(token) > 3 else _CUT * len(token)
        case _:
            shown = _plain_character(token)
    return shown


def _plain_tag(tag: str) -> str:
    name = tag.strip("</>").split(maxsplit=1)[0].rstrip("/").lower()
    if name in _DISGUISES and name == tag[1:-1].lower():
        return f"[{name}]"
    if sum(map(str.isdigit, tag)) >= MIN_DIGITS:  # such as a link to a telephone number
        return tag
    return "\n" if name == "br" else "" if name in _INLINE or name.startswith("!") else _CUT


def _plain_visible(character: str) -> str:
    return character if character in "\t\n" or " " <= character <= "~" else _plain_character(character)


class _Resolved:
    """A text as readers see it, which knows where each part of it stands in the source."""

    def __init__(self, source: str) -> None:
        parts: list[str] = []
        self._at, self._source, self._ends = [0], [0], [-1]
        done = length = 0
        for match in _MARKUP.finditer(source):
            token, (start, end) = match[0], match.span()
            shown = _plain(token)
            if shown == token:
                continue
            parts += (source[done:start], shown)
            length += start - done
            if len(shown) != end - start:
                if shown:
                    self._mark(length, start, end)
                self._mark(length + len(shown), end)
            length += len(shown)
            done = end
        self.text = "".join([*parts, source[done:]]) if parts else source

    def _mark(self, at: int, source: int, end: int = -1) -> None:
        self._at.append(at)
        self._source.append(source)
        self._ends.append(end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source of a span of the text."""
        first, last = bisect_right(self._at, start) - 1, bisect_right(self._at, end - 1) - 1
        begun = self._source[first] + (start - self._at[first] if self._ends[first] < 0 else 0)
        ended = self._source[last] + end - self._at[last] if self._ends[last] < 0 else self._ends[last]
        return begun, ended


class PrivateText(NamedTuple):
    """Private data found in a text."""

    kind: str
    """A key of PRIVATE_CODES."""
    start: int
    end: int
    text: str
    """As written."""
    value: str
    """As meant: digits, or an address with its signs."""
    name: str
    """The normalized form, for comparison."""

    @property
    def masked(self) -> str:
        """Return the value with most of it masked."""
        if self.kind == "email":
            local, _, host = self.value.rpartition("@")
            return f"{local[0]}{'•' * max(1, len(local) - 1)}@{host}"
        first, last = {"nik": (4, 4), "phone": (4, 2)}.get(self.kind, (2, 2))
        digits = self.value.lstrip("+")
        return f"{digits[:first]}{'•' * (len(digits) - first - last)}{digits[-last:]}"


def normalize(text: str, numbers: PrivateNumbers) -> str:
    """Normalize a number or an e-mail address: `+62 812-…` becomes `0812…`, capitals become small letters."""
    if "@" in text:
        return text.strip().lower()
    digits, calling = re.sub(r"\D", "", text).removeprefix("00"), numbers.calling_code
    if len(digits) < 16 and (digits.startswith(calling) or text.lstrip().startswith(f"+{calling}")):
        return "0" + digits[len(calling) :].lstrip("0")
    return digits if len(digits) == 16 else "0" + digits.lstrip("0")


def find_private(text: str, numbers: PrivateNumbers, beside: str = "") -> list[PrivateText]:
    """Find all private data in `text`, in order; `beside` are words that stand beside it, such as a column's head."""
    resolved, patterns = _Resolved(text), _patterns(numbers)
    plain = resolved.text
    found: list[PrivateText] = []
    ended = 0
    findings = [
        *_find_emails(plain),
        *_find_coded(plain, beside, patterns),
        *_find_numbers(plain, beside, patterns),
    ]
    for start, end, kind, value in sorted(findings, key=lambda finding: (finding[0], -finding[1])):
        if start >= ended:
            begun, stop = resolved.span(start, end)
            found.append(PrivateText(kind, begun, stop, text[begun:stop], value, normalize(value, numbers)))
            ended = end
    return found


def mask_private(text: str, numbers: PrivateNumbers) -> str:
    """Mask all private data in `text`."""
    parts, done = list[str](), 0
    for finding in find_private(text, numbers):
        parts += (text[done : finding.start], finding.masked)
        done = finding.end
    return "".join([*parts, text[done:]])


_Found = tuple[int, int, str, str]
"""Start, end, kind and value."""

# E-mail addresses

_DOT = r"(?:\.|\s\.\s|\s{0,2}[\[({|/<-]{1,2}\s?(?i:dot|titik|\.)\s?[\])}|/>-]{1,2}\s{0,2}|\s(?i:dot|titik)\s)"
_AT = r"(?:@|\s@\s|@\s{1,2}|\s{0,2}[\[({|/<-]{1,2}\s?(?i:at|a|et|@)\s?[\])}|/>-]{1,2}\s{0,2}|\s(?i:at|et|keong)\s)"
_LABEL = r"[^\W_]++(?:-++[^\W_]++)*+"
_EMAIL = re.compile(rf"(?<![\w.%+-])([\w.%+-]++)({_AT})({_LABEL}(?:{_DOT}{_LABEL})++)")
_JOINED_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._-])([A-Za-z0-9.]++)[_-]{1,3}+(?i:at)[_-]{1,3}+([A-Za-z0-9]++)(?:[_-]{1,3}+(?i:dot)[_-]{1,3}+|\.)([a-z]{2,6})(?!\w)"
)
_BRACKETED_AT = re.compile(BRACKETED_AT)
_DOTS_BETWEEN = re.compile(_DOT)
_IMAGES = frozenset("png jpg jpeg webp gif svg avif".split())
_DOMAINS = frozenset(
    "id com org net info biz edu gov mil int io me co my sg au uk us eu de nl jp cn in tv cc xyz site online email asia"
    " app dev name pro tech store web example test invalid".split()
)
"""Top-level domains by which a disguised address is told from other words."""


def _find_emails(text: str) -> Iterator[_Found]:
    lower = text.lower()
    plain = "@" not in text and " AT " not in text and "dot" not in lower and "titik" not in lower
    if plain and not _BRACKETED_AT.search(lower):
        return
    for match in _EMAIL.finditer(text):
        local, at, host = match.groups()
        dots = [one.span() for one in _DOTS_BETWEEN.finditer(host)]
        begins = [0, *(end for _, end in dots)]
        ends = [*(start for start, _ in dots), len(host)]
        labels = [host[start:end] for start, end in zip(begins, ends, strict=True)]
        plain_dots = all(host[start:end] == "." for start, end in dots)
        known = at != "@" or not plain_dots
        while len(labels) > 1 and not _is_domain(labels[-1], known):
            labels.pop()
        if len(labels) < 2 or not any(map(str.isalnum, local)):
            continue
        if at.strip().isalpha() and not ((at.strip() == "AT" and not local.isupper()) or not plain_dots):
            continue
        yield match.start(), match.start(3) + ends[len(labels) - 1], "email", f"{local}@{'.'.join(labels)}"
    for match in _JOINED_EMAIL.finditer(text) if "_at" in lower or "-at" in lower else ():
        if match[3] in _DOMAINS:
            yield *match.span(), "email", f"{match[1]}@{match[2]}.{match[3]}"


def _is_domain(label: str, known: bool) -> bool:
    return label.lower() in _DOMAINS if known else len(label) > 1 and label.isalpha() and label not in _IMAGES


# Numbers

_SEPARATOR = r"[^0-9A-Za-z\x1f\x80-\U0010ffff]"
_RUN = re.compile(rf"\+?\d(?:{_SEPARATOR}{{0,8}}+\d){{{MIN_DIGITS - 1},}}+", re.ASCII)
_CLOSED = re.compile(r"[^()]*\)")
_GROUP = re.compile(r"\d+", re.ASCII)
_BREAK = re.compile(r"[.\-/]?[ \t]*\n[ \t]*")
_OPEN, _STRICT = re.compile(r"(?!\.\.)[ \t.\-/_~()\[\]=]*"), re.compile(r"[^\w\s]{1,3}")
_LETTERS_FOR_DIGITS = re.compile(
    r"(?<![^\W_])[0-9OoIl](?:[ .\-/][0-9OoIl](?![^\W_])){6,}+"
    r"|(?<![^\W_])(?=[0-9]*+[OoIl])(?=[OoIl]*+[0-9])[0-9OoIl]++(?![^\W_])"
    r"|(?<=[0-9][ .\-/])[OoIl]{1,4}(?![^\W_])|(?<![^\W_])[OoIl](?=[ .\-/][0-9])"
)
_LETTER_BESIDE_DIGIT = re.compile(r"[0-9][ .\-/]?[OoIl](?![A-Za-z])|(?<![A-Za-z])[OoIl][ .\-/]?[0-9]")
_AS_DIGITS = str.maketrans("OoIl", "0011")
_DATE = r"(?:0?[1-9]|[12][0-9]|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![-./]?[0-9])"
_TIME = r"(?:[01]?[0-9]|2[0-3])[.:][0-5][0-9]"
_HARMLESS = (
    r"(?:https?://|ftp://|www\.)[^\s<>\"')\]]++|(?<![\w.@-])(?:[A-Za-z0-9-]++\.)++[A-Za-z]{2,}+/[^\s<>\"')\]]*+"
    r"|\b10\.[0-9]{4,9}/[^\s<>\"]++"  # a DOI
    r"|\bIS[BSM]N(?:-1[03])?[\s:.]{0,3}[0-9][0-9Xx \-]{7,16}"
    r"|\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b"
    rf"|(?<![0-9.\-/]){_DATE}|(?<![0-9.\-/])(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9](?![\-./]?[0-9])"
    rf"|(?<![0-9.\-/:]){_TIME} ?[-–] ?{_TIME}(?![\-./:]?[0-9])"
    r"|(?<![0-9.+])0\.[0-9]{3,}+(?![.\-/][0-9])"
    r"|\b(?:Rp|IDR|USD|US\$)\.? ?[0-9][0-9.,]*+"
    r"|(?<![0-9.+])[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![.\-]?[0-9])|(?<![0-9,])[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?!,?[0-9])"
)
"""Web addresses, DOI, ISBN, UUID, dates, times and amounts."""
_CHAT_LINK = re.compile(
    r"(?i:wa\.me/|whatsapp|t\.me/\+|tel:|(?:phone|telp|tel|hp|wa|nohp|nik|ktp|npwp|nomor|number|mobile|msisdn)=)"
)
"""Parts of a web address that holds a number of a person."""


class _Group(NamedTuple):
    digits: str
    start: int
    end: int


def _find_numbers(text: str, beside: str, patterns: _Patterns) -> Iterator[_Found]:
    if _LETTER_BESIDE_DIGIT.search(text):
        for _ in range(2):  # the second time, digits that were letters are known as digits
            text = _LETTERS_FOR_DIGITS.sub(lambda match: match[0].translate(_AS_DIGITS), text)
    lines = _lines_with_numbers(text, patterns)
    if not lines:
        return
    parts, done = list[str](), 0
    for start, end in lines:
        parts += (text[done:start], patterns.harmless.sub(_blank, text[start:end]))
        done = end
    numbers = "".join([*parts, text[done:]])
    words = _Words(numbers, beside, patterns)
    for start, end in lines:
        for run in _RUN.finditer(numbers, start, end):
            for groups in _split(numbers, run.start(), run.end()):
                yield from _find_in_run(numbers, groups, words)


def _lines_with_numbers(text: str, patterns: _Patterns) -> list[tuple[int, int]]:
    """Return the parts of a text, in whole lines, that have a long number which is not just the code of a village."""
    parts = list[tuple[int, int]]()
    for run in _RUN.finditer(text):
        if patterns.code.fullmatch(run[0]) or (parts and run.end() <= parts[-1][1]):
            continue
        start, end = text.rfind("\n", 0, run.start()) + 1, text.find("\n", run.end())
        end = len(text) if end < 0 else end
        if parts and start < parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


def _blank(match: re.Match[str]) -> str:
    return match[0] if _CHAT_LINK.search(match[0]) else "x" * len(match[0])


def _split(text: str, start: int, end: int) -> Iterator[list[_Group]]:
    """Divide a run of digits and separators where the separator is none within a number."""
    groups: list[_Group] = []
    for match in _GROUP.finditer(text, start, end):
        if groups and not _joins(text, groups[-1], match):
            yield groups
            groups = []
        groups.append(_Group(match[0], match.start(), match.end()))
    yield groups


def _joins(text: str, before: _Group, after: re.Match[str]) -> bool:
    separator = text[before.end : after.start()]
    if "\n" in separator:
        return _BREAK.fullmatch(separator) is not None
    return _OPEN.fullmatch(separator) is not None or (
        _STRICT.fullmatch(separator) is not None and len(before.digits) > 2 and len(after[0]) > 2
    )


def _find_in_run(text: str, groups: list[_Group], words: _Words) -> Iterator[_Found]:
    first = after = 0
    while first < len(groups):
        second = 0 < first == after and groups[first].digits[0] == "0"
        found = _find_at(text, groups, first, words) if second or _begins(text, groups, first) else None
        if found is None:
            first += 1
        else:
            last, kind, value = found
            start = groups[first].start - (text[max(0, groups[first].start - 1) : groups[first].start] == "+")
            start = (
                start - 1 if text[start - 1 : start] == "(" and _CLOSED.match(text, start, groups[last].end) else start
            )
            yield start, groups[last].end, kind, value
            first = after = last + 1


def _begins(text: str, groups: list[_Group], first: int) -> bool:
    """Whether a number may begin with this group: it is not within a longer number, code or digest."""
    start = groups[first].start
    if first:
        separator = text[groups[first - 1].end : start]
        return separator.strip(".-/_~'") != "" and not separator.rstrip("([+").endswith(("-", "."))
    before = text[max(0, start - 40) : start]
    if re.search(r"(?:\d[.\-/]|(?<!\d)\d,)\+?\Z", before):
        return False
    word = re.search(r"[^\W_]*+\Z", before[-20:])
    return word is None or not word[0] or word[0].isalpha()


def _ends(text: str, groups: list[_Group], first: int, last: int) -> bool:
    """Whether a number may end with this group."""
    end = groups[last].end
    if last + 1 < len(groups):
        after = text[end : groups[last + 1].start]
        if after == "/" and groups[last + 1].digits[0] == "0":  # a second number
            return "/" not in text[groups[first].start : end]
        return any(sign.isspace() or sign in "()[]" for sign in after) and not after.startswith((".", "-"))
    if re.match(r"[.\-/]\d", text[end : end + 2]):
        return False
    word = re.match(r"[^\W_]*", text[end : end + 20])
    return word is None or not word[0] or (word[0].isalpha() and not re.fullmatch("[a-f]+", word[0]))


def _find_at(text: str, groups: list[_Group], first: int, words: _Words) -> tuple[int, str, str] | None:
    """Return the last group, the kind and the value of the private number that begins with a group."""
    start, (digits, lasts) = groups[first].start, _candidates(text, groups, first)
    if not lasts:
        return None
    plus = text[max(0, start - 1) : start] == "+"
    patterns, numbers = words.patterns, words.patterns.numbers
    kinds = words.kinds_at(start, groups[lasts[0][0]].end)
    for last, length in lasts:
        kind = _kind_by_form(text, groups[first : last + 1], digits[:length], "nik" in kinds, numbers.kinds)
        if kind and _ends(text, groups, first, last):
            return last, kind, digits[:length]
    years = all(_YEAR.fullmatch(group.digits) for group in groups[first : lasts[0][0] + 1])
    if kinds and (years or words.is_amount(start, groups[lasts[0][0]].end)):
        kinds = ()
    for kind in (*kinds, ""):
        beside = kind == "phone"
        if kind in _LENGTHS and not plus:
            lengths = _LENGTHS[kind]
        elif plus or beside or (not kind and patterns.phone_start.match(digits)):
            lengths = range(MIN_DIGITS, 16)
        else:
            continue
        for last, length in lasts:
            if length not in lengths or not _ends(text, groups, first, last):
                continue
            if kind in _LENGTHS and not plus:
                return last, kind, digits[:length]
            if _is_phone(text, groups[first : last + 1], digits[:length], plus, beside, numbers):
                return last, "phone", f"+{digits[:length]}" if plus else digits[:length]
    return None


def _kind_by_form(text: str, groups: list[_Group], digits: str, named: bool, kinds: frozenset[str]) -> str:
    """Return `nik` or `npwp` for a number whose digits or groups tell it, if these are among the kinds; `named` if the
    word for the first is near."""
    nik = "nik" in kinds and len(digits) == 16 and is_nik(digits)
    if not nik and ("npwp" not in kinds or len(digits) != sum(_NPWP_GROUPS)):
        return ""
    sizes = [len(group.digits) for group in groups]
    if nik and (named or _is_grouped_as_nik(sizes, text[groups[0].start : groups[-1].end])):
        return "nik"
    return "npwp" if "npwp" in kinds and sizes == _NPWP_GROUPS else ""


def _candidates(text: str, groups: list[_Group], first: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the digits from a group on, and each last group that a number may have with the digits up to it, longest
    first.

    Groups of one or two digits are one number rather than many small ones if they have the same separator, and no
    others beside them.
    """
    digits, lasts, separators = "", list[tuple[int, int]](), set[str]()
    alone = first == 0 or len(groups[first - 1].digits) > 2
    for last in range(first, min(len(groups), first + _MAX_DIGITS)):
        if len(digits) + len(groups[last].digits) > _MAX_DIGITS:
            break
        digits += groups[last].digits
        if last > first:
            separators.add(text[groups[last - 1].end : groups[last].start])
        if len(digits) > 2 * (last - first + 1):
            small = False
        elif not alone or len(separators) > 1:
            continue
        else:
            small = last + 1 < len(groups) and len(groups[last + 1].digits) < 3
        if len(digits) >= MIN_DIGITS and not small:
            lasts.append((last, len(digits)))
    return digits, lasts[::-1]


_MAX_DIGITS = 22
"""Of the number of a taxpayer with that of an office."""
_NPWP_GROUPS = [2, 3, 3, 1, 3, 3]
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PROVINCES = frozenset(
    map(
        str,
        (*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)),
    )
)
"""The codes of the provinces, by the Ministry of Home Affairs."""
_LAST_REGENCY, _CITIES = 40, range(71, 80)
"""The highest number of a regency within its province, with room for those to come; and the numbers of cities. Identity
numbers keep the code of the day when they were given, so that no list of today's codes can serve."""


def is_nik(digits: str) -> bool:
    """Whether sixteen digits can be an identity number: codes of province and regency, and a day."""
    regency, day, month = int(digits[2:4]), int(digits[6:8]), int(digits[8:10])
    day -= 40 if day > 40 else 0  # of a woman
    return (
        digits[:2] in _PROVINCES
        and (1 <= regency <= _LAST_REGENCY or regency in _CITIES)
        and digits[4:6] != "00"
        and 1 <= month <= 12
        and 1 <= day <= calendar.monthrange(2000, month)[1]
    )


def _is_grouped_as_nik(sizes: list[int], written: str) -> bool:
    """Whether people write an identity number in such groups."""
    if len(sizes) == 1 or set(sizes) == {1}:
        return True
    ends = {sum(sizes[:count]) for count in range(1, len(sizes))}
    if " " not in written and "\n" not in written and len(ends) > 1:
        return all(end % 2 == 0 for end in ends) and len({sign for sign in written if not sign.isdigit()}) < 3
    return ends <= {2, 4, 6, 8, 10, 12} and (12 in ends or ends <= {6, 8})


def _is_phone(text: str, groups: list[_Group], digits: str, plus: bool, beside: bool, numbers: PrivateNumbers) -> bool:
    """Whether a number is that of a telephone; with the word for one beside it, also without its first zero."""
    written = text[groups[0].start : groups[-1].end]
    if "/" in written and not beside and not _is_phone_with_slashes(text[: groups[0].start][-20:], groups):
        return False
    if plus or digits.startswith(f"00{numbers.calling_code}"):
        return _phone_kind(f"+{digits.removeprefix('00')}", numbers.country) != ""
    if beside and _phone_kind("0" + digits, numbers.country):
        return True
    kind = _phone_kind(digits, numbers.country)
    if kind == "other" and digits.startswith(numbers.calling_code):
        kind = _phone_kind(f"+{digits}", numbers.country)
    if kind == "other" and not beside:  # its area code stands apart, or nothing
        sizes = [len(group.digits) for group in groups]
        apart = len(sizes) == 1 or sizes[0] in (3, 4, _area_size(digits, numbers.country)) or set(sizes) == {1}
        return digits[0] == "0" and apart and "/" not in written and "," not in written
    return kind != ""


def _area_size(digits: str, country: str) -> int:
    """Return the number of digits of the area code of a valid number, with its first zero."""
    import phonenumbers

    return phonenumbers.length_of_geographical_area_code(phonenumbers.parse(digits, country)) + 1


def _is_phone_with_slashes(before: str, groups: list[_Group]) -> bool:
    """Whether a number with slashes is no number of a document."""
    sizes = {len(group.digits) for group in groups}
    return (sizes <= {3, 4, 5} or sizes == {1}) and not _DOCUMENT_BEFORE.search(before)


_DOCUMENT_BEFORE = re.compile(r"(?:/|\b(?i:nomor|no|sk|surat|perda|perbup|perwali|pp|uu)\b[ .:]*)\Z")


@lru_cache(4096)
def _phone_kind(number: str, country: str) -> str:
    """Return `mobile` or `other` for the number of a person or an office, empty for no such number. It is one of the
    country unless it begins with `+`."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    kinds = phonenumbers.PhoneNumberType
    personal = (kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE, kinds.PERSONAL_NUMBER, kinds.VOIP)
    kind = phonenumbers.number_type(parsed) if phonenumbers.is_valid_number(parsed) else None
    if kind not in personal:
        return ""
    return "mobile" if kind in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE) else "other"


# Numbers that only the words beside them tell

_LENGTHS = {"kpj": (11, 13), "npwp": (15, 16, 22), "account": range(10, 17)}
"""The numbers of digits of each kind."""
_NO = r"(?:no|nomor|nomer|nmr|number)s?[ ._:-]{0,3}"
_KIND_WORDS = {
    "kpj": rf"kpj|{_NO}(?:kartu|(?:kartu[ _])?(?:peserta|kepesertaan|anggota|member|bpjs|bpjamsostek"
    r"|jamsostek|jkn|kis))"
    r"|kartu[ _](?:peserta|bpjs|jamsostek)|member(?:ship)?[ _](?:number|no|id)|id[ _]peserta",
    "npwp": r"npwp(?:1[56])?|nitku|wajib[ _]pajak|tax[ _]id",
    "account": rf"rekening|{_NO}rek(?:ening)?|no ?rek|norek|rek|account|acc"
    r"|bca|bri|bni|btn|bsi|bjb|cimb|danamon|permata|ocbc|panin|maybank|btpn|muamalat|bukopin|seabank|jago"
    r"|bank[ _][^\W\d_]+",
    "owner": r"a\.? ?/? ?n\.?(?=\s)|atas[ _]nama",
    "nik": r"nik|ktp|kk|kartu[ _]keluarga|induk[ _]kependudukan|kependudukan",
    "phone": "telephone|tel|phone|mobile|whatsapp|sms|contact|call|telegram",
}
"""The words that tell each kind. `owner` tells of an account."""
_MANDIRI = re.compile(r"(?<!\w)Mandiri\W{1,3}\Z")
_AMOUNT_BEFORE = re.compile(
    r"(?i:rp|idr|sebanyak|sebesar|senilai|sejumlah|berjumlah|jumlah|total|mencapai|sekitar|saldo)\W{0,3}\Z"
)
_AMOUNT_AFTER = re.compile(r"\W{0,2}(?i:rupiah|orang|jiwa|peserta|pekerja|desa|persen|unit|keluarga|penduduk|juta)\b|%")
_WINDOW, _WINDOW_AFTER = 60, 25
_TABLE_RULE = re.compile(r"[ \t|:]*-[-| \t:]*")
_PASSPORT = re.compile(r"(?<![^\W_])(?:[A-Z]{1,2}[ .\-]?|[a-z]{1,2})[0-9](?:[ .\-]?[0-9]){5,6}(?![^\W_])")
_OLD_KPJ = re.compile(r"(?<![^\W_])[0-9]{2}[A-Z][0-9]{8}(?![^\W_])")
_CODED = {"passport": (r"paspor|passport", _PASSPORT), "kpj": ("kpj", _OLD_KPJ)}
"""Numbers with letters: the word that tells each kind, and its pattern."""


@dataclass(frozen=True)
class _Patterns:
    """The patterns by which the numbers of a country are found."""

    numbers: PrivateNumbers
    """What they look for."""
    code: re.Pattern[str]
    """The code of a place."""
    harmless: re.Pattern[str]
    """What looks like a number of a person and is none."""
    phone_start: re.Pattern[str]
    """The first digits of a telephone number."""
    words: re.Pattern[str]
    """The words for a kind of numbers, which the name of their group tells."""
    coded: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    """Numbers that only a word beside them tells: their kind, and the patterns of the word and of the number."""


@lru_cache(8)
def _patterns(numbers: PrivateNumbers) -> _Patterns:
    calling, code = numbers.calling_code, "(?!)" if numbers.plain_codes else numbers.code
    kinds = numbers.kinds | {"phone"} | ({"owner"} if "account" in numbers.kinds else frozenset())
    kind_words = _KIND_WORDS | {"phone": "|".join((_KIND_WORDS["phone"], *map(re.escape, numbers.telephone_words)))}
    words = "|".join(f"(?P<{kind}>{text})" for kind, text in kind_words.items() if kind in kinds)
    coded = [
        (kind, re.compile(word, re.IGNORECASE), pattern)
        for kind, (word, pattern) in _CODED.items()
        if kind in numbers.kinds
    ]
    coded += [
        (
            "identity",
            re.compile(rf"(?<![^\W_])(?:{words_pattern(one.words)})(?![^\W_])", re.IGNORECASE),
            identity_pattern(one.forms),
        )
        for one in numbers.identity
    ]
    return _Patterns(
        numbers,
        re.compile(code),
        re.compile(rf"{_HARMLESS}|(?<![0-9.\-/]){code}(?![.\-/]?[0-9])"),
        re.compile(rf"0[1-9]|{calling}[1-9]|00{calling}"),
        re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE),
        tuple(coded),
    )


def names_kind(text: str, numbers: PrivateNumbers) -> bool:
    """Whether a text, such as the head of a column, tells the kind of the numbers beside it."""
    patterns = _patterns(numbers)
    return any(one.search(text) for one in (patterns.words, *(word for _, word, _ in patterns.coded)))


class _Words:
    """The words beside the numbers of a text."""

    def __init__(self, text: str, beside: str, patterns: _Patterns) -> None:
        self._text, self._beside, self.patterns = text, beside, patterns

    def before(self, start: int) -> str:
        """Return the words before a number: of its column, then of its row, or of the text before it."""
        at = bisect_right(self._tables, start, key=lambda table: table[0]) - 1
        if at >= 0 and start < self._tables[at][1]:
            row = self._text.rfind("\n", 0, start) + 1
            column, heads = self._text.count("|", row, start), self._tables[at][2]
            head = heads[column] if column < len(heads) else ""
            return f"{self._beside} {head} {self._text[max(row, start - _WINDOW) : start]}"
        window = self._text[max(0, start - _WINDOW) : start]
        return f"{self._beside} {window[window.rfind(chr(10) * 2) + 1 :]}"

    def after(self, end: int) -> str:
        """Return the words after a number on its line."""
        return self._text[end : end + _WINDOW_AFTER].split("\n", 1)[0]

    def kinds_at(self, start: int, end: int) -> tuple[str, ...]:
        """Return the kinds that the words beside a number give it, the nearest first: one before, and one after it."""
        if not self._any:
            return ()
        before, after = self.before(start), self.after(end)
        kinds = [match.lastgroup or "" for match in self.patterns.words.finditer(before)]
        owner = ["owner"] if "owner" in kinds else []  # tells less than any other word
        kinds = [kind for kind in kinds if kind != "owner"][-1:] + owner
        if "account" in self.patterns.numbers.kinds and _MANDIRI.search(before):
            kinds = ["account"]
        following = self.patterns.words.search(after)
        if following:
            kinds.insert(0 if after.startswith((" (", "(")) else 1, following.lastgroup or "")
        return tuple("account" if kind == "owner" else kind for kind in kinds)

    def is_amount(self, start: int, end: int) -> bool:
        """Whether the words beside a number count or pay something with it."""
        before = self._text[max(0, start - 20) : start]
        return bool(_AMOUNT_BEFORE.search(before) or _AMOUNT_AFTER.match(self._text[end : end + 20]))

    @cached_property
    def _any(self) -> bool:
        return bool(
            self.patterns.words.search(self._beside)
            or self.patterns.words.search(self._text)
            or "Mandiri" in self._text
        )

    @cached_property
    def _tables(self) -> list[tuple[int, int, list[str]]]:
        """Start and end of the body of each Markdown table, and the heads of its columns."""
        tables = list[tuple[int, int, list[str]]]()
        if "|" not in self._text:
            return tables
        end, before, within = 0, "", False
        for line in self._text.split("\n"):
            end += len(line) + 1
            if "|" not in line:
                within = False
            elif within:
                tables[-1] = (tables[-1][0], end, tables[-1][2])
            elif "|" in before and _TABLE_RULE.fullmatch(line):
                tables.append((end, end, before.split("|")))
                within = True
            before = line
        return tables


def _find_coded(text: str, beside: str, patterns: _Patterns) -> Iterator[_Found]:
    """Find numbers that only a word beside them tells: those with letters, and identity numbers."""
    for kind, word, pattern in patterns.coded:
        if not word.search(text) and not word.search(beside):
            continue
        words = _Words(text, beside, patterns)
        searched = patterns.harmless.sub(_blank, text) if kind == "identity" else text
        for match in pattern.finditer(searched):
            if word.search(words.before(match.start())) or word.search(words.after(match.end())):
                yield *match.span(), kind, re.sub(r"[ .\-]", "", match[0]).upper()
