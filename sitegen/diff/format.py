"""Format changes as text for a terminal, as Markdown for a pull request, and as JSON for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from sitegen.dataset import Cell
from sitegen.dataset.compare import FieldChange
from sitegen.diff.changes import (
    ChangedItem,
    Changes,
    CodeChange,
    CollectionChanges,
    FigureChange,
    NameChange,
    RegionChange,
)
from sitegen.figures import format_number
from sitegen.reporters import Messages, escape_invisible, escape_markdown

DiffFormat = Literal["text", "markdown", "json"]

VERSION = 2
"""Incremented when the JSON changes, which others read."""
_MAX_LISTED = {"text": 20, "markdown": 50}
"""Maximum items listed per section; JSON has all."""
_MAX_GROUPS = 5
"""Maximum number of regions named in a phrase."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_MAX_VALUE = 120
"""Maximum characters of a value."""


def format_changes(changes: Changes, messages: Messages, field_names: Mapping[str, str], format_: DiffFormat) -> str:
    """Format the changes, without a final line feed. `field_names` are the names of fields in words, by field; JSON has
    the fields themselves."""
    if format_ == "json":
        fields = msgspec.to_builtins(changes, builtin_types=(Decimal,))
        document = _ENCODER.encode({"format": VERSION, "changed": bool(changes), **fields})
        return msgspec.json.format(document, indent=2).decode()
    return _Formatter(messages["diff"], field_names, format_).format(changes)


