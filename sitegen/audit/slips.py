"""Slips of prose: a number that equals a known figure could be bound to it; one that contradicts is told.

Only what a sentence says is judged: a number with its unit, the one year named, and the words for a kind of figure.
What is left open is left alone, for a false alarm costs more trust than a slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen import edtf
from sitegen.audit.remarks import remarks
from sitegen.audit.sentences import Lexicon, Number, stops
from sitegen.figures import VILLAGES, Figure, FigureKind, Figures, call_of, known_by
from sitegen.model import Announcement, PlainPage, Site
from sitegen.problems import Report, Span, span_within
from sitegen.translations import translated

SMALL = 100
"""Below this a number of villages may well be of some region, and a number without a unit may be of anything."""
_NAMES = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
"""Words with capitals, one after the other."""
_LONG = re.compile(r"\w{6,}")
"""Words that tell what something is about."""
_KINDS: tuple[FigureKind, ...] = ("reported", "counted", "target", "projected", "commitment")


def find_slips(site: Site, words: Callable[[str], Mapping[str, str]], report: Report) -> None:
    """Compare the numbers of all texts of the site and of its records with its figures; `words` gives `scan:` of a
    language."""
    items: list[Announcement | PlainPage] = [*site.news, *site.pages]
    lexicons = {language: Lexicon(words(language)) for language in dict.fromkeys(item.language for item in items)}
    main = lexicons.setdefault(site.config.language, Lexicon(words(site.config.language)))
    known = {language: _Known(translated(site, language)) for language in lexicons}
    for item in items:
        _Scan(known[item.language], lexicons[item.language], item.meta.title, item, report).scan(item)
    for remark in remarks(site):
        _Scan(known[site.config.language], main, remark.about, None, report).scan_line(remark.text, remark.at)


class _Known:
    """Every figure of the site, with what is needed to find those that a sentence may speak of."""

    def __init__(self, site: Site) -> None:
        self.figures = Figures(site)
        self.origins = site.origins
        stated = [one for one in self.figures.stated() if one.quantity]
        self.all: list[Figure] = [*stated, *self._sums(), *self.figures.counts()]
        self.units: dict[str, set[str]] = {}
        """The ids of units by their names as written behind a number."""
        for unit in site.programme.units:
            name = unit.name.lower().partition(" (")[0]
            for one in {name, "%"} if unit.share else {name}:
                self.units.setdefault(one, set()).add(unit.id)
        users = Counter(unit for unit, _ in {(one.unit, one.about) for one in self.all})
        self.lone = {unit for unit, count in users.items() if count == 1}
        """The ids of units that one record alone has."""
        regions = self.figures.regions | {village.district: (village.code[:8],) for village in site.villages}
        self.regions = {_own_name(name): codes for name, codes in regions.items()}

    def _sums(self) -> Iterator[Figure]:
        years = self.figures.years_of("reported")
        for first in years:
            for last in years:
                found = self.figures.get(f"sum-{first}-{last}") if first < last else None
                if found and found.quantity:
                    yield found

    def regions_in(self, text: str) -> Iterator[str]:
        """The names of regions of the data that a text has."""
        for run in _NAMES.findall(text):
            words = run.split()
            for first in range(len(words)):
                names = (" ".join(words[first:last]) for last in range(first + 1, len(words) + 1))
                yield from (name for name in names if name in self.regions)

    def where(self, figure: Figure) -> str:
        """The line of the record that a figure stands in."""
        return str(self.origins.get(figure.about, Span("data/villages.yaml")))


@dataclass(frozen=True, slots=True)
class _Where:
    """Which part of the country a sentence speaks of."""

    codes: set[str]
    """The codes of the regions of the data that it names."""
    regional: bool
    """Whether it speaks of a region at all."""
    nationwide: bool
    """Whether it says that it speaks of the whole country."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """The scan of one text."""

    known: _Known
    words: Lexicon
    title: str
    """What it is called, which tells what it is about too."""
    item: Announcement | PlainPage | None
    """The text it is of; None for what a record says."""
    report: Report

    def scan(self, item: Announcement | PlainPage) -> None:
        for number in self.words.numbers(item.body):
            self._judge(number, _at(item, number), bound=True)
        brief = ((f"in_brief:{number}", line) for number, line in enumerate(item.meta.in_brief))
        for key, line in (("title", item.meta.title), ("summary", item.meta.summary), *brief):
            self.scan_line(line, self.known.origins.get(f"{item.file}#{key}", Span(item.file, 1)))

    def scan_line(self, text: str, at: Span) -> None:
        """Scan a text in which nothing can be bound."""
        for number in self.words.numbers(text):
            self._judge(number, at, bound=False)

    def _judge(self, number: Number, at: Span, bound: bool) -> None:
        units, unit = self._units(number)
        if not units and (number.value < SMALL or not self._alone(number)):
            return
        claimed, years = self._claimed(number), self.words.years(number.around)
        where = self._where(number.sentence)
        near = (one for one in self.known.all if one.unit in units or _equals(one, number))
        pool = [one for one in near if self._in_scope(one, number, claimed, where)]
        same = [one for one in pool if _equals(one, number) and (not units or one.unit in units) and _of(one, years)]
        fits = [one for one in same if not claimed or one.kind in claimed]
        if fits:
            if bound:
                self._suggest(number, at, fits[0])
            return
        if self.words.says("relative", number.before[-24:]) or not units:
            return
        if slips := [one for one in same if one.kind != "counted" and claimed != {"counted"}]:
            self._tell_kind(number, at, slips[0], claimed)
        elif rivals := self._rivals(pool, units, claimed, years, number):
            self._contradict(number, at, rivals[0])
        elif others := [one for one in pool if number.value >= SMALL and _equals(one, number) and _of(one, years)]:
            self._tell_unit(number, at, others[0], unit)

    def _units(self, number: Number) -> tuple[set[str], str]:
        """The ids of the units that stand behind a number, with their name; none where no known unit does."""
        after = number.after.lstrip()
        named = self.known.units | {name: {VILLAGES} for name in self.words.villages}
        for name in sorted(named, key=len, reverse=True):
            if re.match(re.escape(name).replace(r"\ ", r"\s+") + r"(?!\w)", after, re.IGNORECASE):
                return named[name], name
        return set(), ""

    def _alone(self, number: Number) -> bool:
        """Whether no noun stands behind a number, which would say that it counts something else."""
        return stops(number.after) or self.words.begins("follows", number.after)

    def _claimed(self, number: Number) -> set[FigureKind]:
        """What the words of the clause, or else those around it, call the number."""
        for text in (number.clause, number.around):
            found = {kind for kind in _KINDS if self.words.says(kind, text)}
            if found:
                return found
        return set()

    def _where(self, sentence: str) -> _Where:
        """Which part of the country a sentence speaks of."""
        names = list(self.known.regions_in(sentence))
        regional = bool(names) or self.words.says("regional", sentence)
        if not regional:
            rests = (sentence[match.end() :].lstrip() for match in self.words.within.finditer(sentence))
            regional = any(rest[:1].isupper() and not self.words.begins("nationwide", rest) for rest in rests)
        codes = {code for name in names for code in self.known.regions[name]}
        return _Where(codes, regional, self.words.says("nationwide", sentence))

    def _in_scope(self, figure: Figure, number: Number, claimed: set[FigureKind], where: _Where) -> bool:
        """Whether a sentence may speak of a figure: it names its territory, or none where it is of the whole."""
        if figure.territory:
            return self._of_territory(figure, number, where)
        if figure.kind == "counted" and "counted" not in claimed:
            return False
        if figure.scope:
            return figure.scope in where.codes and all(code.startswith(figure.scope) for code in where.codes)
        if where.regional:
            return False
        return number.value >= SMALL or figure.kind == "counted" or where.nationwide

    def _of_territory(self, figure: Figure, number: Number, where: _Where) -> bool:
        """Whether a sentence may speak of an indicator: it names its territory, or none where it is of the whole; one
        that shares its unit with others, or is a share, is known by its words."""
        text = f"{self.title} {number.sentence}"
        place = self.words.place(figure.territory)
        named = bool(place) and re.search(rf"\b{re.escape(place)}\b", text) is not None
        topic = {*_LONG.findall(figure.name.removesuffix(f", {figure.territory}").lower())}
        told = len(topic & {*_LONG.findall(text.lower())})
        if _equals(figure, number):
            return number.value >= SMALL or named or told > 0
        if place or where.regional:
            return named
        share = figure.quantity is not None and figure.quantity.share
        return (figure.unit in self.known.lone and not share) or told >= min(2, len(topic))

    def _rivals(
        self, pool: Sequence[Figure], units: set[str], claimed: set[FigureKind], years: set[int], number: Number
    ) -> list[Figure]:
        """The figures of the one year that a number should equal, if it is of any; of several for a sum of years."""
        last = max(years, default=0)
        whole = self.words.says("cumulative", number.around)
        kinds = claimed or set(_KINDS)
        found = [one for one in pool if one.unit in units and one.kind in kinds and _year(one) == last]
        sums = [one for one in found if one.parts]
        if len(years) == 2 and whole:
            return [one for one in sums if one.parts[0] == f"reported-{min(years)}"]
        if len(years) != 1:
            return []
        if whole:
            first = min(self.known.figures.years_of("reported"), default=0)
            return [one for one in sums if one.parts[0] == f"reported-{first}"] + [
                one for one in found if one.kind == "projected" or one.territory
            ]
        plain = [one for one in found if not one.parts and not _rounds(one, number)]
        return sorted(plain, key=lambda one: _KINDS.index(one.kind))

    def _suggest(self, number: Number, at: Span, figure: Figure) -> None:
        item, now = self.item, ""
        if isinstance(item, Announcement) and figure.kind != "counted":
            day = edtf.parse(item.meta.date).sort_day
            now = "" if known_by(figure, self.known.figures, day, item.meta.sources) else "now"
        call, place = call_of(figure, now), self.known.where(figure)
        self.report.note("figure-unbound", at, number=number.text, figure=figure.id, place=place, call=call)

    def _tell_kind(self, number: Number, at: Span, figure: Figure, claimed: set[FigureKind]) -> None:
        kind, place = next(kind for kind in _KINDS if kind in claimed), self.known.where(figure)
        self.report.warn("figure-kind", at, number=number.text, figure=figure.id, place=place, claimed=kind)

    def _contradict(self, number: Number, at: Span, figure: Figure) -> None:
        value = self.words.written(figure.quantity.number) if figure.quantity else ""
        place = self.known.where(figure)
        self.report.warn("figure-contradicts", at, number=number.text, figure=figure.id, known=value, place=place)

    def _tell_unit(self, number: Number, at: Span, figure: Figure, unit: str) -> None:
        place = self.known.where(figure)
        self.report.warn("figure-unit", at, number=number.text, figure=figure.id, place=place, unit=unit)


def _at(item: Announcement | PlainPage, number: Number) -> Span:
    return span_within(item.body, number.start, number.start + len(number.text), item.file, item.body_line)


def _equals(figure: Figure, number: Number) -> bool:
    return figure.quantity is not None and figure.quantity.number == number.value


def _rounds(figure: Figure, number: Number) -> bool:
    """Whether a number is what its source rounded to the figure."""
    if not figure.rounded or figure.quantity is None:
        return False
    digits = str(int(figure.quantity.number))
    size = len(digits) - len(digits.rstrip("0"))
    return round(number.value, -size) == figure.quantity.number


def _of(figure: Figure, years: set[int]) -> bool:
    """Whether a figure may be of the years that a sentence names; one of no year may be of any."""
    year = _year(figure)
    return not years or year is None or year in years


def _year(figure: Figure) -> int | None:
    if figure.year is None and figure.as_of:
        return edtf.parse(figure.as_of).year
    return figure.year


def _own_name(region: str) -> str:
    """The name of a region without its word: Kabupaten Klaten is called Klaten too."""
    return re.sub(r"^(?:Kabupaten|Kota|Provinsi)\s+", "", region)
