"""The scalar types of records: parsing, validation and JSON Schema of each.

The YAML reader returns every scalar as text. A type is a Python type annotated with a ScalarRule that parses the text;
pydantic calls the two hooks of the rule, so that this module, which every run imports, need not import pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from sitegen import edtf
from sitegen.names import plain_slug
from sitegen.problems import Severity
from sitegen.record import Reference

Json = dict[str, Any]


class InvalidScalar(ValueError):
    """A text that a rule rejects: the code of a problem, with the values and the suggestion of its sentence."""

    def __init__(self, code: str, suggestion: str = "", **values: str) -> None:
        super().__init__(code)
        self.code, self.suggestion, self.values = code, suggestion, values


class ScalarRule:
    """Parses and describes one scalar type."""

    def __init__(self, read: Callable[[str], Any], schema: Json, absent: str = "empty-value") -> None:
        """`read` converts stripped text to the value or raises InvalidScalar; `schema` is the JSON Schema for editors;
        `absent` is the problem code of a key without a value."""
        self.read, self.schema, self.absent = read, schema, absent

    def __call__(self, value: object) -> Any:
        """Parse the value that the YAML reader returned."""
        if value is None:
            raise InvalidScalar(self.absent)
        if not isinstance(value, str):
            raise InvalidScalar("wrong-shape", expected="text")
        return self.read(value.strip())

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, core: object, handler: object) -> Json:
        return dict(self.schema)


class DateRule(ScalarRule):
    """Parses a partial date, also as the list of one text that YAML makes of an unquoted `[..2018-03]`."""

    def __call__(self, value: object) -> Any:
        """Parse the date; an unquoted interval is unambiguous, so it is accepted."""
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and ".." in value[0]:
            value = f"[{value[0].strip()}]"
        return super().__call__(value)


def choice_rule(*allowed: str) -> ScalarRule:
    """Return a rule that accepts one of some words, and suggests the closest one."""

    def read(text: str) -> str:
        if text not in allowed:
            raise InvalidScalar(
                "unknown-value", suggestion=closest_match(text, allowed), value=text, allowed=", ".join(allowed)
            )
        return text

    return ScalarRule(read, {"enum": list(allowed)})


def closest_match(text: str, candidates: Any, cutoff: float = 0.6) -> str:
    """Return the candidate most similar to `text`; empty if none is: `cutoff` is the least similarity, 1 for equal."""
    return _closest_match(text, tuple(candidates), cutoff)


@lru_cache(maxsize=1024)
def _closest_match(text: str, candidates: tuple[str, ...], cutoff: float) -> str:
    """As closest_match; cached, since the same error may be in ten thousand records."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(text, candidates, n=1, cutoff=cutoff)), "")


def pattern_rule(code: str, pattern: str, suggest: Callable[[str], str] = lambda text: "", **schema: Any) -> ScalarRule:
    """Return a rule that accepts text that matches `pattern`, and rejects any other with the problem `code`."""
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if not compiled.fullmatch(text):
            raise InvalidScalar(code, suggestion=suggest(text), value=text)
        return text

    return ScalarRule(read, {"type": "string", "pattern": f"^(?:{pattern})$", **schema})


def _slug_of_words(text: str) -> str:
    """Return the slug of words with capitals, spaces or underscores; empty for a text with other signs."""
    return plain_slug(text) if re.fullmatch(r"[\w -]+", text) else ""


def _text(text: str) -> str:
    if not text:
        raise InvalidScalar("empty-value")
    return text


MAX_LINE_VALUE = 1_000
"""Maximum characters of a value of one line: a name, a title, a summary."""


def _line(text: str) -> str:
    if "\n" in text:
        raise InvalidScalar("not-one-line")
    if len(text) > MAX_LINE_VALUE:
        raise InvalidScalar("value-too-long", count=f"{len(text)}", limit=f"{MAX_LINE_VALUE}")
    return _text(text)


def _word(text: str) -> str:
    if "{" in text or "}" in text:
        raise InvalidScalar("word-place", key=text, allowed="-")
    return _line(text)


