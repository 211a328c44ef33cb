"""The memo remembers, survives damage, and never makes anything up."""

import errno
from pathlib import Path

import pytest

from sitegen.memo import Forgetful, SqliteMemo


def test_keeps_across_runs(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        memo.keep("prose", "a", b"html")
        assert memo.recall("prose", "a") == b"html"
        memo.save()
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "a") == b"html"
        assert memo.recall("prose", "b") is None
        assert memo.recall("page", "a") is None


def test_what_was_not_saved_is_forgotten(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        memo.keep("prose", "a", b"html")
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "a") is None


def test_clean_begins_anew(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        memo.keep("prose", "a", b"html")
        memo.save()
    with SqliteMemo(tmp_path / "memo", clean=True) as memo:
        assert memo.recall("prose", "a") is None


def test_a_damaged_file_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "memo").write_bytes(b"this is no database" * 100)
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "a") is None
        memo.keep("prose", "a", b"html")
        memo.save()
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "a") == b"html"


def test_a_split_memo_tells_what_is_new(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        memo.keep("prose", "a", b"old")
        memo.save()
        with memo.split() as other:
            assert other.recall("prose", "a") == b"old"
            other.keep("prose", "b", b"new")
            assert other.new() == {("prose", "b"): b"new"}
        assert memo.new() == {}


def test_the_forgetful_memo_forgets() -> None:
    memo = Forgetful()
    memo.keep("prose", "a", b"html")
    assert memo.recall("prose", "a") is None
    assert memo.new() == {}


def test_damage_that_is_met_late_begins_anew(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        for number in range(2000):
            memo.keep("prose", str(number), b"html" * 50)
        memo.save()
    data = (tmp_path / "memo").read_bytes()
    (tmp_path / "memo").write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "1999") is None
        memo.keep("prose", "1999", b"new")
        memo.save()
    with SqliteMemo(tmp_path / "memo") as memo:
        assert memo.recall("prose", "1999") == b"new"


def test_no_room_is_told_as_the_disk_tells_it(tmp_path: Path) -> None:
    with SqliteMemo(tmp_path / "memo") as memo:
        memo._database.execute("PRAGMA max_page_count = 4")
        memo.keep("prose", "a", bytes(100_000))
        with pytest.raises(OSError, match="full") as told:
            memo.save()
    assert told.value.errno == errno.ENOSPC
    assert told.value.filename == str(tmp_path / "memo")
