"""Makes a site of N villages and M announcements from a seed: the same numbers give the same bytes.

python tests/bench/generate.py FOLDER --villages 10000 --news 1000 --photos 20

With photos, one in ten villages and announcements shows one, of so many that differ, and pages have social cards;
without, there are no cards, which no peer draws.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from territory import Box, districts

FIRST = "Suka Karang Sumber Tanjung Wono Banjar Sido Mulyo Argo Purwo Kali Rejo Muara Batu Gunung Pulau".split()
LAST = "maju jaya rejo sari mulya harjo agung baru makmur indah asri luhur waras tani raya damai".split()
BESIDE = "Utara Selatan Barat Timur Tengah Hulu Hilir Baru Lama Atas Bawah".split()
BEGIN = "ba be bo bu da du ga gi ja ka ke ki ko la le li lo lu ma me mo mu na nu pa pe po ra ri ro sa se su ta".split()
END = "ba da di du ga gi ja ka ku la li lo lu ma mu na ni nu pa ra ri ru sa si su ta ti tu wa ya".split()
CODA = ["", "", "", "", "ng", "n", "k", "r", "h", "s", "t", "m"]
WORDS = (
    "desa perangkat pekerja jaminan sosial ketenagakerjaan program manfaat warga kepala kantor cabang peserta "
    "perlindungan kecelakaan kerja hari tua pensiun kematian musyawarah tahun kabupaten kecamatan menjelaskan "
    "mendaftar iuran petani nelayan pedagang rentan sosialisasi penetapan sumber angka laporan kegiatan bersama"
).split()
YEARS = range(2017, 2025)
"""The years that the programme tells of."""
NEAREST_M, FARTHEST_M = 500, 18_000
"""Between which a point's uncertainty lies; half of them below 3 km."""
DISTRICT_DEGREES = 0.3
"""Width and height of a district at the most, some 33 km."""

SITE = """\
title: Situs uji
description: Situs yang dibuat untuk mengukur kecepatan.
base_url: https://bench.example
language: id
timezone: Asia/Jakarta
notice: Situs uji, bukan situs resmi.
publisher:
  name: Penguji
  email: uji@bench.example
official_list: none
"""
PROGRAMME = """\
name: Program uji
agency: Lembaga uji
began: 2017
summary: Program yang tidak ada, untuk mengukur kecepatan.
sources: [sumber-1]
criteria:
  - id: staff-enrolled
    name: Perangkat desa terdaftar
    description: Perangkat desa terdaftar sebagai peserta.
    sources: [sumber-1]
years:
"""


