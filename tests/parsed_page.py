"""A parsed page: what a browser would make of its HTML, as far as tests ask for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(slots=True)
class ParsedPage:
    """One page."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Every element with its attributes, in order."""
    texts: list[str] = field(default_factory=list)
    """Every text that a reader may meet: between tags, and in attributes."""
    title: str = ""
    headings: list[str] = field(default_factory=list)
    """The text of each h1."""
    main: str = ""
    """The text of the main part."""
    data: list[Any] = field(default_factory=list)
    """Each block of JSON-LD, parsed."""
    scripts: list[str] = field(default_factory=list)
    """Each script that stands in the page itself, JSON-LD aside."""
    unclosed: list[str] = field(default_factory=list)
    """Elements that are closed out of turn or not at all."""

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of each element `tag` that has these among them."""
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes: what text must never change."""
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]


def parse_page(html: str) -> ParsedPage:
    """Read the facts of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.facts.unclosed += reader.open
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts, self.open, self._kind = ParsedPage(), list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.facts.elements.append((tag, attributes))
        self.facts.texts += attributes.values()
        self._kind = attributes.get("type", "")
        if tag == "h1":
            self.facts.headings.append("")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.facts.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        inner = self.open[-1] if self.open else ""
        if inner == "script":
            if self._kind == "application/ld+json":
                self.facts.data.append(json.loads(data))
            else:
                self.facts.scripts.append(data)
            return
        self.facts.texts.append(data)
        if inner == "title" and "svg" not in self.open:
            self.facts.title += data
        if "h1" in self.open:
            self.facts.headings[-1] += data
        if "main" in self.open:
            self.facts.main += data
