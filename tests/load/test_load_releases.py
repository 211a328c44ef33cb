"""data/releases/: what the first line of each file tells, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import read, write_site

from sitegen.dataset.release import encode_release

STATE = {"villages": {"35.05.15.2004": {"code": "35.05.15.2004", "name": "Sukosewu"}}}
FIRST = encode_release({}, STATE, release="2018-12-31", frozen="2019-01-05", previous=None)
SECOND = encode_release(STATE, {"villages": {}}, release="2019-12-31", frozen="2020-01-05", previous="2018-12-31")
FOLDER = "data/releases"


def test_releases_only_head_is_read(tmp_path: Path) -> None:
    files = {f"{FOLDER}/2018-12-31.jsonl": FIRST, f"{FOLDER}/2019-12-31.jsonl": SECOND}
    site, problems = read(write_site(tmp_path, files))
    assert site is not None
    assert problems == []
    assert [(one.date, one.frozen, one.counts, one.changes) for one in site.releases] == [
        ("2018-12-31", "2019-01-05", {"villages": 1}, {"villages": (1, 0, 0)}),
        ("2019-12-31", "2020-01-05", {"villages": 0}, {"villages": (0, 0, 1)}),
    ]
    assert Path(site.releases[1].location).read_bytes() == SECOND


@pytest.mark.parametrize(
    ("name", "data", "code", "place"),
    [
        ("2018-12-32.jsonl", FIRST, "release-name", (0, 0)),
        ("akhir.jsonl", FIRST, "release-name", (0, 0)),
        ("2017-12-31.jsonl", FIRST, "release-name", (1, 1)),
        ("2018-12-31.jsonl", b"", "release-damaged", (1, 1)),
        ("2018-12-31.jsonl", b"<<<<<<< HEAD\n" + FIRST, "release-damaged", (1, 1)),
        ("2018-12-31.jsonl", FIRST.replace(b'"format":1', b'"format":2'), "release-damaged", (1, 1)),
        ("2019-12-31.jsonl", SECOND, "release-gap", (1, 1)),
    ],
)
def test_releases_invalid_file_reported(
    tmp_path: Path, name: str, data: bytes, code: str, place: tuple[int, int]
) -> None:
    _, problems = read(write_site(tmp_path, {f"{FOLDER}/{name}": data}))
    assert [(one.code, one.at.file, (one.at.line, one.at.column)) for one in problems] == [
        (code, f"{FOLDER}/{name}", place)
    ]


def test_releases_other_file_warns(tmp_path: Path) -> None:
    _, problems = read(write_site(tmp_path, {f"{FOLDER}/catatan.txt": "Halo.\n"}))
    assert [(one.code, one.severity) for one in problems] == [("unknown-file", "warning")]
