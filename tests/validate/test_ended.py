"""A code or a name that has not ended yet is no previous one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory import NOW, make_site, make_village

from sitegen.build_context import BuildContext
from sitegen.models import PreviousCode, PreviousName, RegionRecord
from sitegen.problems import Report, Span
from sitegen.validate.ended import check_ended

DATES = [("2025-12-31", False), ("2026-01-01", False), ("2026", False), ("[..2030]", False), ("2026-01-02", True)]


@pytest.mark.parametrize(("until", "told"), DATES)
def test_end_in_the_future_is_told_at_the_record(until: str, told: bool) -> None:
    village = make_village(previous_codes=(PreviousCode(code="35.05.11.2001", until=until),))
    region = RegionRecord(code="35.05", name="Baru", previous_names=(PreviousName(name="Lama", until=until),))
    origins = {village.code: Span("data/villages.yaml", 3), "region:35.05": Span("data/regions.yaml", 1)}
    site, report = replace(make_site(villages=(village,), regions=(region,)), origins=origins), Report()
    check_ended(site, BuildContext(NOW), report)
    expected = [("data/regions.yaml", 1, "Lama"), ("data/villages.yaml", 3, "35.05.11.2001")] if told else []
    assert [(one.at.file, one.at.line, one.values["value"]) for one in report] == expected
    assert {one.code for one in report} == ({"until-future"} if told else set())
