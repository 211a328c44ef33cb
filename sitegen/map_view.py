"""What the script of an interactive map is composed from: settings and words alone, never a word of a record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TilesView:
    """A layer of map images under the map."""

    url: str
    """Where an image is, with {z}, {x} and {y}."""
    max_zoom: int
    """The nearest for which there are images; nearer, the last ones are enlarged."""


@dataclass(frozen=True, slots=True)
class MapView:
    """What the script of an interactive map is composed from. Where its data stand is told by the page that opens it,
    so that an edit of a record never makes the script anew."""

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
    words: dict[str, str]
    """What the map says, by name."""
    tiles: TilesView | None = None
    """The layer of map images; None where the settings name none."""
