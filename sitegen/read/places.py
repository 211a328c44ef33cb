"""Where the parts of the settings, the programme and the accessibility statement stand, by Site.origins' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model import Accessibility, Config, Programme
from sitegen.problems import Span
from sitegen.translations import OF_PROGRAMME, names

if TYPE_CHECKING:
    from sitegen.read.source import Document


def places_in(record: object, document: Document) -> dict[str, Span]:
    """Where the parts of a file stand that other stages may have to point at."""
    if isinstance(record, Programme):
        return {"programme": Span(document.file, 1)} | {
            name: document.span((part, index))
            for part in OF_PROGRAMME
            for index, name in enumerate(names(part, getattr(record, part)))
        }
    if isinstance(record, Accessibility):
        return {name: document.span(("limits", index)) for index, name in enumerate(names("limits", record.limits))}
    if not isinstance(record, Config):
        return {}
    places = {f"menu:{index}": document.span(("menu", index, "path")) for index in range(len(record.menu))}
    places |= {"site": Span(document.file, 1), "publisher": document.span(("publisher",), key=True)}
    for index, name in enumerate(names("menu", record.menu)):
        places[name] = document.span(("menu", index))
    for index in range(len(record.redirects)):
        places[f"redirect:{index}"] = document.span(("redirects", index, "target"))
        places[f"redirect:{index}:source"] = document.span(("redirects", index, "source"))
    return places
