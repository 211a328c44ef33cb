"""Read coordinates as people write them.

That is in degrees and minutes, with a compass point, with a decimal comma, as a pair, and in the address of a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

METRES_PER_DEGREE = 111_200.0
"""Of latitude, and of longitude at the equator: the circumference of the mean Earth, 40,030 km, by 360."""
_MAX_TEXT, _MAX_URL = 100, 2000
"""Maximum characters of a text that is read."""
_MAX_DECIMALS = 6
"""A decimal more would tell a hand's breadth from the next."""
_POINTS = {
    ("lat", -1): r"l\.?s\.?|s|lintang selatan|selatan|south",
    ("lat", 1): r"l\.?u\.?|n|u|lintang utara|utara|north",
    ("lon", 1): r"b\.?t\.?|e|t|bujur timur|timur|east",
    ("lon", -1): r"b\.?b\.?|w|b|bujur barat|barat|west",
}
"""The compass points of Indonesian and English, by axis and sign."""
_COMPASS = {meaning: re.compile(words, re.IGNORECASE) for meaning, words in _POINTS.items()}
_POINT = "|".join(_POINTS.values())
_NUMBER, _PART = r"[0-9]{1,3}(?:[.,][0-9]{1,20})?", r"[0-9]{1,2}(?:[.,][0-9]{1,20})?"
_COORDINATE = re.compile(
    rf"(?P<before>{_POINT})? ?(?P<sign>[-+−–]?) ?(?P<degrees>{_NUMBER})(?P<mark> ?[°º˚]| ?derajat| ?deg)?"
    rf"(?:(?P<gap>[ :]?)(?P<minutes>{_PART})(?P<tick> ?['’′‘`´]| ?menit| ?min)?"
    rf"(?:(?P<space>[ :]?)(?P<seconds>{_PART})(?: ?[\"”″“]| ?['’′]{{2}}| ?detik| ?sec)?)?)?"
    rf" ?(?P<after>{_POINT})?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:lat|latitude|lintang|lon|lng|long|longitude|bujur)\b ?[:=] ?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[ ,;|/]+")
_DECIMAL = r"(-?[0-9]{1,3}\.[0-9]+)"
_IN_URL = (
    re.compile(rf"!3d{_DECIMAL}!4d{_DECIMAL}"),  # the place itself, where "@" is the middle of the map
    re.compile(r"[?&](?:q|query|ll|daddr|destination)=(?:loc:)?([^&#]+)"),
    re.compile(rf"[?&]mlat={_DECIMAL}&mlon={_DECIMAL}"),
    re.compile(r"/(?:place|search|dir)/([^/@]+)"),
    re.compile(rf"@{_DECIMAL},{_DECIMAL}"),
    re.compile(rf"#map=[0-9.]+/{_DECIMAL}/{_DECIMAL}"),
    re.compile(rf"\Ageo:{_DECIMAL},{_DECIMAL}"),
)
"""Where the addresses of maps have a point, the most exact first."""


class Degrees(NamedTuple):
    """A coordinate that was understood."""

    value: str
    """Decimal degrees, as precise as they were stated."""
    axis: str
    """`lat` or `lon` by its compass point; empty where it has none."""
    signed: bool
    """Whether a sign or a compass point says on which side it lies, or decimal degrees stand without one."""


def read_degrees(text: str) -> Degrees | None:
    """Read a coordinate, such as `8°03'07" LS`, `8° 3,5' S` or `-8,05`; None where it is not understood."""
    text = " ".join(text.split())
    match = _COORDINATE.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if match is None or (match["before"] and match["after"]):
        return None
    point, minutes, seconds = match["before"] or match["after"], match["minutes"], match["seconds"]
    axis, side = next((meaning for meaning, word in _COMPASS.items() if point and word.fullmatch(point)), ("", 0))
    minus = match["sign"] in ("-", "−", "–")  # word processors make the others of it
    divided = match["mark"] or match["gap"] == ":" or (match["gap"] and (match["tick"] or point))
    if (minutes and not divided) or (seconds and not (match["tick"] or match["space"])):
        return None  # digits with nothing but a space between may be something else
    if side > 0 and minus:
        return None
    value, decimals = _add_parts([one.replace(",", ".") for one in (match["degrees"], minutes, seconds) if one])
    if value is None or value > (90 if axis == "lat" else 180):
        return None
    number = -value if minus or side < 0 else value
    signed = bool(match["sign"] or axis) or not (match["mark"] or minutes)
    return Degrees(str(round(number, min(decimals, _MAX_DECIMALS)) if decimals else int(number)), axis, signed)


