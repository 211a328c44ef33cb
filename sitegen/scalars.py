"""The scalar types of records: parsing, validation and JSON Schema of each.

The YAML reader returns every scalar as text. A type is a Python type annotated with a ScalarRule that parses the text;
pydantic calls the two hooks of the rule, so that this module, which every run imports, need not import pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from itertools import islice
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from sitegen import edtf
from sitegen.geography import GEOGRAPHY, PROVINCE
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


def regroup_code(text: str) -> str:
    """Return the code that ten digits with other separators, or none, can only mean; empty for any other text."""
    code = group_digits(text)
    return code if code and GEOGRAPHY.kind_of(code) else ""


def group_digits(text: str) -> str:
    """Return ten digits with the separators of a code, also where no place can have it; empty for any other text."""
    digits = re.sub(r"[\s.,_-]+", "", text)
    if not re.fullmatch("[0-9]{10}", digits):
        return ""
    parts = iter(digits)
    return ".".join("".join(islice(parts, length)) for length in GEOGRAPHY.place.digits)


def closest_match(text: str, candidates: Any, cutoff: float = 0.6) -> str:
    """Return the candidate most similar to `text`; empty if none is: `cutoff` is the least similarity, 1 for equal."""
    return _closest_match(text, tuple(candidates), cutoff)


@lru_cache(maxsize=1024)
def _closest_match(text: str, candidates: tuple[str, ...], cutoff: float) -> str:
    """As closest_match; cached, since the same error may be in ten thousand records."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(text, candidates, n=1, cutoff=cutoff)), "")


def _pattern(code: str, pattern: str, suggest: Callable[[str], str] = lambda text: "", **schema: Any) -> ScalarRule:
    """Return a rule that accepts text that matches `pattern`, and rejects any other with the problem `code`."""
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if not compiled.fullmatch(text):
            raise InvalidScalar(code, suggestion=suggest(text), value=text)
        return text

    return ScalarRule(read, {"type": "string", "pattern": f"^(?:{pattern})$", **schema})


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


def _date(text: str) -> str:
    try:
        return edtf.parse(text).text
    except edtf.ImpossibleDate as error:
        raise InvalidScalar("impossible-date", value=text) from error
    except edtf.NotADate as error:
        raise InvalidScalar("bad-date", value=text) from error


def parse_number(text: str) -> int | float | None:
    """Parse a number in digits, with at most two decimals after a point; None for any other text."""
    if re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,2}", text) else None


def _number(text: str) -> int | float:
    number = parse_number(text)
    if number is None:
        raise InvalidScalar("bad-number", suggestion=_plain_digits(text), value=text)
    return number


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise InvalidScalar("bad-number", suggestion=_plain_digits(text), value=text)
    return int(text)


def _plain_digits(text: str) -> str:
    """Suggest digits without separators: `6.400` is Indonesian for 6400, and `6,400` English."""
    return re.sub(r"[.,\s_]", "", text) if re.fullmatch(r"[0-9]{1,3}([.,\s_][0-9]{3})+", text) else ""


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
    if text not in available_timezones():
        raise InvalidScalar("bad-timezone", suggestion=closest_match(text, available_timezones()), value=text)
    return text


