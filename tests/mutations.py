"""Mutated sources: a sound site of which a file at a time is spoilt, by chance or one value after another.

Only what a spoilt file changes is made again, so that a try is short; `make torture` makes many.
"""

from __future__ import annotations

import json
import re
import shutil
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import yaml
from run_command import sitegen

from sitegen.artifact import Artifact, group_by_output
from sitegen.build import BuildOptions, _check_artifacts, load_and_plan, render_all
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_messages
from sitegen.problems import Report
from sitegen.reporters import Messages, format_json_report, format_text_report

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "example"
THEME = ROOT / "themes" / "default"
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
RENDERED = 12
"""Outputs that are rendered of those that a mutation changes: one edit of a layout changes all."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>a{fill:red}</style><path d="M0 0"/></svg>'

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
class Checked:
    """What a check of the site gave."""

    report: Report
    pages: dict[str, bytes]
    """The files that the replaced sources changed, by path."""
    planned: bool
    """Whether the data were good enough for a plan."""


@dataclass(slots=True)
class MutatedSite:
    """The example site with a release, locked addresses and a theme of its own."""

    root: Path
    sources: dict[str, bytes] = field(default_factory=dict)
    """Every file as it is when nothing is spoilt."""
    _messages: Messages = field(init=False)
    _keys: dict[str, str] = field(default_factory=dict)
    _artifacts: dict[str, Artifact] = field(default_factory=dict)
    _entries: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write the site and check it once, so that what a try does not change is remembered."""
        for part in ("data", "content"):
            shutil.copytree(EXAMPLE / part, self.root / part)
        shutil.copytree(THEME, self.root / "themes" / "default")
        media, page = self.root / "content/media", self.root / "content/pages/tentang.md"
        (media / "gambar.svg").write_text(SVG)
        (media / "data.csv").write_text("a,b\n1,2\n")
        links = "\n![Gambar](../media/gambar.svg) [data](../media/data.csv) [foto](../media/balai-desa.png)\n"
        page.write_text(page.read_text(encoding="utf-8") + links, encoding="utf-8")
        self._release()
        for file in sorted(path for path in self.root.rglob("*") if path.is_file()):
            self.sources[file.relative_to(self.root).as_posix()] = file.read_bytes()
        self._messages = load_messages("id", NullCache())
        checked = self.check({})
        assert checked.planned
        assert not checked.report.failed(), list(checked.report)

    def _release(self) -> None:
        """Release the data as they were before the first correction."""
        data = self.root / "data"
        now = {file: file.read_bytes() for file in data.glob("*.yaml")}
        (data / "programme.yaml").write_bytes(now[data / "programme.yaml"].replace(b"reported: 201", b"reported: 198"))
        (data / "corrections.yaml").unlink()
        translated = re.findall(rb"(?m)^- what: section:.*\n(?: .*\n)+", now[data / "translations.en.yaml"])
        (data / "translations.en.yaml").write_bytes(b"".join(translated))  # the others are of what is not there yet
        self._run("release", "2024-12-31")
        for file, text in now.items():
            file.write_bytes(text)
        self._run("release", "2025-06-30")

    def _run(self, *arguments: str) -> None:
        done = sitegen(self.root, *arguments, SOURCE_DATE_EPOCH=str(int(NOW.timestamp())))
        assert not done.code, done.err

    def check(self, replaced: dict[str, bytes], random: Random | None = None) -> Checked:
        """Load, validate, plan, render and check the site with some files replaced, and print its problems.

        With `random`, a dozen of the changed outputs are rendered: one edit of a layout changes all.
        """
        report, pages, cache = Report(), dict[str, bytes](), MemoryCache()
        cache.added().update(self._entries)
        try:
            for file, data in replaced.items():
                (self.root / file).parent.mkdir(parents=True, exist_ok=True)
                (self.root / file).write_bytes(data)
            planned = self._check(report, pages, cache, random)
        finally:
            for file in replaced:
                if file in self.sources:
                    (self.root / file).write_bytes(self.sources[file])
                else:
                    (self.root / file).unlink(missing_ok=True)
        format_text_report(report, self._messages, lambda at: "", colour=False)
        format_json_report(report, self._messages)
        return Checked(report, pages, planned)

    def _check(self, report: Report, pages: dict[str, bytes], cache: MemoryCache, random: Random | None) -> bool:
        plan = load_and_plan(BuildOptions(self.root, BuildContext(NOW)), report, cache)
        if plan is None:
            return False
        first = not self._keys
        # The index of the texts is made by a program of its own, which takes longer than all else together.
        stale = [
            path for path, key in plan.keys.items() if self._keys.get(path) != key and (first or not path.endswith("/"))
        ]
        if random and len(stale) > RENDERED:
            stale = random.sample(stale, RENDERED)
        if any(path not in plan.outputs for path in stale):
            plan.load_all()
        rendered = render_all(plan, stale, 1, cache, pages.__setitem__)
        outputs = group_by_output(self._artifacts | rendered)
        artifacts = {file: one for path in plan.keys for file, one in outputs.get(path, {}).items()}
        _check_artifacts(plan, artifacts, artifacts, report)
        if first:
            self._keys, self._artifacts, self._entries = dict(plan.keys), artifacts, dict(cache.added())
        return True

    def faults(self, seed: int) -> list[str]:
        """Check the site with a file that a seed spoils; return how sitegen itself failed at it."""
        random = Random(seed)
        file = random.choice(list(self.sources))
        return self.faults_of(file, mutate(self.sources[file], Path(file).suffix, random))

    def faults_of(self, file: str, data: bytes) -> list[str]:
        """Check the site with other bytes in one file; return how sitegen itself failed at it."""
        try:
            checked = self.check({file: data})
        except Exception:
            return [f"{file}\n{traceback.format_exc()}"]
        return [f"{file} {problem.values}" for problem in checked.report if problem.code == "internal-fault"]

    def all_replacements(self) -> Iterator[tuple[str, bytes]]:
        """Yield the file and its bytes for every value that `replacements` replaces, of every source."""
        for file, data in self.sources.items():
            if Path(file).suffix in (".yaml", ".md", ".geojson") and "/messages/" not in file:
                yield from ((file, changed) for changed in replacements(data, Path(file).suffix))
