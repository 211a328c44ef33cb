"""Slips: small sites full of contradictions, each at a known line. The same seed gives the same slips, every time.

One function a category: it is handed the facts of a site and gives slips. A new category is one more function in
CATEGORIES. Slips of texts are put between sentences that are true, or that only look wrong.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

SEEDS = (11, 23, 37, 41, 59)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong, and what is to be told of it."""

    category: str
    code: str
    sentence: str
    """The line to write, with what is wrong between « and » (which are not written)."""
    place: str = "body"
    """`body`, `title` or `summary` of an announcement, `matter` for a line of its own in its front matter, the file of
    data/ that the line is added to, or `release` for a change of the data (`key: was > is`) after it was released."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a site: no two of its figures are equal, no sum equals a figure."""

    reported: dict[int, int]
    target: dict[int, int]
    projected: dict[int, int]
    active: int
    protected: int
    chance: random.Random = field(compare=False)

    def total(self, first: int, last: int) -> int:
        return sum(self.reported[year] for year in range(first, last + 1))

    def wrong(self) -> int:
        """A number that is no figure."""
        known = {*self.reported.values(), *self.target.values(), *self.projected.values()}
        known |= {self.total(first, last) for first in self.reported for last in self.reported if first < last}
        return next(number for number in iter(lambda: self.chance.randrange(130, 3000), 0) if number not in known)


RESULTS = (
    "Pada {y} ditetapkan «{n}» desa.",
    "Sebanyak «{n}» desa ditetapkan pada {y}.",
    "Realisasi {y} adalah «{n}» desa.",
    "Program melaporkan «{n}» desa untuk {y}.",
    "Menurut laporan program, «{n}» desa telah ditetapkan sepanjang {y}.",
    "Tahun {y} ada «{n}» desa dinobatkan sebagai Desa Sadar.",
    "Hasil {y}: «{n}» desa di seluruh Indonesia.",
    "Ada «{n}» desa yang diresmikan pada {y}, demikian laporan itu.",
    "Dalam laporan {y} disebut «{n}» desa yang telah ditetapkan.",
    "Capaian {y} sebesar «{n}» desa.",
    "Untuk {y}, realisasinya «{n}» desa; angka lain belum diketahui.",
    "- {y}: «{n}» desa ditetapkan",
    "**«{n}» desa** ditetapkan pada {y}, bukan lebih.",
    "Desa yang ditetapkan pada 31 Desember {y} berjumlah «{n}» desa (menurut laporan).",
    "> Yang terealisasi pada {y} ialah «{n}» desa, kata laporan itu.",
)
TARGETS = (
    "Target {y} adalah «{n}» desa.",
    "Untuk {y}, program menargetkan «{n}» desa.",
    "Sebanyak «{n}» desa ditargetkan pada {y}.",
    "Sasaran {y}: «{n}» desa.",
    "Pada {y} direncanakan «{n}» desa.",
)
PROJECTIONS = (
    "Hingga akhir {y} diperkirakan ada «{n}» desa.",
    "Proyeksi {y} adalah «{n}» desa.",
    "Indonesia akan memiliki «{n}» desa pada akhir {y}.",
)
TOTALS = (
    "Hingga akhir {y}, «{n}» desa telah ditetapkan.",
    "Total sampai {y} adalah «{n}» desa yang ditetapkan.",
    "Sejak {first} hingga {y}, «{n}» desa telah ditetapkan.",
    "Secara kumulatif «{n}» desa ditetapkan sampai {y}.",
    "Sampai {y} tercapai «{n}» desa.",
)
FILLERS = (
    "Sembilan desa di Kabupaten Klaten ditetapkan pada 2018, dan dua desa menyusul.",
    "Di Kecamatan Wedi ada 14 desa yang ditetapkan pada 2018.",
    "Acara itu berlangsung pada 5 Juli 2018 pukul 10.30 dan dihadiri 250 orang.",
    "Dasarnya Inpres Nomor 2 Tahun 2021 dan Keputusan No. 100/2018.",
    "Skema itu bagi 100 orang setiap desa selama enam bulan.",
    "Kepala desa itu berusia 45 tahun; jalan desanya 1.250 meter.",
    "Lebih dari 100 desa ditetapkan pada 2018.",
    "Kodenya 35.05.15.2004, lihat [berita](https://contoh.example/2018/999-desa/).",
    "Menurut catatan lain `999 desa ditetapkan pada 2018`.",
    'Sumber lain menulis {{ meant("999 desa ditetapkan pada 2018") }}.',
    "Pada 2018 desa itu memulai dari perangkatnya.",
    "Ulang tahun ke-46 dirayakan pada 2018 oleh 3 kantor cabang.",
    "Di Jawa Barat 640 desa ditetapkan pada 2018, kata sumber yang tidak kami kutip.",
    'Pada 2018, {{ figure("reported", year=2018) }} desa ditetapkan; selisihnya 117 desa dari rencana.',
)
"""Sentences that nothing is wrong with."""


