"""Codes that villages had before: each slip is told at its place, and references by an old code mean the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import NEWS, SOUND, VILLAGE, problems_of, read, write_site

from sitegen.translations import translated

V, N, OUT = "data/villages.yaml", "content/news/2018-07-05-dua-desa.md", "data/outreach.yaml"
OTHER = """\
- code: 35.05.15.2005
  name: Lama
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  previous_codes: [{code: 35.05.02.2009, until: 2003}]
  sources: [koran]
"""
OUTREACH = """\
- id: temu
  title: Temu warga
  date: 2018-08-01
  audience: warga
  villages: [35.05.11.2017, 35.05.15.2004]
  sources: [koran]
"""
FAULTS = [
    # code, what follows the record, whether a second record follows, values
    ("previous-code", "[{code: «35.05.15.2004», until: 2020}]", {"code": "35.05.15.2004", "line": "1"}),
    ("previous-code-taken", "[{code: «35.05.15.2005», until: 2020}]", {"name": "Lama"}),
    (
        "previous-code-repeated",
        "[{code: 35.05.11.2017, until: 2020}, {code: «35.05.11.2017», until: 2019}]",
        {"code": "35.05.11.2017"},
    ),
    (
        "previous-order",
        "[{code: 35.05.11.2017, until: 2010}, {code: 35.05.11.2018, until: «2011»}]",
        {"until": "2011", "other": "2010"},
    ),
    ("bad-code", "[{code: «35.05.11», until: 2010}]", {"value": "35.05.11"}),
    ("bad-date", "[{code: 35.05.11.2017, until: «kemarin»}]", {"value": "kemarin"}),
    ("unknown-key", "[{code: 35.05.11.2017, until: 2010, «date»: 2010}]", {"key": "date"}),
]


@pytest.mark.parametrize(("code", "marked", "values"), FAULTS)
def test_previous_code_error_at_position(tmp_path: Path, code: str, marked: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, V, f"{VILLAGE}  previous_codes: {marked}\n{OTHER}")
    assert [(one.code, one.severity, one.at) for one in problems] == [(code, "error", span) for span in spans]
    assert problems[0].values.items() >= values.items()


def test_previous_code_of_two_records_is_an_error_at_the_second(tmp_path: Path) -> None:
    first = VILLAGE + "  previous_codes: [{code: 35.05.02.2009, until: 2003}]\n"
    problems, spans = problems_of(tmp_path, V, first + OTHER.replace("35.05.02.2009", "«35.05.02.2009»"))
    assert [(one.code, one.at) for one in problems] == [("previous-code-taken", span) for span in spans]
    assert problems[0].values["name"] == "Sukosewu"


def test_previous_code_sound_lists_have_no_problem(tmp_path: Path) -> None:
    dates = "[{code: 35.05.11.2017, until: 2010, decree: 1/2010}, {code: 35.05.11.1001, until: [..2010-06]}]"
    problems, _ = problems_of(tmp_path, V, f"{VILLAGE}  previous_codes: {dates}\n{OTHER}")
    assert not problems


def test_reference_by_previous_code_means_the_record(tmp_path: Path) -> None:
    """Each such reference is a warning that offers the new code; what is read has that."""
    village = VILLAGE + "  previous_codes: [{code: 35.05.11.2017, until: 2020}]\n"
    files: dict[str, str | bytes | None] = {
        V: village + OTHER.replace("  sources", "  successors: [35.05.11.2017]\n  sources"),
        N: NEWS.replace("[35.05.15.2004]", "[35.05.11.2017]"),
        OUT: OUTREACH,
    }
    site, problems = read(write_site(tmp_path, files))
    told = [(one.code, one.severity, one.at.file, one.suggestion) for one in problems]
    assert told == [("code-previous", "warning", file, "35.05.15.2004") for file in (N, OUT, V)]
    assert site is not None
    assert site.news[0].meta.villages == ("35.05.15.2004",)
    assert site.outreach[0].villages == ("35.05.15.2004",)  # named twice, by its old and by its new code
    assert site.villages[1].successors == ("35.05.15.2004",)


def test_translation_by_previous_code_is_of_the_record(tmp_path: Path) -> None:
    village = VILLAGE + "  previous_codes: [{code: 35.05.11.2017, until: 2020}]\n  note: Catatan.\n"
    files: dict[str, str | bytes | None] = {
        V: village,
        "data/site.yaml": SOUND["data/site.yaml"] + "languages: [id, en]\n",
        "data/translations.en.yaml": "- what: 35.05.11.2017\n  note: A note.\n",
    }
    site, problems = read(write_site(tmp_path, files))
    assert [(one.code, one.suggestion) for one in problems] == [("code-previous", "35.05.15.2004")]
    assert site is not None
    assert translated(site, "en").villages[0].note == "A note."


def test_successor_by_own_previous_code_is_an_error(tmp_path: Path) -> None:
    text = VILLAGE + "  previous_codes: [{code: 35.05.11.2017, until: 2020}]\n  successors: [«35.05.11.2017»]\n"
    problems, spans = problems_of(tmp_path, V, text)
    assert [one.code for one in problems if one.severity == "error"] == ["successor-self"]
    assert problems[-1].at in spans
