"""What search engines are told: the sitemap, canonical addresses, and the same page in other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from parsed_page import parse_page

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T.+)?)?)?")


@dataclass(slots=True)
class Told:
    """What a page tells of itself to search engines."""

    url: str
    """Its address."""
    canonical: list[str] = field(default_factory=list)
    """The addresses that it calls its own."""
    hidden: bool = False
    """Whether it asks not to be listed."""
    leaves: bool = False
    """Whether it sends its readers on."""
    language: str = ""
    """Its language."""
    others: dict[str, str] = field(default_factory=dict)
    """The same page in each language, itself too, as it names them."""

    @property
    def indexable(self) -> bool:
        """Whether search engines should list it."""
        return not (self.hidden or self.leaves) and self.canonical in ([], [self.url])


def indexing_faults(folder: Path, address: str) -> list[str]:
    """What is wrong with what the pages in `folder`, served at `address`, and its sitemap tell search engines."""
    told = [_told(file, folder, address) for file in sorted(folder.rglob("*.html"))]
    pages = {page.url: page for page in told}
    found = [fault for page in pages.values() for fault in _page_faults(page, pages, address)]
    listed, faults = _listed(folder, address)
    wanted = {page.url for page in pages.values() if page.indexable}
    found += faults
    found += [f"{url}: indexable, and not in the sitemap" for url in sorted(wanted - listed.keys())]
    found += [f"{url}: in the sitemap, and not an indexable page" for url in sorted(listed.keys() - wanted)]
    for url, others in listed.items():
        if others and url in pages and others != pages[url].others:
            found.append(f"{url}: its languages are {others} in the sitemap, {pages[url].others} in the page")
    robots = folder / "robots.txt"
    if not robots.is_file() or f"Sitemap: {address}/sitemap.xml" not in robots.read_text(encoding="utf-8").splitlines():
        found.append("robots.txt does not name the sitemap")
    return found


def _told(file: Path, folder: Path, address: str) -> Told:
    path = file.relative_to(folder).as_posix()
    page = parse_page(file.read_text(encoding="utf-8"))
    return Told(
        url=f"{address}/{path.removesuffix('index.html') if file.name == 'index.html' else path}",
        canonical=[link.get("href", "") for link in page.all("link", rel="canonical")],
        hidden=any("noindex" in meta.get("content", "") for meta in page.all("meta", name="robots")),
        leaves=bool(page.all("meta", **{"http-equiv": "refresh"})),
        language=next((html.get("lang", "") for html in page.all("html")), ""),
        others={
            link["hreflang"]: link.get("href", "") for link in page.all("link", rel="alternate") if "hreflang" in link
        },
    )


def _page_faults(page: Told, pages: dict[str, Told], address: str) -> list[str]:
    found = list[str]()
    if not page.language:
        found.append("tells no language")
    if len(page.canonical) > 1:
        found.append(f"has {len(page.canonical)} canonical addresses")
    if not page.hidden and not page.canonical:
        found.append("has no canonical address")
    for url in page.canonical:
        if url not in pages:
            found.append(f"its canonical address {url!r} is no page of the site")
        elif pages[url].hidden or pages[url].canonical != [url]:
            found.append(f"its canonical address {url!r} does not stand for itself")
    if page.others and page.others.get(page.language) != page.url:
        found.append(f"does not name itself among its languages: {page.others}")
    for language, url in page.others.items():
        other = pages.get(url)
        if other is None:
            found.append(f"hreflang {language}: {url!r} is no page of the site")
        elif page.url not in other.others.values():
            found.append(f"hreflang {language}: {url!r} does not lead back")
        elif language not in ("x-default", other.language):
            found.append(f"hreflang {language}: {url!r} is in {other.language!r}")
    return [f"{page.url.removeprefix(address)}: {fault}" for fault in found]


def _listed(folder: Path, address: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The addresses of the sitemap, each with its other languages, and what is wrong in the sitemap itself."""
    listed, found = dict[str, dict[str, str]](), list[str]()
    queue = ["sitemap.xml"]
    for name in queue:
        if not (folder / name).is_file():
            found.append(f"there is no {name}")
            continue
        root = ElementTree.fromstring((folder / name).read_bytes())
        queue += [(one.text or "").removeprefix(f"{address}/") for one in root.iterfind(f"{MAP}sitemap/{MAP}loc")]
        for entry in root.iterfind(f"{MAP}url"):
            url = entry.findtext(f"{MAP}loc") or ""
            changed = entry.findtext(f"{MAP}lastmod")
            if not url.startswith(f"{address}/"):
                found.append(f"{name}: {url!r} is no whole address of this site")
            if url in listed:
                found.append(f"{name}: {url!r} is there twice")
            if changed is not None and not _DAY.fullmatch(changed):
                found.append(f"{name}: {url!r} changed {changed!r}")
            links = entry.findall(f"{XHTML}link")
            listed[url] = {link.get("hreflang", ""): link.get("href", "") for link in links}
    return listed, found
