"""Published values: what changes, vanishes, or comes to a closed year without an entry is told, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factory import NOW
from history_site import FILES, LEDGER, OUTREACH, SITE, VILLAGES, Past

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache, SqliteCache
from sitegen.problems import Span
from sitegen.validate.history import check_history, closed_year, released_successors

IN_WINDOW, CLOSED = "2021-03-02", "2021-07-01"
"""With six months for late reports, 2020 closes on the first of July."""


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path, "2018-12-31", "2021-02-28")


def test_history_unchanged_release_is_valid(past: Past) -> None:
    assert past.told() == []
    assert past.told(CLOSED) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("data/programme.yaml", "reported: 300", "reported: 301", ("value-changed", 16, 5)),
        ("data/programme.yaml", "    reported: 300\n    reported_sources: [baru]\n", "", ("value-vanished", 16, 5)),
        ("data/villages.yaml", "certified: 2021-01-05", "certified: 2021-01-06", ("value-changed", 9, 3)),
        ("data/villages.yaml", "  called: nagari\n", "", ("value-vanished", 9, 3)),
        (
            "data/villages.yaml",
            "  events:\n    - kind: inaugurated\n      date: 2021-01-05\n",
            "",
            ("value-vanished", 9, 3),
        ),
        ("data/indicators.yaml", "value: 12.5", "value: 13", ("value-changed", 1, 3)),
        ("data/indicators.yaml", "as_of: 2018-12", "as_of: 2018-11", ("value-changed", 1, 3)),
    ],
)
def test_history_changed_or_removed_value_reported_at_record(
    past: Past, file: str, old: str, new: str, expected: tuple[str, int, int]
) -> None:
    past.change(file, old, new)
    assert past.told() == [(expected[0], file, *expected[1:])]


def test_history_removed_record_reported_with_entry_to_paste(past: Past) -> None:
    past.write("data/villages.yaml", VILLAGES.partition("- code: 35.05.15.2005")[0])
    [problem] = past.problems()
    assert (problem.code, problem.at.file, problem.at.line) == ("value-vanished", "data/villages.yaml", 0)
    assert problem.paste == (
        "- what: 35.05.15.2005\n  was: Sukoreno\n  kind: revision  # revision | correction\n  when: 2021-03-02\n  why:"
    )


def test_history_hidden_sections_are_not_removed(past: Past) -> None:
    hidden = "sections:\n  - {section: outreach, shown: false}\n  - {section: indicators, shown: false}\n"
    past.write("data/site.yaml", SITE + hidden)
    assert [code for code in past.told() if code[0] != "section-hidden"] == []


def test_history_offered_correction_resolves_it(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 300", "reported: 301")
    past.change("data/villages.yaml", "name: Sukoreno", 'name: "Suko: reno"')
    changes = past.problems()
    assert [one.values["now"] for one in changes] == ["301", "Suko: reno"]
    past.write(LEDGER, "\n".join(one.paste.replace("why:", "why: Salah.") for one in changes) + "\n")
    assert past.told() == []


def test_history_pasted_correction_needs_reason(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 300", "reported: 301")
    past.write(LEDGER, past.problems()[0].paste + "\n")
    assert past.told() == [("empty-value", LEDGER, 6, 3)]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("data/programme.yaml", "reported: 201", "reported: 204", 11),
        ("data/programme.yaml", "    target: 200\n    target_sources: [koran]\n", "", 11),
        ("data/villages.yaml", "certified: 2018-07-05", "certified: 2018-07", 1),
        ("data/outreach.yaml", "date: 2018-08-01", "date: 2018-08-02", 1),
    ],
)
def test_history_closed_year_reports_archive_change(past: Past, file: str, old: str, new: str, line: int) -> None:
    past.change(file, old, new)
    told = past.told()
    assert [(code, at) for code, at, *_ in told] == [("archive-changed", file)]
    assert told[0][2] == line


ADDED = VILLAGES.partition("- code: 35.05.15.2005")[0].replace("2004", "2006").replace("Sukosewu", "Sukolama")


def test_history_own_sources_may_add_until_year_closes(past: Past) -> None:
    past.write("data/villages.yaml", VILLAGES + ADDED.replace("2018-07-05", "2020-07-05"))
    assert past.told(IN_WINDOW) == []
    assert past.told(CLOSED) == [("archive-changed", "data/villages.yaml", 21, 3)]
    [problem] = past.problems(CLOSED)
    assert "was:" not in problem.paste
    past.write(LEDGER, problem.paste.replace("why:", "why: Terlewat.") + "\n")
    assert past.told(CLOSED) == []


def test_history_later_source_may_add_any_time(past: Past) -> None:
    later = "- id: nanti\n  publisher: Koran\n  date: 2022-01-01\n"
    past.write("data/sources.yaml", FILES["data/sources.yaml"] + later)
    past.write("data/villages.yaml", VILLAGES + ADDED.replace("[koran]", "[nanti]"))
    past.change(
        "data/programme.yaml",
        "  - year: 2020\n",
        "  - year: 2017\n    reported: 9\n    reported_sources: [nanti]\n  - year: 2020\n",
    )
    past.change("data/outreach.yaml", "[35.05.15.2004]", "[35.05.15.2004, 35.05.15.2006]")
    assert past.told("2022-02-01") == []


def test_history_old_designation_not_added_to_closed_year(past: Past, tmp_path: Path) -> None:
    bare = Past(tmp_path / "other")
    bare.change("data/villages.yaml", "  certified: 2018-07-05\n", "")
    bare.release("2021-02-28", "2021-03-01")
    bare.change("data/villages.yaml", "  sources: [koran]\n", "  certified: 2018-07-05\n  sources: [koran]\n")
    assert bare.told() == [("archive-changed", "data/villages.yaml", 1, 3)]


def test_history_events_not_added_to_closed_year(past: Past) -> None:
    past.change(
        "data/villages.yaml",
        "      date: 2021-01-05\n",
        "      date: 2021-01-05\n    - kind: launched\n      date: 2021-02\n",
    )
    assert past.told() == []
    past.change(
        "data/villages.yaml",
        "  sources: [koran]\n",
        "  events: [{kind: launched, date: 2018-09}]\n  sources: [koran]\n",
    )
    assert past.told() == [("archive-changed", "data/villages.yaml", 1, 3)]


def test_history_words_sources_and_empty_values_free(past: Past) -> None:
    past.change(
        "data/villages.yaml",
        "  sources: [koran]\n",
        "  note: Desa.\n  slug: desa-lama\n  criteria: []\n  sources: [akhir]\n  called: nagari\n",
    )
    past.write("data/outreach.yaml", OUTREACH.replace("Temu warga", "Temu dengan warga") + "  place: Blitar\n")
    past.change(
        "data/programme.yaml",
        "    reported: 201\n",
        "    reported: 201\n    reported_as_of: 2018-12-31\n    note: Ya.\n",
    )
    assert past.told(CLOSED) == []


def test_history_year_closes_after_reporting_months(past: Past) -> None:
    site, _ = past.read()
    assert [closed_year(site, date(2021, 6, 30)), closed_year(site, date(2021, 7, 1))] == [2019, 2020]
    assert closed_year(site, date(2030, 1, 1)) == 2020  # 2021 was released only as far as February


def test_history_not_checked_while_data_has_errors(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 300", "reported: tiga")
    assert past.told() == [("bad-number", "data/programme.yaml", 17, 15)]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("data/villages.yaml", "[staff-enrolled]", "[staff-enroled]", "unknown-criterion"),
        ("data/villages.yaml", "code: 35.05.15.2005", "code: 35.05.15.2004", "repeated-code"),
        ("data/indicators.yaml", "unit: peserta", "unit: pesrta", "unknown-unit"),
        ("data/outreach.yaml", "villages: [35.05.15.2004]", "villages: [35.05.15.2040]", "unknown-village"),
    ],
)
def test_history_typo_in_released_record_reported_alone(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    past, criterion = Past(tmp_path), "{id: staff-enrolled, name: Perangkat, description: Perangkat, sources: [koran]}"
    past.change("data/programme.yaml", "units:\n", f"criteria: [{criterion}]\nunits:\n")
    past.change("data/villages.yaml", "[koran]", "[koran]\n  criteria: [staff-enrolled]")
    past.release("2021-02-28", "2021-03-01")
    past.change(file, old, new)
    assert [code for code, *_ in past.told()] == [expected]


def test_history_typo_hides_no_change_of_other_records(past: Past) -> None:
    past.change("data/villages.yaml", "certified: 2018-07-05", "certified: 2018-07-06")
    past.change("data/villages.yaml", "sources: [baru]", "sources: [baru]\n  criteria: [satu]")
    assert [(code, line) for code, _, line, _ in past.told()] == [("archive-changed", 1), ("unknown-criterion", 21)]


def test_history_valid_result_is_cached_and_change_found(past: Past, tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo") as cache:
        assert past.problems(cache=cache) == []
        cache.save()
        site, _ = past.read(cache)
        (tmp_path / "data/releases/2018-12-31.jsonl").touch()
        assert past.problems(cache=cache) == []
        past.change("data/programme.yaml", "reported: 300", "reported: 301")
        assert [one.code for one in past.problems(cache=cache)] == ["value-changed"]
        assert site.data != past.read(cache)[0].data


def test_history_release_that_changes_after_loading_is_not_audited(past: Past, tmp_path: Path) -> None:
    """Its rows would be remembered by the digest of what it was."""
    site, report = past.read()
    file = tmp_path / site.releases[-1].file
    file.write_bytes(file.read_bytes() + b"\n")
    assert not check_history(site, BuildContext(NOW), report, NullCache())
    assert [(problem.code, problem.at) for problem in report if problem.severity == "error"] == [
        ("file-changed", Span(site.releases[-1].file))
    ]


def test_history_released_successor_of_a_removed_record(past: Past) -> None:
    past.change("data/villages.yaml", "  called: nagari\n", "  called: nagari\n  successors: [35.05.15.2004]\n")
    past.release("2021-03-02", "2021-03-02")
    assert released_successors(past.read()[0], NullCache()) == {}
    past.write("data/villages.yaml", VILLAGES.partition("- code: 35.05.15.2005")[0])
    assert released_successors(past.read()[0], NullCache()) == {"35.05.15.2005": "35.05.15.2004"}


INDICATORS = "data/indicators.yaml"
OWN = "  value: 12.5\n  as_of: 2018-12\n"


def test_history_new_period_needs_no_correction(past: Past) -> None:
    past.change(INDICATORS, OWN, f"{OWN}  observations:\n    - {{as_of: 2020-12, value: 14, sources: [baru]}}\n")
    assert past.told() == []


def test_history_migration_to_a_series_needs_no_correction(past: Past) -> None:
    past.change(
        INDICATORS, OWN, "  observations:\n    - {period: 2018-12, value: 12.50}\n    - {period: 2020, value: 14}\n"
    )
    assert past.told() == []


def test_history_migration_from_a_series_needs_no_correction(tmp_path: Path) -> None:
    past = Past(tmp_path)
    series = "  observations:\n    - {period: 2018-12, value: 12.50}\n"
    past.change(INDICATORS, OWN, series)
    past.release("2021-02-28", "2021-03-01")
    assert past.told() == []
    past.change(INDICATORS, series, f"{OWN}  observations:\n    - {{period: 2020, value: 14}}\n")
    assert past.told() == []


def test_history_changed_observation_needs_a_correction_by_its_date(past: Past) -> None:
    past.change(
        INDICATORS, OWN, "  observations:\n    - {period: 2018-12, value: 13}\n    - {period: 2020, value: 14}\n"
    )
    [problem] = past.problems()
    assert (problem.code, problem.values["was"], problem.values["now"]) == ("value-changed", "12.5", "13")
    assert problem.paste.startswith("- what: indicator-peserta-2018:2018-12\n  was:")
    for what in ("indicator-peserta-2018", "indicator-peserta-2018:2018-12"):
        past.write(LEDGER, problem.paste.replace("why:", "why: Baru.").replace(problem.values["what"], what))
        assert past.told() == []


def test_history_value_overwritten_by_another_period_has_vanished(past: Past) -> None:
    past.change(INDICATORS, OWN, "  value: 14\n  as_of: 2020-12\n")
    assert [one[0] for one in past.told()] == ["value-vanished"]


def test_history_more_decimals_are_no_change(past: Past) -> None:
    past.change(INDICATORS, "value: 12.5", "value: 12.500000")
    assert past.told() == []
