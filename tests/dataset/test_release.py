"""Releases: what is frozen is what is read back, in a file that holds the difference and shows any damage."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from factory import make_indicator, make_outreach, make_programme, make_site, make_source, make_village, make_year
from hypothesis import given, settings, strategies as some

from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.dataset.release import (
    DamagedRelease,
    ReleaseState,
    apply_release,
    encode_release,
    read_header,
    replay_releases,
    state_of,
    tables_from,
)
from sitegen.models import Correction, Event, Indicator, Office, RegionYear
from sitegen.models.records import Population

NAMES = some.text(min_size=1, max_size=4)
CELLS = some.one_of(
    some.text(min_size=1, max_size=5),
    some.integers(0, 10**15),
    some.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6),
    some.booleans(),
    some.lists(NAMES, min_size=1, max_size=3),
)
STATES = some.dictionaries(
    some.sampled_from(["villages", "figures", "years"]),
    some.dictionaries(NAMES, some.dictionaries(some.sampled_from("abc"), CELLS, max_size=3), max_size=3),
)


@settings(deadline=None)
@given(some.lists(STATES, min_size=1, max_size=4))
def test_release_round_trip(states: list[ReleaseState]) -> None:
    before: ReleaseState = {}
    files = []
    for state in states:
        files.append(encode_release(before, state, release="2018-12-31", frozen="2019-01-01", previous=None))
        before = state
    back = replay_releases(files)
    assert {name: rows for name, rows in back.items() if rows} == {name: rows for name, rows in before.items() if rows}
    assert repr(_sorted(back)) == repr(_sorted(before))  # 1, 1.0 and true are equal, and not the same


def _sorted(state: ReleaseState) -> list[tuple[str, str, list[tuple[str, object]]]]:
    return sorted((name, key, sorted(row.items())) for name, rows in state.items() for key, row in rows.items())


OLD: ReleaseState = {"villages": {"1": {"code": "1", "name": "A", "note": "x"}, "2": {"code": "2"}}}
NEW: ReleaseState = {"villages": {"1": {"code": "1", "name": "B"}, "3": {"code": "3"}}}


def test_release_file_holds_one_changed_row_per_line() -> None:
    data = encode_release(OLD, NEW, release="2019-12-31", frozen="2020-01-01", previous="2018-12-31")
    header = read_header(data.partition(b"\n")[0])
    assert (header.release, header.previous, header.counts) == ("2019-12-31", "2018-12-31", {"villages": 2})
    assert header.changes == {"villages": (1, 1, 1)}
    assert data.decode().splitlines()[1:] == [
        '["villages","1",{"name":"B","note":null}]',
        '["villages","2",null]',
        '["villages","3",{"code":"3"}]',
    ]


def test_release_of_same_data_has_no_rows() -> None:
    assert (
        encode_release(NEW, deepcopy(NEW), release="2019-12-31", frozen="2020-01-01", previous=None).count(b"\n") == 1
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"B"', b'"C"'),
        (b'["villages","3",{"code":"3"}]\n', b""),
        (b'"2",null', b'"9",null'),
        (
            b"[",
            b"<",
        ),
        (b"null]", b"null"),
    ],
)
def test_release_damage_is_detected(old: bytes, new: bytes) -> None:
    data = encode_release(OLD, NEW, release="2019-12-31", frozen="2020-01-01", previous="2018-12-31")
    apply_release(deepcopy(OLD), data)
    with pytest.raises(DamagedRelease):
        apply_release(deepcopy(OLD), data.replace(old, new, 1))


def test_release_tables_have_columns_of_then_and_now() -> None:
    site = make_site(villages=(make_village(certified="2018", criteria=("a", "b")),))
    state = state_of(tables_of(site))
    state["villages"]["35.05.15.2004"] |= {"motto": "Maju", "age": 7}
    state["gone"] = {"x": {"id": "x", "size": 1.5}}
    tables = tables_from(state, tables_of(make_site()))
    villages = tables["villages"]
    names = [column.name for column in villages.columns]
    row = dict(zip(names, villages.rows[0], strict=True))
    assert (row["certified"], row["criteria"], row["decree_number"]) == ("2018", ("a", "b"), None)
    assert [(column.name, column.type) for column in villages.columns[-2:]] == [("motto", "string"), ("age", "integer")]
    assert "status" not in names  # reckoned anew from what is frozen
    assert tables["gone"].rows == [("x", 1.5)]


EARLY, LATE = make_source("awal", date="2018-07-05"), make_source("akhir", date="2019-10-09")


def test_as_of_holds_only_values_sourced_by_the_day() -> None:
    late: dict[str, Any] = {"sources": ("akhir",)}
    first, second = "35.05.15.2004", "35.05.15.2005"
    village = make_village(
        first,
        certified="2018",
        sources=("awal", "akhir"),
        office="b",
        note="Kelak.",
        successors=(second,),
        events=(Event(kind="designated", date="2018"), Event(kind="lapsed", date="2019", **late)),
    )
    year = make_year(
        2018,
        target=200,
        target_sources=("awal",),
        reported=201,
        reported_sources=("akhir",),
        reported_as_of="2018-12",
        regions=(RegionYear(region="35", name="Uji", reported=7, **late),),
        note="Kelak.",
    )
    site = make_site(
        sources=(EARLY, LATE),
        offices=tuple(
            Office(id=id, name=id, kind="branch", sources=(of,)) for id, of in (("a", "awal"), ("b", "akhir"))
        ),
        villages=(village, make_village(second, certified="2018", **late)),
        outreach=(make_outreach("x", (first, second), sources=("awal",)), make_outreach("y", **late)),
        indicators=(make_indicator("i", value=1, sources=("awal",)), make_indicator("j", value=2, **late)),
        programme=make_programme(year, make_year(2019, target=198, target_sources=("akhir",))),
    )
    known = as_of(site, date(2018, 12, 31))
    assert [one.id for one in known.sources] == ["awal"]
    [there] = known.villages
    assert (there.office, there.sources, there.note, there.successors) == (None, ("awal",), None, ())
    assert [event.kind for event in there.events] == ["designated"]
    assert [(one.id, one.villages) for one in known.outreach] == [("x", ("35.05.15.2004",))]
    assert [one.id for one in known.indicators] == ["i"]
    [told] = known.programme.years
    assert (told.target, told.reported, told.reported_as_of, told.regions, told.note) == (200, None, None, (), None)
    assert as_of(site, date(2019, 10, 9)) == site


def test_as_of_undoes_later_revision_but_not_correction() -> None:
    entries = (
        Correction(what="indicator-i", was="4.5", now="5", kind="revision", when="2020-01-05", why="Baru."),
        Correction(what="reported-2018", was="999", now="201", kind="correction", when="2020-01-05", why="Salah."),
    )
    indicator: Indicator = make_indicator("i", value=5, sources=("awal",))
    year = make_year(2018, reported=201, reported_sources=("awal",))
    site = make_site(sources=(EARLY,), indicators=(indicator,), programme=make_programme(year), corrections=entries)
    before, after = as_of(site, date(2019, 12, 31)), as_of(site, date(2020, 1, 5))
    assert [before.indicators[0].value, after.indicators[0].value] == [4.5, 5]
    assert before.programme.years[0].reported == 201
    assert (before.corrections, after.corrections) == ((), entries)


def test_as_of_drops_a_population_that_no_source_told_by_the_day() -> None:
    village = make_village(
        sources=("awal",), population=Population(count=900, as_of="2018", source="akhir"), note="Kelak."
    )
    site = make_site(sources=(EARLY, LATE), villages=(village,))
    [before], [after] = (as_of(site, date(*day)).villages for day in ((2018, 12, 31), (2019, 10, 9)))
    assert (before.population, before.note) == (None, None)
    assert after == village
