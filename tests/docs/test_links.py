"""Every link of the documentation within this repository leads to a file and a heading that are there."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted(
    str(file.relative_to(ROOT))
    for file in [*ROOT.glob("*.md"), ROOT / "sitegen" / "README.md", *(ROOT / "docs").rglob("*.md")]
    if not {"example", "examples"} & {*file.parts}
)
LINK = re.compile(r"!?(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")


def prose(text: str) -> str:
    """The text without its blocks and spans of code, in which brackets mean nothing."""
    text = re.sub(r"^(```+).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^    .*$", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<!\[)`[^`\n]*`(?!\])", "", text)


@functools.cache
def anchors(file: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    found = set[str]()
    text = re.sub(r"^(```+).*?^\1", "", file.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 1
        while anchor in found:
            anchor = f"{anchor.removesuffix(f'-{number - 1}')}-{number}"
            number += 1
        found.add(anchor)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_docs_links_resolve(name: str) -> None:
    file = ROOT / name
    for link in LINK.findall(prose(file.read_text(encoding="utf-8"))):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_docs_promises_name_existing_tests() -> None:
    page = ROOT / "docs" / "promises.md"
    promised = re.findall(r"\[`(test_\w+)`\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert len(promised) > 20
    for test, file in promised:
        assert re.search(rf"^def {test}\(", (page.parent / file).read_text(encoding="utf-8"), re.MULTILINE), test


@pytest.mark.parametrize("name", TEXTS)
def test_docs_headings_have_unique_anchors(name: str) -> None:
    """A link to a heading that stands twice would lead to the first of them only."""
    text = re.sub(r"^(```+).*?^\1", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    everything = "".join((ROOT / other).read_text(encoding="utf-8") for other in TEXTS)
    own, foreign = re.findall(r"\]\(#([^)]+)\)", text), re.findall(rf"/{Path(name).name}#([^)]+)\)", everything)
    linked = {*own, *foreign, *re.findall(rf"\({Path(name).name}#([^)]+)\)", everything)}
    slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert [slug for slug in linked if slugs.count(slug) > 1] == []


def test_docs_screenshot_size_and_weight() -> None:
    """`python tools/screenshot.py` makes it."""
    file = ROOT / "docs" / "screenshot.png"
    with Image.open(file) as picture:
        assert picture.size == (1280, 800)
    assert file.stat().st_size < 200_000
