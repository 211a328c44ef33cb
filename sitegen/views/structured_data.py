"""Structured data: schema.org (JSON-LD) for search engines, DCAT for data catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.content import Template
from sitegen.dataset import Dataset
from sitegen.formats import CSV, JSON_LD, XLSX, ZIP, format_of
from sitegen.formats.data_package import PACKAGE_FILE
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Span
from sitegen.urls import output_path
from sitegen.views.calendar import calendar_notes
from sitegen.views.open_data import TableOffer, package_info
from sitegen.views.site_index import SiteIndex

_NOWHERE = Span("")


def breadcrumb_jsonld(index: SiteIndex, breadcrumbs: Iterable[Link], title: str, path: str) -> dict[str, Any]:
    """Return the BreadcrumbList from the home page to the page `title` at `path`."""
    return breadcrumb_list(breadcrumb_steps(index, [*breadcrumbs, Link(title, path)]))


def page_head(
    index: SiteIndex, title: str, description: str, path: str, breadcrumbs: tuple[Link, ...], **more: Any
) -> PageHead:
    """Make the head of a page with its breadcrumbs, which become structured data too; `more` are further fields.

    A `jsonld` in `more` precedes the breadcrumbs.
    """
    jsonld = (*more.pop("jsonld", ()), breadcrumb_jsonld(index, breadcrumbs, title, path))
    return PageHead(
        title=title,
        description=description,
        path=path,
        breadcrumbs=breadcrumbs,
        jsonld=jsonld,
        calendar=calendar_notes(index, path),
        **more,
    )


def page_output(template: str, view: PageView, origin: Span = _NOWHERE) -> Output:
    """Return the output of a page at the URL of its head; the sitemap lists it if search engines may index it."""
    return Output(output_path(view.head.path), Template(template, view), origin, listed=view.head.indexed)


def section_head(index: SiteIndex, name: str, *above: Link, description: str = "", **more: Any) -> PageHead:
    """Make the head of a section's page, below the home page and the pages `above`.

    Its description is the message `<name>_description` by default.
    """
    section = index.section(name)
    text = description or index.messages[f"{name}_description"]
    return page_head(index, section.text, text, section.path, index.breadcrumbs(*above), **more)


def breadcrumb_list(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a BreadcrumbList of these steps; callers that share the first steps make them once."""
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def publisher(index: SiteIndex) -> dict[str, str]:
    """Return the Organization that publishes the site."""
    one = index.site.config.publisher
    return {"@type": "Organization", "name": one.name} | ({"url": one.url} if one.url else {})


def breadcrumb_steps(index: SiteIndex, breadcrumbs: Iterable[Link]) -> list[dict[str, Any]]:
    """Return the steps of these breadcrumbs."""
    return [breadcrumb_step(index, place, link.text, link.path) for place, link in enumerate(breadcrumbs, 1)]


def breadcrumb_step(index: SiteIndex, position: int, name: str, path: str) -> dict[str, Any]:
    """Return one step of a BreadcrumbList."""
    return {"@type": "ListItem", "position": position, "name": name, "item": index.base_url + path}


ARCHIVE_FILE = ZIP.file("data")
"""The ZIP of all other data files."""
WORKBOOK_FILE = XLSX.file("data")
"""The workbook with every table on a sheet."""
CATALOGUE_FILE = JSON_LD.file("catalog")
"""Return the DCAT catalogue (JSON-LD): one dataset per table, and one of all."""

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AGENTS = {"dct:publisher": "#publisher", "dcat:contactPoint": "#contact"}
"""Publisher and contact, as fragments of the data page."""
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"id": f"{_AUTHORITY}/language/IND", "en": f"{_AUTHORITY}/language/ENG"}
_CONGRESS = "http://id.loc.gov/vocabulary"


def _language_iri(language: str) -> str:
    """Return the IRI of a language: in the list of the EU for those of the package, else as DCAT recommends."""
    return _LANGUAGES.get(language) or f"{_CONGRESS}/iso639-{1 if len(language) == 2 else 2}/{language}"


