"""What goes wrong at one file is a problem of that file, and the others are checked all the same."""

from __future__ import annotations

import errno
import io
import os
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from marked_site import NEWS, SOUND, read, write_site
from mutations import MutatedSite, replacements
from PIL import Image

from sitegen.build import BuildOptions, check
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.output import Prose
from sitegen.problems import Problem, Report, Span, fence
from sitegen.render.markdown import MAX_NESTING, Converter, RenderFindings

NEWS_FILE = "content/news/2018-07-05-dua-desa.md"
THEME = {
    "data/site.yaml": SOUND["data/site.yaml"] + "theme: uji\n",
    "themes/uji/theme.yaml": "name: Uji\nextends: default\n",
}
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


def fail(*_: object, **__: object) -> None:
    raise RuntimeError("bad\nsecond line")


def test_fence_reports_type_message_and_place() -> None:
    report = Report()
    with fence(report, Span("a.md", 3)):
        Report().add(None, Span(""), **{"x": Broken()})  # type: ignore[arg-type]
    (problem,) = report
    assert (problem.code, problem.severity, problem.at) == ("internal-fault", "error", Span("a.md", 3))
    assert problem.values["error"] == "RuntimeError: bad"
    assert problem.values["place"].startswith(("sitegen/", "-"))


class Broken:
    def __str__(self) -> str:
        raise RuntimeError("bad\nsecond line")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), SystemExit(1), OSError(errno.ENOSPC, "full")])
def test_fence_lets_pass_what_no_source_is_the_reason_of(error: BaseException) -> None:
    report = Report()
    with pytest.raises(type(error)), fence(report, Span("a.md")):
        raise error
    assert not len(report)


@pytest.mark.parametrize(
    ("function", "file"),
    [
        ("sitegen.load.media._inspect", "content/media/a.txt"),
        ("sitegen.load.content._parse_item", NEWS_FILE),
        ("sitegen.load.records._parse_list", "data/villages.yaml"),
        ("sitegen.load.records._parse_record", "data/programme.yaml"),
        ("sitegen.load.theme._parse_settings", "themes/uji/theme.yaml"),
        ("sitegen.load.checks._check", ""),
        ("sitegen.load.check_privacy", ""),
    ],
)
def test_fence_around_each_file_and_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, file: str
) -> None:
    root = write_site(tmp_path, THEME | {"content/media/a.txt": "Isi.", "data/glossary.yaml": "- term: [a]\n"})
    monkeypatch.setattr(function, fail)
    _, problems = read(root)
    assert ("internal-fault", Span(file)) in [(problem.code, problem.at) for problem in problems]
    if function != "sitegen.load.records._parse_list":
        assert "data/glossary.yaml" in {problem.at.file for problem in problems}


def checked(root: Path) -> list[Problem]:
    report = Report()
    check(BuildOptions(root, BuildContext(NOW)), report)
    return list(report)


def test_fence_around_page_kinds_and_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dead = NEWS.replace("\nDua desa ditetapkan.\n", "\n[a](/tidak-ada/)\n")
    root = write_site(tmp_path, {"themes/default/theme.yaml": None, NEWS_FILE: dead})
    monkeypatch.setattr("sitegen.render.social_card.social_card", fail)
    problems = checked(root)
    assert {problem.code for problem in problems} == {"internal-fault", "broken-link"}
    faults = [problem for problem in problems if problem.code == "internal-fault"]
    assert {problem.at.file for problem in faults} >= {NEWS_FILE}
    assert {problem.values["error"] for problem in faults} == {"RuntimeError: bad"}
    assert {problem.values["place"].partition(":")[0] for problem in faults} == {"sitegen/render/content.py"}
    monkeypatch.setattr("sitegen.pages.villages.villages", fail)
    monkeypatch.setattr("sitegen.pages.indicators.indicators", int)
    faults = checked(root)
    assert [(problem.code, problem.at) for problem in faults] == [("internal-fault", Span(""))] * 2
    assert {problem.values["error"].partition(":")[0] for problem in faults} == {"RuntimeError", "TypeError"}


def convert(text: str, converter: Converter | None = None) -> tuple[str, list[Problem]]:
    findings = RenderFindings()
    prose = Prose("content/pages/a.md", text, 5, {})
    html = (converter or Converter(NullCache(), "uji", "")).html(prose, str, findings)
    return html, list(findings.report)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Isi.\n\n" + "1. " * 500 + "x\n\nIsi.", 7),
        ("- a\n" + "".join("    " * depth + "- x\n" for depth in range(1, 300)), 304),
        ("Isi.\n\n" + "> " * 300 + "x", 7),
        ("> - " * 100 + "x", 5),
        ("<div>" * (MAX_NESTING + 1) + "x" + "</div>" * (MAX_NESTING + 1), 5),
    ],
    ids=["numbers", "lists", "quotes", "both", "elements"],
)
def test_text_too_deep_is_told_at_its_line(text: str, line: int) -> None:
    html, (problem,) = convert(text)
    assert html == ""
    assert (problem.code, problem.at) == ("text-too-deep", Span("content/pages/a.md", line))
    assert problem.values == {"limit": str(MAX_NESTING)}


