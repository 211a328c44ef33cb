"""`sitegen verify`: anybody holds a published folder against its manifest, without the site that it was built from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from run_command import CASES, sitegen


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build/ folder of a small site."""
    folder = tmp_path_factory.mktemp("situs")
    shutil.copytree(CASES / "minimal" / "data", folder / "data")
    assert sitegen(folder, "build", "--at", "2026-01-01").code == 0
    return folder / "build"


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A folder with nothing but a published site, under another name, and its manifest."""
    shutil.copytree(built / "site", tmp_path / "unduhan")
    shutil.copy(built / "manifest.json", tmp_path / "manifest.json")
    return tmp_path


def test_verify_built_site_from_any_folder(built: Path, place: Path) -> None:
    ran = sitegen(built.parent, "verify", "build/site", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "build/site: all " in ran.out
    assert sitegen(built / "site", "verify", ".").code == 0
    assert sitegen(place, "verify", "unduhan", "--manifest", "manifest.json", "--quiet") == type(ran)(0, "", "")


def test_verify_difference_in_each_format(place: Path) -> None:
    with (place / "unduhan/index.html").open("ab") as file:
        file.write(b" ")
    command = ("verify", "unduhan", "--manifest", "manifest.json", "--lang", "en")
    text = sitegen(place, *command)
    assert text.code == 1
    assert "unduhan/index.html: error[published-changed] The published file index.html" in text.err
    told = json.loads(sitegen(place, *command, "--format", "json").out)
    assert [(one["code"], one["file"]) for one in told["problems"]] == [("published-changed", "unduhan/index.html")]
    github = sitegen(place, *command, "--format", "github")
    assert github.code == 1
    assert github.out.startswith("::error file=unduhan/index.html,title=published-changed::")


def test_verify_language_is_indonesian_by_default(place: Path) -> None:
    (place / "unduhan/robots.txt").unlink()
    ran = sitegen(place, "verify", "unduhan", "--manifest", "manifest.json")
    assert "error[published-missing] Berkas terbit robots.txt tidak ada." in ran.err


def test_verify_without_manifest_explains_option(place: Path) -> None:
    ran = sitegen(place, "verify", "unduhan", "--lang", "en")
    assert ran.code == 1
    assert "error[manifest-missing] No manifest is found: unduhan.manifest.json does not exist." in ran.err


def test_verify_usage_error_exit_code_is_2(place: Path) -> None:
    assert sitegen(place, "verify").code == 2
    ran = sitegen(place, "verify", "tidak-ada", "--lang", "en")
    assert (ran.code, ran.err) == (
        2,
        "sitegen: There is no folder tidak-ada. Name the published folder: sitegen verify build/site\n",
    )
    assert sitegen(place, "verify", "a" * 5000).code == 2
    assert "published-folder-missing" in sitegen(place, "explain", "published-folder-missing").out


def test_verify_build_does_not_replace_foreign_manifest(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built.parent / "data", tmp_path / "data")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/manifest.json").write_text("{}", encoding="utf-8")
    for command in ("build", "clean"):
        ran = sitegen(tmp_path, command, "--lang", "en")
        assert ran.code == 2
        assert "build/manifest.json was not made by sitegen" in ran.err
    assert (tmp_path / "build/manifest.json").read_text(encoding="utf-8") == "{}"


def test_verify_manifest_removed_by_clean(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built.parent, tmp_path / "situs")
    ran = sitegen(tmp_path / "situs", "clean")
    assert ran.code == 0
    assert "build/manifest.json" in ran.out.splitlines()
    assert list((tmp_path / "situs/build").iterdir()) == []
