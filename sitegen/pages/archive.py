"""The archive: its page, a page for each year, one for records without a stated year, and the comparison of years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen import edtf
from sitegen.content import SocialCardLine
from sitegen.figures import VILLAGES, CountRange, Quantity, change
from sitegen.formats import PLAIN_FORMATS
from sitegen.models import Source
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.plurals import numbered_form
from sitegen.views.charts import Caption, Chart, ShareBars, cumulative_chart, largest_caption, share_bars, year_chart
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.country_map import SmallMultiples, YearPicture, small_multiples
from sitegen.views.figures import Reconciliation, YearFigures, reconcile_year, sources_of, year_figures
from sitegen.views.grouping import (
    LatestNews,
    LatestOutreach,
    PlaceListing,
    YearIndex,
    archive_years,
    cited_sources,
    index_by_year,
    latest_news,
    latest_outreach,
    list_by_region,
    release_links,
)
from sitegen.views.open_data import download_links, year_download_links
from sitegen.views.site_index import SiteIndex
from sitegen.views.social_cards import PageSocialCard, SocialCardFactory
from sitegen.views.structured_data import page_head, page_output, section_head

_FILE = "data/programme.yaml"
SMALL_MULTIPLES_ID = "sebaran"
"""Id of the small multiples on the archive page."""


@dataclass(frozen=True, slots=True)
class YearPage(PageView):
    """What year.html shows."""

    programme: str
    """The programme's name, for the cover of the printed report."""
    until: str
    """Date of the latest source, as EDTF; empty if there is none."""
    figures: YearFigures
    """Target, result and count of the register; never added to each other."""
    chart: Chart | None
    """Target and result, drawn; None where neither is known."""
    places: PlaceListing
    """Places of the register whose stated year this is."""
    undated: Link
    """Archive page of records without a stated year."""
    reconciled: Reconciliation
    """Figures reported, counted in the register and missing, for the year and by region."""
    shares: ShareBars
    """Bars of the regions: reported, and counted in the register."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of the year's figures, newest first."""
    news: LatestNews
    """The year's announcements, newest first."""
    outreach: LatestOutreach
    """The year's outreach, earliest first."""
    sources: tuple[Source, ...]
    """Sources of all that the page shows: of the figures first, then of the listed records."""
    previous: Link | None
    """The year before in the archive."""
    next: Link | None
    """The year after in the archive."""
    comparison: Link | None
    """Page that compares all years."""
    picture: YearPicture | None
    """Overview map of the year; None if nothing is recorded for it."""
    all_years: str
    """URL of the small multiples of all years."""
    releases: tuple[Link, ...]
    """The year as it stood at each release, by date: each text is a date."""


def _year_page(
    index: SiteIndex,
    by_year: YearIndex,
    years: Sequence[YearFigures],
    position: int,
    reconciled: Reconciliation,
    picture: YearPicture | None,
) -> Iterator[Output]:
    """Yield the page of the year at `position` in `years`, and its social card."""
    figures = years[position]
    places = list_by_region(index, by_year.places.get(figures.year, ()))
    news, outreach = latest_news(index, by_year, figures.year), latest_outreach(index, by_year, figures.year)
    codes = (card.code for region in places.regions for card in region.places)
    listed = (key for code in codes for key in (code, f"{code}@{figures.year}"))
    cited = _sources(index, figures, reconciled, cited_sources(by_year, listed, news, outreach))
    social_card = _social_card(index, figures)
    view = YearPage(
        head=_head(index, figures, social_card.path),
        programme=index.site.programme.name,
        until=max((one.date for one in cited), key=lambda date: edtf.parse(date).last, default=""),
        figures=figures,
        chart=year_chart(index, (figures,)),
        places=places,
        undated=index.year_link(None),
        reconciled=reconciled,
        shares=_shares(reconciled),
        corrections=correction_notes(index, *_stated_figures(reconciled)),
        news=news,
        outreach=outreach,
        sources=cited,
        previous=_neighbour(years[position - 1]) if position else None,
        next=_neighbour(years[position + 1]) if position + 1 < len(years) else None,
        comparison=index.optional_section("comparison"),
        picture=picture,
        all_years=f"{index.routes.root('archive')}#{SMALL_MULTIPLES_ID}",
        releases=release_links(index, figures.year),
    )
    yield page_output("year.html", view)
    yield from social_card.outputs


