"""Texts: the prose of a content file with where its links lead and which figures it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sitegen import edtf
from sitegen.figures import (
    MEANT_NUMBER,
    Figure,
    FigureIndex,
    Shortcode,
    ShortcodeFault,
    available_by,
    find_shortcodes,
    is_known_by,
    known_last,
    parse_shortcode,
    resolve_shortcode,
)
from sitegen.models import Announcement, PlainPage
from sitegen.output import FigureCard, Prose
from sitegen.views.figures import figure_card
from sitegen.views.images import resolve_media_path, responsive_image
from sitegen.views.site_index import SiteIndex

ShowFigure = Callable[[SiteIndex, Figure], FigureCard]
_UNSURE = ("figure-unknown", "figure-ambiguous", "figure-sum")
"""What cannot be said of a call as long as the figures themselves have faults."""


def build_prose(index: SiteIndex, item: Announcement | PlainPage, show: ShowFigure = figure_card) -> Prose:
    """The text of a content file with the addresses of the files that it names, its figures and its terms.

    A text that is not translated keeps the figures, links and terms of its own language.
    """
    untranslated = item.language != index.language
    if untranslated and index.fallback:
        index = index.fallback
    links, terms = index.links(item.file, item.body), index.terms_in(item.body)
    shown = ((token, responsive_image(index, resolve_media_path(item, token))) for token in links)
    pictures = {token: one for token, one in shown if one}
    if "{{" not in item.body:
        return Prose(
            item.file, item.body, item.body_line, links, terms=terms, pictures=pictures, untranslated=untranslated
        )
    bound = dict[str, FigureCard | ShortcodeFault | str]()
    early = dict[str, str]()
    for text in dict.fromkeys(find_shortcodes(item.body)):
        call = parse_shortcode(text)
        if isinstance(call, ShortcodeFault):
            bound[text] = call
        elif call.name == MEANT_NUMBER:
            bound[text] = call.given["text"]
        else:
            figure = _figure(call, index, item)
            bound[text] = figure if isinstance(figure, ShortcodeFault) else show(index, figure)
            if isinstance(figure, Figure) and "at" not in call.given and _is_early(figure, index.figures):
                early[text] = figure.known
    return Prose(item.file, item.body, item.body_line, links, bound, early, terms, pictures, untranslated)


def prose_without_data(index: SiteIndex, item: Announcement | PlainPage, sound: bool) -> Prose:
    """The same where the data has faults: nothing is looked up for show, and where the figures themselves are not
    `sound`, nothing is said of which of them there are."""
    text = build_prose(index, item, _unseen)
    if item.file in index.site.unread:  # its date may be stood in for
        text = replace(text, early={})
    if sound or not text.figures:
        return text
    unsure = {key: "" for key, one in text.figures.items() if isinstance(one, ShortcodeFault) and one.code in _UNSURE}
    return replace(text, figures=text.figures | unsure, early={})


def _figure(call: Shortcode, index: SiteIndex, item: Announcement | PlainPage) -> Figure | ShortcodeFault:
    """The figure of a call as the text may show it: an announcement tells what was surely known on its first day, or
    stands in what it cites itself."""
    figures = index.figures
    if isinstance(item, PlainPage):
        return resolve_shortcode(call, figures, None)
    day = edtf.parse(item.meta.date).sort_day
    figure = resolve_shortcode(call, figures, day)
    if isinstance(figure, ShortcodeFault) or "at" in call.given:
        return figure
    if figure.kind == "counted":
        return replace(figure, as_of=day.isoformat())
    now = figures.get(figure.id)
    if figure.quantity is None and now is not None and now.quantity is not None:
        if not is_known_by(now, figures, day, item.meta.sources):
            return replace(figure, known=now.known)
        figure = figures.get(figure.id, max(day, known_last(now))) or figure
    # Who told it later is no source of what was told then.
    then = [id for id in figure.sources if id in item.meta.sources or _told(index, id, day)]
    return replace(figure, sources=tuple(then))


def _told(index: SiteIndex, id: str, day: date) -> bool:
    """Whether a source was surely there on a day; one that is missing is told elsewhere."""
    source = index.sources.get(id)
    return source is not None and available_by(source) <= day


def _is_early(figure: Figure, figures: FigureIndex) -> bool:
    """Whether a figure is not known here, and is known now."""
    now = figures.get(figure.id)
    return figure.quantity is None and now is not None and now.quantity is not None


def _unseen(_: SiteIndex, figure: Figure) -> FigureCard:
    return FigureCard(figure.id, figure.kind, figure.quantity, "", "", "", "", "", "")
