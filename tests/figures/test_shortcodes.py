"""How a text names a figure: the grammar of its calls, what each finds, and what is told of one that finds nothing."""

from __future__ import annotations

from datetime import date

import pytest
from factory import INDONESIA, make_indicator, make_programme, make_site, make_source, make_village, make_year

from sitegen.figures import (
    SHORTCODE_PATTERN,
    Figure,
    FigureIndex,
    Shortcode,
    ShortcodeFault,
    find_shortcodes,
    is_known_by,
    parse_shortcode,
    resolve_shortcode,
    shortcode_of,
)
from sitegen.models import RegionYear

OLD, NEW = "2018-07-05", "2019-10-09"


def figures() -> FigureIndex:
    jambi = RegionYear(region="15", name="Jambi", reported=30, sources=("baru",))
    return FigureIndex(
        make_site(
            sources=(make_source("lama", date=OLD), make_source("baru", date=NEW)),
            programme=make_programme(
                make_year(2017, reported=276, reported_sources=("lama", "baru")),
                make_year(
                    2018,
                    reported=201,
                    reported_sources=("baru",),
                    target=200,
                    target_sources=("lama",),
                    regions=(jambi,),
                ),
                make_year(2019, target=198, target_sources=("baru",), projected_total=675, projected_sources=("baru",)),
            ),
            indicators=(
                make_indicator(value=43, as_of="2019", sources=("baru",)),
                make_indicator("pekerja", target=70, target_kind="target", due="2026", sources=("baru",)),
            ),
            villages=(
                make_village(certified="2018-07-05", sources=("lama",)),
                make_village("35.06.01.2001", certified="2019", sources=("baru",), regency="Kabupaten Uji05"),
            ),
        )
    )


def found(text: str, day: str | None = None) -> Figure | ShortcodeFault:
    call = parse_shortcode(text, INDONESIA)
    assert isinstance(call, Shortcode), call
    return resolve_shortcode(call, figures(), date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "id", "number"),
    [
        ('figure("reported", year=2018)', "reported-2018", 201),
        (' figure( kind = “reported” , year = "2018" ) ', "reported-2018", 201),
        ('figure("reported",\n  year=2018)', "reported-2018", 201),
        ('figure("target", year=2019)', "target-2019", 198),
        ('figure("projected")', "projected-2019", 675),
        ('figure("reported", year=2018, province="Jambi")', "reported-2018-15", 30),
        ('figure("reported", year=2018, province="15")', "reported-2018-15", 30),
        ('figure("counted", year=2018)', "counted-2018", 1),
        ("count()", "counted", 2),
        ("count(year=2018)", "counted-2018", 1),
        ('count(province="Provinsi35")', "counted-35", 2),
        ('count(province="Jatim")', "counted-35", 2),
        ('count(regency="35.05")', "counted-35.05", 1),
        ('indicator("peserta")', "indicator-peserta", 43),
        ('target("pekerja")', "indicator-pekerja-target", 70),
        ("target(year=2018)", "target-2018", 200),
        ("sum(from=2017, to=2018)", "sum-2017-2018", 477),
        ("sum()", "sum-2017-2018", 477),
        ('sum("reported")', "sum-2017-2018", 477),
    ],
)
def test_shortcode_finds_its_figure(text: str, id: str, number: int) -> None:
    figure = found(text)
    assert isinstance(figure, Figure)
    assert (figure.id, figure.quantity and figure.quantity.number) == (id, number)


@pytest.mark.parametrize(
    ("text", "code", "values", "suggestion"),
    [
        ("7*7", "figure-syntax", {"call": "7*7"}, ""),
        ("", "figure-syntax", {"call": ""}, ""),
        ("figure(reported, 2018)", "figure-syntax", {"call": "figure(reported, 2018)"}, ""),
        ("meant()", "figure-syntax", {"call": "meant()"}, ""),
        ('figur("reported")', "figure-call", {"name": "figur"}, "figure"),
        ('figure("reported", yaer=2018)', "figure-argument", {"name": "yaer"}, "year"),
        ("figure(year=2018, year=2017)", "figure-argument", {"name": "year"}, "year"),
    ],
)
def test_shortcode_syntax_error(text: str, code: str, values: dict[str, str], suggestion: str) -> None:
    fault = parse_shortcode(text, INDONESIA)
    assert isinstance(fault, ShortcodeFault)
    assert (fault.code, fault.suggestion) == (code, suggestion)
    assert values.items() <= fault.values.items()