def _stated_figures(one: Reconciliation) -> tuple[str, ...]:
    """Return the ids of the figures that sources state about a year."""
    regions = (part.reported.id for part in one.regions)
    return (f"target-{one.year}", one.reported.id, f"projected-{one.year}", *regions)


def _social_card(index: SiteIndex, figures: YearFigures) -> PageSocialCard:
    """Make the social card with target and result, each labelled, so that a target is never taken for a result."""
    messages, target, reported = index.messages, figures.target.quantity, figures.reported.quantity
    lines = [
        SocialCardLine(numbered_form(messages, "card_target", target.number), number=target.number) if target else None,
        SocialCardLine(numbered_form(messages, "card_reported", reported.number), number=reported.number)
        if reported
        else SocialCardLine(messages["card_unreported"]),
    ]
    title = index.t("year_title", year=figures.year)
    return SocialCardFactory(index).make("years", str(figures.year), title, [line for line in lines if line])


def _head(index: SiteIndex, figures: YearFigures, card: str) -> PageHead:
    title, breadcrumbs = index.t("year_title", year=figures.year), index.breadcrumbs(index.section("archive"))
    return page_head(
        index,
        title,
        index.t("year_description", year=figures.year),
        figures.path,
        breadcrumbs,
        image=card,
        data=year_download_links(index, figures.year) or _years_table(index),
        record=f"{_FILE}, years: {figures.year}",
    )


def _sources(
    index: SiteIndex, figures: YearFigures, reconciled: Reconciliation, cited: tuple[str, ...]
) -> tuple[Source, ...]:
    found = {one.id: one for one in sources_of((figures,))}
    found |= {one.id: one for part in reconciled.regions for one in part.reported.sources}
    found |= {one.id: one for one in index.cited(cited)}
    return tuple(found.values())


def _shares(one: Reconciliation) -> ShareBars:
    """Return the bars of the regions of a year, with captions."""
    reported = [(part.name, part.reported.quantity) for part in one.regions if part.reported.quantity]
    most = sorted(reported, key=lambda pair: -pair[1].number)[:2]
    leads = len(most) > 1 and most[0][1] > most[1][1]
    captions = (Caption("chart_reported_most", str(one.year), count=most[0][1], name=most[0][0]),) if leads else ()
    counted = largest_caption("chart_recorded", [(part.name, part.counted) for part in one.regions], str(one.year))
    if counted and one.undated:
        counted += (Caption("chart_recorded_possible", count=Quantity(one.undated, "counted", VILLAGES)),)
    rows = (
        (
            part.reported.quantity.number if part.reported.quantity else None,
            part.counted,
            part.counted_range.most if part.counted_range.most > part.counted else None,
        )
        for part in one.regions
    )
    return share_bars(rows, (*captions, *counted))


def _neighbour(figures: YearFigures) -> Link:
    return Link(str(figures.year), figures.path)


@dataclass(frozen=True, slots=True)
class ArchivePage(PageView):
    """What archive.html shows."""

    years: tuple[YearFigures, ...]
    """Years of the programme and of all dated records, in order."""
    chart: Chart | None
    """Chart of target and result by year; None if neither is known."""
    growth: Chart | None
    """Chart of the cumulative sum; None if none is known."""
    comparison: Link | None
    """Where all years stand side by side."""
    undated: Link
    """Where that stands which has no stated year."""
    undated_count: int
    """Number of places of the register without a stated year."""
    reconciled: tuple[Reconciliation, ...]
    """What is reported, counted here and missing, a year."""
    sources: tuple[Source, ...]
    """Whose the figures are, in the order in which the table refers to them."""
    corrections: tuple[CorrectionCard, ...]
    """What of the figures was corrected or revised, newest first."""
    small_multiples: SmallMultiples | None
    """Small maps of each year; None without years or outlines."""


@dataclass(frozen=True, slots=True)
class UndatedPage(PageView):
    """What undated.html shows: what has no stated year, and is never guessed into one."""

    places: PlaceListing
    """Designated places."""
    news: LatestNews
    """Announcements."""
    outreach: LatestOutreach


def archive(index: SiteIndex) -> Iterator[Output]:
    """Yield the archive page `/arsip/`, one page per year, and one for records without a stated year."""
    by_year = index_by_year(index)
    years = year_figures(index, archive_years(index, by_year))
    reconciled = tuple(reconcile_year(index, row.year) for row in years)
    multiples, pictures = small_multiples(index)
    yield _archive_page(index, by_year, years, reconciled, multiples)
    for position, row in enumerate(years):
        yield from _year_page(index, by_year, years, position, reconciled[position], pictures.get(row.year))
    yield _undated_page(index, by_year)


