"""Rendering in several processes: children end with their parent, and a worker that is killed is told in words."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from run_command import environment, sitegen, tree
from site_cases import copy_case

from sitegen import process_group
from sitegen.build.parallel import _pickled_result, run_parallel
from sitegen.cli import interrupt_on_termination
from sitegen.publish import build_lock

HELD = Path(__file__).with_name("held_build.py")
AT = ("--at", "2026-01-01")


class Held:
    """A build that waits for its worker."""

    def __init__(self, process: subprocess.Popen[str], worker: int) -> None:
        self.process, self.worker = process, worker

    def end(self) -> tuple[int, str]:
        """Wait until every process that has the streams of the build open has ended; the code and the problems."""
        _, problems = self.process.communicate(timeout=20)
        return self.process.returncode, problems


@contextmanager
def held_build(site: Path, command: str = "build") -> Iterator[Held]:
    """Start a build of `site` in two processes, and wait until its worker is held."""
    run = [sys.executable, str(HELD), command, *AT]
    pipe = subprocess.PIPE
    with subprocess.Popen(run, cwd=site, env=environment(), stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield Held(process, int(line.removeprefix("held ")))
        finally:
            process.kill()
            with suppress(ProcessLookupError):
                os.kill(int(line.removeprefix("held ")), signal.SIGKILL)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_case("minimal", tmp_path / "site")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)])
def test_parallel_workers_end_with_killed_parent(site: Path, number: int, code: int) -> None:
    with held_build(site) as held:
        held.process.send_signal(number)
        assert held.end() == (code, "")
    state = site / "build/.site.sitegen"
    with build_lock(state / "lock"):
        pass
    assert not (site / "build/site").exists()
    if number != signal.SIGKILL:
        assert not (state / "stage").exists()
    assert sitegen(site, "build", *AT).code == 0


@pytest.mark.parametrize("command", ["build", "check"])
def test_parallel_killed_worker_is_a_problem(site: Path, command: str) -> None:
    assert sitegen(site, "build", *AT).code == 0
    before = tree(site / "build/site")
    (site / "data/site.yaml").write_text((site / "data/site.yaml").read_text().replace("title: ", "title: X"))
    with held_build(site, command) as held:
        os.kill(held.worker, signal.SIGKILL)
        code, problems = held.end()
    assert code == 1
    assert "error[worker-killed]" in problems
    assert "SIGKILL" in problems
    assert tree(site / "build/site") == before


def test_parallel_no_memory_is_a_problem(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sitegen.build.render_all", fail)
    for command in ("build", "check"):
        ran = sitegen(site, command, *AT)
        assert ran.code == 1
        assert "error[worker-killed]" in ran.err
        assert "MemoryError" in ran.err


def add(items: Sequence[int]) -> int:
    return sum(items)


def test_parallel_without_further_processes_does_all_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert run_parallel(add, range(10), 4) == [45]
    monkeypatch.setattr(process_group, "_SHELL", "/nowhere/sh")
    assert run_parallel(add, range(10), 4) == [45]


def test_parallel_results_and_first_error() -> None:
    code = """if True:
        from sitegen.build.parallel import run_parallel
        print(run_parallel(list, "abcdefg", 3))
        try:
            run_parallel(lambda items: 1 // items[0], [1, 0], 2)
        except ZeroDivisionError as error:
            print(error)
    """
    run = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert run.stdout == "[['a', 'd', 'g'], ['b', 'e'], ['c', 'f']]\ninteger division or modulo by zero\n"


def test_parallel_error_that_cannot_be_pickled_keeps_its_words() -> None:
    class Local(Exception):
        pass

    def fail(items: object) -> None:
        raise Local("why")

    assert repr(pickle.loads(_pickled_result(fail, []))) == """RuntimeError("Local('why')")"""


def test_process_group_ends_program_of_killed_process() -> None:
    """The program sleeps longer than the test waits."""
    code = """if True:
        import subprocess
        from sitegen.process_group import ProcessGroup
        with ProcessGroup() as group, subprocess.Popen(["sleep", "60"], process_group=group.id) as program:
            print("started", flush=True)
            program.wait()
    """
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.kill()
        assert process.communicate(timeout=20) == ("", None)


def test_process_group_interrupt_waits_until_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python calls at a fork would print it and lose it."""
    fork, forked = os.fork, list[int]()

    def interrupted() -> int:
        if pid := fork():
            signal.raise_signal(signal.SIGTERM)
            forked.append(pid)
        return pid

    monkeypatch.setattr(os, "fork", interrupted)
    with pytest.raises(KeyboardInterrupt), interrupt_on_termination([]), process_group.ProcessGroup() as group:
        group.fork(lambda: None)
    assert len(forked) == 1
