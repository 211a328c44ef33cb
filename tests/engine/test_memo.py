"""The memo remembers, survives damage, and never makes anything up."""

from pathlib import Path

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
