"""What was published is the baseline: releases, locked and unlocked addresses that are gone are told at their place."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pasting import paste_offers
from run_command import sitegen
from site_cases import copy_case

from sitegen.diff.baselines import NoBaseline, read_baseline
from sitegen.problems import Report

LOCK, RELEASE, VILLAGES = "data/urls.lock", "data/releases/2018-12-31.jsonl", "data/villages.yaml"
PLACE = "/wilayah/jawa-timur/kabupaten-blitar/gandusari/sukosewu/"
DAY = ("--at", "2026-01-01")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was locked, released, committed and built."""
    root = copy_case("minimal", tmp_path_factory.mktemp("site"))
    for command in (("lock",), ("release", "2018-12-31"), ("build", *DAY)):
        assert sitegen(root, *command).code == 0
    git = ["git", "-c", "user.name=uji", "-c", "user.email=uji@uji.example", "-C", str(root)]
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "data"),
        ("commit", "--quiet", "-m", "Uji"),
    ):
        subprocess.run([*git, *arguments], check=True)
    return root


@pytest.fixture
def site(published: Path) -> Iterator[Path]:
    """The same, to be edited; its edits are undone."""
    yield published
    subprocess.run(["git", "-C", str(published), "checkout", "--quiet", "main", "--", "data"], check=True)


def told(root: Path, against: str, *options: str, exit_code: int = 1) -> list[tuple[str, str]]:
    """The codes and files of all problems but those of the values of releases, whose guard has its own tests."""
    ran = sitegen(root, "check", *DAY, "--against", against, "--format", "json", *options)
    assert ran.code == exit_code, ran.err
    problems: list[dict[str, Any]] = json.loads(ran.out)["problems"]
    return [(one["code"], one["file"]) for one in problems]


@pytest.mark.parametrize("against", ["main", "build/site", "build/manifest.json", "."])
def test_baseline_unchanged_site_is_clean(site: Path, against: str) -> None:
    assert told(site, against, exit_code=0) == []


@pytest.mark.parametrize("against", ["main", "build/site"])
def test_baseline_deleted_guards_are_told(site: Path, against: str) -> None:
    (site / LOCK).unlink()
    (site / RELEASE).unlink()
    (site / VILLAGES).write_text((site / VILLAGES).read_text(encoding="utf-8").replace("Sukosewu", "Sukolain"))
    assert sitegen(site, "check", *DAY).code == 0
    codes = told(site, against)
    assert ("release-gone", RELEASE) in codes
    assert ("address-lost", "data/site.yaml") in codes
    assert (("lock-line-gone", LOCK) in codes) == (against == "main")


def test_baseline_line_taken_out_of_lock_is_offered(site: Path) -> None:
    lines = (site / LOCK).read_text(encoding="utf-8").splitlines(keepends=True)
    (line,) = [one for one in lines if one.startswith(PLACE)]
    (site / LOCK).write_text("".join(one for one in lines if one != line), encoding="utf-8")
    ran = sitegen(site, "check", *DAY, "--against", "main", "--format", "json")
    (gone,) = [one for one in json.loads(ran.out)["problems"] if one["code"] == "lock-line-gone"]
    assert f'"{line.strip()}"' in gone["message"]
    with (site / LOCK).open("a", encoding="utf-8") as lock:
        lock.write(line)
    assert told(site, "main", exit_code=0) == []


@pytest.mark.parametrize("against", ["main", "build/manifest.json"])
def test_baseline_release_made_anew_is_told(site: Path, against: str) -> None:
    (site / LOCK).unlink()
    (site / RELEASE).unlink()
    (site / VILLAGES).write_text((site / VILLAGES).read_text(encoding="utf-8").replace("2018-07-05", "2018-07-04"))
    assert sitegen(site, "release", "2018-12-31").code == 0
    assert sitegen(site, "check", *DAY).code == 0
    assert told(site, against) == [("release-replaced", RELEASE)]


def test_baseline_redirected_address_is_not_lost(site: Path) -> None:
    (site / LOCK).unlink()
    (site / RELEASE).unlink()
    (site / VILLAGES).write_text((site / VILLAGES).read_text(encoding="utf-8").replace("Sukosewu", "Sukolain"))
    ran = sitegen(site, "check", *DAY, "--against", "build/site", "--lang", "en")
    assert paste_offers(site, ran.err)
    assert "address-lost" not in [code for code, _ in told(site, "build/site")]


def test_baseline_keeps_build_from_publishing(site: Path) -> None:
    (site / RELEASE).unlink()
    ran = sitegen(site, "build", *DAY, "--against", "main", "--output", "build/other")
    assert (ran.code, (site / "build/other").exists()) == (1, False)


@pytest.mark.parametrize(
    ("against", "code"),
    [
        ("tidak-ada", "against-unknown"),
        ("-x", "against-unknown"),
        ("data/site.yaml/x", "against-unknown"),
        ("data", "diff-folder"),
    ],
)
def test_baseline_unknown_name_is_wrong_use(site: Path, against: str, code: str) -> None:
    ran = sitegen(site, "check", *DAY, f"--against={against}")
    assert (ran.code, against in ran.err) == (2, True)
    with contextlib.chdir(site), pytest.raises(NoBaseline) as unknown:
        read_baseline(Path(), against, Report())
    assert unknown.value.code == code


class _Host(BaseHTTPRequestHandler):
    manifest = b""
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path.endswith("/desa/manifest.json") else 404)
        self.end_headers()
        self.wfile.write(self.manifest)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def host(manifest: bytes, status: int = 200) -> Iterator[str]:
    """A host of the site, at a folder of it."""
    handler = type("Host", (_Host,), {"manifest": manifest, "status": status})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/desa"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("end", ["", "/", "/manifest.json"])
def test_baseline_published_manifest_is_fetched(site: Path, end: str) -> None:
    (site / LOCK).unlink()
    (site / RELEASE).unlink()
    with host((site / "build/manifest.json").read_bytes()) as address:
        assert told(site, address + end) == [("release-gone", RELEASE)]


@pytest.mark.parametrize(
    ("status", "manifest", "code", "exit_code"),
    [
        (404, b"", "baseline-absent", 0),
        (503, b"", "baseline-unreachable", 1),
        (200, b"<!doctype html>", "manifest-unreadable", 1),
    ],
)
def test_baseline_host_without_manifest(site: Path, status: int, manifest: bytes, code: str, exit_code: int) -> None:
    with host(manifest, status) as address:
        assert told(site, address, exit_code=exit_code) == [(code, "")]
    assert told(site, address) == [("baseline-unreachable", "")]  # nobody listens there any more


def test_baseline_manifest_of_older_sitegen_has_addresses(site: Path, tmp_path: Path) -> None:
    manifest = json.loads((site / "build/manifest.json").read_bytes())
    assert manifest["releases"].keys() == {"2018-12-31"}
    del manifest["releases"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (site / RELEASE).unlink()
    assert "release-gone" not in [code for code, _ in told(site, str(tmp_path), exit_code=1)]
