"""The sitemap: every page that search engines should list, split where it grows past what they read in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from sitegen.addresses import address_of
from sitegen.bodies import Text
from sitegen.output import Output
from sitegen.pages.catalogue import Catalogue

LIMIT = 50_000
"""Addresses that one file may hold, by the rule of sitemaps.org."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(catalogue: Catalogue, outputs: Iterable[Output], limit: int = LIMIT) -> Iterator[Output]:
    """sitemap.xml of the listed outputs; past `limit` addresses it is an index of sitemap-1.xml and so on."""
    base_url = escape(catalogue.base_url)
    listed = [output for output in outputs if output.listed]
    entries = [_entry(base_url, output) for output in listed]
    inputs = tuple(dict.fromkeys(["data/site.yaml", *(output.origin.file for output in listed)]))
    parts = [entries[start : start + limit] for start in range(0, len(entries), limit)] or [[]]
    if len(parts) == 1:
        yield Output("sitemap.xml", Text(_file("urlset", parts[0])), inputs=inputs)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Output(name, Text(_file("urlset", part)), inputs=inputs)
    index = [f"<sitemap><loc>{base_url}/{name}</loc></sitemap>\n" for name in names]
    yield Output("sitemap.xml", Text(_file("sitemapindex", index)), inputs=inputs)


def _entry(base_url: str, output: Output) -> str:
    """A page, whose address needs no escapes, with its date of change where somebody stated one."""
    day = output.updated
    changed = f"<lastmod>{day}</lastmod>" if day and ".." not in day else ""
    return f"<url><loc>{base_url}{address_of(output.path)}</loc>{changed}</url>\n"


def _file(element: str, entries: list[str]) -> bytes:
    return f"{_XML}<{element} {_SPACE}>\n{''.join(entries)}</{element}>\n".encode()
