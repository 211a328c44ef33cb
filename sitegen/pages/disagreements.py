"""The page of all figures on which sources disagree, where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.formats import PLAIN_FORMATS
from sitegen.output import FigureCard, Output, PageView
from sitegen.views.figures import figure_card
from sitegen.views.open_data import download_links
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class DisagreementsPage(PageView):
    """What disagreements.html shows."""

    figures: tuple[FigureCard, ...]
    """The figures of which other sources state other values: those of the years, then those of the indicators."""


def disagreements(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/data/perbedaan/`, if sources disagree on a figure."""
    figures = index.figures.disagreements()
    if figures:
        data = download_links(f"{index.common.root('data')}disagreements", PLAIN_FORMATS)
        head = section_head(index, "disagreements", index.section("data"), data=data)
        cards = tuple(figure_card(index, one) for one in figures)
        yield page_output("disagreements.html", DisagreementsPage(head, cards))
