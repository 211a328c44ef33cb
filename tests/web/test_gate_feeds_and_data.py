"""The gates that read feeds and structured data fail on each rule that is broken, and let a sound one pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gates.feeds import atom_faults, feed_faults, json_faults
from gates.structured import structured_faults

AT = "https://uji.example"
ENTRY = (
    "<entry><id>https://uji.example/a/</id><title>A</title><updated>2018-07-05T00:00:00+07:00</updated>"
    '<published>2018-07-05T00:00:00+07:00</published><link href="https://uji.example/a/"/></entry>'
)
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://uji.example/atom.xml</id><title>Uji</title>'
    "<updated>2018-07-05T00:00:00+07:00</updated><author><name>Uji</name></author>"
    f'<link rel="self" href="https://uji.example/atom.xml"/>{ENTRY}</feed>'
)
ITEM: dict[str, Any] = {
    "id": "https://uji.example/a/",
    "url": "https://uji.example/a/",
    "content_html": "<p>A</p>",
    "date_published": "2018-07-05T00:00:00+07:00",
}
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Uji",
    "feed_url": "https://uji.example/feed.json",
    "items": [ITEM],
}
STEP: dict[str, Any] = {"@type": "ListItem", "position": 1, "name": "Awal", "item": "https://uji.example/"}
CRUMBS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    "itemListElement": [STEP, STEP | {"position": 2, "name": "Desa", "item": "https://uji.example/desa/"}],
}
NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "A",
    "url": "https://uji.example/a/",
    "datePublished": "2018-07-05",
    "publisher": {"@type": "Organization", "name": "Uji"},
    "contentLocation": {
        "@type": "Place",
        "name": "Blitar",
        "geo": {"@type": "GeoCoordinates", "latitude": -8.03, "longitude": 112.3},
    },
}


def test_gate_feeds_accepts_valid_feeds() -> None:
    assert atom_faults(FEED.encode(), f"{AT}/atom.xml") == []
    assert json_faults(json.dumps(JSON_FEED), f"{AT}/feed.json") == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("<entry>", "<entri>", "is no XML"),
        ("<id>https://uji.example/a/</id>", "", "entry 1: id: []"),
        ("<id>https://uji.example/a/</id>", "<id>a</id>", "is no whole address"),
        ("<title>A</title>", "<title> </title>", "entry 1: title"),
        ("<title>Uji</title>", "<title>Uji</title><title>Uji</title>", "feed: title"),
        ("<updated>2018-07-05T00:00:00+07:00</updated>", "<updated>5 Juli 2018</updated>", "is no moment"),
        ("<published>2018", "<published>2019", "changed before it was published"),
        ("<published>2018-07-05T", "<published>2018-07-05 ", "published '2018-07-05 "),
        ("<author><name>Uji</name></author>", "", "nobody wrote it"),
        ('href="https://uji.example/atom.xml"', 'href="https://lain.example/"', "says that it stands at"),
        ('<link href="https://uji.example/a/"/>', "", "leads nowhere and holds nothing"),
        ('<link href="https://uji.example/a/"/>', '<link href="/a/"/>', "link '/a/'"),
        ("</feed>", f"{ENTRY}</feed>", "is there twice"),
        ("<title>Uji</title><updated>2018", "<title>Uji</title><updated>2017", "older than its newest entry"),
    ],
)
def test_gate_feeds_atom_rules(was: str, now: str, said: str) -> None:
    assert was in FEED
    found = atom_faults(FEED.replace(was, now).encode(), f"{AT}/atom.xml")
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (JSON_FEED | {"version": "1"}, "version '1'"),
        (JSON_FEED | {"title": ""}, "has no title"),
        (JSON_FEED | {"feed_url": "/feed.json"}, "says that it stands at"),
        (JSON_FEED | {"items": None}, "has no list of items"),
        (JSON_FEED | {"items": [ITEM, ITEM]}, "is there twice"),
        (JSON_FEED | {"items": [ITEM | {"id": 1}]}, "item 1: id 1"),
        (JSON_FEED | {"items": [ITEM | {"content_html": ""}]}, "holds nothing"),
        (JSON_FEED | {"items": [ITEM | {"date_published": "2018-07-05"}]}, "date_published"),
        (JSON_FEED | {"items": [ITEM | {"url": "/a/"}]}, "url '/a/'"),
    ],
)
def test_gate_feeds_json_rules(feed: dict[str, Any], said: str) -> None:
    found = json_faults(json.dumps(feed), f"{AT}/feed.json")
    assert any(said in one for one in found), found
    assert json_faults("{", f"{AT}/feed.json") != []


def test_gate_feeds_linked_and_present(tmp_path: Path) -> None:
    (tmp_path / "atom.xml").write_text(FEED, encoding="utf-8")
    told = '<link rel="alternate" type="application/feed+json" href="feed.json">'
    (tmp_path / "index.html").write_text(f"<!doctype html>{told}", encoding="utf-8")
    assert feed_faults(tmp_path, AT) == ["/atom.xml: no page names it", "/feed.json: named by a page, and not there"]


def page(*blocks: object) -> str:
    """A page with these blocks of structured data."""
    return "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)


def test_gate_structured_data_accepts_valid() -> None:
    assert structured_faults(page(CRUMBS, NEWS), AT) == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (CRUMBS | {"@context": "schema"}, "without the context"),
        (CRUMBS | {"@type": "Jejak"}, "no rule is known"),
        (CRUMBS | {"itemListElement": []}, "has no itemListElement"),
        (CRUMBS | {"itemListElement": [STEP, STEP]}, "positions [1, 1]"),
        (CRUMBS | {"itemListElement": [STEP | {"item": "https://lain.example/"}]}, "leads to"),
        (CRUMBS | {"itemListElement": [{"@type": "ListItem", "position": 1, "item": f"{AT}/"}]}, "has no name"),
        (NEWS | {"datePublished": "5 Juli 2018"}, "is no date"),
        (NEWS | {"url": "/a/"}, "is no whole address"),
        (NEWS | {"image": [f"{AT}/a.jpg", "b.jpg"]}, "image 'b.jpg'"),
        (NEWS | {"publisher": {"@type": "Organization"}}, "Organization: has no name"),
        (NEWS | {"author": ""}, "author is empty"),
        (NEWS | {"geo": {"@type": "GeoCoordinates", "latitude": "-8", "longitude": 112}}, "nowhere on earth"),
        (NEWS | {"geo": {"@type": "GeoCoordinates", "latitude": 112, "longitude": -8}}, "nowhere on earth"),
    ],
)
def test_gate_structured_data_rules(block: dict[str, Any], said: str) -> None:
    found = structured_faults(page(NEWS, block), AT)
    assert any(said in one for one in found), found


def test_gate_structured_data_invalid_json() -> None:
    assert structured_faults('<script type="application/ld+json">{</script>', AT)[0].startswith("is no JSON")
