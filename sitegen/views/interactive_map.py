"""What a page needs to open the interactive map: its scripts, its data, what it costs; and the files of all that."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import msgspec

from sitegen import __version__
from sitegen.content import MapScript, Text
from sitegen.fingerprint import fingerprints
from sitegen.map_data import (
    MapData,
    MapFileNames,
    MapPlace,
    MapView,
    TilesView,
    build_map_data,
    content_hashed_name,
    gzip_size,
    kilobytes,
)
from sitegen.minify import join_scripts
from sitegen.output import Link, Output
from sitegen.precision import uncertainty_text
from sitegen.urls import output_path
from sitegen.views.cards import PlaceCard
from sitegen.views.search_files import NAMES_SCRIPT
from sitegen.views.site_index import SiteIndex

ELEMENT = "village_map"
"""The id of the element that the map fills."""
PAGE_FILES = ("map.js", "map.css")
"""The static files that stand on the page before the map is opened."""
MAP_SCRIPTS = (
    "vendor/leaflet/leaflet.js",
    "vendor/supercluster/supercluster.js",
    "vendor/leaflet.fullscreen/fullscreen.js",
    "vendor/leaflet.locatecontrol/locate.js",
    NAMES_SCRIPT,
    "map/places.js",
    "map/store.js",
    "map/layers.js",
    "map/notes.js",
    "map/marks.js",
    "map/parts.js",
    "map/keys.js",
    "map/address.js",
    "map/choice.js",
    "map/list.js",
)
"""The static files that are fetched as one when the map is opened, in the order in which they run; a theme without one
of these, of those on the page, of its rules or on demand, has no interactive map."""
MAP_STYLE = "map/opened.css"
"""The rules of the open map, which are fetched with the scripts."""
DEMAND_FILES = ("map/take.js",)
"""The static files that the scripts fetch only when they are needed: here, when what is shown is downloaded."""
MAX_LISTED = 500
"""The most places that the list of the map page names one by one, whatever a reader chose."""
MESSAGE_PREFIX = "map_say_"
"""How the keys of the words begin that the map says: `map_say_close` is `close` to the scripts."""
SCRIPT_OVERHEAD = 500
"""Bytes: what the composed script costs besides its view, compressed; a test holds it."""


@dataclass(frozen=True, slots=True)
class InteractiveMap:
    """All that a page needs to open the interactive map."""

    element: str
    """The id of the element that the map fills."""
    scripts: tuple[str, ...]
    """Addresses of what is fetched when it is opened, in the order in which it is run."""
    index: str
    """Address of the index of its data."""
    outlines: str
    """Address of the outlines of the provinces; empty where there are none."""
    kilobytes: int
    """What opening it costs: 1,000 bytes each, compressed as hosts do, rounded up."""
    largest: int
    """Kilobytes of the largest part of its data that is only fetched on demand; 0 where all is fetched at once."""
    listed: int
    """The most places that the list beside it names one by one."""
    tiles: Link | None
    """Whose map images it shows, and their terms, whose address may be empty; None where it shows none."""
    image_hosts: tuple[str, ...]
    """The foreign host of its map images, for the policy of the page; none where it shows none."""


@dataclass(frozen=True, slots=True)
class MapFiles:
    """The interactive map of a site, with its files."""

    interactive: InteractiveMap
    """What a page needs to open it."""
    outputs: tuple[Output, ...]
    """Its data and its composed script."""


def mapped_places(index: SiteIndex) -> dict[str, PlaceCard]:
    """The places that the map shows, by code: designated, or at least reached by outreach."""
    return {code: card for code, card in index.places.items() if card.certified or card.reached}


def has_interactive_map(index: SiteIndex) -> bool:
    """Whether there is an interactive map: a place with a point to show, and a theme with all that it needs."""
    cards, static = index.places, index.site.theme.static
    with_point = (cards[one.code] for one in index.site.villages if one.location and one.code in cards)
    required = (*PAGE_FILES, *MAP_SCRIPTS, MAP_STYLE, *DEMAND_FILES)
    return all(name in static for name in required) and any(card.certified or card.reached for card in with_point)


def map_files(index: SiteIndex) -> MapFiles | None:
    """The interactive map; None where there is none."""
    if not has_interactive_map(index):
        return None
    places, static = _map_places(index), index.site.theme.static
    routes, config, names = index.routes, index.site.config, index.common.words
    file_names = MapFileNames(names["map_index"], routes.words["register"], routes.words["regions"])
    data = build_map_data(places, config.notice or "", file_names, _centres(index))
    folder = f"{routes.root('map')}data/"
    backdrop, view = _backdrop(index), _view(index)
    encoded_view = repr(view).encode()
    script = content_hashed_name(
        routes.words["map"], f"{__version__} {fingerprints().folium} ".encode() + encoded_view, "js"
    )
    code = join_scripts(static[name].text for name in MAP_SCRIPTS)
    style = static[MAP_STYLE].text.encode()
    cost = sum(map(gzip_size, (code, style, encoded_view, backdrop))) + SCRIPT_OVERHEAD + data.index.cost
    single_part = len(data.parts) == 1
    tiles = config.map.tiles
    interactive = InteractiveMap(
        element=ELEMENT,
        scripts=(folder + content_hashed_name(names["map_tools"], code, "js"), folder + script),
        index=folder + data.index.name,
        outlines=folder + content_hashed_name(names["map_outlines"], backdrop) if backdrop else "",
        kilobytes=kilobytes(cost + (data.parts[0].cost if single_part else 0)),
        largest=0 if single_part else kilobytes(max(part.cost for part in data.parts)),
        listed=MAX_LISTED,
        tiles=Link(tiles.attribution, tiles.attribution_url or "") if tiles else None,
        image_hosts=("://".join(urlsplit(tiles.url)[:2]),) if tiles else (),
    )
    return MapFiles(interactive, tuple(_outputs(interactive, data, backdrop, code, view)))


def _outputs(
    interactive: InteractiveMap, data: MapData, backdrop: bytes, code: bytes, view: MapView
) -> Iterator[Output]:
    folder = interactive.index.rpartition("/")[0] + "/"
    yield Output(output_path(interactive.index), Text(data.index.data))
    for part in data.parts:
        yield Output(output_path(folder + part.name), Text(part.data))
    if interactive.outlines:
        yield Output(output_path(interactive.outlines), Text(backdrop))
    yield Output(output_path(interactive.scripts[0]), Text(code))
    yield Output(output_path(interactive.scripts[1]), MapScript(view))


def _map_places(index: SiteIndex) -> list[MapPlace]:
    precision_text = functools.cache(partial(_precision, index))  # many places share one
    kind_name = functools.cache(partial(_kind, index))
    cards = mapped_places(index)
    places = []
    for village in index.site.villages:
        card = cards.get(village.code)
        if card is None:
            continue
        location = village.location
        places.append(
            MapPlace(
                village=village,
                path=card.path,
                kind=kind_name(card.kind, card.called),
                year=card.year,
                lapsed=card.lapsed,
                precision=precision_text(location.precision, location.uncertainty_m) if location else "",
            )
        )
    return places


def _kind(index: SiteIndex, kind: str, called: str) -> tuple[str, str]:
    """How a place of a kind is named, and what its slug begins with."""
    name = index.t("called_named", called=called.capitalize(), name="{name}") if called else ""
    return name or index.messages[f"{kind}_named"], "" if kind == "desa" else f"{kind}-"


def _precision(index: SiteIndex, centre_of: str, uncertainty_m: int | None) -> str:
    what = index.t(f"village_precision_{centre_of}")
    if uncertainty_m is None:
        return index.t("village_precision_unstated", what=what)
    return index.t("village_precision", what=what, distance=uncertainty_text(uncertainty_m, index.messages["decimal"]))


def _centres(index: SiteIndex) -> dict[str, tuple[float, float]]:
    """The middle of the picture of each province."""
    drawings = {code: one.drawing for code, one in index.site.outlines.provinces.items()}
    return {
        code: (one.north - one.height / one.scale / 2, one.west + one.width / one.scale / 2)
        for code, one in drawings.items()
    }


def _backdrop(index: SiteIndex) -> bytes:
    """The outlines of the provinces with the site's notice and whose they are: the file may travel alone."""
    outlines = index.site.outlines
    if not outlines.backdrop:
        return b""
    properties = {"notice": index.site.config.notice or "", "credit": outlines.credit}
    return msgspec.json.encode(properties)[:-1] + b"," + outlines.backdrop[1:]


def _view(index: SiteIndex) -> MapView:
    settings = index.site.config.map
    tiles = settings.tiles
    messages = sorted(index.messages.items())
    return MapView(
        element=ELEMENT,
        latitude=settings.latitude,
        longitude=settings.longitude,
        zoom=settings.zoom,
        max_zoom=settings.max_zoom,
        messages={key.removeprefix(MESSAGE_PREFIX): word for key, word in messages if key.startswith(MESSAGE_PREFIX)},
        tiles=TilesView(tiles.url, tiles.max_zoom) if tiles else None,
    )
