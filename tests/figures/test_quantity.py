"""Quantities: only what is of one kind and one unit is added or compared, and a difference is no quantity."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, get_args

import pytest

from sitegen.figures import FigureKind, IncomparableQuantities, Quantity, change, excess, shortfall, sum_quantities

KINDS = get_args(FigureKind)
UNITS = ("villages", "peserta")
ALL = [Quantity(2, kind, unit) for kind in KINDS for unit in UNITS]
SAFE: tuple[Callable[[Any, Any], Any], ...] = (operator.add, operator.lt, operator.le, operator.gt, operator.ge)
NEVER: tuple[Callable[[Any, Any], Any], ...] = (operator.sub, operator.mul, operator.truediv)


@pytest.mark.parametrize("operation", SAFE)
def test_what_is_not_alike_is_neither_added_nor_compared(operation: Callable[[Any, Any], Any]) -> None:
    for first in ALL:
        for second in ALL:
            if first != second:
                with pytest.raises(IncomparableQuantities):
                    operation(first, second)


@pytest.mark.parametrize("operation", [*SAFE, *NEVER])
def test_bare_numbers_never_mix_in(operation: Callable[[Any, Any], Any]) -> None:
    for bare in (0, 1.5):
        with pytest.raises(IncomparableQuantities):
            operation(ALL[0], bare)
        with pytest.raises(IncomparableQuantities):
            operation(bare, ALL[0])


@pytest.mark.parametrize("operation", NEVER)
def test_what_would_be_another_kind_of_statement_is_refused_even_alike(operation: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(IncomparableQuantities):
        operation(ALL[0], ALL[0])


def test_what_is_alike_is_added_and_compared() -> None:
    small, large = Quantity(201, "reported", "villages"), Quantity(276, "reported", "villages")
    assert small + large == Quantity(477, "reported", "villages")
    assert small < large
    assert small <= Quantity(201, "reported", "villages")
    assert large > small
    assert large >= Quantity(276, "reported", "villages")
    assert sum_quantities([small, large, small]) == Quantity(678, "reported", "villages")
    assert sum_quantities([]) is None


def test_equality_alone_is_asked_of_all() -> None:
    assert Quantity(2, "reported", "villages") != Quantity(2, "target", "villages")
    assert Quantity(2, "reported", "villages") != 2


def test_a_target_is_never_summed_with_a_result() -> None:
    with pytest.raises(IncomparableQuantities, match=r"reported \(villages\) / target \(villages\)"):
        sum_quantities([Quantity(201, "reported", "villages"), Quantity(198, "target", "villages")])
    with pytest.raises(IncomparableQuantities):
        sum([Quantity(201, "reported", "villages")])


def test_shares_are_compared_and_never_added() -> None:
    less, more = Quantity(43, "reported", "persen", share=True), Quantity(65, "reported", "persen", share=True)
    assert less < more
    with pytest.raises(IncomparableQuantities):
        sum_quantities([less, more])


@pytest.mark.parametrize(("counted", "expected"), [(3, 198), (201, 0), (204, -3)])
def test_missing_is_what_is_reported_and_not_counted(counted: int, expected: int) -> None:
    assert shortfall(Quantity(201, "reported", "villages"), Quantity(counted, "counted", "villages")) == expected


def test_missing_of_what_is_not_known_is_not_known() -> None:
    assert shortfall(None, Quantity(3, "counted", "villages")) is None
    assert shortfall(Quantity(201, "reported", "villages"), None) is None


@pytest.mark.parametrize(("first", "second"), [("target", "counted"), ("counted", "reported"), ("reported", "target")])
def test_nothing_else_is_ever_missing(first: FigureKind, second: FigureKind) -> None:
    with pytest.raises(IncomparableQuantities):
        shortfall(Quantity(201, first, "villages"), Quantity(3, second, "villages"))


@pytest.mark.parametrize("kind", ["target", "projected", "commitment"])
def test_a_result_lies_beyond_its_aim_or_short_of_it(kind: FigureKind) -> None:
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
def test_nothing_else_is_set_against_an_aim(result: Quantity, aim: Quantity) -> None:
    with pytest.raises(IncomparableQuantities):
        excess(result, aim)


def test_a_change_is_between_figures_of_one_kind_and_unit() -> None:
    assert change(Quantity(201, "reported", "villages"), Quantity(276, "reported", "villages")) == -75
    assert change(None, Quantity(276, "reported", "villages")) is None
    with pytest.raises(IncomparableQuantities):
        change(Quantity(201, "reported", "villages"), Quantity(200, "target", "villages"))
    with pytest.raises(IncomparableQuantities):
        change(Quantity(201, "reported", "villages"), Quantity(201, "reported", "orang"))
