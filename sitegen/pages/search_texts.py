"""The index of the search in announcements and plain pages: those that are written in the language of their page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.bodies import Bundle, Template
from sitegen.output import Head, Indexed, Output, Prose
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.search_files import texts_folder


def search_texts(catalogue: Catalogue, outputs: Iterable[Output]) -> Iterator[Output]:
    """The folder of the index, from the pages of announcements and plain pages among `outputs`: what they show is
    handed over again, not made again. None where nothing is to be found, or where nothing reads it."""
    folder = texts_folder(catalogue)
    found = [(output, text) for output in outputs if folder and (text := _indexed(output))]
    if found:
        inputs = tuple(output.origin.file for output, _ in found)
        yield Output(folder[1:], Bundle(tuple(text for _, text in found)), inputs=inputs)


def _indexed(output: Output) -> Indexed | None:
    """A page's text; None for what is no page of a text, or one that search engines should not list either."""
    view = output.body.view if isinstance(output.body, Template) else None
    head, prose = getattr(view, "head", None), getattr(view, "prose", None)
    if not isinstance(head, Head) or not isinstance(prose, Prose) or not head.indexed:
        return None
    card = getattr(view, "card", None)
    return Indexed(head.path, head.title, card.date if card else "", head.description, prose)
