"""Outlines: the provinces as they are drawn, on maps and in pictures; a backdrop, never a statement of borders."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a part of the world in plate carrée: near the equator, a degree is as long both ways."""

    west: float
    """Longitude of its left edge, in decimal degrees."""
    north: float
    """Latitude of its upper edge, in decimal degrees."""
    scale: float
    """Units of the picture a degree."""
    width: int
    """Units across; its `viewBox` is `0 0 width height`."""
    height: int
    """Units down."""

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point in decimal degrees stands: units from the left, and from the top."""
        return (lon - self.west) * self.scale, (self.north - lat) * self.scale

    def units(self, metres: float) -> float:
        """How long a distance is in the picture; 1 degree are 111.2 km."""
        return metres / 111_200 * self.scale


@dataclass(frozen=True, slots=True)
class Outline:
    """A province as it is drawn."""

    code: str
    """Its official code, two digits."""
    name: str
    """Its name, as the file of the outlines has it."""
    country: str
    """Its path (SVG) in the drawing of the country."""
    alone: str
    """Its path (SVG) in its own drawing, finer."""
    drawing: Drawing
    """Its own drawing."""
    anchor: tuple[float, float]
    """Latitude and longitude of the middle of its largest part in the drawing of the country."""


NOWHERE = Drawing(0.0, 0.0, 1.0, 1, 1)
"""The drawing of nothing."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """All provinces as they are drawn; empty where there are none."""

    provinces: dict[str, Outline] = field(default_factory=dict)
    """By code, in order."""
    drawing: Drawing = NOWHERE
    """That of the country, in which each province has its `country`."""
    backdrop: bytes = b""
    """The outlines for the interactive map, as JSON: `code`, and `rings` of each: integers of 0.01 degrees, the first
    pair (x east, y north) whole, each other as its difference to the one before."""
    credit: str = ""
    """Whose they are."""
    url: str = ""
    """Where they come from; may be empty."""
