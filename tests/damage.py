"""Damage of the state folder of a site, from a seed: bits, cuts, rows, formats, and what is no file at all.

`damage(state, seed)` does to a state folder what the seed decides. SITE is a small site that remembers entries of every
kind.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
from PIL import Image

SITE: dict[str, str] = {
    "data/site.yaml": "title: Situs kecil\ndescription: Situs kecil.\nbase_url: https://kecil.example\n"
    "publisher:\n  name: Penerbit kecil\ntheme: kecil\n",
    "data/programme.yaml": "name: Program kecil\nagency: Badan kecil\nbegan: 2017\nsummary: Program yang kecil.\n"
    "sources: [koran]\n",
    "data/sources.yaml": "- id: koran\n  publisher: Koran kecil\n  date: 2018-07-05\n",
    "data/villages.yaml": "- code: 35.05.15.2004\n  name: Sukosewu\n  kind: desa\n  district: Gandusari\n"
    "  regency: Kabupaten Blitar\n  province: Jawa Timur\n  certified: 2018-07-05\n  sources: [koran]\n",
    "content/news/2026-01-02-foto.md": "---\ntitle: Foto\ndate: 2026-01-02\nsummary: Berita dengan foto.\n"
    "image: {src: ../media/balai.jpg, alt: Balai desa., credit: Ani}\n---\n\n"
    "Isi dengan [lampiran](../media/lampiran.txt) dan [foto asli](../media/asli.jpg).\n\n<p onclick='x'>Dibuang.</p>\n",
    "content/media/lampiran.txt": "Lampiran kecil\n",
    "themes/kecil/theme.yaml": "name: kecil\nextends: default\n",
    "themes/kecil/static/tanda.txt": "tanda\n",
}
"""A text with a photo, the original of another one, a file to copy and a warning, beside a village."""


def write_site(folder: Path) -> Path:
    """Write SITE into `folder`, with its photo."""
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    paint(folder / "content/media/balai.jpg", 128)
    paint(folder / "content/media/asli.jpg", 64, located=True)
    return folder


def paint(file: Path, brightness: int, *, located: bool = False) -> None:
    """Write a photo of one brightness; `located` in its metadata."""
    exif = Image.Exif()
    if located:
        exif.get_ifd(0x8825)[1] = "S"
    Image.radial_gradient("L").resize((600, 400)).point(lambda value: (value + brightness) // 2).save(file, exif=exif)


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data)) if data else 0
    return data[:at] + bytes(byte ^ 1 << random.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def _scatter(data: bytes, random: Random) -> bytes:
    for _ in range(20):
        data = _flip(data, random)
    return data


def _overwrite(data: bytes, random: Random) -> bytes:
    at, size = random.randrange(len(data) + 1), random.choice((1, 16, 512, 4096))
    noise = random.choice((bytes, random.randbytes))(size)
    return data[:at] + noise[: len(data) - at] + data[at + size :]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _shift(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randrange(1, 20)) + data[at:]


def _swap(data: bytes, random: Random) -> bytes:
    """Swap two blocks, as a file system may that lost its way."""
    size = random.choice((64, 512, 4096))
    blocks = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
    one, other = random.randrange(len(blocks)), random.randrange(len(blocks))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return b"".join(blocks)


def _noise(data: bytes, random: Random) -> bytes:
    return random.randbytes(random.choice((0, 1, 100, len(data))))


def _deep(data: bytes, random: Random) -> bytes:
    """Lists in lists of MessagePack, deeper than any reader goes; and text that is not UTF-8."""
    return random.choice((b"\x91" * 100_000, b"\xa4\xff\xfe\xfd\xfc"))


BYTES: dict[str, Callable[[bytes, Random], bytes]] = {
    "bit": _flip,
    "bits": _scatter,
    "overwritten": _overwrite,
    "cut": _cut,
    "shifted": _shift,
    "blocks swapped": _swap,
    "noise": _noise,
    "deep": _deep,
}
"""Damage of the bytes of a file, or of a row."""


def damage_bytes(file: Path, random: Random) -> str:
    """Damage a file in one of the ways of BYTES; returns which."""
    how = random.choice(list(BYTES))
    file.write_bytes(BYTES[how](file.read_bytes(), random))
    return how


def damage_row(database: Path, random: Random) -> str:
    """Damage the data of a row, while the database stays valid."""
    how = random.choice(list(BYTES))
    with _opened(database) as rows:
        number, data = random.choice(rows.execute("SELECT rowid, data FROM memo").fetchall())
        rows.execute("UPDATE memo SET data = ? WHERE rowid = ?", (BYTES[how](data, random), number))
    return how


def swap_rows(database: Path, random: Random) -> str:
    """Swap what two rows hold, with all that proves it, or the keys of two rows; rather of one kind."""
    with _opened(database) as opened:
        columns = [name for _, name, *_ in opened.execute("PRAGMA table_info(memo)")]
        moved = random.choice((["key"], [name for name in columns if name not in ("kind", "key")]))
        (kind,) = random.choice(opened.execute("SELECT DISTINCT kind FROM memo").fetchall())
        rows = opened.execute("SELECT rowid FROM memo WHERE kind = ?", (kind,)).fetchall()
        if len(rows) < 2:
            rows = opened.execute("SELECT rowid FROM memo").fetchall()
        (one,), (other,) = random.sample(rows, 2)
        select = f"SELECT {', '.join(moved)} FROM memo WHERE rowid = ?"
        update = f"UPDATE memo SET {', '.join(f'{name} = ?' for name in moved)} WHERE rowid = ?"
        first, second = (opened.execute(select, (number,)).fetchone() for number in (one, other))
        opened.execute(update, (*("swapped" for _ in moved), other))
        opened.execute(update, (*second, one))
        opened.execute(update, (*first, other))
    return f"{kind} {'+'.join(moved)}"


def foreign_database(database: Path, random: Random) -> str:
    """Replace the database by one of another format: that of 0.1, a view in place of the table, a trigger."""
    rows = []
    with _opened(database) as opened:
        rows = opened.execute("SELECT kind, key, data FROM memo").fetchall()
    how = random.choice(("old", "view", "trigger", "other"))
    if how == "trigger":
        with _opened(database) as opened:
            opened.execute("CREATE TRIGGER t AFTER INSERT ON memo BEGIN UPDATE memo SET data = x'00'; END")
        return how
    database.unlink()
    with _opened(database) as opened:
        if how == "other":
            opened.execute("CREATE TABLE memo (a, b)")
            return how
        opened.execute(f"CREATE TABLE {'memo' if how == 'old' else 't'} (kind TEXT, key TEXT, data BLOB)")
        opened.executemany(f"INSERT INTO {'memo' if how == 'old' else 't'} VALUES (?, ?, ?)", rows)
        if how == "view":
            endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n"
            opened.execute(f"CREATE VIEW memo AS SELECT kind, key, data, ({endless}) AS digest FROM t")
    return how


class _opened:
    """A connection that commits and closes."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database)

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *error: object) -> None:
        self._connection.commit()
        self._connection.close()