def dcat_catalogue(index: SiteIndex, tables: Dataset, offers: Iterable[TableOffer]) -> dict[str, Any]:
    """Return the DCAT catalogue (JSON-LD) of all tables: one dataset a table, and one of them all."""
    info, page = package_info(index), index.base_url + index.common.root("data")
    shared = _shared(index)
    agents = {key: {"@id": f"{page}{anchor}"} for key, anchor in _AGENTS.items() if key in shared}
    licence = {key: value for key, value in shared.items() if key in ("dct:license", "dct:rights")}
    archives = [_distribution(page + name, licence) for name in (ARCHIVE_FILE, WORKBOOK_FILE)]
    datasets = [_dataset(page, info.title, info.description, archives)]
    for describe_table in offers:
        files = [_distribution(index.base_url + one.path, licence) for one in describe_table.files]
        for file in files:
            if file["dct:title"] == CSV.file(describe_table.name):
                file["dct:conformsTo"] = {"@id": page + PACKAGE_FILE}  # it describes the columns of the CSV
        datasets.append(_dataset(f"{page}#{describe_table.name}", describe_table.title, describe_table.meaning, files))
    common = shared | agents | _extent(tables)
    return {
        "@context": {"@language": index.language, **_CONTEXT},
        "@id": page + CATALOGUE_FILE,
        "@type": "dcat:Catalog",
        "dct:title": info.title,
        "dct:description": info.description,
        "foaf:homepage": {"@id": page},
        **shared,
        **{key: agents[key] | shared[key] for key in agents},  # defined once, and referenced by each dataset
        "dcat:dataset": [dataset | common for dataset in datasets],
    }


def _shared(index: SiteIndex) -> dict[str, Any]:
    """Return what the catalogue and each dataset share."""
    info, language = package_info(index), index.language
    home = {"foaf:homepage": {"@id": info.publisher_url}} if info.publisher_url else {}
    shared: dict[str, Any] = {
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": info.publisher} | home,
        "dct:language": {"@id": _language_iri(language)},
    }
    if info.email:
        mail = {"@id": f"mailto:{info.email}"}
        shared["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:fn": info.publisher, "vcard:hasEmail": mail}
    if info.licence_url:
        shared["dct:license"] = {"@id": info.licence_url}
    elif info.licence:  # a licence without URL can only be a statement
        shared["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": info.licence}
    return shared


def _dataset(id: str, title: str, description: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@id": id,
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:description": description,
        "dcat:landingPage": {"@id": id.partition("#")[0]},
        "dcat:distribution": files,
    }


def _distribution(address: str, licence: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": address.rpartition("/")[2],
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{format_of(address).media_type}"},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        **licence,
    }


def _extent(tables: Dataset) -> dict[str, Any]:
    """Return the spatial and temporal coverage of the data."""
    country = {"@id": f"{_AUTHORITY}/country/IDN", "@type": "dct:Location"}
    years = [row[0] for row in tables["years"].rows]
    if not years:
        return {"dct:spatial": country}
    first, last = ({"@type": "xsd:gYear", "@value": str(year)} for year in (years[0], years[-1]))
    period = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    return {"dct:spatial": country, "dct:temporal": period}


def dataset_jsonld(index: SiteIndex, describe_table: TableOffer) -> dict[str, Any]:
    """Return a table as a schema.org Dataset."""
    config = index.site.config
    dataset: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{config.title}: {describe_table.title}",
        "description": " ".join(part for part in (describe_table.meaning, config.notice) if part),
        "url": f"{index.base_url}{index.routes.root('data')}#{describe_table.name}",
        "inLanguage": index.language,
        "isAccessibleForFree": True,
        "creator": publisher(index),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": one.media_type, "contentUrl": index.base_url + one.path}
            for one in describe_table.files
        ],
    }
    if config.licence:
        dataset["license"] = config.licence.url or config.licence.name
    return dataset
