"""SIGTERM and SIGHUP interrupt a command as Ctrl-C does."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from run_command import environment

from sitegen import cli
from sitegen.cli import interrupt_on_termination, main


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signal_interrupts_and_a_second_is_ignored(number: int) -> None:
    received, cleared = list[int](), False

    def work() -> None:
        nonlocal cleared
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGHUP)
            cleared = True

    with pytest.raises(KeyboardInterrupt), interrupt_on_termination(received):
        work()
    assert (received, cleared) == ([number], True)
    assert signal.getsignal(number) is signal.SIG_DFL


def test_signal_that_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    received = list[int]()
    try:
        with interrupt_on_termination(received):
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert received == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["INT", "TERM", "HUP"]
)
def test_signal_is_the_exit_code(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell starts tests unattended
    monkeypatch.setattr(cli, "_run", lambda arguments: signal.raise_signal(number))
    try:
        assert main(["check"]) == code
    finally:
        signal.signal(signal.SIGINT, before)


def test_signal_while_a_text_is_executed(tmp_path: Path) -> None:
    """As when dataclasses are made."""
    (tmp_path / "told.py").write_text(
        "import signal, sys\n"
        "from sitegen import cli\n"
        "cli._run = lambda arguments: exec('signal.raise_signal(signal.SIGTERM)')\n"
        "sys.exit(cli.main(['check']))\n"
    )
    run = subprocess.run([sys.executable, "-m", "told"], cwd=tmp_path, env=environment(), check=False)
    assert run.returncode == 143


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"])
def test_signal_that_compiled_code_makes_an_error_of(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> None:
    def run(arguments: object) -> int:
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt:
            raise ValueError from None
        return 0

    monkeypatch.setattr(cli, "_run", run)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs behind it
    try:
        assert main(["check"]) == code
    finally:
        signal.signal(signal.SIGINT, before)


def test_signal_that_a_command_ends_on_leaves_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the preview does on Ctrl-C."""

    def run(arguments: object) -> int:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return 0

    monkeypatch.setattr(cli, "_run", run)
    assert main(["check"]) == 0


def test_signal_that_is_lost_interrupts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a callback of a fork, or of the garbage collector."""
    monkeypatch.setattr(cli, "AGAIN_SECONDS", 0.01)
    received = list[int]()

    def work() -> None:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGHUP)
        Event().wait(60)

    with pytest.raises(KeyboardInterrupt), interrupt_on_termination(received):
        work()
    assert received == [signal.SIGHUP]
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_signal_while_arguments_are_parsed_ends_without_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cli._parser", lambda words: signal.raise_signal(signal.SIGTERM))
    assert main(["check"]) == 128 + signal.SIGTERM


class _LosesInterrupt:
    """Is interrupted where nothing can be raised: what a finalizer raises is only told to sys.unraisablehook."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_signal_lost_in_a_callback_interrupts_at_once_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "AGAIN_SECONDS", 3600.0)
    received = list[int]()

    def work() -> None:
        _LosesInterrupt()  # and is gone
        Event().wait(60)

    with pytest.raises(KeyboardInterrupt), interrupt_on_termination(received):
        work()
    assert received == [signal.SIGTERM]
    assert capfd.readouterr().err == ""


class _Fails:
    def __del__(self) -> None:
        raise ValueError("lost")


def test_other_error_of_a_callback_is_shown_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = list[str]()
    monkeypatch.setattr("sys.unraisablehook", lambda lost: shown.append(str(lost.exc_value)))
    with interrupt_on_termination([]):
        _Fails()
    assert shown == ["lost"]
