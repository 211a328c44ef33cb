"""What becomes of a village: each slip in its events, names and successors is told at its place, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, write_site

V, S = "data/villages.yaml", "data/site.yaml"
OTHER = """\
- code: {code}
  name: {name}
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  sources: [koran]
"""
SECOND = OTHER.format(code="35.05.15.2005", name="Lama")
THIRD = OTHER.format(code="35.05.15.2006", name="Purba")

FAULTS = [
    # code, what follows the record of a village that was designated 2018-07-05, values
    (
        "event-order",
        "  events:\n  - {kind: lapsed, date: 2021}\n  - {kind: renewed, date: «2020»}\n",
        {"other": "2021"},
    ),
    (
        "event-order",
        "  events:\n  - {kind: launched, date: 2019-05}\n  - {kind: inaugurated, date: 2019}\n"
        "  - {kind: renewed, date: «2019-04-30»}\n",
        {"date": "2019-04-30", "other": "2019-05"},
    ),
    ("event-order", "  events:\n  - {kind: lapsed, date: «2018-06»}\n", {"other": "2018-07-05"}),
    (
        "event-turn",
        "  events:\n  - {kind: lapsed, date: 2021}\n  - {kind: «lapsed», date: 2022}\n",
        {"kind": "lapsed", "before": "lapsed"},
    ),
    (
        "event-turn",
        "  events:\n  - {kind: renewed, date: 2018-07-05}\n  - {kind: «designated», date: 2018-07-05}\n",
        {"kind": "designated", "before": "renewed"},
    ),
    (
        "event-turn",
        "  events:\n  - {kind: designated, date: 2018}\n  - {kind: «designated», date: 2018-07}\n",
        {"before": "designated"},
    ),
    (
        "event-certified",
        "  events:\n  - {kind: designated, date: «2018-08»}\n",
        {"date": "2018-08", "certified": "2018-07-05"},
    ),
    ("event-certified", "  events:\n  - {kind: designated, date: ‸[..2018-07-04]}\n", {"certified": "2018-07-05"}),
    ("unknown-source", "  events:\n  - {kind: lapsed, date: 2021, sources: [koran, «korang»]}\n", {"id": "korang"}),
    ("unknown-value", "  events:\n  - {kind: «laps», date: 2021}\n", {"value": "laps"}),
    ("previous-name", "  previous_names: [Suko, «sukosewu»]\n", {"name": "sukosewu"}),
    ("unknown-village", "  successors: [«35.05.15.2007»]\n", {"code": "35.05.15.2007"}),
    ("successor-self", "  successors: [«35.05.15.2004»]\n", {"code": "35.05.15.2004"}),
]
SOUND_LIVES = [
    "  events:\n  - {kind: designated, date: 2018}\n  - {kind: inaugurated, date: 2018-08-01}\n",
    "  events:\n  - {kind: launched, date: 2018-05}\n  - {kind: designated, date: 2018-07-05}\n",
    "  events:\n  - {kind: lapsed, date: 2018}\n  - {kind: renewed, date: 2018}\n  - {kind: lapsed, date: 2019}\n",
    "  events:\n  - {kind: renewed, date: 2020}\n  - {kind: renewed, date: 2022}\n",
    "  events:\n  - {kind: inaugurated, date: 2019}\n  - {kind: launched, date: [..2019-12]}\n",
    "  previous_names: [Sukosewu Lor, Suko]\n  successors: [35.05.15.2005, 35.05.15.2006]\n",
]


@pytest.mark.parametrize(("code", "marked", "values"), FAULTS)
def test_status_history_error_at_position(tmp_path: Path, code: str, marked: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, V, VILLAGE + marked)
    assert [(one.code, one.severity, one.at) for one in problems] == [(code, "error", span) for span in spans]
    assert problems[0].values.items() >= values.items()


@pytest.mark.parametrize("life", SOUND_LIVES)
def test_status_history_valid_forms(tmp_path: Path, life: str) -> None:
    assert read(write_site(tmp_path, {V: VILLAGE + life + SECOND + THIRD}))[1] == []


def test_status_history_needs_designation(tmp_path: Path) -> None:
    text = VILLAGE.replace("  certified: 2018-07-05\n", "") + "  «events»:\n  - {kind: lapsed, date: 2021}\n"
    problems, spans = problems_of(tmp_path, V, text)
    assert [(one.code, one.at) for one in problems] == [("event-undesignated", spans[0])]


def test_status_history_refused_designation_not_missed_again(tmp_path: Path) -> None:
    text = VILLAGE.replace("2018-07-05", "«2018-13»") + "  events:\n  - {kind: lapsed, date: 2021}\n"
    problems, spans = problems_of(tmp_path, V, text)
    assert [(one.code, one.at) for one in problems] == [("impossible-date", spans[0])]


def test_status_history_event_partly_read(tmp_path: Path) -> None:
    text = VILLAGE + "  events:\n  - ‸kind: lapsed\n  - {kind: «laps», date: 2021}\n  - {kind: renewed, date: «2020»}\n"
    problems, spans = problems_of(tmp_path, V, text)
    assert [(one.code, one.at) for one in problems] == list(
        zip(("missing-key", "unknown-value", "event-order"), spans, strict=True)
    )


def test_status_history_successor_cycle_reported_once(tmp_path: Path) -> None:
    text = (
        f"{VILLAGE}  successors: [35.05.15.2005]\n"
        f"{SECOND}  successors: [35.05.15.2006]\n"
        f"{THIRD}  successors: [«35.05.15.2005»]\n"
    )
    problems, spans = problems_of(tmp_path, V, text)
    assert [(one.code, one.at) for one in problems] == [("successor-circle", spans[0])]
    assert problems[0].values == {"code": "35.05.15.2005", "way": "35.05.15.2005 → 35.05.15.2006 → 35.05.15.2005"}


def test_status_history_common_successor_is_valid(tmp_path: Path) -> None:
    text = f"{VILLAGE}  successors: [35.05.15.2005, 35.05.15.2006]\n{SECOND}  successors: [35.05.15.2006]\n{THIRD}"
    assert read(write_site(tmp_path, {V: text}))[1] == []


@pytest.mark.parametrize(
    ("link", "sound"),
    [
        ("https://repo.example/desa/blob/main/{file}#L{line}", True),
        ("https://repo.example/edit?file={file}", True),
        ("http://repo.example/{file}", False),
        ("https://repo.example/desa", False),
        ("https://repo.example/{line}", False),
        ("https://repo.example/{file}/{page}", False),
        ("https://repo.example/{file}{", False),
        ("https://repo.example/a b/{file}", False),
    ],
)
def test_status_history_edit_position(tmp_path: Path, link: str, sound: bool) -> None:
    problems, spans = problems_of(tmp_path, S, f'{SOUND[S]}edit_link: «"{link}"»\n')
    assert [(one.code, one.at) for one in problems] == ([] if sound else [("bad-edit-link", spans[0])])
