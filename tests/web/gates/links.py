"""Links and fragments of a built folder, read as a stranger does: with a parser of HTML, not by our own pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from parsed_page import ParsedPage, parse_page

ADDRESSED = {"href", "src", "poster", "action", "cite", "data", "xlink:href"}
"""Attributes whose value is an address."""
LISTED = {"srcset", "imagesrcset"}
"""Attributes whose value is a list of addresses, each with its size."""
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file links to, and what may be linked to in it."""

    base: str
    """The address from which its links are read."""
    links: tuple[str, ...]
    """The addresses as they are written."""
    ids: frozenset[str]
    """Its fragments."""


def broken_links(folder: Path, address: str) -> list[str]:
    """Each link of a page, picture or stylesheet in `folder`, served at `address`, that leads to nothing there."""
    files = {f"/{file.relative_to(folder).as_posix()}": file for file in sorted(folder.rglob("*")) if file.is_file()}
    read = {
        path: _read(path, file, address) for path, file in files.items() if file.suffix in (".html", ".svg", ".css")
    }
    known, found = dict[tuple[str, str], str](), list[str]()
    for path, one in read.items():
        for link in one.links:
            if (one.base, link) not in known:
                known[one.base, link] = _fault(urljoin(one.base, link), address, files, read)
            if fault := known[one.base, link]:
                found.append(f"{path}: {link!r}: {fault}")
    return found


def links_of(page: ParsedPage) -> list[str]:
    """Every address that a page names, as it is written."""
    links = list[str]()
    for _, attributes in page.elements:
        for name, value in attributes.items():
            if name in ADDRESSED:
                links.append(value)
            elif name in LISTED:
                links += [part.split()[0] for part in value.split(",") if part.strip()]
    for refresh in page.all("meta", **{"http-equiv": "refresh"}):
        links.append(refresh["content"].partition("url=")[2])
    return links


def _read(path: str, file: Path, address: str) -> Read:
    text = file.read_text(encoding="utf-8")
    base = address + path.removesuffix("index.html")
    if file.suffix == ".css":
        return Read(base, tuple(_CSS.findall(text)), frozenset())
    page = parse_page(text)
    for told in page.all("base"):
        base = urljoin(base, told.get("href", ""))
    ids = [attributes.get("id") for _, attributes in page.elements]
    names = [attributes.get("name") for attributes in page.all("a")]
    return Read(base, tuple(links_of(page)), frozenset(one for one in (*ids, *names) if one))


def _fault(url: str, address: str, files: dict[str, Path], read: dict[str, Read]) -> str:
    """What is wrong with a whole address; empty where nothing is."""
    target, fragment = urldefrag(url)
    parts = urlsplit(target)
    if parts.scheme in ("mailto", "tel", "data", "geo"):
        return "" if parts.path or parts.query else "names nobody"
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in url:
        return "is no address"
    if not target.startswith(f"{address}/"):
        return ""
    path = unquote(parts.path)
    path += "index.html" if path.endswith("/") else ""
    if path not in files:
        return "there is no such file"
    wanted = unquote(fragment.partition(":~:")[0])
    if wanted and path in read and wanted not in read[path].ids:
        return "there is no such fragment"
    return ""