@pytest.mark.parametrize(
    ("text", "code", "values", "suggestion"),
    [
        ('figure("reported", year=2019)', "figure-unknown", {"asked": "reported-2019"}, "2018"),
        ('figure("reportd", year=2018)', "figure-unknown", {"asked": "reportd"}, "reported"),
        ('figure("reported")', "figure-ambiguous", {"choices": "year=2017, year=2018"}, ""),
        ('figure("reported", year=2018, province="Jambo")', "figure-unknown", {"asked": "Jambo"}, "Jambi"),
        ('count(year=2018, province="15")', "figure-ambiguous", {"choices": "year, province"}, ""),
        ("count(year=18)", "figure-unknown", {"asked": "counted-18"}, ""),
        ('count(regency="Kabupaten Uji05")', "figure-ambiguous", {"choices": "35.05, 35.06"}, ""),
        ("indicator()", "figure-ambiguous", {"asked": "indicator"}, ""),
        ('indicator("pesreta")', "figure-unknown", {"asked": "pesreta"}, "peserta"),
        ('target("pekerja", year=2018)', "figure-ambiguous", {"asked": "target"}, ""),
        ('sum("target")', "figure-sum", {"kind": "target"}, ""),
        ("sum(from=2017, to=2019)", "figure-unknown", {"asked": "reported-2019"}, "2018"),
        ('count(at="5 Juli")', "bad-date", {"value": "5 Juli"}, ""),
    ],
)
def test_shortcode_naming_no_figure_or_several_is_error(
    text: str, code: str, values: dict[str, str], suggestion: str
) -> None:
    fault = found(text)
    assert isinstance(fault, ShortcodeFault)
    assert (fault.code, fault.suggestion) == (code, suggestion)
    assert values.items() <= fault.values.items()


def test_shortcode_figure_as_of_day_unless_stated() -> None:
    for text, number in (
        ('figure("reported", year=2018)', None),
        ('figure("reported", year=2018, at="now")', 201),
        ('figure("reported", year=2018, at="2019-10-09")', 201),
        ('figure("reported", year=2018, at="2019-10-08")', None),
        ("count()", 1),
        ('count(at="now")', 2),
        ("sum()", None),
    ):
        figure = found(text, OLD)
        assert isinstance(figure, Figure)
        assert (figure.quantity.number if figure.quantity else None) == number, text


def test_shortcode_exists_for_every_figure() -> None:
    known = figures()
    some = [*known.stated(), *known.counts()]
    some += [one for id in ("sum-2017-2018", "counted-35.05") if (one := known.get(id))]
    assert len(some) >= 14
    for figure in some:
        for at in ("", "now"):
            match = SHORTCODE_PATTERN.fullmatch(shortcode_of(figure, INDONESIA, at))
            assert match is not None
            assert found(match[1]) == figure


def test_shortcode_knows_sources_of_text_and_day() -> None:
    known, day = figures(), date.fromisoformat(OLD)
    for id, own, expected in (
        ("reported-2017", (), True),
        ("reported-2018", (), False),
        ("reported-2018", ("baru",), True),
        ("sum-2017-2018", (), False),
        ("sum-2017-2018", ("baru",), True),
    ):
        figure = known.get(id)
        assert figure is not None
        assert is_known_by(figure, known, day, own) is expected, id


def test_shortcodes_found_in_order() -> None:
    text = '{{ a }} \\{{ no }} {{ b("x",\n y=1) }} {{ open\n\n }} {{c}} { {d} }'
    assert list(find_shortcodes(text)) == [" a ", ' b("x",\n y=1) ', "", "c"]
