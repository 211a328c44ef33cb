"""Hostile text is simply text: it changes no page's elements, runs nowhere, and none of it is lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hostile_site import HARMLESS, PAYLOAD, write_hostile_site
from parsed_page import ParsedPage, parse_page
from site_cases import NOW, Built, build_site, copy_case

from sitegen.build_context import BuildContext
from sitegen.names import slugify

ALL = BuildContext(NOW, drafts=True, future=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def texts(folder: Path) -> list[tuple[str, str]]:
    """Every hostile text with the field that holds it."""
    return write_hostile_site(folder / "hostile", PAYLOAD)


@pytest.fixture(scope="module")
def built(folder: Path, texts: list[tuple[str, str]]) -> Built:
    return build_site(folder / "hostile", folder / "out" / "site", ALL)


@pytest.fixture(scope="module")
def pages(built: Built) -> dict[str, ParsedPage]:
    return {path: parse_page(html) for path, html in built.pages().items()}


def test_hostile_site_has_no_problem(built: Built) -> None:
    assert built.summary
    assert {problem.code for problem in built.problems} == {"name-unclean"}  # marks that turn the text of names around


def test_hostile_text_adds_no_element(folder: Path, built: Built, pages: dict[str, ParsedPage]) -> None:
    """The pages are built of the same elements as those of a site with plain words in the same places."""
    assert slugify(PAYLOAD) == slugify(HARMLESS)
    write_hostile_site(folder / "harmless", HARMLESS)
    plain = build_site(folder / "harmless", folder / "plain" / "site", ALL).pages()
    assert plain.keys() == pages.keys()
    for path, html in plain.items():
        assert pages[path].shape() == parse_page(html).shape(), path


def test_hostile_text_is_never_evaluated(pages: dict[str, ParsedPage]) -> None:
    for path, page in pages.items():
        assert page.unclosed == [], path
        assert page.scripts == [], path
        assert not [text for text in page.texts if " 49 " in text], path
        for link in page.all("a"):
            assert link.get("href", "#").startswith(("../", "./", "#", "https://", "mailto:", "tel:", "/laporan/")) or (
                link["href"][0].isalpha() and ":" not in link["href"]
            ), path


def test_hostile_text_is_complete(texts: list[tuple[str, str]], built: Built, pages: dict[str, ParsedPage]) -> None:
    """Each text of what is published stands, whole, on some page; of several paragraphs, the last."""
    # What is allowed, and reasons to differ from the official list, are for those who check; no page shows them.
    texts = [(name, text) for name, text in texts if name.partition(".")[0] not in ("Privacy", "ListDifferences")]
    shown = "\n".join({" ".join(text.split()) for page in pages.values() for text in page.texts})
    lost = {name for name, text in texts if " ".join(text.split("\n\n")[-1].split()) not in shown}
    assert not lost, ", ".join(sorted(lost))


def test_hostile_text_in_data_formats(texts: list[tuple[str, str]], built: Built) -> None:
    known = {text for _, text in texts}
    villages = list(csv.DictReader(io.StringIO(built.text("data/villages.csv"))))
    assert {row["name"] for row in villages} <= known
    for path in ("data/villages.json", "data/villages.geojson", "feed.json"):
        strings = set(_strings(json.loads(built.text(path))))
        assert any(PAYLOAD in text for text in strings), path
    feed = ElementTree.fromstring(built.text("atom.xml"))
    titles = {(title.text or "").removeprefix("[draf] ") for title in feed.findall("{*}entry/{*}title")}
    assert titles
    assert titles <= known


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def test_hostile_prose_is_cleaned_and_reported(tmp_path: Path) -> None:
    root = copy_case("minimal", tmp_path)
    (root / "content/news").mkdir(parents=True)
    body = [
        "Biasa ${alert(2)} \\{{ 7*7 }} \u202eatik\u202c & 'tunggal' \"ganda\".",
        "<script>alert(1)</script>",
        "`</script><script>alert(3)</script>`",
        '<a href="javascript:alert(4)" onclick="alert(5)">tekan</a>',
        "<img src=x onerror=alert(6)>",
        '<svg onload="alert(7)"><style>*{display:none}</style></svg>',
        '<p style="display:none">Tetap tampak</p>',
    ]
    matter = "---\ntitle: Uji\ndate: 2018-07-05\nsummary: Uji.\n---\n\n"
    (root / "content/news/2018-07-05-uji.md").write_text(matter + "\n\n".join(body) + "\n", encoding="utf-8")
    built = build_site(root, tmp_path / "out" / "site")
    told = {(problem.code, problem.at.line) for problem in built.problems}
    assert {code for code, _ in told} == {"html-removed", "broken-image", "image-without-alt"}
    assert {line for code, line in told if code == "html-removed"} == {9, 13, 15, 17, 19}

    (root / "content/news/2018-07-05-uji.md").write_text(
        matter + "\n\n".join(text for text in body if "<img" not in text) + "\n", encoding="utf-8"
    )
    page = parse_page(build_site(root, tmp_path / "out" / "site").text("berita/2018/uji/index.html"))
    assert page.scripts == []
    assert page.unclosed == []
    assert "Biasa ${alert(2)} {{ 7*7 }} \u202eatik\u202c & 'tunggal' \"ganda\"." in page.main
    assert "</script><script>alert(3)</script>" in page.main
    assert "tekan" in page.main
    assert "Tetap tampak" in page.main
    for tag, attributes in page.elements:
        assert tag not in ("svg", "style")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert "javascript:" not in "".join(attributes.values())
