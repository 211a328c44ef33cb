"""Whatever stands in the files of a site: a problem with its code, exit code 1, and what was published stays."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from call_count import count_calls
from run_command import CASES, tree
from site_cases import run_main

VILLAGE = (CASES / "minimal/data/villages.yaml").read_text(encoding="utf-8")
MATTER = "---\ntitle: Uji\ndate: 2018-07-05\nsummary: Uji.\n---\n\nIsi.\n"
BINARY = bytes(range(256)) * 8
NEWS = "content/news/2018-07-05-uji.md"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
Bad = tuple[str, str | bytes, str]
MOST_CALLS = 2_000_000
"""Function calls that refusing a hostile file may take; none of those below takes 400,000."""


def village(old: str, new: str) -> str:
    assert old in VILLAGE
    return VILLAGE.replace(old, new)


def matter(line: str) -> str:
    return MATTER.replace("summary: Uji.\n", f"summary: Uji.\n{line}\n")


CASES_OF_TEXT: dict[str, Bad] = {
    "an empty file": ("data/site.yaml", "", "file-empty"),
    "nothing but a remark": ("data/programme.yaml", "# nanti\n", "file-empty"),
    "a binary file": ("data/villages.yaml", BINARY, "not-utf8"),
    "another encoding": ("data/villages.yaml", village("Sukosewu", "Suk\u00e9").encode("latin-1"), "not-utf8"),
    "UTF-16": ("data/villages.yaml", VILLAGE.encode("utf-16"), "not-utf8"),
    "a null byte": ("data/villages.yaml", village("Sukosewu", "Suko\0sewu"), "control-character"),
    "a tab": ("data/villages.yaml", village("  name", "\tname"), "yaml-tab"),
    "a repeated key": (
        "data/villages.yaml",
        village("  kind: desa\n", "  kind: desa\n  kind: desa\n"),
        "yaml-repeated-key",
    ),
    "a repeated code": ("data/villages.yaml", VILLAGE * 2, "repeated-code"),
    "an unknown key": ("data/villages.yaml", village("  kind:", "  jenis: desa\n  kind:"), "unknown-key"),
    "a missing key": ("data/villages.yaml", village("  name: Sukosewu\n", ""), "missing-key"),
    "a list for a text": ("data/villages.yaml", village("Sukosewu", "[a, b]"), "wrong-shape"),
    "a text for a list": ("data/villages.yaml", village("[koran]", "koran"), "wrong-shape"),
    "a mapping for a list": ("data/villages.yaml", "a: 1\n", "wrong-shape"),
    "a list for a mapping": ("data/site.yaml", "- a\n", "wrong-shape"),
    "an impossible date": ("data/villages.yaml", village("2018-07-05", "2018-02-30"), "impossible-date"),
    "no date": ("data/villages.yaml", village("2018-07-05", "Juli 2018"), "bad-date"),
    "a code without dots": ("data/villages.yaml", village("35.05.15.2004", "3505152004"), "bad-code"),
    "a code that climbs out": ("data/villages.yaml", village("35.05.15.2004", "35.05.15.2004/../../x"), "bad-code"),
    "a slug that climbs out": ("data/villages.yaml", VILLAGE + "  slug: ../../../luar\n", "bad-slug"),
    "a thousands separator": (
        "data/programme.yaml",
        (CASES / "minimal/data/programme.yaml").read_text(encoding="utf-8")
        + "years:\n  - {year: 2018, reported: 6.400}\n",
        "bad-number",
    ),
    "an alias bomb": ("data/villages.yaml", BOMB, "yaml-alias"),
    "an object": ("data/villages.yaml", '!!python/object/apply:os.system ["touch pwned"]\n', "yaml-tag"),
    "an object in a record": ("data/villages.yaml", village("Sukosewu", "!!python/name:os.system x"), "yaml-tag"),
    "a merge key": ("data/villages.yaml", VILLAGE + "  <<: {note: x}\n", "unknown-key"),
    "deep brackets": ("data/villages.yaml", "[" * 100_000, "yaml-depth"),
    "deep braces": ("data/villages.yaml", "- code: " + "{a: " * 50_000, "yaml-depth"),
    "deep indentation": ("data/villages.yaml", "".join(f"{' ' * n}a:\n" for n in range(500)), "yaml-depth"),
    "a line of 50 MB": ("data/villages.yaml", "- code: " + "x" * 50_000_000, "line-too-long"),
    "a line of 50 MB in prose": (NEWS, MATTER + "x" * 50_000_000, "line-too-long"),
    "two documents": ("data/villages.yaml", VILLAGE + "---\n- a\n", "yaml-documents"),
    "no front matter": (NEWS, "Isi saja.\n", "front-matter-missing"),
    "an unclosed front matter": (NEWS, "---\ntitle: Uji\n\nIsi.\n", "front-matter-unclosed"),
    "a front matter that is a list": (NEWS, "---\n- a\n---\nIsi.\n", "wrong-shape"),
    "an empty announcement": (NEWS, "", "file-empty"),
    "a binary announcement": (NEWS, BINARY, "not-utf8"),
    "a slug of news that climbs out": (NEWS, matter("slug: ../../x"), "bad-slug"),
    "an alias that climbs out": (NEWS, matter("aliases: [/../../x/]"), "bad-path"),
    "an alias to another host": (NEWS, matter("aliases: [//jahat.example/]"), "bad-path"),
    "an alias over a page": (NEWS, matter("aliases: [/desa/]"), "alias-taken"),
    "an image that climbs out": (
        NEWS,
        matter("image: {src: ../../../../etc/passwd, alt: x, credit: x}"),
        "unknown-image",
    ),
    "an image at a root": (NEWS, matter("image: {src: /etc/passwd, alt: x, credit: x}"), "bad-source-path"),
    "a link to nothing": (NEWS, MATTER + "\n[x](hilang.md)\n", "broken-link"),
    "a link that climbs out": (NEWS, MATTER + "\n[x](../../../../etc/passwd)\n", "broken-link"),
    "an image that is none": ("content/media/foto.jpg", b"bukan gambar", "image-unreadable"),
    "an image cut short": (
        "content/media/foto.jpg",
        (CASES / "full/content/media/balai-desa.jpg").read_bytes()[:300],
        "image-unreadable",
    ),
    "a theme that climbs out": (
        "data/site.yaml",
        (CASES / "minimal/data/site.yaml").read_text(encoding="utf-8") + "theme: ../../x\n",
        "bad-identifier",
    ),
    "a theme that is not there": (
        "data/site.yaml",
        (CASES / "minimal/data/site.yaml").read_text(encoding="utf-8") + "theme: biru\n",
        "theme-missing",
    ),
    "an address with a script": (
        "data/sources.yaml",
        (CASES / "minimal/data/sources.yaml").read_text(encoding="utf-8") + '  url: "javascript:alert(1)"\n',
        "bad-url",
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site that was built when it was sound."""
    folder = tmp_path_factory.mktemp("terbit")
    shutil.copytree(CASES / "minimal/data", folder / "data")
    (folder / NEWS).parent.mkdir(parents=True)
    (folder / NEWS).write_text(MATTER, encoding="utf-8")
    assert run_main("build", "--site", str(folder), "--at", "2026-01-01", "--quiet") == 0
    return folder


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "situs"))


