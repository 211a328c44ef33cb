"""A folder that a tool makes is one output: fresh or made anew as a whole, pruned, told in the manifest, never half."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.build import BuildOptions, BuildResult, build, check
from sitegen.build_context import BuildContext
from sitegen.problems import Report
from sitegen.publish import verify_published

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
INDEX = "pencarian/_berita"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with the theme's own search and one announcement."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "tests/sites/minimal", folder, ignore=shutil.ignore_patterns("expected*"))
    shutil.copytree(ROOT / "themes", folder / "themes", dirs_exist_ok=True)
    write(folder, "2020-01-01-satu.md", "Kabar perlindungan.")
    write(folder, "2020-01-02-dua.md", "Kabar **lain**.")
    return folder


def write(folder: Path, name: str, text: str, more: str = "") -> None:
    file = folder / "content/news" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    matter = f"title: Kabar {name}\ndate: {name[:10]}\nsummary: Ringkasan.\n{more}"
    file.write_text(f"---\n{matter}---\n\n{text}\n", encoding="utf-8")


def built(site: Path, context: BuildContext | None = None) -> tuple[BuildResult | None, list[str]]:
    report = Report()
    summary = build(BuildOptions(site, context or BuildContext(NOW)), site / "build/site", report)
    return summary, [problem.code for problem in report if problem.severity == "error"]


def index(site: Path) -> dict[str, bytes]:
    folder = site / "build/site" / INDEX
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def fragments(files: dict[str, bytes]) -> set[str]:
    return {name for name in files if name.startswith("fragment/")}


def test_directory_output_made_once_and_fresh(site: Path) -> None:
    assert built(site)[1] == []
    files = index(site)
    assert len(fragments(files)) == 2
    assert not any("ui" in name or "unknown" in name for name in files)
    summary, _ = built(site)
    assert summary
    assert summary.written == 0


def test_directory_output_edit_updates_and_prunes(site: Path) -> None:
    built(site)
    before = index(site)
    write(site, "2020-01-02-dua.md", "Kabar yang sama sekali lain.")
    built(site)
    after = index(site)
    assert len(fragments(after)) == 2
    assert len(fragments(before) & fragments(after)) == 1
    (site / "content/news/2020-01-02-dua.md").unlink()
    built(site)
    assert fragments(index(site)) == fragments(before) & fragments(after)


@pytest.mark.parametrize("harm", ["changed", "missing", "surplus"])
def test_directory_output_damaged_is_repaired(site: Path, harm: str) -> None:
    """A surplus file is somebody else's: it stays, and harms nothing."""
    built(site)
    before = index(site)
    file = site / "build/site" / INDEX / ("pagefind.js" if harm != "surplus" else "fragment/x")
    if harm == "missing":
        file.unlink()
    else:
        file.write_text("x", encoding="utf-8")
    built(site)
    assert index(site) == (before | {"fragment/x": b"x"} if harm == "surplus" else before)


def test_directory_output_excludes_drafts_and_previews(site: Path) -> None:
    write(site, "2020-01-03-draf.md", "Rahasia.", "draft: true\n")
    built(site)
    assert len(fragments(index(site))) == 2
    built(site, BuildContext(NOW, drafts=True))
    assert index(site) == {}


def test_directory_output_in_manifest_with_inputs(site: Path) -> None:
    built(site)
    report, manifest = Report(), site / "build/manifest.json"
    verify_published(site / "build/site", manifest, report)
    assert list(report) == []
    listed = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
    assert {name.removeprefix(f"{INDEX}/") for name in listed if name.startswith(INDEX)} == set(index(site))
    news = ["content/news/2020-01-01-satu.md", "content/news/2020-01-02-dua.md"]
    assert [name for name in listed[f"{INDEX}/pagefind.js"]["inputs"] if name.startswith("content/news/")] == news


@pytest.mark.parametrize("program", ["/nowhere/pagefind", "/bin/true"])
def test_directory_output_failed_program_publishes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    built(site)
    before = index(site)
    write(site, "2020-01-02-dua.md", "Kabar lain lagi.")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program)
    assert built(site) == (None, ["search-tool-failed"])
    assert index(site) == before
    report = Report()
    check(BuildOptions(site, BuildContext(NOW)), report)
    (problem,) = [one for one in report if one.severity == "error"]
    assert (problem.code, problem.at.file, problem.at.line, problem.at.column) == ("search-tool-failed", "", 0, 0)
    assert program in problem.values["detail"] or "no answer" in problem.values["detail"]


def test_directory_output_theme_without_script_needs_no_program(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "themes/default/static/search_texts.js").unlink()
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nowhere/pagefind")
    assert built(site)[1] == []
    page = (site / "build/site/pencarian/index.html").read_text(encoding="utf-8")
    assert "wasm" not in page
    assert '<p hidden><button id="search-texts"' in page