def test_text_of_few_levels_is_converted() -> None:
    levels = MAX_NESTING // 2 - 1
    html, problems = convert("".join("    " * depth + "- x\n" for depth in range(levels)))
    assert (html.count("<ul>"), problems) == (levels, [])


def test_text_after_one_too_deep_is_converted_as_ever() -> None:
    converter, text = Converter(NullCache(), "uji", ""), "a\n\nb\n\n- c\n\n    d\n"
    expected = convert(text)
    assert convert("1. " * 500 + "x", converter)[0] == ""
    assert convert(text, converter) == expected


@pytest.mark.parametrize("sign", ["<![>", "<![a", '<!["', "<![ CDATA", "<![<div>"])
def test_text_with_unreadable_markup_is_told_at_its_place(sign: str) -> None:
    html, (problem,) = convert(f"Isi.\n\n<div>x {sign}\n</div>\n")
    assert (html, problem.code, problem.at) == ("", "markup-unreadable", Span("content/pages/a.md", 7, 8, 11))


def test_theme_with_a_refused_colour_is_checked_to_its_end(tmp_path: Path) -> None:
    paper = "{name: paper, light: '#ffffff', dark: '#000000'}"
    colours = (
        f"colours:\n  - {{name: ink, light: red, dark: '#ffffff', text_on: [paper]}}\n  - {paper}\n  - {{name: 3}}\n"
    )
    root = write_site(tmp_path, THEME | {"themes/uji/theme.yaml": f"name: Uji\nextends: default\n{colours}"})
    _, problems = read(root)
    assert "internal-fault" not in {problem.code for problem in problems}
    assert ("bad-colour", 4) in {(problem.code, problem.at.line) for problem in problems}


@pytest.mark.parametrize("file", ["themes/uji/static/style/a.css", "themes/uji/static/a.js"])
def test_theme_file_of_another_encoding_is_told_at_its_place(tmp_path: Path, file: str) -> None:
    root = write_site(tmp_path, THEME)
    (root / file).parent.mkdir(parents=True)
    (root / file).write_bytes(b"/* a\n caf\xe9 */")
    _, problems = read(root)
    assert [(problem.code, problem.at) for problem in problems] == [("not-utf8", Span(file, 2, 5, 6))]


def test_theme_file_whose_name_is_no_text_is_left_out(tmp_path: Path) -> None:
    root = write_site(tmp_path, THEME)
    (root / "themes/uji/static").mkdir()
    for name in (b"\xe9.png", b"a\nb.js"):
        with open(os.path.join(os.fsencode(root), b"themes/uji/static", name), "wb"):
            pass
    site, problems = read(root)
    assert [(problem.code, problem.at.file) for problem in problems] == [
        ("unknown-file", "themes/uji/static/\\udce9.png"),
        ("unknown-file", "themes/uji/static/a\\nb.js"),
    ]
    assert site is not None
    assert not any(name.endswith((".png", "b.js")) for name in site.theme.static if "/" not in name)


def test_statement_with_trials_of_another_kind_is_told(tmp_path: Path) -> None:
    example = (Path(__file__).parents[2] / "docs/example/data/accessibility.yaml").read_text(encoding="utf-8")
    head, _, _ = example.partition("\ntrials:")
    for value in ("3", "{a: b}", "[1]", "", "[]", "[{what: []}]"):
        root = write_site(tmp_path, {"data/accessibility.yaml": f"{head}\ntrials: {value}\n"})
        report = Report()
        load_site(root, report, NullCache())
        codes = {problem.code for problem in report if problem.at.file == "data/accessibility.yaml"}
        assert "internal-fault" not in {problem.code for problem in report}
        assert codes or value == "[]"


def test_png_with_too_little_data_is_told(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(whole, "PNG")
    data = whole.getvalue()
    start, end = data.index(b"IDAT"), data.index(b"IEND") - 8
    short = b"IDAT" + data[start + 4 : (start + end) // 2]
    cut = data[: start - 4] + (len(short) - 4).to_bytes(4, "big") + short + zlib.crc32(short).to_bytes(4, "big")
    root = write_site(tmp_path, {"content/media/a.png": cut + data[end + 4 :], "content/media/b.png": data})
    _, problems = read(root)
    assert [(problem.code, problem.at) for problem in problems] == [("image-unreadable", Span("content/media/a.png"))]


@pytest.mark.slow
def test_mutated_sources_never_fail_sitegen(tmp_path: Path) -> None:
    """A sample of what `python tests/mutations.py` tries."""
    site = MutatedSite(tmp_path)
    assert [fault for seed in range(30) for fault in site.faults(seed)] == []
    for file in ("data/accessibility.yaml", "themes/default/theme.yaml"):
        changed = list(replacements(site.sources[file], ".yaml"))
        assert [fault for data in changed[10::60] for fault in site.faults_of(file, data)] == []