def villages(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """`count` villages in order of code, where Indonesia's lie; every third has no year of designation."""
    chance = random.Random(seed)
    taken: defaultdict[str, set[str]] = defaultdict(set)
    regencies: dict[str, str] = {}
    number = 0
    for district in districts(count):
        code, province = district.code[:5], district.code[:2]
        regency = regencies[code] = regencies.get(code) or new_name(chance, taken[province])
        called = new_name(chance, taken[code])
        around = part_of(chance, district.box)
        for place in range(district.villages):
            year = 2017 + number % 8
            yield {
                "code": f"{district.code}.{2001 + place}",
                "name": new_name(chance, taken[district.code]),
                "district": called,
                "regency": f"Kabupaten {regency}",
                "province": district.province,
                "certified": "[2017..2024]" if number % 3 == 2 else f"{year}-{1 + number % 12:02}-{1 + number % 28:02}",
                **point(chance, around),
            }
            number += 1


def new_name(chance: random.Random, taken: set[str]) -> str:
    """A name that is not in `taken`, and now is; a third of a whole register have two words, as many a namesake."""
    while True:
        plain = chance.choice(FIRST) + chance.choice(LAST)
        if chance.random() < 0.7:
            syllables = chance.choices(BEGIN, k=chance.choice((1, 2, 2)))
            plain = "".join((*syllables, chance.choice(END), chance.choice(CODA)))
        which = chance.random()
        before = f"{chance.choice(FIRST)} " if which < 0.24 else ""
        behind = f" {chance.choice(BESIDE)}" if which > 0.87 else ""
        name = f"{before}{plain.capitalize()}{behind}"
        if name not in taken:
            taken.add(name)
            return name


def part_of(chance: random.Random, box: Box) -> Box:
    """A part of `box` of at most DISTRICT_DEGREES from side to side: the points of a district lie near each other."""
    wide, high = min(DISTRICT_DEGREES, box.east - box.west), min(DISTRICT_DEGREES, box.north - box.south)
    west, south = chance.uniform(box.west, box.east - wide), chance.uniform(box.south, box.north - high)
    return Box(west, south, west + wide, south + high)


def point(chance: random.Random, box: Box) -> dict[str, str]:
    """A point in `box`, and how far it may be off."""
    far = NEAREST_M * (FARTHEST_M / NEAREST_M) ** chance.random()
    return {
        "lat": f"{chance.uniform(box.south, box.north):.5f}",
        "lon": f"{chance.uniform(box.west, box.east):.5f}",
        "uncertainty_m": str(round(far / 100) * 100),
    }


def paint(file: Path, seed: int) -> None:
    """A photo of 12 megapixels as a phone writes it: light that falls off, coarse and fine detail, some megabytes."""
    from PIL import Image

    chance, size = random.Random(seed), (4000, 3000)
    bands = []
    for _ in range(3):
        band = Image.linear_gradient("L").resize(size)
        for wide, share in ((6, 0.4), (40, 0.3), (300, 0.2), (1500, 0.1)):
            detail = Image.frombytes("L", (wide, wide * 3 // 4), chance.randbytes(wide * (wide * 3 // 4)))
            band = Image.blend(band, detail.resize(size, Image.Resampling.BICUBIC), share)
        bands.append(band)
    Image.merge("RGB", bands).save(file, quality=88)


def shown(number: int, photos: int, folder: str) -> str:
    """The key by which the record or announcement of this number shows a photo, as one in ten does; else nothing."""
    if not photos or number % 10:
        return ""
    return f"image: {{src: {folder}foto-{number // 10 % photos + 1}.jpg, alt: Foto uji., credit: Penguji}}\n"


def record(village: dict[str, str]) -> str:
    """A village as data/villages.yaml has it: one key a line."""
    return (
        "- code: {code}\n  name: {name}\n  kind: desa\n  district: {district}\n  regency: {regency}\n"
        "  province: {province}\n  certified: {certified}\n  office: cabang-1\n"
        "  location: {{lat: {lat}, lon: {lon}, precision: village, uncertainty_m: {uncertainty_m}}}\n"
        "  criteria: [staff-enrolled]\n  sources: [sumber-1]\n"
    ).format_map(village)


def announcements(count: int, codes: list[str], seed: int = 2) -> Iterator[tuple[str, str, str, str]]:
    """`count` announcements: file name, title, front matter without its marks, and about 2.7 kB of Markdown."""
    chance = random.Random(seed)
    for number in range(count):
        date = f"{2017 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}"
        title = f"Berita uji {number + 1}: {' '.join(chance.choices(WORDS, k=5))}"
        about = ", ".join(sorted(set(chance.choices(codes, k=2))))
        summary = " ".join(chance.choices(WORDS, k=18))
        tags = ", ".join(sorted(set(chance.choices(WORDS[:12], k=2))))
        matter = (
            f'title: "{title}"\ndate: {date}\nplace: Uji\nsummary: {summary}.\n'
            f"villages: [{about}]\nsources: [sumber-1]\ntags: [{tags}]\n"
        )
        yield f"{date}-berita-uji-{number + 1}", title, matter, body(chance)


def body(chance: random.Random) -> str:
    """Markdown as staff write it: paragraphs with emphasis and a link, a list, a small table."""

    def sentence() -> str:
        messages = chance.choices(WORDS, k=14)
        messages[3] = f"**{messages[3]}**"
        return " ".join(messages).capitalize() + "."

    paragraphs = [" ".join(sentence() for _ in range(4)) for _ in range(4)]
    points = "\n".join(f"- {sentence()}" for _ in range(4))
    table = "| Tahun | Desa |\n|---|--:|\n" + "\n".join(
        f"| {year} | {chance.randint(1, 300)} |" for year in range(2017, 2021)
    )
    paragraphs[1] += " Lihat [keterangan](https://example.org/keterangan)."
    parts = [paragraphs[0], "## Kegiatan", paragraphs[1], points, "## Angka", table, *paragraphs[2:]]
    return "\n\n".join(parts) + "\n"


def generate(folder: Path, village_count: int, news_count: int, photos: int = 0) -> None:
    """Write the site into `folder`, which must not exist; with so many photos."""
    for part in ("data", "content/news", "content/pages", "content/media"):
        (folder / part).mkdir(parents=True)
    for number in range(photos):
        paint(folder / f"content/media/foto-{number + 1}.jpg", number)
    places = list(villages(village_count))
    years = "".join(
        f"  - year: {year}\n    target: 1200\n    target_sources: [sumber-1]\n"
        "    reported: 1300\n    reported_sources: [sumber-1]\n"
        for year in YEARS
    )
    (folder / "data/site.yaml").write_text(SITE if photos else f"{SITE}cards: []\n", encoding="utf-8")
    (folder / "data/programme.yaml").write_text(PROGRAMME + years, encoding="utf-8")
    images = (shown(number, photos, "content/media/") for number in range(len(places)))
    records = (record(place) + (f"  {image}" if image else "") for place, image in zip(places, images, strict=True))
    (folder / "data/villages.yaml").write_text("".join(records), encoding="utf-8")
    (folder / "data/sources.yaml").write_text(
        "- id: sumber-1\n  publisher: Sumber uji\n  date: 2025\n", encoding="utf-8"
    )
    (folder / "data/offices.yaml").write_text(
        "- id: cabang-1\n  name: Kantor Cabang Uji\n  kind: branch\n", encoding="utf-8"
    )
    (folder / "content/pages/tentang.md").write_text(
        "---\ntitle: Tentang\nsummary: Tentang situs uji.\n---\n\nSitus uji.\n", encoding="utf-8"
    )
    codes = [place["code"] for place in places]
    for number, (name, _, matter, text) in enumerate(announcements(news_count, codes)):
        head = matter + shown(number, photos, "../media/")
        (folder / "content/news" / f"{name}.md").write_text(f"---\n{head}---\n\n{text}", encoding="utf-8")


def asked(purpose: str | None) -> argparse.Namespace:
    """What the command line asks for: a folder, how many villages, announcements and photos."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--villages", type=int, default=10_000)
    parser.add_argument("--news", type=int, default=1_000)
    parser.add_argument("--photos", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    options = asked(__doc__)
    generate(options.folder, options.villages, options.news, options.photos)
