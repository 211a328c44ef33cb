"""The interactive map: its scripts, data files, transfer size, and their outputs."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import msgspec

from sitegen import __version__
from sitegen.content import MapScript, RawBytes
from sitegen.fingerprint import fingerprints
from sitegen.geography.wording import script_levels
from sitegen.map_data import (
    MapData,
    MapFileNames,
    MapGeography,
    MapPlace,
    MapView,
    TilesView,
    build_map_data,
    content_hashed_name,
    gzip_size,
    held_key,
    kilobytes,
)
from sitegen.minify import join_scripts
from sitegen.names import slugify
from sitegen.output import Link, Output
from sitegen.precision import uncertainty_text
from sitegen.urls import output_path
from sitegen.views.cards import PlaceCard
from sitegen.views.designation_words import award_now
from sitegen.views.search_files import NAMES_SCRIPT
from sitegen.views.site_index import SiteIndex

ELEMENT = "village_map"
"""The id of the element that the map fills."""
PAGE_FILES = ("map.js", "map.css")
"""Static files that the page loads before the map is opened."""
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
"""Static files that are joined and fetched when the map is opened, in order of execution. A theme that lacks one of
these, of PAGE_FILES, MAP_STYLE or DEMAND_FILES has no interactive map."""
MAP_STYLE = "map/opened.css"
"""Style sheet of the open map, fetched with the scripts."""
DEMAND_FILES = ("map/take.js",)
"""Static files that scripts fetch when needed: for downloads of what is shown."""
MAX_LISTED_PLACES = 500
"""Most places that the list on the map page shows at once."""
MESSAGE_PREFIX = "map_say_"
"""Prefix of message keys for the map: `map_say_close` is `close` in the scripts."""
ADDRESS_KEYS = ("year", "until", "top", "status", "name", "at")
"""The words of an address that say what is shown: `year` is the message `map_say_key_year`."""
NEAR_STEPS = 3
"""Zoom levels between what shows the country and what shows one of its regions of the highest level."""
SCRIPT_OVERHEAD = 500
"""Compressed size in bytes of the composed script without its view; a test checks it."""


@dataclass(frozen=True, slots=True)
class InteractiveMap:
    """The settings for pages."""

    element: str
    """The id of the element that the map fills."""
    scripts: tuple[str, ...]
    """URLs of the scripts that are fetched when it is opened, in order of execution."""
    index: str
    """URL of the index of its data."""
    outlines: str
    """URL of the outlines of the regions of the highest level; empty without them."""
    kilobytes: int
    """Transfer size on opening: kilobytes of 1,000 bytes, compressed, rounded up."""
    largest: int
    """Kilobytes of the largest data file that is fetched on demand; 0 if all are fetched at once."""
    listed: int
    """Most places that the list beside it shows."""
    keys: tuple[str, ...]
    """The words of an address that say what is shown."""
    tiles: Link | None
    """Attribution of the tiles, with the URL of their terms (may be empty); None without tiles."""
    image_hosts: tuple[str, ...]
    """Origin of the tiles, for the Content-Security-Policy; empty without tiles."""


@dataclass(frozen=True, slots=True)
class MapFiles:
    """The interactive map with its outputs."""

    interactive: InteractiveMap
    """What a page needs to open it."""
    outputs: tuple[Output, ...]
    """Its data files and its composed script."""


def mapped_places(index: SiteIndex) -> dict[str, PlaceCard]:
    """Return the places on the map, by code: designated, or reached by outreach."""
    return {code: card for code, card in index.places.items() if card.counted or card.reached}


def has_interactive_map(index: SiteIndex) -> bool:
    """Whether there is an interactive map: a place with a point, and all files in the theme."""
    cards, static = index.places, index.site.theme.static
    with_point = (cards[one.code] for one in index.site.villages if one.location and one.code in cards)
    required = (*PAGE_FILES, *MAP_SCRIPTS, MAP_STYLE, *DEMAND_FILES)
    return all(name in static for name in required) and any(card.counted or card.reached for card in with_point)


def map_files(index: SiteIndex) -> MapFiles | None:
    """Return the interactive map; None without one."""
    if not has_interactive_map(index):
        return None
    places, static = _map_places(index), index.site.theme.static
    routes, config, names = index.routes, index.site.config, index.common.words
    file_names = MapFileNames(names["map_index"], routes.words["register"], routes.words["regions"])
    data = build_map_data(index.site.geography, places, config.notice or "", file_names, _near(index), _centres(index))
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
        listed=MAX_LISTED_PLACES,
        keys=tuple(view.messages[f"key_{key}"] for key in ADDRESS_KEYS),
        tiles=Link(tiles.attribution, tiles.attribution_url or "") if tiles else None,
        image_hosts=("://".join(urlsplit(tiles.url)[:2]),) if tiles else (),
    )
    return MapFiles(interactive, tuple(_outputs(interactive, data, backdrop, code, view)))


def _outputs(
    interactive: InteractiveMap, data: MapData, backdrop: bytes, code: bytes, view: MapView
) -> Iterator[Output]:
    folder = interactive.index.rpartition("/")[0] + "/"
    yield Output(output_path(interactive.index), RawBytes(data.index.data))
    for part in data.parts:
        yield Output(output_path(folder + part.name), RawBytes(part.data))
    if interactive.outlines:
        yield Output(output_path(interactive.outlines), RawBytes(backdrop))
    yield Output(output_path(interactive.scripts[0]), RawBytes(code))
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
                year=next(iter(card.years), None),
                counted=card.counted,
                held=held_key(card.status, card.level) if card.counted and (card.level or card.later_state) else "",
                precision=precision_text(location.precision, location.uncertainty_m) if location else "",
            )
        )
    return places


def _kind(index: SiteIndex, kind: str, called: str) -> tuple[str, str]:
    """Return the name pattern of a kind of place, and the prefix of its slugs."""
    name = index.t("called_named", called=called.capitalize(), name="{name}") if called else ""
    return name or index.messages[f"{kind}_named"], "" if index.site.geography.is_usual(kind) else f"{kind}-"


def _precision(index: SiteIndex, centre_of: str, uncertainty_m: int | None) -> str:
    what = index.t(f"village_precision_{centre_of}")
    if uncertainty_m is None:
        return index.t("village_precision_unstated", what=what)
    return index.t("village_precision", what=what, distance=uncertainty_text(uncertainty_m, index.messages["decimal"]))


def _near(index: SiteIndex) -> int:
    """Return the zoom level from which a region of the highest level fills the map."""
    return min(index.site.geography.map.zoom + NEAR_STEPS, index.site.config.map.max_zoom)


def _centres(index: SiteIndex) -> dict[str, tuple[float, float]]:
    """Return the centre of each drawing of a region."""
    drawings = {code: one.drawing for code, one in index.site.outlines.regions.items()}
    return {
        code: (one.north - one.height / one.scale / 2, one.west + one.width / one.scale / 2)
        for code, one in drawings.items()
    }


def _backdrop(index: SiteIndex) -> bytes:
    """Return the outlines with the site's notice and their credit, as the file may be passed on alone."""
    outlines = index.site.outlines
    if not outlines.backdrop:
        return b""
    properties = {"notice": index.site.config.notice or "", "credit": outlines.credit}
    return msgspec.json.encode(properties)[:-1] + b"," + outlines.backdrop[1:]


