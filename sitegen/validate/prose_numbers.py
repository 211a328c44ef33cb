"""Compare each number in prose with the figures of the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from sitegen import edtf
from sitegen.figures import (
    MEANT_NUMBER,
    SHORTCODE_PATTERN,
    VILLAGES,
    Figure,
    FigureIndex,
    FigureKind,
    Quantity,
    ShortcodeFault,
    is_known_by,
    known_last,
    parse_shortcode,
    resolve_shortcode,
    shortcode_of,
)
from sitegen.geography.terms import fill_terms, staff_terms
from sitegen.models import Announcement, PlainPage, Site
from sitegen.models.kinds import KINDS
from sitegen.problems import Report, Span, span_within
from sitegen.scalars import parse_number
from sitegen.translations import translated

_NOT_PROSE = re.compile(
    r"""
      ^(?:[ ]{4}|\t).*+$                               # a block of code
    | (?<!`)(?P<tick>`++)(?:[^`\n]|\n(?!\n))++(?P=tick)  # code within a paragraph
    | <!--(?s:(?!<!--|-->).)*+-->                        # comments
    | <[a-zA-Z/][^<>]*+>                                 # tags, autolinks
    | \]\([^()\s]*+(?:\s++"[^"]*+")?\)                   # link destinations
    | ^[ ]{0,3}\[[^\[\]\n]++\]:.*+$                      # link reference definitions
    | https?://\S++ | \[\^[^\[\]\n]++\] | \{:?[#.\s][^{}]*+\}
    | ^[ \t]*+(?:>[ \t]*+)*+(?:\d++[.)]|[-*+])(?=\s)     # list markers
    """,
    re.VERBOSE | re.MULTILINE,
)
_EMPHASIS = re.compile(r"\*++|(?<!\w)_++|(?<=\w)_++(?!\w)")
_BREAK = re.compile(r"""(?<=[.!?])[*_"”')\]]*+\s++|\n[ \t]*+\n|\n(?=[^\S\n]*+[\#|>])|\|""")
_NUMBER = re.compile(r"(?<![\w.,/:+@#-])[0-9]++(?:[.,][0-9]++)*+(?![\w/:-]|[.,][0-9])")
_MAX_DIGITS = 15
"""A longer number is a code."""
_MAX_SENTENCE = 2000
"""Maximum length of a sentence, in characters: a longer one is taken for several, since each of its numbers is compared
with all of its words."""
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)[0-9]{2}(?![\w/]|[.,][0-9])")
_ISO = re.compile(r"\b((?:19|20)[0-9]{2})-[0-9]{2}(?:-[0-9]{2})?\b")
_STOP = re.compile(r"""\s*(?:$|[.,;:!?)+=*_"”—–])|\s+[+=—–(]""")


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A number in a text, with its surroundings."""

    text: str
    """As written, with the word for thousands or millions: `36 juta`."""
    value: int | Decimal
    start: int
    """Offset in the text."""
    before: str
    """The sentence before it."""
    after: str
    """The sentence after it."""
    clause: str
    """Its clause."""
    around: str
    """Its clause, and the clauses of the sentence without numbers."""
    sentence: str


class NumberLexicon:
    """The words of one language that say what a number means: `scan:` of messages/<lang>.yaml."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words` are comma-separated lists."""
        self._words = words
        self.thousands, self.decimal = words["thousands"], words["decimal"]
        self.villages = self._items("villages")
        self.within = _compile_words(self._items("within"), re.IGNORECASE)
        self._scales = {name: int(size) for name, size in (item.split() for item in self._items("scales"))}
        self._patterns = {
            name: _compile_words(self._items(name), re.IGNORECASE) for name in words if name not in _NOT_LISTS
        }
        self.contains = lru_cache(maxsize=64)(self._contains)
        """Whether a text contains a word of a list: cached, as a clause may have many numbers."""

    def _items(self, name: str) -> list[str]:
        return [item.strip() for item in self._words[name].split(",")]

    def _contains(self, name: str, text: str) -> bool:
        return self._patterns[name].search(text) is not None

    def ends(self, name: str, text: str) -> bool:
        """Whether the last word of a text is in a list."""
        return self._patterns[name].search(text.rstrip(" .").rpartition(" ")[2]) is not None

    def begins(self, name: str, text: str) -> bool:
        """Whether the first word of a text is in a list."""
        return self._patterns[name].match(text.lstrip()) is not None

    def place(self, territory: str) -> str:
        """Return the proper name of a territory's region, such as Gianyar; empty for the whole country."""
        if self.contains("nationwide", territory):
            return ""
        word = self._patterns["regional"].search(territory)
        names = re.findall(r"\b[A-Z]\w*(?: [A-Z]\w*)*", territory[word.end() if word else 0 :])
        return names[0] if names else territory

    def years(self, text: str) -> set[int]:
        """Return the years that a text names."""
        return {int(year) for year in _YEAR.findall(text)}

    def format_number(self, value: int | Decimal) -> str:
        """Format a number with the separators of the language."""
        text = f"{value:,}"
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})

    def numbers(self, text: str) -> Iterator[ProseNumber]:
        """Yield every number that may count something; no dates, years, codes, decree or list numbers."""
        plain = self._mask_non_prose(text)
        for start, end in _sentences(plain):
            yield from self._sentence_numbers(plain[start:end], start)

    def value(self, text: str) -> int | Decimal | None:
        """Parse a number with the separators of the language; None for anything else, such as a code."""
        cumulative, comma, part = text.partition(self.decimal)
        groups = cumulative.split(self.thousands)
        if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
            return None
        if comma and (not part.isdigit() or not all(group.isdigit() for group in groups)):
            return None
        digits = "".join(groups)
        if len(digits) > _MAX_DIGITS:
            return None
        return Decimal(f"{digits}.{part}") if comma else int(digits) if digits.isdigit() else None

    def _mask_non_prose(self, text: str) -> str:
        """Replace by blanks what is not prose, and what looks like a number but counts nothing."""
        text = SHORTCODE_PATTERN.sub(_blank, text)
        text = _NOT_PROSE.sub(_blank, text)
        text = _EMPHASIS.sub(_blank, text)
        text = self._decree_pattern.sub(_blank, text)
        text = _ISO.sub(lambda date: date[1].ljust(len(date[0])), text)
        return self._day_pattern.sub(_blank, text)

    @cached_property
    def _decree_pattern(self) -> re.Pattern[str]:
        """Matches `Nomor 2 Tahun 2021`, `No. 2/2021`, `Nomor 300.2.2-2430 Tahun 2025`."""
        words, year = "|".join(self._items("decree")), "|".join(self._items("of_year"))
        return re.compile(rf"\b(?:{words})\.?\s+(?:[./-]*+\d++)+\b(?:\s+(?:{year})\s+\d{{4}})?", re.IGNORECASE)

    @cached_property
    def _day_pattern(self) -> re.Pattern[str]:
        """Matches the day of `5 Juli 2018`, of `July 5, 2018` and of `5 Juli`, without the year."""
        months = "|".join(self._items("months"))
        return re.compile(rf"\b[0-9]{{1,2}}(?=\s+(?:{months})\b)|(?<=\s)(?:{months})\s+[0-9]{{1,2}}\b(?![.,]?[0-9])")

    def _sentence_numbers(self, sentence: str, start: int) -> Iterator[ProseNumber]:
        clauses = self._clauses(sentence)
        numbers_by_clause = [list(self._clause_numbers(sentence, *bounds)) for bounds in clauses]
        texts = [sentence[begin:end] for begin, end in clauses]
        bare = " ; ".join(text for text, numbers in zip(texts, numbers_by_clause, strict=True) if not numbers)
        for text, numbers in zip(texts, numbers_by_clause, strict=True):
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
        """Return the start and end of each clause."""
        ends = [stop.start() for stop in self._clause_ends.finditer(sentence)]
        return list(zip([0, *ends], [*ends, len(sentence)], strict=True))

    @cached_property
    def _clause_ends(self) -> re.Pattern[str]:
        words = "|".join(self._items("clauses"))
        return re.compile(rf"[;:,()—–](?=\s)|[()]|\s(?={words}\b)".replace(words, f"(?:{words})"))

    def _clause_numbers(self, sentence: str, begin: int, end: int) -> Iterator[tuple[int, int, int | Decimal]]:
        for match in _NUMBER.finditer(sentence, begin, end):
            value = self.value(match[0])
            if value is None or _YEAR.fullmatch(match[0]) or self.ends("naming", sentence[: match.start()]):
                continue
            scale = self._scale_pattern.match(sentence, match.end())
            if scale:
                value = value * self._scales[scale[1].lower()]
            yield match.start(), scale.end() if scale else match.end(), int(value) if value == int(value) else value

    @cached_property
    def _scale_pattern(self) -> re.Pattern[str]:
        return re.compile(rf"\s+({'|'.join(self._scales)})\b", re.IGNORECASE)