def _add_parts(parts: list[str]) -> tuple[float | None, int]:
    """Add degrees, minutes and seconds; return decimal degrees, and the number of decimals that they justify."""
    numbers = [float(part) for part in parts]
    if any(number >= 60 for number in numbers[1:]) or any("." in part for part in parts[:-1]):
        return None, 0
    value = sum(number / 60**at for at, number in enumerate(numbers))
    return value, 2 * (len(parts) - 1) + len(parts[-1].partition(".")[2])


def read_pair(text: str) -> tuple[str, str] | None:
    """Read latitude and longitude from one text, such as `(-8.05, 110.82)` or the address of a place on a map.

    Returns them in decimal degrees; None where the text has no pair, or may mean more than one.
    """
    if "://" in text or text.startswith("geo:"):
        return _read_url(text)
    text = _LABEL.sub("", " ".join(text.split())).strip("()[]{}, ")
    if len(text) > _MAX_TEXT or read_degrees(text):
        return None
    pairs = set(_split(text))
    return pairs.pop() if len(pairs) == 1 else None


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield each pair that a text can be divided into."""
    for separator in _SEPARATOR.finditer(text):
        first, second = read_degrees(text[: separator.start()]), read_degrees(text[separator.end() :])
        if first and second and (pair := _order(first, second)):
            yield pair


def _order(first: Degrees, second: Degrees) -> tuple[str, str] | None:
    """Return latitude and longitude; a latitude comes first, unless it has a compass point or is too large for one."""
    if "lon" in (first.axis, *(("lon",) if abs(float(first.value)) > 90 else ())) or second.axis == "lat":
        first, second = second, first
    if first.axis == "lon" or second.axis == "lat" or abs(float(first.value)) > 90 or not first.signed:
        return None
    return first.value, second.value


def _read_url(text: str) -> tuple[str, str] | None:
    text = unquote(text[:_MAX_URL].replace("+", " "))
    for pattern in _IN_URL:
        for match in reversed(list(pattern.finditer(text))):
            if pair := read_pair(", ".join(match.groups())):
                return pair
    return None


def read_location(value: object) -> tuple[str, str] | None:
    """Read what stands as a location though latitude and longitude are not each under its own key.

    `value` is a plain value of YAML: a text, a list of two, or a mapping whose `lat` or `lon` holds both, or whose
    values have the compass points of each other. None where each key has a value of its own, or nothing is understood.
    """
    if isinstance(value, str):
        return read_pair(value)
    if isinstance(value, list):
        return read_pair(", ".join(value)) if len(value) == 2 and all(isinstance(one, str) for one in value) else None
    if not isinstance(value, dict):
        return None
    texts = {key: one for key in ("lat", "lon") if isinstance(one := value.get(key), str)}
    for text in texts.values():
        if pair := read_pair(text):
            return pair
    if len(texts) == 2:
        lat, lon = read_degrees(texts["lat"]), read_degrees(texts["lon"])
        return _order(lon, lat) if lat and lon and (lat.axis == "lon" or lon.axis == "lat") else None
    loose = [key for key, one in value.items() if one is None and key not in ("lat", "lon")]  # {lat: -8.05, 110.82}
    return read_pair(", ".join([*texts.values(), *loose])) if "lon" not in texts and len(loose) <= 2 else None
