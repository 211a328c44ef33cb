"""The wheel: it carries the theme and the third-party assets with their licences, and works where no checkout is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Sitegen = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the checkout's own files, as `make wheel` builds it."""
    copy = tmp_path_factory.mktemp("wheel") / "checkout"
    left_out = shutil.ignore_patterns(".venv", ".git", "dist", "tests", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=left_out)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist")]
    built = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (made,) = (copy / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed wheel, in a folder of its own."""
    place = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(place)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return place


@pytest.fixture
def sitegen(installed: Path, tmp_path: Path) -> Sitegen:
    """Runs the installed command, with the installed wheel in place of the checkout's own package."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "sitegen", *arguments]
        environment = os.environ | {"PYTHONPATH": str(installed)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    where = [sys.executable, "-P", "-c", "import sitegen; print(sitegen.__file__)"]
    found = subprocess.run(
        where, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(installed)), "the tests below would try the checkout, not the wheel"
    return run


def test_wheel_contains_theme_assets_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "sitegen/py.typed",
        "sitegen/messages/id.yaml",
        "sitegen/themes/default/templates/base.html",
        "sitegen/themes/default/static/style/base.css",
        "sitegen/assets/vendor/leaflet/leaflet.js",
        "sitegen/starter/id/village.yaml",
    ):
        assert name in names
    vendored = {name.split("/")[3] for name in names if name.startswith("sitegen/assets/vendor/")}
    for library in vendored:
        assert any(name.startswith(f"sitegen/assets/vendor/{library}/LICENSE") for name in names), library
    assert not any("node_modules" in name or name.startswith(("tests/", "data/", "content/")) for name in names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.parametrize("language", ["id", "en"])
def test_wheel_new_site_builds_outside_checkout(sitegen: Sitegen, tmp_path: Path, language: str) -> None:
    begun = sitegen("init", "situs", "--lang", language)
    assert (begun.returncode, begun.stderr) == (0, "")
    built = sitegen("build", "--site", "situs", "--strict")
    assert (built.returncode, built.stderr) == (0, "")
    home = (tmp_path / "situs/build/site/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in home


def test_wheel_builds_sample_from_sources(sitegen: Sitegen, tmp_path: Path) -> None:
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, tmp_path / "sample" / name)
    built = sitegen("build", "--site", "sample", "--strict")
    assert (built.returncode, built.stderr) == (0, "")
    assert (tmp_path / "sample/build/site/peta/index.html").is_file()
