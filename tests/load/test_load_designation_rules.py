"""The programme's states, levels and kinds of events: what breaks its own rules is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, write_site

P, V = "data/programme.yaml", "data/villages.yaml"
RULES = """\
states:
  - {id: berlaku, name: ditetapkan, after: [berlaku, dicabut]}
  - {id: dicabut, name: dicabut, counted: false, after: [berlaku]}
levels:
  - {id: rintisan, name: Rintisan}
  - {id: maju, name: Maju}
  - {id: mandiri, name: Mandiri}
level_steps: {skip: false, down: false}
event_kinds:
  - {id: menang, name: menang, state: berlaku, level: true}
  - {id: dicabut, name: dicabut, state: dicabut}
counting: each_year
"""

VILLAGE_FAULTS = [
    # code, what follows the record of a village, values
    ("unknown-value", "  events:\n  - {kind: «menag», date: 2019}\n", {"value": "menag", "allowed": "menang, dicabut"}),
    ("unknown-value", "  level: «majuu»\n", {"allowed": "rintisan, maju, mandiri"}),
    ("unknown-value", "  events:\n  - {kind: menang, date: 2019, level: «majuu»}\n", {"value": "majuu"}),
    (
        "event-turn",
        "  events:\n  - {kind: dicabut, date: 2019}\n  - {kind: «dicabut», date: 2020}\n",
        {"before": "dicabut", "allowed": "menang"},
    ),
    (
        "level-not-awarded",
        "  events:\n  - {kind: dicabut, date: 2019, «level»: maju}\n",
        {"kind": "dicabut", "kinds": "menang"},
    ),
    (
        "level-step",
        "  level: rintisan\n  events:\n  - {kind: menang, date: 2019, level: «mandiri»}\n",
        {"before": "rintisan", "allowed": "rintisan, maju"},
    ),
    (
        "level-step",
        "  events:\n  - {kind: menang, date: 2019, level: maju}\n  - {kind: menang, date: 2020, level: «rintisan»}\n",
        {"before": "maju", "allowed": "maju, mandiri"},
    ),
    ("event-order", "  events:\n  - {kind: menang, date: 2020}\n  - {kind: menang, date: «2019»}\n", {"other": "2020"}),
]
PROGRAMME_FAULTS = [
    # code, the rules, values
    ("unknown-value", "states:\n  - {id: berlaku, name: berlaku, after: [berlaku, «dicabu»]}\n", {"value": "dicabu"}),
    (
        "unknown-value",
        "event_kinds:\n  - {id: menang, name: menang, state: «certifed»}\n",
        {"allowed": "certified, lapsed"},
    ),
    ("unknown-value", "counting: «every_year»\n", {"allowed": "once, each_year, current"}),
    ("missing-key", "states:\n  - ‸{id: berlaku}\n", {"key": "name"}),
    ("missing-key", "event_kinds:\n  - ‸{id: menang}\n", {"key": "name"}),
    ("repeated-id", "levels:\n  - {id: maju, name: Maju}\n  - {id: «maju», name: Mandiri}\n", {"id": "maju"}),
    ("state-reserved", "states:\n  - {id: «reached», name: dicapai}\n", {"id": "reached"}),
]


@pytest.mark.parametrize(("code", "marked", "values"), VILLAGE_FAULTS)
def test_designation_rule_broken_by_village(tmp_path: Path, code: str, marked: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, V, VILLAGE + marked, **{P: SOUND[P] + RULES})
    assert [(one.code, one.severity, one.at) for one in problems] == [(code, "error", span) for span in spans]
    assert problems[0].values.items() >= values.items()


@pytest.mark.parametrize(("code", "marked", "values"), PROGRAMME_FAULTS)
def test_designation_rule_invalid_in_programme(tmp_path: Path, code: str, marked: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, P, SOUND[P] + marked)
    assert [(one.code, one.severity, one.at) for one in problems] == [(code, "error", span) for span in spans]
    assert problems[0].values.items() >= values.items()


def test_designation_rule_closest_match_suggested(tmp_path: Path) -> None:
    marked = "  level: «majuu»\n  events:\n  - {kind: «menag», date: 2019}\n"
    problems, _ = problems_of(tmp_path, V, VILLAGE + marked, **{P: SOUND[P] + RULES})
    assert [one.suggestion for one in problems] == ["maju", "menang"]


def test_designation_level_of_village_without_designation(tmp_path: Path) -> None:
    text = VILLAGE.replace("  certified: 2018-07-05\n", "") + "  «level»: maju\n"
    problems, spans = problems_of(tmp_path, V, text, **{P: SOUND[P] + RULES})
    assert [(one.code, one.at) for one in problems] == [("level-undesignated", spans[0])]


def test_designation_level_of_programme_without_levels(tmp_path: Path) -> None:
    problems, spans = problems_of(tmp_path, V, VILLAGE + "  level: «maju»\n")
    assert [(one.code, one.at) for one in problems] == [("levels-absent", spans[0])]


def test_designation_rules_that_cannot_be_read_are_compared_with_nothing(tmp_path: Path) -> None:
    rules = RULES.replace("level_steps: {skip: false", "level_steps: {skip: «no»")
    text = VILLAGE + "  level: mandiri\n  events:\n  - {kind: lain, date: 2019, level: rintisan}\n"
    problems, spans = problems_of(tmp_path, P, SOUND[P] + rules, **{V: text})
    assert [(one.code, one.at) for one in problems] == [("unknown-value", spans[0])]


def test_designation_rules_with_unknown_state_are_compared_with_nothing(tmp_path: Path) -> None:
    rules = RULES.replace("after: [berlaku]}", "after: [«berlak»]}")
    text = VILLAGE + "  events:\n  - {kind: dicabut, date: 2019}\n"
    problems, spans = problems_of(tmp_path, P, SOUND[P] + rules, **{V: text})
    assert [(one.code, one.at, one.suggestion) for one in problems] == [("unknown-value", spans[0], "berlaku")]


@pytest.mark.parametrize(
    "life",
    [
        "  level: rintisan\n  events:\n  - {kind: menang, date: 2019, level: rintisan}\n"
        "  - {kind: menang, date: 2020, level: maju}\n  - {kind: dicabut, date: 2021}\n"
        "  - {kind: menang, date: 2022}\n",
        "  events:\n  - {kind: menang, date: 2019, level: mandiri}\n",
    ],
)
def test_designation_rules_valid_histories(tmp_path: Path, life: str) -> None:
    assert read(write_site(tmp_path, {P: SOUND[P] + RULES, V: VILLAGE + life}))[1] == []
