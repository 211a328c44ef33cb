"""Where a command works: folders that are missing, in use, full, somebody else's; each is told and left whole."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from run_command import CASES, environment, sitegen, tree

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report
from sitegen.publish import Staging, build_lock

AT = ("--lang", "en", "--at", "2026-01-01")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, built."""
    folder = tmp_path_factory.mktemp("terbit")
    shutil.copytree(CASES / "minimal" / "data", folder / "data")
    assert sitegen(folder, "build", *AT).code == 0
    return folder


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of it, with a village more since it was built."""
    folder = Path(shutil.copytree(published, tmp_path / "situs"))
    villages = folder / "data/villages.yaml"
    one = villages.read_text(encoding="utf-8")
    villages.write_text(one + one.replace("2004", "2005").replace("Sukosewu", "Lain"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [("check",), ("build",), ("list", "drafts"), ("new", "news", "Judul")])
def test_folder_empty_is_no_site(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = sitegen(tmp_path, *command, "--lang", "en")
    assert ran.code == 1
    assert "error[site-missing]" in ran.err
    assert "sitegen init" in ran.err
    assert ran.err.count("error[") == 1
    assert not (tmp_path / "build/site").exists()


def test_folder_without_settings(site: Path) -> None:
    (site / "data/site.yaml").unlink()
    before = tree(site / "build/site")
    ran = sitegen(site, "build", *AT)
    assert ran.code == 1
    assert "error[site-missing]" in ran.err
    assert tree(site / "build/site") == before


def test_folder_output_with_foreign_files(site: Path) -> None:
    (site / "arsip").mkdir()
    (site / "arsip/surat.txt").write_text("penting", encoding="utf-8")
    ran = sitegen(site, "build", "--output", "arsip", *AT)
    assert ran.code == 2
    assert "arsip" in ran.err
    assert tree(site / "arsip") == {"surat.txt": b"penting"}


def test_folder_output_is_a_file(site: Path) -> None:
    (site / "keluaran").write_text("penting", encoding="utf-8")
    assert sitegen(site, "build", "--output", "keluaran", *AT).code == 2
    assert (site / "keluaran").read_text(encoding="utf-8") == "penting"


@pytest.mark.parametrize("output", [".", "data", "content/situs", "..", "data/../data/situs"])
def test_folder_output_among_sources(site: Path, output: str) -> None:
    before = tree(site)
    ran = sitegen(site, "build", "--output", output, *AT)
    assert ran.code == 2
    assert "lies where the sources are" in ran.err
    assert tree(site) == before


@pytest.mark.parametrize("output", ["/dev/null/situs", "berkas/situs", "/proc/situs"])
def test_folder_output_not_writable(site: Path, output: str) -> None:
    (site / "berkas").write_text("bukan folder", encoding="utf-8")
    ran = sitegen(site, "build", "--output", output, *AT)
    assert ran.code == 1
    assert "error[output-unwritable]" in ran.err


def test_folder_other_targets_not_writable(site: Path) -> None:
    (site / "berkas").write_text("bukan folder", encoding="utf-8")
    ran = sitegen(site, "schema", "--output", "berkas/skema", "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert "error[output-unwritable]" in ran.err
    (site / "data/catatan.yaml").write_text("a: 1\n", encoding="utf-8")
    ran = sitegen(site, "check", "--format", "github", *AT, GITHUB_STEP_SUMMARY=str(site / "berkas/x"))
    assert ran.code == 0
    assert ran.out.startswith("::warning file=data/catatan.yaml")


def test_folder_damaged_build_state(site: Path) -> None:
    """What stands beside the output only spares time: without it the same site is made."""
    assert sitegen(site, "build", *AT).code == 0
    before = tree(site / "build/site")
    for name in ("memo", "manifest"):
        (site / "build/.site.sitegen" / name).write_bytes(bytes(range(256)) * 20)
        assert sitegen(site, "build", *AT).code == 0
        assert tree(site / "build/site") == before


def test_folder_lock_refuses_second_build(site: Path) -> None:
    before = tree(site / "build/site")
    with build_lock(site / "build/.site.sitegen/lock"):
        ran = sitegen(site, "build", *AT)
    assert ran.code == 1
    assert "error[build-running]" in ran.err
    assert tree(site / "build/site") == before
    assert sitegen(site, "build", *AT).code == 0


def test_folder_concurrent_builds_leave_whole_site(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "build", *AT]
    runs = [subprocess.Popen(command, cwd=site, env=environment(), stderr=subprocess.PIPE) for _ in range(3)]
    told = [(run.communicate()[1].decode(), run.returncode) for run in runs]
    assert {code for _, code in told} <= {0, 1}
    assert 0 in {code for _, code in told}
    assert all("build-running" in text for text, code in told if code)
    sitegen(site, "build", "--output", str(tmp_path / "anew/site"), *AT)
    assert tree(site / "build/site") == tree(tmp_path / "anew/site")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_disk_full_is_reported(site: Path, monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    from datetime import UTC, datetime

    put, before, report = Staging.put, tree(site / "build/site"), Report()

    def full(self: Staging, path: str, data: bytes) -> None:
        if len(list(self.folder.iterdir())) > 3:
            raise OSError(fault, os.strerror(fault), self.location(path))
        put(self, path, data)

    monkeypatch.setattr(Staging, "put", full)
    order = BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC)))
    assert build(order, site / "build/site", report) is None
    assert [problem.code for problem in report] == ["disk-full"]
    assert tree(site / "build/site") == before
    monkeypatch.undo()
    assert build(order, site / "build/site", Report())
    assert tree(site / "build/site") != before


def test_file_size_limit_is_reported(site: Path) -> None:
    """The system refuses to write on, in the middle of a file: nothing half-written is ever published."""
    before = tree(site / "build/site")
    command = [sys.executable, "-m", "sitegen", "build", "--clean", *AT]
    done = subprocess.run(
        command,
        cwd=site,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error[" in done.stderr
    assert tree(site / "build/site") == before
    assert sitegen(site, "build", *AT).code == 0


def test_address_longer_than_file_system_allows(site: Path) -> None:
    text = "---\ntitle: Judul\ndate: 2019-01-01\nsummary: Ringkas.\nslug: {}\n---\n\nKabar.\n"
    (site / "content/news").mkdir(parents=True)
    (site / "content/news/2019-01-01-judul.md").write_text(text.format("s" * 300), encoding="utf-8")
    before = tree(site / "build/site")
    for command in ("check", "build"):
        ran = sitegen(site, command, *AT)
        assert ran.code == 1
        assert "content/news/2019-01-01-judul.md" in ran.err
        assert "error[path-too-long]" in ran.err
    assert tree(site / "build/site") == before


def test_folder_of_published_branch_keeps_files_of_others(site: Path) -> None:
    foreign = {".git/HEAD": b"ref", "CNAME": b"contoh.id", "arsip/surat.txt": b"letter"}
    clone = site / "build/site"
    for path, data in foreign.items():
        (clone / path).parent.mkdir(exist_ok=True)
        (clone / path).write_bytes(data)
    ran = sitegen(site, "build", "--strict", *AT)
    assert (ran.code, "note[foreign-files]" in ran.err, "arsip/surat.txt" in ran.err) == (0, True, True)
    assert foreign.items() <= tree(clone).items()
    ran = sitegen(site, "build", "--prune-foreign", *AT)
    assert (ran.code, ran.err) == (0, "")
    assert tree(clone).keys() & foreign.keys() == {".git/HEAD", "CNAME"}
    ran = sitegen(site, "clean", *AT[:2])
    assert (ran.code, ran.err) == (0, "")
    assert tree(site / "build") == {"site/.git/HEAD": b"ref", "site/CNAME": b"contoh.id"}


def test_clean_folder_of_another_user(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(site)

    def refuse(path: object, **_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr(os, "unlink", refuse)
    ran = sitegen(site, "clean", *AT[:2])
    monkeypatch.undo()
    assert ran.code == 1
    assert "error[output-unwritable]" in ran.err
    assert tree(site / "build/site") == {
        path.removeprefix("build/site/"): data for path, data in before.items() if path.startswith("build/site/")
    }
