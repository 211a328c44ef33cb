"""Remarks: the texts that records of data/ bring to pages, as notes and summaries do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model import Site
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Remark:
    """One text of a record."""

    about: str
    """What the record is called."""
    text: str
    """The text."""
    at: Span
    """The first line of the record."""


def remarks(site: Site) -> Iterator[Remark]:
    """Every text of the records that pages show as it is written."""
    for name, about, texts in _texts(site):
        at = site.origins.get(name, Span("data/programme.yaml"))
        yield from (Remark(about, text, at) for text in texts if text)


def _texts(site: Site) -> Iterator[tuple[str, str, tuple[str | None, ...]]]:
    programme = site.programme
    yield "programme", programme.name, (programme.summary,)
    for year in programme.years:
        yield f"year:{year.year}", str(year.year), (year.note,)
    for policy in programme.policies:
        yield "policy", policy.title, (policy.note,)
    for indicator in site.indicators:
        yield f"indicator:{indicator.id}", f"{indicator.name}, {indicator.scope}", (indicator.note,)
    for outreach in site.outreach:
        yield f"outreach:{outreach.id}", outreach.title, (outreach.title, outreach.summary)
    for village in site.villages:
        yield village.code, village.name, (village.note,)
    for source in site.sources:
        yield f"source:{source.id}", source.publisher, (source.title, source.note)
