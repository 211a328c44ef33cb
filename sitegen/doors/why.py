"""Door to provenance: from which lines of which files a page or a figure comes, and on whose word."""

from __future__ import annotations

import argparse
import gc
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen import edtf
from sitegen.addresses import address_of, addresses_of, file_of
from sitegen.bodies import Template
from sitegen.console import Console, Words
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of
from sitegen.edition import Edition
from sitegen.figures import Figure
from sitegen.memo import Forgetful
from sitegen.model import Announcement, PlainPage, Site, Village
from sitegen.output import Output
from sitegen.pages import plan
from sitegen.pages.catalogue import Catalogue, catalogue
from sitegen.pages.figures import card_of
from sitegen.problems import Report, Span
from sitegen.read import read_site, read_words
from sitegen.render.filters import number
from sitegen.scalars import nearest
from sitegen.show import harmless

SHOWN = 10
"""Records and parts of one sort that the text names; JSON names them all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record, or a whole file, and where it stands."""

    id: str
    """What names it: a code, `source:<id>`, a file."""
    file: str
    """Its file, relative to the site folder."""
    line: int = 0
    """Its line; 0 where the whole file is meant."""
    said: str = ""
    """What it is, in a few words; of a source its publisher and date."""


@dataclass(frozen=True, slots=True)
class Told:
    """From where a page or a figure comes."""

    what: str
    """An address, or the id of a figure."""
    facts: dict[str, str] = field(default_factory=dict)
    """What is told of it in a line each, by the key of its word: `value`, `as_of`, `template`."""
    records: tuple[Place, ...] = ()
    """The records and files that it is made from."""
    sources: tuple[Place, ...] = ()
    """On whose word."""
    parts: tuple[Place, ...] = ()
    """The figures that a sum is of, or the records that are counted."""


