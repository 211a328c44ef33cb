"""Metadata: what machines are told of the data: DCAT for catalogues of data, schema.org for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.dataset import Dataset
from sitegen.formats import CSV, JSON_LD, XLSX, ZIP, format_of
from sitegen.formats.data_package import PACKAGE_FILE
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.opendata import Offer, about
from sitegen.pages.structured import publisher

ARCHIVE_FILE = ZIP.file("data")
"""The file that holds all other files of the data."""
WORKBOOK_FILE = XLSX.file("data")
"""The workbook, which holds every table on a sheet of its own."""
CATALOGUE = JSON_LD.file("catalog")
"""The file that lists every table for catalogues of data."""

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AGENTS = {"dct:publisher": "#publisher", "dcat:contactPoint": "#contact"}
"""Who publishes and who answers, as names within the page of the data."""
_LANGUAGES = {"id": "IND", "en": "ENG"}
_AUTHORITY = "http://publications.europa.eu/resource/authority"


def dcat(catalogue: Catalogue, tables: Dataset, offers: Iterable[Offer]) -> dict[str, Any]:
    """The DCAT catalogue (JSON-LD) of all tables: one dataset a table, and one of them all."""
    told, page = about(catalogue), catalogue.base_url + catalogue.common.root("data")
    shared = _shared(catalogue)
    named = {key: {"@id": f"{page}{anchor}"} for key, anchor in _AGENTS.items() if key in shared}
    licence = {key: value for key, value in shared.items() if key in ("dct:license", "dct:rights")}
    whole = [_distribution(page + name, licence) for name in (ARCHIVE_FILE, WORKBOOK_FILE)]
    datasets = [_dataset(page, told.title, told.description, whole)]
    for offer in offers:
        files = [_distribution(catalogue.base_url + one.path, licence) for one in offer.files]
        for file in files:
            if file["dct:title"] == CSV.file(offer.name):
                file["dct:conformsTo"] = {"@id": page + PACKAGE_FILE}  # which describes the columns of the CSV
        datasets.append(_dataset(f"{page}#{offer.name}", offer.title, offer.meaning, files))
    common = shared | named | _extent(tables)
    return {
        "@context": {"@language": catalogue.language, **_CONTEXT},
        "@id": page + CATALOGUE,
        "@type": "dcat:Catalog",
        "dct:title": told.title,
        "dct:description": told.description,
        "foaf:homepage": {"@id": page},
        **shared,
        **{key: named[key] | shared[key] for key in named},  # told in full once, and named by each dataset
        "dcat:dataset": [dataset | common for dataset in datasets],
    }


def _shared(catalogue: Catalogue) -> dict[str, Any]:
    """What holds of the catalogue and of each dataset alike."""
    told, language = about(catalogue), catalogue.language
    home = {"foaf:homepage": {"@id": told.publisher_url}} if told.publisher_url else {}
    shared: dict[str, Any] = {
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": told.publisher} | home,
        "dct:language": {"@id": f"{_AUTHORITY}/language/{_LANGUAGES[language]}"},
    }
    if told.email:
        mail = {"@id": f"mailto:{told.email}"}
        shared["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:fn": told.publisher, "vcard:hasEmail": mail}
    if told.licence_url:
        shared["dct:license"] = {"@id": told.licence_url}
    elif told.licence:  # without an address its name can only be a statement
        shared["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": told.licence}
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
    """Of which country and of which years the data are."""
    country = {"@id": f"{_AUTHORITY}/country/IDN", "@type": "dct:Location"}
    years = [row[0] for row in tables["years"].rows]
    if not years:
        return {"dct:spatial": country}
    first, last = ({"@type": "xsd:gYear", "@value": str(year)} for year in (years[0], years[-1]))
    period = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    return {"dct:spatial": country, "dct:temporal": period}


def structured(catalogue: Catalogue, offer: Offer) -> dict[str, Any]:
    """A table as a schema.org Dataset, by which search engines for data find it."""
    config = catalogue.site.config
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{config.title}: {offer.title}",
        "description": " ".join(part for part in (offer.meaning, config.notice) if part),
        "url": f"{catalogue.base_url}{catalogue.addresses.root('data')}#{offer.name}",
        "inLanguage": catalogue.language,
        "isAccessibleForFree": True,
        "creator": publisher(catalogue),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": one.media_type, "contentUrl": catalogue.base_url + one.path}
            for one in offer.files
        ],
    }
    if config.licence:
        described["license"] = config.licence.url or config.licence.name
    return described
