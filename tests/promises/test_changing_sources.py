"""Sources that change while a site is built, and change back: what is published is what was loaded, or nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from damage import paint, write_site
from edit_chain import NOW, built, published, tree
from factory import INDONESIA
from run_command import sitegen

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load.context import LoadContext
from sitegen.problems import Report, Span


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a release."""
    folder = write_site(tmp_path_factory.mktemp("start") / "site")
    ran = sitegen(folder, "release", "2025-12-31", "--lang", "en")
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def site(start: Path, tmp_path: Path) -> Path:
    """A copy of it, whose photos no build of this process has seen."""
    folder = Path(shutil.copytree(start, tmp_path / "site"))
    paint(folder / "content/media/balai.jpg", 200)
    return folder


def build_changing(root: Path, target: Path, at: str, files: list[str]) -> tuple[bool, Report]:
    """Build while `files` change as the stage `at` begins, and change back when the build is done."""
    report, kept = Report(), {file: (root / file).read_bytes() for file in files}

    def change(stage: str, total: int) -> None:
        if stage == at:
            for file, data in kept.items():
                if file.endswith(".jpg"):
                    paint(root / file, 30, located="asli" in file)
                else:
                    (root / file).write_bytes(data.replace(b"kecil", b"besar") + b"\n")

    result = build(BuildOptions(root, BuildContext(NOW), on_progress=change), target, report)
    for file, data in kept.items():
        assert (root / file).read_bytes() != data
        (root / file).write_bytes(data)
    return result is not None, report


@pytest.mark.parametrize(
    "file",
    [
        "content/media/balai.jpg",
        "content/media/asli.jpg",
        "content/media/lampiran.txt",
        "themes/kecil/static/tanda.txt",
        "data/releases/2025-12-31.jsonl",
    ],
)
def test_source_copied_while_it_changes_is_a_problem(site: Path, tmp_path: Path, file: str) -> None:
    target = tmp_path / "out" / "site"
    done, report = build_changing(site, target, "render", [file])
    assert not done
    assert [(problem.code, problem.at) for problem in report if problem.severity == "error"] == [
        ("file-changed", Span(file))
    ]
    assert tree(target) == {}
    assert built(site, target)[:2] == built(site, tmp_path / "clean" / "site")[:2]
    assert published(target) == published(tmp_path / "clean" / "site")


SUFFIXES = (".yaml", ".md", ".html", ".css")


@pytest.mark.parametrize("at", ["plan", "render", "write"])
def test_source_read_once_is_published_as_loaded(site: Path, tmp_path: Path, at: str) -> None:
    """Texts, data, templates, style sheets and settings."""
    target, clean = tmp_path / "out" / "site", tmp_path / "clean" / "site"
    shutil.copytree(Path(__file__).parents[2] / "themes/default", site / "themes/default")
    sources = [file.relative_to(site).as_posix() for file in site.rglob("*.*") if file.suffix in SUFFIXES]
    files = [file for file in sources if "/static/" not in file or "/static/style/" in file]
    done, report = build_changing(site, target, at, files)
    assert done, list(report)
    problems = built(site, clean)[1]
    assert [(problem.severity, *problem.sort_key()) for problem in report] == problems
    assert published(target) == published(clean)
    assert built(site, target) == (True, problems, 0)


def test_source_is_the_same_at_every_reading(tmp_path: Path) -> None:
    """The check for private data and the positions of problems are those of the text that is published."""
    context = LoadContext(tmp_path, Report(), NullCache(), known_geography=INDONESIA)
    (tmp_path / "a.yaml").write_bytes(b"a: 1\nb: 2\n")
    assert context.load("a.yaml") == b"a: 1\nb: 2\n"
    (tmp_path / "a.yaml").write_bytes(b"\nb: 3\n")
    assert context.load("a.yaml") == b"a: 1\nb: 2\n"
    assert context.span("a.yaml", "b").line == 2
