"""The map page: where the recorded places lie, as a list for everyone and as a map at the press of a button."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from math import ceil
from pathlib import Path

from sitegen import __version__
from sitegen.addresses import file_of, root_from
from sitegen.bodies import MapScript, Template, Text
from sitegen.map_view import MapPoint, MapView, map_data
from sitegen.model import Location
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue, Region
from sitegen.pages.inputs import places
from sitegen.pages.structured import breadcrumbs
from sitegen.precision import distance

ELEMENT = "village_map"
"""The id of the element that the map fills."""
SCRIPTS = ("map.js", "vendor/leaflet/leaflet.js")
"""The static files without which a theme has the list alone; the second is loaded when the map is opened."""
LISTED = 500
"""The most places that the page names one by one; beyond, it leads to the pages of their regencies."""
SPOKEN = ("zoom_in", "zoom_out", "close", "group", "more", "closer", "certified", "reached")
"""What the script says, each `map_say_…` of the theme's words."""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place as the map page lists it."""

    card: PlaceCard
    """The place."""
    pointed: bool
    """Whether it is on the map."""


@dataclass(frozen=True, slots=True)
class ListedRegion:
    """A province with its regencies, or a regency with its places."""

    link: Link
    """Its name and page."""
    certified: int
    """How many places in it were designated, by these records."""
    reached: int
    """How many others outreach reached, by these records."""
    parts: tuple[ListedRegion, ...] = ()
    """Its regencies, where it is a province."""
    places: tuple[ListedPlace, ...] = ()
    """Its places, where it is a regency; none where the page would grow too long."""


@dataclass(frozen=True, slots=True)
class MapPage:
    """What map.html shows."""

    head: Head
    """What the page tells of itself."""
    element: str
    """The id of the element that the map fills."""
    script: str
    """Address of the script that makes the map; empty where the theme has none or nothing has a point."""
    kilobytes: int
    """What opening the map costs: 1,000 bytes each, compressed as hosts do, rounded up."""
    points: int
    """Places on the map."""
    pointless: int
    """Places listed of which no point is known."""
    provinces: tuple[ListedRegion, ...]
    """All places by province and regency."""


def map_page(catalogue: Catalogue) -> Iterator[Output]:
    """The page, and where there is something to draw also the map's script and its data file."""
    shown = {code: card for code, card in catalogue.places.items() if card.certified or card.reached}
    precise = cache(partial(_precision, catalogue))  # many places share one
    points = [
        _point(catalogue, shown[village.code], village.location, precise)
        for village in catalogue.site.villages
        if village.location and village.code in shown
    ]
    script = ""
    kilobytes = 0
    static = catalogue.site.theme.static
    if points and all(name in static for name in SCRIPTS):
        data = map_data(points, catalogue.site.config.notice or "")
        root = catalogue.addresses.root("map")
        address = f"{root}{catalogue.addresses.register}.{_digest(data)}.json"
        view = _view(catalogue, address.removeprefix(root), root_from(root))
        script = f"{root}{catalogue.addresses.map}.{_digest(f'{__version__} {view!r}'.encode())}.js"
        kilobytes = transfer_kb(Path(static[SCRIPTS[1]].location).read_bytes(), data, repr(view).encode())
        yield Output(file_of(address), Text(data), inputs=(*places(catalogue), "data/site.yaml"))
        yield Output(file_of(script), MapScript(view), inputs=(*places(catalogue), "data/site.yaml"))
    yield _page(catalogue, shown, points, script, kilobytes)


def transfer_kb(*files: bytes) -> int:
    """What files cost to fetch, in kilobytes of 1,000 bytes rounded up, if the host compresses them with gzip.

    At level 4, which a plan can afford at any size; hosts compress as well or better.
    """
    return ceil(sum(len(zlib.compress(file, 4)) for file in files) / 1000)


def _page(
    catalogue: Catalogue, shown: dict[str, PlaceCard], points: list[MapPoint], script: str, kilobytes: int
) -> Output:
    section, crumbs = catalogue.section("map"), catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.say("map_description"),
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        data=(Link("GeoJSON", f"{catalogue.addresses.root('data')}villages.geojson"),),
    )
    pointed = {point.path for point in points}
    regions = (region for region in catalogue.regions.values() if region.level == "province")
    listed = (_listed(catalogue, region, shown, pointed) for region in regions)
    view = MapPage(
        head=head,
        element=ELEMENT,
        script=script,
        kilobytes=kilobytes,
        points=len(points),
        pointless=len(shown) - len(points),
        provinces=tuple(region for region in listed if region.certified or region.reached),
    )
    return Output(file_of(section.path), Template("map.html", view), listed=True, inputs=places(catalogue))


def _listed(catalogue: Catalogue, region: Region, shown: dict[str, PlaceCard], pointed: set[str]) -> ListedRegion:
    cards = [shown[code] for code in region.villages if code in shown]
    parts: tuple[ListedRegion, ...] = ()
    places: tuple[ListedPlace, ...] = ()
    if region.level == "province":
        below = (_listed(catalogue, catalogue.regions[code], shown, pointed) for code in region.parts)
        parts = tuple(part for part in below if part.certified or part.reached)
    elif len(shown) <= LISTED:
        places = tuple(ListedPlace(card, card.path in pointed) for card in cards)
    certified = sum(1 for card in cards if card.certified)
    return ListedRegion(Link(region.name, region.path), certified, len(cards) - certified, parts, places)


def _view(catalogue: Catalogue, data: str, root: str) -> MapView:
    settings = catalogue.site.config.map
    return MapView(
        element=ELEMENT,
        latitude=settings.latitude,
        longitude=settings.longitude,
        zoom=settings.zoom,
        max_zoom=settings.max_zoom,
        data=data,
        root=root,
        words={name: catalogue.words[f"map_say_{name}"] for name in SPOKEN},
    )


def _point(
    catalogue: Catalogue, card: PlaceCard, location: Location, precise: Callable[[str, int | None], str]
) -> MapPoint:
    if not card.certified:
        when = ""
    elif card.year is None:
        when = catalogue.say("map_undated")
    else:
        when = str(card.year)
    if card.lapsed:
        when = f"{when}; {catalogue.words['status_lapsed']}"
    return MapPoint(
        name=catalogue.name_of(card),
        path=card.path,
        province=card.province,
        region=catalogue.say("where_full", district=card.district, regency=card.regency, province=card.province),
        status="certified" if card.certified else "reached",
        year=when,
        lat=location.lat,
        lon=location.lon,
        precision=precise(location.precision, location.uncertainty_m),
        uncertainty_m=location.uncertainty_m,
    )


def _precision(catalogue: Catalogue, centre_of: str, uncertainty_m: int | None) -> str:
    what = catalogue.say(f"village_precision_{centre_of}")
    if uncertainty_m is None:
        return catalogue.say("village_precision_unstated", what=what)
    return catalogue.say("village_precision", what=what, distance=distance(uncertainty_m, catalogue.words["decimal"]))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=4).hexdigest()