def why(arguments: argparse.Namespace) -> int:
    """Name the files, lines and sources that something comes from."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    site = read_site(arguments.site, report, Forgetful())
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    told = _asked(arguments.what, site, edition, console.words)
    if isinstance(told, str):
        unknown = Report()
        unknown.error("why-unknown", Span(""), told, name=arguments.what)
        console.report(unknown)
        return PROBLEMS
    print(_json(told) if arguments.format == "json" else "\n".join(_lines(told, console.words["why"])))
    return CLEAN


def _asked(what: str, site: Site, edition: Edition, words: Words) -> Told | str:
    """What is told; where nothing is known by this name, the nearest name, or nothing."""
    addresses = addresses_of(site.config, lambda language: read_words(language, Forgetful())["paths"])
    index = catalogue(site, edition, addresses)
    figure = index.figures.get(what)
    if figure is not None:
        return _figure(figure, index, words["why"])
    made = plan(site, edition, addresses)
    outputs = {output.path: output for output in (*made.prose, *made.outline(Report()))}
    place = index.places.get(what)
    path = place.path if place else _path(what, site.config.base_url)
    for one in (path, f"{path}/"):
        if file_of(one) in outputs:
            return _page(outputs[file_of(one)], site)
    folder = next(
        (output for file, output in outputs.items() if file.endswith("/") and path[1:].startswith(file)), None
    )
    if folder:  # a file that only the tool that made it knows
        return _page(folder, site)
    ids = [one.id for one in (*index.figures.stated(), *index.figures.counts())]
    near = nearest(what, ids) if "/" not in what else ""
    above = posixpath.dirname(path.rstrip("/"))
    beside = (address for address in map(address_of, outputs) if posixpath.dirname(address.rstrip("/")) == above)
    return near or nearest(path, sorted(beside))


def _path(what: str, base_url: str) -> str:
    """The address that is meant by an address, a file of the published folder, or what a browser shows."""
    base = urlsplit(base_url)
    try:
        asked = urlsplit(what)
    except ValueError:  # `http://[`
        return what
    path = unquote(asked.path)
    if asked.scheme and asked.netloc == base.netloc:
        path = path.removeprefix(base.path.rstrip("/"))
    return address_of(path.lstrip("/")) if path.lstrip("/") else "/"


def _page(output: Output, site: Site) -> Told:
    names = [name for name in output.inputs if name in site.origins]
    own = [name for name, at in site.origins.items() if at == output.origin and ":" not in name]
    records = [_place(name, site) for name in (*own, *names) if not name.startswith("source:")]
    files = [name for name in output.inputs if name not in site.origins]
    if output.origin.file and not own:
        records.insert(0, Place(output.origin.file, output.origin.file, output.origin.line))
    records += [Place(file, file) for file in files]
    cited = [name.removeprefix("source:") for name in names if name.startswith("source:")]
    cited += [id for name in own for id in _cited(name, site)]
    facts = {}
    if isinstance(output.body, Template):
        facts["template"] = site.theme.template_files.get(output.body.name, output.body.name)
    return Told(address_of(output.path), facts, tuple(dict.fromkeys(records)), _sources(cited, site))


def _cited(name: str, site: Site) -> Sequence[str]:
    """The sources of a village, an announcement or a plain page."""
    village = next((one for one in site.villages if one.code == name), None)
    if village:
        return village.sources
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    return next((one.meta.sources for one in texts if one.file == name), ())


def _figure(figure: Figure, index: Catalogue, words: Words) -> Told:
    language = words["language"]
    site = index.site
    shown = card_of(replace(index, words=site.theme.words.get(language, index.words)), figure.id)
    kind = words["kinds"]["sum" if figure.parts else figure.kind]
    known = f"{number(words, shown.quantity)} {shown.unit}" if shown.quantity else words["unknown"]
    facts = {"name": shown.name, "value": f"{known} ({kind})", "scope": shown.scope}
    facts |= {"as_of": shown.as_of, "known": shown.known, "status": shown.status, "note": shown.note}
    records: tuple[Place, ...] = ()
    if figure.about in site.origins:
        records = (_place(figure.about, site),)
    parts = tuple(_part(id, index, words) for id in figure.parts)
    if figure.kind == "counted":
        parts = tuple(_place(one.code, site, one.name) for one in site.villages if _in(figure, one))
    kept = {key: " ".join(value.split()) for key, value in facts.items() if value}
    return Told(figure.id, kept, records, _sources(figure.sources, site), parts)


def _in(figure: Figure, village: Village) -> bool:
    """Whether a designated village is among those that a count counts."""
    if not village.certified:
        return False
    if figure.year is not None:
        return edtf.year_of(village.certified) == figure.year
    return village.code.startswith(figure.scope)


def _part(id: str, index: Catalogue, words: Words) -> Place:
    figure = index.figures.get(id)
    at = index.origin(figure.about) if figure else Span("")
    known = number(words, figure.quantity) if figure and figure.quantity else words["unknown"]
    return Place(id, at.file, at.line, known)


def _place(name: str, site: Site, said: str = "") -> Place:
    at = site.origins.get(name, Span(""))
    return Place(name, at.file, 0 if name == at.file else at.line, said)


def _sources(ids: Iterable[str], site: Site) -> tuple[Place, ...]:
    known = {source.id: source for source in site.sources}
    found = (known[id] for id in dict.fromkeys(ids) if id in known)
    return tuple(_place(f"source:{one.id}", site, f"{one.publisher}, {one.date}") for one in found)


def _json(told: Told) -> str:
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def _lines(told: Told, words: Words) -> Iterator[str]:
    yield harmless(told.what)
    for key, value in told.facts.items():
        yield f"  {words[key]}: {harmless(value)}"
    parts = "counted" if any(":" not in one.id and one.id[:1].isdigit() for one in told.parts) else "parts"
    for key, places in (("made_from", told.records), ("source", told.sources), (parts, told.parts)):
        if places:
            yield f"  {words[key]}:"
            yield from (f"    {_shown(one)}" for one in places[:SHOWN])
            if len(places) > SHOWN:
                yield f"    {words['more'].format(count=number(words, len(places) - SHOWN))}"
    if not (told.records or told.sources or told.parts):
        yield f"  {words['made_from']}: {words['nothing']}"


def _shown(place: Place) -> str:
    at = str(Span(place.file, place.line))
    name = "" if place.id == place.file else place.id.removeprefix("source:")
    return harmless("  ".join(part for part in (at, name, place.said) if part))
