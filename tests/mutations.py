"""Mutated sources: a file of a sound site, spoilt by a seed, so that a fault can be repeated by its number.

`python tests/mutations.py FIRST COUNT` tries many, and prints each seed at which sitegen itself failed;
`python tests/mutations.py replacements` replaces every value by values of other kinds.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from random import Random

import yaml
from site_cases import run_main

from sitegen.build import BuildOptions, BuildPlan, load_and_plan, render_all
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache
from sitegen.problems import Report

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "example"
THEME = ROOT / "themes" / "default"
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)

_SIGNS = (
    *"\0\t\r\n\x0b\x1b\x7f\x85\xa0\xad\u061c\u200b\u200d\u200e\u202e\u2028\u2029\u2066\ufeff\ufffd\ufffe\U0001f600",
    "\U0010ffff",
    "é",
    "ﬁ",
    "１２",
    "\u0301" * 20,
)
_PIECES = (
    *": |- |> |- |? |& |* |! |% |@ |` |' |\" |{ |} |[ |] |# |, |--- |... |~|null|true|NaN|.inf|1e999|0x1f|-0".split(
        "|"
    ),
    *"2018-02-30 2018~ [..2018] 9999-99-99 0000-00-00 35.05.15.2004 ../../etc/passwd //x.example javascript:x".split(),
    *"<![ <![CDATA[ <!-- --> <? <!DOCTYPE </div> <div> <script> <img <a&#0; &#x110000; &amp &lt".split(),
    *"**a *b _c_ ~~ ``` ` ![a]( [a]: [^1] [^1]: {#a} {.a} {a= |a|b| |-|-| ==== ---- 1. > >> * \\ \\\\ <http://".split(),
    *("{{ figure(", '{{ figure("x") }}', "{{ meant(1) }}", "{{", "}}", "{% if %}", "{% for a in b %}", "{%- endif %}"),
    *("{{ 1 / 0 }}", "{{ view.x.y }}", "{{ view | nofilter }}", "{{ layout }}", "{% extends 'x' %}", "{# "),
    *("@import url(x);", "a{", "}", "/*", "*/", "expression(", "\\", "';", '";', "`${", "//"),
    '"type": "Polygon", "coordinates": [[[1,2]]]',
    "a" * 300,
    "9" * 400,
    "[" * 60,
    "{a: " * 60,
    "- " * 60,
    "> " * 150,
    "1. " * 150,
    "<div>" * 150,
    "*" * 300,
    "(" * 200,
)


def mutate(data: bytes, suffix: str, random: Random) -> bytes:
    """Spoil a file in one to four ways, by its kind."""
    ways: list[Callable[[bytes, Random], bytes]] = [_delete, _double, _swap, _cut, _byte, _bits, _sign, _piece, _piece]
    if suffix in (".yaml", ".md"):
        ways += [_value, _value, _value, _value, _line, _line]
    elif suffix == ".geojson":
        ways += [_json_value] * 6
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = random.choice(ways)(data, random)
    return data


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 1, 2, 5, 20, 200)))


def _delete(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 3, 50)) + data[end:]


def _swap(data: bytes, random: Random) -> bytes:
    (a, b), (c, d) = sorted((_span(data, random), _span(data, random)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _byte(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _bits(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 10)) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _insert(data: bytes, text: str, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + text.encode("utf-8", "surrogatepass") + data[end if random.random() < 0.3 else start :]


def _sign(data: bytes, random: Random) -> bytes:
    return _insert(data, random.choice(_SIGNS), random)


def _piece(data: bytes, random: Random) -> bytes:
    piece = random.choice(_PIECES)
    return _insert(data, f"\n{piece}" if random.random() < 0.3 else piece, random)


def _line(data: bytes, random: Random) -> bytes:
    """Delete, double, move or indent a line."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    line = lines.pop(at)
    for other in random.choice(([], [line, line], [b"  " + line], [line.lstrip()], [b"- " + line])):
        lines.insert(random.choice((at, random.randint(0, len(lines)))), other)
    return b"\n".join(lines)


