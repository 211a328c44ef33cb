"""Describe tables as a Data Package (Frictionless, version 2.0) of CSV files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.dataset import Dataset
from sitegen.dataset.table_schema import table_schema
from sitegen.formats.csv import CSV

PACKAGE_FILE = "datapackage.json"
"""The file name required by the specification."""
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """The metadata of a package besides its tables."""

    name: str
    """Its name in small letters, digits and hyphens."""
    title: str
    """A title for people."""
    description: str
    """What it holds, with the site's notice."""
    homepage: str
    """The page that offers it."""
    publisher: str
    """The name of the publisher."""
    publisher_url: str = ""
    """The publisher's own site."""
    email: str = ""
    """Contact for questions."""
    licence: str = ""
    """The licence's name."""
    licence_url: str = ""
    """The licence's text."""


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A description of a table for readers."""

    title: str
    """What it holds, in a few words."""
    description: str
    """What it holds and what it does not, in a sentence or two."""
    columns: dict[str, str]
    """The meaning of each column, including the last (`notice`)."""


def data_package(tables: Dataset, about: PackageInfo, meanings: Mapping[str, TableDescription]) -> dict[str, Any]:
    """Build the descriptor `datapackage.json` of these tables, each a CSV file beside it."""
    contributor = {"title": about.publisher, "path": about.publisher_url, "email": about.email, "roles": ["publisher"]}
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "homepage": about.homepage,
        "contributors": [{key: value for key, value in contributor.items() if value}],
        "sources": [{"title": source} for source in _sources(tables)],
    }
    if about.licence:
        # The specification wants a name from the list of Open Definition, or a path.
        link = {"path": about.licence_url} if about.licence_url else {"name": "-".join(about.licence.split())}
        package["licenses"] = [{"title": about.licence, **link}]
    resources = [_resource(name, tables, meanings[name]) for name in tables]
    return {**{key: value for key, value in package.items() if value}, "resources": resources}


def json_file(document: dict[str, Any]) -> bytes:
    """Encode a JSON document, indented for people."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, tables: Dataset, meaning: TableDescription) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": CSV.file(name),
        "title": meaning.title,
        "description": meaning.description,
        "format": CSV.suffix,
        "mediatype": CSV.media_type,
        "encoding": CSV.encoding.lower(),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table_schema(tables[name], meaning.columns, tuple(tables)),
    }


def _sources(tables: Dataset) -> list[str]:
    """Return the publishers of the sources, unique and sorted."""
    table = tables.get("sources")
    if table is None:
        return []
    index = table.column_index("publisher")
    return sorted({str(row[index]) for row in table.rows})
