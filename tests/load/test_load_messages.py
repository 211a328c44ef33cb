"""The words of a theme: each that the engine speaks is there, in braces that are filled, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, unmark, write_site

from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.problems import Problem, Report, Span

ID, EN = "themes/{}/messages/id.yaml", "themes/{}/messages/en.yaml"
DEFAULT = {"theme.yaml": "name: Bawaan\n", "messages/id.yaml": "home: Beranda\ncount: '{n} dari {total}'\n"}


def problems_of(root: Path, theme: str, files: dict[str, str]) -> list[Problem]:
    """What is told of a site whose theme is `theme`, where the package has the theme DEFAULT."""
    for name, text in DEFAULT.items():
        file = root / "package" / "default" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = SOUND["data/site.yaml"] + f"theme: {theme}\n"
    report = Report()
    site = write_site(root / "site", {"themes/default/theme.yaml": None, "data/site.yaml": settings, **files})
    load_site(site, report, NullCache(), [root / "package"])
    return list(report)


def missing(theme: str, key: str) -> tuple[str, Span, dict[str, str]]:
    return ("word-missing", Span(ID.format(theme)), {"key": key, "language": "id"})


@pytest.mark.parametrize(
    ("theme", "files", "told"),
    [
        ("default", {}, []),
        ("anak", {"themes/anak/theme.yaml": "name: Anak\nextends: default\n"}, []),
        ("sendiri", {ID.format("sendiri"): "home: Rumah\n"}, [missing("sendiri", "count")]),
        ("default", {ID.format("default"): "count: Semua\n"}, [missing("default", "home")]),
        (
            "bisu",
            {"themes/bisu/theme.yaml": "name: Bisu\n"},
            [("file-missing", Span(ID.format("bisu")), {"path": ID.format("bisu")})],
        ),
        (
            "asing",
            {EN.format("asing"): "home: Home\n"},
            [("file-missing", Span(ID.format("asing")), {"path": ID.format("asing")})],
        ),
    ],
)
def test_theme_messages_missing_key(
    tmp_path: Path, theme: str, files: dict[str, str], told: list[tuple[str, Span, dict[str, str]]]
) -> None:
    problems = problems_of(tmp_path, theme, files)
    assert [(problem.code, problem.at, problem.values) for problem in problems] == told


@pytest.mark.parametrize(
    ("marked", "allowed"),
    [
        ("count: «'{jumlah} dari {total}'»\n", "{n}, {total}"),
        ("count: «'{n} dari {total'»\n", "{n}, {total}"),
        ("count: «'{}'»\n", "{n}, {total}"),
        ("count: «'{n:d}'»\n", "{n}, {total}"),
        ("home: «'{title}'»\n", "-"),
        ("count: '{total}'\n", ""),
        ("mine: '{whatever}'\n", ""),
    ],
)
def test_theme_messages_unknown_placeholder(tmp_path: Path, marked: str, allowed: str) -> None:
    file = ID.format("anak")
    text, spans = unmark(file, marked)
    files = {"themes/anak/theme.yaml": "name: Anak\nextends: default\n", file: text}
    problems = problems_of(tmp_path, "anak", files)
    assert [(problem.code, problem.at, problem.values["allowed"]) for problem in problems] == [
        ("word-place", span, allowed) for span in spans
    ]
    assert bool(problems) == bool(allowed)


def test_theme_messages_missing_in_second_language(tmp_path: Path) -> None:
    """Each language of the site speaks all words, and none is taken from another language in silence."""
    files = {
        ID.format("sendiri"): "home: Rumah\ncount: '{n}'\n",
        EN.format("sendiri"): "home: Home\n",
        "data/site.yaml": SOUND["data/site.yaml"] + "theme: sendiri\nlanguages: [id, en]\n",
    }
    problems = problems_of(tmp_path, "sendiri", files)
    assert [(problem.code, problem.at, problem.values) for problem in problems] == [
        ("word-missing", Span(EN.format("sendiri")), {"key": "count", "language": "en"})
    ]


def test_theme_messages_of_locale_not_required(tmp_path: Path) -> None:
    root = write_site(
        tmp_path,
        {"data/site.yaml": SOUND["data/site.yaml"] + "theme: uji\n", ID.format("uji"): "home: Beranda\nmonths: Jan\n"}
        | {"themes/uji/theme.yaml": "name: Uji\n"},
    )
    site = load_site(root, Report(), NullCache(), [tmp_path / "none"])
    assert site is not None
    assert site.theme.messages["id"]["months"].startswith("Januari, Februari, ")
    assert site.theme.messages["id"]["home"] == "Beranda"
