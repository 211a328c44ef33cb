"""The fingerprint of the code that makes the bytes: what it covers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from sitegen import fingerprint as fingerprint_module


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """Nothing remembered of another environment, before and after."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    fingerprint_module.code_fingerprint.cache_clear()
    fingerprint_module._installed.cache_clear()


def _install(folder: Path, name: str, version: str, *requires: str) -> Path:
    made = folder / f"{name}-{version}.dist-info"
    made.mkdir()
    lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in requires), "", "Text"]
    (made / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    return made


def _environment(folder: Path) -> None:
    _install(folder, "sitegen", "1", "direct[fast]<3,>=2", "checker; extra == 'dev'", "absent; python_version < '3'")
    _install(folder, "Direct", "2", "In_Direct >=1", 'quick ; extra == "fast"', 'slow; extra == "slow"')
    for name in ("in_direct", "quick", "slow", "checker", "unrelated"):
        _install(folder, name, "1")


def test_fingerprint_required_follows_requirements_and_extras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert fingerprint_module.required_distributions("sitegen") == ["direct", "in-direct", "quick"]


@pytest.mark.parametrize(("name", "changes"), [("in_direct", True), ("quick", True), ("checker", False)])
def test_fingerprint_changes_with_indirect_dependency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, changes: bool
) -> None:
    _environment(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    before = fingerprint_module.code_fingerprint()
    (tmp_path / f"{name}-1.dist-info").rename(tmp_path / f"{name}-1.1.dist-info")
    _forget()
    assert (fingerprint_module.code_fingerprint() != before) is changes


def test_fingerprint_changes_with_python_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_module.code_fingerprint()
    monkeypatch.setattr(sys, "version", "9.9")
    _forget()
    assert fingerprint_module.code_fingerprint() != before


def test_fingerprint_unknown_distribution_raises() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        fingerprint_module.installed_version("no-such-distribution")


def test_fingerprint_covers_installed_dependencies() -> None:
    assert {"msgspec", "markupsafe", "pydantic-core", "numpy", "pagefind-bin"} <= set(
        fingerprint_module.required_distributions("sitegen")
    )
