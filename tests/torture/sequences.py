"""Sequences of edits: ten years of a programme, a step a year, written into the files as staff write them.

Of each sound edit the oracle knows what it means: which numbers pages must then show, of which kind, and what an old
text must tell. The site is built upon what stands there, and anew. Then comes one edit that the data do not bear out:
it must be refused at its line, and is taken back.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html import unescape
from io import StringIO
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from generate import generate
from site_cases import allow_invented_places, run_main

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report, Span
from torture.runner import Torture, Try

ROOT = Path(__file__).parents[2]
FIRST_YEAR, YEARS = 2027, 10
_FIGURE = re.compile(
    r'<div class="figure (\w+)"><span class="amount"><b class="value">([^<]*)</b>(.*?)</details>', re.DOTALL
)
_RECORD = re.compile(r">([\w.:-]+)</a></dd></div>\s*</dl>")
_REVISED = re.compile(r'<p class="revised">(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_YEAR = re.compile(r"(?<![\w.,/-])20[0-9]{2}(?![\w.,/-]*[0-9])")
_FIRST = ("Tirta", "Wana", "Giri", "Sagara", "Cahya", "Bumi", "Surya", "Candra")
_LAST = ("Sentosa", "Lestari", "Kencana", "Utama", "Mandala", "Pratama", "Wijaya", "Kusuma", "Nirmala", "Abadi")
INDICATOR = """
- id: uji
  name: Angka uji
  scope: Nasional
  unit: {unit}
  sources: [{source}]
  targets:
    - {{due: 2045, value: 70, sources: [{source}]}}
  observations:
    - {{as_of: 2023-12-31, value: 11, sources: [{source}]}}
"""
"""An indicator of the torture's own, of which nothing was released."""


@dataclass(slots=True)
class Series:
    """What was stated of one figure: numbers with the day since when each stands, in order."""

    days: list[date] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    released: bool = False
    """Whether a release holds it, so that a change needs an entry."""

    def state(self, day: date, number: int) -> None:
        """State a number, since a day."""
        self.days.append(day)
        self.numbers.append(number)

    def correct(self, number: int) -> None:
        """Put right the number that was stated last: an error is never shown again, and stands since its own day."""
        self.numbers[-1] = number

    def on(self, day: date) -> int:
        """The number that stood on a day."""
        return self.numbers[bisect_right(self.days, day) - 1]


@dataclass(frozen=True, slots=True)
class CitingText:
    """An announcement that states a figure."""

    page: str
    day: date
    figure: str
    number: int
    noun: str
    """What stands after the number."""
    bound: bool
    """Whether it states it by a shortcode, so that the site tells of its revisions."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What must be told of an unsound edit."""

    codes: frozenset[str]
    """One of them."""
    file: str
    mark: str
    """What stands on its line, and on no later one."""