def _archive_page(
    index: SiteIndex,
    by_year: YearIndex,
    years: tuple[YearFigures, ...],
    reconciled: tuple[Reconciliation, ...],
    multiples: SmallMultiples | None,
) -> Output:
    view = ArchivePage(
        head=section_head(index, "archive", data=_years_table(index), record=_FILE),
        years=years,
        chart=year_chart(index, years),
        growth=cumulative_chart(index, years),
        comparison=index.optional_section("comparison"),
        undated=index.year_link(None),
        undated_count=len(by_year.places.get(None, ())),
        reconciled=reconciled,
        sources=sources_of(years),
        corrections=correction_notes(index, *(id for one in reconciled for id in _stated_figures(one))),
        small_multiples=multiples,
    )
    return page_output("archive.html", view)


def _undated_page(index: SiteIndex, by_year: YearIndex) -> Output:
    link, above = index.year_link(None), index.breadcrumbs(index.section("archive"))
    description = index.messages["undated_description"]
    head = page_head(index, link.text, description, link.path, above, data=_years_table(index), record=_FILE)
    news, outreach = latest_news(index, by_year, None), latest_outreach(index, by_year, None)
    view = UndatedPage(head, list_by_region(index, by_year.places.get(None, ())), news, outreach)
    return page_output("undated.html", view)


def _years_table(index: SiteIndex) -> tuple[Link, ...]:
    """Return the download links of the table of years."""
    return download_links(f"{index.common.root('data')}years", PLAIN_FORMATS)


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """A year in the comparison."""

    figures: YearFigures
    """Target, result and count of the year."""
    change: int | None
    """Villages reported above the year before; None if either number is not known."""
    began: bool
    """Whether the programme began in this year, so that there is no year before."""
    regions: int
    """Number of regions of the highest level in which the register has a place of this year."""
    regions_range: CountRange
    """Limits of `regions`, as places without a stated year may be of this one."""
    news: int
    """Number of announcements."""
    outreach: int
    """Number of outreach events."""


@dataclass(frozen=True, slots=True)
class UndatedRecords:
    """Numbers of records without a stated year, which no row counts."""

    link: Link
    """Page that lists them."""
    places: int
    """Designated places."""
    news: int
    """Announcements."""
    outreach: int
    """Outreach events."""


@dataclass(frozen=True, slots=True)
class ComparisonPage(PageView):
    """What comparison.html shows."""

    chart: Chart | None
    """Target and result by year, drawn; None where neither is known of any."""
    years: tuple[ComparedYear, ...]
    """Compared years, in order."""
    undated: UndatedRecords
    """Records without a stated year."""
    sources: tuple[Source, ...]
    """Sources of the figures, in the order in which the tables refer to them."""


def comparison(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/arsip/banding/`."""
    by_year = index_by_year(index)
    years = year_figures(index, archive_years(index, by_year))
    view = ComparisonPage(
        head=section_head(index, "comparison", index.section("archive"), data=_years_table(index)),
        chart=year_chart(index, years),
        years=tuple(_compared(index, by_year, years, position) for position in range(len(years))),
        undated=UndatedRecords(
            index.year_link(None),
            len(by_year.places.get(None, ())),
            len(by_year.news.get(None, ())),
            len(by_year.outreach.get(None, ())),
        ),
        sources=sources_of(years),
    )
    yield page_output("comparison.html", view)


def _compared(index: SiteIndex, by_year: YearIndex, years: Sequence[YearFigures], position: int) -> ComparedYear:
    figures = years[position]
    before = years[position - 1] if position and years[position - 1].year == figures.year - 1 else None
    difference = change(figures.reported.quantity, before.reported.quantity if before else None)
    regions, possible = index.figures.regions_of(figures.year), index.figures.possible_regions_of(figures.year)
    return ComparedYear(
        figures=figures,
        change=None if difference is None else int(difference),
        began=figures.year == index.site.programme.began,
        regions=len(regions),
        regions_range=CountRange(len(regions), len({*regions, *possible})),
        news=len(by_year.news.get(figures.year, ())),
        outreach=len(by_year.outreach.get(figures.year, ())),
    )
