"""Social cards: what the picture says by which a link to a page is shown elsewhere, and at which address it stands."""

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
"""The colours of a card, by the names that the theme gives them; of a theme that does not name one, these."""
_WORDS = ("months", "date_day", "date_month", "date_by", "date_between", "thousands", "decimal")
"""The words by which dates and numbers are written."""


class PageSocialCard(NamedTuple):
    """A page's social card: where it stands, and what makes it."""

    path: str = ""
    """Its address; empty where the settings leave such cards out: then that of the site stands for the page."""
    outputs: tuple[Output, ...] = ()
    """Its file, if any."""


class SocialCardFactory:
    """Makes the cards of a language: what all of them share is looked up once."""

    def __init__(self, index: SiteIndex) -> None:
        """Nothing is made yet."""
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
        """The card of a page of this kind. `name` is one that no other page of the language has, fit for an
        address."""
        if kind not in self._wanted:
            return PageSocialCard()
        body = replace(self._blank, title=title, lines=tuple(lines))
        digest = hex_digest(self._made_of, msgspec.msgpack.encode((title, body.lines)), size=4)
        path = f"{self._root}{name}.{digest}.png"
        return PageSocialCard(path, (Output(output_path(path), body),))


def site_card(index: SiteIndex) -> PageSocialCard:
    """The card of the home page, which stands for every page without one of its own."""
    config = index.site.config
    return SocialCardFactory(index).make(
        "home", index.common.words["site"], config.title, (SocialCardLine(config.description),)
    )
