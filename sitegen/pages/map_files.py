"""What a page needs to open the interactive map: its scripts, its data, what it costs; and the files of all that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from sitegen import __version__
from sitegen.addresses import file_of
from sitegen.bodies import MapScript, Text
from sitegen.engine import release
from sitegen.map_data import MapData, MapPlace, Naming, kilobytes, map_data, named, transfer_size
from sitegen.map_view import MapView, TilesView
from sitegen.output import Link, Output
from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import files, places
from sitegen.precision import distance
from sitegen.script import joined

ELEMENT = "village_map"
"""The id of the element that the map fills."""
ON_PAGE = ("map.js", "map.css")
"""The static files that stand on the page before the map is opened."""
SCRIPTS = (
    "vendor/leaflet/leaflet.js",
    "vendor/supercluster/supercluster.js",
    "vendor/leaflet.fullscreen/fullscreen.js",
    "vendor/leaflet.locatecontrol/locate.js",
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
STYLE = "map/opened.css"
"""The rules of the open map, which are fetched with the scripts."""
ON_DEMAND = ("map/take.js",)
"""The static files that the scripts fetch only when they are needed: here, when what is shown is downloaded."""
LISTED = 500
"""The most places that the list of the map page names one by one, whatever a reader chose."""
SPOKEN = "map_say_"
"""How the keys of the words begin that the map says: `map_say_close` is `close` to the scripts."""
COMPOSED = 500
"""Bytes: what the composed script costs besides its view, compressed; a test holds it."""


@dataclass(frozen=True, slots=True)
class Interactive:
    """All that a page needs to open the interactive map."""

    element: str
    """The id of the element that the map fills."""
    scripts: tuple[str, ...]
    """Addresses of what is fetched when it is opened, in the order in which it is run."""
    index: str
    """Address of the index of its data."""
    backdrop: str
    """Address of the outlines of the provinces; empty where there are none."""
    kilobytes: int
    """What opening it costs: 1,000 bytes each, compressed as hosts do, rounded up."""
    largest: int
    """Kilobytes of the largest part of its data that is only fetched on demand; 0 where all is fetched at once."""
    listed: int
    """The most places that the list beside it names one by one."""
    tiles: Link | None
    """Whose map images it shows, and their terms, whose address may be empty; None where it shows none."""
    images: tuple[str, ...]
    """The foreign host of its map images, for the policy of the page; none where it shows none."""


@dataclass(frozen=True, slots=True)
class MapFiles:
    """The interactive map of a site, with its files."""

    interactive: Interactive
    """What a page needs to open it."""
    outputs: tuple[Output, ...]
    """Its data and its composed script."""


def shown(catalogue: Catalogue) -> dict[str, PlaceCard]:
    """The places that the map shows, by code: designated, or at least reached by outreach."""
    return {code: card for code, card in catalogue.places.items() if card.certified or card.reached}


def opens(catalogue: Catalogue) -> bool:
    """Whether there is an interactive map: a place with a point to show, and a theme with all that it needs."""
    cards, static = catalogue.places, catalogue.site.theme.static
    pointed = (cards[one.code] for one in catalogue.site.villages if one.location and one.code in cards)
    needed = (*ON_PAGE, *SCRIPTS, STYLE, *ON_DEMAND)
    return all(name in static for name in needed) and any(card.certified or card.reached for card in pointed)


def map_files(catalogue: Catalogue) -> MapFiles | None:
    """The interactive map; None where there is none."""
    if not opens(catalogue):
        return None
    drawn, static = _places(catalogue), catalogue.site.theme.static
    addresses, config = catalogue.addresses, catalogue.site.config
    naming = Naming("indeks", addresses.register, addresses.regions)
    data = map_data(drawn, config.notice or "", naming, _centres(catalogue))
    folder = f"{addresses.root('map')}data/"
    backdrop, view = _backdrop(catalogue), _view(catalogue)
    viewed = repr(view).encode()
    script = named(addresses.map, f"{__version__} {release('folium')} ".encode() + viewed, "js")
    code = joined(static[name].location for name in SCRIPTS)
    style = Path(static[STYLE].location).read_bytes()
    cost = sum(map(transfer_size, (code, style, viewed, backdrop))) + COMPOSED + data.index.cost
    together = len(data.parts) == 1
    tiles = config.map.tiles
    made = Interactive(
        element=ELEMENT,
        scripts=(folder + named("alat", code, "js"), folder + script),
        index=folder + data.index.name,
        backdrop=folder + named("batas", backdrop) if backdrop else "",
        kilobytes=kilobytes(cost + (data.parts[0].cost if together else 0)),
        largest=0 if together else kilobytes(max(part.cost for part in data.parts)),
        listed=LISTED,
        tiles=Link(tiles.attribution, tiles.attribution_url or "") if tiles else None,
        images=("://".join(urlsplit(tiles.url)[:2]),) if tiles else (),
    )
    return MapFiles(made, tuple(_outputs(catalogue, made, data, backdrop, code, view)))


def _outputs(
    catalogue: Catalogue, made: Interactive, data: MapData, backdrop: bytes, code: bytes, view: MapView
) -> Iterator[Output]:
    folder = made.index.rpartition("/")[0] + "/"
    settings = "data/site.yaml"
    outreach = files(catalogue, (f"outreach:{event.id}" for event in catalogue.site.outreach))
    yield Output(file_of(made.index), Text(data.index.data), inputs=(*places(catalogue), settings))
    for part in data.parts:
        inputs = (*files(catalogue, part.codes), *outreach, settings)
        yield Output(file_of(folder + part.name), Text(part.data), inputs=tuple(dict.fromkeys(inputs)))
    if made.backdrop:
        yield Output(file_of(made.backdrop), Text(backdrop), inputs=(settings,))
    yield Output(file_of(made.scripts[0]), Text(code))
    yield Output(file_of(made.scripts[1]), MapScript(view), inputs=(settings,))


def _places(catalogue: Catalogue) -> list[MapPlace]:
    precise = cache(partial(_precision, catalogue))  # many places share one
    kind_of = cache(partial(_kind, catalogue))
    cards = shown(catalogue)
    found = []
    for village in catalogue.site.villages:
        card = cards.get(village.code)
        if card is None:
            continue
        location = village.location
        found.append(
            MapPlace(
                village=village,
                path=card.path,
                kind=kind_of(card.kind, card.called),
                year=card.year,
                lapsed=card.lapsed,
                precision=precise(location.precision, location.uncertainty_m) if location else "",
            )
        )
    return found


def _kind(catalogue: Catalogue, kind: str, called: str) -> tuple[str, str]:
    """How a place of a kind is named, and what its slug begins with."""
    name = catalogue.say("called_named", called=called.capitalize(), name="{name}") if called else ""
    return name or catalogue.words[f"{kind}_named"], "" if kind == "desa" else f"{kind}-"


def _precision(catalogue: Catalogue, centre_of: str, uncertainty_m: int | None) -> str:
    what = catalogue.say(f"village_precision_{centre_of}")
    if uncertainty_m is None:
        return catalogue.say("village_precision_unstated", what=what)
    return catalogue.say("village_precision", what=what, distance=distance(uncertainty_m, catalogue.words["decimal"]))


def _centres(catalogue: Catalogue) -> dict[str, tuple[float, float]]:
    """The middle of the picture of each province."""
    drawings = {code: one.drawing for code, one in catalogue.site.outlines.provinces.items()}
    return {
        code: (one.north - one.height / one.scale / 2, one.west + one.width / one.scale / 2)
        for code, one in drawings.items()
    }


def _backdrop(catalogue: Catalogue) -> bytes:
    """The outlines of the provinces with the site's notice and whose they are: the file may travel alone."""
    outlines = catalogue.site.outlines
    if not outlines.backdrop:
        return b""
    said = {"notice": catalogue.site.config.notice or "", "credit": outlines.credit}
    return msgspec.json.encode(said)[:-1] + b"," + outlines.backdrop[1:]


def _view(catalogue: Catalogue) -> MapView:
    settings = catalogue.site.config.map
    tiles = settings.tiles
    words = sorted(catalogue.words.items())
    return MapView(
        element=ELEMENT,
        latitude=settings.latitude,
        longitude=settings.longitude,
        zoom=settings.zoom,
        max_zoom=settings.max_zoom,
        words={key.removeprefix(SPOKEN): word for key, word in words if key.startswith(SPOKEN)},
        tiles=TilesView(tiles.url, tiles.max_zoom) if tiles else None,
    )
