"""Prose of a content file, with its links, figures, terms and images resolved."""

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
    shortcode_day,
)
from sitegen.models import Announcement, PlainPage
from sitegen.output import FigureCard, FigureRevision, Prose
from sitegen.views.correction_urls import correction_path
from sitegen.views.figures import figure_card
from sitegen.views.images import resolve_media_path, responsive_image
from sitegen.views.site_index import SiteIndex

MakeCard = Callable[[SiteIndex, Figure], FigureCard]
_DATA_ERRORS = ("figure-unknown", "figure-ambiguous", "figure-sum")
"""Faults of shortcodes that are not reported while the figures themselves have faults."""


def build_prose(index: SiteIndex, item: Announcement | PlainPage, make_card: MakeCard = figure_card) -> Prose:
    """Build the prose of a content file: its text with links, figures, terms and images resolved.

    An untranslated text keeps the figures, links and terms of its own language.
    """
    untranslated = item.language != index.language
    if untranslated and index.fallback:
        index = index.fallback
    links, terms = index.links(item.file, item.body), index.terms_in(item.body)
    images_by_token = ((token, responsive_image(index, resolve_media_path(item, token))) for token in links)
    images = {token: one for token, one in images_by_token if one}
    if "{{" not in item.body:
        return Prose(item.file, item.body, item.body_line, links, terms=terms, images=images, untranslated=untranslated)
    figures_by_text = dict[str, FigureCard | ShortcodeFault | str]()
    not_yet_known = dict[str, str]()
    for text in dict.fromkeys(find_shortcodes(item.body)):
        shortcode = parse_shortcode(text, index.site.geography)
        if isinstance(shortcode, ShortcodeFault):
            figures_by_text[text] = shortcode
        elif shortcode.name == MEANT_NUMBER:
            figures_by_text[text] = shortcode.arguments["text"]
        else:
            figure, day = _resolve(shortcode, index, item)
            if isinstance(figure, ShortcodeFault):
                figures_by_text[text] = figure
                continue
            figures_by_text[text] = replace(
                make_card(index, figure), revisions=_revisions(index, figure, day), history=()
            )
            if "at" not in shortcode.arguments and _is_not_yet_known(figure, index.figures):
                not_yet_known[text] = figure.known
    return Prose(
        item.file, item.body, item.body_line, links, figures_by_text, not_yet_known, terms, images, untranslated
    )


def prose_without_data(index: SiteIndex, item: Announcement | PlainPage, figures_valid: bool) -> Prose:
    """Build the prose for checks when the data has faults; without valid figures, missing ones are not reported."""
    text = build_prose(index, item, _plain_card)
    if item.file in index.site.unread:  # its date may be a placeholder
        text = replace(text, not_yet_known={})
    if figures_valid or not text.figures:
        return text
    unresolved = {
        key: "" for key, one in text.figures.items() if isinstance(one, ShortcodeFault) and one.code in _DATA_ERRORS
    }
    return replace(text, figures=text.figures | unresolved, not_yet_known={})


def _resolve(
    shortcode: Shortcode, index: SiteIndex, item: Announcement | PlainPage
) -> tuple[Figure | ShortcodeFault, date | None]:
    """Resolve a shortcode as the text may show it; return the figure with the day by which it was known so, None for
    today.

    An announcement shows what was known on its first day, or is stated by its own sources.
    """
    figures = index.figures
    written = None if isinstance(item, PlainPage) else edtf.parse(item.meta.date).sort_day
    figure = resolve_shortcode(shortcode, figures, written)
    if isinstance(figure, ShortcodeFault):
        return figure, None
    day = shortcode_day(shortcode, written)
    if isinstance(item, PlainPage) or day is None or "at" in shortcode.arguments:
        return figure, day
    if figure.kind == "counted":
        return replace(figure, as_of=day.isoformat()), day
    current, shown = figures.get(figure.id), day
    if current is not None and current.quantity is not None and _comes_later(current, figure, day):
        if is_known_by(current, figures, day, item.meta.sources):
            shown = max(day, known_last(current))
            figure = figures.get(figure.id, shown) or figure
        elif figure.quantity is None:
            return replace(figure, known=current.known), day
    # Sources that were published later are no sources of the earlier value.
    available = [id for id in figure.sources if id in item.meta.sources or _was_available(index, id, day)]
    return replace(figure, sources=tuple(available)), shown


def _comes_later(current: Figure, figure: Figure, day: date) -> bool:
    """Whether the number of today was not known on a day: none was, or that of another source."""
    return figure.quantity is None or (bool(current.others) and known_last(current) > day)


def _revisions(index: SiteIndex, figure: Figure, day: date | None) -> tuple[FigureRevision, ...]:
    """Return the revisions of a figure since the day whose number a text shows."""
    if day is None or figure.quantity is None:
        return ()
    return tuple(
        FigureRevision(
            now=since.quantity if (since := index.figures.get(figure.id, edtf.parse(entry.when).last)) else None,
            when=entry.when,
            why=entry.why,
            path=correction_path(index, entry),
        )
        for entry in index.figures.revisions_after(figure, day)
    )


def _was_available(index: SiteIndex, id: str, day: date) -> bool:
    """Whether a source existed on a day; a missing one is reported elsewhere."""
    source = index.sources.get(id)
    return source is not None and available_by(source) <= day


def _is_not_yet_known(figure: Figure, figures: FigureIndex) -> bool:
    """Whether a figure was not known then, but is known now."""
    current = figures.get(figure.id)
    return figure.quantity is None and current is not None and current.quantity is not None


def _plain_card(_: SiteIndex, figure: Figure) -> FigureCard:
    return FigureCard(figure.id, figure.kind, figure.quantity, "", "", "", "", "", "")
