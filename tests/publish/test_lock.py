"""The lock of an output folder: who holds it, and what happens where the system cannot lock files."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from run_command import environment

from sitegen.publish import BuildLocked, LockError, build_lock, lock

HOST = lock._this_host()


def taken(file: Path) -> dict[str, object]:
    """The values of the refusal."""
    with pytest.raises(BuildLocked) as locked, build_lock(file):
        pass
    assert locked.value.code == "build-running"
    return locked.value.values


@pytest.fixture
def no_flock(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)


def test_lock_names_its_process(tmp_path: Path) -> None:
    file = tmp_path / "state/lock"
    with build_lock(file):
        os.utime(file, (file.stat().st_mtime - 3725,) * 2)
        values = taken(file)
    assert (values["pid"], values["host"]) == (os.getpid(), HOST)
    assert re.fullmatch(r"1:02:\d\d", str(values["duration"]))
    with build_lock(file):
        pass


def test_lock_without_name_is_still_a_lock(tmp_path: Path) -> None:
    with build_lock(tmp_path / "lock"):
        (tmp_path / "lock").write_bytes(b"\xff")
        assert taken(tmp_path / "lock") == {"pid": "?", "host": "?", "duration": "0:00:00"}


def test_lock_other_error_is_no_other_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int, operation: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("fcntl.flock", fail)
    with pytest.raises(LockError) as refused, build_lock(tmp_path / "lock"):
        pass
    assert not isinstance(refused.value, BuildLocked)
    assert refused.value.code == "lock-unusable"
    assert refused.value.values == {"path": tmp_path / "lock", "detail": "Input/output error"}


def test_lock_is_not_held_by_forked_process(tmp_path: Path) -> None:
    code = """if True:
        import os, sys
        from pathlib import Path
        from sitegen.publish import build_lock
        waiting, line = os.pipe()
        told, telling = os.pipe()
        with build_lock(Path("lock")):
            if not os.fork():
                os.close(line)
                os.write(telling, b"!")
                os.read(waiting, 1)
                os._exit(0)
            os.read(told, 1)
        with build_lock(Path("lock")):
            print("free")
    """
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("free\n", "")


@pytest.mark.usefixtures("no_flock")
def test_lock_by_file_where_system_has_none(tmp_path: Path) -> None:
    with build_lock(tmp_path / "lock"):
        values = taken(tmp_path / "lock")
        assert (values["pid"], values["host"], values["duration"]) == (os.getpid(), HOST, "0:00:00")
    assert [file.name for file in tmp_path.iterdir()] == ["lock"]
    with build_lock(tmp_path / "lock"):
        pass


@pytest.mark.usefixtures("no_flock")
def test_lock_by_file_of_running_process_is_respected(tmp_path: Path) -> None:
    parent = os.getppid()
    for name, pid, host in (
        (f"lock.{parent}-{lock._start_time(parent)}@{HOST}", parent, HOST),
        ("lock.1-1@another.example", 1, "another.example"),
    ):
        (tmp_path / name).touch()
        values = taken(tmp_path / "lock")
        assert (values["pid"], values["host"]) == (pid, host)
        assert {file.name for file in tmp_path.iterdir()} == {"lock", name}
        (tmp_path / name).unlink()


@pytest.mark.usefixtures("no_flock")
def test_lock_by_file_of_ended_process_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
        reused = os.getppid()
        (tmp_path / f"lock.{ended.pid}-1@{HOST}").touch()
        (tmp_path / f"lock.{reused}-1@{HOST}").touch()
        (tmp_path / "lock.note@home").touch()
        with build_lock(tmp_path / "lock"):
            assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
                ["lock", "lock.note@home", f"lock.{lock._this_process()}"]
            )


def test_lock_ended_process_is_gone_before_its_parent_knows() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert lock._start_time(process.pid)
        process.stdin.write(b"\n")
        process.stdin.close()
        process.stdout.read()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert lock._start_time(process.pid) == ""


def test_lock_start_time_where_there_is_no_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of `ps` as macOS has it."""
    began = "Sun Nov 29 15:49:01 2026"
    script = f'#!/bin/sh\ncase "$6" in 1) echo "Ss   {began}";; 2) echo "Z+   {began}";; esac\n'
    (tmp_path / "ps").write_text(script)
    (tmp_path / "ps").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(lock, "_PROC", "/nowhere")
    assert [lock._start_time(pid) for pid in (1, 2, 3)] == ["SunNov291549012026", "", ""]