def odd_value(random: Random) -> object:
    """Return a value of any kind, seldom what is expected."""
    deep: object = "x"
    for _ in range(random.choice((3, 30))):
        deep = [deep] if random.random() < 0.5 else {"a": deep}
    texts = ("x" * 5000, "\u202e<b>", "2018-02-30", "http://[", "//", "../..", "{x}", "{", "%s", "#fff", "red", "-8,03")
    others = ("0" * 50, "a\nb", "\ttab", "１２３", "35.05.15.2004", deep, ["a", "a"], [1, "a", None, {}], [{"id": []}])
    empty = (None, "", [], {}, [None], [[]], [{}], {"": ""}, {"a": None})
    return random.choice((*empty, *texts, *others, 0, -1, 10**400, 1.5, True, {"id": "a", "name": None}))


def _value(data: bytes, random: Random) -> bytes:
    """Replace, remove or add a value in a YAML file, or in the front matter of a text."""
    text = data.decode("utf-8", "replace")
    front = text.split("---\n", 2) if text.startswith("---\n") else None
    try:
        value = yaml.load(front[1] if front else text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        changed = _spoil(value, random)
        written = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False, width=1_000_000)
    except (yaml.YAMLError, IndexError, RecursionError, ValueError):
        return data
    return (f"---\n{written}---\n{front[2] if len(front) > 2 else ''}" if front else written).encode("utf-8", "replace")


def _json_value(data: bytes, random: Random) -> bytes:
    try:
        return json.dumps(_spoil(json.loads(data), random)).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return data


def _spoil(value: object, random: Random) -> object:
    """Replace, remove, double or add one part of a value."""
    if isinstance(value, dict | list) and value and random.random() < 0.85:
        if isinstance(value, dict):
            key = random.choice(list(value))
            way = random.random()
            if way < 0.1:
                del value[key]
            elif way < 0.2:
                value[f"{key}x" if random.random() < 0.5 else "id"] = odd_value(random)
            else:
                value[key] = _spoil(value[key], random)
        else:
            at = random.randrange(len(value))
            way = random.random()
            if way < 0.1:
                del value[at]
            elif way < 0.2:
                value.insert(random.randrange(len(value)), value[at])
            else:
                value[at] = _spoil(value[at], random)
        return value
    return odd_value(random)


OTHER_KINDS = (None, "", "x", 3, [], {}, ["x"], [None], [[]], [{}], {"x": "y"}, {"x": None})
"""A value of each kind, to stand for one of another."""


def replacements(data: bytes, suffix: str) -> Iterator[bytes]:
    """Yield a file of YAML, GeoJSON or a text with one value after another replaced by values of other kinds.

    Of a list, only the first two items are replaced and entered.
    """
    text = data.decode()
    head, front, body = text.split("---\n", 2) if suffix == ".md" else ("", text, "")
    value = json.loads(text) if suffix == ".geojson" else yaml.load(front, yaml.BaseLoader)
    for changed in _replaced(value):
        if suffix == ".geojson":
            yield json.dumps(changed).encode()
        else:
            written = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)
            yield (f"{head}---\n{written}---\n{body}" if body else written).encode()


def _replaced(value: object) -> Iterator[object]:
    yield from OTHER_KINDS
    if isinstance(value, dict):
        for key, one in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: other} for other in _replaced(one))
    elif isinstance(value, list):
        for at, one in enumerate(value[:2]):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in _replaced(one))


