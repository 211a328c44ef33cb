"""Explain from which lines of which files a page or a figure comes, and on whose word."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Directory, Template
from sitegen.figures import Figure, format_number
from sitegen.load import load_path_words
from sitegen.models import Announcement, DesignationRules, PlainPage, Site, Village
from sitegen.models.designation import designation_of
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match
from sitegen.urls import build_routes, file_url, output_path
from sitegen.views.designation_words import interface_messages
from sitegen.views.figures import card_by_id
from sitegen.views.reads import Reads
from sitegen.views.site_index import SiteIndex, index_site


@dataclass(frozen=True, slots=True)
class ProvenanceItem:
    """The position of a record, or a whole file."""

    id: str
    """Its name in Site.origins (a code, `source:<id>`), or its file."""
    file: str
    """Its file, relative to the site folder."""
    line: int = 0
    """Its line; 0 where the whole file is meant."""
    said: str = ""
    """A short description; for a source its publisher and date."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The provenance of a page or a figure."""

    what: str
    """An address, or the id of a figure."""
    facts: dict[str, str] = field(default_factory=dict)
    """Facts, one line each, by message key: `value`, `as_of`, `template`."""
    records: tuple[ProvenanceItem, ...] = ()
    """The records and files that it is made from."""
    sources: tuple[ProvenanceItem, ...] = ()
    """The sources that it cites."""
    parts: tuple[ProvenanceItem, ...] = ()
    """The figures that a sum is of, or the records that are counted."""


def explain_provenance(what: str, site: Site, context: BuildContext, messages: Mapping[str, Any]) -> Explanation | str:
    """Explain a page, a village's code or a figure's id; for an unknown name, give the nearest known one, or "".

    `messages` are the words of the command line.
    """
    routes = build_routes(site.config, load_path_words(site.geography, NullCache(), site), site.translations)
    index = index_site(site, context, routes)
    figure = index.figures.get(what)
    if figure is not None:
        return _figure(figure, index, messages["why"])
    made = plan_site(site, context, routes)
    outputs = {output.path: output for output in (*made.text_outputs, *made.plan_others(Report()))}
    place = index.places.get(index.present_codes.get(what, what))
    path = place.path if place else _path(what, site.config.base_url)
    for one in (path, f"{path}/"):
        if output_path(one) in outputs:
            page = _page(outputs[output_path(one)], site, made.reads)
            changed = {"code": f"{what} → {place.code}"} if place and place.code != what else {}
            return replace(page, facts=changed | page.facts)
    folder = next(
        (one for one in outputs.values() if isinstance(one.content, Directory) and path[1:].startswith(one.path)), None
    )
    if folder:  # a file that only the tool that made it knows
        return _page(folder, site, made.reads)
    ids = [one.id for one in (*index.figures.stated(), *index.figures.counts())]
    near = closest_match(what, ids) if "/" not in what else ""
    above = posixpath.dirname(path.rstrip("/"))
    beside = (address for address in map(file_url, outputs) if posixpath.dirname(address.rstrip("/")) == above)
    return near or closest_match(path, sorted(beside))


def _path(what: str, base_url: str) -> str:
    """The URL path that a URL, a file of the published folder or the address bar of a browser names."""
    base = urlsplit(base_url)
    try:
        asked = urlsplit(what)
    except ValueError:  # `http://[`
        return what
    path = unquote(asked.path)
    if asked.scheme and asked.netloc == base.netloc:
        path = path.removeprefix(base.path.rstrip("/"))
    return file_url(path.lstrip("/")) if path.lstrip("/") else "/"


def _page(output: Output, site: Site, reads: Reads) -> Explanation:
    read = sorted(reads.of(output.path))
    names = [name for name in read if name in site.origins]
    own = [name for name, at in site.origins.items() if at == output.origin and ":" not in name]
    records = [_place(name, site) for name in (*own, *names) if not name.startswith("source:")]
    files = [name for name in read if name and name not in site.origins]
    if output.origin.file and not own:
        records.insert(0, ProvenanceItem(output.origin.file, output.origin.file, output.origin.line))
    records += [ProvenanceItem(file, file) for file in files]
    cited = [name.removeprefix("source:") for name in names if name.startswith("source:")]
    cited += [id for name in own for id in _cited(name, site)]
    facts = {}
    if isinstance(output.content, Template):
        facts["template"] = site.theme.template_files.get(output.content.name, output.content.name)
    return Explanation(file_url(output.path), facts, tuple(dict.fromkeys(records)), _sources(cited, site))


def _cited(name: str, site: Site) -> Sequence[str]:
    """The sources of a village, an announcement or a plain page."""
    village = next((one for one in site.villages if one.code == name), None)
    if village:
        return village.sources
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    return next((one.meta.sources for one in texts if one.file == name), ())


def _figure(figure: Figure, index: SiteIndex, messages: Mapping[str, Any]) -> Explanation:
    language = messages["language"]
    site = index.site
    shown = card_by_id(replace(index, messages=interface_messages(site, language) or index.messages), figure.id)
    kind = messages["kinds"]["sum" if figure.parts else figure.kind]
    known = f"{format_number(messages, shown.quantity)} {shown.unit}" if shown.quantity else messages["unknown"]
    facts = {"name": shown.name, "value": f"{known} ({kind})", "scope": shown.scope}
    facts |= {"as_of": shown.as_of, "known": shown.known_since, "status": shown.status, "note": shown.note}
    records: tuple[ProvenanceItem, ...] = ()
    if figure.about in site.origins:
        records = (_place(figure.about, site),)
    parts = tuple(_part(id, index, messages) for id in figure.parts)
    if figure.kind == "counted":
        parts = tuple(
            _place(one.code, site, one.name) for one in site.villages if _in(figure, one, site.programme.rules)
        )
    kept = {key: " ".join(value.split()) for key, value in facts.items() if value}
    return Explanation(figure.id, kept, records, _sources(figure.sources, site), parts)


def _in(figure: Figure, village: Village, rules: DesignationRules) -> bool:
    """Whether a count includes this village."""
    designation = designation_of(village, rules)
    if figure.year is not None:
        return figure.year in designation.years
    return designation.counted and village.code.startswith(figure.scope)


def _part(id: str, index: SiteIndex, messages: Mapping[str, Any]) -> ProvenanceItem:
    figure = index.figures.get(id)
    at = index.origin(figure.about) if figure else Span("")
    known = format_number(messages, figure.quantity) if figure and figure.quantity else messages["unknown"]
    return ProvenanceItem(id, at.file, at.line, known)


def _place(name: str, site: Site, said: str = "") -> ProvenanceItem:
    at = site.origins.get(name, Span(""))
    return ProvenanceItem(name, at.file, 0 if name == at.file else at.line, said)


def _sources(ids: Iterable[str], site: Site) -> tuple[ProvenanceItem, ...]:
    known = {source.id: source for source in site.sources}
    found = (known[id] for id in dict.fromkeys(ids) if id in known)
    return tuple(_place(f"source:{one.id}", site, f"{one.publisher}, {one.date}") for one in found)
