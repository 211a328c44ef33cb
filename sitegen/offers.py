"""Find where each offered line goes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen.load.source_folder import SourceFolder
from sitegen.load.yaml_text import Branch, Document, Node, parse_yaml
from sitegen.problems import Loc, Offer, PastePlace, Problem, Report
from sitegen.yaml_format import format_flow, indent_lines

_MAX_TRIALS = 40
"""Number of times that a file is parsed to try out what is offered."""
_EMPTY = re.compile(r"\[[ \t]*\]|\{[ \t]*\}")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Signs that end a line for YAML, and for no editor."""
_Edit = tuple[int, int, str]
"""Where a part of the text begins and ends, and what replaces it."""


def locate_offers(report: Report, root: Path) -> Report:
    """Return the report with the place of each offer, in the files of the site in `root` as they are now."""
    problems = list(report)
    by_file: dict[str, dict[Offer, None]] = {}
    for problem in problems:
        if problem.offer:
            by_file.setdefault(problem.offer.file, {})[problem.offer] = None
    located: dict[Offer, Offer] = {}
    for file, offers in by_file.items():
        located |= _locate_in_file(root, file, list(offers))
    return report.replaced(_with_offer(problem, located) for problem in problems) if located else report


def _with_offer(problem: Problem, located: dict[Offer, Offer]) -> Problem:
    return replace(problem, offer=located[problem.offer]) if problem.offer else problem


