"""Pagefind's program: it ends with the build, and an interruption does not wait for it."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from sitegen.process_group import ProcessGroup
from sitegen.render.text_index import SearchToolError, _PagefindService


def test_text_index_program_is_of_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = list[int | None]()

    def start(command: list[str], *, process_group: int | None, **options: Any) -> None:
        groups.append(process_group)
        raise OSError("is not started")

    monkeypatch.setattr(subprocess, "Popen", start)
    with ProcessGroup() as group, pytest.raises(SearchToolError), _PagefindService(group):
        pass
    assert groups == [group.id]
    assert group.id


def test_text_index_interruption_ends_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here what writes to the program is done only when that has ended."""

    def write(self: _PagefindService, messages: bytes) -> None:
        self._process.wait(timeout=10)

    def interrupt(self: _PagefindService, count: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_PagefindService, "_write", write)
    monkeypatch.setattr(_PagefindService, "_read_messages", interrupt)
    with ProcessGroup() as group, _PagefindService(group) as program, pytest.raises(KeyboardInterrupt):
        program.send([{"type": "NewIndex"}])
