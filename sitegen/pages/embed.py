"""The map for other sites: a bare page that they may show in a frame, and the lines of HTML by which they do."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.country import CountryMap
from sitegen.pages.inputs import places
from sitegen.pages.map_files import Interactive


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """What embed.html shows."""

    head: Head
    """What the page tells of itself."""
    whole: Link
    """The map page, with the list and everything else."""
    country: CountryMap | None
    """The picture of the provinces; None where there is no outline."""
    interactive: Interactive | None
    """The interactive map; None where there is none."""


@dataclass(frozen=True, slots=True)
class Embeds:
    """What the map page offers to other sites."""

    page: str
    """Address of the page for a frame."""
    picture: str
    """Address of the picture of the country; empty where there is none."""


def embeds(catalogue: Catalogue, country: CountryMap | None) -> Embeds:
    """What other sites may show."""
    addresses = catalogue.addresses
    return Embeds(addresses.root("embed"), addresses.picture() if country else "")


def embed_page(catalogue: Catalogue, country: CountryMap | None, interactive: Interactive | None) -> Output:
    """The page for a frame. It repeats the map page, so search engines are led there."""
    addresses, settings = catalogue.addresses, catalogue.site.config.map
    whole = catalogue.section("map")
    head = Head(
        title=catalogue.say("embed_title", title=whole.text),
        description=catalogue.say("map_description"),
        path=addresses.root("embed"),
        indexed=False,
        canonical=whole.path,
        images=interactive.images if interactive else (),
        framed=" ".join(settings.embed_by) or "*",
    )
    view = EmbedPage(head, whole, country, interactive)
    return Output(file_of(head.path), Template("embed.html", view), inputs=(*places(catalogue), "data/site.yaml"))
