"""Makes a site of N villages and M announcements from a seed: the same numbers give the same bytes.

python tests/bench/generate.py FOLDER --villages 10000 --news 1000
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

FIRST = "Suka Karang Sumber Tanjung Wono Banjar Sido Mulyo Argo Purwo Kali Rejo Muara Batu Gunung Pulau".split()
LAST = "maju jaya rejo sari mulya harjo agung baru makmur indah asri luhur waras tani raya damai".split()
WORDS = (
    "desa perangkat pekerja jaminan sosial ketenagakerjaan program manfaat warga kepala kantor cabang peserta "
    "perlindungan kecelakaan kerja hari tua pensiun kematian musyawarah tahun kabupaten kecamatan menjelaskan "
    "mendaftar iuran petani nelayan pedagang rentan sosialisasi penetapan sumber angka laporan kegiatan bersama"
).split()
YEARS = range(2017, 2025)
"""The years that the programme tells of."""
PER_DISTRICT, PER_REGENCY, PER_PROVINCE = 12, 15, 12
"""Villages a district, districts a regency, regencies a province: near Indonesia's own means."""

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
    """`count` villages in order of code, twelve a district; every third has no year of designation."""
    chance = random.Random(seed)
    for number in range(count):
        district, place = divmod(number, PER_DISTRICT)
        regency, district_place = divmod(district, PER_REGENCY)
        province, regency_place = divmod(regency, PER_PROVINCE)
        code = f"{11 + province:02}.{regency_place + 1:02}.{district_place + 1:02}.{2001 + place}"
        name = f"{chance.choice(FIRST)}{chance.choice(LAST)} {place + 1}"
        year = 2017 + number % 8
        yield {
            "code": code,
            "name": name,
            "district": f"Ujung {district + 1}",
            "regency": f"Kabupaten Uji {regency + 1}",
            "province": f"Uji Raya {province + 1}",
            "certified": "[2017..2024]" if number % 3 == 2 else f"{year}-{1 + number % 12:02}-{1 + number % 28:02}",
            "lat": f"{-8 + chance.random() * 12:.5f}",
            "lon": f"{96 + chance.random() * 44:.5f}",
        }


def record(village: dict[str, str]) -> str:
    """A village as data/villages.yaml has it: one key a line."""
    return (
        "- code: {code}\n  name: {name}\n  kind: desa\n  district: {district}\n  regency: {regency}\n"
        "  province: {province}\n  certified: {certified}\n  office: cabang-1\n"
        "  location: {{lat: {lat}, lon: {lon}, precision: village, uncertainty_m: 2200}}\n"
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
        words = chance.choices(WORDS, k=14)
        words[3] = f"**{words[3]}**"
        return " ".join(words).capitalize() + "."

    paragraphs = [" ".join(sentence() for _ in range(4)) for _ in range(4)]
    points = "\n".join(f"- {sentence()}" for _ in range(4))
    table = "| Tahun | Desa |\n|---|--:|\n" + "\n".join(
        f"| {year} | {chance.randint(1, 300)} |" for year in range(2017, 2021)
    )
    paragraphs[1] += " Lihat [keterangan](https://example.org/keterangan)."
    parts = [paragraphs[0], "## Kegiatan", paragraphs[1], points, "## Angka", table, *paragraphs[2:]]
    return "\n\n".join(parts) + "\n"


def generate(folder: Path, village_count: int, news_count: int) -> None:
    """Write the site into `folder`, which must not exist."""
    for part in ("data", "content/news", "content/pages"):
        (folder / part).mkdir(parents=True)
    places = list(villages(village_count))
    years = "".join(
        f"  - year: {year}\n    target: 1200\n    target_sources: [sumber-1]\n"
        "    reported: 1300\n    reported_sources: [sumber-1]\n"
        for year in YEARS
    )
    (folder / "data/site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "data/programme.yaml").write_text(PROGRAMME + years, encoding="utf-8")
    (folder / "data/villages.yaml").write_text("".join(map(record, places)), encoding="utf-8")
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
    for name, _, matter, text in announcements(news_count, codes):
        (folder / "content/news" / f"{name}.md").write_text(f"---\n{matter}---\n\n{text}", encoding="utf-8")


def asked(purpose: str | None) -> tuple[Path, int, int]:
    """What the command line asks for: a folder, how many villages, how many announcements."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--villages", type=int, default=10_000)
    parser.add_argument("--news", type=int, default=1_000)
    options = parser.parse_args()
    return options.folder, options.villages, options.news


if __name__ == "__main__":
    generate(*asked(__doc__))
