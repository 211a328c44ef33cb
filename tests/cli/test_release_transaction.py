"""A release and its addresses are written both or not at all, whatever call to the system fails."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

import pytest
from faults import attempt, count_calls, each_fault
from run_command import tree

from sitegen.build_context import BuildContext
from sitegen.commands.release import PreparedRelease, _write_release, lock_addresses
from sitegen.dataset.release import encode_release
from sitegen.models import Release
from sitegen.problems import Report, Span
from sitegen.validate.urls import check_released_urls

RELEASE, LOCK = "data/releases/2018-12-31.jsonl", "data/urls.lock"
CONTEXT = BuildContext(datetime(2020, 1, 1, tzinfo=UTC))
DATA = encode_release({}, {}, release="2018-12-31", frozen="2020-01-01", previous=None)


@dataclass
class LoadedSite:
    """As much of a site as a release needs."""

    releases: tuple[Release, ...] = ()
    locked_urls: tuple[str, ...] = ()


def write(root: Path, report: Report | None = None) -> bool:
    """Write the release of 2018 into a site of one page."""

    def plan(site: LoadedSite, *_: object) -> SimpleNamespace:
        permalinks = {"/": ""} | {f"/data/rilis/{one.date}.zip": "" for one in site.releases}
        return SimpleNamespace(site=SimpleNamespace(locked_urls={"/": ""}), permalinks=lambda: permalinks)

    prepared = PreparedRelease(Path(RELEASE), DATA, {}, 0)
    with mock.patch("sitegen.build.plan_loaded", plan):
        return _write_release(root, prepared, cast(Any, LoadedSite()), CONTEXT, Report() if report is None else report)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / LOCK).write_bytes(b"old")
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    """All files but temporary ones, which a kill may leave and no command reads."""
    return {path: data for path, data in tree(root).items() if not path.endswith(".new")}


def test_release_fault_at_each_call_writes_both_or_neither(root: Path) -> None:
    old = tree(root)
    calls = count_calls(lambda: write(root))
    new = tree(root)
    assert new.keys() == {RELEASE, LOCK}
    assert b"/data/rilis/2018-12-31.zip" in new[LOCK]
    alone = 0
    for faults in each_fault(calls):
        (root / RELEASE).unlink(missing_ok=True)
        (root / LOCK).write_bytes(b"old")
        report = Report()
        done = attempt(faults, lambda report=report: write(root, report))
        found = files(root)
        if faults.kill and found == {RELEASE: new[RELEASE], LOCK: b"old"}:
            alone += 1  # killed between the two renames: see the next test
            continue
        assert found in (old, new), faults.calls[-1]
        assert faults.kill or done
        assert [one.code for one in report] == ([] if found == new or faults.kill else ["output-unwritable"])
        if found == old:
            assert write(root)
        assert files(root) == new
    assert alone == 1


def test_release_without_its_urls_is_reported(root: Path) -> None:
    report, release = Report(), Release("2018-12-31", RELEASE, "", "", {}, {}, "")
    origins = {"data/rilis/2018-12-31.zip": Span(RELEASE), "index.html": Span("data/site.yaml")}
    site = SimpleNamespace(releases=(release,), unread=(), locked_urls={"/": ""})
    check_released_urls(cast(Any, site), origins, report)
    assert [(one.code, one.at, one.severity) for one in report] == [("release-unlocked", Span(RELEASE), "warning")]
    site.locked_urls["/data/rilis/2018-12-31.zip"] = ""
    report = Report()
    check_released_urls(cast(Any, site), origins, report)
    assert list(report) == []


def test_release_written_without_hard_links_and_never_over_another(root: Path) -> None:
    with mock.patch("os.link", side_effect=OSError(errno.EPERM, "no hard links")):
        assert write(root)
        assert (root / RELEASE).read_bytes() == DATA
        (root / RELEASE).write_bytes(b"made meanwhile")
        report = Report()
        assert not write(root, report)
    assert (root / RELEASE).read_bytes() == b"made meanwhile"
    assert [one.code for one in report] == ["output-unwritable"]
    assert tree(root).keys() == {RELEASE, LOCK}


def test_lock_fault_at_each_call_leaves_old_or_new_file(root: Path) -> None:
    site = SimpleNamespace(locked_urls={"/": ""})
    plan = SimpleNamespace(site=site, permalinks=lambda: {"/": "", "/desa/": ""})

    def lock(report: Report | None = None) -> object:
        with mock.patch("sitegen.build.load_and_plan", return_value=plan):
            return lock_addresses(root, CONTEXT, Report() if report is None else report)

    calls = count_calls(lock)
    new = (root / LOCK).read_bytes()
    for faults in each_fault(calls):
        (root / LOCK).write_bytes(b"old")
        report = Report()
        attempt(faults, lambda report=report: lock(report))
        found = (root / LOCK).read_bytes()
        assert found in (b"old", new)
        assert len(report) == (found == b"old" and not faults.kill)
    assert lock()
    assert tree(root) == {LOCK: new}
