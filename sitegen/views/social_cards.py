"""Social cards: the preview image of a page, and its URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from sitegen.content import SocialCard, SocialCardLine
from sitegen.digest import hex_digest
from sitegen.fingerprint import fingerprints
from sitegen.output import Output
from sitegen.scalars import CardKind
from sitegen.urls import output_path
from sitegen.views.site_index import SiteIndex

_COLOURS = {"paper": "#fdfcfa", "ink": "#1d1b19", "quiet": "#5c5650", "accent": "#7b2d26"}
"""Default colours of a card, for a theme that lacks these names."""
_WORDS = ("months", "date_day", "date_month", "date_by", "date_between", "thousands", "decimal")
"""Messages for formatting dates and numbers."""


class PageSocialCard(NamedTuple):
    """The social card of a page."""

    path: str = ""
    """URL; empty if the settings disable such cards, so that the site's card is used."""
    outputs: tuple[Output, ...] = ()
    """Its output, if any."""


class SocialCardFactory:
    """Makes the social cards of a language; looks up once what all of them share."""

    def __init__(self, index: SiteIndex) -> None:
        config, theme, words = index.site.config, index.site.theme, index.common.words
        self._wanted = frozenset(config.cards)
        self._root = f"/{words['media']}/{words['card']}-{'' if index.first else f'{index.language}-'}"
        light = {name: colour.light for name, colour in theme.colours.items()}
        self._blank = SocialCard(
            title="",
            lines=(),
            site=config.title,
            notice=config.notice or "",
            colours=tuple(light.get(name, other) for name, other in _COLOURS.items()),
            messages={name: index.messages[name] for name in _WORDS if name in index.messages},
        )
        self._made_of = fingerprints().cards.encode() + msgspec.msgpack.encode(self._blank)

    def make(self, kind: CardKind, name: str, title: str, lines: Sequence[SocialCardLine]) -> PageSocialCard:
        """Make the card of a page; `name` is unique among the cards of the language, and fit for a URL."""
        if kind not in self._wanted:
            return PageSocialCard()
        body = replace(self._blank, title=title, lines=tuple(lines))
        digest = hex_digest(self._made_of, msgspec.msgpack.encode((title, body.lines)), size=4)
        path = f"{self._root}{name}.{digest}.png"
        return PageSocialCard(path, (Output(output_path(path), body),))


def site_card(index: SiteIndex) -> PageSocialCard:
    """Make the card of the home page, which every page without one of its own uses."""
    config = index.site.config
    return SocialCardFactory(index).make(
        "home", index.common.words["site"], config.title, (SocialCardLine(config.description),)
    )
