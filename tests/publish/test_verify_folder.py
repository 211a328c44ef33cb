"""A published folder held against its manifest: missing, changed and surplus files, and manifests that mean harm."""

from __future__ import annotations

import builtins
import json
import os
import shutil
from collections.abc import Callable, Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sitegen.problems import Report
from sitegen.publish import verify_published

FILES = {"index.html": b"<p>beranda</p>", "desa/index.html": b"<p>daftar</p>", "data/villages.csv": b"code\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published folder with its manifest beside it."""
    for path, data in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    write(tmp_path, {path: entry(data) for path, data in FILES.items()})
    return tmp_path / "site"


def entry(data: bytes) -> dict[str, Any]:
    return {"sha256": sha256(data).hexdigest(), "size": len(data), "inputs": ["data/villages.yaml:1"]}


def write(place: Path, outputs: Any, **more: Any) -> None:
    listing = {"format": 1, "generator": "sitegen 0.1.0", "outputs": outputs} | more
    (place / "manifest.json").write_text(json.dumps(listing), encoding="utf-8")


def told(folder: Path) -> list[tuple[str, str]]:
    """The code of each problem, with the path or the name that it speaks of."""
    report = Report()
    count = verify_published(folder, folder.parent / "manifest.json", report)
    assert bool(count) != any(problem.code.startswith("manifest-") for problem in report)
    return [(problem.code, problem.at.file and problem.values["path"]) for problem in report]


def test_verify_folder_of_build_has_no_difference(folder: Path) -> None:
    assert told(folder) == []


def test_verify_folder_that_holds_its_manifest_has_no_difference(folder: Path) -> None:
    shutil.copy(folder.parent / "manifest.json", folder)
    report = Report()
    assert verify_published(folder, folder / "manifest.json", report) == 3
    assert list(report) == []
    assert told(folder) == [("published-surplus", "manifest.json")]


def test_verify_folder_difference_reported_at_file(folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "desa/index.html").write_bytes(b"<p>Daftar</p>")
    (folder / "data/villages.csv").write_bytes(b"code\n1\n")
    (folder / "baru").mkdir()
    (folder / "baru/x.php").write_bytes(b"")
    report = Report()
    assert verify_published(folder, folder.parent / "manifest.json", report) == 3
    assert [(problem.code, problem.at.file, problem.severity) for problem in report] == [
        ("published-surplus", f"{folder.as_posix()}/baru/x.php", "error"),
        ("published-changed", f"{folder.as_posix()}/data/villages.csv", "error"),
        ("published-changed", f"{folder.as_posix()}/desa/index.html", "error"),
        ("published-missing", f"{folder.as_posix()}/index.html", "error"),
    ]


def test_verify_folder_changed_byte_of_same_size(folder: Path) -> None:
    (folder / "index.html").write_bytes(FILES["index.html"].replace(b"b", b"B", 1))
    assert told(folder) == [("published-changed", "index.html")]


def test_verify_folder_directory_in_place_of_file(folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").mkdir()
    assert told(folder) == [("published-missing", "index.html")]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_verify_folder_symlinks_never_followed(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(FILES["desa/index.html"])
    (folder / "desa/index.html").unlink()
    (folder / "desa").rmdir()
    (folder / "desa").symlink_to(outside)
    (folder / "index.html").unlink()
    (outside / "home").write_bytes(FILES["index.html"])
    (folder / "index.html").symlink_to(outside / "home")
    assert told(folder) == [
        ("published-surplus", "desa"),
        ("published-missing", "desa/index.html"),
        ("published-changed", "index.html"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("../rahasia", "desa/../../rahasia", "desa/..", "..", ".", "", "desa//x", "desa/./x", "desa/", "desa\\..\\x"),
        *("/etc/passwd", "C:/x", "c:x", "x\0y"),
    ],
)
def test_verify_folder_path_outside_is_refused(folder: Path, path: str) -> None:
    (folder.parent / "rahasia").write_bytes(b"x")
    (folder / "index.html").unlink()
    write(folder.parent, {path: entry(b"x"), **{name: entry(data) for name, data in FILES.items()}})
    report = Report()
    assert verify_published(folder, folder.parent / "manifest.json", report) == 0
    assert [(problem.code, problem.values["name"]) for problem in report] == [("manifest-outside", path)]


@pytest.mark.parametrize("path", [".nojekyll", "..x/y", "a/.b", "a/...", "a..b", "...", "café.html", "a\nb"])
def test_verify_folder_odd_path_is_accepted(folder: Path, path: str) -> None:
    write(folder.parent, {path: entry(b"x"), **{name: entry(data) for name, data in FILES.items()}})
    assert told(folder) == [("published-missing", path)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"format":1,"outputs":',
        b'{"format":2,"outputs":{}}',
        b'{"format":1}',
        b'{"format":1,"outputs":[]}',
        b'{"format":1,"outputs":{"x":{"sha256":"ab","size":1}}}',
        b'{"format":1,"outputs":{"x":{"sha256":"%b","size":-1}}}' % (b"a" * 64),
        b'{"format":1,"outputs":{"x":{"sha256":"%b\\n","size":1}}}' % (b"a" * 64),
        b'{"format":1,"outputs":{},"x":' + b"[" * 100_000,
    ],
)
def test_verify_folder_invalid_manifest(folder: Path, data: bytes) -> None:
    (folder.parent / "manifest.json").write_bytes(data)
    assert told(folder) == [("manifest-unreadable", "")]


def test_verify_folder_missing_manifest_or_directory(folder: Path) -> None:
    (folder.parent / "manifest.json").unlink()
    assert told(folder) == [("manifest-missing", "")]
    (folder.parent / "manifest.json").mkdir()
    assert told(folder) == [("manifest-unreadable", "")]


def test_verify_folder_unreadable_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by hand, since root, as which CI runs, may read everything."""
    closed = {str(folder / "index.html"), str(folder / "desa")}
    for module, name in ((os, "scandir"), (builtins, "open")):
        monkeypatch.setattr(module, name, _refusing(getattr(module, name), closed))
    assert set(told(folder)) == {
        ("file-unreadable", "desa/"),
        ("file-unreadable", "index.html"),
        ("published-missing", "desa/index.html"),
    }


def _refusing(real: Callable[..., Any], closed: Collection[str]) -> Callable[..., Any]:
    """The same function, but for paths that it may not touch."""

    def refuse(path: Any, *rest: Any, **options: Any) -> Any:
        if str(path).rstrip("/") in closed:
            raise PermissionError(str(path))
        return real(path, *rest, **options)

    return refuse
