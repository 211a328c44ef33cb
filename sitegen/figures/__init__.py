"""The numbers of the site, with kind, unit, dates and sources; and the shortcodes by which texts name them."""

from sitegen.figures.figure import Figure, is_figure
from sitegen.figures.index import REGISTER, FigureIndex, available_by
from sitegen.figures.quantity import (
    AIMS,
    VILLAGES,
    FigureKind,
    IncomparableQuantities,
    Quantity,
    change,
    excess,
    format_number,
    shortfall,
    sum_quantities,
)
from sitegen.figures.shortcodes import (
    MEANT_NUMBER,
    SHORTCODE_PATTERN,
    Shortcode,
    ShortcodeFault,
    day_of,
    find_shortcodes,
    is_known_by,
    known_last,
    parse_shortcode,
    resolve_shortcode,
    shortcode_of,
)

__all__ = [
    "AIMS",
    "MEANT_NUMBER",
    "REGISTER",
    "SHORTCODE_PATTERN",
    "VILLAGES",
    "Figure",
    "FigureIndex",
    "FigureKind",
    "IncomparableQuantities",
    "Quantity",
    "Shortcode",
    "ShortcodeFault",
    "available_by",
    "change",
    "day_of",
    "excess",
    "find_shortcodes",
    "format_number",
    "is_figure",
    "is_known_by",
    "known_last",
    "parse_shortcode",
    "resolve_shortcode",
    "shortcode_of",
    "shortfall",
    "sum_quantities",
]
