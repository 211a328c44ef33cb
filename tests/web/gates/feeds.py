"""The rules of Atom (RFC 4287) and JSON Feed 1.1 that readers of feeds rely on, held against every feed of a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

from parsed_page import parse_page

ATOM = "{http://www.w3.org/2005/Atom}"
JSON = "https://jsonfeed.org/version/1.1"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
ADVERTISED = ("application/atom+xml", "application/feed+json")


def feed_faults(folder: Path, address: str) -> list[str]:
    """What is wrong with the feeds in `folder`, served at `address`, and with what pages tell of them."""
    found, feeds = list[str](), set[str]()
    for file in sorted(folder.rglob("*")):
        path = f"/{file.relative_to(folder).as_posix()}"
        if file.suffix == ".xml" and b"http://www.w3.org/2005/Atom" in file.read_bytes()[:400]:
            feeds.add(path)
            found += [f"{path}: {one}" for one in atom_faults(file.read_bytes(), address + path)]
        elif file.name == "feed.json":
            feeds.add(path)
            found += [f"{path}: {one}" for one in json_faults(file.read_text(encoding="utf-8"), address + path)]
    told = _advertised(folder, address)
    found += [f"{path}: no page names it" for path in sorted(feeds - told)]
    found += [f"{path}: named by a page, and not there" for path in sorted(told - feeds)]
    return found


def atom_faults(data: bytes, url: str) -> list[str]:
    """What is wrong with one Atom feed, which stands at `url`."""
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [f"is no XML: {error}"]
    entries = feed.findall(f"{ATOM}entry")
    found = [f"feed: {fault}" for fault in _atom_common(feed)]
    for number, entry in enumerate(entries, 1):
        found += [f"entry {number}: {fault}" for fault in _atom_common(entry)]
        if not (_links(entry, "alternate") or entry.findall(f"{ATOM}content")):
            found.append(f"entry {number}: leads nowhere and holds nothing")
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            found.append(f"entry {number}: nobody wrote it")
        published, updated = entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")
        if published and not _MOMENT.fullmatch(published):
            found.append(f"entry {number}: published {published!r}")
        if published and updated and published[:10] > updated[:10]:
            found.append(f"entry {number}: changed before it was published")
    if _links(feed, "self") != [url]:
        found.append(f"feed: says that it stands at {_links(feed, 'self')}, not {url}")
    found += _repeated([entry.findtext(f"{ATOM}id") or "" for entry in entries])
    newest = max((entry.findtext(f"{ATOM}updated") or "" for entry in entries), default="")
    if newest[:10] > (feed.findtext(f"{ATOM}updated") or "")[:10]:
        found.append("feed: older than its newest entry")
    return found


def json_faults(text: str, url: str) -> list[str]:
    """What is wrong with one JSON Feed, which stands at `url`."""
    try:
        feed: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        return [f"is no JSON: {error}"]
    found = [] if feed.get("version") == JSON else [f"version {feed.get('version')!r}"]
    if not feed.get("title"):
        found.append("has no title")
    if feed.get("feed_url") != url:
        found.append(f"says that it stands at {feed.get('feed_url')!r}, not {url}")
    items = feed.get("items")
    if not isinstance(items, list):
        return [*found, "has no list of items"]
    for number, item in enumerate(items, 1):
        if not isinstance(item.get("id"), str) or not _WHOLE.fullmatch(item["id"]):
            found.append(f"item {number}: id {item.get('id')!r}")
        if not (item.get("content_html") or item.get("content_text")):
            found.append(f"item {number}: holds nothing")
        for key in ("date_published", "date_modified"):
            if key in item and not _MOMENT.fullmatch(str(item[key])):
                found.append(f"item {number}: {key} {item[key]!r}")
        for key in ("url", "external_url", "image"):
            if key in item and not str(item[key]).startswith(("http://", "https://")):
                found.append(f"item {number}: {key} {item[key]!r}")
    return found + _repeated([str(item.get("id")) for item in items])


def _atom_common(element: ElementTree.Element) -> list[str]:
    """What is wrong with what a feed and an entry alike must have, exactly once each."""
    found = list[str]()
    for name in ("id", "title", "updated"):
        texts = [(one.text or "").strip() for one in element.findall(ATOM + name)]
        if len(texts) != 1 or not texts[0]:
            found.append(f"{name}: {texts}")
        elif name == "id" and not _WHOLE.fullmatch(texts[0]):
            found.append(f"id {texts[0]!r} is no whole address")
        elif name == "updated" and not _MOMENT.fullmatch(texts[0]):
            found.append(f"updated {texts[0]!r} is no moment")
    links = element.findall(f"{ATOM}link")
    return found + [f"link {link.get('href')!r}" for link in links if not _WHOLE.fullmatch(link.get("href", ""))]


def _links(element: ElementTree.Element, relation: str) -> list[str]:
    found = element.findall(f"{ATOM}link")
    return [link.get("href", "") for link in found if link.get("rel", "alternate") == relation]


def _repeated(ids: list[str]) -> list[str]:
    return [f"the id {one!r} is there twice" for one in sorted({one for one in ids if ids.count(one) > 1})]


def _advertised(folder: Path, address: str) -> set[str]:
    """The feeds that pages name in their heads."""
    told = set[str]()
    for file in folder.rglob("*.html"):
        here = f"{address}/{file.relative_to(folder).as_posix()}"
        for link in parse_page(file.read_text(encoding="utf-8")).all("link", rel="alternate"):
            if link.get("type") in ADVERTISED:
                told.add(urljoin(here, link["href"]).removeprefix(address))
    return told
