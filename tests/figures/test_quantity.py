"""Quantities: only what is of one kind and one unit is added or compared, and a difference is no quantity."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, get_args

import pytest

from sitegen.figures import (
    FigureKind,
    IncomparableQuantities,
    Quantity,
    change,
    excess,
    percent,
    shortfall,
    sum_quantities,
)

KINDS = get_args(FigureKind)
UNITS = ("villages", "peserta")
ALL = [Quantity(2, kind, unit) for kind in KINDS for unit in UNITS]
SAFE: tuple[Callable[[Any, Any], Any], ...] = (operator.add, operator.lt, operator.le, operator.gt, operator.ge)
NEVER: tuple[Callable[[Any, Any], Any], ...] = (operator.sub, operator.mul, operator.truediv)


@pytest.mark.parametrize("operation", SAFE)
def test_quantity_of_other_kind_or_unit_not_added_or_compared(operation: Callable[[Any, Any], Any]) -> None:
    for first in ALL:
        for second in ALL:
            if first != second:
                with pytest.raises(IncomparableQuantities):
                    operation(first, second)


@pytest.mark.parametrize("operation", [*SAFE, *NEVER])
def test_quantity_refuses_bare_numbers(operation: Callable[[Any, Any], Any]) -> None:
    for bare in (0, 1.5):
        with pytest.raises(IncomparableQuantities):
            operation(ALL[0], bare)
        with pytest.raises(IncomparableQuantities):
            operation(bare, ALL[0])


@pytest.mark.parametrize("operation", NEVER)
def test_quantity_result_of_other_kind_is_refused(operation: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(IncomparableQuantities):
        operation(ALL[0], ALL[0])


def test_quantity_alike_is_added_and_compared() -> None:
    small, large = Quantity(201, "reported", "villages"), Quantity(276, "reported", "villages")
    assert small + large == Quantity(477, "reported", "villages")
    assert small < large
    assert small <= Quantity(201, "reported", "villages")
    assert large > small
    assert large >= Quantity(276, "reported", "villages")
    assert sum_quantities([small, large, small]) == Quantity(678, "reported", "villages")
    assert sum_quantities([]) is None


def test_quantity_equality_works_for_all() -> None:
    assert Quantity(2, "reported", "villages") != Quantity(2, "target", "villages")
    assert Quantity(2, "reported", "villages") != 2


def test_quantity_target_never_summed_with_result() -> None:
    with pytest.raises(IncomparableQuantities, match=r"reported \(villages\) / target \(villages\)"):
        sum_quantities([Quantity(201, "reported", "villages"), Quantity(198, "target", "villages")])
    with pytest.raises(IncomparableQuantities):
        sum([Quantity(201, "reported", "villages")])


def test_quantity_shares_compared_but_never_added() -> None:
    less, more = Quantity(43, "reported", "persen", share=True), Quantity(65, "reported", "persen", share=True)
    assert less < more
    with pytest.raises(IncomparableQuantities):
        sum_quantities([less, more])


@pytest.mark.parametrize(("counted", "expected"), [(3, 198), (201, 0), (204, -3)])
def test_quantity_missing_is_reported_minus_counted(counted: int, expected: int) -> None:
    assert shortfall(Quantity(201, "reported", "villages"), Quantity(counted, "counted", "villages")) == expected


def test_quantity_missing_of_unknown_is_unknown() -> None:
    assert shortfall(None, Quantity(3, "counted", "villages")) is None
    assert shortfall(Quantity(201, "reported", "villages"), None) is None


@pytest.mark.parametrize(("first", "second"), [("target", "counted"), ("counted", "reported"), ("reported", "target")])
def test_quantity_missing_refuses_other_kinds(first: FigureKind, second: FigureKind) -> None:
    with pytest.raises(IncomparableQuantities):
        shortfall(Quantity(201, first, "villages"), Quantity(3, second, "villages"))


@pytest.mark.parametrize("kind", ["target", "projected", "commitment"])
def test_quantity_result_beyond_or_short_of_target(kind: FigureKind) -> None:
    result = Quantity(201, "reported", "villages")
    assert excess(result, Quantity(200, kind, "villages")) == 1
    assert excess(result, Quantity(276, kind, "villages")) == -75
    assert excess(None, Quantity(200, kind, "villages")) is excess(result, None) is None


@pytest.mark.parametrize(
    ("result", "aim"),
    [
        (Quantity(200, "target", "villages"), Quantity(201, "reported", "villages")),
        (Quantity(1, "counted", "villages"), Quantity(200, "target", "villages")),
        (Quantity(276, "reported", "villages"), Quantity(201, "reported", "villages")),
        (Quantity(6400, "reported", "orang"), Quantity(200, "target", "villages")),
    ],
)
def test_quantity_gap_refuses_other_kinds(result: Quantity, aim: Quantity) -> None:
    with pytest.raises(IncomparableQuantities):
        excess(result, aim)


def test_quantity_change_needs_one_kind_and_unit() -> None:
    assert change(Quantity(201, "reported", "villages"), Quantity(276, "reported", "villages")) == -75
    assert change(None, Quantity(276, "reported", "villages")) is None
    with pytest.raises(IncomparableQuantities):
        change(Quantity(201, "reported", "villages"), Quantity(200, "target", "villages"))
    with pytest.raises(IncomparableQuantities):
        change(Quantity(201, "reported", "villages"), Quantity(201, "reported", "orang"))


@pytest.mark.parametrize(
    ("count", "total", "share"),
    [(15, 40, 38), (35, 40, 88), (1, 200, 1), (1, 201, 0), (0, 20, 0), (20, 20, 100), (3, 8, None), (19, 19, None)],
)
def test_percent_is_rounded_half_up_and_not_given_below_twenty(count: int, total: int, share: int | None) -> None:
    assert percent(count, total) == share
