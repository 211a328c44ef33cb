"""The provinces of Indonesia, and how the bench spreads its villages over them, in the numbers that they truly have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

_MEASURED = """\
11 23 290 6500  96.43  3.70  97.68  5.19 Aceh
12 33 455 6110  98.91  0.84 100.04  2.98 Sumatera Utara
13 19 179 1265 100.57 -1.66 101.62 -0.78 Sumatera Barat
14 12 172 1862 100.80 -0.39 103.06  1.14 Riau
15 11 144 1585 101.75 -2.33 103.54 -1.04 Jambi
16 17 241 3259 102.94 -3.88 105.69 -2.34 Sumatera Selatan
17 10 129 1513 102.22 -4.01 102.78 -3.26 Bengkulu
18 15 229 2651 104.37 -5.64 105.88 -4.25 Lampung
19  7  47  393 105.32 -2.18 106.12 -1.56 Kepulauan Bangka Belitung
21  7  80  419 103.80  0.96 104.67  1.14 Kepulauan Riau
31  6  44  267 106.71 -6.37 106.97 -6.09 DKI Jakarta
32 27 627 5957 106.41 -7.44 108.42 -6.30 Jawa Barat
33 35 576 8563 108.71 -7.68 111.17 -6.89 Jawa Tengah
34  5  78  438 110.19 -8.07 110.83 -7.74 Daerah Istimewa Yogyakarta
35 38 666 8494 111.26 -8.35 114.39 -7.72 Jawa Timur
36  8 155 1552 105.80 -6.89 106.50 -5.95 Banten
51  9  57  716 114.56 -8.48 115.54 -8.12 Bali
52 10 117 1166 116.70 -9.01 117.81 -8.37 Nusa Tenggara Barat
53 22 315 3442 119.66 -8.86 122.06 -8.54 Nusa Tenggara Timur
61 14 174 2145 109.14 -0.56 113.10  0.89 Kalimantan Barat
62 14 136 1571 111.84 -3.11 114.57 -0.80 Kalimantan Tengah
63 13 156 2016 114.91 -3.66 116.34 -2.37 Kalimantan Selatan
64 10 105 1038 115.30 -0.92 117.45  1.16 Kalimantan Timur
65  5  55  482 115.65  2.49 117.65  4.24 Kalimantan Utara
71 15 171 1839 123.46  0.37 124.47  0.89 Sulawesi Utara
72 13 177 2017 119.83 -2.06 121.57 -1.39 Sulawesi Tengah
73 24 313 3059 119.67 -5.58 120.29 -2.13 Sulawesi Selatan
74 17 221 2285 121.46 -4.55 122.37 -3.12 Sulawesi Tenggara
75  6  77  729 121.32  0.44 123.24  0.93 Gorontalo
76  6  69  648 119.26 -2.80 119.77 -1.39 Sulawesi Barat
81 11 119 1235 128.34 -3.33 130.48 -2.96 Maluku
82 10 118 1185 127.86  0.43 128.33  1.37 Maluku Utara
91  9 105  999 136.35 -3.07 140.59 -2.37 Papua
92  7  91  824 132.97 -3.65 134.66 -2.45 Papua Barat
93  4  82  690 138.68 -8.13 140.96 -5.23 Papua Selatan
94  8 131 1208 135.54 -4.53 137.92 -3.22 Papua Tengah
95  8 252 2627 138.31 -4.80 140.48 -3.69 Papua Pegunungan
96  6 132 1013 131.19 -1.55 132.87 -0.77 Papua Barat Daya
"""
"""A province a line: code, regencies, districts, villages by official codes, and the west, south, east and north
edge in degrees of a box that lies within its outline or at most some 11 km beside it; measured from the outlines of the
package."""
_COLUMNS = 9


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the country between two meridians and two parallels, in decimal degrees."""

    west: float
    south: float
    east: float
    north: float

    def parts(self, count: int) -> Iterator[Box]:
        """`count` boxes of equal size that lie in this one, row by row from its south-western corner."""
        across = ceil(sqrt(count))
        down = ceil(count / across)
        wide, tall = (self.east - self.west) / across, (self.north - self.south) / down
        for number in range(count):
            row, column = divmod(number, across)
            west, south = self.west + column * wide, self.south + row * tall
            yield Box(west, south, west + wide, south + tall)


@dataclass(frozen=True, slots=True)
class District:
    """A district with as many villages as a register of the size asked for holds of it."""

    code: str
    """Of its province, its regency and itself: `35.05.15`."""
    province: str
    """The province's name."""
    box: Box
    """Where its villages lie."""
    villages: int
    """How many."""


def districts(count: int) -> Iterator[District]:
    """The districts that hold `count` villages, in order of code: each province has its share of all of Indonesia's."""
    rows = [line.split(maxsplit=_COLUMNS - 1) for line in _MEASURED.splitlines()]
    everywhere = sum(int(row[3]) for row in rows)
    before = taken = 0
    for code, regency_count, district_count, village_count, *edges, name in rows:
        before += int(village_count)
        here = count * before // everywhere - taken
        taken += here
        if here:
            share = here / int(village_count)
            wanted = max(1, round(int(district_count) * share))
            regencies = max(1, min(wanted, round(int(regency_count) * share)))
            yield from _of_province(code, name, Box(*map(float, edges)), _even(here, wanted), regencies)


def _of_province(code: str, name: str, box: Box, sizes: list[int], regencies: int) -> Iterator[District]:
    """Districts with so many villages each, evenly in so many regencies, all in the province's box."""
    left = iter(sizes)
    for regency, (inside, wanted) in enumerate(zip(box.parts(regencies), _even(len(sizes), regencies), strict=True), 1):
        for district, part in enumerate(inside.parts(wanted), 1):
            yield District(f"{code}.{regency:02}.{district:02}", name, part, next(left))


def _even(whole: int, parts: int) -> list[int]:
    """`whole` in so many parts that differ by one at most."""
    return [(number + 1) * whole // parts - number * whole // parts for number in range(parts)]
