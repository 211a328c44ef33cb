"""Numbers keep their decimals, and no suggestion changes the magnitude of one."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as some
from marked_site import SOUND, problems_of, read, write_site

from sitegen.models import Indicator
from sitegen.scalars import Count, InvalidScalar, Number, ScalarRule, parse_number

FILE, PROGRAMME = "data/indicators.yaml", "data/programme.yaml"
SCALES = {"": 0, " ribu": 3, " juta": 6, "juta": 6, " miliar": 9, " million": 6, "%": 0, " %": 0, " persen": 0}


def rule_of(type_: object) -> ScalarRule:
    rule: ScalarRule = type_.__metadata__[0]  # type: ignore[attr-defined]
    return rule


def suggestion(type_: object, text: str) -> str:
    try:
        rule_of(type_)(text)
    except InvalidScalar as refused:
        return refused.suggestion
    return ""


def readings(text: str) -> set[Decimal]:
    """What a text means to an Indonesian reader, and to an English one."""
    after = next(one for one in sorted(SCALES, key=len, reverse=True) if text.endswith(one))
    digits, found = text.removesuffix(after).rstrip(), set()
    for thousands, point in ((".", ","), (",", ".")):
        for between in (thousands, " ", "_"):
            groups = rf"-?[1-9][0-9]{{0,2}}({re.escape(between)}[0-9]{{3}})+"
            whole, comma, decimals = digits.partition(point)
            if re.fullmatch(rf"{groups}|-?(0|[1-9][0-9]*)", whole) and (not comma or decimals.isdigit()):
                found.add(Decimal(f"{whole.replace(between, '')}.{decimals}").scaleb(SCALES[after]))
    return found


PIECES = some.sampled_from(["0", "1", "6", "12", "381", "400", "000", "1234", ".", ",", " ", "_", "-"])
TEXTS = some.builds(
    "{}{}".format, some.lists(PIECES, min_size=1, max_size=7).map("".join), some.sampled_from([*SCALES])
)


@given(TEXTS.map(str.strip))
@example("6.400")
@example("6,400")
@example("0381")
@example("1.234.567")
@example("1.500 juta")
@example("1,5 juta")
def test_number_suggestion_is_the_only_reading(text: str) -> None:
    for type_ in (Number, Count):
        if meant := suggestion(type_, text):
            assert {Decimal(meant)} == readings(text)
            assert rule_of(type_)(meant) == parse_number(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.234.567", "1234567"),
        ("12 345", "12345"),
        ("1_000", "1000"),
        ("36 juta", "36000000"),
        ("1,5 juta", "1500000"),
        ("43%", "43"),
        ("43 %", "43"),
        ("43,5", "43.5"),
        ("43,50", "43.50"),
        ("0,381", "0.381"),
        ("−2,5", "-2.5"),
        *((text, "") for text in ("6,400", "12,345", "0381", "1.500 juta", "tiga", "1e3", "1.2.3", "1  " * 9999)),
    ],
)
def test_number_suggestion(text: str, meant: str) -> None:
    assert suggestion(Number, text) == meant


@pytest.mark.parametrize("text", ["6.400", "6,400", "43%", "43,5", "-2", "0381", "12.0"])
def test_count_without_suggestion(text: str) -> None:
    with pytest.raises(InvalidScalar) as refused:
        rule_of(Count)(text)
    assert refused.value.suggestion == ""


def indicator(folder: Path, value: str, unit: str) -> tuple[Indicator, list[str]]:
    programme = SOUND[PROGRAMME].replace("disebut peserta.", f"disebut peserta.\n{unit}", 1)
    files = {FILE: SOUND[FILE].replace("36000000", value), PROGRAMME: programme}
    site, report = read(write_site(folder, files))
    return site.indicators[0], [one.code for one in report]


@pytest.mark.parametrize(
    ("value", "unit", "codes"),
    [
        ("12.50", "", []),
        ("0.381", "", []),
        ("1234.567", "", []),
        ("12.345", "    share: true", []),
        ("12.345", "    decimals: 3", []),
        ("12.345", "", ["ambiguous-number"]),
        ("12.345", "    decimals: 2", ["ambiguous-number"]),
        ("12.3", "    decimals: 0", ["too-many-decimals"]),
        ("-2.5", "    negative: true", []),
        ("-2.5", "", ["negative-number"]),
        ("-6.400", "    negative: true", ["ambiguous-number"]),
    ],
)
def test_unit_decides_on_decimals_and_sign(tmp_path: Path, value: str, unit: str, codes: list[str]) -> None:
    record, found = indicator(tmp_path, value, unit)
    assert (str(record.value), found) == (value, codes)


def test_ambiguous_number_names_both_readings_and_suggests_none(tmp_path: Path) -> None:
    (problem,), (place,) = problems_of(tmp_path, FILE, SOUND[FILE].replace("36000000", "«12.345»"))
    assert (problem.code, problem.at, problem.suggestion) == ("ambiguous-number", place, "")
    assert problem.values == {"value": "12.345", "whole": "12345", "unit": "peserta"}
