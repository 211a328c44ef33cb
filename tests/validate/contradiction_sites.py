"""Writes small sites with slips at known lines, and judges them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from contradictions import FILLERS, Facts, Slip

from sitegen.build import BuildOptions, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.commands.release import prepare_release
from sitegen.load import load_messages, load_site
from sitegen.problems import Report
from sitegen.validate.prose_numbers import lint_prose_numbers


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What is expected to be told: a code at a place. The column is 0 where a whole value is meant."""

    file: str
    line: int
    column: int
    code: str


def write_site(root: Path, known: Facts) -> None:
    """The data of a site with these facts, and no text yet."""
    years = []
    for year in sorted({*known.reported, *known.target}):
        lines = [f"  - year: {year}"]
        for key, sources, values in (
            ("target", "target_sources", known.target),
            ("reported", "reported_sources", known.reported),
            ("projected_total", "projected_sources", known.projected),
        ):
            lines += [f"    {key}: {values[year]}", f"    {sources}: [koran]"] if year in values else []
        years.append("\n".join(lines))
    files = {
        "data/site.yaml": "title: Uji\ndescription: Uji.\nbase_url: https://uji.example\npublisher:\n  name: Uji\n"
        "official_list: none\n",
        "data/sources.yaml": "- id: koran\n  publisher: Koran\n  date: 2023-12-31\n",
        "data/villages.yaml": "[]\n",
        "data/programme.yaml": "name: Program\nagency: Badan\nbegan: 2017\nsummary: Uji.\nsources: [koran]\nunits:\n"
        "  - id: peserta-aktif\n    name: peserta aktif\n    definition: Yang aktif.\n"
        "  - id: pekerja-terlindungi\n    name: pekerja terlindungi\n    definition: Yang terlindungi.\n"
        "years:\n" + "\n".join(years) + "\n",
        "data/indicators.yaml": "- id: peserta\n  name: Peserta aktif\n  scope: Nasional\n  unit: peserta-aktif\n"
        f"  value: {known.active}\n  as_of: 2023-10\n  sources: [koran]\n"
        "- id: terlindungi\n  name: Pekerja terlindungi\n  scope: Nasional\n  unit: pekerja-terlindungi\n"
        f"  target: {known.protected}\n  target_kind: target\n  due: 2026\n  sources: [koran]\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def judged(root: Path) -> Report:
    """What reading and planning tell of a site, and the comparison of its texts with its figures."""
    report = Report()
    ready = load_and_plan(BuildOptions(root, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), report, NullCache())
    if ready is not None:
        lint_prose_numbers(ready.site, lambda language: load_messages(language, NullCache())["scan"], report)
    return report


def write_slips(root: Path, slips: list[Slip], chance: random.Random) -> list[Told]:
    """Announcements with these slips, eight in each, between what is true; gives what is to be told of them."""
    (root / "content/news").mkdir(parents=True, exist_ok=True)
    bodies = [slip for slip in slips if slip.place == "body"]
    fronts = [slip for slip in slips if slip.place in ("title", "summary", "matter")]
    told = _write_data(root, [slip for slip in slips if slip.place.startswith("data/")])
    told += _change_released(root, [slip for slip in slips if slip.place == "release"])
    for number in range(max(len(fronts), -(-len(bodies) // 8))):
        month = number % 9 + 1
        file = f"content/news/2024-0{month}-01-kabar-{number}.md"
        front = [f"title: Kabar {number}", "summary: Ringkasan.", f"date: 2024-0{month}-01", "sources: [koran]"]
        for slip in fronts[number : number + 1]:
            line = slip.sentence if slip.place == "matter" else f"{slip.place}: {slip.sentence}"
            front = [one for one in front if not one.startswith(f"{slip.place}:")] + [_bare(line)]
            # Of a title or summary the whole is meant.
            column = line.index("«") + 1 if slip.place == "matter" else len(slip.place) + 3
            told.append(Told(file, len(front) + 1, column, slip.code))
        lines = ["---", *front, "---", ""]
        for slip in bodies[number * 8 : number * 8 + 8]:
            lines += [chance.choice(FILLERS), ""]
            if slip.sentence[0] not in "->" and chance.random() < 0.5:
                lines += [chance.choice(FILLERS)]  # in one paragraph with what follows
            told.append(Told(file, len(lines) + 1, slip.sentence.index("«") + 1, slip.code))
            lines += [_bare(slip.sentence), ""]
        (root / file).write_text("\n".join([*lines, "Selesai."]), encoding="utf-8")
    return sorted(told)


def _change_released(root: Path, slips: list[Slip]) -> list[Told]:
    """Release the data as they are, and then change them; a change is told at the first line of its record."""
    if not slips:
        return []
    site = load_site(root, Report(), NullCache())
    assert site is not None
    release = prepare_release(site, date(2023, 12, 31), date(2024, 1, 1))
    (root / release.file).parent.mkdir(parents=True)
    (root / release.file).write_bytes(release.data)
    told: list[Told] = []
    for slip in slips:
        was, _, now = slip.sentence.partition(" > ")
        for file in (root / "data/programme.yaml", root / "data/indicators.yaml"):
            text = file.read_text(encoding="utf-8")
            line = f"{was}\n"
            if line in text:
                before = text[: text.index(line)].split("\n")
                first = max(number for number, one in enumerate(before, 1) if one.lstrip().startswith("- "))
                told.append(Told(f"data/{file.name}", first, before[first - 1].index("- ") + 3, slip.code))
                file.write_text(text.replace(line, f"{was.partition(' ')[0]} {now}\n"), encoding="utf-8")
    return told


def _write_data(root: Path, slips: list[Slip]) -> list[Told]:
    told: list[Told] = []
    for slip in slips:
        file = root / slip.place
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else ["# alamat"]
        told.append(Told(slip.place, len(lines) + 1, slip.sentence.index("«") + 1, slip.code))
        file.write_text("\n".join([*lines, _bare(slip.sentence), ""]), encoding="utf-8")
    return told


def _bare(sentence: str) -> str:
    return sentence.replace("«", "").replace("»", "")
