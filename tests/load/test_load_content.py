"""Announcements, pages and themes: what their files must be, and what is said where they are not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from marked_site import NEWS, PAGE, SOUND, problems_of, read, write_site

from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.load.theme import load_locale_messages
from sitegen.problems import Report, Span

N = "content/news/2018-07-05-dua-desa.md"
T = "content/pages/tentang.md"
PHOTO = "content/media/foto.jpg"


def test_front_matter_and_body(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {N: NEWS.replace("---\n\nDua", "---  \n\n\nDua")}))
    assert not problems
    assert site is not None
    (news,) = site.news
    assert (news.file, news.body, news.body_line, news.language) == (N, "Dua desa ditetapkan.\n", 10, "id")
    assert site.origins[N] == Span(N, 1)


@pytest.mark.parametrize(
    ("code", "severity", "text", "span"),
    [
        ("file-empty", "error", "", (0, 0)),
        ("file-empty", "error", " \n\n", (0, 0)),
        ("front-matter-missing", "error", "Dua desa.\n", (1, 0)),
        ("front-matter-missing", "error", "----\ntitle: A\n---\n", (1, 0)),
        ("front-matter-unclosed", "error", NEWS.replace("---\n\n", "\n"), (1, 1)),
        ("body-empty", "warning", NEWS.removesuffix("Dua desa ditetapkan.\n"), (7, 0)),
        ("yaml-colon", "error", NEWS.replace("title: Dua", "title: Blitar: dua"), (2, 14)),
        ("brief-too-long", "error", NEWS.replace("---\n\n", "in_brief: [a, b, c, d, e, f]\n---\n\n"), (7, 27)),
    ],
)
def test_announcement_errors(tmp_path: Path, code: str, severity: str, text: str, span: tuple[int, int]) -> None:
    _, (problem,) = read(write_site(tmp_path, {N: text}))
    assert (problem.code, problem.severity, problem.at.file) == (code, severity, N)
    assert (problem.at.line, problem.at.column) == span


def test_front_matter_empty_reports_all_keys(tmp_path: Path) -> None:
    _, problems = read(write_site(tmp_path, {N: "---\n---\nIsi.\n"}))
    assert [(problem.code, problem.values) for problem in problems] == [
        ("missing-key", {"key": "date"}),
        ("missing-key", {"key": "summary"}),
        ("missing-key", {"key": "title"}),
    ]
    assert {problem.at.line for problem in problems} == {2}


def test_announcements_newest_first_then_by_file(tmp_path: Path) -> None:
    files = {
        f"content/news/{name}.md": NEWS.replace("2018-07-05", date)
        for name, date in [("a", "2018"), ("2019/b", "2019-01-01"), ("c", "2018-01-01"), ("d", "'[..2018-03]'")]
    }
    site, problems = read(write_site(tmp_path, {**files, N: None}))
    assert not problems
    assert site is not None
    assert [news.file.removeprefix("content/news/") for news in site.news] == ["2019/b.md", "d.md", "a.md", "c.md"]


def test_translation_files_beside_originals(tmp_path: Path) -> None:
    site, _ = read(write_site(tmp_path, {N.replace(".md", ".en.md"): NEWS, T.replace(".md", ".en.md"): PAGE}))
    assert site is not None
    assert [news.language for news in site.news] == ["en", "id"]
    assert [page.language for page in site.pages] == ["en", "id"]
    english = {**SOUND, "data/site.yaml": SOUND["data/site.yaml"] + "language: en\n"}
    site, _ = read(write_site(tmp_path / "x", {**english}))
    assert site is not None
    assert site.news[0].language == "en"


@pytest.mark.parametrize(
    ("name", "date", "named"),
    [
        ("2018-07-05-x", "2018-07-05", ""),
        ("2018-07-05-x", "2018-07", ""),
        ("2018-x", "2018-07-05", ""),
        ("2018-70-tahun", "2018-07-05", ""),
        ("kabar", "2018-07-05", ""),
        ("20180705-x", "2018-07-05", ""),
        ("2018-07-06-x", "2018-07-05", "2018-07-06"),
        ("2019-x", "2018-07-05", "2019"),
        ("2018-08-x", "'[..2018-07]'", "2018-08"),
    ],
)
def test_announcement_date_from_file_name(tmp_path: Path, name: str, date: str, named: str) -> None:
    file = f"content/news/{name}.md"
    marked = NEWS.replace("date: 2018-07-05", f"date: «{date}»").replace("title: Dua", "title: Kedua")
    problems, (place,) = problems_of(tmp_path, file, marked)
    assert [(problem.code, problem.severity, problem.at, problem.values) for problem in problems] == (
        [("file-date", "warning", place, {"name": named, "date": date.strip("'")})] if named else []
    )


@pytest.mark.parametrize(
    ("file", "suggestion"),
    [
        ("data/vilages.yaml", "villages.yaml"),
        ("data/villages.yml", "villages.yaml"),
        ("data/catatan.txt", ""),
        ("data/villages/35.csv", ""),
        ("content/x.md", ""),
        ("content/new/x.md", "content/news/x.md"),
        ("content/news/x.markdown", "x.md"),
        ("content/pages/logo.svg", ""),
    ],
)
def test_content_unknown_file_warns(tmp_path: Path, file: str, suggestion: str) -> None:
    _, (problem,) = read(write_site(tmp_path, {file: "x"}))
    assert (problem.code, problem.severity, problem.at) == ("unknown-file", "warning", Span(file))
    assert (problem.values, problem.suggestion) == ({"name": file}, suggestion)


def test_content_files_of_tools_are_ignored(tmp_path: Path) -> None:
    quiet = ("data/.x", "data/_y.yaml", "content/README.md", "content/news/README.md", "content/news/_draft/a.md")
    site, problems = read(write_site(tmp_path, dict.fromkeys(quiet, "x")))
    assert not problems
    assert site is not None
    assert len(site.news) == 1


def test_site_missing_files_reported(tmp_path: Path) -> None:
    site, problems = read(tmp_path)
    assert site is None
    assert [(problem.code, problem.at.file) for problem in problems] == [("site-missing", "data/site.yaml")]
    needed = ("data/programme.yaml", "data/villages.yaml")
    site, problems = read(write_site(tmp_path, dict.fromkeys(needed)))
    assert site is not None
    assert [(problem.code, problem.values["path"]) for problem in problems] == [("file-missing", one) for one in needed]


def test_site_optional_file_missing_if_unreferenced(tmp_path: Path) -> None:
    unneeded = dict.fromkeys(("data/outreach.yaml", "data/indicators.yaml"))
    assert not read(write_site(tmp_path / "1", unneeded))[1]
    for number, file in enumerate(("data/offices.yaml", "data/sources.yaml")):
        _, (problem,) = read(write_site(tmp_path / f"x{number}", {file: None}))
        assert (problem.code, problem.values, problem.at) == ("file-missing", {"path": file}, Span(file))


def test_site_empty_files(tmp_path: Path) -> None:
    site, problems = read(
        write_site(tmp_path / "1", {"data/indicators.yaml": "# none yet\n", "data/outreach.yaml": ""})
    )
    assert site is not None
    assert not problems
    for number, file in enumerate(("data/site.yaml", "data/programme.yaml")):
        _, (problem,) = read(write_site(tmp_path / f"x{number}", {file: "# nothing\n"}))
        assert (problem.code, problem.values, problem.at) == ("file-empty", {"path": file}, Span(file))


def test_site_folder_in_place_of_file(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "data/villages").mkdir()
    (root / "data/villages/35.yaml").symlink_to("nowhere")
    (problem,) = read(root)[1]
    assert (problem.code, problem.at) == ("file-unreadable", Span("data/villages/35.yaml"))
    assert problem.values == {"path": "data/villages/35.yaml"}


THEME = {
    "themes/anak/theme.yaml": "name: Anak\nextends: default\n",
    "themes/anak/templates/home.html": "anak",
    "themes/anak/messages/id.yaml": "home: Rumah\n",
    "themes/anak/static/favicon.svg": "<svg/>",
    "themes/default/templates/home.html": "induk",
    "themes/default/templates/parts/base.html": "dasar",
    "themes/default/messages/id.yaml": "home: Beranda\nmap: Peta\n",
    "themes/default/static/favicon.svg": "<svg></svg>",
    "data/site.yaml": SOUND["data/site.yaml"] + "theme: anak\n",
}


def test_theme_extends_another(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {**THEME}))
    assert not problems
    assert site is not None
    theme = site.theme
    assert theme.name == "anak"
    assert theme.templates == {"home.html": "anak", "parts/base.html": "dasar"}
    assert theme.template_files["parts/base.html"] == "themes/default/templates/parts/base.html"
    own = {"home": "Rumah", "map": "Peta"} | load_locale_messages("id", NullCache())
    assert theme.messages["id"].items() >= own.items()
    assert set(theme.messages) == {"id"}
    assert Path(theme.static["favicon.svg"].location) == tmp_path / "themes/anak/static/favicon.svg"
    assert any(name.startswith("vendor/") for name in theme.static)


@pytest.mark.parametrize(
    ("code", "file", "marked", "suggestion"),
    [
        ("theme-missing", "themes/anak/theme.yaml", "name: Anak\nextends: «defalt»\n", "default"),
        ("theme-circle", "themes/anak/theme.yaml", "name: Anak\nextends: «anak»\n", ""),
        ("unknown-key", "themes/anak/theme.yaml", "name: Anak\n«extend»: default\n", "extends"),
        ("file-empty", "themes/anak/theme.yaml", "", ""),
        ("wrong-shape", "themes/anak/messages/id.yaml", "a: ‸[b]\n", ""),
        ("wrong-shape", "themes/anak/messages/id.yaml", "‸- a\n", ""),
        ("empty-value", "themes/anak/messages/id.yaml", "«a»:\n", ""),
        ("yaml-repeated-key", "themes/anak/messages/id.yaml", "a: b\n«a»: c\n", ""),
    ],
)
def test_theme_errors(tmp_path: Path, code: str, file: str, marked: str, suggestion: str) -> None:
    (problem,), spans = problems_of(tmp_path, file, marked, **{key: one for key, one in THEME.items() if key != file})
    assert (problem.code, problem.suggestion) == (code, suggestion)
    assert problem.at == (spans[0] if spans else Span(file))


def test_theme_messages_required_in_each_language(tmp_path: Path) -> None:
    messages = {"themes/default/messages/id.yaml": "a: x\nb: y\n", "themes/default/messages/en.yaml": "a: x\nc: z\n"}
    _, (problem,) = read(write_site(tmp_path / "1", {**messages}))
    assert (problem.code, problem.values) == ("word-missing", {"key": "c", "language": "id"})
    assert problem.at == Span("themes/default/messages/id.yaml")
    english = SOUND["data/site.yaml"] + "language: en\n"
    _, (problem,) = read(write_site(tmp_path / "2", {"data/site.yaml": english, **dict(list(messages.items())[:1])}))
    assert (problem.code, problem.values) == ("file-missing", {"path": "themes/default/messages/en.yaml"})


def test_theme_template_not_utf8(tmp_path: Path) -> None:
    file = "themes/default/templates/home.html"
    _, (problem,) = read(write_site(tmp_path, {file: b"a\n\xff"}))
    assert (problem.code, problem.at) == ("not-utf8", Span(file, 2, 1, 2))


def test_theme_of_package_is_default(tmp_path: Path) -> None:
    package = tmp_path / "package"
    for file, data in (("theme.yaml", b"name: Lain\n"), ("templates/x.html", b"x"), ("messages/id.yaml", b"a:\n")):
        (package / "lain" / file).parent.mkdir(parents=True, exist_ok=True)
        (package / "lain" / file).write_bytes(data)
    report = Report()
    root = write_site(tmp_path / "site", {"data/site.yaml": SOUND["data/site.yaml"] + "theme: lain\n"})
    site = load_site(root, report, NullCache(), [package])
    assert site is not None
    assert site.theme.template_files == {"x.html": "themes/lain/templates/x.html"}
    (problem,) = report
    assert (problem.code, problem.at) == ("empty-value", Span("themes/lain/messages/id.yaml", 1, 1, 2))


def test_content_folder_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, look = write_site(tmp_path), os.scandir

    def refuse(path: str) -> Any:
        if Path(path) == root / "content/news":
            raise PermissionError(13, "refused", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    _, (problem,) = read(root)
    assert (problem.code, problem.at) == ("file-unreadable", Span("content/news"))


def test_content_file_name_escaped(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "content/news/a\nb.md").write_text(NEWS)
    (Path(os.fsdecode(os.fsencode(root) + b"/content/media\xff.jpg"))).write_bytes(b"no matter what")
    _, problems = read(root)
    assert [(problem.code, problem.at.file) for problem in problems] == [
        ("unknown-file", "content/media\\udcff.jpg"),
        ("unknown-file", "content/news/a\\nb.md"),
    ]


def tagged(*tags: str) -> str:
    return NEWS.replace("---\n\n", f"tags: [{', '.join(tags)}]\n---\n\n")


def test_tags_of_one_address_ask_for_other_words(tmp_path: Path) -> None:
    other = "content/news/2018-07-04-lain.md"
    files = {N: tagged("C", "C++", "Desa Sadar"), other: tagged("'C#'", "Desa محمد", "Desa").replace("07-05", "07-04")}
    _, problems = read(write_site(tmp_path, files))
    assert [(one.code, one.at.file, one.values["tag"], one.values["other"]) for one in problems] == [
        ("tag-address-shared", other, "C#", "C"),
        ("tag-address-shared", other, "Desa محمد", "Desa"),
        ("tag-address-shared", N, "C++", "C"),
    ]
    assert problems[0].at.column == 8


@pytest.mark.parametrize("other", ["desa sadar", "Desa-Sadar", "Désa sadar", "'Desa: sadar'"])
def test_tags_that_differ_in_punctuation_are_one(tmp_path: Path, other: str) -> None:
    assert read(write_site(tmp_path, {N: tagged("Desa Sadar", other)}))[1] == []


def test_tags_of_two_languages_do_not_share_an_address(tmp_path: Path) -> None:
    english = {"data/site.yaml": SOUND["data/site.yaml"] + "languages: [en]\n"}
    files = {N: tagged("C"), N.replace(".md", ".en.md"): tagged("C++").replace("Dua", "Two")}
    assert read(write_site(tmp_path, {**english, **files}))[1] == []
