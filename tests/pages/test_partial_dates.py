"""Partial dates in every output of a site: none is ever made more exact than it was stated."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

import pytest
from factory import (
    default_messages,
    make_config,
    make_indicator,
    make_news,
    make_outreach,
    make_page,
    make_programme,
    make_source,
    make_village,
    make_year,
)
from published_site import published

from sitegen import edtf
from sitegen.models import Correction, Decree, Event, Policy
from sitegen.models.records import Population, PreviousName, RegionRecord

DATES = {
    "month": "2019-03", "year": "2020", "between": "[2021-02..2021-05]", "years": "[2014..2015]", "by": "[..2013-07]",
    "decree": "2019-04", "event": "2022-06", "population": "2012", "source": "2016-02", "accessed": "2016-08",
    "outreach": "2011-09", "indicator": "2010-10", "due": "2031-05", "result": "2018-11", "correction": "2023-04",
    "policy": "2009", "region": "2008-12", "news": "2024-07", "updated": "2024-10", "page": "2025-01",
}  # fmt: skip
"""No two of one year, so that a month or a day of another one is no coincidence."""
MONTHS = default_messages("id")["months"].split(", ")
DEMANDED = re.compile(r"<updated>[^<]*</updated>")
"""What a feed must say to the second; decision record 0063 tells what stands there."""
EXAMPLES = default_messages("id")["data_reading_dates"]
"""The page of the open data tells the forms of dates by examples."""
ISO = re.compile(r"(?<![\d-])(20[0-3]\d)-(\d\d)(-\d\d)?(?![\d-])")
IN_WORDS = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (20\d\d)")
STATED = frozenset(chain.from_iterable((when.begin, when.end) for when in map(edtf.parse, DATES.values())))


def site_of_partial_dates() -> dict[str, str]:
    source = make_source(date=DATES["source"], accessed=DATES["accessed"], url="https://a.example/")
    where = ("month", "year", "between", "years", "by")
    places = [make_village(f"35.05.15.200{n}", certified=DATES[name]) for n, name in enumerate(where, 1)]
    places[0] = replace(
        places[0],
        decree=Decree(number="1", date=DATES["decree"], issuer="Bupati"),
        events=(Event(kind="renewed", date=DATES["event"]),),
        population=Population(count=900, as_of=DATES["population"], source="koran"),
    )
    former = PreviousName(name="Kabupaten Lama", until=DATES["region"])
    news = [make_news(f"{DATES[name][-7:-3]}-k-{name}.md", date=DATES[name]) for name in where if name != "years"]
    revised = Correction(what="reported-2018", was="8", now="9", kind="revision", when=DATES["correction"], why="w")
    return published(
        config=make_config(cards=()),
        sources=(source,),
        villages=tuple(places),
        outreach=(
            make_outreach("a", date=DATES["outreach"], place="Balai"),
            make_outreach("b", ("35.05.15.2001",), date=DATES["between"]),
            make_outreach("c", date=DATES["by"]),
        ),
        indicators=(make_indicator(value=5, as_of=DATES["indicator"], target=6, due=DATES["due"]),),
        programme=make_programme(
            make_year(2018, reported=9, reported_as_of=DATES["result"]),
            policies=(Policy(title="Aturan", date=DATES["policy"], sources=("koran",)),),
        ),
        regions=(RegionRecord(code="35.05", name="Kabupaten Uji05", previous_names=(former,)),),
        corrections=(revised,),
        news=(
            *news,
            make_news("2024-juli.md", date=DATES["news"], updated=DATES["updated"], place="Blitar"),
            make_news("2014-antara.md", date=DATES["years"]),
        ),
        pages=(make_page(updated=DATES["page"]),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return site_of_partial_dates()


def test_partial_dates_are_shown_as_stated(files: dict[str, str]) -> None:
    everything = "".join(files.values())
    assert len(files) > 60
    for name, date in DATES.items():
        end = edtf.parse(date).end
        words = f"{MONTHS[int(end[5:7]) - 1]} {end[:4]}" if end[4:] else end
        assert words in everything, name


def test_partial_dates_are_exact_in_no_output(files: dict[str, str]) -> None:
    found: list[tuple[str, str]] = []
    for path, text in files.items():
        stated = DEMANDED.sub("", text) if path.endswith("atom.xml") else text.replace(EXAMPLES, "")
        found += ((path, match[0]) for match in ISO.finditer(stated) if match[0] not in STATED)
        for match in IN_WORDS.finditer(stated):
            month = f"{match[3]}-{MONTHS.index(match[2]) + 1:02d}"
            if match[1] or month not in STATED:
                found.append((path, match[0]))
    assert found == []


def test_partial_dates_stand_in_the_year_only_that_is_certain(files: dict[str, str]) -> None:
    for name in ("years", "by"):
        year = edtf.parse(DATES[name]).end[:4]
        assert f"arsip/{year}/index.html" not in files, name
    assert "35.05.15.2004" in files["arsip/tanpa-tahun/index.html"]


def test_partial_dates_of_feeds_are_the_last_possible_day_of_change_alone(files: dict[str, str]) -> None:
    for path in ("atom.xml", "ralat/atom.xml"):
        assert "<published>" not in files[path]
    assert "<updated>2024-10-31T00:00:00+07:00</updated>" in files["atom.xml"]
    assert not re.search("date_(published|modified)", files["feed.json"])
    assert "<lastmod>2024-10</lastmod>" in files["sitemap.xml"]
