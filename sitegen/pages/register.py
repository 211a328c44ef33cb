"""The register: the designated places that this site knows of, and never those that were only reached by outreach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.formats import TABLE_FORMATS
from sitegen.output import FigureCard, Head, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.figures import card_of
from sitegen.pages.inputs import places
from sitegen.pages.opendata import download_links
from sitegen.pages.rolls import Roll, roll
from sitegen.pages.structured import breadcrumbs


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What register.html shows."""

    head: Head
    """What the page tells of itself."""
    counted: FigureCard
    """How many places the register holds: this site's count, never the programme's total."""
    places: Roll
    """They, by province."""


def register(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/desa/`."""
    section, data = catalogue.section("register"), catalogue.common.root("data")
    designated = catalogue.certified()
    crumbs = catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.words["register_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        data=download_links(f"{data}villages", TABLE_FORMATS),
    )
    view = RegisterPage(head, card_of(catalogue, "counted"), roll(catalogue, designated))
    yield Output(file_of(section.path), Template("register.html", view), listed=True, inputs=places(catalogue))
