"""The memo remembers, survives damage, and never makes anything up."""

import errno
import os
from pathlib import Path

import pytest

from sitegen.cache import FileCache, NullCache, SqliteCache


def test_cache_keeps_entries_across_runs(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("prose", "a", b"html")
        assert cache.get("prose", "a") == b"html"
        cache.save()
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "a") == b"html"
        assert cache.get("prose", "b") is None
        assert cache.get("page", "a") is None


def test_cache_unsaved_entries_are_forgotten(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("prose", "a", b"html")
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "a") is None


def test_cache_clean_starts_empty(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("prose", "a", b"html")
        cache.save()
    with SqliteCache(tmp_path / "memo", clean=True) as cache:
        assert cache.get("prose", "a") is None


def test_cache_damaged_file_starts_empty(tmp_path: Path) -> None:
    (tmp_path / "memo").write_bytes(b"this is no database" * 100)
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "a") is None
        cache.set("prose", "a", b"html")
        cache.save()
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "a") == b"html"


def test_cache_fork_reports_new_entries(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("prose", "a", b"old")
        cache.save()
        with cache.fork() as other:
            assert other.get("prose", "a") == b"old"
            other.set("prose", "b", b"new")
            assert other.added() == {("prose", "b"): b"new"}
        assert cache.added() == {}


def test_null_cache_keeps_nothing() -> None:
    cache = NullCache()
    cache.set("prose", "a", b"html")
    assert cache.get("prose", "a") is None
    assert cache.added() == {}


def test_cache_damaged_entry_found_late_starts_empty(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        for number in range(2000):
            cache.set("prose", str(number), b"html" * 50)
        cache.save()
    data = (tmp_path / "memo").read_bytes()
    (tmp_path / "memo").write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "1999") is None
        cache.set("prose", "1999", b"new")
        cache.save()
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("prose", "1999") == b"new"


def test_cache_full_disk_error_is_reported(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache._database.execute("PRAGMA max_page_count = 4")
        cache.set("prose", "a", bytes(100_000))
        with pytest.raises(OSError, match="full") as told:
            cache.save()
    assert told.value.errno == errno.ENOSPC
    assert told.value.filename == str(tmp_path / "memo")


def files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_file_cache_writes_images_at_once(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("photo", "ab12", b"avif")
        cache.set("card", "ab12", b"png")
        assert not cache.added()
    with SqliteCache(tmp_path / "memo") as cache:  # never saved, as after a kill
        assert cache.fork().get("photo", "ab12") == b"avif"
        assert cache.get("card", "ab12") == b"png"
        assert cache.get("card", "cd34") is None
    with SqliteCache(tmp_path / "memo", clean=True) as cache:
        assert cache.get("photo", "ab12") is None


@pytest.mark.parametrize("damaged", [b"", b"avif", b"x" * 40])
def test_file_cache_damaged_image_is_made_again(tmp_path: Path, damaged: bytes) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cache.set("photo", "ab12", b"avif")
        (file,) = files_in(tmp_path / "pictures")
        file.write_bytes(damaged)
        assert cache.get("photo", "ab12") is None
        cache.set("photo", "ab12", b"avif")
        assert cache.get("photo", "ab12") == b"avif"


def test_file_cache_evicts_least_recently_used(tmp_path: Path) -> None:
    pictures = FileCache(tmp_path / "pictures")
    for number in range(10):
        pictures.set(f"photo-{number:02}", bytes(68))  # with its digest 100 bytes
    for time, file in enumerate(files_in(tmp_path / "pictures")):
        os.utime(file, ns=(time, time))
    half = tmp_path / "pictures" / "09" / "photo-09.1.new"
    half.write_bytes(b"half")
    assert pictures.get("photo-00") == bytes(68)
    pictures.prune(1004)
    assert len(files_in(tmp_path / "pictures")) == 10
    assert not half.exists()
    pictures.prune(800)
    assert [file.name for file in files_in(tmp_path / "pictures")] == [
        f"photo-{number:02}" for number in (0, 5, 6, 7, 8, 9)
    ]


def test_file_cache_unused_is_not_opened(tmp_path: Path) -> None:
    FileCache(tmp_path / "pictures").set("photo-00", bytes(84))
    FileCache(tmp_path / "pictures").prune(1)
    assert files_in(tmp_path / "pictures")
