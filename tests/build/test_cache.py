"""The cache keeps entries, survives damage, and never makes anything up."""

import errno
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from damage import BYTES, damage_bytes, damage_row, foreign_database, swap_rows

from sitegen.cache import (
    FileCache,
    MemoryCache,
    NullCache,
    SqliteCache,
    cached_value,
    machine_key,
    sign,
    verify,
)


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


ENTRIES = {(kind, str(number)): f"{kind} {number}".encode() * 20 for kind in ("prose", "read") for number in range(60)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with ENTRIES."""
    file = tmp_path_factory.mktemp("filled") / "memo"
    with SqliteCache(file) as cache:
        for (kind, key), data in ENTRIES.items():
            cache.set(kind, key, data)
        cache.save()
    return file


def assert_works(file: Path) -> None:
    """What is read is what was stored, or nothing; and what is stored now is read by the next build."""
    with SqliteCache(file) as cache:
        assert all(cache.get(kind, key) in (None, data) for (kind, key), data in ENTRIES.items())
        cache.set("prose", "1", b"new")
        cache.set("read", "new", b"new")
        cache.save()
    with SqliteCache(file) as cache:
        assert cache.get("prose", "1") == b"new"
        assert cache.get("read", "new") == b"new"


@pytest.mark.parametrize("harm", [damage_bytes, damage_row, swap_rows, foreign_database])
def test_cache_damage_is_never_read(filled: Path, tmp_path: Path, harm: Callable[[Path, Random], str]) -> None:
    for seed in range(40):
        file = Path(shutil.copy(filled, tmp_path / "memo"))
        harm(file, Random(seed))
        assert_works(file)


def test_cache_one_damaged_row_is_made_again(filled: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(filled, tmp_path / "memo"))
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE memo SET data = ? WHERE kind = 'prose' AND key = '7'", (b"wrong",))
    with SqliteCache(file) as cache:
        assert cache.get("prose", "8") == ENTRIES["prose", "8"]
        assert cache.get("prose", "7") is None


@pytest.mark.parametrize("name", ["memo", "memo-journal", "memo-wal", "memo-shm"])
def test_cache_folder_in_place_of_a_file(filled: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(filled, tmp_path / "memo")
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name / "within").mkdir(parents=True)
    assert_works(tmp_path / "memo")


def test_cache_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "memo")
    assert_works(tmp_path / "memo")


def test_cache_locked_by_others_is_created_anew(filled: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(filled, tmp_path / "memo"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert_works(file)


def test_cache_damaged_while_it_is_open(filled: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(filled, tmp_path / "memo"))
    with SqliteCache(file) as cache:
        cache.set("prose", "fresh", b"new")
        file.write_bytes(b"\xff" * 50_000)
        cache.save()
    assert_works(file)
    with SqliteCache(file) as cache:
        assert cache.get("prose", "fresh") == b"new"


def test_cache_that_cannot_be_created_works_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where another process holds the damaged file on Windows."""

    def refuse(path: Path) -> None:
        raise PermissionError

    (tmp_path / "memo").write_bytes(b"damaged" * 1000)
    monkeypatch.setattr("sitegen.cache.remove_path", refuse)
    with SqliteCache(tmp_path / "memo") as cache:
        assert cache.get("read", "a") is None
        cache.set("read", "a", b"data")
        cache.save()
    assert (tmp_path / "memo").read_bytes() == b"damaged" * 1000


def test_cache_read_only_leaves_damage_to_the_build(filled: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(filled, tmp_path / "memo"))
    with SqliteCache(file, read_only=True) as cache:
        assert cache.get("read", "7") == ENTRIES["read", "7"]
    file.write_bytes(b"damaged" * 1000)
    with SqliteCache(file, read_only=True) as cache:
        assert cache.get("read", "7") is None
    assert file.read_bytes() == b"damaged" * 1000


@pytest.mark.parametrize("data", [b"\x91" * 100_000, b"\xa2\xff\xfe", b"\xc1", b"", b"\x01"])
def test_cache_value_that_cannot_be_decoded_is_made_again(data: bytes) -> None:
    cache = MemoryCache()
    cache.set("read", "a", data)
    assert cached_value(cache, "read", "a", str, lambda: "made") == "made"
    assert cached_value(cache, "read", "a", str, lambda: "again") == "made"


@pytest.fixture
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a key that no test has made yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    machine_key.cache_clear()
    yield tmp_path / "state" / "sitegen"
    machine_key.cache_clear()


def key_again() -> bytes | None:
    """The key as the next command finds it."""
    machine_key.cache_clear()
    return machine_key()


def test_machine_key_is_random_private_and_kept(key_folder: Path) -> None:
    key = machine_key()
    assert key
    assert len(key) == 32
    assert stat.S_IMODE((key_folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
    assert key_again() == key
    (key_folder / "key").unlink()
    assert key_again() not in (key, None)


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33)])
def test_machine_key_of_another_length_is_made_anew(key_folder: Path, content: bytes) -> None:
    machine_key()
    (key_folder / "key").write_bytes(content)
    assert key_again() not in (content, None)


