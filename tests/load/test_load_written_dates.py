"""Dates as people and programs write them: the one that is certain is suggested, and none that is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from marked_site import VILLAGE, problems_of

from sitegen import edtf

CERTAIN = {
    "31/12/2018": "2018-12-31",
    "12/31/2018": "2018-12-31",
    "5/5/2018": "2018-05-05",
    "31.12.2018": "2018-12-31",
    "2018/7/5": "2018-07-05",
    "2024-5-5": "2024-05-05",
    "2018-7": "2018-07",
    "07/2018": "2018-07",
    "20180705": "2018-07-05",
    "5 Mei 2024": "2024-05-05",
    "Mei 2024": "2024-05",
    "5-Agt-2024": "2024-08-05",
    "Senin, 5 Mei 2024": "2024-05-05",
    "May 5, 2024": "2024-05-05",
    "1st June 2018": "2018-06-01",
    "2024-05-05T10:00:00.000Z": "2024-05-05",
    "2024-05-05T00:00:00.000Z": "2024-05-05",
    "2024-05-05T23:00:00+07:00": "2024-05-05",
    "“2018-07-05”": "2018-07-05",
    "2018–07–05": "2018-07-05",
    "5\u00a0Mei\u00a02024": "2024-05-05",
}
UNCERTAIN = ("5/6/2018", "31/02/2018", "30 Februari 2018", "2018-2019", "5 Ma 2024", "Ma 2024", "5 Foo 2018", "5/6/18",
             "2024-05-05T20:00:00Z", "99999999", "kemarin", "")  # fmt: skip


@pytest.mark.parametrize(("text", "date"), CERTAIN.items())
def test_meant_date_of_another_form(text: str, date: str) -> None:
    assert edtf.meant(text) == date


@pytest.mark.parametrize("text", UNCERTAIN)
def test_meant_date_that_is_not_certain_is_none(text: str) -> None:
    assert edtf.meant(text) == ""


@given(st.text(alphabet="0123456789/-. :TZMeijnuar", max_size=24))
def test_meant_date_is_one_or_none(text: str) -> None:
    found = edtf.meant(text)
    assert found == "" or edtf.parse(found).text == found


def test_written_date_is_refused_with_the_suggestion(tmp_path: Path) -> None:
    problems, _ = problems_of(tmp_path, "data/villages.yaml", VILLAGE.replace("2018-07-05", "5 Juli 2018"))
    assert [(one.code, one.suggestion) for one in problems] == [("bad-date", "2018-07-05")]


def test_text_in_place_of_a_list_is_refused_with_the_list(tmp_path: Path) -> None:
    problems, _ = problems_of(
        tmp_path, "data/villages.yaml", VILLAGE.replace("sources: [koran]", "sources: koran, kabar")
    )
    assert [(one.code, one.suggestion) for one in problems] == [("wrong-shape", "[koran, kabar]")]


def test_id_with_spaces_is_refused_with_the_id(tmp_path: Path) -> None:
    source = "- id: Koran Pagi\n  publisher: Koran\n  date: 2018\n"
    problems, _ = problems_of(tmp_path, "data/sources.yaml", source)
    assert ("bad-identifier", "koran-pagi") in [(one.code, one.suggestion) for one in problems]
