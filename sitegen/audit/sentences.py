"""Sentences: the numbers of a Markdown text, each with the words around it that say what it counts, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sitegen.figures import BOUND

_NO_PROSE = re.compile(
    r"""
      (?m:^(?:[ ]{4}|\t).*$)                    # a block of code
    | (?P<tick>`+)(?:[^`]|\n(?!\n))+?(?P=tick)  # code within a line
    | <!--.*?--> | <[a-zA-Z/][^<>]*>            # HTML, an address between angle brackets
    | \]\([^()\s]*(?:\s+"[^"]*")?\)             # where a link leads
    | (?m:^[ ]{0,3}\[[^\]]+\]:.*$)              # … and where one leads that is told apart
    | https?://\S+ | \[\^[^\]]+\] | \{:?[#.\s][^{}]*\}
    | (?m:^\s*(?:>\s*)*(?:\d+[.)]|[-*+])(?=\s))   # the sign of a list's item
    """,
    re.VERBOSE | re.DOTALL,
)
_BREAK = re.compile(r"""(?<=[.!?])[*_"”')\]]*\s+|\n[ \t]*\n|\n(?=\s*(?:\#|\||>))|\|""")
_NUMBER = re.compile(r"(?<![\w.,/:+@#-])[0-9]+(?:[.,][0-9]+)*(?![\w/:-]|[.,][0-9])")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)[0-9]{2}(?![\w/]|[.,][0-9])")
_ISO = re.compile(r"\b((?:19|20)[0-9]{2})-[0-9]{2}(?:-[0-9]{2})?\b")
_STOP = re.compile(r"""\s*(?:$|[.,;:!?)+=*_"”—–])|\s+[+=—–(]""")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, with what stands around it."""

    text: str
    """As written, with the word for thousands or millions: `36 juta`."""
    value: int | float
    """What it is."""
    start: int
    """Where it begins in the text."""
    before: str
    """The part of its sentence before it."""
    after: str
    """The part of its sentence behind it."""
    clause: str
    """The clause it stands in."""
    around: str
    """Its sentence without the other clauses that have numbers."""
    sentence: str
    """Its whole sentence."""


class Lexicon:
    """The words of one language by which a text says what a number is: `scan:` of messages/<lang>.yaml."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words` are lists with commas between their items."""
        self._words = words
        self.thousands, self.decimal = words["thousands"], words["decimal"]
        self.villages = self._items("villages")
        self.within = _pattern(self._items("within"), re.IGNORECASE)
        self._scales = {name: int(size) for name, size in (item.split() for item in self._items("scales"))}
        self._patterns = {name: _pattern(self._items(name), re.IGNORECASE) for name in words if name not in _NO_LISTS}

    def _items(self, name: str) -> list[str]:
        return [item.strip() for item in self._words[name].split(",")]

    def says(self, name: str, text: str) -> bool:
        """Whether a text has one of the words of a list."""
        return self._patterns[name].search(text) is not None

    def ends(self, name: str, text: str) -> bool:
        """Whether the last word of a text is of a list."""
        return self._patterns[name].search(text.rstrip(" .").rpartition(" ")[2]) is not None

    def begins(self, name: str, text: str) -> bool:
        """Whether the first word of a text is of a list."""
        return self._patterns[name].match(text.lstrip()) is not None

    def place(self, territory: str) -> str:
        """The name of the region that a territory is in, without its word: Gianyar; empty for the whole country."""
        if self.says("nationwide", territory):
            return ""
        found = self._patterns["regional"].search(territory)
        names = re.findall(r"\b[A-Z]\w*(?: [A-Z]\w*)*", territory[found.end() if found else 0 :])
        return names[0] if names else territory

    def years(self, text: str) -> set[int]:
        """The years that a text names."""
        return {int(year) for year in _YEAR.findall(text)}

    def written(self, value: int | float) -> str:
        """A number in the digits of the language."""
        text = f"{value:,}"
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})

    def numbers(self, text: str) -> Iterator[Number]:
        """Every number of a text that may count something; no dates, years, codes, or numbers of decrees and lists."""
        plain = self._plain(text)
        at = 0
        for stop in [*_BREAK.finditer(plain), None]:
            end = stop.start() if stop else len(plain)
            yield from self._of_sentence(plain[at:end], at)
            at = stop.end() if stop else end

    def value(self, text: str) -> int | float | None:
        """The number that digits of the language mean; None for what is none, such as a code."""
        whole, comma, part = text.partition(self.decimal)
        groups = whole.split(self.thousands)
        if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
            return None
        if comma and (not part.isdigit() or not all(group.isdigit() for group in groups)):
            return None
        digits = "".join(groups)
        return float(f"{digits}.{part}") if comma else int(digits) if digits.isdigit() else None

    def _plain(self, text: str) -> str:
        """The text with blanks in the place of all that is no prose, or that looks like a number and counts nothing."""
        text = BOUND.sub(_blank, text)
        text = _NO_PROSE.sub(_blank, text)
        text = self._decrees.sub(_blank, text)
        text = _ISO.sub(lambda date: date[1].ljust(len(date[0])), text)
        return self._days.sub(_blank, text)

    @cached_property
    def _decrees(self) -> re.Pattern[str]:
        """`Nomor 2 Tahun 2021`, `No. 2/2021`, `Nomor 300.2.2-2430 Tahun 2025`."""
        words, year = "|".join(self._items("decree")), "|".join(self._items("of_year"))
        return re.compile(rf"\b(?:{words})\.?\s+[\d./-]*\d\b(?:\s+(?:{year})\s+\d{{4}})?", re.IGNORECASE)

    @cached_property
    def _days(self) -> re.Pattern[str]:
        """The day of `5 Juli 2018`, of `July 5, 2018` and of `5 Juli`; the year stays."""
        months = "|".join(self._items("months"))
        return re.compile(rf"\b[0-9]{{1,2}}(?=\s+(?:{months})\b)|(?<=\s)(?:{months})\s+[0-9]{{1,2}}\b(?![.,]?[0-9])")

    def _of_sentence(self, sentence: str, start: int) -> Iterator[Number]:
        clauses = self._clauses(sentence)
        found = [list(self._in_clause(sentence, *bounds)) for bounds in clauses]
        texts = [sentence[begin:end] for begin, end in clauses]
        bare = " ; ".join(text for text, numbers in zip(texts, found, strict=True) if not numbers)
        for text, numbers in zip(texts, found, strict=True):
            for begin, end, value in numbers:
                yield Number(
                    text=sentence[begin:end],
                    value=value,
                    start=start + begin,
                    before=sentence[:begin],
                    after=sentence[end:],
                    clause=text,
                    around=f"{text} ; {bare}",
                    sentence=sentence,
                )

    def _clauses(self, sentence: str) -> Sequence[tuple[int, int]]:
        """Where each clause of a sentence begins and ends."""
        ends = [stop.start() for stop in self._ends.finditer(sentence)]
        return list(zip([0, *ends], [*ends, len(sentence)], strict=True))

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        words = "|".join(self._items("clauses"))
        return re.compile(rf"[;:,()—–](?=\s)|[()]|\s(?={words}\b)".replace(words, f"(?:{words})"))

    def _in_clause(self, sentence: str, begin: int, end: int) -> Iterator[tuple[int, int, int | float]]:
        for match in _NUMBER.finditer(sentence, begin, end):
            value = self.value(match[0])
            if value is None or _YEAR.fullmatch(match[0]) or self.ends("naming", sentence[: match.start()]):
                continue
            scale = self._scale.match(sentence, match.end())
            if scale:
                value = round(value * self._scales[scale[1].lower()], 6)
            yield match.start(), scale.end() if scale else match.end(), int(value) if value == int(value) else value

    @cached_property
    def _scale(self) -> re.Pattern[str]:
        return re.compile(rf"\s+({'|'.join(self._scales)})\b", re.IGNORECASE)


def stops(text: str) -> bool:
    """Whether a text ends here or goes on after a sign: what stands before it then has no noun behind it."""
    return _STOP.match(text) is not None


_NO_LISTS = ("thousands", "decimal", "scales")


def _pattern(items: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    """Any of these words or phrases; a `*` stands for any ending."""
    phrases = (re.escape(item).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for item in items)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", flags)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