def _moment(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?", text):
        raise InvalidScalar("bad-moment", value=text)
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError as error:
        raise InvalidScalar("impossible-date", value=text) from error


_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_YAML_NUMBER: Json = {"type": ["integer", "number", "string"]}

Text = Annotated[str, ScalarRule(_text, {"type": "string", "minLength": 1})]
"""Text of one or more lines, not empty."""
Line = Annotated[str, ScalarRule(_line, {"type": "string", "minLength": 1})]
"""Text of one line, not empty."""
Alt = Annotated[str, ScalarRule(lambda text: text, {"type": "string"})]
"""The alternative text of an image; empty for a purely decorative image."""
Identifier = Annotated[str, _pattern("bad-identifier", _SLUG)]
"""A name by which records refer to each other: small letters, digits and hyphens."""
Slug = Annotated[str, _pattern("bad-slug", _SLUG)]
"""One part of an address: small letters, digits and hyphens."""
Code = Annotated[str, _pattern("bad-code", rf"{GEOGRAPHY.place.pattern}(/pasar-{_SLUG})?", regroup_code)]
"""The Home Ministry's code of a village, `35.05.15.2004`; a pasar has `/pasar-<slug>` behind its village's code."""
VillageCode = Annotated[Code, Reference("village")]
"""The code of a village of data/villages.yaml."""
OfficeId = Annotated[Identifier, Reference("office")]
"""The id of an office of data/offices.yaml."""
SourceId = Annotated[Identifier, Reference("source")]
"""The id of a source of data/sources.yaml."""
CriterionId = Annotated[Identifier, Reference("criterion")]
"""The id of a criterion of data/programme.yaml."""
UnitId = Annotated[Identifier, Reference("unit")]
"""The id of a unit of data/programme.yaml, or `villages`."""
Edtf = Annotated[str, DateRule(_date, {"type": ["string", "integer", "array"], "examples": ["2018-07-05", "2018-07"]})]
"""A partial date: `2018-07-05`, `2018-07`, `2018`, `[..2018-03]` or `[2017..2018]` (EDTF, ISO 8601-2)."""
Moment = Annotated[str, ScalarRule(_moment, {"type": "string", "examples": ["2018-07-05", "2018-07-05 09:00"]})]
"""A day, or a day and a time in the site's time zone; kept as `2018-07-05T09:00`."""
Year = Annotated[int, ScalarRule(_year, {"type": "integer", "minimum": 1900, "maximum": 2099})]
"""A year of four digits."""
Count = Annotated[int, ScalarRule(_count, {"type": "integer", "minimum": 0})]
"""A whole number, digits only."""
Number = Annotated[int | float, ScalarRule(_number, _YAML_NUMBER | {"minimum": 0})]
"""A number in digits, with at most two decimals behind a point."""
Latitude = Annotated[float, ScalarRule(partial(_degrees, axis="lat"), {"type": "number"})]
"""Decimal degrees with a point, south negative."""
Longitude = Annotated[float, ScalarRule(partial(_degrees, axis="lon"), {"type": "number"})]
"""Decimal degrees with a point, west negative."""
Flag = Annotated[bool, ScalarRule(_flag, {"type": "boolean"})]
"""`true` or `false`."""
Url = Annotated[str, _pattern("bad-url", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"`{}|\\^]*)?", format="uri")]
"""An address on the web, with https:// or http://."""
BaseUrl = Annotated[str, _pattern("bad-base-url", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?")]
"""The address at which the site is published, with https:// or http://, without query or fragment."""
Origin = Annotated[str, _pattern("bad-origin", r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")]
"""A host with how it is reached, and nothing behind it: `https://example.org`."""
TileUrl = Annotated[
    str,
    _pattern(
        "bad-tile-url", r"https://[A-Za-z0-9.-]+(:[0-9]+)?/(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})[A-Za-z0-9._~/?&=%{}@-]+"
    ),
]
"""Where an image of a map layer is, with https:// and {z}, {x} and {y} in it."""
DataPath = Annotated[str, _pattern("bad-data-path", r"data/[A-Za-z0-9_][A-Za-z0-9_./-]*\.geojson")]
"""The path of a GeoJSON file in data/, from the site folder: `data/batas.geojson`."""
PropertyName = Annotated[str, _pattern("bad-property-name", r"[A-Za-z0-9_][A-Za-z0-9_ .:-]*")]
"""The name of a property in a GeoJSON file: `KODE_PROV`."""
EditLink = Annotated[
    str,
    _pattern(
        "bad-edit-link",
        r"https://[A-Za-z0-9.-]+(:[0-9]+)?/([^\s<>\"`{}|\\^]|\{line\})*\{file\}([^\s<>\"`{}|\\^]|\{file\}|\{line\})*",
    ),
]
"""Where a line of a file can be edited: an address with https:// that holds {file} and may hold {line}."""
Email = Annotated[str, _pattern("bad-email", r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", format="email")]
"""An e-mail address."""
_TELEPHONE = r"\+?\(?[0-9](?:[ ()-]*[0-9]){2,14}"
Telephone = Annotated[str, _pattern("bad-telephone", rf"{_TELEPHONE}(?: */ *{_TELEPHONE})*")]
"""A telephone number of 3 to 15 digits, with spaces, `+`, `(`, `)` and `-`; or several with `/` between them."""
_HEX: Json = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "examples": ["#7b2d26"]}
HexColour = Annotated[str, ScalarRule(_colour, _HEX, absent="colour-unquoted")]  # without quotes, `#` begins a comment
"""A colour as `#rrggbb`: red, green and blue in two hexadecimal digits each."""
SitePath = Annotated[str, _pattern("bad-path", r"/(?:[a-z0-9-]+(?:\.[a-z0-9]+)*/)*(?:[a-z0-9-]+\.[a-z0-9]+)?")]
"""An address within the site, from its root: `/tentang/`, `/data/villages.csv`; it cannot climb out."""
SourcePath = Annotated[str, _pattern("bad-source-path", r"(?:\.\./|\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*")]
"""The path of a file of the site folder, written from the file that names it."""
TimeZone = Annotated[str, ScalarRule(_zone, {"type": "string"})]
"""A time zone of the IANA database, such as Asia/Jakarta."""
_LANGUAGES = Literal["id", "en"]
LANGUAGES: tuple[str, ...] = get_args(_LANGUAGES)
"""The languages of messages and pages, the default one first."""
Language = Annotated[_LANGUAGES, choice_rule(*LANGUAGES)]
"""A language of the interface."""
Kind = Annotated[Literal["desa", "kelurahan", "pasar"], choice_rule("desa", "kelurahan", "pasar")]
"""What a place of the register is."""
OfficeKind = Annotated[Literal["regional", "branch"], choice_rule("regional", "branch")]
"""Kantor Wilayah or Kantor Cabang."""
Precision = Annotated[
    Literal["village", "district", "regency", "point"], choice_rule("village", "district", "regency", "point")
]
"""What a point is the centre of; `point`: a point inside that is no centre."""
RegionCode = Annotated[str, _pattern("bad-region-code", PROVINCE.pattern)]
"""The first two digits of a village's code, which are its province's: `"15"`."""
AnyRegionCode = Annotated[
    str,
    _pattern("bad-region", "|".join(level.pattern for level in GEOGRAPHY.levels), type=["string", "number"]),
]
"""The code of a region of any level: the first blocks of its villages' codes, `35` or `35.05`."""
RegionLevel = Annotated[Literal["province", "regency", "district"], choice_rule("province", "regency", "district")]
"""A level of regions."""
FigureStatus = Annotated[Literal["preliminary", "final"], choice_rule("preliminary", "final")]
"""Whether who reports a figure may still change it (angka sementara) or not (angka tetap)."""
OfficialListName = Annotated[Literal["indonesia", "none"], choice_rule("indonesia", "none")]
"""A list of official codes and names, or `none`."""
CardKind = Annotated[
    Literal["home", "years", "villages", "announcements"], choice_rule("home", "years", "villages", "announcements")
]
"""The pages that have social cards of their own."""
EventKind = Annotated[
    Literal["designated", "inaugurated", "launched", "renewed", "lapsed"],
    choice_rule("designated", "inaugurated", "launched", "renewed", "lapsed"),
]
"""What happened to a designation."""
Scheme = Annotated[Literal["light", "dark"], choice_rule("light", "dark")]
"""A colour scheme of the reader's screen."""
_UNTRIED = Literal["screen-reader", "phone", "other-browsers", "readers", "outside-audit"]
Untried = Annotated[_UNTRIED, choice_rule(*get_args(_UNTRIED))]
"""What the pages were not tried with, or by whom."""
CorrectionKind = Annotated[Literal["correction", "revision"], choice_rule("correction", "revision")]
"""Whether an error is corrected (ralat) or new data revise what was published (revisi)."""
TargetKind = Annotated[Literal["target", "projection", "commitment"], choice_rule("target", "projection", "commitment")]
"""What a source calls a value that is still to be reached."""
