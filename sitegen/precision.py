"""The precision of coordinates: number of decimals and uncertainty in words."""

from __future__ import annotations

from math import ceil


def coordinate_decimals(uncertainty_m: int | None) -> int:
    """Return the number of decimals that the uncertainty of a coordinate justifies: 0.01 degrees are about 1.1 km."""
    if uncertainty_m is None or uncertainty_m < 100:
        return 4
    return 3 if uncertainty_m < 1000 else 2 if uncertainty_m < 10_000 else 1


def uncertainty_text(metres: int, point: str) -> str:
    """Format an uncertainty, rounded up: `± 900 m`, `± 2,2 km`. `point` is the decimal separator of the language."""
    hundreds = ceil(metres / 100)
    text = f"± {hundreds * 100} m" if hundreds < 10 else f"± {hundreds / 10:g} km"
    return text.replace(".", point)
