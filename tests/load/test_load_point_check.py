"""Points of one district are compared with each other: what lies far from all others is told, once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from factory import INDONESIA, make_village
from marked_site import SOUND, VILLAGE, read, unmark, write_site

from sitegen.cache import NullCache
from sitegen.load import point_check
from sitegen.load.context import LoadContext
from sitegen.load.geometry import measure_outside
from sitegen.load.outlines import load_outlines
from sitegen.load.package_outlines import VENDOR, read_islands
from sitegen.load.point_check import LocatedVillage, check_neighbours
from sitegen.models import Location
from sitegen.problems import Report

V, S = "data/villages.yaml", "data/site.yaml"
APART = "location-apart"


def village(number: int, point: str, district: str = "15") -> str:
    changed = VILLAGE.replace("35.05.15.2004", f"35.05.{district}.{2000 + number}").replace("Sukosewu", f"Desa{number}")
    return changed.replace("Gandusari", f"Kecamatan{district}").replace("{lat: -8.03546, lon: 112.29194}", point)


def points(*texts: str, district: str = "15") -> str:
    """One record for each text of a point, which may be marked."""
    return "".join(village(number, text, district) for number, text in enumerate(texts, 1))


GOOD, NEAR, FAR = "{lat: -8.03, lon: 112.29}", "{lat: -8.13, lon: 112.39}", "‸{lat: -8.03, lon: 114.1}"
PAIR = "‸{lat: -8.03, lon: 112.29}"
CASES = {
    "near each other": points(GOOD, NEAR),
    "one of three": points(GOOD, NEAR, FAR),
    "two points, and no other": points(PAIR, FAR),
    "two points, and others of the regency": points(GOOD, FAR) + points(NEAR, district="16"),
    "two points, and others in the middle": points(PAIR, FAR) + points("{lat: -8.1, lon: 113.2}", district="16"),
    "two against two": points(PAIR, "‸{lat: -8.1, lon: 112.3}", FAR, "‸{lat: -8.1, lon: 114.2}"),
    "two against three": points(GOOD, NEAR, GOOD, FAR, "‸{lat: -8.1, lon: 114.2}"),
    "three places of their own": points(GOOD, NEAR, "‸{lat: -8.0, lon: 114.1}", "‸{lat: -7.0, lon: 113.0}"),
    "in a row": points(*(f"{{lat: -8.03, lon: {111.3 + number * 0.7:.1f}}}" for number in range(5))),
    "within its uncertainty": points(GOOD, NEAR, "{lat: -8.03, lon: 114.1, uncertainty_m: 120000}"),
    "the centre of a regency": points(GOOD, NEAR, "{lat: -8.03, lon: 114.1, precision: regency}"),
    "told as outside of the province": points(GOOD, NEAR) + village(3, "‸{lat: -8.5, lon: 116.5}"),
}


@pytest.mark.parametrize("case", CASES)
def test_point_apart_told_once(tmp_path: Path, case: str) -> None:
    text, spans = unmark(V, CASES[case])
    files = {V: text, "data/outreach.yaml": "", "content/news/2018-07-05-dua-desa.md": None}
    _, problems = read(write_site(tmp_path, files))
    code = "location-province" if case.startswith("told as outside") else APART
    assert [(one.code, one.severity) for one in problems] == [(code, "warning")] * len(spans)
    assert [(one.at.line, one.at.column) for one in problems] == [(span.line, span.column) for span in spans]


def test_point_apart_says_how_far_and_where_the_others_are(tmp_path: Path) -> None:
    text, _ = unmark(V, points(GOOD, "{lat: -8.05, lon: 112.31}", FAR))
    files: dict[str, str | bytes | None] = {
        V: text, "data/outreach.yaml": "", "content/news/2018-07-05-dua-desa.md": None,
    }  # fmt: skip
    _, (problem,) = read(write_site(tmp_path / "1", files))
    assert problem.values["region"] == "Kecamatan15"
    assert (problem.values["other"], problem.values["limit"]) == ("-8.04, 112.30", "100")
    assert 195 < int(problem.values["km"]) < 200
    wide = SOUND[S] + "map: {outside_km: 120}\n"
    assert read(write_site(tmp_path / "2", {**files, S: wide}))[1] == []


def check(villages: list[LocatedVillage]) -> Report:
    report = Report()
    check_neighbours(LoadContext(Path(), report, NullCache(), known_geography=INDONESIA), report, villages, 20_000)
    return report


def located(code: str, lat: float, lon: float) -> LocatedVillage:
    return make_village(code, location=Location(lat=lat, lon=lon, precision="village")), "none.yaml", 0


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("the islands of Mapia, 200 km north of their district", "91.19.05"),
        ("Pekajang, 125 km south of Lingga", "21.04.02"),
        ("Runduma, 60 km east of Tomia", "74.07.03"),
    ],
)
def test_point_apart_on_an_island_of_its_regency_accepted(name: str, codes: str) -> None:
    island, others = {
        "91.19.05": ((0.8754, 134.3174), (-0.68, 135.4)),
        "21.04.02": ((-1.1496, 105.3372), (-0.2, 104.6)),
        "74.07.03": ((-5.3331, 124.3349), (-5.75, 123.93)),
    }[codes]
    assert list(check([located(f"{codes}.2001", *island), located(f"{codes}.2002", *others)])) == [], name


def test_point_on_every_island_of_its_regency_accepted() -> None:
    """But for three that the list places off Kalimantan though their code is of Maluku Utara."""
    with (VENDOR / "idn-area-data/islands.csv").open(encoding="utf-8") as lines:
        islands = read_islands({line[:5] for line in lines if line[:2].isdigit()})
    assert sum(map(len, islands.values())) == 17_373
    shapes = load_outlines(LoadContext(Path(), Report(), NullCache(), known_geography=INDONESIA), None, ())
    outside = {
        (regency, round(lon))
        for regency, points in islands.items()
        for (_, lon), metres in zip(points, measure_outside(points, shapes.packed[regency[:2]]), strict=True)
        if metres > 20_000
    }
    assert outside == {("82.04", 110)}


def test_point_check_of_many_compares_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten thousand points in one district, not each is compared with each."""
    compared = []
    gap = point_check._gap
    monkeypatch.setattr(point_check, "_gap", lambda one, other: compared.append(1) or gap(one, other))
    seeded = random.Random(5)
    check([located("35.05.15.2004", seeded.uniform(-10, 5), seeded.uniform(96, 140)) for _ in range(10_000)])
    assert 0 < len(compared) < 20_000
