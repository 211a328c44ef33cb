"""The outlines of regions for maps and drawings: a backdrop, not a statement of borders."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.coordinates import METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Drawing:
    """The projection (plate carrée) of an area onto a drawing; undistorted only near the equator."""

    west: float
    """Longitude of its left edge, in decimal degrees."""
    north: float
    """Latitude of its upper edge, in decimal degrees."""
    scale: float
    """Units of the drawing per degree."""
    width: int
    """Units; the `viewBox` is `0 0 width height`."""
    height: int
    """Units."""

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Project a point in decimal degrees: return units from the left, and from the top."""
        return (lon - self.west) * self.scale, (self.north - lat) * self.scale

    def units(self, metres: float) -> float:
        """Convert a distance to units."""
        return metres / METRES_PER_DEGREE * self.scale


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a region of the highest level."""

    code: str
    """Its official code."""
    name: str
    """Its name in the file of outlines."""
    country: str
    """Its path (SVG) in the drawing of the country."""
    alone: str
    """Its path (SVG) in its own drawing, in more detail."""
    drawing: Drawing
    """Its own drawing."""
    anchor: tuple[float, float]
    """Latitude and longitude of the middle of its largest part in the drawing of the country."""


NOWHERE = Drawing(0.0, 0.0, 1.0, 1, 1)
"""An empty drawing."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of the regions of the highest level; may be empty."""

    regions: dict[str, Outline] = field(default_factory=dict)
    """By code, sorted."""
    drawing: Drawing = NOWHERE
    """The drawing of the country, to which Outline.country belongs."""
    backdrop: bytes = b""
    """The outlines for the interactive map, as JSON: `code` and `rings` of each, in integers of 0.01 degrees; the first
    pair (x east, y north) is absolute, each other the difference to the pair before."""
    credit: str = ""
    """The credit line."""
    url: str = ""
    """The address of their source; may be empty."""
