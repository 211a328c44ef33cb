"""Texts: the prose of a content file with where its links lead and which figures it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sitegen import edtf
from sitegen.figures import (
    MEANT,
    Call,
    Fault,
    Figure,
    Figures,
    calls,
    known_by,
    known_last,
    parse_call,
    resolve,
    there_by,
)
from sitegen.model import Announcement, PlainPage
from sitegen.output import FigureCard, Prose
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.figures import figure_card
from sitegen.pages.inputs import places
from sitegen.pages.pictures import picture, resolved

Show = Callable[[Catalogue, Figure], FigureCard]
_UNSURE = ("figure-unknown", "figure-ambiguous", "figure-sum")
"""What cannot be said of a call as long as the figures themselves have faults."""


def prose(catalogue: Catalogue, item: Announcement | PlainPage, show: Show = figure_card) -> Prose:
    """The text of a content file with the addresses of the files that it names, its figures and its terms.

    A text that is not translated keeps the figures, links and terms of its own language.
    """
    untranslated = item.language != catalogue.language
    if untranslated and catalogue.fallback:
        catalogue = catalogue.fallback
    links, terms = catalogue.links(item.file, item.body), catalogue.all_terms().within(item.body)
    shown = ((token, picture(catalogue, resolved(item, token))) for token in links)
    pictures = {token: one for token, one in shown if one}
    if "{{" not in item.body:
        return Prose(
            item.file, item.body, item.body_line, links, terms=terms, pictures=pictures, untranslated=untranslated
        )
    bound = dict[str, FigureCard | Fault | str]()
    early = dict[str, str]()
    for text in dict.fromkeys(calls(item.body)):
        call = parse_call(text)
        if isinstance(call, Fault):
            bound[text] = call
        elif call.name == MEANT:
            bound[text] = call.given["text"]
        else:
            figure = _figure(call, catalogue, item)
            bound[text] = figure if isinstance(figure, Fault) else show(catalogue, figure)
            if isinstance(figure, Figure) and "at" not in call.given and _is_early(figure, catalogue.figures):
                early[text] = figure.known
    return Prose(item.file, item.body, item.body_line, links, bound, early, terms, pictures, untranslated)


def text_inputs(catalogue: Catalogue, *texts: Prose) -> tuple[str, ...]:
    """The records in which the figures of texts stand, and those of their terms."""
    terms = dict.fromkeys(f"term:{note.id}" for text in texts for note in text.terms)
    cards = [card for text in texts for card in text.figures.values() if isinstance(card, FigureCard)]
    figures = [figure for card in cards if (figure := catalogue.figures.get(card.id))]
    records = dict.fromkeys(figure.about for figure in figures if figure.about != "register")
    counted = any(figure.about == "register" for figure in figures)
    return (*records, *(places(catalogue) if counted else ()), *terms)


def judged(catalogue: Catalogue, item: Announcement | PlainPage, sound: bool) -> Prose:
    """The same where the data has faults: nothing is looked up for show, and where the figures themselves are not
    `sound`, nothing is said of which of them there are."""
    text = prose(catalogue, item, _unseen)
    if item.file in catalogue.site.unread:  # its date may be stood in for
        text = replace(text, early={})
    if sound or not text.figures:
        return text
    unsure = {key: "" for key, one in text.figures.items() if isinstance(one, Fault) and one.code in _UNSURE}
    return replace(text, figures=text.figures | unsure, early={})


def _figure(call: Call, catalogue: Catalogue, item: Announcement | PlainPage) -> Figure | Fault:
    """The figure of a call as the text may show it: an announcement tells what was surely known on its first day, or
    stands in what it cites itself."""
    figures = catalogue.figures
    if isinstance(item, PlainPage):
        return resolve(call, figures, None)
    day = edtf.parse(item.meta.date).sort_day
    figure = resolve(call, figures, day)
    if isinstance(figure, Fault) or "at" in call.given:
        return figure
    if figure.kind == "counted":
        return replace(figure, as_of=day.isoformat())
    now = figures.get(figure.id)
    if figure.quantity is None and now is not None and now.quantity is not None:
        if not known_by(now, figures, day, item.meta.sources):
            return replace(figure, known=now.known)
        figure = figures.get(figure.id, max(day, known_last(now))) or figure
    # Who told it later is no source of what was told then.
    then = [id for id in figure.sources if id in item.meta.sources or _told(catalogue, id, day)]
    return replace(figure, sources=tuple(then))


def _told(catalogue: Catalogue, id: str, day: date) -> bool:
    """Whether a source was surely there on a day; one that is missing is told elsewhere."""
    source = catalogue.sources.get(id)
    return source is not None and there_by(source) <= day


def _is_early(figure: Figure, figures: Figures) -> bool:
    """Whether a figure is not known here, and is known now."""
    now = figures.get(figure.id)
    return figure.quantity is None and now is not None and now.quantity is not None


def _unseen(_: Catalogue, figure: Figure) -> FigureCard:
    return FigureCard(figure.id, figure.kind, figure.quantity, "", "", "", "", "", "")
