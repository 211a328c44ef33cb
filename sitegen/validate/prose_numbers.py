"""Lint numbers in prose: compare each number that a text states with the figures of the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sitegen import edtf
from sitegen.figures import SHORTCODE_NAMES, VILLAGES, Figure, FigureIndex, FigureKind, is_known_by, shortcode_of
from sitegen.geography import DISTRICT, GEOGRAPHY
from sitegen.models import Announcement, PlainPage, Site
from sitegen.problems import Report, Span, span_within
from sitegen.translations import translated

_NOT_PROSE = re.compile(
    r"""
      (?m:^(?:[ ]{4}|\t).*$)                    # a block of code
    | (?P<tick>`+)(?:[^`]|\n(?!\n))+?(?P=tick)  # code within a line
    | <!--.*?--> | <[a-zA-Z/][^<>]*>            # HTML, an address between angle brackets
    | \]\([^()\s]*(?:\s+"[^"]*")?\)             # where a link leads
    | (?m:^[ ]{0,3}\[[^\]]+\]:.*$)              # … and where one leads that is told apart
    | https?://\S+ | \[\^[^\]]+\] | \{:?[#.\s][^{}]*\}
    | (?m:^\s*(?:>\s*)*(?:\d+[.)]|[-*+])(?=\s))   # the sign of a list's item
    """,
    re.VERBOSE | re.DOTALL,
)
_BREAK = re.compile(r"""(?<=[.!?])[*_"”')\]]*\s+|\n[ \t]*\n|\n(?=\s*(?:\#|\||>))|\|""")
_NUMBER = re.compile(r"(?<![\w.,/:+@#-])[0-9]+(?:[.,][0-9]+)*(?![\w/:-]|[.,][0-9])")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)[0-9]{2}(?![\w/]|[.,][0-9])")
_ISO = re.compile(r"\b((?:19|20)[0-9]{2})-[0-9]{2}(?:-[0-9]{2})?\b")
_STOP = re.compile(r"""\s*(?:$|[.,;:!?)+=*_"”—–])|\s+[+=—–(]""")


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A number of a text, with what stands around it."""

    text: str
    """As written, with the word for thousands or millions: `36 juta`."""
    value: int | float
    """What it is."""
    start: int
    """Where it begins in the text."""
    before: str
    """The part of its sentence before it."""
    after: str
    """The part of its sentence behind it."""
    clause: str
    """The clause it stands in."""
    around: str
    """Its sentence without the other clauses that have numbers."""
    sentence: str
    """Its whole sentence."""


class NumberLexicon:
    """The words of one language by which a text says what a number is: `scan:` of messages/<lang>.yaml."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words` are lists with commas between their items."""
        self._words = words
        self.thousands, self.decimal = words["thousands"], words["decimal"]
        self.villages = self._items("villages")
        self.within = _compile_words(self._items("within"), re.IGNORECASE)
        self._scales = {name: int(size) for name, size in (item.split() for item in self._items("scales"))}
        self._patterns = {
            name: _compile_words(self._items(name), re.IGNORECASE) for name in words if name not in _NOT_LISTS
        }

    def _items(self, name: str) -> list[str]:
        return [item.strip() for item in self._words[name].split(",")]

    def contains(self, name: str, text: str) -> bool:
        """Whether a text has one of the words of a list."""
        return self._patterns[name].search(text) is not None

    def ends(self, name: str, text: str) -> bool:
        """Whether the last word of a text is of a list."""
        return self._patterns[name].search(text.rstrip(" .").rpartition(" ")[2]) is not None

    def begins(self, name: str, text: str) -> bool:
        """Whether the first word of a text is of a list."""
        return self._patterns[name].match(text.lstrip()) is not None

    def place(self, territory: str) -> str:
        """The name of the region that a territory is in, without its word: Gianyar; empty for the whole country."""
        if self.contains("nationwide", territory):
            return ""
        found = self._patterns["regional"].search(territory)
        names = re.findall(r"\b[A-Z]\w*(?: [A-Z]\w*)*", territory[found.end() if found else 0 :])
        return names[0] if names else territory

    def years(self, text: str) -> set[int]:
        """The years that a text names."""
        return {int(year) for year in _YEAR.findall(text)}

    def format_number(self, value: int | float) -> str:
        """A number in the digits of the language."""
        text = f"{value:,}"
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})

    def numbers(self, text: str) -> Iterator[ProseNumber]:
        """Every number of a text that may count something; no dates, years, codes, or numbers of decrees and lists."""
        plain = self._mask_non_prose(text)
        at = 0
        for stop in [*_BREAK.finditer(plain), None]:
            end = stop.start() if stop else len(plain)
            yield from self._sentence_numbers(plain[at:end], at)
            at = stop.end() if stop else end

    def value(self, text: str) -> int | float | None:
        """The number that digits of the language mean; None for what is none, such as a code."""
        cumulative, comma, part = text.partition(self.decimal)
        groups = cumulative.split(self.thousands)
        if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
            return None
        if comma and (not part.isdigit() or not all(group.isdigit() for group in groups)):
            return None
        digits = "".join(groups)
        return float(f"{digits}.{part}") if comma else int(digits) if digits.isdigit() else None

    def _mask_non_prose(self, text: str) -> str:
        """The text with blanks in the place of all that is no prose, or that looks like a number and counts nothing."""
        text = SHORTCODE_NAMES.sub(_blank, text)
        text = _NOT_PROSE.sub(_blank, text)
        text = self._decree_pattern.sub(_blank, text)
        text = _ISO.sub(lambda date: date[1].ljust(len(date[0])), text)
        return self._day_pattern.sub(_blank, text)

    @cached_property
    def _decree_pattern(self) -> re.Pattern[str]:
        """`Nomor 2 Tahun 2021`, `No. 2/2021`, `Nomor 300.2.2-2430 Tahun 2025`."""
        words, year = "|".join(self._items("decree")), "|".join(self._items("of_year"))
        return re.compile(rf"\b(?:{words})\.?\s+[\d./-]*\d\b(?:\s+(?:{year})\s+\d{{4}})?", re.IGNORECASE)

    @cached_property
    def _day_pattern(self) -> re.Pattern[str]:
        """The day of `5 Juli 2018`, of `July 5, 2018` and of `5 Juli`; the year stays."""
        months = "|".join(self._items("months"))
        return re.compile(rf"\b[0-9]{{1,2}}(?=\s+(?:{months})\b)|(?<=\s)(?:{months})\s+[0-9]{{1,2}}\b(?![.,]?[0-9])")

    def _sentence_numbers(self, sentence: str, start: int) -> Iterator[ProseNumber]:
        clauses = self._clauses(sentence)
        found = [list(self._clause_numbers(sentence, *bounds)) for bounds in clauses]
        texts = [sentence[begin:end] for begin, end in clauses]
        bare = " ; ".join(text for text, numbers in zip(texts, found, strict=True) if not numbers)
        for text, numbers in zip(texts, found, strict=True):
            for begin, end, value in numbers:
                yield ProseNumber(
                    text=sentence[begin:end],
                    value=value,
                    start=start + begin,
                    before=sentence[:begin],
                    after=sentence[end:],
                    clause=text,
                    around=f"{text} ; {bare}",
                    sentence=sentence,
                )

    def _clauses(self, sentence: str) -> Sequence[tuple[int, int]]:
        """Where each clause of a sentence begins and ends."""
        ends = [stop.start() for stop in self._clause_ends.finditer(sentence)]
        return list(zip([0, *ends], [*ends, len(sentence)], strict=True))

    @cached_property
    def _clause_ends(self) -> re.Pattern[str]:
        words = "|".join(self._items("clauses"))
        return re.compile(rf"[;:,()—–](?=\s)|[()]|\s(?={words}\b)".replace(words, f"(?:{words})"))

    def _clause_numbers(self, sentence: str, begin: int, end: int) -> Iterator[tuple[int, int, int | float]]:
        for match in _NUMBER.finditer(sentence, begin, end):
            value = self.value(match[0])
            if value is None or _YEAR.fullmatch(match[0]) or self.ends("naming", sentence[: match.start()]):
                continue
            scale = self._scale_pattern.match(sentence, match.end())
            if scale:
                value = round(value * self._scales[scale[1].lower()], 6)
            yield match.start(), scale.end() if scale else match.end(), int(value) if value == int(value) else value

    @cached_property
    def _scale_pattern(self) -> re.Pattern[str]:
        return re.compile(rf"\s+({'|'.join(self._scales)})\b", re.IGNORECASE)


