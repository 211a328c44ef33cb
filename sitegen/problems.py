"""Problems as data: code, position and values; their messages are in messages/."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error stops the publication; a warning does so only under --strict; a note never does."""
Severities = Mapping[str, Severity]
"""The severities that a site gives to codes: `severity:` of its settings."""
_NONE_GIVEN: Severities = MappingProxyType({})
PRIVATE_CODES = {
    "nik": "private-nik",
    "kpj": "private-kpj",
    "npwp": "private-npwp",
    "account": "private-account",
    "passport": "private-passport",
    "identity": "private-identity",
    "phone": "private-phone",
    "email": "private-email",
}
"""The code of each kind of private data."""
WARNINGS = frozenset(
    (
        "after-sources",
        "announcement-repeated",
        "baseline-absent",
        "body-empty",
        "boundaries-absent",
        "boundaries-mended",
        "calendar-overdue",
        "code-previous",
        "count-exceeds-reported",
        "credit-word",
        "date-before-programme",
        "date-improbable",
        "expected-passed",
        "document-unread",
        "figure-corrected",
        "figure-not-yet-known",
        "figure-stated-otherwise",
        "file-date",
        "heading-empty",
        "held-address",
        "held-link",
        "html-removed",
        "image-location",
        "image-too-heavy",
        "break-between-none",
        "region-without-page",
        "indicator-contradicts",
        "language-unlisted",
        "link-unanswered",
        "list-difference-unused",
        "location-apart",
        "location-province",
        "markup-left",
        "name-capitals",
        "name-spelling",
        "name-unclean",
        "name-with-kind",
        "official-list-missing",
        "page-too-heavy",
        "previous-code-listed",
        "privacy-unused",
        "projection-below-results",
        "reference-unused",
        "region-word",
        "word-unknown",
        "release-unlocked",
        "result-too-early",
        "skeleton-left",
        "stops-later",
        "result-unrecorded",
        "svg-part-removed",
        "text-indented",
        "translation-alone",
        "translation-same",
        "unknown-file",
        "word-doubled",
    )
)
"""The codes of warnings. Codes that are neither here nor in NOTES are errors."""
NOTES = frozenset(
    (
        "boundaries-names",
        "code-newer",
        "figure-unbound",
        "foreign-files",
        "link-own-address",
        "lock-behind",
        "section-hidden",
    )
)
"""The codes of notes."""
JUDGEMENTS = frozenset(("figure-contradicts", "figure-kind", "figure-unit"))
"""The codes of errors that are judged from the words of a sentence. Such a judgement may be wrong, so that a site may
lower them; of all other errors, none is a matter of opinion."""


def severity_of(code: str, given: Severities = _NONE_GIVEN) -> Severity:
    """Return the severity of a code, as `given` by the site or else its own."""
    return given.get(code) or ("warning" if code in WARNINGS else "note" if code in NOTES else "error")


def may_be_given(code: str, severity: Severity) -> bool:
    """Whether a site may give a severity to a code: what keeps a site from being published is never lowered, but for
    JUDGEMENTS; all else is for the site to decide."""
    return severity == "error" or severity_of(code) != "error" or code in JUDGEMENTS


Loc = tuple[str | int, ...]
"""The keys and indexes that lead to a value within a file."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A position in a source file."""

    file: str
    """Path relative to the site folder, with forward slashes; empty when the problem is in no file."""
    line: int = 0
    """Line, counted from 1; 0 when the whole file is meant."""
    column: int = 0
    """Column of the first character, counted from 1; 0 when the whole line is meant."""
    end: int = 0
    """Column just past the last character on the same line; 0 when unknown."""

    def __str__(self) -> str:
        """Format as `file:line`, or as the file alone where all of it is meant."""
        return f"{self.file}:{self.line}" if self.line else self.file


