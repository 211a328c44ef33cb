"""Figures: every number of the site as a record with its kind, unit, dates and sources, and how prose names one."""

from sitegen.figures.bound import BOUND, MEANT, Call, Fault, call_of, calls, known_by, known_last, parse_call, resolve
from sitegen.figures.index import Figure, Figures
from sitegen.figures.quantity import VILLAGES, FigureKind, Incomparable, Quantity, missing, total

__all__ = [
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
    "call_of",
    "calls",
    "known_by",
    "known_last",
    "missing",
    "parse_call",
    "resolve",
    "total",
]