@dataclass(slots=True)
class MutatedSite:
    """A copy of the example with a theme and media of its own, of which one file at a time is spoilt."""

    root: Path
    sources: dict[str, bytes] = field(default_factory=dict)
    _cache: MemoryCache = field(default_factory=MemoryCache)
    _rendered: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for part in ("data", "content"):
            shutil.copytree(EXAMPLE / part, self.root / part)
        shutil.copytree(THEME, self.root / "themes" / "default")
        media = self.root / "content" / "media"
        (media / "gambar.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>a{fill:red}</style><path d="M0 0"/></svg>'
        )
        (media / "data.csv").write_text("a,b\n1,2\n")
        text = self.root / "content" / "pages" / "tentang.md"
        links = "\n\n![Gambar](../media/gambar.svg) [data](../media/data.csv) [foto](../media/balai-desa.png)\n"
        text.write_text(text.read_text(encoding="utf-8") + links, encoding="utf-8")
        with redirect_stdout(StringIO()):  # a site that has published: two releases and locked addresses
            for command in (("release", "2024-01-01"), ("release", "2025-01-01"), ("lock",)):
                run_main(*command, "--site", str(self.root))
        for file in sorted(path for path in self.root.rglob("*") if path.is_file()):
            self.sources[file.relative_to(self.root).as_posix()] = file.read_bytes()
        self._check(Report())  # renders every output, so that an input costs what it changes

    def spoil(self, seed: int) -> tuple[str, bytes]:
        """Return the file that a seed spoils, and its bytes then; sources of the site more often than of the theme."""
        random = Random(seed)
        own = [file for file in self.sources if not file.startswith("themes/")]
        file = random.choice(own if random.random() < 0.7 else list(self.sources))
        return file, mutate(self.sources[file], Path(file).suffix, random)

    def faults(self, seed: int) -> list[str]:
        """Check the site with the file that a seed spoils; return how sitegen itself failed at it."""
        return self.faults_of(*self.spoil(seed))

    def faults_of(self, file: str, data: bytes) -> list[str]:
        """Check the site with other bytes in one file; return how sitegen itself failed at it."""
        (self.root / file).write_bytes(data)
        report = Report()
        try:
            self._check(report)
        except Exception:
            return [f"{file}\n{traceback.format_exc()}"]
        finally:
            (self.root / file).write_bytes(self.sources[file])
        return [f"{file} {problem.values}" for problem in report if problem.code == "internal-fault"]

    def _check(self, report: Report) -> None:
        plan = load_and_plan(BuildOptions(self.root, BuildContext(NOW)), report, self._cache)
        if plan is None:
            return
        paths = list(self._stale(plan))
        if any(path not in plan.outputs for path in paths):
            plan.load_all()
        artifacts = render_all(plan, paths, 1, self._cache, lambda path, data: None)
        for artifact in artifacts.values():
            report.extend(artifact.problems)

    def _stale(self, plan: BuildPlan) -> Iterator[str]:
        """Yield the outputs that no earlier check has rendered; the index of texts only once, for it is slow."""
        for path, key in plan.keys.items():
            if key not in self._rendered and not (path.endswith("/") and self._rendered):
                yield path
        self._rendered |= set(plan.keys.values())

    def all_replacements(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield a name, the file and its bytes for every value that `replacements` replaces, of every source."""
        for file, data in self.sources.items():
            if Path(file).suffix in (".yaml", ".md", ".geojson") and "/messages/" not in file:
                for number, changed in enumerate(replacements(data, Path(file).suffix)):
                    yield f"{file} {number}", file, changed


def try_all(inputs: Iterable[tuple[str, str, bytes]], site: MutatedSite) -> int:
    """Check the site with each input; print each fault, and return how many there were."""
    failed, count, slowest = 0, 0, (0.0, "")
    for name, file, data in inputs:
        begun = time.process_time()
        for fault in site.faults_of(file, data):
            failed += 1
            print(f"{name}: {fault}", flush=True)
        slowest = max(slowest, (time.process_time() - begun, name))
        count += 1
    print(f"{count} inputs, {failed} faults, slowest {slowest[0]:.2f} s ({slowest[1]})", flush=True)
    return failed


def main(arguments: list[str]) -> int:
    """Try `FIRST COUNT` seeds, or with `replacements` every value of every source; return 1 if sitegen failed."""
    with suppress(OSError):
        os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        site = MutatedSite(Path(folder))
        if arguments == ["replacements"]:
            return 1 if try_all(site.all_replacements(), site) else 0
        first, count = map(int, arguments)
        return 1 if try_all(((f"seed {seed}", *site.spoil(seed)) for seed in range(first, first + count)), site) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
