"""The type of a quantity: a number with kind and unit, which cannot be mixed with those of another kind or unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NoReturn

from sitegen.plurals import FormattedNumber

FigureKind = Literal["reported", "counted", "target", "projected", "commitment"]
"""The kind of statement: a result reported by a source, a count of the register, a target, a projection, a hope or
promise. A target is never added to a result."""

AIMS: tuple[FigureKind, ...] = ("target", "projected", "commitment")
"""The kinds that speak of the future, and are not results."""
VILLAGES = "villages"
"""The unit of the programme's own figures; all others are units of data/programme.yaml."""


SMALLEST_BASE = 20
"""The smallest number of which a percentage is given: of fewer, `3 of 8` says more."""


def percent(count: int, total: int) -> int | None:
    """Return a share in whole per cent, rounded half up; None where the total is below SMALLEST_BASE."""
    return None if total < SMALLEST_BASE else (200 * count + total) // (2 * total)


class IncomparableQuantities(TypeError):
    """Two quantities of different kinds or units cannot be added or compared."""

    def __init__(self, first: Quantity, second: object) -> None:
        what = f"{second.kind} ({second.unit})" if isinstance(second, Quantity) else repr(second)
        super().__init__(f"{first.kind} ({first.unit}) / {what}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its kind and unit. Only quantities of the same kind and unit can be added or compared.

    `==` alone never raises: quantities of different kinds or units are simply not equal.
    """

    number: int | Decimal
    """The bare number, for formatting only: arithmetic with it bypasses the checks of kind and unit."""
    kind: FigureKind
    """The kind of statement."""
    unit: str
    """What is counted: `villages`, or the id of a unit of data/programme.yaml."""
    share: bool = False
    """Whether it is a share; shares cannot be added."""

    def __add__(self, other: object) -> Quantity:
        if self.share:
            raise IncomparableQuantities(self, other)
        return Quantity(self.number + self._like(other).number, self.kind, self.unit)

    def __radd__(self, other: object) -> NoReturn:
        raise IncomparableQuantities(self, other)

    def __sub__(self, other: object) -> NoReturn:
        raise IncomparableQuantities(
            self, other
        )  # a difference is another kind of statement: see shortfall, excess, change

    __rsub__ = __sub__
    __mul__ = __sub__
    __rmul__ = __sub__
    __truediv__ = __sub__
    __rtruediv__ = __sub__

    def __lt__(self, other: object) -> bool:
        return self.number < self._like(other).number

    def __le__(self, other: object) -> bool:
        return self.number <= self._like(other).number

    def __gt__(self, other: object) -> bool:
        return self.number > self._like(other).number

    def __ge__(self, other: object) -> bool:
        return self.number >= self._like(other).number

    def _like(self, other: object) -> Quantity:
        if isinstance(other, Quantity) and (other.kind, other.unit) == (self.kind, self.unit):
            return other
        raise IncomparableQuantities(self, other)


@dataclass(frozen=True, slots=True)
class CountRange:
    """How many there are, where that is known within limits only: some may belong elsewhere, such as places whose year
    no source states."""

    least: int
    """How many there are at least."""
    most: int
    """How many there are at most; the same where the count is exact."""


def sum_quantities(quantities: Iterable[Quantity]) -> Quantity | None:
    """Sum quantities of one kind and unit; None for none. Raises IncomparableQuantities for mixtures and shares."""
    result: Quantity | None = None
    for one in quantities:
        result = one if result is None else result + one
    return result


def shortfall(reported: Quantity | None, counted: Quantity | None) -> int | None:
    """Return how many more villages are reported than counted in the register: the one meaningful comparison of two
    kinds. None if one of them is not known; negative if the register has more."""
    if reported is None or counted is None:
        return None
    if (reported.kind, counted.kind) != ("reported", "counted") or reported.unit != counted.unit:
        raise IncomparableQuantities(reported, counted)
    return int(reported.number - counted.number)


def shortfall_range(missing: int | None, possible: int) -> CountRange | None:
    """Return the limits of a shortfall, where `possible` more of the register may count; None if it is not known."""
    return None if missing is None else CountRange(missing - possible, missing)


def excess(result: Quantity | None, aim: Quantity | None) -> int | Decimal | None:
    """Return how far a reported result is above an aim; negative if below, None if one of them is not known. Raises
    IncomparableQuantities for other kinds or units. The caller ensures that both are of one time and territory."""
    if result is None or aim is None:
        return None
    if result.kind != "reported" or aim.kind not in AIMS or result.unit != aim.unit:
        raise IncomparableQuantities(result, aim)
    return result.number - aim.number


def change(now: Quantity | None, before: Quantity | None) -> int | Decimal | None:
    """Return the change since an earlier quantity of the same kind and unit; None if one of them is not known."""
    return None if now is None or before is None else now.number - now._like(before).number


def format_number(messages: Mapping[str, str], value: int | Decimal | Quantity) -> FormattedNumber:
    """Format a number or the number of a quantity with the separators of the language: `6.400`, `43`, `4,50`."""
    if isinstance(value, Quantity):
        value = value.number
    text = f"{value:,}".translate({ord(","): messages["thousands"], ord("."): messages["decimal"]})
    return FormattedNumber(text, value)
