"""Feeds, as strangers read them: feedparser, JSON, and the rules of RFC 4287."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from factory import NOW, make_config, make_news, make_page
from published_site import published

from sitegen.build_context import BuildContext
from sitegen.load.content import sort_newest_first
from sitegen.models import Correction

ATOM = "{http://www.w3.org/2005/Atom}"
ITEMS = (
    make_news("2019-10-09-pulutan.md", title="Angka & <tanda>", reporter="Ani", tags=("a", "b")),
    make_news(
        "2018-sungai.md", date="[2018-03..2018-12]", updated="2020-01", body="Baca [ini](../pages/tentang.md).\n"
    ),
    make_news(aliases=("/lama/", "/lebih-baru/")),
)


def atom(**parts: Any) -> ElementTree.Element:
    return ElementTree.fromstring(published(pages=(make_page(),), **parts)["atom.xml"])


def text(element: ElementTree.Element, name: str) -> str:
    found = element.findall(ATOM + name)
    assert len(found) == 1, name
    return found[0].text or ""


def test_feed_atom_follows_rfc_4287() -> None:
    feed = atom(news=ITEMS)
    ids = [text(feed, "id")]
    assert feed.findall(f"{ATOM}link[@rel='self']")[0].get("href") == "https://uji.example/atom.xml"
    assert text(feed.findall(f"{ATOM}author")[0], "name") == "Penerbit Uji"
    assert "bukan situs resmi" in text(feed, "subtitle")
    entries = feed.findall(ATOM + "entry")
    for entry in entries:
        ids.append(text(entry, "id"))
        assert datetime.fromisoformat(text(entry, "updated")).utcoffset() is not None
        assert entry.findall(f"{ATOM}published") == []  # the day of an event is not that of its publication
        assert text(entry, "title")
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        content = entry.findall(ATOM + "content")[0]
        assert content.get("type") == "html"
        assert "<p>Situs uji, bukan situs resmi.</p>" in (content.text or "")
    assert len(ids) == len(set(ids)) == 4
    assert ids[-1] == "https://uji.example/lama/"
    assert text(entries[0], "updated") == "2019-10-09T00:00:00+07:00"
    assert text(feed, "updated") == text(entries[1], "updated") == "2020-01-31T00:00:00+07:00"
    assert [text(author, "name") for author in entries[0].findall(ATOM + "author")] == ["Ani"]


def test_feed_atom_parsed_by_feed_reader() -> None:
    read = feedparser.parse(published(news=ITEMS, pages=(make_page(),))["atom.xml"])
    assert not read.bozo
    assert read.version == "atom10"
    assert read.entries[0].title == "Angka & <tanda>"
    assert '<a href="https://uji.example/tentang/">ini</a>' in read.entries[1].content[0].value
    assert [tag.term for tag in read.entries[0].tags] == ["a", "b"]


def test_feed_text_links_point_to_page() -> None:
    item = make_news(body="Kata[^1]. Lihat [bagian](#bagian).\n\n## Bagian\n\n[^1]: Keterangan.\n")
    files, page = published(news=(item,)), "https://uji.example/berita/2018/kabar/"
    shown = feedparser.parse(files["atom.xml"]).entries[0].content[0].value
    assert re.findall(r'href="([^"]*)"', shown) == [f"{page}#fn:1", f"{page}#bagian", f"{page}#fnref:1"]
    assert 'href="#' in files["berita/2018/kabar/index.html"]


def test_feed_json_equals_atom() -> None:
    files = published(news=ITEMS, pages=(make_page(),))
    feed, other = json.loads(files["feed.json"]), ElementTree.fromstring(files["atom.xml"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert "bukan situs resmi" in feed["description"]
    entries = other.findall(ATOM + "entry")
    for item, entry in zip(feed["items"], entries, strict=True):
        assert item["id"] == text(entry, "id")
        assert item["title"] == text(entry, "title")
        assert item["content_html"] == text(entry, "content")
        assert item.get("date_published") is entry.findtext(f"{ATOM}published") is None
    assert "date_modified" not in feed["items"][1]  # only a month is stated
    (item,) = json.loads(published(news=(make_news(updated="2020-01-31"),))["feed.json"])["items"]
    assert item["date_modified"] == "2020-01-31T00:00:00+07:00"


OLD = tuple(make_news(f"2024-03-{day:02d}-k{day}.md") for day in range(1, 23))
NEW = make_news("2024-01-05-baru.md", title="Baru", publish_date="2025-11-28T09:00")


def test_feed_and_home_page_begin_with_what_was_published_last() -> None:
    files = published(news=sort_newest_first((*OLD, NEW)))
    entry = ElementTree.fromstring(files["atom.xml"]).findall(ATOM + "entry")[0]
    assert text(entry, "title") == "Baru"
    assert text(entry, "published") == text(entry, "updated") == "2025-11-28T09:00:00+07:00"
    assert "<p>Waktu peristiwa: 5 Januari 2024.</p>" in text(entry, "content")
    item = json.loads(files["feed.json"])["items"][0]
    assert (item["title"], item["date_published"]) == ("Baru", text(entry, "published"))
    for path in ("index.html", "berita/index.html", "berita/2024/index.html"):
        card = files[path][files[path].index(">Baru</a>") :].partition("</li>")[0]
        assert re.sub("<[^>]+>", "", card).startswith(">Baru\n5 Januari 2024 · diterbitkan 28 November 2025"), path
        assert files[path].index(">Baru</a>") < files[path].index("Kabar 2024-03-22"), path


@pytest.mark.parametrize(
    ("date", "updated", "words"),
    [
        ("2024-07", "2024-07-31", "Juli 2024"),
        ("[2024-07..2024-12]", "2024-12-31", "antara Juli 2024 dan Desember 2024"),
        ("[..2019-10-09]", "2019-10-09", "paling lambat 9 Oktober 2019"),
        ("2025", "2025-12-31", "2025"),
    ],
)
def test_feed_never_makes_a_partial_date_exact(date: str, updated: str, words: str) -> None:
    (entry,) = atom(news=(make_news("2024-kabar.md", date=date),)).findall(ATOM + "entry")
    assert entry.findall(f"{ATOM}published") == []
    assert text(entry, "updated") == f"{updated}T00:00:00+07:00"
    assert f"<p>Waktu peristiwa: {words}.</p>" in text(entry, "content")


def test_feed_of_corrections_publishes_no_day_that_is_not_stated() -> None:
    whens = ("2025-03-01", "2025-04", "[2025-05..2025-06]")
    ledger = tuple(
        Correction(what=f"reported-{n}", kind="revision", when=when, why="w") for n, when in enumerate(whens)
    )
    feed = ElementTree.fromstring(published(corrections=ledger)["ralat/atom.xml"])
    stated = [(entry.findtext(f"{ATOM}published"), text(entry, "updated")[:10]) for entry in feed.iter(ATOM + "entry")]
    assert stated == [(None, "2025-06-30"), (None, "2025-04-30"), ("2025-03-01T00:00:00+07:00", "2025-03-01")]
    assert text(feed, "updated") == "2025-06-30T00:00:00+07:00"


def test_feed_ids_independent_of_preview_url() -> None:
    here = published(news=ITEMS, pages=(make_page(),))["atom.xml"]
    there = published(BuildContext(NOW, base_url="http://127.0.0.1:8000"), news=ITEMS, pages=(make_page(),))["atom.xml"]
    assert re.findall(r"<id>.*?</id>", here) == re.findall(r"<id>.*?</id>", there)


def test_feed_holds_newest_twenty() -> None:
    items = tuple(make_news(f"2018-02-{28 - n:02d}-k{n}.md") for n in range(25))
    titles = [text(entry, "title") for entry in atom(news=items).findall(ATOM + "entry")]
    assert titles == [item.meta.title for item in items[:20]]


def test_feed_valid_without_news_or_notice() -> None:
    feed = atom(config=make_config(notice=None))
    assert text(feed, "updated") == "2017-12-31T00:00:00+07:00"
    assert feed.findall(ATOM + "entry") == []


def test_feed_drops_characters_invalid_in_xml() -> None:
    feed = atom(news=(make_news(title="a\x0bb\uffffc]]>", body="d\x0ce\n", tags=("f\x01g",)),))
    (entry,) = feed.findall(ATOM + "entry")
    assert text(entry, "title") == "abc]]>"
    assert "<p>de</p>" in text(entry, "content")
