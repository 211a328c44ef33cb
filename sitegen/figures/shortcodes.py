"""Parse the shortcodes by which texts name figures, `{{ figure("reported", year=2018) }}`, and resolve them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from sitegen import edtf
from sitegen.figures.figure import Figure
from sitegen.figures.index import FigureIndex, known_last, named_levels
from sitegen.geography import Geography, Level
from sitegen.scalars import closest_match

SHORTCODE_PATTERN = re.compile(r"(?<!\\){{(?:((?:[^{}\n]|\n(?![ \t]*\n))*)}})?")
"""A shortcode, with the text between its braces as group 1; it may continue on the next line of a paragraph. Opening
braces without closing ones match too, without group 1. A backslash before the braces makes them plain text."""
MEANT_NUMBER = "meant"
"""`{{ meant("280 desa") }}` outputs a text unchanged, and exempts its number from the check of numbers in prose."""

_SYNTAX = re.compile(r"([a-z]++)\s*+\((.*)\)", re.DOTALL)
_ARGUMENT = re.compile(r'\s*(?:([a-z]+)\s*=\s*)?("[^"]*"|“[^”]*”|[0-9]+)\s*(?:,|$)')


@functools.cache
def _parameters(geography: Geography) -> dict[str, tuple[str, ...]]:
    """Return the parameters of each shortcode; the first may be given without its name."""
    return {
        "figure": ("kind", "year", geography.top.id, "at"),
        "count": ("year", *(level.id for level in named_levels(geography)), "at"),
        "indicator": ("id", "period", "at"),
        "target": ("id", "year", "due", "at"),
        "sum": ("kind", "from", "to", "at"),
        MEANT_NUMBER: ("text",),
    }


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A parsed shortcode: `figure("reported", year=2018)`."""

    name: str
    """`figure`, `count`, `indicator`, `target`, `sum` or `meant`."""
    arguments: dict[str, str] = field(default_factory=dict)
    """By parameter, as text."""


@dataclass(frozen=True, slots=True)
class ShortcodeFault:
    """Why a shortcode names no figure: the code of a problem, with the values and the suggestion of its sentence."""

    code: str
    """`figure-syntax`, `figure-call`, `figure-argument`, `figure-unknown`, `figure-ambiguous`, `figure-sum` or
    `bad-date`."""
    values: dict[str, str]
    """The placeholders of its sentence."""
    suggestion: str = ""
    """The probable intention; may be empty."""


def find_shortcodes(text: str) -> Iterator[str]:
    """Yield the text between the braces of each shortcode, in order; empty for braces that are not closed."""
    return (match[1] or "" for match in SHORTCODE_PATTERN.finditer(text))


def parse_shortcode(text: str, geography: Geography) -> Shortcode | ShortcodeFault:
    """Parse the text between the braces; a ShortcodeFault for a syntax error, or an unknown name or argument."""
    match = _SYNTAX.fullmatch(text.strip())
    if match is None:
        return _syntax_fault(text)
    name, rest = match.groups()
    parameters = _parameters(geography)
    if name not in parameters:
        return ShortcodeFault(
            "figure-call", {"name": name, "allowed": ", ".join(parameters)}, closest_match(name, parameters)
        )
    keys, arguments, position = parameters[name], dict[str, str](), 0
    while rest[position:].strip():
        argument = _ARGUMENT.match(rest, position)
        if argument is None:
            return _syntax_fault(text)
        key, value = argument[1] or keys[0], argument[2].strip('"“”')
        if key not in keys or key in arguments:
            return ShortcodeFault(
                "figure-argument", {"name": key, "allowed": ", ".join(keys)}, closest_match(key, keys)
            )
        arguments[key] = value
        position = argument.end()
    return _syntax_fault(text) if name == MEANT_NUMBER and not arguments else Shortcode(name, arguments)


