"""A year of the archive as a report: its figures, what is recorded of it, what was told, and every source of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen import edtf
from sitegen.addresses import file_of
from sitegen.bodies import CardLine, Template
from sitegen.formats import PLAIN_FORMATS
from sitegen.model import Source
from sitegen.output import Head, Link, Output
from sitegen.pages.beside import year_links
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Chart, Shares, shares, yearly
from sitegen.pages.figures import YearFigures, sources_of
from sitegen.pages.inputs import ledger, sources, years as inputs_of_years
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.multiples import YearPicture
from sitegen.pages.opendata import download_links
from sitegen.pages.reconciliation import Reconciled
from sitegen.pages.rolls import Roll, roll
from sitegen.pages.sentences import Told, most_of
from sitegen.pages.shelves import LatestNews, LatestOutreach, Shelves, cited_by, latest_news, latest_outreach, shown_of
from sitegen.pages.social import Carded, Printer
from sitegen.pages.structured import breadcrumbs

SPREAD = "sebaran"
"""The id of the pictures of all years on the page of the archive."""


@dataclass(frozen=True, slots=True)
class YearPage:
    """What year.html shows."""

    head: Head
    """What the page tells of itself."""
    programme: str
    """The programme's name, for the cover of the printed report."""
    until: str
    """The date of the latest source, as EDTF; empty where there is none."""
    figures: YearFigures
    """Target, result and what is recorded here; never added to each other."""
    chart: Chart | None
    """Target and result, drawn; None where neither is known."""
    places: Roll
    """The places of the register that are stated to be of this year."""
    undated: Link
    """Where that stands which has no stated year."""
    reconciled: Reconciled
    """What is reported, counted here and missing, in the year and by province."""
    shares: Shares
    """The bars of its provinces: what is reported, and what is counted here."""
    corrections: tuple[CorrectionCard, ...]
    """What of the year's figures was corrected or revised, newest first."""
    news: LatestNews
    """The year's announcements, newest first."""
    outreach: LatestOutreach
    """The year's outreach, earliest first."""
    sources: tuple[Source, ...]
    """Every source of what the page shows: of the figures first, then of the places listed and of what was told."""
    previous: Link | None
    """The year before in the archive."""
    next: Link | None
    """The year after in the archive."""
    comparison: Link
    """Where all years stand side by side."""
    picture: YearPicture | None
    """The country with what is recorded of the year and up to it; None where nothing is recorded of it."""
    all_years: str
    """Address of the pictures of all years."""


def year_page(
    catalogue: Catalogue,
    shelves: Shelves,
    years: Sequence[YearFigures],
    place: int,
    reconciled: Reconciled,
    picture: YearPicture | None,
) -> Iterator[Output]:
    """The page of the year that stands at `place` among `years`, and its social card."""
    figures = years[place]
    places = roll(catalogue, shelves.places.get(figures.year, ()))
    news, outreach = latest_news(catalogue, shelves, figures.year), latest_outreach(catalogue, shelves, figures.year)
    listed = (card.code for province in places.provinces for card in province.places)
    cited = _sources(catalogue, figures, reconciled, cited_by(shelves, listed, news, outreach))
    carded = _card(catalogue, figures)
    view = YearPage(
        head=_head(catalogue, figures, carded.path),
        programme=catalogue.site.programme.name,
        until=max((one.date for one in cited), key=lambda date: edtf.parse(date).last, default=""),
        figures=figures,
        chart=yearly(catalogue, (figures,)),
        places=places,
        undated=undated_link(catalogue),
        reconciled=reconciled,
        shares=_shares(reconciled),
        corrections=notes_on(catalogue, *stated_of(reconciled)),
        news=news,
        outreach=outreach,
        sources=cited,
        previous=_neighbour(years[place - 1]) if place else None,
        next=_neighbour(years[place + 1]) if place + 1 < len(years) else None,
        comparison=catalogue.section("comparison"),
        picture=picture,
        all_years=f"{catalogue.addresses.root('archive')}#{SPREAD}",
    )
    inputs = (
        *inputs_of_years(catalogue, figures.year),
        *shown_of(catalogue, news, outreach),
        *sources(one.id for one in cited),
        *ledger(view.corrections),
    )
    body = Template("year.html", view)
    yield Output(file_of(figures.path), body, listed=True, inputs=tuple(dict.fromkeys(inputs)))
    yield from carded.outputs


def stated_of(one: Reconciled) -> tuple[str, ...]:
    """The figures that are stated of a year, by id."""
    provinces = (part.reported.id for part in one.provinces)
    return (f"target-{one.year}", one.reported.id, f"projected-{one.year}", *provinces)


def undated_link(catalogue: Catalogue) -> Link:
    """Where that stands which has no stated year."""
    return Link(catalogue.words["undated"], catalogue.addresses.without_year())


def _card(catalogue: Catalogue, figures: YearFigures) -> Carded:
    """Target and result, each with whose it is; a target is never shown as if it were a result."""
    words, target, reported = catalogue.words, figures.target.quantity, figures.reported.quantity
    lines = [
        CardLine(words["card_target"], number=target.number) if target else None,
        CardLine(words["card_reported"], number=reported.number) if reported else CardLine(words["card_unreported"]),
    ]
    title = catalogue.say("year_title", year=figures.year)
    shown = [line for line in lines if line]
    inputs = inputs_of_years(catalogue, figures.year)
    return Printer(catalogue).card("years", str(figures.year), title, shown, *inputs)


def _head(catalogue: Catalogue, figures: YearFigures, card: str) -> Head:
    title, crumbs = catalogue.say("year_title", year=figures.year), catalogue.crumbs(catalogue.section("archive"))
    data = catalogue.common.root("data")
    return Head(
        title=title,
        description=catalogue.say("year_description", year=figures.year),
        path=figures.path,
        crumbs=crumbs,
        image=card,
        jsonld=(breadcrumbs(catalogue, crumbs, title, figures.path),),
        data=year_links(catalogue, figures.year) or download_links(f"{data}years", PLAIN_FORMATS),
        record=f"data/programme.yaml, years: {figures.year}",
    )


def _sources(
    catalogue: Catalogue, figures: YearFigures, reconciled: Reconciled, cited: tuple[str, ...]
) -> tuple[Source, ...]:
    found = {one.id: one for one in sources_of((figures,))}
    found |= {one.id: one for part in reconciled.provinces for one in part.reported.sources}
    found |= {one.id: one for one in catalogue.cited(cited)}
    return tuple(found.values())


def _shares(one: Reconciled) -> Shares:
    """Bars for the provinces of a year, and the sentences that they bear out."""
    reported = [(part.name, part.reported.quantity) for part in one.provinces if part.reported.quantity]
    most = sorted(reported, key=lambda pair: -pair[1].number)[:2]
    leads = len(most) > 1 and most[0][1] > most[1][1]
    told = (Told("chart_reported_most", str(one.year), count=most[0][1], name=most[0][0]),) if leads else ()
    counted = most_of("chart_recorded", [(part.name, part.counted) for part in one.provinces], str(one.year))
    rows = ((part.reported.quantity.number if part.reported.quantity else None, part.counted) for part in one.provinces)
    return shares(rows, (*told, *counted))


def _neighbour(figures: YearFigures) -> Link:
    return Link(str(figures.year), figures.path)