def refused(site: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The problems that building the site tells; it must fail with 1 and leave what is published."""
    before = tree(site / "build/site")
    code = run_main("build", "--site", str(site), "--at", "2026-01-01", "--jobs", "1", "--format", "json")
    printed = capsys.readouterr()
    assert code == 1
    assert printed.err == ""
    assert tree(site / "build/site") == before
    problems: list[dict[str, object]] = json.loads(printed.out)["problems"]
    return problems


@pytest.mark.parametrize(("file", "text", "code"), CASES_OF_TEXT.values(), ids=CASES_OF_TEXT)
def test_bad_input_text_is_refused(
    site: Path, file: str, text: str | bytes, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_bytes(text.encode() if isinstance(text, str) else text)
    problems, _ = count_calls(lambda: refused(site, capsys), most=MOST_CALLS)
    assert (file, code) in [(problem["file"], problem["code"]) for problem in problems] or (
        code == "alias-taken" and code in [problem["code"] for problem in problems]
    )
    assert len(problems) <= 3, "one slip gives few problems"
    assert not list(site.rglob("pwned"))


SETTINGS = (CASES / "minimal/data/site.yaml").read_text(encoding="utf-8")
WRITTEN: dict[str, tuple[str, str, str]] = {
    "a menu that leads nowhere": (
        "data/site.yaml",
        SETTINGS + "menu:\n  - title: Ada\n    path: /desa/\n  - title: Hilang\n    path: «/hilang/»\n",
        "broken-link",
    ),
    "a redirect that leads nowhere": (
        "data/site.yaml",
        SETTINGS + "redirects:\n  - source: /lama/\n    target: «/hilang/»\n",
        "broken-link",
    ),
    "a redirect of a file that leads nowhere": (
        "data/site.yaml",
        SETTINGS + "redirects: [{source: /lama.csv, target: «/hilang.csv»}]\n",
        "broken-link",
    ),
    "a redirect over a page": (
        "data/site.yaml",
        SETTINGS + "redirects:\n  - target: /arsip/\n    source: «/desa/»\n",
        "alias-taken",
    ),
    "an alias over a page": (NEWS, matter("aliases: [/dulu/, «/desa/»]"), "alias-taken"),
    "an alias over a page, in lines": (NEWS, matter("aliases:\n  - /dulu/\n  - «/desa/»"), "alias-taken"),
    "a point with commas": (
        "data/villages.yaml",
        VILLAGE.replace("  sources:", "  location: {lat: «-8,03546», lon: 112.29194}\n  sources:"),
        "bad-degrees",
    ),
}


@pytest.mark.parametrize(("file", "marked", "code"), WRITTEN.values(), ids=WRITTEN)
def test_bad_input_is_reported_at_its_line(
    site: Path, file: str, marked: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _, rest = marked.partition("«")
    (site / file).write_text(marked.replace("«", "").replace("»", ""), encoding="utf-8")
    (problem,) = refused(site, capsys)
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == (code, file, line, column)
    assert problem["end"] == column + len(rest.partition("»")[0])


def test_bad_input_theme_without_messages_is_reported(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "data/site.yaml").write_text(SETTINGS + "theme: bisu\n", encoding="utf-8")
    (site / "themes/bisu/messages").mkdir(parents=True)
    (site / "themes/bisu/messages/id.yaml").write_text("home: Beranda\n", encoding="utf-8")
    problems = refused(site, capsys)
    assert {(problem["code"], problem["file"]) for problem in problems} == {
        ("word-missing", "themes/bisu/messages/id.yaml")
    }


def _remove(file: str) -> Callable[[Path], None]:
    return lambda site: (site / file).unlink()


def _folder(file: str) -> Callable[[Path], None]:
    def make(site: Path) -> None:
        (site / file).unlink()
        (site / file).mkdir()

    return make


def _dead_link(site: Path) -> None:
    (site / "data/sources.yaml").unlink()
    os.symlink("tidak-ada.yaml", site / "data/sources.yaml")


def _circle(site: Path) -> None:
    os.symlink(site / "content", site / "content/news/lingkaran")
    (site / "data/villages.yaml").write_text("- a\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_remove("data/site.yaml"), "site-missing"),
        (_remove("data/programme.yaml"), "file-missing"),
        (_remove("data/villages.yaml"), "file-missing"),
        (_remove("data/sources.yaml"), "file-missing"),
        (_folder("data/sources.yaml"), "file-missing"),
        (_dead_link, "file-unreadable"),
        (_circle, "wrong-shape"),
    ],
    ids=["no settings", "no programme", "no villages", "no sources", "a folder for a file", "a dead link", "a circle"],
)
def test_bad_input_missing_files_are_reported(
    site: Path, spoil: Callable[[Path], None], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(site)
    assert code in [problem["code"] for problem in refused(site, capsys)]


def test_input_with_crlf_and_byte_order_mark_is_accepted(site: Path) -> None:
    for file in ("data/villages.yaml", NEWS):
        text = (site / file).read_bytes()
        (site / file).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    before = tree(site / "build/site")
    assert run_main("build", "--site", str(site), "--at", "2026-01-01", "--jobs", "1", "--quiet") == 0
    assert tree(site / "build/site") == before