def span_within(text: str, start: int, end: int, file: str, line: int = 1) -> Span:
    """Return the position of a part of `text`, which begins on `line` of `file`; of several lines, the first."""
    starts = _line_starts(text)
    number = bisect_right(starts, start)
    column = start - starts[number - 1] + 1
    stop = text.find("\n", start, end)
    return Span(file, line + number - 1, column, column + (end if stop < 0 else stop) - start)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    """Return the index at which each line begins; cached, as a text may have many problems."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


PasteMode = Literal["file", "new", "end", "end_empty", "below", "below_empty", "key", "instead", "behind"]
"""Where offered lines go: somewhere in the file, into a new one, at its end (where an empty list is deleted), below a
line (where an empty list is deleted), at the end with a new key, instead of lines, or behind an opening bracket."""


@dataclass(frozen=True, slots=True, order=True)
class PastePlace:
    """Where in a file offered lines go."""

    file: str
    kind: PasteMode = "file"
    line: int = 0
    """The line that is meant, counted from 1."""
    text: str = ""
    """What stands there: the line, the empty list that is deleted, the new key, or the bracket."""
    last: int = 0
    """The last of the lines that are replaced."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Lines that fix a problem, ready to be pasted: items of a list in a file, or keys of a mapping."""

    file: str
    """Relative to the site folder."""
    loc: Loc
    """Where the list or mapping is in the file; empty where it is all of it."""
    text: str
    """The lines as YAML: `- item`, or `key: value`; indented for their place as soon as that is known."""
    instead_of: int = 0
    """The line on which the item of the list begins that gives way to it; 0 where it is one more."""
    place: PastePlace | None = None
    """Where they go; None before the file was looked at."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem. Its message is looked up by `code` when it is printed, in the reader's language."""

    code: str
    """A permanent word such as `unknown-key`; every code is a key of `problems:` in messages/<lang>.yaml."""
    at: Span
    """Where to fix it."""
    values: dict[str, str] = field(default_factory=dict)
    """The values of the message, by placeholder."""
    suggestion: str = ""
    """The nearest valid spelling, shown as "Did you mean …?"; empty when nothing is near."""
    offer: Offer | None = None
    """Lines that fix it, if any."""

    @property
    def paste(self) -> str:
        """Return the offered lines; empty where there are none."""
        return self.offer.text if self.offer else ""

    @property
    def severity(self) -> Severity:
        """Return the severity of its code, where the site gives it no other: see Report.severity_of."""
        return severity_of(self.code)

    def sort_key(self) -> tuple[Span, str, tuple[tuple[str, str], ...]]:
        """Return the sort key: file, line and column, then code and values."""
        return (self.at, self.code, tuple(sorted(self.values.items())))


class Report:
    """Collects the problems of a run; an argument of every stage that may report some."""

    def __init__(self, problems: Iterable[Problem] = (), mask: Callable[[str], str] = str) -> None:
        self._problems: list[Problem] = list(problems)
        self.mask = mask
        """Masks private data in a text that a problem quotes; what finds such data sets it."""
        self.severities: Severities = _NONE_GIVEN
        """What the site says of severities; loading its settings sets it."""

    def replaced(self, problems: Iterable[Problem]) -> Report:
        """Return a report of the same site with other problems."""
        other = Report(problems, self.mask)
        other.severities = self.severities
        return other

    def add(self, code: str, at: Span, /, suggestion: str = "", **values: object) -> None:
        """Add a problem; `values` fill the placeholders of its message."""
        self._problems.append(Problem(code, at, _as_texts(values), suggestion))

    def add_with_offer(self, code: str, at: Span, offer: Offer, /, **values: object) -> None:
        """Add a problem that lines to paste would fix."""
        self._problems.append(Problem(code, at, _as_texts(values), offer=offer))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems found elsewhere (by another process, or cached by an earlier build)."""
        self._problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        """Iterate over the problems, sorted by position, without repetition."""
        seen: set[object] = set()
        for problem in sorted(self._problems, key=Problem.sort_key):
            if problem.sort_key() not in seen:
                seen.add(problem.sort_key())
                yield problem

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def severity_of(self, problem: Problem, *, strict: bool = False) -> Severity:
        """Return the severity of a problem for this site; under `strict`, a warning is an error."""
        severity = severity_of(problem.code, self.severities)
        return "error" if strict and severity == "warning" else severity

    def failed(self, *, strict: bool = False) -> bool:
        """Whether the build must stop: on any error, or under `strict` on anything but notes."""
        return any(self.severity_of(problem, strict=strict) == "error" for problem in self._problems)

    def invalid(self) -> bool:
        """Whether data are missing because of an error, so that the site cannot be planned; what the site made an error
        itself is no reason for that."""
        return bool(self.error_spans())

    def error_spans(self) -> frozenset[Span]:
        """Return the positions of what are errors by themselves."""
        return frozenset(problem.at for problem in self._problems if problem.severity == "error")


def _as_texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


_PACKAGE = Path(__file__).parent


@contextmanager
def fence(report: Report, at: Span) -> Iterator[None]:
    """Turn an exception within into the problem `internal-fault` at the source that sitegen failed at.

    So a fault of sitegen at one file does not end the work on the others. What no source is the reason of goes on: an
    interruption, no memory, an error of the disk.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        report.add("internal-fault", at, error=_describe_error(error), place=_innermost_place(error))


def _describe_error(error: Exception) -> str:
    """Name the type of an error and the first line of its message, which may quote a source of any length."""
    first_line = str(error).partition("\n")[0]
    message = "".join(sign if sign.isprintable() else " " for sign in first_line[:200])
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _innermost_place(error: Exception) -> str:
    """Return the innermost line of this package in the traceback of an error: `sitegen/load/x.py:12`."""
    place, trace = "-", error.__traceback__
    while trace:
        code = Path(trace.tb_frame.f_code.co_filename)
        if code.is_relative_to(_PACKAGE) and code != Path(__file__):
            place = f"{code.relative_to(_PACKAGE.parent).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
