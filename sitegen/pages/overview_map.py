"""The spread as a file: a picture of the country that other sites may show, without script, style or foreign parts."""

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
"""Units: the paper around everything, and the sizes of the signs of the title and of all else."""
SIGN_WIDTH = 0.56
"""How wide a sign is, measured by its size, in most fonts and on the average."""
LINE = 27
"""Units: how high a line is; one of the title half as much more."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; pictures do not break lines by themselves."""

    text: str
    """What it says."""
    y: int
    """Units from the upper edge to the line that the signs stand on."""
    size: int
    """The size of its signs."""


@dataclass(frozen=True, slots=True)
class OverviewMap:
    """What overview_map.svg shows."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    title: str
    """What it is, for those who do not see it."""
    above: tuple[TextLine, ...]
    """Of what site it is, and what it is."""
    facts: int
    """Units from the upper edge to the first line of what it says in numbers."""
    newest: str
    """The date of the newest source of what is shown, as EDTF; empty where none is cited."""
    country: CountryMap
    """The picture."""
    top: int
    """Units from the upper edge to the picture."""
    legend: int
    """Units from the upper edge to the first line of the legend."""
    below: tuple[TextLine, ...]
    """What a pale province means, whose outlines they are, what the site is and is not, and its address."""
    colours: dict[str, str]
    """The theme's colours by name, as they are on a light screen."""


def overview_map(index: SiteIndex) -> Iterator[Output]:
    """`/peta/sebaran.svg`; nothing where no outline is known."""
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
    """Texts, each with the size of its signs, broken into lines from `top` down."""
    lines: list[TextLine] = []
    for text, size in texts:
        for part in wrap(text, int((width - 2 * MARGIN) / (size * SIGN_WIDTH))):
            top += LINE if size == TEXT else LINE * 3 // 2
            lines.append(TextLine(part, top, size))
    return tuple(lines)


def _newest(index: SiteIndex) -> str:
    """The id of the newest source of what the picture shows; empty where none is known."""
    mapped = mapped_places(index)
    cited = {id for village in index.site.villages if village.code in mapped for id in village.sources}
    cited.update(id for event in index.site.outreach if event.villages for id in event.sources)
    sources = [index.sources[id] for id in sorted(cited) if id in index.sources]
    return max(sources, key=lambda source: edtf.parse(source.date).last).id if sources else ""