def _held_words(index: SiteIndex) -> dict[str, str]:
    """Return the words for levels, and for states but the first, by held_key."""
    rules, words = index.site.programme.rules, index.messages
    first, *others = rules.states
    levels = {level.id: award_now(words, level.id) for level in rules.levels}
    found = {held_key(first.id, id): level for id, level in levels.items()}
    for state in others:
        for id, level in {"": "", **levels}.items():
            found[held_key(state.id, id)] = ", ".join(filter(None, (level, words[f"status_{state.id}"])))
    return found


def _view(index: SiteIndex) -> MapView:
    settings, geography = index.site.config.map, index.site.geography
    tiles, start = settings.tiles, geography.map
    words = sorted(index.messages.items())
    messages = {key.removeprefix(MESSAGE_PREFIX): word for key, word in words if key.startswith(MESSAGE_PREFIX)}
    return MapView(
        element=ELEMENT,
        latitude=start.latitude if settings.latitude is None else settings.latitude,
        longitude=start.longitude if settings.longitude is None else settings.longitude,
        zoom=start.zoom if settings.zoom is None else settings.zoom,
        max_zoom=settings.max_zoom,
        messages=messages | _held_words(index) | {"key_top": slugify(messages["key_top"])},
        geography=MapGeography(
            levels=script_levels(geography, "short", index.messages),
            separator=geography.pack.separator,
            digits=geography.place.digits[-1],
            kind=geography.kinds[0].id,
            near=_near(index),
        ),
        tiles=TilesView(tiles.url, tiles.max_zoom) if tiles else None,
    )