def facts(seed: int) -> Facts:
    chance = random.Random(seed)
    numbers = chance.sample(range(130, 980), 7)
    millions = chance.sample(range(20, 90), 2)
    reported = dict(zip((2017, 2018, 2019), numbers, strict=False))
    target = dict(zip((2018, 2019, 2020), numbers[3:], strict=False))
    projected = {2020: sum(reported.values()) + target[2020]}
    return Facts(reported, target, projected, millions[0] * 1_000_000, millions[1] * 1_000_000, chance)


def written(number: int) -> str:
    """A number as Indonesian texts write it."""
    if number % 1_000_000 == 0 and number:
        return f"{number // 1_000_000} juta"
    return f"{number:,}".replace(",", ".")


def _say(template: str, number: int, year: int) -> str:
    return template.format(n=written(number), y=year, first=2017)


def changed_value(known: Facts) -> Iterator[Slip]:
    """The text has another value than the data: one of them was changed."""
    for template, year in zip(RESULTS, cycle(known.reported)):
        yield Slip("changed value", "figure-contradicts", _say(template, known.wrong(), year))
    for template, year in zip(TARGETS, cycle(known.target)):
        yield Slip("changed value", "figure-contradicts", _say(template, known.wrong(), year))


def wrong_year(known: Facts) -> Iterator[Slip]:
    """The text tells one year's result as another's."""
    for template in RESULTS[::3]:
        yield Slip("wrong year", "figure-contradicts", _say(template, known.reported[2017], 2018))


def wrong_total(known: Facts) -> Iterator[Slip]:
    for template, year in zip(TOTALS, cycle((2018, 2019))):
        yield Slip("wrong total", "figure-contradicts", _say(template, known.wrong(), year))


def target_as_result(known: Facts) -> Iterator[Slip]:
    for template, year in zip(RESULTS, cycle(known.target)):
        yield Slip("target as result", "figure-kind", _say(template, known.target[year], year))


def projection_as_result(known: Facts) -> Iterator[Slip]:
    for template in (*RESULTS[1::4], TOTALS[0]):
        yield Slip("projection as result", "figure-kind", _say(template, known.projected[2020], 2020))


def result_as_plan(known: Facts) -> Iterator[Slip]:
    for template, year in zip((*TARGETS, *PROJECTIONS), cycle((2018, 2019))):
        yield Slip("result as plan", "figure-kind", _say(template, known.reported[year], year))


def wrong_unit(known: Facts) -> Iterator[Slip]:
    active, protected = written(known.active), written(known.protected)
    yield Slip("wrong unit", "figure-unit", f"Ada «{active}» pekerja terlindungi pada 2023.")
    yield Slip("wrong unit", "figure-unit", f"Pada 2023 tercapai «{active}» desa.")
    yield Slip("wrong unit", "figure-unit", f"Target 2026 adalah «{protected}» peserta aktif.")
    yield Slip("wrong unit", "figure-unit", f"Pada 2017 ada «{known.reported[2017]}» peserta aktif yang ditetapkan.")


def wrong_indicator(known: Facts) -> Iterator[Slip]:
    yield Slip("changed value", "figure-contradicts", "Pada 2023 ada «91 juta» peserta aktif.")
    yield Slip("changed value", "figure-contradicts", "Targetnya «92 juta» pekerja terlindungi pada 2026.")


def in_front_matter(known: Facts) -> Iterator[Slip]:
    for place in ("title", "summary"):
        yield Slip(
            "front matter", "figure-contradicts", f"Realisasi 2018 adalah «{written(known.wrong())}» desa", place
        )
        yield Slip("front matter", "figure-kind", f"Pada 2019 ditetapkan «{written(known.target[2019])}» desa", place)


def dead_code(known: Facts) -> Iterator[Slip]:
    """An announcement is about a village that is not in the data."""
    for _ in range(4):
        code = f"35.05.{known.chance.randrange(10, 30)}.2{known.chance.randrange(100, 999)}"
        yield Slip("dead code", "unknown-village", f"villages: [«{code}»]", "matter")


def moved_address(known: Facts) -> Iterator[Slip]:
    """Nothing stands any more where something was published, and nothing leads on."""
    for number in range(4):
        address = f"/berita/{known.chance.randrange(2017, 2024)}/kabar-lama-{number}/"
        yield Slip("moved address", "address-lost", f"«{address}»", "data/urls.lock")


def changed_release(known: Facts) -> Iterator[Slip]:
    """A value is another than it was when it was released, and nothing tells why."""
    for values in (known.reported, known.target):
        key = "reported" if values is known.reported else "target"
        for value in values.values():
            yield Slip("changed released value", "archive-changed", f"{key}: {value} > {value - 1}", "release")
    yield Slip("changed released value", "value-changed", f"value: {known.active} > 1000000", "release")
    yield Slip("changed released value", "value-changed", f"target: {known.protected} > 2000000", "release")


Categories = tuple[Callable[[Facts], Iterator[Slip]], ...]
CODES: Categories = (dead_code, changed_release)
"""What keeps a site from being planned, or changes the data that the others are held against: judged by themselves."""
CATEGORIES: Categories = (
    changed_value,
    wrong_year,
    wrong_total,
    target_as_result,
    projection_as_result,
    result_as_plan,
    wrong_unit,
    wrong_indicator,
    in_front_matter,
    moved_address,
)
