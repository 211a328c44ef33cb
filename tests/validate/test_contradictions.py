"""The generated set: more than two hundred contradictions, each named at its line, and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from contradiction_sites import Told, judged, write_site, write_slips
from contradictions import CATEGORIES, CODES, RESULTS, SEEDS, Categories, Facts, Slip, facts


def slips_of(known: Facts, categories: Categories = CATEGORIES) -> list[Slip]:
    return [slip for category in categories for slip in category(known)]


def test_contradictions_set_is_large_varied_and_stable() -> None:
    every = [slip for seed in SEEDS for slip in slips_of(facts(seed))]
    assert len({(slip.category, slip.sentence) for slip in every}) >= 200
    assert len({slip.category for slip in every}) >= 8
    assert len(RESULTS) >= 12
    assert every == [slip for seed in SEEDS for slip in slips_of(facts(seed))]


@pytest.mark.parametrize("categories", [CATEGORIES, CODES], ids=["planned", "codes"])
@pytest.mark.parametrize("seed", SEEDS)
def test_contradictions_each_reported_at_its_line_only(seed: int, categories: Categories, tmp_path: Path) -> None:
    known = facts(seed)
    write_site(tmp_path, known)
    expected = write_slips(tmp_path, slips_of(known, categories), random.Random(seed))
    found = [one for one in judged(tmp_path) if one.severity != "note"]
    assert [Told(one.at.file, one.at.line, one.at.column, one.code) for one in found] == expected