def _no_file(file: Path, random: Random) -> str:
    how = random.choice(("missing", "folder", "full folder", "pipe", "dangling link"))
    file.unlink()
    if how.endswith("folder"):
        file.mkdir()
    if how == "full folder":
        (file / "x").write_bytes(b"x")
    if how == "pipe":
        os.mkfifo(file)
    if how == "dangling link":
        file.symlink_to(file.parent / "nowhere")
    return how


def _beside(state: Path, random: Random) -> str:
    """What an interrupted SQLite or build leaves, or what is in its way."""
    name = random.choice(("memo-journal", "memo-wal", "memo-shm", "manifest.new"))
    if random.random() < 0.3:
        (state / name).mkdir()
        return f"{name} a folder"
    (state / name).write_bytes(random.choice((b"", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")) + random.randbytes(5000))
    return name


def _old_manifest(state: Path, random: Random) -> str:
    """The manifest as 0.1 wrote it, without a digest."""
    old = {"format": 4, "artifacts": {}, "times": {}, "public_state": ("", 0)}
    (state / "manifest").write_bytes(msgspec.msgpack.encode(old))
    return ""


def _pictures(state: Path, random: Random) -> str:
    """Swap two pictures, or put a file in the place of their folder."""
    files = sorted(file for file in (state / "pictures").glob("*/*") if file.is_file())
    if random.random() < 0.3:
        shutil.rmtree(state / "pictures")
        (state / "pictures").write_bytes(b"x")
        return "a file"
    one, other = random.sample(files, 2)
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    return f"{one.name} {other.name}"


def _file_of(state: Path, random: Random) -> Path:
    pictures = sorted(file for file in (state / "pictures").glob("*/*") if file.is_file())
    return random.choice((state / "memo", state / "manifest", random.choice(pictures)))


def _bytes(state: Path, random: Random) -> str:
    file = _file_of(state, random)
    return f"{file.name} {damage_bytes(file, random)}"


def _kind(state: Path, random: Random) -> str:
    file = _file_of(state, random)
    return f"{file.name} {_no_file(file, random)}"


DAMAGES: dict[str, Callable[[Path, Random], str]] = {
    "bytes": _bytes,
    "row": lambda state, random: damage_row(state / "memo", random),
    "rows swapped": lambda state, random: swap_rows(state / "memo", random),
    "foreign database": lambda state, random: foreign_database(state / "memo", random),
    "old manifest": _old_manifest,
    "no file": _kind,
    "beside": _beside,
    "pictures": _pictures,
}
"""Damage of a state folder; each returns what it did."""


def damage(state: Path, seed: int) -> str:
    """Damage a state folder of a built site; returns what was done. Each kind of DAMAGES has its turn."""
    random, kinds = Random(seed), list(DAMAGES)
    kind = kinds[seed % len(kinds)]
    return f"{seed}: {kind} {DAMAGES[kind](state, random)}"
