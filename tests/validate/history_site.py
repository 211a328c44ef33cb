"""A small site with a past: it is written, released and changed, and the problems of that are told."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.build_context import BuildContext
from sitegen.cache import Cache, MemoryCache
from sitegen.commands.release import prepare_release
from sitegen.load import load_site
from sitegen.models import Site
from sitegen.problems import Problem, Report
from sitegen.validate.history import check_history

SITE = """\
title: Situs uji
description: Situs untuk menguji.
base_url: https://uji.example
publisher: {name: Penguji}
official_list: none
revision_months: 6
"""
PROGRAMME = """\
name: Program uji
agency: Lembaga uji
began: 2017
summary: Program untuk menguji.
sources: [koran]
units:
  - id: peserta
    name: peserta
    definition: Siapa saja yang disebut peserta.
years:
  - year: 2018
    target: 200
    target_sources: [koran]
    reported: 201
    reported_sources: [akhir]
  - year: 2020
    reported: 300
    reported_sources: [baru]
"""
SOURCES = """\
- id: koran
  publisher: Koran
  date: 2018-07-05
- id: akhir
  publisher: Koran
  date: 2018-12-30
- id: baru
  publisher: Koran
  date: 2021-02-01
"""
VILLAGES = """\
- code: 35.05.15.2004
  name: Sukosewu
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  certified: 2018-07-05
  sources: [koran]
- code: 35.05.15.2005
  name: Sukoreno
  kind: desa
  called: nagari
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  certified: 2021-01-05
  events:
    - kind: inaugurated
      date: 2021-01-05
  sources: [baru]
"""
OUTREACH = """\
- id: temu
  title: Temu warga
  date: 2018-08-01
  audience: warga
  villages: [35.05.15.2004]
  sources: [akhir]
"""
INDICATORS = """\
- id: peserta-2018
  name: Peserta
  scope: Nasional
  unit: peserta
  value: 12.5
  as_of: 2018-12
  sources: [akhir]
"""
FILES = {
    "data/site.yaml": SITE,
    "data/programme.yaml": PROGRAMME,
    "data/sources.yaml": SOURCES,
    "data/villages.yaml": VILLAGES,
    "data/outreach.yaml": OUTREACH,
    "data/indicators.yaml": INDICATORS,
}
LEDGER = "data/corrections.yaml"


SHARED = MemoryCache()
"""What any of these sites was read from is remembered for all: they share their theme."""


class Past:
    """A site folder that was released."""

    def __init__(self, folder: Path, *days: str, frozen_on: str = "2021-03-01") -> None:
        """Write the site and release it as known on each of `days`, on one and the same later day."""
        self.folder = folder
        for file, text in FILES.items():
            self.write(file, text)
        for day in days:
            self.release(day, frozen_on)

    def write(self, file: str, text: str) -> None:
        """Write one file."""
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        """Change the one place of a file that says `old`."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        self.write(file, text.replace(old, new))

    def release(self, day: str, frozen_on: str) -> Path:
        """Freeze what was known on a day, as the door does."""
        site, report = self.read()
        assert not report.failed(), list(report)
        made = prepare_release(site, date.fromisoformat(day), date.fromisoformat(frozen_on))
        file = self.folder / made.file
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made.data)
        return file

    def read(self, cache: Cache | None = None) -> tuple[Site, Report]:
        """The site, and what was wrong with its files."""
        report = Report()
        site = load_site(self.folder, report, cache or SHARED)
        assert site is not None
        return site, report

    def problems(self, today: str = "2021-03-02", cache: Cache | None = None) -> list[Problem]:
        """What is wrong with its history on a day."""
        site, report = self.read(cache)
        now = datetime.fromisoformat(today).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
        check_history(site, BuildContext(now), report, cache or SHARED, report.error_spans())
        return [problem for problem in report if problem.severity == "error"]

    def told(self, today: str = "2021-03-02") -> list[tuple[str, str, int, int]]:
        """The same as code, file, line and column."""
        return [(one.code, one.at.file, one.at.line, one.at.column) for one in self.problems(today)]
