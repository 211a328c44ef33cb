"""The structured data of a page (schema.org, JSON-LD): what each type must tell, and in which shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parsed_page import parse_page

REQUIRED = {
    "AdministrativeArea": ("name",),
    "Article": ("headline", "publisher"),
    "BreadcrumbList": ("itemListElement",),
    "CreativeWork": ("publisher",),
    "DataDownload": ("encodingFormat", "contentUrl"),
    "Dataset": ("name", "description", "url", "creator", "distribution"),
    "DefinedTerm": ("name", "description"),
    "DefinedTermSet": ("name", "hasDefinedTerm"),
    "Event": ("name", "url"),
    "Audience": ("audienceType",),
    "GeoCoordinates": ("latitude", "longitude"),
    "ImageObject": ("contentUrl",),
    "ListItem": ("position", "name", "item"),
    "NewsArticle": ("headline", "publisher", "url"),
    "Organization": ("name",),
    "Person": ("name",),
    "Place": ("name",),
    "PropertyValue": ("name", "value"),
    "Report": ("name", "url"),
    "WebPage": ("name", "url"),
    "WebSite": ("name", "url"),
}
"""What each type that the site uses must tell; a type that is not here has no rule yet and is told. The day of an
announcement is not among it: of some only the year is known, and schema.org has no word for that."""
ADDRESSES = {"url", "item", "contentUrl", "image", "mainEntityOfPage", "sameAs", "license", "isBasedOn", "isPartOf"}
"""Properties whose value, where it is a text, is an address."""
DATES = {"startDate", "datePublished", "dateModified", "dateCreated", "temporalCoverage"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d.*)?)?)?(/(\d{4}(-\d\d(-\d\d)?)?|\.\.))?")
_NAME_ONLY = {"license"}
"""Of these, a name will do where there is no address."""


def structured_faults(html: str, address: str) -> list[str]:
    """What is wrong with the structured data of a page of the site at `address`."""
    try:
        blocks = parse_page(html).data
    except json.JSONDecodeError as error:
        return [f"is no JSON: {error}"]
    found = list[str]()
    for block in blocks:
        for one in block if isinstance(block, list) else [block]:
            if not isinstance(one, dict) or one.get("@context") != "https://schema.org":
                found.append(f"a block without the context of schema.org: {str(one)[:80]}")
                continue
            for part in _parts(one):
                found += [f"{part.get('@type')}: {fault}" for fault in _faults(part, address)]
    return found


def structured_files(folder: Path, address: str) -> list[str]:
    """The same of every page of a built folder."""
    return [
        f"{file.relative_to(folder)}: {fault}"
        for file in sorted(folder.rglob("*.html"))
        for fault in structured_faults(file.read_text(encoding="utf-8"), address)
    ]


def _parts(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An object and all objects in it."""
    yield one
    for value in one.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _parts(inner)


def _faults(part: dict[str, Any], address: str) -> Iterator[str]:
    kind = part.get("@type")
    if kind is None and "@id" in part:
        return  # names an object that is told elsewhere
    if not isinstance(kind, str) or kind not in REQUIRED:
        yield "no rule is known for this type"
        return
    yield from (f"has no {name}" for name in REQUIRED[kind] if part.get(name) in (None, "", []))
    for name, value in part.items():
        if value in ("", [], {}, None):
            yield f"{name} is empty"
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and name in ADDRESSES and name not in _NAME_ONLY and not _whole(text):
                yield f"{name} {text!r} is no whole address"
            if name in DATES and not (isinstance(text, str) and _DATE.fullmatch(text)):
                yield f"{name} {text!r} is no date"
    if kind == "BreadcrumbList":
        yield from _steps(part.get("itemListElement", []), address)
    if kind == "GeoCoordinates" and not _on_earth(part.get("latitude"), part.get("longitude")):
        yield "is nowhere on earth"


def _steps(steps: list[dict[str, Any]], address: str) -> Iterator[str]:
    if [step.get("position") for step in steps] != list(range(1, len(steps) + 1)):
        yield f"positions {[step.get('position') for step in steps]}"
    yield from (f"leads to {step.get('item')!r}" for step in steps if not str(step.get("item")).startswith(address))


def _whole(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+(/\S*)?", text) is not None


def _on_earth(latitude: object, longitude: object) -> bool:
    return (
        isinstance(latitude, int | float)
        and isinstance(longitude, int | float)
        and abs(latitude) <= 90
        and abs(longitude) <= 180
    )
