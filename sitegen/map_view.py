"""What an interactive map is made from: the view that composes its script, and the data file that its script loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from sitegen.precision import decimals

Status = Literal["certified", "reached"]


@dataclass(frozen=True, slots=True)
class MapView:
    """What the script of an interactive map is composed from. No word of a record stands in it."""

    element: str
    """The id of the element that the map fills; also the script's name for the map, so letters, digits and `_`."""
    latitude: float
    """Of the centre at first, in decimal degrees."""
    longitude: float
    """Of the centre at first, in decimal degrees."""
    zoom: int
    """Zoom level at first; each level doubles the scale."""
    max_zoom: int
    """The nearest a reader may zoom in."""
    data: str
    """Where the data file is, as the page writes it: `desa.1a2b3c4d.json`."""
    root: str
    """How the page writes a link to the site's root: `../`."""
    words: dict[str, str]
    """What the map says, by name: see map.js."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map."""

    name: str
    """Its name with the word for its kind: `Desa Sukosewu`."""
    path: str
    """Address of its page, from the site's root."""
    province: str
    """The province it lies in; the map writes its name among its places."""
    region: str
    """Where it lies, in a line."""
    status: Status
    """Whether it was designated, or only reached by outreach."""
    year: str
    """When, in words; may be empty."""
    lat: float
    """Latitude in decimal degrees."""
    lon: float
    """Longitude in decimal degrees."""
    precision: str
    """What the point stands for and how precise it is, in words."""
    uncertainty_m: int | None = None
    """Metres from the point to the farthest edge of what it stands for; None where nobody said."""


def map_data(points: Sequence[MapPoint], notice: str = "") -> bytes:
    """The data file of a map: JSON with one list a column, so that no field's name is repeated a point.

    Of `precision`, which many points share, the column has the place in `precisions`.
    `notice` says what the site is and is not; it stands in the file because the file may travel alone.
    """
    precisions = {text: at for at, text in enumerate(dict.fromkeys(point.precision for point in points))}
    columns = {
        "name": [point.name for point in points],
        "path": [point.path for point in points],
        "region": [point.region for point in points],
        "certified": [int(point.status == "certified") for point in points],
        "year": [point.year for point in points],
        "lat": [round(point.lat, decimals(point.uncertainty_m)) for point in points],
        "lon": [round(point.lon, decimals(point.uncertainty_m)) for point in points],
        "precision": [precisions[point.precision] for point in points],
    }
    provinces = _provinces(points)
    return msgspec.json.encode(
        {"notice": notice, "points": columns, "precisions": list(precisions), "provinces": provinces}
    )


def _provinces(points: Iterable[MapPoint]) -> dict[str, list[str] | list[float]]:
    """The provinces' names, each at the mean of its points: bearings on a map that has no other."""
    members: dict[str, list[MapPoint]] = defaultdict(list)
    for point in points:
        members[point.province].append(point)
    return {
        "name": list(members),
        "lat": [round(sum(point.lat for point in inside) / len(inside), 2) for inside in members.values()],
        "lon": [round(sum(point.lon for point in inside) / len(inside), 2) for inside in members.values()],
    }