def resolve_shortcode(shortcode: Shortcode, figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    """Return the figure of a shortcode as known on `day` (None: today); its argument `at` takes precedence."""
    try:
        day = shortcode_day(shortcode, day)
    except (edtf.NotADate, edtf.ImpossibleDate):
        return ShortcodeFault("bad-date", {"value": shortcode.arguments["at"]})
    return _RESOLVERS[shortcode.name](shortcode.arguments, figures, day)


def shortcode_day(shortcode: Shortcode, day: date | None) -> date | None:
    """Return the day of the argument `at` of a shortcode, None for `now`; without the argument, `day`. Raises NotADate
    or ImpossibleDate."""
    at = shortcode.arguments.get("at")
    return day if at is None else None if at == "now" else edtf.parse(at).last


def shortcode_of(figure: Figure, geography: Geography, at: str = "") -> str:
    """Write the shortcode of a figure: the inverse of resolve_shortcode."""
    first, _, rest = figure.id.partition("-")
    if figure.parts:
        span = [id.removeprefix("reported-") for id in (figure.parts[0], figure.parts[-1])]
        text = f"sum(from={span[0]}, to={span[1]}"
    elif first == "indicator":
        name, _, named = rest.partition(":")
        aim = figure.kind != "reported"
        text = f'target("{name.removesuffix("-target")}"' if aim else f'indicator("{name}"'
        text += f', {"due" if aim else "period"}="{named}"' if named else ""
    elif first == "counted":
        given = f'{geography.level_of(rest).id}="{rest}"' if figure.scope else f"year={rest}"
        text = f"count({given if rest else ''}"
    else:
        region = f', {geography.top.id}="{figure.scope}"' if figure.scope else ""
        text = f'figure("{first}", year={figure.year}{region}'
    comma = "" if text.endswith("(") else ", "
    return f'{{{{ {text}{comma}at="{at}") }}}}' if at else f"{{{{ {text}) }}}}"


def is_known_by(figure: Figure, figures: FigureIndex, day: date, cited_sources: Collection[str]) -> bool:
    """Whether a text of `day` can know a figure: each part of it was known by then, or is stated by a source that the
    text itself cites."""
    parts = [part for id in figure.parts if (part := figures.get(id))] or [figure]
    return all(known_last(part) <= day or any(id in cited_sources for id in part.sources) for part in parts)


def _figure(given: dict[str, str], figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    kind = given.get("kind", "reported")
    if kind == "counted":
        return _counted({key: value for key, value in given.items() if key != "kind"}, figures, day)
    years = figures.years_of(kind)
    if not years:
        return _unknown_fault(f"{kind}", closest_match(kind, ("reported", "target", "projected", "counted")))
    if "year" not in given and len(years) > 1:
        return ShortcodeFault(
            "figure-ambiguous", {"asked": kind, "choices": ", ".join(f"year={year}" for year in years)}
        )
    year = given.get("year", str(years[0]))
    id = f"{kind}-{year}"
    top = figures.geography.top
    if top.id in given:
        code = _region_code(given[top.id], figures, top)
        if isinstance(code, ShortcodeFault):
            return code
        id = f"{id}-{code}"
    return figures.get(id, day) or _unknown_fault(id, closest_match(year, map(str, years)))


def _counted(given: dict[str, str], figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    levels = {level.id: level for level in named_levels(figures.geography)}
    scopes = [key for key in ("year", *levels) if key in given]
    if len(scopes) > 1:
        return ShortcodeFault("figure-ambiguous", {"asked": "count", "choices": ", ".join(scopes)})
    if not scopes:
        return figures.get("counted", day) or _unknown_fault("counted", "")
    value = given[scopes[0]]
    if scopes == ["year"]:
        found = figures.get(f"counted-{value}", day) if len(value) == len("2018") else None
        return found or _unknown_fault(f"counted-{value}", "")
    scope = _region_code(value, figures, levels[scopes[0]])
    if isinstance(scope, ShortcodeFault):
        return scope
    return figures.get(f"counted-{scope}", day) or _unknown_fault(f"counted-{scope}", "")


def _indicator(given: dict[str, str], figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    return _by_id(given, figures, day, "", given.get("period", ""))


def _target(given: dict[str, str], figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    if "id" in given and "year" in given:
        return ShortcodeFault(
            "figure-ambiguous", {"asked": "target", "choices": f'"{given["id"]}", year={given["year"]}'}
        )
    if "id" in given or "due" in given:
        return _by_id(given, figures, day, "-target", given.get("due", ""))
    return _figure(given | {"kind": "target"}, figures, day)


def _by_id(
    given: dict[str, str], figures: FigureIndex, day: date | None, suffix: str, when: str
) -> Figure | ShortcodeFault:
    """Find an observation or, with the suffix of targets, a target: that of the period or due date `when`, if given."""
    stated = [one.removeprefix("indicator-").partition(":") for one in figures.ids() if one.startswith("indicator-")]
    ids = list(dict.fromkeys(base.removesuffix(suffix) for base, _, _ in stated if base.endswith(suffix)))
    if "id" not in given:
        return ShortcodeFault("figure-ambiguous", {"asked": "indicator", "choices": ", ".join(ids)})
    name = f"{given['id']}{suffix}"
    found = figures.get(f"indicator-{name}{f':{when}' if when else ''}", day)
    if found is not None:
        return found
    dates = figures.dates_of(f"indicator-{name}")
    if when and dates:
        return ShortcodeFault("figure-unknown", {"asked": when}, closest_match(when, dates))
    return _unknown_fault(given["id"], closest_match(given["id"], ids))


def _summed(given: dict[str, str], figures: FigureIndex, day: date | None) -> Figure | ShortcodeFault:
    if given.get("kind", "reported") != "reported":
        return ShortcodeFault("figure-sum", {"kind": given["kind"]})
    years = figures.years_of("reported")
    first, last = given.get("from", str(min(years, default=0))), given.get("to", str(max(years, default=0)))
    missing = [year for year in (first, last) if year not in map(str, years)]
    if missing:
        return _unknown_fault(f"reported-{missing[0]}", closest_match(missing[0], map(str, years)))
    return figures.get(f"sum-{first}-{last}", day) or _unknown_fault(f"sum-{first}-{last}", "")


def _region_code(name: str, figures: FigureIndex, level: Level) -> str | ShortcodeFault:
    """Resolve the code or name of a region to its code."""
    if re.fullmatch(level.pattern, name):
        return name
    codes = [code for code in figures.regions.get(name, ()) if len(code) == level.length]
    if len(codes) > 1:
        return ShortcodeFault("figure-ambiguous", {"asked": name, "choices": ", ".join(codes)})
    return codes[0] if codes else _unknown_fault(name, closest_match(name, figures.regions))


def _syntax_fault(text: str) -> ShortcodeFault:
    return ShortcodeFault("figure-syntax", {"call": " ".join(text.split())})


def _unknown_fault(asked: str, suggestion: str) -> ShortcodeFault:
    return ShortcodeFault("figure-unknown", {"asked": asked}, suggestion)


_RESOLVERS: dict[str, Callable[[dict[str, str], FigureIndex, date | None], Figure | ShortcodeFault]] = {
    "figure": _figure,
    "count": _counted,
    "indicator": _indicator,
    "target": _target,
    "sum": _summed,
}
