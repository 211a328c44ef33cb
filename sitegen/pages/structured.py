"""Structured data (schema.org, JSON-LD) that more than one page kind gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.output import Link
from sitegen.pages.catalogue import Catalogue


def breadcrumbs(catalogue: Catalogue, crumbs: Iterable[Link], title: str, path: str) -> dict[str, Any]:
    """A BreadcrumbList: the way from the home page to the page `title` at `path`."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.text, "item": catalogue.base_url + link.path}
            for place, link in enumerate([*crumbs, Link(title, path)], 1)
        ],
    }
