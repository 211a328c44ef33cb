"""The gate on what search engines are told fails on each rule that is broken, and lets two sound pages pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from bad_pages import Make, canonical, indexed, make
from compressed_host import compressed
from gates.indexing import indexing_faults


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Make]:
    """Makes a page and serves it."""
    with compressed(tmp_path) as host:
        yield partial(make, host)


def holds(found: list[str], wanted: str) -> bool:
    """Whether a text is part of one of the findings."""
    return any(wanted in one for one in found)


@pytest.mark.parametrize(
    ("head", "urls", "said"),
    [
        ("{canonical}", (), "indexable, and not in the sitemap"),
        ('<meta name="robots" content="noindex">', ("{url}",), "in the sitemap, and not an indexable page"),
        ("{canonical}", ("{url}", "{url}tidak-ada/"), "tidak-ada/: in the sitemap, and not an indexable page"),
        ("{canonical}", ("{url}", "{url}"), "is there twice"),
        ("{canonical}", ("{url}", "/"), "is no whole address"),
        ("", ("{url}",), "has no canonical address"),
        ('<link rel="canonical" href="{url}lain/">', (), "is no page of the site"),
        ("{canonical}{canonical}", ("{url}",), "has 2 canonical addresses"),
        ('{canonical}<link rel="alternate" hreflang="en" href="{url}en/">', ("{url}",), "is no page of the site"),
        ('{canonical}<link rel="alternate" hreflang="en" href="{url}satu.html">', ("{url}",), "does not lead back"),
        ('{canonical}<link rel="alternate" hreflang="en" href="{url}">', ("{url}",), "does not name itself"),
    ],
)
def test_gate_indexing_rules(bad: Make, head: str, urls: tuple[str, ...], said: str) -> None:
    page = bad()
    own = canonical(page.url)
    page = make(page.host, head=head.format(url=page.url, canonical=own))
    page.put("satu.html", '<!doctype html><html lang="en"><meta name="robots" content="noindex">')
    assert holds(
        indexing_faults(indexed(page, *(url.format(url=page.url) for url in urls)).folder, page.host.address), said
    )


def test_gate_indexing_accepts_valid(bad: Make) -> None:
    page = bad()
    other = f"{page.url}en/"
    pair = "".join(
        f'<link rel="alternate" hreflang="{language}" href="{url}">\n'
        for language, url in (("id", page.url), ("en", other), ("x-default", page.url))
    )
    page = make(page.host, head=canonical(page.url) + pair)
    text = (page.folder / "index.html").read_text(encoding="utf-8").replace(canonical(page.url), canonical(other))
    page.put("en/index.html", text.replace('lang="id"', 'lang="en"', 1))
    assert indexing_faults(indexed(page, page.url, other).folder, page.host.address) == []
