"""`sitegen release`: freezes what was known on a day, once, in order, and only where nothing is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from run_command import CASES, sitegen, tree

TODAY = {"SOURCE_DATE_EPOCH": "1577836800"}
"""1 January 2020."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    for part in ("data", "content"):
        shutil.copytree(CASES / "full" / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def released(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released") / "site"
    shutil.copytree(sound, folder)
    assert sitegen(folder, "release", "2018-12-31", **TODAY).code == 0
    return folder


@pytest.fixture
def site(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "site"))


def test_release_writes_counts_and_new_urls(site: Path) -> None:
    done = sitegen(site, "release", "2018-12-31", "--lang", "en", **TODAY)
    assert (done.code, done.out.split(":")[0]) == (0, "data/releases/2018-12-31.jsonl"), done.err
    header = json.loads((site / "data/releases/2018-12-31.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (header["release"], header["frozen"], header["previous"]) == ("2018-12-31", "2020-01-01", None)
    assert f"villages {header['counts']['villages']}" in done.out
    assert "/data/rilis/2018-12-31.zip" in (site / "data/urls.lock").read_text(encoding="utf-8")
    assert sitegen(site, "check", **TODAY).code == 0
    second = sitegen(site, "release", "2019-12-31", **TODAY)
    assert second.code == 0, second.err
    header = json.loads((site / "data/releases/2019-12-31.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert header["previous"] == "2018-12-31"


SAID = {"release-day": "is no day of the calendar", "release-order": "must be later than the last one, 2018-12-31"}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2018-12-31", "release-order"),
        ("2018-12-30", "release-order"),
        ("2020-01-02", "release-order"),
        ("2018-02-30", "release-day"),
        ("2018", "release-day"),
        ("20190101", "release-day"),
    ],
)
def test_release_must_be_later_and_not_in_future(released: Path, day: str, code: str) -> None:
    before = tree(released)
    done = sitegen(released, "release", day, "--lang", "en", **TODAY)
    assert (done.code, done.out) == (2, "")
    assert SAID[code] in done.err
    assert day in done.err
    assert tree(released) == before


def test_release_refused_while_site_has_errors(site: Path) -> None:
    sources = site / "data/sources.yaml"
    sources.write_text(sources.read_text(encoding="utf-8").replace("id: surat", "id: surat-lain"), encoding="utf-8")
    done = sitegen(site, "release", "2018-12-31", **TODAY)
    assert done.code == 1
    assert "unknown-source" in done.err
    assert not (site / "data/releases").exists()


def test_release_then_data_change_stops_build_but_design_change_does_not(site: Path) -> None:
    assert sitegen(site, "release", "2019-12-31", **TODAY).code == 0
    shutil.copytree(CASES.parents[1] / "themes/default", site / "themes/default")
    base = site / "themes/default/templates/base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("<main", '<main class="baru"'), encoding="utf-8")
    assert sitegen(site, "build", **TODAY).code == 0
    programme = site / "data/programme.yaml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("reported: 12\n", "reported: 13\n"), encoding="utf-8")
    done = sitegen(site, "build", "--lang", "en", **TODAY)
    assert done.code == 1
    assert "archive-changed" in done.err
    offered = 'data/corrections.yaml:\n- what: reported-2017\n  was: "12"\n  now: "13"\n'
    assert offered in done.err
    told = json.loads(sitegen(site, "check", "--format", "json", **TODAY).out)["problems"]
    assert [one["paste"].splitlines()[0] for one in told if one["paste"]] == ["- what: reported-2017"]
    assert "%0A- what: reported-2017%0A" in sitegen(site, "check", "--format", "github", **TODAY).out


def test_release_modified_stops_build(site: Path) -> None:
    assert sitegen(site, "release", "2019-12-31", **TODAY).code == 0
    file = site / "data/releases/2019-12-31.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace('"reported":12', '"reported":13'), encoding="utf-8")
    done = sitegen(site, "build", **TODAY)
    assert (done.code, "release-damaged" in done.err) == (1, True)
    assert "data/releases/2019-12-31.jsonl:1" in done.err


def test_release_folder_not_writable(site: Path) -> None:
    """A file stands where the folder would: nothing is written, the lock of addresses is as it was."""
    (site / "data/releases").write_text("x", encoding="utf-8")
    before = tree(site)
    done = sitegen(site, "release", "2018-12-31", "--lang", "en", **TODAY)
    assert done.code == 1
    assert "output-unwritable" in done.err + done.out
    assert "Traceback" not in done.err
    assert tree(site) == before


def test_release_interrupted_leftover_is_ignored(site: Path) -> None:
    """Half a file under its passing name is no release, and the next one takes its place."""
    (site / "data/releases").mkdir()
    left = site / "data/releases/.2018-12-31.jsonl.new"
    left.write_bytes(b'{"release":"2018-1')
    lock = site / "data/.urls.lock.new"
    lock.write_bytes(b"# half")
    assert sitegen(site, "check", **TODAY).code == 0
    assert sitegen(site, "release", "2018-12-31", **TODAY).code == 0
    assert not left.exists()
    assert not lock.exists()
    assert sitegen(site, "check", **TODAY).code == 0


def test_release_without_urls_is_completed_by_lock(released: Path, tmp_path: Path) -> None:
    """A kill between the two leaves both files whole: the release as it is, the lock as it was."""
    site = Path(shutil.copytree(released, tmp_path / "site"))
    whole = (site / "data/urls.lock").read_bytes()
    (site / "data/urls.lock").unlink()
    assert sitegen(site, "check", **TODAY).code == 0
    assert sitegen(site, "lock", **TODAY).code == 0
    assert (site / "data/urls.lock").read_bytes() == whole
