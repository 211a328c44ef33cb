"""A Data Package (Frictionless, version 2.0): describes the tables as CSV files, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.dataset import Dataset
from sitegen.dataset.table_schema import table_schema
from sitegen.formats.csv import CSV

PACKAGE_FILE = "datapackage.json"
"""The file name that its readers look for."""
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """What a package tells of itself besides its tables."""

    name: str
    """Its name in small letters, digits and hyphens."""
    title: str
    """Its title."""
    description: str
    """What it holds, with the notice that must travel with it."""
    homepage: str
    """The page that offers it."""
    publisher: str
    """Who publishes it."""
    publisher_url: str = ""
    """Their own site."""
    email: str = ""
    """Where questions go."""
    licence: str = ""
    """The licence's name."""
    licence_url: str = ""
    """The licence's text."""


@dataclass(frozen=True, slots=True)
class TableDescription:
    """What a table is, in words for its readers."""

    title: str
    """What it holds, in a few words."""
    description: str
    """What it holds and what it does not, in a sentence or two."""
    columns: dict[str, str]
    """What stands in each column, the last (`notice`) included."""


def data_package(tables: Dataset, about: PackageInfo, meanings: Mapping[str, TableDescription]) -> dict[str, Any]:
    """The descriptor `datapackage.json` of these tables, each as a CSV file beside it."""
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
        # A name would have to be of the list of Open Definition; it is needed only where there is no address.
        link = {"path": about.licence_url} if about.licence_url else {"name": "-".join(about.licence.split())}
        package["licenses"] = [{"title": about.licence, **link}]
    resources = [_resource(name, tables, meanings[name]) for name in tables]
    return {**{key: value for key, value in package.items() if value}, "resources": resources}


def json_file(document: dict[str, Any]) -> bytes:
    """A JSON document as a file that people may read too."""
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
    """Who published what the records rest on, each once."""
    table = tables.get("sources")
    if table is None:
        return []
    index = table.column_index("publisher")
    return sorted({str(row[index]) for row in table.rows})