def write_sample(root: Path) -> None:
    """Copy the sample, with room for invented villages, and with one indicator that no release holds."""
    for name in ("data", "content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    allow_invented_places(root)
    append(root / "data/site.yaml", "cards: []\n")
    append(root / "data/indicators.yaml", INDICATOR.format(unit="persen", source="daerah-gianyar-2024"))
    append(root / "data/translations.en.yaml", "\n- what: indicator:uji\n  name: Trial figure\n")


def write_generated(villages: int, news: int, root: Path) -> None:
    """Make a site of so many villages and announcements."""
    generate(root, villages, news)
    unit = "units:\n  - {id: persen, name: '%', definition: Bagian per seratus., share: true}\n"
    replace(root / "data/programme.yaml", "criteria:\n", f"{unit}criteria:\n")
    (root / "data/indicators.yaml").write_text(INDICATOR.format(unit="persen", source="sumber-1"), encoding="utf-8")


def append(file: Path, text: str) -> None:
    """Write at the end of a file."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def replace(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once or more: its first occurrence."""
    text = file.read_text(encoding="utf-8")
    assert old in text, (file.name, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


class Sequence:
    """One sequence: its site, the day, and what the edits made so far mean."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random = root, random
        self.day = date(FIRST_YEAR, 1, 2)
        self.series: dict[str, Series] = {}
        self.texts: list[CitingText] = []
        self.held: dict[str, date] = {}
        """Pages that appear on a day."""
        self.counted: Counter[int] = Counter()
        """Villages designated, by year."""
        self.villages: list[tuple[str, str]] = []
        """Code and name of the villages that were added."""
        self.moved: dict[int, date] = {}
        """The date in the calendar of what is to come of a year."""
        self.made: Counter[str] = Counter()

    def file(self, path: str) -> Path:
        """A file of the site."""
        return self.root / path

    def state(self, id: str, day: date, number: int) -> None:
        """Note that a figure has a number, since a day."""
        self.series.setdefault(id, Series()).state(day, number)

    def source(self) -> str:
        """A source of this day."""
        id = f"uji-{self.day}"
        file = self.file("data/sources.yaml")
        if f"- id: {id}\n" not in file.read_text(encoding="utf-8"):
            append(file, f"\n- id: {id}\n  publisher: Koran Uji\n  date: {self.day}\n")
        return id

    # Sound edits. Each returns False where there is nothing to edit.

    def add_year(self) -> bool:
        """A new year, with its target."""
        year, target, source = self.day.year, self.random.randrange(1100, 1900), self.source()
        text = f"  - year: {year}\n    target: {target}\n    target_sources: [{source}]\n\n"
        file = self.file("data/programme.yaml")
        whole = file.read_text(encoding="utf-8")
        begin = whole.index("\nyears:\n") + len("\nyears:\n")
        rest = re.search(r"^(?=\S)(?:#.*\n)*", whole[begin:], re.MULTILINE)
        at = begin + rest.start() if rest else len(whole)
        file.write_text(f"{whole[:at].rstrip()}\n\n{text}{whole[at:]}", encoding="utf-8")
        self.state(f"target-{year}", self.day, target)
        return True

    def add_result(self) -> bool:
        """The result of an earlier year: most often the last one."""
        open_years = [
            year
            for year in range(FIRST_YEAR, self.day.year)
            if f"target-{year}" in self.series and f"reported-{year}" not in self.series
        ]
        if not open_years:
            return False
        year, result, source = open_years[-1], self.random.randrange(1100, 1900), self.source()
        line = f"  - year: {year}\n"
        replace(
            self.file("data/programme.yaml"),
            line,
            f"{line}    reported: {result}\n    reported_sources: [{source}]\n",
        )
        self.state(f"reported-{year}", self.day, result)
        return True

    def revise(self) -> bool:
        """A released figure is revised, with its entry."""
        ids = self._released()
        if not ids:
            return False
        id = self.random.choice(ids)
        was, now = self._change_value(id)
        self._add_correction(id, was, now, "revision")
        self.series[id].state(self.day, now)
        return True

    def correct(self) -> bool:
        """An error in a released figure is corrected, with its entry."""
        ids = [id for id in self._released() if self.series[id].days[-1] < self.day]
        if not ids:
            return False
        id = self.random.choice(ids)
        was, now = self._change_value(id)
        self._add_correction(id, was, now, "correction")
        self.series[id].correct(now)
        return True

    def certify(self) -> bool:
        """Villages are designated."""
        source = self.source()
        text = self.file("data/villages.yaml").read_text(encoding="utf-8")
        (prefix,) = re.findall(r"\A(?:.*\n)*?- code: (\d\d\.\d\d\.\d\d)", text)[:1]
        regions = re.findall(r"^  (?:district|regency|province): .*\n", text, re.MULTILINE)[:3]
        for _ in range(self.random.choice((1, 1, 2, 4))):
            number = len(self.villages)
            code, name = f"{prefix}.{2900 + number}", f"{_FIRST[number % 8]} {_LAST[number // 8]}"
            certified = date(self.day.year, 1, 1) + timedelta(
                self.random.randrange((self.day - date(self.day.year, 1, 1)).days)
            )
            append(
                self.file("data/villages.yaml"),
                f"\n- code: {code}\n  name: {name}\n  kind: desa\n{''.join(regions)}"
                f"  certified: {certified}\n  sources: [{source}]\n",
            )
            self.villages.append((code, name))
            self.counted[self.day.year] += 1
        return True

    def renew_or_end(self) -> bool:
        """The designation of a village is renewed, or ends: it was designated all the same."""
        if not self.villages:
            return False
        code, _ = self.random.choice(self.villages)
        source, kind = self.source(), self.random.choice(("renewed", "renewed", "lapsed"))
        file = self.file("data/villages.yaml")
        head, mark, rest = file.read_text(encoding="utf-8").partition(f"- code: {code}\n")
        own, gap, others = rest.partition("\n- code:")
        if f"date: {self.day}," in own or "kind: lapsed" in own or f"certified: {self.day}" in own:
            return False
        event = f"    - {{kind: {kind}, date: {self.day}, sources: [{source}]}}\n"
        own = own.rstrip("\n") + "\n" + ("" if "  events:\n" in own else "  events:\n") + event
        file.write_text(head + mark + own + gap + others, encoding="utf-8")
        return True

    def rename(self) -> bool:
        """A village is renamed, as the guide says."""
        if not self.villages:
            return False
        number = self.random.randrange(len(self.villages))
        code, name = self.villages[number]
        if name.endswith("Jaya"):
            return False
        replace(
            self.file("data/villages.yaml"),
            f"- code: {code}\n  name: {name}\n",
            f"- code: {code}\n  name: {name} Jaya\n  previous_names: [{name}]\n"
            f"  slug: {name.lower().replace(' ', '-')}\n",
        )
        self.villages[number] = (code, f"{name} Jaya")
        return True

    def observe(self) -> bool:
        """A new observation of the indicator, of the end of last year."""
        as_of, value = date(self.day.year - 1, 12, 31), self.random.randrange(12, 69)
        replace(
            self.file("data/indicators.yaml"),
            "    - {as_of: 2023-12-31, value: 11",
            f"    - {{as_of: {as_of}, value: {value}, sources: [{self.source()}]}}\n"
            "    - {as_of: 2023-12-31, value: 11",
        )
        self.state(f"indicator-uji:{as_of}", self.day, value)
        return True

    def announce_date(self) -> bool:
        """The calendar says when the results of this year will be published."""
        year, when = self.day.year, date(self.day.year + 1, 12, 5)
        append(
            self.file("data/calendar.yaml"),
            f"- id: hasil-{year}\n  title: Hasil tahun {year}\n  date: {when}\n  status: provisional\n"
            f"  announced: {self.day}\n",
        )
        self.moved[year] = when
        return True

    def move_date(self) -> bool:
        """A date of the calendar is moved, with its reason."""
        year = self.day.year - 1
        if year not in self.moved:
            return False
        old, new = self.moved[year], self.moved[year] + timedelta(self.random.randrange(1, 20))
        replace(
            self.file("data/calendar.yaml"),
            f"  date: {old}\n  status: provisional\n  announced:",
            f"  date: {new}\n  previous_dates:\n    - {{date: {old}, when: {self.day}, why: Laporan menyusul.}}\n"
            "  status: provisional\n  announced:",
        )
        self.moved[year] = new
        return True

    def publish_dated(self) -> bool:
        """What the calendar has for a day that has passed is said to be published."""
        passed = [year for year, when in self.moved.items() if when <= self.day]
        for year in passed:
            head, mark, rest = (
                self.file("data/calendar.yaml").read_text(encoding="utf-8").partition(f"- id: hasil-{year}\n")
            )
            self.file("data/calendar.yaml").write_text(
                head + mark + rest.replace("status: provisional", "status: published", 1), encoding="utf-8"
            )
            del self.moved[year]
        return bool(passed)

    def cite(self) -> bool:
        """An announcement states a figure by a shortcode."""
        return self._announce(bound=True)

    def tell(self) -> bool:
        """An announcement states a figure by its number alone."""
        return self._announce(bound=False)

    def hold(self) -> bool:
        """An announcement waits for its day."""
        name, until = f"tunggu-{self.day.year}", self.day + timedelta(self.random.randrange(1, 500))
        self._write_text(name, "Kabar yang menunggu.", f"publish_date: {until}\n")
        self.held[f"berita/{self.day.year}/{name}/index.html"] = until
        return True

    def release(self) -> bool:
        """Freeze what was known at the end of last year, and lock the addresses."""
        until = date(self.day.year - 1, 12, 31)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(noon(self.day).timestamp()))
        with redirect_stdout(StringIO()):
            assert run_main("release", until.isoformat(), "--site", str(self.root)) == 0, "no release"
        for one in self.series.values():
            one.released |= bool(one.days and one.days[0] <= until)
        return True

    # Unsound edits: what must be told of each.

    def spoil_revision(self) -> Refusal | None:
        """A released figure is changed without an entry."""
        ids = self._released()
        if not ids:
            return None
        id = self.random.choice(ids)
        self._change_value(id)
        return Refusal(frozenset({"archive-changed", "value-changed"}), "data/programme.yaml", f"  - year: {id[-4:]}\n")

    def spoil_future_result(self) -> Refusal | None:
        """The result of a year to come is stated."""
        year = self.day.year + self.random.randrange(1, 9)
        line = f"  - year: {year}\n"
        replace(
            self.file("data/programme.yaml"),
            "\nyears:\n",
            f"\nyears:\n{line}    reported: 500\n    reported_sources: [{self.source()}]\n",
        )
        return Refusal(frozenset({"future-fact"}), "data/programme.yaml", line)

    def spoil_future_date(self) -> Refusal | None:
        """A village is designated on a day to come."""
        self.certify()
        code, _ = self.villages[-1]
        certified = self.day + timedelta(self.random.randrange(1, 9000))
        head, mark, rest = self.file("data/villages.yaml").read_text(encoding="utf-8").partition(f"- code: {code}\n")
        rest = re.sub(r"  certified: .*", f"  certified: {certified}", rest, count=1)
        self.file("data/villages.yaml").write_text(head + mark + rest, encoding="utf-8")
        return Refusal(frozenset({"future-fact"}), "data/villages.yaml", f"  certified: {certified}\n")

    def spoil_future_observation(self) -> Refusal | None:
        """An indicator is observed on a day to come."""
        as_of = self.day + timedelta(self.random.randrange(1, 900))
        replace(
            self.file("data/indicators.yaml"),
            "    - {as_of: 2023-12-31, value: 11",
            f"    - {{as_of: {as_of}, value: 33, sources: [{self.source()}]}}\n    - {{as_of: 2023-12-31, value: 11",
        )
        return Refusal(frozenset({"future-fact"}), "data/indicators.yaml", f"as_of: {as_of},")

    def spoil_number(self) -> Refusal | None:
        """An announcement contradicts a figure."""
        known = self._known("reported")
        if not known:
            return None
        year = self.random.choice(known)[-4:]
        wrong = next(number for number in iter(partial(self.random.randrange, 2000, 9000), None) if number != int(year))
        file = self._write_text("bantah", f"Pada {year} sebanyak {dotted(wrong)} desa ditetapkan.")
        return Refusal(frozenset({"figure-contradicts"}), file, f"Pada {year} sebanyak")

    def spoil_kind(self) -> Refusal | None:
        """An announcement tells a target as a result."""
        known = [
            id
            for id in self._known("target")
            if self.series[id].on(self.day) not in (self.series[one].on(self.day) for one in self._known("reported"))
        ]
        if not known:
            return None
        id = self.random.choice(known)
        number = self.series[id].on(self.day)
        file = self._write_text("salah-jenis", f"Pada {id[-4:]} telah ditetapkan {dotted(number)} desa.")
        return Refusal(frozenset({"figure-kind"}), file, f"Pada {id[-4:]} telah")

    def spoil_order(self) -> Refusal | None:
        """An announcement is dated on a day to come, and not held back."""
        when = self.day + timedelta(self.random.randrange(1, 9000))
        file = self._write_text("kelak", "Kabar.", when=when)
        return Refusal(frozenset({"future-fact"}), file, f"date: {when}\n")

    def spoil_entry(self) -> Refusal | None:
        """An entry tells of a change that was not made."""
        ids = self._released()
        if not ids:
            return None
        number = self.series[ids[0]].on(self.day)
        self._add_correction(ids[0], number, number + 7, "revision")
        return Refusal(frozenset({"correction-mismatch"}), "data/corrections.yaml", f"- what: {ids[0]}\n")

    # What edits have in common.

    def _change_value(self, id: str) -> tuple[int, int]:
        kind, _, year = id.partition("-")
        file = self.file("data/programme.yaml")
        head, mark, rest = file.read_text(encoding="utf-8").partition(f"  - year: {year}\n")
        was = self.series[id].numbers[-1]
        now = was + self.random.choice((-9, -4, 3, 8, 30))
        old = f"    {kind}: {was}\n"
        assert old in rest, (id, was)
        file.write_text(head + mark + rest.replace(old, f"    {kind}: {now}\n", 1), encoding="utf-8")
        return was, now

    def _add_correction(self, id: str, was: int, now: int, kind: str) -> None:
        file = self.file("data/corrections.yaml")
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        entry = (
            f'- what: {id}\n  was: "{was}"\n  now: "{now}"\n  kind: {kind}\n  when: {self.day}\n'
            f"  why: Laporan tahun {self.day.year} menyusul.\n  sources: [{self.source()}]\n"
        )
        file.write_text(re.sub(r"^\[\]\n", "", text, flags=re.MULTILINE) + entry, encoding="utf-8")

    def _known(self, kind: str) -> list[str]:
        return [id for id in self.series if id.startswith(f"{kind}-")]

    def _released(self) -> list[str]:
        """The figures of years that a release holds."""
        return [id for id, one in self.series.items() if one.released and not id.startswith("indicator-")]

    def _announce(self, bound: bool) -> bool:
        latest = self._known("indicator")[-1:] if bound else []
        ids = [*self._known("reported"), *self._known("target"), *latest]
        if not ids:
            return False
        id = self.random.choice(ids)
        number, (kind, _, year) = self.series[id].on(self.day), id.partition("-")
        call = '{{ indicator("uji") }}' if kind == "indicator" else f'{{{{ figure("{kind}", year={year}) }}}}'
        shown, noun = call if bound else dotted(number), "%" if kind == "indicator" else "desa"
        body = {
            "reported": f"Menurut laporan, {shown} {noun} ditetapkan pada {year}.",
            "target": f"Targetnya {shown} {noun} untuk {year}.",
            "indicator": f"Angka uji: {shown} {noun}.",
        }[kind]
        name = f"kabar-{self.day.year}-{len(self.texts)}"
        self._write_text(name, body)
        self.texts.append(CitingText(f"berita/{self.day.year}/{name}/index.html", self.day, id, number, noun, bound))
        return True

    def _write_text(self, name: str, body: str, matter: str = "", when: date | None = None) -> str:
        when = when or self.day
        file = f"content/news/{when}-{name}.md"
        self.file(file).write_text(
            f"---\ntitle: Kabar {name}\ndate: {when}\nsummary: Kabar dari Koran Uji.\n"
            f"sources: [{self.source()}]\n{matter}---\n\n{body}\n",
            encoding="utf-8",
        )
        return file

    # What pages must say.

    def faults(self, pages: dict[str, str]) -> Iterator[str]:
        """Compare every figure of all pages, and every announcement, with what the edits mean."""
        found: dict[str, set[str]] = {}
        for path, html in pages.items():
            ids = found[path] = set()
            for kind, value, rest in _FIGURE.findall(html):
                if not (named := _RECORD.search(rest)):
                    yield f"{path}: a figure without its record: {value}"
                    continue
                ids.add(named[1])
                yield from self._compare(path, kind, unescape(value), named[1])
        for id in (*self._known("target"), *self._known("reported"), *self._known("indicator")[-1:]):
            page = "capaian/index.html" if id.startswith("indicator-") else f"arsip/{id[-4:]}/index.html"
            if id not in found.get(page, ()):
                yield f"{page} does not show {id}"
        for path in pages:
            if (year := re.match(r"(?:en/archive|arsip)/(\d{4})/", path)) and int(year[1]) > self.day.year:
                yield f"{path}: a year to come"
        for text in self.texts:
            yield from self._compare_text(text, pages.get(text.page, ""))
        for page, day in self.held.items():
            if (page in pages) != (day <= self.day):
                yield f"{page}: appears on {day}"
        if self.moved and not all(
            f'datetime="{day}"' in pages.get("kalender/index.html", "") for day in self.moved.values()
        ):
            yield "kalender/ does not show a date"

    def _compare(self, path: str, kind: str, value: str, id: str) -> Iterator[str]:
        name, _, rest = id.partition("-")
        year = int(rest) if rest.isdigit() and len(rest) == 4 else 0
        if name in ("reported", "counted") and year > self.day.year:
            yield f"{path}: {id} is of a year to come"
        if name in ("reported", "counted", "target") and kind != name:
            yield f"{path}: {id} is shown as {kind}"
        expected: int | None = None
        if id in self.series:
            expected = self.series[id].numbers[-1]
        elif name == "sum" and (years := re.fullmatch(r"sum-(\d{4})-(\d{4})", id)) and int(years[2]) >= FIRST_YEAR:
            parts = [f"reported-{one}" for one in range(int(years[1]), int(years[2]) + 1)]
            if missing := [one for one in parts if one not in self.series]:
                yield f"{path}: {id} without {missing[0]}"
            else:
                expected = sum(self.series[one].numbers[-1] for one in parts)
        elif year >= FIRST_YEAR and name == "counted":
            expected = self.counted[year]
        elif year >= FIRST_YEAR:
            yield f"{path}: {id} was never stated"
        shown = dotted(expected, "," if path.startswith("en/") else ".") if expected is not None else value
        if value != shown:
            yield f"{path}: {id} is {value}, not {shown}"

    def _compare_text(self, text: CitingText, html: str) -> Iterator[str]:
        words, series = plain(html), self.series[text.figure]
        shown = dotted(series.on(text.day) if text.bound else text.number)
        if f"{shown} {text.noun}" not in words:
            yield f"{text.page}: its {shown} is gone"
        later = [one for one in zip(series.days, series.numbers, strict=True) if one[0] > text.day]
        told = [plain(one) for one in _REVISED.findall(html)]
        expected = [f"direvisi menjadi {dotted(number)} desa, terbit {day.day} " for day, number in later]
        as_expected = len(told) == len(later) and all(one in said for one, said in zip(expected, told, strict=True))
        if text.bound and not as_expected:
            yield f"{text.page}: tells {told}, not {expected}"


def noon(day: date) -> datetime:
    """Noon of a day, by UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def dotted(number: int, sign: str = ".") -> str:
    """A number as a text has it."""
    return f"{number:,}".replace(",", sign)


def plain(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(_TAG.sub("", html)).split())


SOUND = (
    (Sequence.publish_dated, 1.0),
    (Sequence.add_year, 0.9),
    (Sequence.add_result, 0.8),
    (Sequence.revise, 0.5),
    (Sequence.correct, 0.2),
    (Sequence.certify, 0.7),
    (Sequence.renew_or_end, 0.5),
    (Sequence.rename, 0.3),
    (Sequence.observe, 0.7),
    (Sequence.announce_date, 0.6),
    (Sequence.move_date, 0.5),
    (Sequence.cite, 0.8),
    (Sequence.tell, 0.6),
    (Sequence.hold, 0.3),
    (Sequence.release, 0.7),
)
"""Each sound edit with the chance that a year has it, in the order in which a step makes them."""
UNSOUND: tuple[Callable[[Sequence], Refusal | None], ...] = (
    Sequence.spoil_revision,
    Sequence.spoil_future_result,
    Sequence.spoil_future_date,
    Sequence.spoil_future_observation,
    Sequence.spoil_number,
    Sequence.spoil_kind,
    Sequence.spoil_order,
    Sequence.spoil_entry,
)
TOLD_OF_SOUND = frozenset({"figure-unbound", "figure-corrected"})
"""What may be told of sound edits: that a number could be bound to its figure, or was corrected since."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build told and published."""

    built: bool
    problems: tuple[tuple[str, Span, str, object], ...]
    """Severity, place, code and values of each."""
    files: dict[str, bytes]


def build_at(root: Path, target: Path, day: date) -> Outcome:
    """Build the site of `root` as of noon of a day, with the numbers of its texts compared."""
    report = Report()
    built = build(BuildOptions(root, BuildContext(noon(day)), figures=True), target, report) is not None
    problems = tuple((one.severity, *one.sort_key()) for one in report)
    return Outcome(built, problems, read_all(target))


def read_all(target: Path) -> dict[str, bytes]:
    """Everything that a build tells the world: the published files, and the manifest beside them."""
    files = {one.relative_to(target).as_posix(): one.read_bytes() for one in target.rglob("*") if one.is_file()}
    manifest = target.parent / "manifest.json"
    return files | ({"../manifest.json": manifest.read_bytes()} if manifest.exists() else {})


def make_step(sequence: Sequence, incremental: Path, folder: Path, tried: Try) -> None:
    """Make the sound edits of a year and one unsound one, and note what is missed."""
    random, root = sequence.random, sequence.root
    for edit, chance in SOUND:
        if random.random() < chance and edit(sequence):
            sequence.made[edit.__name__] += 1
    before = read_all(incremental)
    built = build_at(root, incremental, sequence.day)
    clean = folder / "clean" / "site"
    anew = build_at(root, clean, sequence.day)
    shutil.rmtree(clean.parent)
    where = f"on {sequence.day}"
    if unexpected := [one for one in built.problems if one[2] not in TOLD_OF_SOUND]:
        tried.miss("refused" if not built.built else "told", f"{where}: {unexpected[:5]}")
    if (built.built, built.problems) != (anew.built, anew.problems):
        tried.miss("unequal", f"{where}: {set(built.problems) ^ set(anew.problems)}")
    if differing := sorted(
        path for path in built.files.keys() | anew.files.keys() if built.files.get(path) != anew.files.get(path)
    ):
        tried.miss("unequal", f"{where}: {len(differing)} files, such as {differing[:5]}")
    if built.built:
        pages = {path: data.decode() for path, data in built.files.items() if path.endswith(".html")}
        tried.counts["pages read"] += len(pages)
        for fault in sequence.faults(pages):
            tried.miss("false", f"{where}: {fault}")
    elif built.files != before:
        tried.miss("unequal", f"{where}: a failed build changed the published folder")
    make_unsound_edit(sequence, incremental, folder, tried)
    tried.counts["steps"] += 1


def make_unsound_edit(sequence: Sequence, incremental: Path, folder: Path, tried: Try) -> None:
    """Make one unsound edit in a copy of the sources, which must be refused at its line."""
    kept, copy = sequence.root, folder / "unsound"
    shutil.copytree(kept, copy)
    spoilt = Sequence(copy, sequence.random)
    spoilt.day, spoilt.series, spoilt.villages = sequence.day, sequence.series, list(sequence.villages)
    spoil = sequence.random.choice(UNSOUND)
    expected = spoil(spoilt)
    if expected is not None:
        before = read_all(incremental)
        built = build_at(copy, incremental, sequence.day)
        line = 1 + (copy / expected.file).read_text(encoding="utf-8").rpartition(expected.mark)[0].count("\n")
        lines = {(one[1].file, one[1].line): one[2] for one in built.problems if one[2] in expected.codes}
        if (expected.file, line) not in lines:
            told = [(one[2], str(one[1])) for one in built.problems]
            tried.miss("untold", f"on {sequence.day}: {spoil.__name__}: {expected.file}:{line} is not in {told[:8]}")
        if built.built:
            tried.miss("published", f"on {sequence.day}: {spoil.__name__}")
            build_at(kept, incremental, sequence.day)
        elif built.files != before:
            tried.miss("unequal", f"on {sequence.day}: a failed build changed the published folder")
        tried.counts["unsound edits"] += 1
    shutil.rmtree(copy)


def prepare(write: Callable[[Path], None], folder: Path, years: int = YEARS) -> Callable[[int, Random], Try]:
    """Write the site that all sequences of a process begin with, and build it."""
    start = folder / "start"
    write(start / "source")
    first = build_at(start / "source", start / "built" / "site", date(FIRST_YEAR, 1, 2))
    assert first.built, first.problems

    def attempt(number: int, random: Random) -> Try:
        """Make one sequence."""
        place = folder / str(number)
        shutil.copytree(start, place)
        try:
            return run_sequence(place, random, years)
        finally:
            shutil.rmtree(place)

    return attempt


def run_sequence(folder: Path, random: Random, years: int) -> Try:
    """Make the steps of a sequence in a folder with the sources, and what is built of them."""
    tried, begun = Try(), time.process_time()
    sequence = Sequence(folder / "source", random)
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        sequence.day = date(year, 3, 1) + timedelta(random.randrange(270))
        make_step(sequence, folder / "built" / "site", folder, tried)
        if tried.misses:
            for file in (folder / "source").rglob("*"):
                path = file.relative_to(folder / "source").as_posix()
                if file.is_file() and path.startswith(("data/", "content/")):
                    tried.inputs[path] = file.read_bytes()
            break
    tried.counts.update(sequence.made)
    tried.seconds = time.process_time() - begun
    return tried


_MISSES = ("refused", "told", "untold", "published", "unequal", "false", "traces")
SEQUENCES = (
    Torture(
        "sequences",
        "over ten years of edits, pages say what the data say, and what they do not is refused at its line",
        300,
        _MISSES,
        partial(prepare, write_sample),
        patience=900.0,
    ),
    Torture(
        "large-sequences",
        "the same with 10,000 villages",
        3,
        _MISSES,
        partial(prepare, partial(write_generated, 10_000, 300)),
        patience=7200.0,
    ),
)
