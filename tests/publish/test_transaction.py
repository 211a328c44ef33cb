"""Publishing is a transaction: whatever fails, the folder is the site of before or the new one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from faults import Faults, attempt, count_calls, each_fault, failing
from publish_files import codes, publish
from run_command import tree

from sitegen.problems import Span
from sitegen.publish import OutputFolder, load_manifest
from sitegen.publish.folder import LEFTOVERS

HOME = b'<meta name="generator" content="sitegen 1">'
OLD = {"index.html": HOME, "same.css": b"same", "desa": b"a file", "peta/index.html": b"map", "lama/a.html": b"old a"}
NEW = {
    "index.html": HOME + b"new",
    "same.css": b"same",
    "desa/a/index.html": b"new page",
    "peta": b"a file",
    "x/y.html": b"y",
}


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    """A folder in which OLD is published."""
    made = OutputFolder(tmp_path / "build" / "site")
    assert codes(publish(made, OLD)) == []
    assert tree(made.path) == OLD
    return made


def copy_of(folder: OutputFolder) -> OutputFolder:
    """A copy of a published folder, with what is beside it."""
    copy = folder.path.parent.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder.path.parent, copy)
    return OutputFolder(copy / folder.path.name)


def assert_old_or_new(tried: OutputFolder, faults: Faults, old: Mapping[str, bytes] = OLD) -> str:
    """Publish NEW with the faults, and again; return what the folder held between, and how the first try ended."""
    done = attempt(faults, lambda: publish(tried, NEW))
    if faults.kill:
        tried.refuse_foreign()
        tried.recover()
    found = tree(tried.path)
    assert found in (old, NEW), faults.calls[-1]
    assert not done or found == NEW
    assert load_manifest(tried.state / "manifest").artifacts.keys() == found.keys()
    assert codes(publish(tried, NEW)) == []
    assert tree(tried.path) == NEW
    assert not {*LEFTOVERS, "journal"} & {path.name for path in tried.state.iterdir()}
    return f"{'new' if found == NEW else 'old'}, {'done' if done else 'failed'}"


@pytest.mark.slow
def test_publish_fault_at_each_call_leaves_old_or_new_site(folder: OutputFolder) -> None:
    counted = copy_of(folder)
    calls = count_calls(lambda: publish(counted, NEW))
    outcomes = [assert_old_or_new(copy_of(folder), faults) for faults in each_fault(calls)]
    assert {"old, failed", "new, done"} <= set(outcomes)
    assert outcomes.count("old, failed") > calls


@pytest.mark.slow
def test_publish_fault_at_each_call_without_hard_links(folder: OutputFolder) -> None:
    counted = copy_of(folder)
    with mock.patch("os.link", side_effect=OSError(errno.EOPNOTSUPP, "no hard links")) as refused:
        calls = count_calls(lambda: publish(counted, NEW))
        for faults in each_fault(calls):
            assert_old_or_new(copy_of(folder), faults)
    assert refused.called


@pytest.mark.slow
def test_publish_first_fault_at_each_call_leaves_nothing_or_site(tmp_path: Path) -> None:
    calls = count_calls(lambda: publish(OutputFolder(tmp_path / "counted" / "site"), NEW))
    for number, faults in enumerate(each_fault(calls)):
        assert_old_or_new(OutputFolder(tmp_path / str(number) / "site"), faults, {})


def test_publish_each_file_is_whole_at_every_moment(folder: OutputFolder) -> None:
    """Before every call that writes, what a visitor may ask for is there, old or new."""
    faults, stays = Faults(), OLD.keys() & NEW.keys() - {"peta"}
    check = faults.check

    def watch(name: str, *paths: object) -> None:
        found = tree(folder.path)
        assert stays <= found.keys()
        assert all(data in (OLD.get(path), NEW.get(path)) for path, data in found.items())
        check(name, *paths)

    with mock.patch.object(faults, "check", watch), failing(faults):
        publish(folder, NEW)
    assert tree(folder.path) == NEW
    assert len(faults.calls) > len(NEW)


def test_publish_failed_manifest_undoes_files(folder: OutputFolder) -> None:
    before = (folder.state / "manifest").read_bytes()
    with mock.patch("sitegen.build.save_manifest", side_effect=RuntimeError), pytest.raises(RuntimeError):
        publish(folder, NEW)
    assert tree(folder.path) == OLD
    assert (folder.state / "manifest").read_bytes() == before


def test_publish_damaged_journal_removes_nothing(folder: OutputFolder) -> None:
    """What it says cannot be trusted: it might name files of others."""
    (folder.path / "surat.txt").write_bytes(b"letter")
    data = b'[{"folder":"site","stage":"x","kept":"y","added":["surat.txt"],"replaced":[],"removed":[]}]'
    folder.journal.write_bytes(b"0" * 32 + data)
    folder.recover()
    assert (folder.path / "surat.txt").read_bytes() == b"letter"
    assert not folder.journal.exists()


@pytest.mark.parametrize("name", ["journal", "manifest", "stage", "kept", "kept-beside", "manifest.json.new"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_publish_goes_on_with_damaged_state(folder: OutputFolder, name: str, kind: str) -> None:
    path = folder.state / name
    path.unlink(missing_ok=True)
    if kind == "file":
        path.write_bytes(b"x")
    elif kind == "folder":
        (path / "within").mkdir(parents=True)
    else:
        path.symlink_to("nowhere")
    assert codes(publish(folder, NEW)) == []
    assert tree(folder.path) == NEW


def test_publish_room_checked_before_first_change(folder: OutputFolder) -> None:
    full = SimpleNamespace(f_bavail=1, f_frsize=1)
    with mock.patch("os.statvfs", return_value=full), pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        publish(folder, NEW)
    assert tree(folder.path) == OLD


def test_publish_rights_checked_before_first_change(folder: OutputFolder) -> None:
    refused = str(folder.path / "peta")
    with mock.patch("os.access", lambda path, mode: path != refused):
        report = publish(folder, {**OLD, "index.html": b"new", "peta/index.html": b"new"})
    assert [(problem.code, problem.values["path"]) for problem in report] == [("output-unwritable", refused)]
    assert tree(folder.path) == OLD


def test_publish_long_name_reported_at_origin(folder: OutputFolder) -> None:
    report = publish(folder, {**OLD, f"desa2/{'n' * 300}/index.html": b"x", "/".join(["n" * 250] * 20): b"x"})
    assert [(problem.code, problem.at) for problem in report] == [("path-too-long", Span("data/villages.yaml", 3))] * 2
    assert tree(folder.path) == OLD
