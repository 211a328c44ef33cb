"""A release that somebody made by hand, its digest too, is told to be damaged: it stops no command with a traceback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from factory import INDONESIA
from site_cases import NOW, copy_case

from sitegen.build import BuildOptions, check
from sitegen.build_context import BuildContext
from sitegen.dataset.release import DamagedRelease, state_digest
from sitegen.diff.snapshots import take_release_snapshot
from sitegen.problems import Report

FILE = "data/releases/2018-12-31.jsonl"
DEEP = "[" * 100_000
CODE = "35.05.15.2004"
NAMELESS = ("villages", CODE, {"code": CODE})


def forged(lines: list[tuple[str, str, dict[str, Any]]], **heading: object) -> bytes:
    """A release with these lines, and with the digest that they have, where they have one."""
    state: dict[str, dict[str, dict[str, Any]]] = {}
    for name, key, cells in lines:
        state.setdefault(name, {})[key] = cells
    try:
        digest = state_digest(state)
    except OverflowError:
        digest = "0" * 64
    counts = {name: len(rows) for name, rows in state.items()}
    first = {"release": "2018-12-31", "frozen": "2019-01-01", "digest": digest, "counts": counts}
    return "\n".join(map(json.dumps, [first | heading, *lines])).encode()


FORGED: Mapping[str, bytes] = {
    "a number beyond all": forged([("figures", "x", {"id": "x", "kind": "reported", "value": 10**30})]),
    "no number": forged([("figures", "x", {"id": "x", "kind": "reported", "value": float("nan")})]),
    "a count beyond all": forged([], counts={"villages": 10**30}),
    "fewer than none": forged([], changes={"villages": (-1, 0, 0)}),
    "a day that is none": forged([], frozen="<b>besok</b>"),
    "a heading without end": b'{"x":' + DEEP.encode(),
    "a line without end": forged([]) + b'\n["villages","x",{"a":' + DEEP.encode(),
    "a table in another folder": forged([("../../desa", "x", {"code": "x"})]),
    "a table that is markup": forged([("<script>", "x", {"code": "x"})]),
    "a column that is a formula": forged([("kelompok", "x", {"=1+1": "x"})]),
    "a record in a cell": forged([("villages", CODE, {"code": CODE, "name": {"a": "b"}})]),
    "a list in a list": forged([("villages", CODE, {"code": CODE, "sources": [["a"]]})]),
    "a number for a text": forged([("villages", CODE, {"code": CODE, "name": 5})]),
    "text for a year": forged([("figures", "x", {"id": "x", "kind": "reported", "year": "2018"})]),
    "another key": forged([("villages", CODE, {"code": "35.05.15.2005"})]),
    "no key": forged([("corrections", "x", {"why": "x"})]),
    "no kind": forged([("figures", "x", {"id": "x", "value": 1})]),
    "an event of no date": forged([NAMELESS, ("events", f"{CODE}#1", {"code": CODE, "number": 1, "kind": "lapsed"})]),
    "a date that is none": forged([("villages", CODE, {"code": CODE, "certified": "2018-13-01"})]),
    "a row twice": forged([("villages", CODE, {"code": CODE, "name": "A"}), ("villages", CODE, {"code": CODE})]),
    "a mark before all": b"\xef\xbb\xbf" + forged([]),
    "half a character": forged([]) + b'\n["desa","\\ud800",{}]',
    "no text": bytes(range(256)),
    "nothing": b"",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = copy_case("minimal", tmp_path / "site")
    (root / FILE).parent.mkdir()
    return root


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_damaged_release_is_reported(site: Path, data: bytes) -> None:
    (site / FILE).write_bytes(data)
    report = Report()
    check(BuildOptions(site, BuildContext(NOW)), report)
    assert [(one.code, one.at.file, one.at.line, one.at.column) for one in report] == [("release-damaged", FILE, 1, 1)]


@pytest.mark.parametrize("name", ["a number for a text", "no key", "a table in another folder", "a line without end"])
def test_damaged_release_is_not_compared(site: Path, name: str) -> None:
    (site / FILE).write_bytes(FORGED[name])
    with pytest.raises(DamagedRelease):
        take_release_snapshot(site, "2018-12-31", INDONESIA)


def test_damaged_release_crlf_is_accepted(site: Path) -> None:
    (site / FILE).write_bytes(
        forged([("desa", "x", {"nama": "x"}), ("desa", "y", {"nama": "y"})]).replace(b"\n", b"\r\n")
    )
    report = Report()
    check(BuildOptions(site, BuildContext(NOW)), report)
    assert "release-damaged" not in {problem.code for problem in report}
