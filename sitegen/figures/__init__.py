"""Figures: every number of the site as a record with its kind, unit, dates and sources, and how prose names one."""

from sitegen.figures.calls import BOUND, MEANT, Call, Fault, call_of, calls, known_by, known_last, parse_call, resolve
from sitegen.figures.figure import Figure, is_figure
from sitegen.figures.index import Figures
from sitegen.figures.quantity import VILLAGES, FigureKind, Incomparable, Quantity, missing, total
from sitegen.figures.stated import there_by

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
    "is_figure",
    "known_by",
    "known_last",
    "missing",
    "parse_call",
    "resolve",
    "there_by",
    "total",
]
