"""Damage of what a build remembers costs time: never a wrong byte, another problem, a trace or a hang."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from damage import damage, write_site
from edit_chain import built, published

STATES = 48
"""Damaged states, six of each kind; `make torture` tries more."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, and what is built of it."""
    folder = tmp_path_factory.mktemp("start")
    write_site(folder / "site")
    assert built(folder / "site", folder / "built" / "site")[0]
    return folder


@pytest.mark.parametrize("part", range(4))
def test_damaged_state_build_equals_clean(start: Path, tmp_path: Path, part: int) -> None:
    """Half of them with all pages to be made from what is remembered."""
    clean = published(start / "built" / "site")
    problems = built(start / "site", tmp_path / "clean" / "site")[1]
    assert [code for _, _, code, *_ in problems] == ["image-location", "html-removed"]
    for seed in range(part, STATES, 4):
        folder = Path(shutil.copytree(start / "built", tmp_path / str(seed)))
        state = folder / ".site.sitegen"
        what = damage(state, seed)
        if seed // 8 % 2:
            shutil.rmtree(folder / "site")
        assert built(start / "site", folder / "site")[:2] == (True, problems), what
        assert published(folder / "site") == clean, what
        assert built(start / "site", folder / "site") == (True, problems, 0), what
        shutil.rmtree(folder)