def ends_clause(text: str) -> bool:
    """Whether a text ends here or goes on after a sign: what stands before it then has no noun behind it."""
    return _STOP.match(text) is not None


_NOT_LISTS = ("thousands", "decimal", "scales")


def _compile_words(items: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    """Any of these words or phrases; a `*` stands for any ending."""
    phrases = (re.escape(item).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for item in items)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", flags)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


@dataclass(frozen=True, slots=True)
class RecordText:
    """One text of a record."""

    about: str
    """What the record is called."""
    text: str
    """The text."""
    at: Span
    """The first line of the record."""


def record_texts(site: Site) -> Iterator[RecordText]:
    """Every text of the records that pages show as it is written."""
    for name, about, texts in _list_texts(site):
        at = site.origins.get(name, Span("data/programme.yaml"))
        yield from (RecordText(about, text, at) for text in texts if text)


def _list_texts(site: Site) -> Iterator[tuple[str, str, tuple[str | None, ...]]]:
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


SMALL_NUMBER = 100
"""Below this a number of villages may well be of some region, and a number without a unit may be of anything."""
_CAPITALISED = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
"""Words with capitals, one after the other."""
_LONG_WORD = re.compile(r"\w{6,}")
"""Words that tell what something is about."""
_KINDS: tuple[FigureKind, ...] = ("reported", "counted", "target", "projected", "commitment")


def lint_prose_numbers(site: Site, words: Callable[[str], Mapping[str, str]], report: Report) -> None:
    """Compare the numbers of all texts of the site and of its records with its figures; `words` gives `scan:` of a
    language."""
    items: list[Announcement | PlainPage] = [*site.news, *site.pages]
    lexicons = {language: NumberLexicon(words(language)) for language in dict.fromkeys(item.language for item in items)}
    main = lexicons.setdefault(site.config.language, NumberLexicon(words(site.config.language)))
    site_figures = {language: _SiteFigures(translated(site, language)) for language in lexicons}
    for item in items:
        _Scan(site_figures[item.language], lexicons[item.language], item.meta.title, item, report).scan(item)
    for text in record_texts(site):
        _Scan(site_figures[site.config.language], main, text.about, None, report).scan_line(text.text, text.at)


class _SiteFigures:
    """Every figure of the site, with what is needed to find those that a sentence may speak of."""

    def __init__(self, site: Site) -> None:
        self.figures = FigureIndex(site)
        self.origins = site.origins
        stated = [one for one in self.figures.stated() if one.quantity]
        self.all: list[Figure] = [*stated, *self._list_sums(), *self.figures.counts()]
        self.units: dict[str, set[str]] = {}
        """The ids of units by their names as written behind a number."""
        for unit in site.programme.units:
            name = unit.name.lower().partition(" (")[0]
            for one in {name, "%"} if unit.share else {name}:
                self.units.setdefault(one, set()).add(unit.id)
        users = Counter(unit for unit, _ in {(one.unit, one.about) for one in self.all})
        self.unique_units = {unit for unit, count in users.items() if count == 1}
        """The ids of units that one record alone has."""
        regions = self.figures.regions | {
            village.district: (DISTRICT.region_code(village.code),) for village in site.villages
        }
        self.regions = {GEOGRAPHY.bare_name(name): codes for name, codes in regions.items()}

    def _list_sums(self) -> Iterator[Figure]:
        years = self.figures.years_of("reported")
        for first in years:
            for last in years:
                found = self.figures.get(f"sum-{first}-{last}") if first < last else None
                if found and found.quantity:
                    yield found

    def regions_in(self, text: str) -> Iterator[str]:
        """The names of regions of the data that a text has."""
        for run in _CAPITALISED.findall(text):
            words = run.split()
            for first in range(len(words)):
                names = (" ".join(words[first:last]) for last in range(first + 1, len(words) + 1))
                yield from (name for name in names if name in self.regions)

    def location(self, figure: Figure) -> str:
        """The line of the record that a figure stands in."""
        return str(self.origins.get(figure.about, Span("data/villages.yaml")))


@dataclass(frozen=True, slots=True)
class _Regions:
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

    site_figures: _SiteFigures
    lexicon: NumberLexicon
    title: str
    """What it is called, which tells what it is about too."""
    item: Announcement | PlainPage | None
    """The text it is of; None for what a record says."""
    report: Report

    def scan(self, item: Announcement | PlainPage) -> None:
        for number in self.lexicon.numbers(item.body):
            self._check_number(number, _span_of(item, number), bindable=True)
        brief = ((f"in_brief:{number}", line) for number, line in enumerate(item.meta.in_brief))
        for key, line in (("title", item.meta.title), ("summary", item.meta.summary), *brief):
            self.scan_line(line, self.site_figures.origins.get(f"{item.file}#{key}", Span(item.file, 1)))

    def scan_line(self, text: str, at: Span) -> None:
        """Scan a text in which nothing can be bound."""
        for number in self.lexicon.numbers(text):
            self._check_number(number, at, bindable=False)

    def _check_number(self, number: ProseNumber, at: Span, bindable: bool) -> None:
        units, unit = self._find_units(number)
        if not units and (number.value < SMALL_NUMBER or not self._has_no_noun(number)):
            return
        claimed, years = self._claimed_kinds(number), self.lexicon.years(number.around)
        regions = self._find_regions(number.sentence)
        similar = (one for one in self.site_figures.all if one.unit in units or _equals(one, number))
        candidates = [one for one in similar if self._is_in_scope(one, number, claimed, regions)]
        same = [
            one
            for one in candidates
            if _equals(one, number) and (not units or one.unit in units) and _matches_years(one, years)
        ]
        fits = [one for one in same if not claimed or one.kind in claimed]
        if fits:
            if bindable:
                self._report_unbound(number, at, fits[0])
            return
        if self.lexicon.contains("relative", number.before[-24:]) or not units:
            return
        if other_kinds := [one for one in same if one.kind != "counted" and claimed != {"counted"}]:
            self._report_kind(number, at, other_kinds[0], claimed)
        elif contradicting := self._find_contradicting(candidates, units, claimed, years, number):
            self._report_contradiction(number, at, contradicting[0])
        elif other_units := [
            one
            for one in candidates
            if number.value >= SMALL_NUMBER and _equals(one, number) and _matches_years(one, years)
        ]:
            self._report_unit(number, at, other_units[0], unit)

    def _find_units(self, number: ProseNumber) -> tuple[set[str], str]:
        """The ids of the units that stand behind a number, with their name; none where no known unit does."""
        after = number.after.lstrip()
        named = self.site_figures.units | {name: {VILLAGES} for name in self.lexicon.villages}
        for name in sorted(named, key=len, reverse=True):
            if re.match(re.escape(name).replace(r"\ ", r"\s+") + r"(?!\w)", after, re.IGNORECASE):
                return named[name], name
        return set(), ""

    def _has_no_noun(self, number: ProseNumber) -> bool:
        """Whether no noun stands behind a number, which would say that it counts something else."""
        return ends_clause(number.after) or self.lexicon.begins("follows", number.after)

    def _claimed_kinds(self, number: ProseNumber) -> set[FigureKind]:
        """What the words of the clause, or else those around it, call the number."""
        for text in (number.clause, number.around):
            found = {kind for kind in _KINDS if self.lexicon.contains(kind, text)}
            if found:
                return found
        return set()

    def _find_regions(self, sentence: str) -> _Regions:
        """Which part of the country a sentence speaks of."""
        names = list(self.site_figures.regions_in(sentence))
        regional = bool(names) or self.lexicon.contains("regional", sentence)
        if not regional:
            rests = (sentence[match.end() :].lstrip() for match in self.lexicon.within.finditer(sentence))
            regional = any(rest[:1].isupper() and not self.lexicon.begins("nationwide", rest) for rest in rests)
        codes = {code for name in names for code in self.site_figures.regions[name]}
        return _Regions(codes, regional, self.lexicon.contains("nationwide", sentence))

    def _is_in_scope(self, figure: Figure, number: ProseNumber, claimed: set[FigureKind], regions: _Regions) -> bool:
        """Whether a sentence may speak of a figure: it names its territory, or none where it is of the whole."""
        if figure.territory:
            return self._matches_territory(figure, number, regions)
        if figure.kind == "counted" and "counted" not in claimed:
            return False
        if figure.scope:
            return figure.scope in regions.codes and all(code.startswith(figure.scope) for code in regions.codes)
        if regions.regional:
            return False
        return number.value >= SMALL_NUMBER or figure.kind == "counted" or regions.nationwide

    def _matches_territory(self, figure: Figure, number: ProseNumber, regions: _Regions) -> bool:
        """Whether a sentence may speak of an indicator: it names its territory, or none where it is of the whole; one
        that shares its unit with others, or is a share, is known by its words."""
        text = f"{self.title} {number.sentence}"
        place = self.lexicon.place(figure.territory)
        named = bool(place) and re.search(rf"\b{re.escape(place)}\b", text) is not None
        topic = {*_LONG_WORD.findall(figure.name.removesuffix(f", {figure.territory}").lower())}
        shared = len(topic & {*_LONG_WORD.findall(text.lower())})
        if _equals(figure, number):
            return number.value >= SMALL_NUMBER or named or shared > 0
        if place or regions.regional:
            return named
        share = figure.quantity is not None and figure.quantity.share
        return (figure.unit in self.site_figures.unique_units and not share) or shared >= min(2, len(topic))

    def _find_contradicting(
        self,
        candidates: Sequence[Figure],
        units: set[str],
        claimed: set[FigureKind],
        years: set[int],
        number: ProseNumber,
    ) -> list[Figure]:
        """The figures of the one year that a number should equal, if it is of any; of several for a sum of years."""
        last = max(years, default=0)
        cumulative = self.lexicon.contains("cumulative", number.around)
        kinds = claimed or set(_KINDS)
        found = [one for one in candidates if one.unit in units and one.kind in kinds and _figure_year(one) == last]
        sums = [one for one in found if one.parts]
        if len(years) == 2 and cumulative:
            return [one for one in sums if one.parts[0] == f"reported-{min(years)}"]
        if len(years) != 1:
            return []
        if cumulative:
            first = min(self.site_figures.figures.years_of("reported"), default=0)
            return [one for one in sums if one.parts[0] == f"reported-{first}"] + [
                one for one in found if one.kind == "projected" or one.territory
            ]
        plain = [one for one in found if not one.parts and not _is_rounded_to(one, number)]
        return sorted(plain, key=lambda one: _KINDS.index(one.kind))

    def _report_unbound(self, number: ProseNumber, at: Span, figure: Figure) -> None:
        item, now = self.item, ""
        if isinstance(item, Announcement) and figure.kind != "counted":
            day = edtf.parse(item.meta.date).sort_day
            now = "" if is_known_by(figure, self.site_figures.figures, day, item.meta.sources) else "now"
        call, place = shortcode_of(figure, now), self.site_figures.location(figure)
        self.report.add("figure-unbound", at, number=number.text, figure=figure.id, place=place, call=call)

    def _report_kind(self, number: ProseNumber, at: Span, figure: Figure, claimed: set[FigureKind]) -> None:
        kind, place = next(kind for kind in _KINDS if kind in claimed), self.site_figures.location(figure)
        self.report.add("figure-kind", at, number=number.text, figure=figure.id, place=place, claimed=kind)

    def _report_contradiction(self, number: ProseNumber, at: Span, figure: Figure) -> None:
        value = self.lexicon.format_number(figure.quantity.number) if figure.quantity else ""
        place = self.site_figures.location(figure)
        self.report.add("figure-contradicts", at, number=number.text, figure=figure.id, known=value, place=place)

    def _report_unit(self, number: ProseNumber, at: Span, figure: Figure, unit: str) -> None:
        place = self.site_figures.location(figure)
        self.report.add("figure-unit", at, number=number.text, figure=figure.id, place=place, unit=unit)


def _span_of(item: Announcement | PlainPage, number: ProseNumber) -> Span:
    return span_within(item.body, number.start, number.start + len(number.text), item.file, item.body_line)


def _equals(figure: Figure, number: ProseNumber) -> bool:
    return figure.quantity is not None and figure.quantity.number == number.value


def _is_rounded_to(figure: Figure, number: ProseNumber) -> bool:
    """Whether a number is what its source rounded to the figure."""
    if not figure.rounded or figure.quantity is None:
        return False
    digits = str(int(figure.quantity.number))
    size = len(digits) - len(digits.rstrip("0"))
    return round(number.value, -size) == figure.quantity.number


def _matches_years(figure: Figure, years: set[int]) -> bool:
    """Whether a figure may be of the years that a sentence names; one of no year may be of any."""
    year = _figure_year(figure)
    return not years or year is None or year in years


def _figure_year(figure: Figure) -> int | None:
    if figure.year is None and figure.as_of:
        return edtf.parse(figure.as_of).year
    return figure.year
