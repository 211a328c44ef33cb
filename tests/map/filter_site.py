"""A site with something to choose from: three provinces, three years, places without a year or a point, odd names."""

from __future__ import annotations

import functools
from dataclasses import replace

from factory import in_regions
from map_site import HOSTILE, index, site_of, village
from playwright.sync_api import Page

from sitegen.models import Event, Outreach, Site, Village
from sitegen.views.cards import PlaceCard
from sitegen.views.site_index import SiteIndex

DATES = ("2017-03", "2018-07-05", "2018", "[2017..2018]", None, "2021")
"""When the places of a regency were designated, in turn; None was only reached by outreach."""
REGIONS = (
    ("35.05.15", "Gandusari", "Kabupaten Blitar", "Jawa Timur"),
    ("35.05.16", "Garum", "Kabupaten Blitar", "Jawa Timur"),
    ("35.79.01", "Batu", "Kota Batu", "Jawa Timur"),
    ("33.10.01", "Prambanan", "Kabupaten Klaten", "Jawa Tengah"),
    ("92.71.01", "Sorong Manoi", "Kota Sorong", "Papua Barat Daya"),
)
"""Code, district, regency and province."""
NAMES = ("Sukosewu", "Karang-Anyar", "Pa'Bentengang", "Ñame", "Duren", "=cmd()|'/c calc'!A1", *HOSTILE)

MAKE = """async () => {
  const address = document.getElementById("map").dataset.index;
  window.store = sitegenMap.store(await sitegenMap.fetched(address), address);
}"""
"""A store of a test's own, beside that of the map."""


def places() -> tuple[Village, ...]:
    """Eleven places in each district; every seventh without a point, some of other kinds, one that holds no longer."""
    found = []
    for where, (district, name, regency, province) in enumerate(REGIONS):
        for at, called in enumerate(NAMES):
            number = where * len(NAMES) + at
            one = village(2001 + at, called, -8.0 + where * 1.7 + at * 0.013, 110.0 + where * 4, certified=None)
            one = in_regions(
                replace(one, code=f"{district}.{2001 + at}"), district=name, regency=regency, province=province
            )
            one = replace(one, certified=DATES[number % len(DATES)], location=None if number % 7 == 3 else one.location)
            found.append(one)
    found[1] = replace(found[1], kind="kelurahan", code="35.05.15.1001")
    found[4] = replace(found[4], certified="2018", kind="pasar", code="35.05.15.2003/duren")
    found[7] = replace(found[7], certified="2018", events=(Event(kind="lapsed", date="2020"),), slug="lama")
    return tuple(found)


@functools.cache
def site() -> Site:
    """The site: outreach reached every place that was not designated."""
    villages = places()
    reached = tuple(one.code for one in villages if not one.certified)
    event = Outreach(id="kelana", title="Kelana", date="2018", audience="warga", villages=reached, sources=("berita",))
    return replace(site_of(villages), outreach=(event,))


@functools.cache
def site_index() -> SiteIndex:
    """The site as its pages see it."""
    return index(site())


def cards() -> list[PlaceCard]:
    """The places as the site lists them, in the order of their codes."""
    return [card for _, card in sorted(site_index().places.items())]


def listed(page: Page) -> list[str]:
    """The addresses of the places that the list names."""
    found: list[str] = page.locator("#map-list li li a").evaluate_all("links => links.map(link => link.pathname)")
    return found


def paths(codes: set[str]) -> list[str]:
    """The addresses of some places, as `listed` gives them once they are sorted."""
    return sorted(f"/sub{site_index().places[code].path}" for code in codes)
