"""Figures: every number of the site as a record with its kind, unit, dates and sources, and how prose names one."""

from sitegen.figures.calls import BOUND, MEANT, Call, Fault, call_of, calls, known_by, known_last, parse_call, resolve
from sitegen.figures.figure import Figure, is_figure
from sitegen.figures.index import Figures
from sitegen.figures.quantity import (
    AIMS,
    VILLAGES,
    FigureKind,
    Incomparable,
    Quantity,
    beyond,
    change,
    missing,
    total,
)
from sitegen.figures.stated import there_by

__all__ = [
    "AIMS",
    "BOUND",
    "MEANT",
    "VILLAGES",
    "Call",
    "Fault",
    "Figure",
    "FigureKind",
    "Figures",
    "Incomparable",
    "Quantity",
    "beyond",
    "call_of",
    "calls",
    "change",
    "is_figure",
    "known_by",
    "known_last",
    "missing",
    "parse_call",
    "resolve",
    "there_by",
    "total",
]
