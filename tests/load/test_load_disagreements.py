"""Sources that disagree: one value is shown with the reason; two records of one figure are an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site
from pasting import paste_offers

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.offers import locate_offers
from sitegen.problems import Report
from sitegen.reporters import format_text_report

YEARS, SERIES, SOURCES = "data/programme.yaml", "data/indicators.yaml", "data/sources.yaml"
TWO = {SOURCES: SOUND[SOURCES] + "- id: harian\n  publisher: Harian\n  date: 2024-02-01\n"}
YEAR = SOUND[YEARS].replace(
    "    target_sources: [koran]\n",
    """\
    target_sources: [koran]
    target_disagreement:
      because: Harian menghitung pasar.
      others:
        - value: 204
          sources: [harian]
""",
)


def test_disagreement_is_read(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {**TWO, YEARS: YEAR}))
    assert site is not None
    found = site.programme.years[0].target_disagreement
    assert problems == []
    assert found is not None
    assert (found.because, [(one.value, one.sources) for one in found.others]) == (
        "Harian menghitung pasar.",
        [(204, ("harian",))],
    )


@pytest.mark.parametrize(
    ("old", "marked", "code", "values"),
    [
        ("      because: Harian menghitung pasar.\n", "", "missing-key", {"key": "because"}),
        ("value: 204", "value: «200»", "disagreement-same", {"value": "200", "line": "12"}),
        (
            "sources: [harian]",
            "sources: [«koran»]",
            "disagreement-source",
            {"source": "koran", "value": "204", "other": "200"},
        ),
        ("sources: [harian]", "sources: [«harin»]", "unknown-source", {"id": "harin"}),
        ("value: 204", "value: «20.4»", "too-many-decimals", {}),
        ("value: 204", "value: «-2»", "negative-number", {}),
        (
            "target: 200\n    target_sources: [koran]\n    target_disagreement:",
            "«target_disagreement»:",
            "figure-absent",
            {"field": "target_disagreement", "figure": "target"},
        ),
        (
            "target_disagreement:\n      because: Harian menghitung pasar.\n      others:\n        - value: 204\n"
            "          sources: [harian]\n",
            "«target_disagreement»:\n      because: Harian.\n      others: []\n",
            "disagreement-empty",
            {},
        ),
    ],
)
def test_disagreement_fault_is_told_at_its_place(
    tmp_path: Path, old: str, marked: str, code: str, values: dict[str, str]
) -> None:
    assert old in YEAR
    (problem,), places = problems_of(tmp_path, YEARS, YEAR.replace(old, marked), **TWO)
    assert (problem.code, problem.severity) == (code, "error")
    assert places in ([], [problem.at])
    assert values.items() <= problem.values.items()


SECOND_YEAR = SOUND[YEARS].replace(
    "criteria:", "  - year: 2018\n    target: 204\n    target_sources: [harian]\ncriteria:"
)
SECOND_VALUE = """\
- id: skema
  name: Skema
  scope: Nasional
  unit: peserta
  observations:
    - {period: 2022, value: 11900, sources: [koran]}
    - {period: 2022, value: 12100, sources: [harian]}
  targets:
    - due: 2024
      value: 15000
  sources: [koran]
"""
SECOND_INDICATOR = SOUND[SERIES] + SOUND[SERIES].replace("- id: peserta", "- id: lain").replace("36", "37").replace(
    "koran", "harian"
)


@pytest.mark.parametrize(
    ("file", "text", "code", "second"),
    [
        (YEARS, SECOND_YEAR, "repeated-year", "  - year: 2018\n    target: 204\n    target_sources: [harian]\n"),
        (SERIES, SECOND_VALUE, "values-disagree", "    - {period: 2022, value: 12100, sources: [harian]}\n"),
        (SERIES, SECOND_INDICATOR, "indicator-contradicts", SECOND_INDICATOR.removeprefix(SOUND[SERIES])),
    ],
)
def test_two_values_of_one_figure_offer_the_lines_that_keep_both(
    tmp_path: Path, file: str, text: str, code: str, second: str
) -> None:
    root = write_site(tmp_path, {**TWO, file: text})
    _, problems = read(root)
    assert [one.code for one in problems] == [code]
    said = format_text_report(
        locate_offers(Report(problems), root), load_messages("en", NullCache()), lambda _: None, colour=False
    )
    assert len(paste_offers(root, said)) == 1
    pasted = (root / file).read_text(encoding="utf-8")
    assert second in pasted
    pasted = re.sub(r"because: ?(?=[,\n])", "because: Uji.", pasted.replace(second, ""))
    (root / file).write_text(pasted, encoding="utf-8")
    site, problems = read(root)
    assert problems == []
    assert site is not None
    values = [one.others for year in site.programme.years if (one := year.target_disagreement)]
    values += [one.disagreement.others for record in site.indicators for one in record.observations if one.disagreement]
    values += [record.disagreement.others for record in site.indicators if record.disagreement]
    assert [one.sources for others in values for one in others] == [("harian",)]


def test_second_value_without_a_source_of_its_own_offers_nothing(tmp_path: Path) -> None:
    text = SECOND_VALUE.replace(", sources: [harian]", "")
    (problem,), _ = problems_of(tmp_path, SERIES, text)
    assert (problem.code, problem.offer) == ("values-disagree", None)