def _sentences(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence."""
    at = 0
    for stop in [*_BREAK.finditer(plain), None]:
        end = stop.start() if stop else len(plain)
        while end - at > _MAX_SENTENCE:
            space = plain.rfind(" ", at + 1, at + _MAX_SENTENCE)
            part = space if space > 0 else at + _MAX_SENTENCE
            yield at, part
            at = part
        yield at, end
        at = stop.end() if stop else end


def ends_clause(text: str) -> bool:
    """Whether a text ends here or continues after punctuation, so that no noun follows the number."""
    return _STOP.match(text) is not None


_NOT_LISTS = ("thousands", "decimal", "scales")


def _compile_words(items: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    """Compile a list of words or phrases; `*` stands for any ending."""
    phrases = (re.escape(item).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for item in items)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", flags)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


@dataclass(frozen=True, slots=True)
class RecordText:
    """A text of a record."""

    about: str
    """The name of the record."""
    text: str
    at: Span
    """The first line of the record."""
    date: str = ""
    """The date of the record, as EDTF; empty for one that tells what is known today."""
    record: str = ""
    """The record, by its name in Site.origins."""


def list_record_texts(site: Site) -> Iterator[RecordText]:
    """Yield the texts of records that pages show."""
    dates = {f"outreach:{event.id}": event.when for event in site.outreach}
    dates |= {f"source:{source.id}": source.date for source in site.sources}
    for name, about, texts in _list_texts(site):
        at = site.origins.get(name, Span("data/programme.yaml"))
        yield from (RecordText(about, text, at, dates.get(name, ""), name) for text in texts if text)


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
"""A smaller number of villages may be of some region, and a smaller number without a unit of anything."""
_CAPITALISED = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
"""Consecutive capitalised words."""
_LONG_WORD = re.compile(r"\w{6,}")
_KINDS: tuple[FigureKind, ...] = ("reported", "counted", "target", "projected", "commitment")


def _load_lexicon(site: Site, language: str, words: Mapping[str, str]) -> NumberLexicon:
    """Return the lexicon of a language, with the names of places and regions of the site's geography."""
    terms = staff_terms(site.geography, site.theme.messages.get(language, {}))
    return NumberLexicon({name: fill_terms(text, terms) for name, text in words.items()})


def lint_prose_numbers(site: Site, words: Callable[[str], Mapping[str, str]], report: Report) -> None:
    """Compare the numbers of all texts and records with the figures; `words` returns `scan:` of a language."""
    items: list[Announcement | PlainPage] = [*site.news, *site.pages]
    languages = dict.fromkeys((*(item.language for item in items), site.config.language))
    lexicons = {language: _load_lexicon(site, language, words(language)) for language in languages}
    main = lexicons[site.config.language]
    site_figures = {language: _SiteFigures(translated(site, language)) for language in lexicons}
    for item in items:
        date = item.meta.date if isinstance(item, Announcement) else ""
        _Scan(site_figures[item.language], lexicons[item.language], item.meta.title, date, item, report).scan(item)
    for text in list_record_texts(site):
        scan = _Scan(site_figures[site.config.language], main, text.about, text.date, None, report, text.record)
        scan.scan_line(text.text, text.at)


class _SiteFigures:
    """Every figure of the site, indexed for finding those that a sentence may mean."""

    def __init__(self, site: Site) -> None:
        self.figures = FigureIndex(site)
        self.origins = site.origins
        stated = [one for one in self.figures.stated() if one.quantity]
        self.all: list[Figure] = [*stated, *self._list_sums(), *self.figures.counts()]
        self.known_on = lru_cache(maxsize=256)(self._known_on)
        """The figures as a text of a date could know them: cached, as a text has many numbers."""
        self.corrected = {
            (self.figures.ledger_name(one.what), parse_number(one.was)): (position, one)
            for position, one in enumerate(site.corrections)
            if one.kind == "correction" and one.field is None and one.was
        }
        """Corrections of errors, with their position, by figure and erroneous number."""
        self.units: dict[str, set[str]] = {}
        """Unit ids by the name written after a number."""
        for unit in site.programme.units:
            name = unit.name.lower().partition(" (")[0]
            for one in {name, "%"} if unit.share else {name}:
                self.units.setdefault(one, set()).add(unit.id)
        users = Counter(unit for unit, _ in {(one.unit, one.about) for one in self.all})
        self.unique_units = {unit for unit, count in users.items() if count == 1}
        """Units used by one record only."""
        lowest = site.geography.lowest
        regions = self.figures.regions | {
            village.regions[lowest.depth]: (lowest.region_code(village.code),) for village in site.villages
        }
        for region in site.regions:
            regions |= {one.name: (region.code,) for one in region.previous_names if one.name not in regions}
        self.regions = {site.geography.bare_name(name): codes for name, codes in regions.items()}
        self._longest_name = max((len(name.split()) for name in self.regions), default=0)

    def _list_sums(self) -> Iterator[Figure]:
        years = self.figures.years_of("reported")
        for first in years:
            for last in years:
                total = self.figures.get(f"sum-{first}-{last}") if first < last else None
                if total and total.quantity:
                    yield total

    def _known_on(self, date: str) -> Sequence[Figure]:
        """Return the figures with the numbers that were known on a date, any of its days if it is not exact; today's
        without a date.

        A figure of which no source told yet has the number that was first known, or today's.
        """
        if not date:
            return self.all
        when = edtf.parse(date)
        return [state for figure in self.all for state in self._states(figure, when.sort_day, when.last)]

    def _states(self, figure: Figure, first: date, last: date) -> Iterator[Figure]:
        known = known_last(figure)
        days = dict.fromkeys(max(day, known) for day in (first, last))
        if figure.kind != "counted" and not self.figures.revisions_after(figure, max(first, known)):
            yield figure  # the same on each of these days, and today
            return
        states = [self.figures.get(figure.id, day) for day in days]
        if known > last:
            states.append(figure)
        numbers = dict[Quantity, Figure]()
        for state in states:
            if state and state.quantity:
                numbers.setdefault(state.quantity, state)
        yield from numbers.values()

    def regions_in(self, text: str) -> Iterator[str]:
        """Yield the names of the data's regions in a text."""
        for run in _CAPITALISED.findall(text):
            words = run.split()
            for first in range(len(words)):
                ends = range(first + 1, min(first + self._longest_name, len(words)) + 1)
                names = (" ".join(words[first:last]) for last in ends)
                yield from (name for name in names if name in self.regions)

    def location(self, figure: Figure) -> str:
        """Return the position of the figure's record, as text."""
        return str(self.origins.get(figure.about, Span("data/villages.yaml")))


@dataclass(frozen=True, slots=True)
class _Regions:
    """The regions that a sentence is about."""

    codes: set[str]
    """Codes of the regions it names."""
    regional: bool
    """Whether it is about any region."""
    nationwide: bool
    """Whether it says that it is about the whole country."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """The check of one text."""

    site_figures: _SiteFigures
    lexicon: NumberLexicon
    title: str
    """The text's title, which also indicates its topic."""
    date: str
    """The text's date, as EDTF: it tells what was known then; empty for a text that tells what is known today."""
    item: Announcement | PlainPage | None
    """None for a text of a record."""
    report: Report
    record: str = ""
    """The record whose text it is, by its name in Site.origins; empty for an announcement or page."""
    regions_by_sentence: dict[str, _Regions] = field(default_factory=dict)

    def scan(self, item: Announcement | PlainPage) -> None:
        for number in self.lexicon.numbers(item.body):
            self._check_number(number, _span_of(item, number), bindable=True)
        self._check_shortcodes(item)
        brief = ((f"in_brief:{number}", line) for number, line in enumerate(item.meta.in_brief))
        for key, line in (("title", item.meta.title), ("summary", item.meta.summary), *brief):
            self.scan_line(line, self.site_figures.origins.get(f"{item.file}#{key}", Span(item.file, 1)))

    def scan_line(self, text: str, at: Span) -> None:
        """Check a text that cannot contain shortcodes."""
        for number in self.lexicon.numbers(text):
            self._check_number(number, at, bindable=False)

    def _check_shortcodes(self, item: Announcement | PlainPage) -> None:
        """Report each shortcode of what is planned that its clause calls a result."""
        planned = dict[int, Figure]()

        def show(match: re.Match[str]) -> str:
            figure = self._planned_figure(match[1] or "")
            if figure is None or figure.quantity is None:
                return match[0]
            planned[match.start()] = figure
            return self.lexicon.format_number(figure.quantity.number).ljust(len(match[0]))

        shown = SHORTCODE_PATTERN.sub(show, item.body)
        for number in self.lexicon.numbers(shown) if planned else ():
            figure = planned.get(number.start)
            if figure and self._claimed_kinds(number) == {"reported"}:
                self._report_kind(number, _span_of(item, number), figure, {"reported"})

    def _planned_figure(self, text: str) -> Figure | None:
        """Return the figure of a shortcode, if it is one of what is planned."""
        figures = self.site_figures.figures
        shortcode = parse_shortcode(text, figures.geography)
        if isinstance(shortcode, ShortcodeFault) or shortcode.name == MEANT_NUMBER:
            return None
        figure = resolve_shortcode(shortcode, figures, edtf.parse(self.date).sort_day if self.date else None)
        if isinstance(figure, ShortcodeFault) or figure.kind not in ("target", "projected", "commitment"):
            return None
        return figure

    def _check_number(self, number: ProseNumber, at: Span, bindable: bool) -> None:
        units, unit = self._find_units(number)
        if not units and (number.value < SMALL_NUMBER or not self._has_no_noun(number)):
            return
        claimed, years = self._claimed_kinds(number), self.lexicon.years(number.around)
        regions = self.regions_by_sentence.get(number.sentence)
        if regions is None:
            regions = self.regions_by_sentence[number.sentence] = self._find_regions(number.sentence)
        similar = (one for one in self.site_figures.known_on(self.date) if one.unit in units or _equals(one, number))
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
            if not self._is_other_value(number, at, contradicting):
                self._report_contradiction(number, at, contradicting[0])
        elif planned := self._find_planned(candidates, units, claimed, years, number):
            self._report_unrecorded(number, at, planned[0])
        elif other_units := [
            one
            for one in candidates
            if number.value >= SMALL_NUMBER and _equals(one, number) and _matches_years(one, years)
        ]:
            self._report_unit(number, at, other_units[0], unit)

    def _find_units(self, number: ProseNumber) -> tuple[set[str], str]:
        """Return the ids and the name of the units after a number; none where the unit is unknown."""
        after = number.after.lstrip()
        named = self.site_figures.units | {name: {VILLAGES} for name in self.lexicon.villages}
        for name in sorted(named, key=len, reverse=True):
            if re.match(re.escape(name).replace(r"\ ", r"\s+") + r"(?!\w)", after, re.IGNORECASE):
                return named[name], name
        return set(), ""

    def _has_no_noun(self, number: ProseNumber) -> bool:
        """Whether no noun follows a number, which would say that it counts something else."""
        return ends_clause(number.after) or self.lexicon.begins("follows", number.after)

    def _claimed_kinds(self, number: ProseNumber) -> set[FigureKind]:
        """Return the kinds that the words of the clause, or else of its surroundings, claim."""
        for text in (number.clause, number.around):
            kinds = {kind for kind in _KINDS if self.lexicon.contains(kind, text)}
            if kinds:
                return kinds
        return set()

    def _find_regions(self, sentence: str) -> _Regions:
        """Return the regions that a sentence is about."""
        names = list(self.site_figures.regions_in(sentence))
        regional = bool(names) or self.lexicon.contains("regional", sentence)
        if not regional:
            rests = (sentence[match.end() :].lstrip() for match in self.lexicon.within.finditer(sentence))
            regional = any(rest[:1].isupper() and not self.lexicon.begins("nationwide", rest) for rest in rests)
        codes = {code for name in names for code in self.site_figures.regions[name]}
        return _Regions(codes, regional, self.lexicon.contains("nationwide", sentence))

    def _is_in_scope(self, figure: Figure, number: ProseNumber, claimed: set[FigureKind], regions: _Regions) -> bool:
        """Whether a sentence may mean a figure: it names the figure's region, or none for the whole country."""
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
        """Whether a sentence may mean an indicator: it names its territory, or none for the whole country. An indicator
        that shares its unit with others, or is a share, must also match by topic."""
        text = f"{self.title} {number.sentence}"
        region = self.lexicon.place(figure.territory)
        named = bool(region) and re.search(rf"\b{re.escape(region)}\b", text) is not None
        topic = _topic_words(figure.name.removesuffix(f", {figure.territory}"))
        shared = len(topic & _topic_words(text))
        if _equals(figure, number):
            return number.value >= SMALL_NUMBER or named or shared > 0
        if region or regions.regional:
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
        """Return the figures of the number's one year that it should equal; for a sum of years, the sums."""
        if claimed == {"counted"} and not years:
            return [one for one in candidates if one.kind == "counted" and one.year is None]
        last = max(years, default=0)
        cumulative = self.lexicon.contains("cumulative", number.around)
        kinds = claimed or set(_KINDS)
        relevant = [one for one in candidates if one.unit in units and one.kind in kinds and _figure_year(one) == last]
        sums = [one for one in relevant if one.parts]
        if len(years) == 2 and cumulative:
            return [one for one in sums if one.parts[0] == f"reported-{min(years)}"]
        if len(years) != 1:
            return []
        if cumulative:
            first = min(self.site_figures.figures.years_of("reported"), default=0)
            return [one for one in sums if one.parts[0] == f"reported-{first}"] + [
                one for one in relevant if one.kind == "projected" or one.territory
            ]
        plain = [one for one in relevant if not one.parts and not _is_rounded_to(one, number)]
        return sorted(plain, key=lambda one: _KINDS.index(one.kind))

    def _find_planned(
        self,
        candidates: Sequence[Figure],
        units: set[str],
        claimed: set[FigureKind],
        years: set[int],
        number: ProseNumber,
    ) -> list[Figure]:
        """Return what is planned for the one year whose result a number claims to be, where the data have no result."""
        if claimed != {"reported"} or units != {VILLAGES} or len(years) != 1:
            return []
        if number.value < SMALL_NUMBER or self.lexicon.contains("cumulative", number.around):
            return []
        stated = [one for one in candidates if one.unit == VILLAGES and one.year in years and one.kind != "counted"]
        return [] if any(one.kind == "reported" for one in stated) else stated

    def _report_unbound(self, number: ProseNumber, at: Span, figure: Figure) -> None:
        call = shortcode_of(figure, self.site_figures.figures.geography, self._at(figure))
        location = self.site_figures.location(figure)
        self.report.add("figure-unbound", at, number=number.text, figure=figure.id, place=location, call=call)

    def _at(self, figure: Figure) -> str:
        """Return the argument `at` with which a shortcode in this text gives the number of a figure; empty for none."""
        if not isinstance(self.item, Announcement):
            return ""
        figures, when = self.site_figures.figures, edtf.parse(self.date)
        known = figure.kind == "counted" or is_known_by(figure, figures, when.sort_day, self.item.meta.sources)
        known_on = max(when.sort_day, known_last(figure))
        days: list[tuple[str, date | None]] = [("", known_on) if known else ("now", None), (self.date, when.last)]
        days += [(figure.known, known_on)] if figure.known else []
        states = ((at, figures.get(figure.id, day)) for at, day in days)
        return next((at for at, state in states if state and state.quantity == figure.quantity), "now")

    def _report_kind(self, number: ProseNumber, at: Span, figure: Figure, claimed: set[FigureKind]) -> None:
        kind, location = next(kind for kind in _KINDS if kind in claimed), self.site_figures.location(figure)
        self.report.add("figure-kind", at, number=number.text, figure=figure.id, place=location, claimed=kind)

    def _report_contradiction(self, number: ProseNumber, at: Span, figure: Figure) -> None:
        value = self.lexicon.format_number(figure.quantity.number) if figure.quantity else ""
        corrected = self.site_figures.corrected.get((figure.id, number.value))
        if corrected:
            position, entry = corrected
            location = str(self.site_figures.origins.get(f"correction:{position}", Span(KINDS["correction"].file)))
            values = {"number": number.text, "figure": figure.id, "known": value}
            self.report.add("figure-corrected", at, **values, date=entry.when, place=location)
            return
        location = self.site_figures.location(figure)
        self.report.add("figure-contradicts", at, number=number.text, figure=figure.id, known=value, place=location)

    def _report_unrecorded(self, number: ProseNumber, at: Span, figure: Figure) -> None:
        location = self.site_figures.location(figure)
        self.report.add("result-unrecorded", at, number=number.text, year=figure.year or "", place=location)

    def _is_other_value(self, number: ProseNumber, at: Span, figures: Sequence[Figure]) -> bool:
        """Whether a number is one that other sources state for one of the figures; warn where the text cites none of
        them. The record of the figure may tell of it."""
        stated = ((figure, one) for figure in figures for one in figure.others)
        figure, other = next(
            ((figure, one) for figure, one in stated if one.quantity.number == number.value), (None, None)
        )
        if figure is None or other is None:
            return False
        cited = self.item.meta.sources if self.item else ()
        if figure.about != self.record and not set(cited) & set(other.sources):
            shown = self.lexicon.format_number(figure.quantity.number) if figure.quantity else ""
            values = {"number": number.text, "figure": figure.id, "known": shown, "sources": ", ".join(other.sources)}
            self.report.add("figure-stated-otherwise", at, **values, place=self.site_figures.location(figure))
        return True

    def _report_unit(self, number: ProseNumber, at: Span, figure: Figure, unit: str) -> None:
        location = self.site_figures.location(figure)
        self.report.add("figure-unit", at, number=number.text, figure=figure.id, place=location, unit=unit)


@lru_cache(maxsize=1024)
def _topic_words(text: str) -> frozenset[str]:
    """Return the words that are long enough to indicate a topic."""
    return frozenset(_LONG_WORD.findall(text.lower()))


def _span_of(item: Announcement | PlainPage, number: ProseNumber) -> Span:
    return span_within(item.body, number.start, number.start + len(number.text), item.file, item.body_line)


def _equals(figure: Figure, number: ProseNumber) -> bool:
    return figure.quantity is not None and figure.quantity.number == number.value


def _is_rounded_to(figure: Figure, number: ProseNumber) -> bool:
    """Whether a number rounds to the figure, which its source rounded."""
    if not figure.rounded or figure.quantity is None:
        return False
    digits = str(int(figure.quantity.number))
    size = len(digits) - len(digits.rstrip("0"))
    return round(number.value, -size) == figure.quantity.number


def _matches_years(figure: Figure, years: set[int]) -> bool:
    """Whether a figure may be of these years; one without a year matches all."""
    year = _figure_year(figure)
    return not years or year is None or year in years


def _figure_year(figure: Figure) -> int | None:
    if figure.year is None and figure.as_of:
        return edtf.parse(figure.as_of).year
    return figure.year
