"""`make torture` itself: its runner counts what a try misses, and a sample of its corpora."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from required import skip_or_fail

from torture import runner
from torture.corpora import PACKAGES, Corpus, of_hostile_markup, of_markdown, of_yaml, running
from torture.runner import Torture, Try, run


def _tries(folder: Path) -> Callable[[int, Random], Try | None]:
    def attempt(number: int, random: Random) -> Try | None:
        tried = Try(counts={"drawn": random.randrange(1000)})  # type: ignore[arg-type]
        if number == 1:
            tried.miss("torn", "half a file")
            tried.inputs["data/x.yaml"] = b"x"
        elif number == 2:
            os._exit(3)
        elif number == 3:
            time.sleep(60)
        elif number == 4:
            raise ValueError(folder)
        return tried if number < 7 else None

    return attempt


@pytest.mark.slow
def test_torture_runner_counts_misses_deaths_hangs_and_traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "HANG", 0.5)
    kind = Torture("kind", "", 0, ("torn", "traces", "lost"), _tries)
    tally = run(kind, 100, 1, 2, tmp_path / "kept")
    assert tally.tried == 7
    assert tally.missed == {"torn": 1, "dead": 1, "hangs": 1, "traces": 1}
    assert sorted(tally.failing) == [1, 2, 3, 4]
    assert "7 tried" in str(tally)
    assert "1 torn, 1 traces, 0 lost" in str(tally)
    assert (tmp_path / "kept/1/data/x.yaml").read_bytes() == b"x"
    assert (tmp_path / "kept/1/why.txt").read_text() == "torn: half a file\n"
    assert "ValueError" in (tmp_path / "kept/4/why.txt").read_text()


def test_torture_number_and_seed_repeat_a_try(tmp_path: Path) -> None:
    kind = Torture("kind", "", 0, (), _tries)
    drawn = [run(kind, 1, seed, 1, tmp_path, only=5).counts["drawn"] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<b onclick=x>x</b>",
        '<a href="java\tscript:x">x</a>',
        '<img src="data:x">',
        "<p style=x>",
        "<iframe>",
        "<svg>",
    ],
)
def test_torture_markup_that_runs_is_seen(html: str) -> None:
    assert running(html)
    assert not running("<p><a href='https://x.example' title='javascript'>x</a> &lt;script> onclick=x</p>")


@pytest.mark.slow
def test_torture_sample_of_corpora(tmp_path: Path) -> None:
    if not (PACKAGES / "blns").is_dir():
        skip_or_fail("the corpora are not installed (make .venv/dev)")
    corpus = Corpus(tmp_path)
    for kind, numbers in (
        (of_yaml, range(0, 9000, 450)),
        (of_markdown, range(0, 1304, 65)),
        (of_hostile_markup, range(20, 9000, 95)),
    ):
        attempt = kind(corpus)
        tried = [one for number in numbers if (one := attempt(number, Random(number)))]
        assert len(tried) > 10
        # Not the limit of time: a machine may be busy.
        assert [one.misses for one in tried if set(dict(one.misses)) - {"slow"}] == []
