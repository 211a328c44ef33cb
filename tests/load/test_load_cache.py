"""What reading remembers: the same site and the same problems, cold or warm, and never a fault that was mended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from marked_site import NEWS, SOUND, THEMES, VILLAGE, read, write_site

from sitegen.cache import SqliteCache
from sitegen.load import load_messages
from sitegen.models import Site
from sitegen.problems import Problem

V = "data/villages.yaml"
WARNED: dict[str, str | bytes | None] = {
    V: VILLAGE.replace("certified: 2018-07-05", "certified: 2016"),
    "content/news/2019-x.md": NEWS.replace("title: Dua", "title: Tiga"),
    "content/news/2018-y.md": NEWS.replace("title: Dua", "title: Empat").removesuffix("Dua desa ditetapkan.\n"),
    "data/vilages.yaml": "x",
}


def remembering(root: Path) -> tuple[Site | None, list[Problem]]:
    with SqliteCache(root / "memo") as cache:
        result = read(root, cache)
        cache.save()
        return result


def test_load_cache_warm_equals_cold(tmp_path: Path) -> None:
    write_site(tmp_path, WARNED)
    cold = read(tmp_path)
    first, second = remembering(tmp_path), remembering(tmp_path)
    assert cold[0] is not None
    assert second[0] is not None
    assert cold == first == second
    assert cold[0].origins == second[0].origins
    assert [problem.code for problem in second[1]] == [
        "body-empty",
        "file-date",
        "unknown-file",
        "date-before-programme",
    ]


CHANGES: dict[str, tuple[str, str | None]] = {
    "a record is moved": (V, "# first\n" + VILLAGE),
    "a value is wrong": (V, VILLAGE.replace("desa", "dusun")),
    "a source is renamed": ("data/sources.yaml", SOUND["data/sources.yaml"].replace("koran", "kabar")),
    "offices are gone": ("data/offices.yaml", None),
    "the language is another": ("data/site.yaml", SOUND["data/site.yaml"] + "language: en\n"),
    "a village is gone": (V, VILLAGE.replace("2004", "2009")),
    "a page is gone": ("content/pages/tentang.md", None),
    "the programme began later": ("data/programme.yaml", SOUND["data/programme.yaml"].replace("2017", "2019")),
}


@pytest.mark.parametrize(("file", "text"), CHANGES.values(), ids=list(CHANGES))
def test_load_cache_follows_change_and_back(tmp_path: Path, file: str, text: str | None) -> None:
    before = remembering(write_site(tmp_path))
    if text is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(text)
    cold, warm = read(tmp_path), remembering(tmp_path)
    assert cold == warm == remembering(tmp_path)
    assert cold[0] is not None
    assert warm[0] is not None
    assert cold[0].origins == warm[0].origins
    assert remembering(write_site(tmp_path)) == before


def test_load_cache_of_other_code_is_ignored(tmp_path: Path) -> None:
    write_site(tmp_path)
    remembering(tmp_path)
    with SqliteCache(tmp_path / "memo") as cache:
        cache._database.execute("UPDATE memo SET data = ?", (b"\xc1 damaged",))
    assert remembering(tmp_path)[1] == []


def test_load_cache_hit_imports_neither_pydantic_nor_yaml(tmp_path: Path) -> None:
    remembering(write_site(tmp_path))
    script = (
        "import sys; from pathlib import Path; from sitegen.cache import SqliteCache;"
        "from sitegen.problems import Report;"
        "from sitegen.load import load_site; root, themes = Path(sys.argv[1]), Path(sys.argv[2]); report = Report();"
        "site = load_site(root, report, SqliteCache(root / 'memo'), [themes]);"
        "print(len(site.villages), len(report), {'pydantic', 'yaml', 'PIL', 'difflib'} & set(sys.modules))"
    )
    package = str(Path(__file__).parent.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(THEMES[0])],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert done.stdout == "1 0 set()\n"


def test_load_cache_package_messages(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        cold, warm = load_messages("id", cache), load_messages("id", cache)
    assert cold == warm
    assert cold["paths"]["register"] == "desa"
