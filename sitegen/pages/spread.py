"""The spread as a file: a picture of the country that other sites may show, without script, style or foreign parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from sitegen import edtf
from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.output import Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.country import CountryMap, country_map
from sitegen.pages.inputs import places, sources
from sitegen.pages.map_files import shown

MARGIN, TITLE, TEXT = 20, 30, 20
"""Units: the paper around everything, and the sizes of the signs of the title and of all else."""
_SIGN = 0.56
"""How wide a sign is, measured by its size, in most fonts and on the average."""
LINE = 27
"""Units: how high a line is; one of the title half as much more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; pictures do not break lines by themselves."""

    text: str
    """What it says."""
    y: int
    """Units from the upper edge to the line that the signs stand on."""
    size: int
    """The size of its signs."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What spread.svg shows."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    title: str
    """What it is, for those who do not see it."""
    above: tuple[Line, ...]
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
    below: tuple[Line, ...]
    """What a pale province means, whose outlines they are, what the site is and is not, and its address."""
    colours: dict[str, str]
    """The theme's colours by name, as they are on a light screen."""


def spread(catalogue: Catalogue) -> Iterator[Output]:
    """`/peta/sebaran.svg`; nothing where no outline is known."""
    country = country_map(catalogue)
    if country is None:
        return
    newest = _newest(catalogue)
    view = _view(catalogue, country, catalogue.sources[newest].date if newest else "")
    inputs = (*places(catalogue), *sources([newest] if newest else []), "data/site.yaml")
    yield Output(file_of(catalogue.addresses.picture()), Template("spread.svg", view), inputs=inputs)


def _view(catalogue: Catalogue, country: CountryMap, newest: str) -> Spread:
    width, page = country.width + 2 * MARGIN, catalogue.base_url + catalogue.addresses.root("map")
    heading, config = catalogue.words["country_heading"], catalogue.site.config
    above = _lines(width, MARGIN, (config.title, TITLE), (heading, TEXT))
    facts = above[-1].y + LINE
    lines = max(1, sum(map(bool, (country.certified, country.reached, newest))))
    top = facts + (lines - 1) * LINE + MARGIN
    legend = top + country.height + LINE
    marks = 2  # the lines of the legend that show a mark
    missing = ", ".join(link.text for link in country.missing)
    below = _lines(
        width,
        legend + (marks - 1) * LINE,
        (catalogue.words["country_legend_pale"] if country.pale else "", TEXT),
        (catalogue.words["country_legend_moved"] if country.lines else "", TEXT),
        (catalogue.say("country_missing", names=missing) if missing else "", TEXT),
        (catalogue.say("country_credit", credit=country.credit), TEXT),
        (config.notice or "", TEXT),
        (page, TEXT),
    )
    height = below[-1].y + MARGIN
    colours = {name: colour.light for name, colour in catalogue.site.theme.colours.items()}
    return Spread(width, height, heading, above, facts, newest, country, top, legend, below, colours)


def _lines(width: int, top: int, *texts: tuple[str, int]) -> tuple[Line, ...]:
    """Texts, each with the size of its signs, broken into lines from `top` down."""
    made: list[Line] = []
    for text, size in texts:
        for part in wrap(text, int((width - 2 * MARGIN) / (size * _SIGN))):
            top += LINE if size == TEXT else LINE * 3 // 2
            made.append(Line(part, top, size))
    return tuple(made)


def _newest(catalogue: Catalogue) -> str:
    """The id of the newest source of what the picture shows; empty where none is known."""
    drawn = shown(catalogue)
    cited = {id for village in catalogue.site.villages if village.code in drawn for id in village.sources}
    cited.update(id for event in catalogue.site.outreach if event.villages for id in event.sources)
    known = [catalogue.sources[id] for id in sorted(cited) if id in catalogue.sources]
    return max(known, key=lambda source: edtf.parse(source.date).last).id if known else ""