def _locate_in_file(root: Path, file: str, offers: Sequence[Offer]) -> dict[Offer, Offer]:
    """Return each of the offers for one file with its place: "file" where no place is certain."""
    placed = {offer: replace(offer, place=PastePlace(file)) for offer in offers}
    try:
        text = SourceFolder(root).read(file).decode("utf-8-sig")
    except FileNotFoundError:
        return placed | {offer: replace(offer, place=PastePlace(file, "new")) for offer in offers if not offer.loc}
    except (OSError, UnicodeDecodeError):
        return placed
    document = None if _OTHER_BREAKS.search(text) else parse_yaml(text, file, Report())
    if document:
        source = _Source(file, text, document)
        found = [candidate for offer in offers if (candidate := source.candidate(offer))]
        for one in _verified(source, found, [_MAX_TRIALS]):
            placed[one.offer] = replace(one.offer, text="\n".join(one.lines), place=one.place)
    return placed


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place for an offer that may be right."""

    offer: Offer
    place: PastePlace
    lines: Sequence[str]
    """The lines as they are pasted."""
    edits: tuple[_Edit, ...]
    """What pasting them does to the text."""


class _Source:
    """A YAML file that lines are offered for."""

    def __init__(self, file: str, text: str, document: Document) -> None:
        self.file, self.text, self.document = file, text, document
        self._lines = io.StringIO(text, newline="").readlines()
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def candidate(self, offer: Offer) -> _Candidate | None:
        """Return where an offer may go; None where there is no such place."""
        value, node, key_at = self._find(offer.loc)
        lines = offer.text.split("\n")
        if offer.text.startswith("- "):
            if offer.instead_of:
                return self._instead_of_item(offer, lines, node)
            return self._list_item(offer, lines, value, node, key_at)
        if isinstance(value, dict) and isinstance(node, Branch):
            return self._mapping_key(offer, lines, value, node)
        return None

    def _find(self, loc: Loc) -> tuple[Any, Node | None, tuple[int, int] | None]:
        """Return the value at a place, its marks, and the line and column of its key; None for each that is not
        there."""
        value, node, key_at = self.document.value, self.document.marks, None
        for part in loc:
            parts: Any = node.parts if isinstance(node, Branch) else {}
            known = part in parts if isinstance(parts, dict) else isinstance(part, int) and part < len(parts)
            if not known:
                return None, None, None
            value = value[part]
            if isinstance(parts, dict):
                key_at, node = parts[part][0][:2], parts[part][1]
            else:
                key_at, node = None, parts[part]
        return value, node, key_at

    def item_at(self, offer: Offer) -> int | None:
        """Return the number of the item that gives way to an offer; None where none begins on its line."""
        _, node, _ = self._find(offer.loc)
        parts = node.parts if isinstance(node, Branch) else ()
        lines = [_start_line(part) for part in parts] if isinstance(parts, list) else []
        return lines.index(offer.instead_of) if lines.count(offer.instead_of) == 1 else None

    def _list_item(
        self, offer: Offer, lines: list[str], value: Any, node: Node | None, key_at: tuple[int, int] | None
    ) -> _Candidate | None:
        """Place an item of a list."""
        if node is None:
            return self._under_new_key(offer, lines) if len(offer.loc) == 1 else None
        if not isinstance(node, Branch):
            return self._below_key(offer, lines, key_at, key_at[1] + 1 if key_at else 0) if value is None else None
        line, column, _ = node.mark
        opening = self._offset(line, column)
        empty = _EMPTY.match(self.text, opening)
        if empty and not value:
            return self._instead_of_empty(offer, lines, line, (empty.start(), empty.end()), key_at)
        if self.text[opening : opening + 1] == "[":
            return self._behind(offer, line, opening)
        return self._below_key(offer, lines, key_at, column - 1) if isinstance(value, list) else None

    def _below_key(self, offer: Offer, lines: list[str], key_at: tuple[int, int] | None, width: int) -> _Candidate:
        """Place items first in the list of a key; at the end of a file that is the list itself."""
        lines = indent_lines(lines, width)
        return self._below(offer, key_at[0], lines) if key_at else self._at_end(offer, lines)

    def _under_new_key(self, offer: Offer, lines: list[str]) -> _Candidate | None:
        if not isinstance(self.document.value, dict):
            return None
        key = f"{offer.loc[0]}:"
        return self._at_end(offer, [key, *indent_lines(lines, 2)], PastePlace(self.file, "key", text=key))

    def _instead_of_empty(
        self, offer: Offer, lines: list[str], line: int, span: tuple[int, int], key_at: tuple[int, int] | None
    ) -> _Candidate:
        """Place items that the empty list at a span gives way to."""
        deleted = (*span, "")
        text = self.text[slice(*span)]
        if key_at:
            below = self._below(offer, line, indent_lines(lines, key_at[1] + 1))
            return replace(below, place=PastePlace(self.file, "below_empty", line, text), edits=(deleted, *below.edits))
        end = self._at_end(offer, lines, PastePlace(self.file, "end_empty", line, text))
        return replace(end, edits=(deleted, *end.edits))

    def _mapping_key(self, offer: Offer, lines: list[str], value: dict[str, Any], node: Branch) -> _Candidate | None:
        """Place a key of a mapping: instead of the line that has it, else below the first value of one line."""
        marks: Any = node.parts
        key = next(iter(parse_items(offer.text)), "")
        if key in value:
            line, column, _ = marks[key][0]
            before = self._line(line)[: column - 1]
            return self._instead_of(offer, line, line, [before + lines[0], *lines[1:]])
        opening = self._offset(*node.mark[:2])
        if self.text[opening : opening + 1] == "{":
            return self._behind(offer, node.mark[0], opening)
        for (line, column, _), child in marks.values():
            if not isinstance(child, Branch) and child[0] == line and child[2]:
                return self._below(offer, line, indent_lines(lines, column - 1))
        return None

    def _instead_of_item(self, offer: Offer, lines: list[str], node: Node | None) -> _Candidate | None:
        """Place an item of a list instead of the one that is there."""
        number = self.item_at(offer)
        if number is None or not isinstance(node, Branch) or self.text[self._offset(*node.mark[:2])] != "-":
            return None
        parts: Any = node.parts
        first = offer.instead_of
        end = _start_line(parts[number + 1]) - 1 if number + 1 < len(parts) else len(self._lines)
        while end > first and self._line(end).strip()[:1] in ("", "#"):
            end -= 1
        width = self._line(first).find("-")
        return self._instead_of(offer, first, end, indent_lines(lines, width))

    def _at_end(self, offer: Offer, lines: Sequence[str], place: PastePlace | None = None) -> _Candidate:
        length = len(self.text)
        gap = "" if self.text.endswith(("\n", "\r")) or not self.text else "\n"
        edit = (length, length, gap + "".join(f"{line}\n" for line in lines))
        return _Candidate(offer, place or PastePlace(self.file, "end"), lines, (edit,))

    def _below(self, offer: Offer, line: int, lines: Sequence[str]) -> _Candidate:
        at = self._starts[line]
        gap = "" if self._lines[line - 1].endswith(("\n", "\r")) else "\n"
        edit = (at, at, gap + "".join(f"{one}\n" for one in lines))
        return _Candidate(offer, PastePlace(self.file, "below", line, self._line(line).strip()), lines, (edit,))

    def _instead_of(self, offer: Offer, first: int, last: int, lines: Sequence[str]) -> _Candidate:
        edit = (self._starts[first - 1], self._starts[last], "".join(f"{line}\n" for line in lines))
        place = PastePlace(self.file, "instead", first, self._line(first).strip(), last)
        return _Candidate(offer, place, lines, (edit,))

    def _behind(self, offer: Offer, line: int, opening: int) -> _Candidate:
        text = format_flow(parse_items(offer.text))[1:-1] + ", "
        place = PastePlace(self.file, "behind", line, self.text[opening])
        return _Candidate(offer, place, [text], ((opening + 1, opening + 1, text),))

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    def _line(self, line: int) -> str:
        return self._lines[line - 1].rstrip("\r\n")


def _start_line(node: Node) -> int:
    return node.mark[0] if isinstance(node, Branch) else node[0]


def parse_items(text: str) -> Any:
    """Parse offered lines: a list of items, or a mapping."""
    document = parse_yaml(text, "", Report())
    return document.value if document else None


def _verified(source: _Source, candidates: list[_Candidate], trials: list[int]) -> list[_Candidate]:
    """Return the candidates with which the file says what it said and what is offered, tried together if possible."""
    if not candidates or not trials[0]:
        return []
    trials[0] -= 1
    if _is_right(source, candidates):
        return candidates
    if len(candidates) == 1:
        return []
    half = len(candidates) // 2
    return _verified(source, candidates[:half], trials) + _verified(source, candidates[half:], trials)


def _is_right(source: _Source, candidates: Iterable[_Candidate]) -> bool:
    text, value = source.text, json.loads(json.dumps(source.document.value))
    keys: set[PastePlace] = set()
    edits: dict[tuple[int, int], list[str]] = {}
    for one in candidates:
        value = _with_offered(value, one.offer, source.item_at(one.offer) if one.offer.instead_of else None)
        for start, end, pasted in one.edits:
            repeated = one.place.kind == "key" and one.place in keys
            new = pasted[pasted.index("\n", 1) + 1 :] if repeated else pasted
            if end == start or (start, end) not in edits:
                edits.setdefault((start, end), []).append(new)
        keys.add(one.place)
    for (start, end), parts in sorted(edits.items(), reverse=True):
        text = text[:start] + "".join(parts) + text[end:]
    report = Report()
    after = parse_yaml(text, source.file, report)
    return after is not None and not report.failed() and _sorted(after.value) == _sorted(value)


def _with_offered(value: Any, offer: Offer, instead_of: int | None) -> Any:
    """Return what a file says with an offer, which may be instead of an item of a list."""
    offered = parse_items(offer.text)
    if offer.loc:
        *outer, last = offer.loc
        container: Any = value
        for part in outer:
            container = container[part]
        old = container.get(last) if isinstance(container, dict) else container[last]
        container[last] = _joined(old, offered, instead_of)
        return value
    return _joined(value, offered, instead_of)


def _joined(old: Any, offered: Any, instead_of: int | None) -> Any:
    if isinstance(offered, dict):
        return {**(old or {}), **offered}
    if instead_of is None:
        return [*(old or []), *offered]
    return [*old[:instead_of], *offered, *old[instead_of + 1 :]]


def _sorted(value: Any) -> str:
    """Return a form of a value in which the order of the items of lists does not count."""
    if isinstance(value, dict):
        return json.dumps({key: _sorted(part) for key, part in value.items()}, sort_keys=True)
    return json.dumps(sorted(map(_sorted, value)) if isinstance(value, list) else value)
