"""The overview map as an SVG file that other sites may embed: without script, style or external resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from sitegen import edtf
from sitegen.content import Template
from sitegen.output import Output
from sitegen.urls import output_path
from sitegen.views.country_map import CountryMap, country_map
from sitegen.views.interactive_map import mapped_places
from sitegen.views.site_index import SiteIndex

MARGIN, TITLE, TEXT = 20, 30, 20
"""Units: the margin, and the font sizes of the title and of other text."""
SIGN_WIDTH = 0.56
"""Average width of a character, relative to the font size."""
LINE = 27
"""Units: height of a line; 1.5 times as much for the title."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; SVG does not break lines."""

    text: str
    y: int
    """Units from the upper edge to the baseline."""
    size: int
    """Font size."""


@dataclass(frozen=True, slots=True)
class OverviewMap:
    """What overview_map.svg shows."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    title: str
    """Accessible title."""
    above: tuple[TextLine, ...]
    """Title of the site and of the map."""
    facts: int
    """Units from the upper edge to the first line of totals."""
    newest: str
    """Date of the newest cited source, as EDTF; empty without one."""
    country: CountryMap
    """The map."""
    top: int
    """Units from the upper edge to the map."""
    legend: int
    """Units from the upper edge to the first line of the legend."""
    below: tuple[TextLine, ...]
    """Legend of pale provinces, credit, notice and URL."""
    colours: dict[str, str]
    """Colours of the theme for light screens, by name."""


def overview_map(index: SiteIndex) -> Iterator[Output]:
    """Yield `/peta/sebaran.svg`; nothing without outlines."""
    country = country_map(index)
    if country is None:
        return
    newest = _newest(index)
    view = _view(index, country, index.sources[newest].date if newest else "")
    yield Output(output_path(index.routes.overview_map()), Template("overview_map.svg", view))


def _view(index: SiteIndex, country: CountryMap, newest: str) -> OverviewMap:
    width, page = country.width + 2 * MARGIN, index.base_url + index.routes.root("map")
    heading, config = index.messages["country_heading"], index.site.config
    above = _lines(width, MARGIN, (config.title, TITLE), (heading, TEXT))
    facts = above[-1].y + LINE
    fact_lines = max(1, sum(map(bool, (country.certified, country.reached, newest))))
    top = facts + (fact_lines - 1) * LINE + MARGIN
    legend = top + country.height + LINE
    symbol_rows = 2  # the lines of the legend that show a mark
    missing = ", ".join(link.text for link in country.not_drawn)
    below = _lines(
        width,
        legend + (symbol_rows - 1) * LINE,
        (index.messages["country_legend_pale"] if country.has_pale else "", TEXT),
        (index.messages["country_legend_moved"] if country.has_leader_lines else "", TEXT),
        (index.t("country_missing", names=missing) if missing else "", TEXT),
        (index.t("country_credit", credit=country.credit), TEXT),
        (config.notice or "", TEXT),
        (page, TEXT),
    )
    height = below[-1].y + MARGIN
    colours = {name: colour.light for name, colour in index.site.theme.colours.items()}
    return OverviewMap(width, height, heading, above, facts, newest, country, top, legend, below, colours)


def _lines(width: int, top: int, *texts: tuple[str, int]) -> tuple[TextLine, ...]:
    """Break texts, each with a font size, into lines from `top` down."""
    lines: list[TextLine] = []
    for text, size in texts:
        for part in wrap(text, int((width - 2 * MARGIN) / (size * SIGN_WIDTH))):
            top += LINE if size == TEXT else LINE * 3 // 2
            lines.append(TextLine(part, top, size))
    return tuple(lines)


def _newest(index: SiteIndex) -> str:
    """Return the id of the newest source of what the map shows; empty without one."""
    mapped = mapped_places(index)
    cited = {id for village in index.site.villages if village.code in mapped for id in village.sources}
    cited.update(id for event in index.site.outreach if event.villages for id in event.sources)
    sources = [index.sources[id] for id in sorted(cited) if id in index.sources]
    return max(sources, key=lambda source: edtf.parse(source.date).last).id if sources else ""
