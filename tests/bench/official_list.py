"""Check a site of every place in the official list, with and without comparing it, and with seeded mistakes.

python tests/bench/official_list.py FOLDER [--mistakes 200] [--repeat 2]

Prints processor time and peak memory of `sitegen check`, each a process of its own, and what is told of the mistakes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile

sys.path.insert(0, str(Path(__file__).parents[1]))
from list_mistakes import FIELDS, LINES, Mistake, Record, as_yaml, make_mistakes, read_records

SITE = """\
title: Situs uji
description: Semua tempat dalam daftar resmi.
base_url: https://bench.example
publisher: {name: Penguji}
"""
PROGRAMME = "name: Uji\nagency: Uji\nbegan: 2017\nsummary: Uji.\nsources: [koran]\n"
SOURCES = "- {id: koran, publisher: Koran, date: 2018}\n"


def by_province() -> Iterator[tuple[str, int, int]]:
    """Yield the file of each province, and the first and the next after the last of its records."""
    first = 0
    for province, part in groupby(SOUND, key=lambda record: record["code"][:2]):
        after = first + len(list(part))
        yield f"data/villages/{province}.yaml", first, after
        first = after


def write_site(folder: Path, records: list[Record], official_list: str) -> None:
    """Write a site of these records."""
    data = folder / "data"
    (data / "villages").mkdir(parents=True, exist_ok=True)
    (data / "site.yaml").write_text(f"{SITE}official_list: {official_list}\n", encoding="utf-8")
    (data / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    (data / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    for file, first, after in by_province():
        (folder / file).write_text(as_yaml(records[first:after]), encoding="utf-8")


def check(folder: Path) -> tuple[float, float, list[dict[str, object]]]:
    """Return processor seconds and peak megabytes of `sitegen check`, and its problems."""
    with TemporaryFile() as out:
        arguments = [sys.executable, "-m", "sitegen", "check", "--site", str(folder), "--format", "json"]
        process = os.posix_spawn(
            sys.executable, arguments, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
        )
        _, _, used = os.wait4(process, 0)
        out.seek(0)
        problems = json.loads(out.read())["problems"]
    # Two pairs of places with the same name, kind and district want a slug, which has nothing to do with the list.
    told = [one for one in problems if one["code"] != "repeated-address"]
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told


def judge(problems: list[dict[str, object]], mistakes: list[Mistake]) -> Counter[str]:
    """Count, by kind of mistake, what was told: once, with the right value; and what is told beside."""
    expected: dict[tuple[str, int], Mistake] = {}
    spoilt = {one.index: one for one in mistakes}
    for file, first, after in by_province():
        for index in range(first, after):
            if index in spoilt:
                expected[file, (index - first) * LINES + FIELDS.index(spoilt[index].key) + 1] = spoilt[index]
    counts: Counter[str] = Counter()
    told = Counter((str(one["file"]), int(str(one["line"]))) for one in problems)
    suggested = {(str(one["file"]), int(str(one["line"]))): one["suggestion"] for one in problems}
    for place, mistake in expected.items():
        counts[f"{mistake.kind}: all"] += 1
        counts[f"{mistake.kind}: told once"] += told[place] == 1
        counts[f"{mistake.kind}: with the right value"] += suggested.get(place) == mistake.right
    counts["told elsewhere"] = sum(count for place, count in told.items() if place not in expected)
    return counts


SOUND = read_records()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to write the site")
    parser.add_argument("--mistakes", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for _ in range(options.repeat):
        for official_list in ("none", "indonesia"):
            write_site(options.folder, SOUND, official_list)
            seconds, megabytes, problems = check(options.folder)
            print(
                f"{len(SOUND)} places, official_list: {official_list}: "
                f"{seconds:.1f} s, {megabytes:.0f} MB, {len(problems)} problems",
                flush=True,
            )
    spoilt = list(SOUND)
    mistakes = list(make_mistakes(spoilt, options.mistakes, options.seed))
    write_site(options.folder, spoilt, "indonesia")
    seconds, megabytes, problems = check(options.folder)
    print(f"with {len(mistakes)} mistakes: {seconds:.1f} s, {megabytes:.0f} MB, {len(problems)} problems")
    for name, count in judge(problems, mistakes).items():
        print(f"  {name}: {count}")


if __name__ == "__main__":
    main()
