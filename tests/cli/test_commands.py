"""Each command as a newcomer runs it: what it prints, where, and with which exit code."""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from run_command import CASES, ROOT, environment, sitegen, sitegen_process, tree
from site_cases import run_main

from sitegen import __version__
from sitegen.commands import UsageError
from sitegen.commands.content import run_new_village

AT = ("--at", "2026-01-01")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in which nothing is wrong."""
    folder = tmp_path / "situs"
    shutil.copytree(CASES / "minimal" / "data", folder / "data")
    return folder


@pytest.fixture
def broken(site: Path) -> Path:
    """The same with an error and a warning."""
    villages = site / "data/villages.yaml"
    villages.write_text(villages.read_text(encoding="utf-8").replace("kind: desa", "kind: dessa"), encoding="utf-8")
    (site / "data/catatan.yaml").write_text("a: 1\n", encoding="utf-8")
    return site


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """The case with drafts, and with what is scheduled or expired."""
    for part in ("data", "content"):
        shutil.copytree(CASES / "full" / part, tmp_path / "full" / part)
    return tmp_path / "full"


def test_help_lists_commands(tmp_path: Path) -> None:
    ran = sitegen(tmp_path, "--help")
    assert ran.code == 0
    for word in ("build", "check", "serve", "new", "init", "list", "explain", "schema", "clean", "exit codes"):
        assert word in ran.out
    for example in re.findall(r"^  sitegen (\w+)", ran.out, re.MULTILINE):
        helped = sitegen(tmp_path, example, "--help")
        assert helped.code == 0
        assert "example:" in helped.out


def test_version_option(tmp_path: Path) -> None:
    assert sitegen(tmp_path, "--version").out == f"sitegen {__version__}\n"


def test_process_equals_call(site: Path, broken: Path) -> None:
    """What all other tests of commands do in their own process: arguments, output and exit codes are the same."""
    for folder, *arguments in (
        (site, "--help"),
        (site, "bulid"),
        (broken, "check", "--lang", "en", *AT),
        (broken, "check", "--format", "json", *AT),
    ):
        assert sitegen_process(folder, *arguments) == sitegen(folder, *arguments), arguments


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "COMMAND"),
        (("bulid",), "Did you mean build?"),
        (("list", "draft"), "Did you mean drafts?"),
        (("check", "--format", "jsn"), "Did you mean json?"),
        (("build", "--jobs", "0"), "1 to 64"),
        (("serve", "--port", "99999"), "0 to 65535"),
        (("build", "--tidak-ada"), "--tidak-ada"),
        (("explain",), "code"),
        (("check", "--at", "besok"), "besok"),
        (("schema", "villagess"), "villages"),
        (("check", "--at", "2026-13-45"), "2026-13-45"),
        (("build", "--base-url", "kecil.example"), "kecil.example"),
        (("build", "--base-url", 'https://a/"><script>'), "https://a/"),
        (("clean", "--output", "."), "sitegen"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_usage_error_is_short(site: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = sitegen(site, *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err
    assert ran.err.count("\n") <= 3


def test_build_twice_second_is_fresh(site: Path) -> None:
    first, second = sitegen(site, "build", *AT), sitegen(site, "build", *AT)
    assert (first.code, first.err, second.code, second.err) == (0, "", 0, "")
    assert (site / "build/site/index.html").is_file()
    assert "build/site" in first.out
    assert re.search(r"\b0 berkas ditulis", second.out)


def test_check_writes_nothing(site: Path) -> None:
    before = tree(site)
    ran = sitegen(site, "check", *AT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
    assert tree(site) == before


@pytest.mark.parametrize("command", ["check", "build"])
def test_problems_exit_code_is_1(broken: Path, command: str) -> None:
    ran = sitegen(broken, command, "--lang", "en", *AT)
    assert ran.code == 1
    assert ran.out == ""
    assert "data/villages.yaml:3:9: error[unknown-value]" in ran.err
    assert 'Did you mean "desa"?' in ran.err
    assert "3 |   kind: dessa" in ran.err
    assert "data/catatan.yaml: warning[unknown-file]" in ran.err
    assert not (broken / "build/site").exists()


def test_problems_in_both_languages(broken: Path) -> None:
    indonesian, english = sitegen(broken, "check", *AT), sitegen(broken, "check", "--lang", "en", *AT)
    assert "galat, 1 peringatan" in indonesian.err
    assert "Did you mean" in english.err
    assert "1 error, 1 warning" in english.err


def test_format_json(broken: Path, site: Path) -> None:
    ran = sitegen(broken, "build", "--format", "json", *AT)
    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert (told["errors"], told["warnings"]) == (1, 1)
    assert told["problems"][1] | {"message": ""} == {
        "file": "data/villages.yaml",
        "line": 3,
        "column": 9,
        "end": 14,
        "severity": "error",
        "code": "unknown-value",
        "message": "",
        "suggestion": "desa",
        "paste": "",
        "paste_at": "",
    }


def test_format_json_of_valid_site(site: Path) -> None:
    ran = sitegen(site, "build", "--format", "json", *AT)
    assert (ran.code, json.loads(ran.out)) == (0, {"errors": 0, "warnings": 0, "notes": 0, "problems": []})


def test_format_github(broken: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    ran = sitegen(broken, "check", "--format", "github", "--lang", "en", GITHUB_STEP_SUMMARY=str(summary))
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[1].startswith("::error file=data/villages.yaml,line=3,col=9,endColumn=14,title=unknown-value::")
    assert lines[0].startswith("::warning file=data/catatan.yaml,title=unknown-file::")
    assert len(lines) == 2
    assert summary.read_text(encoding="utf-8").count("\n| ") == 3


def test_quiet_and_verbose_options(site: Path) -> None:
    assert sitegen(site, "build", "--quiet", *AT).out == ""
    verbose = sitegen(site, "build", "--verbose", "--lang", "en", *AT)
    assert verbose.code == 0
    for stage in ("Reading", "Planning", "Checking"):
        assert re.search(rf"^{stage}.*: \d+\.\d+ s$", verbose.err, re.MULTILINE), stage


def test_colour_only_on_request(broken: Path) -> None:
    assert "\x1b" not in sitegen(broken, "check").err
    assert "\x1b[1;31m" in sitegen(broken, "check", CLICOLOR_FORCE="1").err
    assert "\x1b" not in sitegen(broken, "check", CLICOLOR_FORCE="1", NO_COLOR="1").err


def test_strict_makes_warnings_errors(site: Path) -> None:
    (site / "data/catatan.yaml").write_text("a: 1\n", encoding="utf-8")
    assert "warning[unknown-file]" in sitegen(site, "check", *AT).err
    for command in ("check", "build"):
        ran = sitegen(site, command, "--strict", *AT)
        assert ran.code == 1
        assert "error[unknown-file]" in ran.err
    assert not (site / "build/site").exists()
    assert sitegen(site, "build", *AT).code == 0


def test_drafts_build_is_marked_as_preview(full: Path) -> None:
    page = "build/site/berita/2020/draf/index.html"
    assert sitegen(full, "build", *AT).code == 0
    assert not (full / page).exists()
    assert sitegen(full, "build", "--drafts", "--future", *AT).code == 0
    html = (full / page).read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in html
    assert 'class="strip preview"' in html
    assert (full / "build/site/berita/2021/terjadwal/index.html").exists()
    assert sitegen(full, "build", "--at", "2019-01-01").code == 0
    assert (full / "build/site/berita/2017/kedaluwarsa/index.html").exists()
    assert not (full / page).exists()


def test_build_date_from_environment(full: Path) -> None:
    assert sitegen(full, "list", "expired", SOURCE_DATE_EPOCH="1546300800").out == ""
    assert "kedaluwarsa.md" in sitegen(full, "list", "expired", SOURCE_DATE_EPOCH="1609459200").out
    assert sitegen(full, "build", SOURCE_DATE_EPOCH="besok").code == 2


def test_base_url_option(site: Path) -> None:
    sitegen(site, "build", "--base-url", "https://lain.example/situs/", *AT)
    assert "https://lain.example/situs/desa/" in (site / "build/site/sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "files"),
    [
        ("drafts", ["content/news/2020-draf.md", "content/pages/draf.md"]),
        ("scheduled", ["content/news/2021-terjadwal.md", "content/pages/kelak.md"]),
        ("expired", ["content/news/2017-kedaluwarsa.md"]),
    ],
)
def test_list_command(full: Path, what: str, files: list[str]) -> None:
    ran = sitegen(full, "list", what, *AT)
    assert (ran.code, ran.err) == (0, "")
    assert [line.partition("content/")[2].split()[0] for line in ran.out.splitlines()] == [
        file.removeprefix("content/") for file in files
    ]


def test_explain_command(tmp_path: Path) -> None:
    known = sitegen(tmp_path, "explain", "unknown-key", "--lang", "en")
    assert known.code == 0
    assert known.out.startswith("unknown-key\n")
    slip = sitegen(tmp_path, "explain", "unknow-key", "--lang", "en")
    assert (slip.code, slip.out) == (2, "")
    assert 'Did you mean "unknown-key"?' in slip.err


def test_schema_command(tmp_path: Path) -> None:
    one = json.loads(sitegen(tmp_path, "schema", "villages").out)
    assert "code" in json.dumps(one)
    ran = sitegen(tmp_path, "schema", "--output", "skema")
    assert ran.code == 0
    assert (tmp_path / "skema/villages.schema.json").is_file()
    assert json.loads((tmp_path / "skema/villages.schema.json").read_text(encoding="utf-8")) == one


def test_clean_deletes_only_build_outputs(site: Path) -> None:
    (site / "build").mkdir()
    (site / "build/.gitignore").write_text("*\n!.gitignore\n", encoding="utf-8")
    before = tree(site)
    sitegen(site, "build", *AT)
    sitegen(site, "build", "--output", "build/preview", *AT)
    assert sitegen(site, "clean").code == 0
    assert tree(site) == before
    again = sitegen(site, "clean")
    assert (again.code, again.out, again.err) == (0, "", "")


def test_clean_leaves_foreign_folder(site: Path) -> None:
    (site / "build/site").mkdir(parents=True)
    (site / "build/site/surat.txt").write_text("penting", encoding="utf-8")
    for options in ((), ("--output", "data")):
        before = tree(site)
        ran = sitegen(site, "clean", "--lang", "en", *options)
        assert ran.code == 2
        assert "files that sitegen did not make" in ran.err
        assert tree(site) == before


def test_new_site_command(tmp_path: Path) -> None:
    """What a newcomer does first: begin a site, build it, add a village and an announcement."""
    assert sitegen(tmp_path, "init", "situs").code == 0
    site = tmp_path / "situs"
    assert sitegen(site, "build", "--strict", *AT).code == 0
    assert sitegen(site, "new", "village", "35.05.15.2004").code == 0
    assert "35.05.15.2004" in (site / "data/villages.yaml").read_text(encoding="utf-8")
    made = sitegen(site, "new", "news", "Judul: \"berita\" 'uji'", *())
    assert made.code == 0
    assert (site / made.out.strip()).is_file()
    assert "draft: true" in (site / made.out.strip()).read_text(encoding="utf-8")
    assert made.out.strip() in sitegen(site, "list", "drafts").out
    assert sitegen(tmp_path, "init", "situs").code == 1


def test_new_village_by_name(tmp_path: Path) -> None:
    """The places of the name are listed on stderr; --pick takes the code or the number of one."""
    assert sitegen(tmp_path, "init", "situs", "--lang", "en").code == 0
    site = tmp_path / "situs"
    villages = site / "data/villages.yaml"
    before = villages.read_bytes()
    listed = sitegen(site, "new", "village", "gatak, Jawa Tengah")
    assert (listed.code, listed.out) == (2, "")
    assert "  33.10.22.2002  Gatak, Ngawen, Kabupaten Klaten, Jawa Tengah\n" in listed.err
    assert "--pick 33." in listed.err.splitlines()[-1]
    other = sitegen(site, "new", "village", "Gatak", "--pick", "35.05.15.2004")
    assert (other.code, "35.05.15.2004 is none of" in other.err) == (2, True)
    half = sitegen(site, "new", "village", "35.05")
    assert (half.code, half.err.startswith("error[bad-code]")) == (1, True)
    unknown = sitegen(site, "new", "village", "Sukosewuu")
    assert (unknown.code, unknown.err.startswith("error[place-not-found]")) == (1, True)
    assert 'Did you mean "Sukosewu"?' in unknown.err
    assert villages.read_bytes() == before
    assert sitegen(site, "new", "village", "Gatak, Klaten, Ngawen", "--pick", "1").code == 0
    assert sitegen(site, "new", "village", "Gatak", "--pick", "3310162012").code == 0
    text = villages.read_text(encoding="utf-8")
    assert ("- code: 33.10.22.2002\n  name: Gatak " in text, "\n- code: 33.10.16.2012\n" in text) == (True, True)


@pytest.mark.parametrize(("typed", "code"), [("\n", "pick-needed"), ("", "pick-needed"), ("3\n", "pick-unknown")])
def test_new_village_not_chosen_on_terminal(tmp_path: Path, typed: str, code: str) -> None:
    assert sitegen(tmp_path, "init", "situs").code == 0
    arguments = argparse.Namespace(site=tmp_path / "situs", code="Gatak, Klaten", pick=None)
    with mock.patch("sys.stdin", io.StringIO(typed)), mock.patch("sys.stderr", io.StringIO()):
        for stream in (sys.stdin, sys.stderr):
            stream.isatty = lambda: True  # type: ignore[method-assign]
        with pytest.raises(UsageError) as error:
            run_new_village(arguments)
    assert error.value.code == code


def test_new_village_chosen_on_terminal(tmp_path: Path) -> None:
    assert sitegen(tmp_path, "init", "situs").code == 0
    typed, told = mock.Mock(**{"readline.return_value": "2\n", "isatty.return_value": True}), io.StringIO()
    told.isatty = lambda: True  # type: ignore[method-assign]
    with mock.patch("sys.stdin", typed), mock.patch("sys.stderr", told):
        assert run_main("new", "village", "Gatak, Klaten", "--site", str(tmp_path / "situs")) == 0
    assert told.getvalue().count("Gatak, ") == 2
    assert "\n- code: 33.10.22.2002\n" in (tmp_path / "situs/data/villages.yaml").read_text(encoding="utf-8")


def test_new_village_by_name_without_list(tmp_path: Path) -> None:
    """A site of invented places has no names to look for."""
    assert sitegen(tmp_path, "init", "situs", "--lang", "en").code == 0
    with (tmp_path / "situs/data/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("official_list: none\n")
    ran = sitegen(tmp_path / "situs", "new", "village", "Gatak")
    assert (ran.code, "error[bad-code]" in ran.err) == (1, True)


def test_closed_pipe_is_no_error(full: Path) -> None:
    shell = f"{sys.executable} -m sitegen list drafts | true"
    done = subprocess.run(["sh", "-c", shell], cwd=full, env=environment(), capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_terminal_encoding_lacks_a_character(site: Path) -> None:
    ran = sitegen_process(site, "explain", "unknown-key", PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert ran.out.isascii()


def test_sample_site_is_valid() -> None:
    ran = sitegen(ROOT, "check", "--strict", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")


def test_next_change_is_a_moment_and_what_changes(full: Path) -> None:
    ran = sitegen(full, "next-change", "--lang", "en", *AT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "2030-01-01T00:00+08:00\n  appears  content/pages/kelak.md  Halaman kelak\n"
    after = sitegen(full, "next-change", "--at", "2030-01-01")
    assert after.out.splitlines()[0] == "2030-01-01T09:00+08:00"


def test_next_change_format_json(full: Path) -> None:
    told = json.loads(sitegen(full, "next-change", "--format", "json", *AT).out)
    assert told["at"] == "2030-01-01T00:00:00+08:00"
    assert [(one["kind"], one["name"]) for one in told["changes"]] == [("appears", "content/pages/kelak.md")]
    none = sitegen(full, "next-change", "--format", "json", "--at", "2099-01-01")
    assert (none.code, json.loads(none.out)) == (0, {"at": None, "changes": []})


def test_next_change_none_prints_nothing_for_scripts(site: Path) -> None:
    ran = sitegen(site, "next-change", "--lang", "en", *AT)
    assert (ran.code, ran.out, ran.err) == (0, "", "With no edit, this site stays as it is.\n")


def test_next_change_due_has_come_by_the_clock(full: Path) -> None:
    due = sitegen(full, "next-change", "--due", "--at", "2019-06-01")
    assert due.out.splitlines()[0] == "2020-01-01T00:00+08:00"
    none = sitegen(full, "next-change", "--due", "--lang", "en", "--at", "2099-01-01")
    assert (none.code, none.out) == (0, "")


def test_next_change_of_a_broken_site_tells_its_problems(broken: Path) -> None:
    ran = sitegen(broken, "next-change", "--lang", "en", *AT)
    assert (ran.code, ran.out) == (1, "")
    assert "data/villages.yaml:3:9: error[unknown-value]" in ran.err


def test_check_calendar_names_a_page_that_does_not_exist_once_at_its_place(site: Path) -> None:
    (site / "data/calendar.yaml").write_text(
        "- id: hasil\n  title: Hasil\n  date: 2098\n  status: provisional\n  announced: 2025-12-01\n"
        "  pages: [/desa/, /tidak-ada/]\n",
        encoding="utf-8",
    )
    ran = sitegen(site, "check", "--format", "json", *AT)
    (problem,) = json.loads(ran.out)["problems"]
    assert [problem[key] for key in ("code", "file", "line", "column")] == ["broken-link", "data/calendar.yaml", 6, 19]


def test_check_calendar_overdue_is_a_warning(site: Path) -> None:
    (site / "data/calendar.yaml").write_text(
        "- id: hasil\n  title: Hasil\n  date: 2025-12-31\n  status: provisional\n  announced: 2025-12-01\n",
        encoding="utf-8",
    )
    ran = sitegen(site, "check", "--lang", "en", "--at", "2026-01-01")
    assert (ran.code, "data/calendar.yaml:3:9: warning[calendar-overdue] 2025-12-31 has passed" in ran.err) == (0, True)
    assert sitegen(site, "check", "--strict", "--at", "2026-01-01").code == 1
    assert sitegen(site, "check", "--strict", "--at", "2025-12-31").code == 0
