"""The credits page: sources, policies, offices, boundary data and third-party software."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.models import Office, Policy, Source
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class Library:
    """Third-party software that is published with the site, or a font of its social cards."""

    name: str
    home: str
    """Its URL on the web."""
    licence: str
    folder: str
    """Its folder among the static files."""
    version: str
    """Version, as pinned in sitegen/assets/package.json."""


LIBRARIES = (
    Library("Leaflet", "https://leafletjs.com/", "BSD-2-Clause", "vendor/leaflet/", "1.9.4"),
    Library(
        "leaflet.fullscreen",
        "https://github.com/brunob/leaflet.fullscreen",
        "MIT",
        "vendor/leaflet.fullscreen/",
        "5.3.3",
    ),
    Library(
        "leaflet.locatecontrol",
        "https://github.com/domoritz/leaflet-locatecontrol",
        "MIT",
        "vendor/leaflet.locatecontrol/",
        "0.90.1",
    ),
    Library("supercluster", "https://github.com/mapbox/supercluster", "ISC", "vendor/supercluster/", "9.1.0"),
    Library("Noto Sans", "https://github.com/notofonts/latin-greek-cyrillic", "OFL-1.1", "vendor/noto-sans/", "5.3.0"),
    Library(
        "Noto Sans Arabic",
        "https://github.com/notofonts/arabic",
        "OFL-1.1",
        "vendor/noto-sans-arabic/",
        "5.3.0",
    ),
    Library(
        "Noto Sans Javanese",
        "https://github.com/notofonts/javanese",
        "OFL-1.1",
        "vendor/noto-sans-javanese/",
        "5.3.0",
    ),
)
"""Software and fonts that a published site may contain; a test checks that the list is complete."""


@dataclass(frozen=True, slots=True)
class OutlineSource:
    """A source of the outlines that come with the package, or of the official list."""

    name: str
    home: str
    """Its URL on the web."""
    licence: str
    """Name of its licence; empty where it is in the public domain."""
    licence_url: str
    use: str
    """The key of the message that says what outlines take of it, after `credits_outlines_`."""


OUTLINE_SOURCES = (
    OutlineSource(
        "Natural Earth",
        "https://www.naturalearthdata.com/",
        "",
        "https://www.naturalearthdata.com/about/terms-of-use/",
        "land",
    ),
    OutlineSource(
        "GeoNames", "https://www.geonames.org/", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "places"
    ),
    OutlineSource(
        "idn-area-data 4.0.1",
        "https://github.com/fityannugroho/idn-area-data",
        "Open Database License (ODbL) 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "islands",
    ),
)
"""The sources of the package's outlines; see load/package_outlines.py."""
LIST_SOURCE = OUTLINE_SOURCES[-1]
"""The source of the official list, load/official_list.py, too: the same release."""


@dataclass(frozen=True, slots=True)
class LicensedLibrary:
    """A library with the text of its licence."""

    library: Library
    licence: Link | None
    """Link to the published text of its licence."""


@dataclass(frozen=True, slots=True)
class CitedOffice:
    """An office with the sources that name it."""

    office: Office
    """The office; its anchor is `office_<id>`, as ids of sources contain no underscore."""
    path: str
    """The URL of its entry on the offices page."""
    sources: tuple[Source, ...]
    """The sources that name it."""


@dataclass(frozen=True, slots=True)
class CitedPolicy:
    """A policy with the sources that name it."""

    policy: Policy
    sources: tuple[Source, ...]
    """The sources that name it."""


@dataclass(frozen=True, slots=True)
class CreditsPage(PageView):
    """What credits.html shows."""

    sources: tuple[Source, ...]
    """Every source, in order of date; its id is its anchor."""
    policies: tuple[CitedPolicy, ...]
    """Every policy, in order of date."""
    offices: tuple[CitedOffice, ...]
    """Every office, by name."""
    outlines: Link | None
    """Credit and URL (may be empty) of the outlines on maps; None without outlines."""
    outline_sources: tuple[OutlineSource, ...]
    """What the outlines are made from; empty where they belong to the site."""
    official_list: OutlineSource | None
    """The list with which codes and names were compared; None where they were not."""
    libraries: tuple[LicensedLibrary, ...]
    """Third-party software that is published with the site."""


def credits(index: SiteIndex) -> Iterator[Output]:
    """One page with every source and office; each has its anchor."""
    site = index.site
    view = CreditsPage(
        head=section_head(index, "credits", record="data/sources.yaml"),
        sources=tuple(sorted(site.sources, key=lambda source: (edtf.parse(source.date).sort_day, source.id))),
        policies=tuple(
            CitedPolicy(policy, index.cited(policy.sources))
            for policy in sorted(site.programme.policies, key=lambda policy: edtf.parse(policy.date).sort_day)
        ),
        offices=tuple(
            CitedOffice(office, index.office(office.id).path, index.cited(office.sources))
            for office in sorted(site.offices, key=lambda office: (office.name, office.id))
        ),
        outlines=Link(site.outlines.credit, site.outlines.url) if site.outlines.regions else None,
        outline_sources=() if site.config.map.boundaries else OUTLINE_SOURCES,
        official_list=LIST_SOURCE if site.villages and site.config.official_list != "none" else None,
        libraries=tuple(_licensed_libraries(index)),
    )
    yield page_output("credits.html", view, Span("data/sources.yaml"))


def _licensed_libraries(index: SiteIndex) -> Iterator[LicensedLibrary]:
    static = index.site.theme.static
    for library in LIBRARIES:
        files = sorted(name for name in static if name.startswith(library.folder))
        text = next((name for name in files if "LICENSE" in name.upper()), None)
        link = Link(library.licence, index.common.asset(text, static[text].digest)) if text else None
        if files:
            yield LicensedLibrary(library, link)
