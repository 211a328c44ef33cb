"""Third-party scripts: pinned by version and digest, installed and not copied, each with its licence."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from map_site import ASSETS, ROOT

from sitegen.load.outlines import PREPARED_OUTLINES


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendor_versions_exact_with_digest() -> None:
    declared = json.loads((ASSETS / "package.json").read_text())["dependencies"]
    locked = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in declared.values())
    needed = {f"node_modules/{name}" for one in locked.values() for name in one.get("dependencies", ())}
    assert needed == set(locked) - {""}  # what these need themselves is locked too, and nothing else
    assert set(locked[""]["dependencies"]) == set(declared)
    for one in (locked[name] for name in needed):
        kind, _, digest = one["integrity"].partition("-")
        assert (kind, len(base64.b64decode(digest))) == ("sha512", 64)
    for name, version in declared.items():
        assert locked[f"node_modules/{name}"]["version"] == version


def test_vendor_committed_files_name_no_registry(hook: ModuleType) -> None:
    for name in hook.DECLARED:
        # npm copies from packages where their makers take donations: the one kind of address that may stand there.
        donations = r'"funding": \{\s*"url": "https://github\.com/[^"]*"\s*\}'
        assert "://" not in re.sub(donations, "", (ASSETS / name).read_text())
    assert "omit-lockfile-registry-resolved=true" in (ASSETS / ".npmrc").read_text()


def test_vendor_folder_holds_only_used_files(hook: ModuleType) -> None:
    hook.fetch(ASSETS)
    there = {file.relative_to(ASSETS / "vendor").as_posix() for file in ASSETS.glob("vendor/*/**/*.*")}
    assert there - {PREPARED_OUTLINES, "outlines/LICENSE.txt", hook.LISTED} == set(hook.TAKEN.values())
    for package in {target.split("/")[0] for target in hook.TAKEN.values()}:
        licence = (ASSETS / "vendor" / package / "LICENSE.txt").read_text()
        assert re.search(
            "Redistribution and use|Permission is hereby granted|Permission to use, copy|Open Database License", licence
        ), package
    for file in ASSETS.glob("vendor/**/*.js"):
        assert "sourceMappingURL" not in file.read_text(), file


def test_vendor_script_whole_with_licence(hook: ModuleType) -> None:
    """Maps load each of these by itself, so none may ask for a part that was left behind."""
    hook.fetch(ASSETS)
    scripts = sorted(ASSETS.glob("vendor/**/*.js"))
    assert {file.parent.name for file in scripts} == {
        "leaflet", "leaflet.fullscreen", "leaflet.locatecontrol", "supercluster"
    }  # fmt: skip
    for file in scripts:
        assert (file.parent / "LICENSE.txt").is_file()
        assert not re.search(r"^\s*(import|export)\s", file.read_text(), re.M), file


def test_vendor_npm_runs_only_on_change(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook.fetch(ASSETS)
    copy = tmp_path / "assets"
    shutil.copytree(ASSETS, copy)
    runs: list[Path] = []

    def install(assets: Path, folder: Path) -> Path:
        runs.append(assets)
        for source in hook.TAKEN:
            (folder / source).parent.mkdir(parents=True, exist_ok=True)
            (folder / source).write_text("new\n//# sourceMappingURL=x.map\n")
        for level in ("provinces", "regencies", "districts", "villages"):
            (folder / f"idn-area-data/data/{level}.csv").write_text("code,name\n")
        return folder

    monkeypatch.setattr(hook, "_install", install)
    assert hook.fetch(copy) is False
    lock = copy / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert hook.fetch(copy) is True
    assert hook.fetch(copy) is False
    (copy / "vendor/leaflet/LICENSE.txt").unlink()
    assert hook.fetch(copy) is True
    assert runs == [copy, copy]
    assert (copy / "vendor/leaflet/leaflet.js").read_text() == "new\n"


def test_vendor_official_list_index(hook: ModuleType, tmp_path: Path) -> None:
    """Names are spelt as on the site; the digest is of what the list says, and the bytes are the same again."""
    for level, rows in {
        "provinces": "35,Jawa Timur\n91,Papua\n",
        "regencies": "35.18,35,Kabupaten  Nganjuk \n",
        "districts": "",
        "villages": '35.18.17.2007,35.18.17,"Ja""an"\n91.03.01.3007,91.03.01,Desa Adat Yoboi\n',
    }.items():
        head = "code,name\n" if level == "provinces" else "code,parent,name\n"
        (tmp_path / f"{level}.csv").write_text(head + rows, encoding="utf-8")
    first, again, other = (tmp_path / f"{name}.sqlite" for name in ("first", "again", "other"))
    for file in (first, again):
        hook.index_places(tmp_path, file)
    assert first.read_bytes() == again.read_bytes()
    with (tmp_path / "provinces.csv").open("a") as provinces:
        provinces.write("51,Bali\n")
    hook.index_places(tmp_path, other)
    names, others = (dict(_rows(file)) for file in (first, other))
    assert names.pop("") != others.pop("")
    assert names == {
        "35": "Jawa Timur", "91": "Papua", "35.18": "Kabupaten Nganjuk", "35.18.17.2007": "Ja'an",
        "91.03.01.3007": "Yoboi",
    }  # fmt: skip
    assert others == names | {"51": "Bali"}


def _rows(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT code, name FROM places").fetchall()


def test_vendor_leaflet_names_used_by_page_exist() -> None:
    for name in ("map.css", "map/opened.css"):
        style = (ROOT / "themes/default/static" / name).read_text()
        assert "url(" not in style
        assert "@import" not in style
