"""`check --figures`: what is suggested for binding, what contradicts the data, and what is left alone."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from contradiction_sites import judged, write_site
from contradictions import facts
from factory import (
    make_indicator,
    make_news,
    make_outreach,
    make_page,
    make_programme,
    make_site,
    make_source,
    make_village,
    make_year,
)

from sitegen import reporters
from sitegen.cache import NullCache
from sitegen.cli import main
from sitegen.load import load_messages
from sitegen.models import Correction, Disagreement, OtherValue, PreviousName, RegionRecord, RegionYear, Unit
from sitegen.problems import Problem, Report, Span
from sitegen.validate.prose_numbers import lint_prose_numbers

ROOT = Path(__file__).parents[2]
JAMBI = RegionYear(region="15", name="Jambi", reported=130, sources=("lama",))
PARTS: dict[str, Any] = {
    "sources": (make_source("lama", date="2018-07-05"), make_source("baru", date="2019-10-09")),
    "programme": make_programme(
        make_year(2017, reported=276, reported_sources=("lama",), regions=(JAMBI,)),
        make_year(2018, reported=1201, reported_sources=("baru",), target=200, target_sources=("lama",)),
        make_year(2019, target=198, target_sources=("baru",), projected_total=1675, projected_sources=("baru",)),
        units=(
            Unit(id="aktif", name="peserta aktif", definition="x"),
            Unit(id="persen", name="%", definition="x", share=True),
            Unit(id="orang", name="orang (satuan tidak jelas)", definition="x"),
        ),
    ),
    "indicators": (
        make_indicator("aktif", unit="aktif", value=36_000_000, as_of="2019-10", rounded=True, sources=("baru",)),
        make_indicator(
            "gianyar",
            name="Kepesertaan",
            scope="Kabupaten Gianyar",
            unit="persen",
            value=43,
            as_of="2019-06-30",
            sources=("baru",),
        ),
        make_indicator(
            "informal",
            name="Pekerja informal yang tinggal di desa",
            unit="persen",
            value=65,
            as_of="2019-10",
            sources=("baru",),
        ),
        make_indicator("skema", scope="Kabupaten Gianyar", unit="orang", value=6400, as_of="2019", sources=("baru",)),
    ),
    "villages": tuple(make_village(f"35.05.15.20{n}", certified="2018", sources=("lama",)) for n in (11, 12, 13)),
    "origins": {
        "year:2017": Span("data/programme.yaml", 20, 5),
        "year:2018": Span("data/programme.yaml", 30, 5),
        "indicator:aktif": Span("data/indicators.yaml", 1, 1),
    },
}


@functools.cache
def messages(language: str) -> dict[str, Any]:
    return load_messages(language, NullCache())


def judge(body: str, language: str = "id", regions: tuple[RegionRecord, ...] = (), **meta: Any) -> list[Problem]:
    report = Report()
    item = make_news("2019-10-09-kabar.md", body, language, **meta)
    lint_prose_numbers(make_site(**PARTS, news=(item,), regions=regions), lambda one: messages(one)["scan"], report)
    return list(report)


@pytest.mark.parametrize(
    ("body", "column", "number", "call"),
    [
        ("Pada 2017 ditetapkan 276 desa.", 22, "276", '{{ figure("reported", year=2017) }}'),
        ("Realisasi 2018 adalah 1.201 desa.", 23, "1.201", '{{ figure("reported", year=2018) }}'),
        ("Untuk 2018, targetnya 200 desa.", 23, "200", '{{ figure("target", year=2018) }}'),
        ("Angka 276 itu, dan hitungan 276 + 1.", 7, "276", '{{ figure("reported", year=2017) }}'),
        ("Bila dijumlahkan, ada 1.477 desa.", 23, "1.477", "{{ sum(from=2017, to=2018) }}"),
        ("Ada sekitar 36 juta peserta aktif.", 13, "36 juta", '{{ indicator("aktif") }}'),
        ("Kepesertaan mencapai 43 % per 30 Juni 2019.", 22, "43", '{{ indicator("gianyar") }}'),
        ("Sebanyak 65 % pekerja informal tinggal di desa.", 10, "65", '{{ indicator("informal") }}'),
        ("Di Gianyar 6.400 orang terlindungi.", 12, "6.400", '{{ indicator("skema") }}'),
        ("Di Jambi, 130 desa ditetapkan pada 2017.", 11, "130", '{{ figure("reported", year=2017, province="15") }}'),
        ("Situs ini mencatat 3 desa.", 20, "3", "{{ count() }}"),
    ],
)
def test_prose_number_equal_to_figure_suggests_shortcode(body: str, column: int, number: str, call: str) -> None:
    problem, *_ = judge(body)
    assert (problem.code, problem.severity) == ("figure-unbound", "note")
    assert (problem.at.line, problem.at.column, problem.at.end) == (10, column, column + len(number))
    assert (problem.values["number"], problem.values["call"]) == (number, call)


def test_prose_number_of_a_region_by_its_previous_name() -> None:
    """A text from before a province was renamed names it as it was called then."""
    region = RegionRecord(code="15", name="Jambi", previous_names=(PreviousName(name="Djambi", until="1957"),))
    text = "Di Djambi, 140 desa ditetapkan pada 2017."
    (problem,) = judge(text, regions=(region,))
    assert (problem.code, problem.values["figure"]) == ("figure-contradicts", "reported-2017-15")
    assert not judge(text)


def test_prose_number_later_known_suggests_shortcode_now() -> None:
    item = make_news("2018-07-05-kabar.md", "Realisasi 2018 adalah 1.201 desa.")
    report = Report()
    lint_prose_numbers(make_site(**PARTS, news=(item,)), lambda one: messages(one)["scan"], report)
    assert [one.values["call"] for one in report] == ['{{ figure("reported", year=2018, at="now") }}']


@pytest.mark.parametrize(
    ("body", "code", "values"),
    [
        (
            "Pada 2018 ditetapkan 1.210 desa.",
            "figure-contradicts",
            {"number": "1.210", "figure": "reported-2018", "known": "1.201", "place": "data/programme.yaml:30"},
        ),
        ("Pada 2018 ada 777 desa.", "figure-contradicts", {"figure": "reported-2018"}),
        ("Jumlah kami untuk 2017 dan 2018: 1.500 desa.", "figure-contradicts", {"figure": "sum-2017-2018"}),
        ("Di Jambi, 140 desa ditetapkan pada 2017.", "figure-contradicts", {"figure": "reported-2017-15"}),
        ("Pada 2019 ada 38 juta peserta aktif.", "figure-contradicts", {"place": "data/indicators.yaml:1"}),
        ("Pada 2019 kepesertaan Gianyar 45 %.", "figure-contradicts", {"figure": "indicator-gianyar"}),
        ("Pada 2018, 200 desa telah ditetapkan.", "figure-kind", {"figure": "target-2018", "claimed": "reported"}),
        ("Sudah ditetapkan 1.675 desa.", "figure-kind", {"figure": "projected-2019", "claimed": "reported"}),
        ("Target 2018 adalah 1.201 desa.", "figure-kind", {"figure": "reported-2018", "claimed": "target"}),
        ("Program telah menjangkau 198 desa pada 2019.", "figure-kind", {"figure": "target-2019"}),
        ("Pada 2018 ditetapkan **1.210** desa.", "figure-contradicts", {"figure": "reported-2018"}),
        ("Pada 2018 ditetapkan _1.210_ desa.", "figure-contradicts", {"figure": "reported-2018"}),
        ("Di situs ini tercatat 9 desa.", "figure-contradicts", {"figure": "counted", "known": "3"}),
        ("Ada 276 peserta aktif pada 2017.", "figure-unit", {"figure": "reported-2017", "unit": "peserta aktif"}),
    ],
)
def test_prose_number_mismatch_is_error_with_both_places(body: str, code: str, values: dict[str, str]) -> None:
    problem, *rest = judge(f"Pembuka.\n\n{body}")
    assert (problem.code, problem.severity, problem.at.line, rest) == (code, "error", 12, [])
    assert body[problem.at.column - 1 :].startswith(problem.values["number"])
    assert values.items() <= problem.values.items()


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ('Realisasi 2018: {{ figure("target", year=2018) }} desa.', "target-2018"),
        ('Sudah ditetapkan {{ figure("projected", year=2019) }} desa.', "projected-2019"),
        ('Target 2018, yang disebut setahun sebelumnya, adalah {{ figure("target", year=2018) }} desa.', ""),
        ('Hasilnya {{ figure("reported", year=2018) }} desa, targetnya {{ figure("target", year=2018) }} desa.', ""),
        ('Angka {{ figure("target", year=2018) }} itu dan {{ figure("salah") }} desa.', ""),
        ('`Realisasi 2018: {{ figure("target", year=2018) }} desa`', ""),
    ],
)
def test_prose_number_shortcode_of_a_plan_told_as_a_result(body: str, figure: str) -> None:
    found = [(one.code, one.at.line, one.at.column, one.values["figure"]) for one in judge(body)]
    assert found == ([("figure-kind", 10, body.index("{{") + 1, figure)] if figure else [])


@pytest.mark.parametrize("body", ["Realisasi 2019 adalah 210 desa.", "Pada 2019 ditetapkan 1.201 desa."])
def test_prose_number_told_as_a_result_that_is_not_known_is_a_warning(body: str) -> None:
    (problem,) = judge(body)
    assert (problem.code, problem.severity, problem.at.line) == ("result-unrecorded", "warning", 10)
    assert body[problem.at.column - 1 :].startswith(problem.values["number"])
    assert problem.values["year"] == "2019"


@pytest.mark.parametrize(
    "body",
    [
        "Di Klaten ada 210 desa yang ditetapkan pada 2019.",
        "Sampai 2019 ditetapkan 1.800 desa.",
        'Realisasi 2019 adalah {{ meant("210 desa") }}.',
        "Sembilan desa di Klaten dan dua desa lain ditetapkan pada 2018.",
        "Di Kabupaten Klaten ada 640 desa yang ditetapkan pada 2018.",
        "Di Jawa Barat, 640 desa ditetapkan pada 2018.",
        "Ada 14 desa yang ditetapkan pada 2018.",
        "Sekitar 1.300 desa ditetapkan pada 2018, lebih dari 900 desa terlampaui.",
        "Antara 2017 dan 2018 ditetapkan 640 desa.",
        "Keputusan Nomor 276 Tahun 2018 dan No. 200/2018, Pasal 276, halaman 276.",
        "Kode 35.05.15.2004, versi 4.0.1, tanggal 5 Juli 2018, 2018-07-05, pukul 10.30.",
        "`640 desa ditetapkan pada 2018` [x](/640-desa-ditetapkan-2018/) <!-- 640 desa pada 2018 -->",
        "Isi.\n\n    640 desa ditetapkan pada 2018",
        'Sumber lain: {{ meant("640 desa ditetapkan pada 2018") }}.',
        'Pada 2018, {{ figure("reported", year=2018) }} desa ditetapkan.',
        "1. Satu\n276. Dua",
        "Panjangnya 276 meter; 276 keluarga pindah; umurnya 45 tahun.",
        "Pada 2018 desa itu mulai.",
        "Pada 2019 ada 36,4 juta peserta aktif.",
        "Pada 2019 ada 250 orang yang hadir.",
        "Pada 2019 naik 12 %.",
        "Pada 2020 ditetapkan 640 desa.",
        "Bupati berharap 640 desa menyusul pada 2018.",
    ],
)
def test_prose_number_ambiguous_is_ignored(body: str) -> None:
    assert judge(body) == []


@pytest.mark.parametrize(
    "before",
    [
        "    kode 1\n\n",
        "[a]: https://a.example/\n\n",
        "Hari Jum`at lalu.\n\n",
        "<!-- <!-- a -->\n\n",
        "Kata " * 1000,
        "9" * 5000 + " desa. ",
    ],
)
def test_prose_number_found_behind_what_is_no_prose(before: str) -> None:
    (problem,) = judge(f"{before}Pada 2017 ditetapkan 276 desa.")
    assert (problem.code, problem.values["number"]) == ("figure-unbound", "276")


@pytest.mark.parametrize("hidden", ["    276 desa", "`276 desa`", "<!-- 276 desa -->", "[276 desa]: b"])
def test_prose_number_within_what_is_no_prose_is_ignored(hidden: str) -> None:
    assert judge(f"Kata.\n\n{hidden}\n") == []


def test_prose_number_in_title_and_summary_compared_only() -> None:
    found = judge("Isi.", title="Realisasi 2018 adalah 1.210 desa", summary="Realisasi 2018 adalah 1.201 desa.")
    assert [(one.code, one.values["number"]) for one in found] == [("figure-contradicts", "1.210")]


def test_prose_number_in_pages_and_english_texts() -> None:
    page = make_page(body="In 2018, 1,210 villages were designated; the target was 200 villages.", language="en")
    report = Report()
    lint_prose_numbers(make_site(**PARTS, pages=(page,)), lambda one: messages(one)["scan"], report)
    assert [(one.code, one.at.column, one.values.get("known", "")) for one in report] == [
        ("figure-contradicts", 10, "1,201"),
        ("figure-unbound", 57, ""),
    ]
    assert [one.code for one in judge("By the end of 2018, 1,477 villages had been designated.", "en")] == [
        "figure-unbound"
    ]
    assert judge("In West Java, 640 villages were designated in 2018.", "en") == []


@pytest.mark.parametrize("site", [".", "docs/example", "sitegen/starter/id/site", "sitegen/starter/en/site"])
def test_prose_number_no_finding_in_own_texts(site: str) -> None:
    assert [(one.code, one.at) for one in judged(ROOT / site) if one.code.startswith("figure-")] == []


def test_check_figures_command_notes_never_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = facts(3)
    write_site(tmp_path, known)
    (tmp_path / "content/news").mkdir(parents=True)
    front = "---\ntitle: Kabar\ndate: 2024\nsummary: Isi.\nsources: [koran]\n---\n"
    body = f"Pada 2017 ditetapkan {known.reported[2017]} desa.\n"
    (tmp_path / "content/news/2024-kabar.md").write_text(front + body, encoding="utf-8")
    main(["check", "--figures", "--strict", "--site", str(tmp_path), "--at", "2026-01-01", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [one["severity"] for one in told["problems"] if one["code"] == "figure-unbound"] == ["note"]
    assert told["notes"] == 1


def test_check_figures_note_in_each_format() -> None:
    report = Report()
    values = {"number": "276", "figure": "reported-2017", "place": "data/programme.yaml:20", "call": "{{ x() }}"}
    report.add("figure-unbound", Span("a.md", 3, 5, 8), **values)
    assert not report.failed(strict=True)
    for language, word in (("id", "1 catatan"), ("en", "1 note")):
        text = reporters.format_text_report(report, messages(language), lambda _: None, colour=False, strict=True)
        assert text.startswith("a.md:3:5: note[figure-unbound] 276 ")
        assert text.endswith(word)
    assert reporters.format_github_report(report, messages("en"), strict=True).startswith(
        "::notice file=a.md,line=3,col=5,endColumn=8"
    )
    assert json.loads(reporters.format_json_report(report, messages("en"), strict=True))["notes"] == 1
    assert "note" in reporters.format_job_summary(report, messages("en"), strict=True)


def judge_revised(file: str, body: str, kind: str = "revision", **meta: Any) -> list[tuple[str, str]]:
    """Code and call or known value of each finding, where reported-2018 was 1190 until 2020-01-15."""
    entry = Correction(what="reported-2018", was="1190", now="1201", kind=kind, when="2020-01-15", why="Uji.")  # type: ignore[arg-type]
    report = Report()
    item = make_news(file, body, **meta)
    site = make_site(**PARTS, news=(item,), corrections=(entry,))
    lint_prose_numbers(site, lambda one: messages(one)["scan"], report)
    return [(one.code, one.values.get("call") or one.values["known"]) for one in report]


OLD, NEW = "Realisasi 2018 adalah 1.190 desa.", "Realisasi 2018 adalah 1.201 desa."
CALL = '{{ figure("reported", year=2018) }}'


@pytest.mark.parametrize(
    ("file", "body", "expected"),
    [
        ("2019-10-09-kabar.md", OLD, [("figure-unbound", CALL)]),
        ("2019-10-09-kabar.md", NEW, [("figure-contradicts", "1.190")]),
        ("2019-10-09-kabar.md", "Realisasi 2018 adalah 1.910 desa.", [("figure-contradicts", "1.190")]),
        ("2020-01-15-kabar.md", NEW, [("figure-unbound", CALL)]),
        ("2020-01-15-kabar.md", OLD, [("figure-contradicts", "1.201")]),
        # Dates that are not exact: whichever was true on one of their days.
        ("2020-kabar.md", OLD, [("figure-unbound", CALL)]),
        ("2020-kabar.md", NEW, [("figure-unbound", CALL.replace(")", ', at="2020")', 1))]),
        # Not known yet then: the number that was known first, or today's.
        ("2018-07-05-kabar.md", NEW, [("figure-unbound", CALL.replace(")", ', at="now")', 1))]),
        ("2018-07-05-kabar.md", OLD, [("figure-unbound", CALL.replace(")", ', at="2019-10-09")', 1))]),
        (
            "2019-10-09-kabar.md",
            "Dari 2017 sampai 2018 ada 1.466 desa.",
            [("figure-unbound", "{{ sum(from=2017, to=2018) }}")],
        ),
        ("2019-10-09-kabar.md", "Situs ini mencatat 3 desa.", [("figure-unbound", "{{ count() }}")]),
        ("2018-07-04-kabar.md", "Situs ini mencatat 0 desa.", [("figure-unbound", "{{ count() }}")]),
    ],
)
def test_prose_number_compared_with_what_was_known_on_its_day(
    file: str, body: str, expected: list[tuple[str, str]]
) -> None:
    assert judge_revised(file, body) == expected


def test_prose_number_of_its_day_in_title_and_summary_accepted() -> None:
    assert judge_revised("2019-10-09-kabar.md", "Isi.", title=OLD, summary=OLD, in_brief=(OLD,)) == []
    assert judge_revised("2020-02-01-kabar.md", "Isi.", summary=OLD) == [("figure-contradicts", "1.201")]


@pytest.mark.parametrize("file", ["2019-10-09-kabar.md", "2021-01-01-kabar.md"])
def test_prose_number_that_was_an_error_is_told_as_corrected(file: str) -> None:
    assert judge_revised(file, OLD, kind="correction") == [("figure-corrected", "1.201")]
    assert judge_revised(file, "Realisasi 2018 adalah 1.910 desa.", kind="correction") == [
        ("figure-contradicts", "1.201")
    ]


def test_prose_number_of_dated_record_compared_with_its_day() -> None:
    entry = Correction(what="reported-2018", was="1190", now="1201", kind="revision", when="2020-01-15", why="Uji.")
    events = (
        make_outreach("lama", date="2019-11-01", summary=OLD),
        make_outreach("baru", date="2020-02-01", summary=OLD),
    )
    report, origins = Report(), {"outreach:baru": Span("data/outreach.yaml", 9)}
    lint_prose_numbers(
        make_site(**{**PARTS, "outreach": events, "corrections": (entry,), "origins": origins}),
        lambda one: messages(one)["scan"],
        report,
    )
    assert [(one.code, one.at.line) for one in report] == [("figure-contradicts", 9)]


DISAGREEMENT = Disagreement(because="Surat itu tetap.", others=(OtherValue(value=1204, sources=("lama",)),))
DISAGREEING = {
    **PARTS,
    "programme": make_programme(
        make_year(
            2018, reported=1201, reported_sources=("baru",), reported_disagreement=DISAGREEMENT,
            note="Realisasi 2018 menurut sumber lain 1.204 desa.",
        ),
    ),
}  # fmt: skip


def judge_disagreeing(**meta: Any) -> list[Problem]:
    report, item = Report(), make_news("2019-10-09-kabar.md", "Realisasi 2018 adalah 1.204 desa.", **meta)
    lint_prose_numbers(make_site(**DISAGREEING, news=(item,)), lambda one: messages(one)["scan"], report)
    return [one for one in report if one.severity != "note"]


def test_prose_number_of_another_source_is_right_where_that_is_cited() -> None:
    assert judge_disagreeing(sources=("lama",)) == []


def test_prose_number_of_another_source_is_told_where_that_is_not_cited() -> None:
    (problem,) = judge_disagreeing(sources=("baru",))
    assert (problem.code, problem.severity) == ("figure-stated-otherwise", "warning")
    assert (problem.at.line, problem.at.column) == (10, 23)
    assert problem.values == {
        "number": "1.204",
        "figure": "reported-2018",
        "known": "1.201",
        "sources": "lama",
        "place": "data/programme.yaml:30",
    }