def test_machine_key_that_others_can_read_is_made_anew(key_folder: Path) -> None:
    key = machine_key()
    (key_folder / "key").chmod(0o644)
    assert key_again() not in (key, None)
    assert stat.S_IMODE((key_folder / "key").stat().st_mode) == 0o600


def test_machine_key_behind_a_link_is_made_anew(key_folder: Path, tmp_path: Path) -> None:
    key = machine_key()
    (key_folder / "key").rename(tmp_path / "elsewhere")
    (key_folder / "key").symlink_to(tmp_path / "elsewhere")
    assert key_again() not in (key, None)


def test_machine_key_is_refused_where_others_can_replace_it(key_folder: Path) -> None:
    machine_key()
    key_folder.chmod(0o777)
    assert key_again() is None


def test_machine_key_of_another_user_is_refused(key_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine_key()
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert key_again() is None


def test_machine_key_none_where_it_cannot_be_kept(key_folder: Path) -> None:
    key_folder.parent.mkdir()
    key_folder.write_bytes(b"in the way")
    assert machine_key() is None
    assert sign("a", b"code") is None
    assert verify("a", bytes(32) + b"code") is None


def test_signed_code_is_verified_by_name_content_and_key(key_folder: Path) -> None:
    signed, random = sign("a", b"code" * 50), Random(1)
    assert signed
    assert verify("a", signed) == b"code" * 50
    assert verify("b", signed) is None
    for harm in BYTES.values():
        for _ in range(20):
            damaged = harm(signed, random)
            assert verify("a", damaged) == (b"code" * 50 if damaged == signed else None)
    (key_folder / "key").unlink()
    machine_key.cache_clear()
    assert verify("a", signed) is None


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


def test_file_cache_swapped_images_are_made_again(tmp_path: Path) -> None:
    pictures = FileCache(tmp_path / "pictures")
    pictures.set("photo-ab12", b"one")
    (file,) = files_in(tmp_path / "pictures")
    file.rename(file.with_name("photo-cd12"))
    assert pictures.get("photo-cd12") is None


def test_file_cache_what_is_in_its_way_is_removed(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_bytes(b"x")
    pictures = FileCache(tmp_path / "pictures")
    assert pictures.get("photo-ab12") is None
    pictures.set("photo-ab12", b"one")
    for name in ("photo-cd12", "photo-ef12.1.new"):
        (tmp_path / "pictures/12" / name / "within").mkdir(parents=True)
    (tmp_path / "pictures/12/photo-gh12").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pictures/12/photo-ij12")
    assert all(pictures.get(f"photo-{name}12") is None for name in ("cd", "gh", "ij"))
    pictures.set("photo-cd12", b"two")
    pictures.prune(10_000)
    assert sorted(file.name for file in (tmp_path / "pictures/12").iterdir()) == ["photo-ab12", "photo-cd12"]
    assert (pictures.get("photo-ab12"), pictures.get("photo-cd12")) == (b"one", b"two")


def test_file_cache_evicts_least_recently_used(tmp_path: Path) -> None:
    pictures = FileCache(tmp_path / "pictures")
    for number in range(10):
        pictures.set(f"photo-{number:02}", bytes(84))  # with its digest 100 bytes
    for time, file in enumerate(files_in(tmp_path / "pictures")):
        os.utime(file, ns=(time, time))
    half = tmp_path / "pictures" / "09" / "photo-09.1.new"
    half.write_bytes(b"half")
    assert pictures.get("photo-00") == bytes(84)
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
