"""Prose of a content file, with its links, figures, terms and images resolved."""

from __future__ import annotations

import posixpath
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
from sitegen.link_targets import (
    Use,
    complete_address,
    find_mentions,
    in_markdown,
    is_external,
    own_path,
    page_url,
    split_target,
    targets_with_spaces,
)
from sitegen.models import Announcement, PlainPage
from sitegen.models.content import MEDIA, NEWS, PAGES
from sitegen.output import FigureCard, FigureRevision, Prose, ResponsiveImage
from sitegen.views.correction_urls import correction_path
from sitegen.views.figures import figure_card
from sitegen.views.images import responsive_image
from sitegen.views.site_index import SiteIndex

MakeCard = Callable[[SiteIndex, Figure], FigureCard]
_FOLDERS = (f"{MEDIA}/", f"{NEWS}/", f"{PAGES}/")
_MAX_MEANT = 20
"""For so many targets of one text is a file looked for that was meant."""
_DATA_ERRORS = ("figure-unknown", "figure-ambiguous", "figure-sum")
"""Faults of shortcodes that are not reported while the figures themselves have faults."""


def build_prose(index: SiteIndex, item: Announcement | PlainPage, make_card: MakeCard = figure_card) -> Prose:
    """Build the prose of a content file: its text with links, figures, terms and images resolved.

    An untranslated text keeps the figures, links and terms of its own language.
    """
    untranslated = item.language != index.language
    if untranslated and index.fallback:
        index = index.fallback
    links, images, meant = _resolve_targets(index, item)
    terms = index.terms_in(item.body)
    if "{{" not in item.body:
        return Prose(item.file, item.body, item.body_line, links, {}, {}, terms, images, untranslated, meant)
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
        item.file, item.body, item.body_line, links, figures_by_text, not_yet_known, terms, images, untranslated, meant
    )


def _resolve_targets(
    index: SiteIndex, item: Announcement | PlainPage
) -> tuple[dict[str, str | None], dict[str, ResponsiveImage], dict[str, str]]:
    """Return what the links and images of a text lead to, and what was meant by those that lead nowhere: the `links`,
    `images` and `meant` of a Prose."""
    named = index.files_named(item.file, item.body)
    links: dict[str, str | None] = {path: index.content[file] for path, file in named.items()}
    images = {path: image for path, file in named.items() if (image := responsive_image(index, file))}
    meant, folder = dict[str, str](), posixpath.dirname(item.file)
    for mention in find_mentions(item.body):
        target = mention.target
        if "://" in target and (url := own_path(target, index.base_url)):
            links[target] = None if split_target(url)[0] in index.held_urls() else url
            if file := index.texts_by_url().get(url.partition("#")[0].partition("?")[0]):
                meant[target] = in_markdown(posixpath.relpath(file, folder)) + split_target(target)[1]
        elif target.startswith("/"):
            if (path := split_target(target)[0]) in index.held_urls():
                links[path] = None
        elif target and mention.use and len(meant) < _MAX_MEANT and target[0] != "#":
            path, fragment = split_target(target)
            if path not in named and not is_external(target) and (path := _meant(index, path, folder, mention.use)):
                meant[target] = in_markdown(path) + fragment
    for target in targets_with_spaces(item.body) if len(meant) < _MAX_MEANT else ():
        file = index.file_names.find(split_target(target)[0], folder)
        path = posixpath.relpath(file, folder) if file else index.file_names.suggest(target, folder, _FOLDERS)
        meant[target] = in_markdown(path or target)
    return links, images, dict(sorted(meant.items()))


def _meant(index: SiteIndex, path: str, folder: str, use: Use) -> str:
    """Return what a path that names no file probably meant: a file, or the address of a section."""
    if complete_address(path):
        return ""
    url = page_url(path)
    if file := index.texts_by_url().get(url):
        return posixpath.relpath(file, folder)
    if use != "image" and url.strip("/") in index.routes.words.values():
        return index.routes.prefix + url
    return index.file_names.suggest(path, folder, (f"{MEDIA}/",) if use == "image" else _FOLDERS)


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
