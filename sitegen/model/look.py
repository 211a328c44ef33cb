"""The look of a theme as data: colours and sizes, declared once in theme.yaml; style, checks, pictures use them."""

from __future__ import annotations

from sitegen.record import record
from sitegen.scalars import HexColour, Identifier, Line


@record
class Colour:
    """A colour of a theme by what it is for, in light and in dark; CSS knows it as `--<name>`."""

    name: Identifier
    """Its name, such as `ink`."""
    purpose: Line
    """What it is for, in a few words."""
    light: HexColour
    """What it is on a light screen, `#1d1b19`; pictures that are files have it too."""
    dark: HexColour
    """What it is on a dark screen."""
    print: HexColour | None = None
    """What it is on paper, where that is not `light`."""
    forced: Line | None = None
    """What it is where readers force colours of their own: a system colour of CSS, such as `CanvasText`."""
    text_on: tuple[Identifier, ...] = ()
    """The colours on which text of this one stands: it must differ from them by 4.5 to 1."""
    graphic_on: tuple[Identifier, ...] = ()
    """The colours on which lines and marks of this one stand: it must differ from them by 3 to 1."""


@record
class Size:
    """A size of a theme: of type or of space; CSS knows it as `--<name>`."""

    name: Identifier
    """Its name, such as `step-1`."""
    value: Line
    """A length of CSS, such as `1.125rem`."""
