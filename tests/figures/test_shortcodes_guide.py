"""Every call that the guide for staff documents gives what the guide says, with the data of the sample site."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from factory import ADDRESSES, INDONESIA, make_news, make_page

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.figures import SHORTCODE_PATTERN, Shortcode, parse_shortcode
from sitegen.load import load_site
from sitegen.models import Announcement, PlainPage, Site
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates

ROOT = Path(__file__).parents[2]
SECTION = (
    (ROOT / "docs/panduan.md").read_text(encoding="utf-8").partition("## Angka di dalam teks")[2].partition("\n## ")[0]
)
ROWS = re.findall(r"^\| `(.+?)` \| (.+?) \|$", SECTION, re.MULTILINE)


@functools.cache
def sample() -> Site:
    site = load_site(ROOT, Report(), NullCache())
    assert site is not None
    return site


def read_aloud(item: Announcement | PlainPage) -> tuple[str, list[str]]:
    """The first paragraph of a text as readers see it, and the codes that are told of it."""
    texts = {"news": (item,), "pages": ()} if isinstance(item, Announcement) else {"news": (), "pages": (item,)}
    made = plan_site(replace(sample(), **texts), BuildContext(datetime(2026, 1, 1, tzinfo=UTC)), ADDRESSES)
    output = next(one for one in made.text_outputs if one.path.endswith("index.html"))
    found = RenderFindings()
    templates = Templates(sample().theme, made.layouts[0], "Asia/Jakarta", NullCache(), "test")
    page = templates.render(output, found).decode()
    paragraph = re.search("<p>Baca: (.*?)</p>", page, re.DOTALL)
    assert paragraph is not None
    return unescape(re.sub(r"<[^>]+>", "", paragraph[1])), [one.code for one in found.report]


@pytest.mark.parametrize(("written", "shown"), ROWS)
def test_shortcode_guide_examples_give_documented_result(written: str, shown: str) -> None:
    early = "2018" in written and ("at=" in written or "reported" in written)
    text = f"Baca: {written}"
    item = make_news("2018-07-05-kabar.md", text) if early else make_page(body=text)
    codes = ["figure-not-yet-known"] if shown.startswith("belum") else []
    assert read_aloud(item) == (shown, codes)


def test_shortcode_guide_documents_every_shortcode() -> None:
    calls = [parse_shortcode(match[1], INDONESIA) for match in SHORTCODE_PATTERN.finditer(SECTION)]
    assert all(isinstance(call, Shortcode) for call in calls)
    assert {call.name for call in calls if isinstance(call, Shortcode)} == {
        "figure",
        "count",
        "indicator",
        "target",
        "sum",
        "meant",
    }
    assert len(ROWS) >= 12
