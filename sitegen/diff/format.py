"""Words: changes as text for a terminal, as Markdown for a pull request, and as JSON, all of them, for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from sitegen.dataset import Cell
from sitegen.dataset.compare import FieldChange
from sitegen.diff.changes import ChangedItem, Changes, CollectionChanges, FigureChange
from sitegen.figures import format_number
from sitegen.reporters import escape_invisible, escape_markdown

DiffFormat = Literal["text", "markdown", "json"]
Messages = Mapping[str, Any]

VERSION = 1
"""Raised when the shape of the JSON changes, which others read."""
LISTED = {"text": 20, "markdown": 50}
"""How many of one sort are listed; JSON has them all."""
_PROVINCES = 5
"""Provinces that a phrase names."""
_LONGEST = 120
"""Characters of a value that a line shows."""
_TOLD_AS_FIGURES = {
    "years": {"target", "reported", "projected_total"},
    "provinces": {"reported"},
    "indicators": {"value", "target"},
}
"""Columns whose change is told as that of a figure."""


def format_changes(changes: Changes, messages: Messages, form: DiffFormat) -> str:
    """The changes in one of the forms, without a line feed at the end; `words` are those of a language."""
    if form == "json":
        return _json(changes)
    return _Teller(messages["diff"], form).tell(changes)


def _json(changes: Changes) -> str:
    told = {"format": VERSION, "changed": bool(changes), **msgspec.to_builtins(changes)}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


class _Teller:
    """Tells changes in one language and form."""

    def __init__(self, messages: Messages, form: DiffFormat) -> None:
        self._words, self._form = messages, form
        self._safe: Callable[[str], str] = _markdown if form == "markdown" else escape_invisible

    def tell(self, changes: Changes) -> str:
        new = changes.new or self._words["working"]
        heading = self._words["heading"].format(old=self._safe(changes.old), new=self._safe(new))
        phrases = list(self._phrases(changes))
        if not phrases:
            phrases = [self._words["details_only" if changes else "none"]]
        lists = list(self._lists(changes))
        if self._form == "markdown":
            return "\n".join([f"## {heading}", "", *(f"- {phrase}" for phrase in phrases), *_folded(lists)])
        blocks = [f"\n{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in lists]
        return "\n".join([heading, "; ".join(phrases), *blocks])

    def _phrases(self, changes: Changes) -> Iterator[str]:
        """What a sentence says: records that came and went, figures, and what of the site changes with them."""
        for name, part in changes.parts.items():
            if name in ("pages", "downloads", "files", "news", *_TOLD_AS_FIGURES):
                continue
            yield from self._counts(name, part)
        for figure in changes.figures:
            if figure.kind != "counted" or figure.id == "counted":
                yield self._figure(figure)
        for name in _TOLD_AS_FIGURES:
            if part := self._untold(name, changes.parts.get(name, CollectionChanges())):
                yield from self._counts(name, part)
        for name in ("news", "pages", "downloads", "files"):
            yield from self._counts(name, changes.parts.get(name, CollectionChanges()))
        if changes.home:
            yield self._many("home", len(changes.home))

    def _counts(self, name: str, part: CollectionChanges) -> Iterator[str]:
        for how, items in (("added", part.added), ("removed", part.removed), ("changed", part.changed)):
            if items:
                what = self._words["sorts"][name]["one" if len(items) == 1 else "many"]
                yield self._words[how].format(count=self._number(len(items)), what=what) + self._groups(items)

    def _groups(self, items: Iterable[ChangedItem]) -> str:
        """How many of each province: ` (Jawa Tengah 2, Riau 1)`; empty for what is of none."""
        counts = Counter(item.group for item in items if item.group).most_common()
        shown = [f"{self._safe(name)} {self._number(count)}" for name, count in counts[:_PROVINCES]]
        if rest := sum(count for _, count in counts[_PROVINCES:]):
            shown.append(self._words["elsewhere"].format(count=self._number(rest)))
        return f" ({', '.join(shown)})" if shown else ""

    def _untold(self, name: str, part: CollectionChanges) -> CollectionChanges:
        """What of a table's changes no figure tells."""
        known = _TOLD_AS_FIGURES[name]
        return CollectionChanges(
            changed=tuple(one for one in part.changed if any(two.field not in known for two in one.fields))
        )

    def _lists(self, changes: Changes) -> Iterator[tuple[str, list[str]]]:
        """Each sort of change by itself, with a title."""
        if changes.figures:
            yield self._words["figures_title"], self._capped([self._figure(figure) for figure in changes.figures])
        for name, part in changes.parts.items():
            for how, items in (("added", part.added), ("removed", part.removed), ("changed", part.changed)):
                if items:
                    title = self._words[f"{how}_title"].format(what=self._words["sorts"][name]["many"])
                    yield title, self._capped([self._item(item) for item in items])

    def _capped(self, lines: list[str]) -> list[str]:
        limit = LISTED[self._form]
        rest = len(lines) - limit
        return [*lines[:limit], *([self._words["more"].format(count=self._number(rest))] if rest > 0 else [])]

    def _item(self, item: ChangedItem) -> str:
        text = " ".join(self._safe(part) for part in (item.key, item.name) if part)
        text += f" ({self._safe(item.group)})" if item.group else ""
        return text + (": " + "; ".join(map(self._field, item.fields)) if item.fields else "")

    def _field(self, field: FieldChange) -> str:
        return self._from_to(field.field, field.was, field.now)

    def _figure(self, figure: FigureChange) -> str:
        what = self._words["figures"][_word(figure)].format(year=figure.year, scope=figure.scope, name=figure.name)
        return self._from_to(self._safe(what), figure.was, figure.now)

    def _from_to(self, what: str, was: Cell, now: Cell) -> str:
        return str(self._words["from_to"]).format(what=what, was=self._cell(was), now=self._cell(now))

    def _cell(self, value: Cell) -> str:
        if value is None or value in ((), ""):
            return str(self._words["unknown"])
        if isinstance(value, bool):
            return str(self._words["yes" if value else "no"])
        if isinstance(value, int | float):
            return self._number(value)
        text = ", ".join(value) if isinstance(value, tuple) else value
        text = " ".join(text.split())
        return self._safe(text[:_LONGEST]) + ("…" if len(text) > _LONGEST else "")

    def _number(self, value: float) -> str:
        return format_number(self._words, value)

    def _many(self, name: str, count: int) -> str:
        return str(self._words[name]["one" if count == 1 else "many"]).format(count=self._number(count))


def _word(figure: FigureChange) -> str:
    """The name of the words for a figure."""
    if figure.name:
        return "indicator" if figure.kind in ("reported", "counted") else "indicator_target"
    return figure.kind + ("_in" if figure.scope else "") + ("_year" if figure.kind == "counted" and figure.year else "")


def _folded(lists: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """Lists that open at a press, as pull requests show them."""
    for title, lines in lists:
        yield from ("", f"<details><summary>{title}</summary>", "", *(f"- {line}" for line in lines), "", "</details>")


def _markdown(text: str) -> str:
    return escape_markdown(escape_invisible(text))
