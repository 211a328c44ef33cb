"""Structured data (schema.org, JSON-LD) that more than one page kind gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.output import Link
from sitegen.pages.catalogue import Catalogue


def breadcrumbs(catalogue: Catalogue, crumbs: Iterable[Link], title: str, path: str) -> dict[str, Any]:
    """A BreadcrumbList: the way from the home page to the page `title` at `path`."""
    return breadcrumb_list(steps(catalogue, [*crumbs, Link(title, path)]))


def breadcrumb_list(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A BreadcrumbList of these steps; those who make many with the same beginning make its steps once."""
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def publisher(catalogue: Catalogue) -> dict[str, str]:
    """The Organization that publishes the site and answers for it."""
    one = catalogue.site.config.publisher
    return {"@type": "Organization", "name": one.name} | ({"url": one.url} if one.url else {})


def steps(catalogue: Catalogue, crumbs: Iterable[Link]) -> list[dict[str, Any]]:
    """The steps from the home page down these links."""
    return [step(catalogue, place, link.text, link.path) for place, link in enumerate(crumbs, 1)]


def step(catalogue: Catalogue, position: int, name: str, path: str) -> dict[str, Any]:
    """One step of a BreadcrumbList."""
    return {"@type": "ListItem", "position": position, "name": name, "item": catalogue.base_url + path}
