"""Where the parts of the settings, the programme and the accessibility statement stand, by Site.origins' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model import Config
from sitegen.model.kinds import kinds_in
from sitegen.problems import Span

if TYPE_CHECKING:
    from sitegen.read.source import Document


def places_in(name: str, record: object, document: Document) -> dict[str, Span]:
    """Where the parts of a file that other stages may have to point at stand; `record` is what it holds, its kind's
    name is `name`."""
    places = {name: Span(document.file, 1)}
    for kind in kinds_in(type(record)):
        if kind.key:
            names = kind.names(getattr(record, kind.part))
            places |= {name: document.span((kind.part, index)) for index, name in enumerate(names)}
        else:
            places[kind.name] = document.span((kind.part,), key=True)
    if isinstance(record, Config):
        for index in range(len(record.menu)):
            places[f"menu:{index}"] = document.span(("menu", index, "path"))
        for index in range(len(record.redirects)):
            places[f"redirect:{index}"] = document.span(("redirects", index, "target"))
            places[f"redirect:{index}:source"] = document.span(("redirects", index, "source"))
    return places
