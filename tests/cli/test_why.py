"""`sitegen why` names the lines and the sources that a page or a figure comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from site_cases import CASES, run_main

FULL = CASES / "full"


def line_of(file: str, text: str) -> int:
    lines = (FULL / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def why(what: str, *arguments: str) -> int:
    return run_main("why", "--site", str(FULL), "--lang", "en", "--at", "2026-01-01", *arguments, "--", what)


def told(what: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert why(what, "--format", "json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def places(parts: list[dict[str, Any]]) -> set[tuple[str, str, int]]:
    return {(one["id"], one["file"], one["line"]) for one in parts}


def test_why_village_page_names_record_sources_and_template(capsys: pytest.CaptureFixture[str]) -> None:
    page = told("/wilayah/jawa-uji/kabupaten-uji/uji/ujung-satu-lama/", capsys)
    assert ("35.05.15.2004", "data/villages.yaml", 2) in places(page["records"])
    koran = line_of("data/sources.yaml", "- id: koran")
    assert ("source:koran", "data/sources.yaml", koran) in places(page["sources"])
    assert page["facts"]["template"].endswith("templates/village.html")
    assert told("35.05.15.2004", capsys) == page


def test_why_previous_code_is_of_the_present_record(capsys: pytest.CaptureFixture[str]) -> None:
    former, present = told("35.05.11.2009", capsys), told("35.05.15.2004", capsys)
    assert former["facts"].pop("code") == "35.05.11.2009 → 35.05.15.2004"
    assert former == present


@pytest.mark.parametrize(
    "what",
    [
        "/desa/",
        "/desa",
        "desa/",
        "desa/index.html",
        "https://lengkap.example/laporan/desa/desa/",
        "https://lengkap.example/laporan/desa/desa/?a=b#c",
    ],
)
def test_why_accepts_url_in_each_form(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = told(what, capsys)
    assert page["what"] == "/desa/"
    assert ("data/villages.yaml", "data/villages.yaml", 0) in places(page["records"])


def test_why_download_names_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert why("data/villages.csv") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "/data/villages.csv"
    assert "    data/villages.yaml" in lines


def test_why_home_page_by_slash_or_base_url(capsys: pytest.CaptureFixture[str]) -> None:
    assert told("/", capsys) == told("https://lengkap.example/laporan/desa", capsys)


def test_why_announcement_names_file_and_citations(capsys: pytest.CaptureFixture[str]) -> None:
    page = told("/berita/2020/ketiga/", capsys)
    assert page["records"][0]["file"] == "content/news/2020-ketiga.md"


def test_why_stated_figure_has_value_dates_line_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert why("reported-2018") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "reported-2018"
    assert "  Value: 1,001 villages (reported, as its source says)" in lines
    assert "  As of: 2018-12-31" in lines
    assert "  Status: preliminary" in lines
    record = line_of("data/programme.yaml", "  - year: 2018")
    assert f"    data/programme.yaml:{record}  year:2018" in lines
    figure = told("reported-2018", capsys)
    assert {one["id"] for one in figure["sources"]} == {"source:koran", "source:surat"}
    assert all(one["said"] and one["line"] for one in figure["sources"])


def test_why_count_names_counted_records(capsys: pytest.CaptureFixture[str]) -> None:
    for id in ("counted", "counted-35", "counted-35.05", "counted-2018"):
        figure = told(id, capsys)
        assert figure["facts"]["value"].startswith(f"{len(figure['parts'])} ")
        assert ("35.05.15.2004", "data/villages.yaml", 2) in places(figure["parts"])
        assert figure["sources"] == []


def test_why_sum_names_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    figure = told("sum-2017-2018", capsys)
    parts = [(one["id"], one["said"]) for one in figure["parts"]]
    assert parts == [
        ("reported-2017", "12"),
        ("reported-2018", "1,001"),
    ]
    assert figure["facts"]["value"] == "1,013 designations (our own sum of reported results)"


def test_why_indicator_names_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    id = (FULL / "data/indicators.yaml").read_text(encoding="utf-8").partition("- id: ")[2].split("\n")[0]
    figure = told(f"indicator-{id}", capsys)
    line = line_of("data/indicators.yaml", "- id")
    assert places(figure["records"]) == {(f"indicator:{id}", "data/indicators.yaml", line)}


@pytest.mark.parametrize(
    ("what", "near"),
    [("reported-2081", "reported-2018"), ("/dese/", "/desa/"), ("data/vilages.csv", "/data/villages.csv")],
)
def test_why_unknown_name_suggests_nearest(what: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(what) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "why-unknown" in printed.err
    assert f'"{near}"' in printed.err


@pytest.mark.parametrize(
    "what", ["", "../../etc/passwd", "https://lain.example/x/", "\x1b[31m", "http://[", "sum-²²²²-²²²²"]
)
def test_why_unknown_value_is_said(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(what) in (0, 1)
    printed = capsys.readouterr()
    assert "\x1b[31m" not in printed.out + printed.err


def test_why_site_with_errors_reports_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_main("why", "--site", str(tmp_path), "/") == 1
    assert "site-missing" in capsys.readouterr().err