class _Formatter:
    """Formats changes in one language and format."""

    def __init__(self, messages: Messages, field_names: Mapping[str, str], format_: DiffFormat) -> None:
        self._messages, self._field_names, self._format = messages, field_names, format_
        self._escape_text: Callable[[str], str] = _escape if format_ == "markdown" else escape_invisible

    def format(self, changes: Changes) -> str:
        new = changes.new or self._messages["working"]
        heading = self._messages["heading"].format(old=self._escape_text(changes.old), new=self._escape_text(new))
        phrases = list(self._format_phrases(changes))
        if not phrases:
            phrases = [self._messages["details_only" if changes else "none"]]
        lists = list(self._format_lists(changes))
        if self._format == "markdown":
            return "\n".join([f"## {heading}", "", *(f"- {phrase}" for phrase in phrases), *_format_details(lists)])
        blocks = [f"\n{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in lists]
        return "\n".join([heading, "; ".join(phrases), *blocks])

    def _format_phrases(self, changes: Changes) -> Iterator[str]:
        """Yield the phrases of the summary: records, figures, and pages that change with them."""
        if changes.codes:
            yield self._plural("codes", len(changes.codes)) + self._format_groups(changes.codes)
        if changes.names:
            yield self._plural("names", len(changes.names)) + self._format_groups(changes.names)
        if changes.regions:
            yield self._plural("regions", len(changes.regions))
        for name, part in changes.parts.items():
            if part.figure_columns or name in ("pages", "downloads", "files", "news"):
                continue
            yield from self._format_counts(name, part)
        for figure in changes.figures:
            if figure.kind != "counted" or figure.id == "counted":
                yield self._format_figure(figure)
        for name, part in changes.parts.items():
            if part.figure_columns and (other := _without_figures(part)):
                yield from self._format_counts(name, other)
        for name in ("news", "pages", "downloads", "files"):
            yield from self._format_counts(name, changes.parts.get(name, CollectionChanges()))
        if changes.home:
            yield self._plural("home", len(changes.home))

    def _format_counts(self, name: str, part: CollectionChanges) -> Iterator[str]:
        for how, items in (("added", part.added), ("removed", part.removed), ("changed", part.changed)):
            if items:
                what = self._sort(name)["one" if len(items) == 1 else "many"]
                yield self._messages[how].format(
                    count=self._format_number(len(items)), what=what
                ) + self._format_groups(items)

    def _format_groups(self, items: Iterable[ChangedItem | CodeChange | NameChange]) -> str:
        """Format the counts by region: ` (Jawa Tengah 2, Riau 1)`; empty without regions."""
        counts = Counter(item.group for item in items if item.group).most_common()
        groups = [f"{self._escape_text(name)} {self._format_number(count)}" for name, count in counts[:_MAX_GROUPS]]
        if rest := sum(count for _, count in counts[_MAX_GROUPS:]):
            groups.append(self._messages["elsewhere"].format(count=self._format_number(rest)))
        return f" ({', '.join(groups)})" if groups else ""

    def _sort(self, name: str) -> dict[str, str]:
        """Return the words for what a collection holds; a level of the geography names that of regions."""
        sorts: dict[str, dict[str, str]] = self._messages["sorts"]
        return sorts.get(name, sorts["results"])

    def _format_lists(self, changes: Changes) -> Iterator[tuple[str, list[str]]]:
        """Yield the title and lines of each section."""
        if changes.codes:
            yield self._messages["codes_title"], self._limit([self._format_code(one) for one in changes.codes])
        if changes.names:
            yield self._messages["names_title"], self._limit([self._format_name(one) for one in changes.names])
        if changes.regions:
            yield self._messages["regions_title"], self._limit([self._format_region(one) for one in changes.regions])
        if changes.figures:
            yield (
                self._messages["figures_title"],
                self._limit([self._format_figure(figure) for figure in changes.figures]),
            )
        for name, part in changes.parts.items():
            for how, items in (("added", part.added), ("removed", part.removed), ("changed", part.changed)):
                if items:
                    title = self._messages[f"{how}_title"].format(what=self._sort(name)["many"])
                    yield title, self._limit([self._format_item(item) for item in items])

    def _limit(self, lines: list[str]) -> list[str]:
        limit = _MAX_LISTED[self._format]
        rest = len(lines) - limit
        return [*lines[:limit], *([self._messages["more"].format(count=self._format_number(rest))] if rest > 0 else [])]

    def _format_item(self, item: ChangedItem) -> str:
        text = " ".join(self._escape_text(part) for part in (item.key, item.name) if part)
        text += f" ({self._escape_text(item.group)})" if item.group else ""
        return text + (": " + "; ".join(map(self._format_field, item.fields)) if item.fields else "")

    def _format_field(self, field: FieldChange) -> str:
        return self._format_change(self._field_names.get(field.field, field.field), field.was, field.now)

    def _format_code(self, change: CodeChange) -> str:
        text = f"{change.was} → {change.now} {self._escape_text(change.name)} ({self._escape_text(change.group)})"
        return text + self._format_end(change)

    def _format_name(self, change: NameChange) -> str:
        was, now, group = map(self._escape_text, (change.was, change.now, change.group))
        return f"{was} → {now} ({', '.join(filter(None, (change.code, group)))})"

    def _format_region(self, change: RegionChange) -> str:
        text = f"{self._escape_text(change.was)} → {self._escape_text(change.now)} ({change.code})"
        return text + self._format_end(change)

    def _format_end(self, change: CodeChange | RegionChange) -> str:
        """Format when, and by which decree, the old code or name ended."""
        ended = [self._messages["until"].format(date=change.until)] if change.until else []
        ended += [self._escape_text(change.decree)] if change.decree else []
        return f": {', '.join(ended)}" if ended else ""

    def _format_figure(self, figure: FigureChange) -> str:
        what = self._messages["figures"][_message_key(figure)].format(
            year=figure.year, scope=figure.scope, name=figure.name
        )
        return self._format_change(self._escape_text(what), figure.was, figure.now)

    def _format_change(self, what: str, was: Cell, now: Cell) -> str:
        return str(self._messages["from_to"]).format(what=what, was=self._format_cell(was), now=self._format_cell(now))

    def _format_cell(self, value: Cell) -> str:
        if value is None or value in ((), ""):
            return str(self._messages["unknown"])
        if isinstance(value, bool):
            return str(self._messages["yes" if value else "no"])
        if isinstance(value, int | Decimal):
            return self._format_number(value)
        text = ", ".join(value) if isinstance(value, tuple) else value
        text = " ".join(text.split())
        return self._escape_text(text[:_MAX_VALUE]) + ("…" if len(text) > _MAX_VALUE else "")

    def _format_number(self, value: int | Decimal) -> str:
        return format_number(self._messages, value)

    def _plural(self, name: str, count: int) -> str:
        return str(self._messages[name]["one" if count == 1 else "many"]).format(count=self._format_number(count))


def _message_key(figure: FigureChange) -> str:
    """Return the message key of a figure."""
    if figure.name:
        return "indicator" if figure.kind in ("reported", "counted") else "indicator_target"
    return figure.kind + ("_in" if figure.scope else "") + ("_year" if figure.kind == "counted" and figure.year else "")


def _format_details(lists: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """Yield each section as a collapsed block of a pull request."""
    for title, lines in lists:
        yield from ("", f"<details><summary>{title}</summary>", "", *(f"- {line}" for line in lines), "", "</details>")


def _escape(text: str) -> str:
    return escape_markdown(escape_invisible(text))


def _without_figures(part: CollectionChanges) -> CollectionChanges:
    """Leave out changes that are told as those of figures."""
    return CollectionChanges(
        changed=tuple(one for one in part.changed if any(two.field not in part.figure_columns for two in one.fields))
    )