def _date(text: str) -> str:
    try:
        return edtf.parse(text).text
    except edtf.ImpossibleDate as error:
        raise InvalidScalar("impossible-date", suggestion=edtf.meant(text), value=text) from error
    except edtf.NotADate as error:
        raise InvalidScalar("bad-date", suggestion=edtf.meant(text), value=text) from error


MAX_DECIMALS = 6
"""Maximum digits after the point of a number."""
_INTEGER = re.compile(r"(?!-0)-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(rf"(?!-0\.0+$)-?(?:0|[1-9][0-9]{{0,11}})\.[0-9]{{1,{MAX_DECIMALS}}}")


def parse_number(text: str) -> int | Decimal | None:
    """Parse a number in digits, with the decimals as they are written after a point; None for any other text."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _number(text: str) -> int | Decimal:
    number = parse_number(text)
    if number is None:
        raise _not_a_number(text, _certain_number(text))
    return number


def _count(text: str) -> int:
    number = parse_number(text)
    if not isinstance(number, int) or number < 0:
        meant = _certain_number(text)
        raise _not_a_number(text, meant if meant.isdigit() and not text.endswith(_PER_CENT) else "")
    return number


def _not_a_number(text: str, suggestion: str) -> InvalidScalar:
    code = "leading-zero" if re.fullmatch(r"-?0[0-9]+(?:\.[0-9]+)?", text) else "bad-number"
    return InvalidScalar(code, suggestion=suggestion if suggestion != text else "", value=text)


_SCALES = {
    **dict.fromkeys(("ribu", "rb", "thousand"), 3),
    **dict.fromkeys(("juta", "jt", "million"), 6),
    **dict.fromkeys(("miliar", "milyar", "billion"), 9),
    **dict.fromkeys(("triliun", "trilyun", "trillion"), 12),
}
"""Words for powers of ten, in the languages of the messages."""
_PER_CENT = ("%", "persen", "percent")
_MAX_WRITTEN = 40
"""Characters of a text that may still be a number."""
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<between>[.,_'’ \u00a0\u2009\u202f])[0-9]{3}(?:(?P=between)[0-9]{3})*+")
"""Digits in groups of three: a thousand or more."""


def _certain_number(text: str) -> str:
    """Write a number in digits, with a point before the decimals, where it can be read in one way only; else empty.

    `1.234.567`, `12 345`, `43,5`, `36 juta` and `43%` have one reading; `6.400` and `6,400` have two, since a point or
    a comma before three digits divides thousands in one language, and decimals in the other.
    """
    if len(text) > _MAX_WRITTEN:
        return ""
    sign, rest = ("-", text[1:].lower()) if text[:1] in ("-", "−") else ("", text.lower())
    after = next((word for word in (*_PER_CENT, *_SCALES) if rest.endswith(word)), "")
    plain = _without_separators(rest.removesuffix(after).rstrip())
    if parse_number(plain) is None:
        return ""
    if after in _SCALES:
        plain = f"{Decimal(plain).scaleb(_SCALES[after]).normalize():f}"
    meant = f"{sign}{plain}" if plain.strip("0.") else plain
    return meant if parse_number(meant) is not None else ""


def _without_separators(digits: str) -> str:
    """Return digits without separators of thousands, and with a point before decimals; empty where that is not
    certain."""
    if (group := _GROUPED.fullmatch(digits)) is not None:
        between = group["between"]
        return "" if between in ".," and digits.count(between) == 1 else digits.replace(between, "")
    at = max(digits.rfind("."), digits.rfind(","))
    if at < 0:
        return digits
    whole, decimals = digits[:at], digits[at + 1 :]
    group = _GROUPED.fullmatch(whole)
    if group is not None and group["between"] != digits[at]:
        whole = whole.replace(group["between"], "")
        if group["between"] not in ".," and len(decimals) == 3:
            return ""
    return f"{whole}.{decimals}"


def _degrees(text: str, axis: str) -> float:
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text):
        return float(text)
    from sitegen.coordinates import read_degrees, read_pair

    if pair := read_pair(text):
        raise InvalidScalar("bad-degrees", suggestion=pair[axis == "lon"], value=text)
    meant = read_degrees(text)
    # A latitude without compass point may lie on either side of the equator; of a longitude, west is seldom left out.
    certain = meant is not None and meant.axis in ("", axis) and (meant.signed or axis == "lon")
    raise InvalidScalar("bad-degrees", suggestion=meant.value if meant and certain else "", value=text)


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise InvalidScalar("bad-year", value=text)
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        spellings = {"yes": "true", "ya": "true", "on": "true", "no": "false", "tidak": "false", "off": "false"}
        raise InvalidScalar(
            "unknown-value", suggestion=spellings.get(text.lower(), ""), value=text, allowed="true, false"
        )
    return text == "true"


def _colour(text: str) -> str:
    digits = text.removeprefix("#").lower()
    if re.fullmatch(r"#[0-9a-f]{6}", f"{text[:1]}{digits}"):
        return f"#{digits}"
    whole = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    suggestion = f"#{whole}" if re.fullmatch(r"[0-9a-f]{6}", whole) else ""
    raise InvalidScalar("bad-colour", suggestion=suggestion, value=text)


def _zone(text: str) -> str:
    if text not in _zones():
        raise InvalidScalar("bad-timezone", suggestion=closest_match(text, _zones()), value=text)
    return text


@cache
def _zones() -> frozenset[str]:
    """Return the names of all time zones, for which the whole database is read."""
    return frozenset(available_timezones())


def _moment(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?", text):
        raise InvalidScalar("bad-moment", suggestion=edtf.meant(text), value=text)
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError as error:
        raise InvalidScalar("impossible-date", value=text) from error


def _time(text: str) -> str:
    match = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})", text)
    meant = f"{int(match[1]):02}:{match[2]}" if match and int(match[1]) < 24 and int(match[2]) < 60 else ""
    if meant != text:
        raise InvalidScalar("bad-time", suggestion=meant, value=text)
    return text


SLUG_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
"""Small letters, digits and hyphens."""
_YAML_NUMBER: Json = {"type": ["integer", "number", "string"]}

Text = Annotated[str, ScalarRule(_text, {"type": "string", "minLength": 1})]
"""Text of one or more lines, not empty."""
Line = Annotated[str, ScalarRule(_line, {"type": "string", "minLength": 1})]
"""Text of one line, not empty."""
ProgrammeWord = Annotated[str, ScalarRule(_line, {"type": "string", "minLength": 1})]
"""A word that data/programme.yaml lists: a kind of event, a level."""
Word = Annotated[str, ScalarRule(_word, {"type": "string", "minLength": 1, "pattern": "^[^{}]*$"})]
"""Text of one line without braces, which stands in other sentences."""
Alt = Annotated[str, ScalarRule(lambda text: text, {"type": "string"})]
"""The alternative text of an image; empty for a purely decorative image."""
Identifier = Annotated[str, pattern_rule("bad-identifier", SLUG_PATTERN, _slug_of_words)]
"""A name by which records refer to each other: small letters, digits and hyphens."""
PRIVATE_NUMBERS = ("nik", "kpj", "npwp", "account", "passport")
"""Kinds of numbers that are told by rules of their own: the identity number, the number of a participant and that of a
taxpayer of Indonesia, bank accounts, passports."""
PrivateNumberKind = Annotated[str, choice_rule(*PRIVATE_NUMBERS)]
"""A kind of private numbers."""
KeyName = Annotated[str, pattern_rule("bad-key-name", r"[a-z]+(_[a-z]+)*")]
"""A name that becomes a key of records: small letters with `_` between words."""
SeverityName = Annotated[Severity, choice_rule(*get_args(Severity))]
"""How heavy a problem is."""
CountryCode = Annotated[str, pattern_rule("bad-country-code", r"[A-Z]{2}")]
"""A country by two capital letters (ISO 3166-1 alpha-2): `ID`."""
Slug = Annotated[str, pattern_rule("bad-slug", SLUG_PATTERN, _slug_of_words)]
"""One part of an address: small letters, digits and hyphens."""
OfficeId = Annotated[Identifier, Reference("office")]
"""The id of an office of data/offices.yaml."""
SourceId = Annotated[Identifier, Reference("source")]
"""The id of a source of data/sources.yaml."""
CriterionId = Annotated[Identifier, Reference("criterion")]
"""The id of a criterion of data/programme.yaml."""
IndicatorId = Annotated[Identifier, Reference("indicator")]
"""The id of an indicator of data/indicators.yaml."""
UnitId = Annotated[Identifier, Reference("unit")]
"""The id of a unit of data/programme.yaml, or `villages`."""
Edtf = Annotated[str, DateRule(_date, {"type": ["string", "integer", "array"], "examples": ["2018-07-05", "2018-07"]})]
"""A partial date: `2018-07-05`, `2018-07`, `2018`, `[..2018-03]` or `[2017..2018]` (EDTF, ISO 8601-2)."""
DueDate = Annotated[Edtf, "may lie ahead"]
"""A partial date that may lie ahead, as that of a target does; an Edtf must not."""
Moment = Annotated[str, ScalarRule(_moment, {"type": "string", "examples": ["2018-07-05", "2018-07-05 09:00"]})]
"""A day, or a day and a time in the site's time zone; kept as `2018-07-05T09:00`."""
TimeOfDay = Annotated[
    str, ScalarRule(_time, {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:00"]})
]
"""A time of day, `09:00`."""
Year = Annotated[int, ScalarRule(_year, {"type": "integer", "minimum": 1900, "maximum": 2099})]
"""A year of four digits."""
Count = Annotated[int, ScalarRule(_count, {"type": "integer", "minimum": 0})]
"""A whole number, digits only."""
Number = Annotated[int | Decimal, ScalarRule(_number, _YAML_NUMBER)]
"""A number in digits, with its decimals, as they are stated, after a point."""
Latitude = Annotated[float, ScalarRule(partial(_degrees, axis="lat"), {"type": "number"})]
"""Decimal degrees with a point, south negative."""
Longitude = Annotated[float, ScalarRule(partial(_degrees, axis="lon"), {"type": "number"})]
"""Decimal degrees with a point, west negative."""
Flag = Annotated[bool, ScalarRule(_flag, {"type": "boolean"})]
"""`true` or `false`."""
Url = Annotated[str, pattern_rule("bad-url", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"`{}|\\^]*)?", format="uri")]
"""An address on the web, with https:// or http://."""
BaseUrl = Annotated[str, pattern_rule("bad-base-url", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?")]
"""The address at which the site is published, with https:// or http://, without query or fragment."""
Origin = Annotated[str, pattern_rule("bad-origin", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")]
"""A host with how it is reached, and nothing behind it: `https://example.org`."""
TileUrl = Annotated[
    str,
    pattern_rule(
        "bad-tile-url", r"https://[A-Za-z0-9.-]+(:[0-9]+)?/(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})[A-Za-z0-9._~/?&=%{}@-]+"
    ),
]
"""Where an image of a map layer is, with https:// and {z}, {x} and {y} in it."""
DataPath = Annotated[str, pattern_rule("bad-data-path", r"data/[A-Za-z0-9_][A-Za-z0-9_./-]*\.geojson")]
"""The path of a GeoJSON file in data/, from the site folder: `data/batas.geojson`."""
PropertyName = Annotated[str, pattern_rule("bad-property-name", r"[A-Za-z0-9_][A-Za-z0-9_ .:-]*")]
"""The name of a property in a GeoJSON file: `KODE_PROV`."""
EditLink = Annotated[
    str,
    pattern_rule(
        "bad-edit-link",
        r"https://[A-Za-z0-9.-]+(:[0-9]+)?/([^\s<>\"`{}|\\^]|\{line\})*\{file\}([^\s<>\"`{}|\\^]|\{file\}|\{line\})*",
    ),
]
"""Where a line of a file can be edited: an address with https:// that holds {file} and may hold {line}."""
Email = Annotated[str, pattern_rule("bad-email", r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", format="email")]
"""An e-mail address."""
_TELEPHONE = r"\+?\(?[0-9](?:[ ()-]*[0-9]){2,14}"
Telephone = Annotated[str, pattern_rule("bad-telephone", rf"{_TELEPHONE}(?: */ *{_TELEPHONE})*")]
"""A telephone number of 3 to 15 digits, with spaces, `+`, `(`, `)` and `-`; or several with `/` between them."""
_HEX: Json = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "examples": ["#7b2d26"]}
HexColour = Annotated[str, ScalarRule(_colour, _HEX, absent="colour-unquoted")]  # without quotes, `#` begins a comment
"""A colour as `#rrggbb`: red, green and blue in two hexadecimal digits each."""
SitePath = Annotated[str, pattern_rule("bad-path", r"/(?:[a-z0-9-]+(?:\.[a-z0-9]+)*/)*(?:[a-z0-9-]+\.[a-z0-9]+)?")]
"""An address within the site, from its root: `/tentang/`, `/data/villages.csv`; it cannot climb out."""
SourcePath = Annotated[
    str,
    pattern_rule("bad-source-path", r"(?![A-Za-z][A-Za-z0-9+.-]*:)(?:\.\.?/)*[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f\\]*"),
]
"""The path of a file of the site folder, written from the file that names it; with any name that a system gives."""
TimeZone = Annotated[str, ScalarRule(_zone, {"type": "string"})]
"""A time zone of the IANA database, such as Asia/Jakarta."""
LANGUAGES = ("id", "en")
"""The languages that the package speaks, the default one first: those of commands, and of the words of its theme."""
Language = Annotated[str, pattern_rule("bad-language", r"[a-z]{2,3}")]
"""A language of pages, as ISO 639 and CLDR name it: `id`, `en`, `jv`. The theme must have its words."""
OfficeKind = Annotated[Literal["regional", "branch"], choice_rule("regional", "branch")]
"""Kantor Wilayah or Kantor Cabang."""
FigureStatus = Annotated[Literal["preliminary", "final"], choice_rule("preliminary", "final")]
"""Whether who reports a figure may still change it (angka sementara) or not (angka tetap)."""
OutlinesName = Annotated[Literal["indonesia", "none"], choice_rule("indonesia", "none")]
"""Outlines of regions that come with the package, or `none`."""
OfficialListName = Annotated[Literal["indonesia", "none"], choice_rule("indonesia", "none")]
"""A list of official codes and names, or `none`."""
CardKind = Annotated[
    Literal["home", "years", "villages", "announcements"], choice_rule("home", "years", "villages", "announcements")
]
"""The pages that have social cards of their own."""
_FIELD_TYPES = Literal["text", "number", "date", "choice", "link"]
FieldType = Annotated[_FIELD_TYPES, choice_rule(*get_args(_FIELD_TYPES))]
"""What the values of a field are."""
_COUNTING = Literal["once", "each_year", "current"]
COUNTING_RULES: tuple[str, ...] = get_args(_COUNTING)
CountingRule = Annotated[_COUNTING, choice_rule(*COUNTING_RULES)]
"""When a designated place is counted: see `counting` of the programme."""
Scheme = Annotated[Literal["light", "dark"], choice_rule("light", "dark")]
"""A colour scheme of the reader's screen."""
_UNTRIED = Literal["screen-reader", "phone", "other-browsers", "readers", "outside-audit"]
Untried = Annotated[_UNTRIED, choice_rule(*get_args(_UNTRIED))]
"""What the pages were not tried with, or by whom."""
CalendarStatus = Annotated[
    Literal["provisional", "confirmed", "published", "cancelled"],
    choice_rule("provisional", "confirmed", "published", "cancelled"),
]
"""How certain the date of a publication is, and whether it came."""
CorrectionKind = Annotated[Literal["correction", "revision"], choice_rule("correction", "revision")]
"""Whether an error is corrected (ralat) or new data revise what was published (revisi)."""
TargetKind = Annotated[Literal["target", "projection", "commitment"], choice_rule("target", "projection", "commitment")]
"""What a source calls a value that is still to be reached."""
