"""The store of the map's scripts: every place is read back as the site holds it, and every count is the site's own."""

from __future__ import annotations

from typing import Any

import pytest
from filter_site import MAKE, cards, site, site_index
from map_host import Host, opened
from playwright.sync_api import Page

from sitegen.views.cards import PlaceCard

LOAD = "async () => { for (let part = 0; part < store.parts.length; part++) await store.load(part); }"
CHOICES: list[dict[str, Any]] = [
    {},
    {"year": 2018},
    {"year": "undated"},
    {"until": 2018},
    {"status": "reached"},
    {"top": "35", "status": "certified"},
    {"year": 2021, "top": "92"},
    {"name": "suko"},
    {"name": "klaten NAME", "until": 2018},
    {"name": "pabentengang  garum"},
    {"name": "karang anyar", "year": 2018, "top": "35"},
    {"name": "nowhere"},
    {"until": 2017, "status": "reached"},
]


pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture(scope="module")
def host(filter_host: Host) -> Host:
    return filter_host


def fits(card: PlaceCard, choice: dict[str, Any], but: str = "") -> bool:
    """Whether a choice lets a place through, one facet of it left aside."""
    wanted = {key: value for key, value in choice.items() if key != but and not (but == "year" and key == "until")}
    if "until" in wanted and not (card.certified and card.year and card.year <= wanted["until"]):
        return False
    if wanted.get("year") == "undated" and (not card.certified or card.year):
        return False
    if isinstance(wanted.get("year"), int) and (not card.certified or card.year != wanted["year"]):
        return False
    if wanted.get("top", "") != card.code[:2] and "top" in wanted:
        return False
    if "status" in wanted and wanted["status"] != ("certified" if card.certified else "reached"):
        return False
    text = " ".join((card.name, *card.regions[::-1])).lower()
    text = text.replace("'", "").replace("ñ", "n").replace("-", " ")
    return all(word in text for word in wanted.get("name", "").lower().split())


def test_map_store_reads_every_place(page: Page, host: Host) -> None:
    opened(page, host)
    page.evaluate(MAKE)
    page.evaluate(LOAD)
    read = page.evaluate("Array.from(store.matching(0), (at) => store.place(0, at))")
    points = {village.code: village.location for village in site().villages}
    assert len(read) == len(cards()) == 55
    for one, card in zip(read, cards(), strict=True):
        point = points[card.code]
        assert one["precision"].endswith("bukan acuan batas wilayah") is bool(point)
        assert {key: one[key] for key in one if key not in ("precision", "lat", "lon", "held")} == {
            "code": card.code, "name": site_index().name_of(card), "bare": card.name, "kind": card.kind,
            "path": card.path[1:], "regions": list(card.regions),
            "status": "certified" if card.certified else "reached", "year": card.year if card.certified else None,
        }  # fmt: skip
        assert one.get("held") == ("lapsed/" if card.lapsed else None)
        assert (one["lat"], one["lon"]) == ((round(point.lat, 2), round(point.lon, 2)) if point else (None, None))


def test_map_store_facet_counts_equal_site(page: Page, host: Host) -> None:
    every = cards()
    pointless = {one.code for one in site().villages if not one.location}
    opened(page, host)
    page.evaluate(MAKE)
    page.evaluate(LOAD)
    for choice in CHOICES:
        told = page.evaluate(
            """(choice) => {
              store.choose({ year: null, until: null, top: "", status: "", name: "" });
              store.choose(choice);
              const tally = store.tally();
              return Object.assign({}, tally, {
                years: Array.from(tally.years), codes: Array.from(store.matching(0), (at) => store.place(0, at).code),
              });
            }""",
            choice,
        )
        through = [card for card in every if fits(card, choice)]
        assert told["codes"] == [card.code for card in through]
        assert told["certified"] == sum(1 for card in through if card.certified)
        assert told["reached"] == sum(1 for card in through if not card.certified)
        assert told["pointless"] == sum(1 for card in through if card.code in pointless)
        in_years = [card for card in every if card.certified and fits(card, choice, "year")]
        assert dict(told["years"]) == {
            year: sum(1 for card in in_years if (card.year or "undated") == year)
            for year in (2017, 2018, 2021, "undated")
        }
        for key, but in (("tops", "top"), ("shown", "")):
            there = [card for card in every if fits(card, choice, but)]
            sums = [sum(one.values()) for one in told[key]]
            assert sums == [sum(1 for card in there if card.code[:2] == code) for code in ("33", "35", "92")]
        assert sum(one["certified"] + one["reached"] for one in told["areas"]) == len(through)
        statuses = [bool(card.certified) for card in every if fits(card, choice, "status")]
        assert told["statuses"] == {"certified": statuses.count(True), "reached": statuses.count(False)}


def test_map_store_invalid_filters_are_coerced(page: Page, host: Host) -> None:
    opened(page, host)
    page.evaluate(MAKE)
    choose = "(changes) => { store.choose(changes); return store.choice; }"
    nothing = {"year": None, "until": None, "top": "", "status": "", "name": ""}
    odd = {"year": "1066", "until": "x", "top": "99", "status": "__proto__", "name": "  a \n b " + "c" * 200}
    assert page.evaluate(choose, odd) == {**nothing, "name": "a b " + "c" * 96}
    assert page.evaluate(choose, {"name": None, "year": "2018"}) == {**nothing, "year": 2018}
    assert page.evaluate(choose, {"until": "2021"}) == {**nothing, "until": 2021}
    assert page.evaluate(choose, {"year": "undated"}) == {**nothing, "year": "undated"}
    calls = "(choice) => { let calls = 0; store.onchange(() => calls++); store.choose(choice); return calls; }"
    assert page.evaluate(calls, {"year": "undated"}) == 0
    assert page.evaluate(calls, {"year": 2017}) == 1
