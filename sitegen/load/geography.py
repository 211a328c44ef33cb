"""Load the geography pack that the settings name, of the site or of the package."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from sitegen.cache import Cache, NullCache
from sitegen.digest import hex_digest
from sitegen.geography import Geography, GeographyPack
from sitegen.geography.terms import complete_messages
from sitegen.load.context import LoadContext, load_cached
from sitegen.load.theme import default_theme_messages, load_messages, parse_theme_messages
from sitegen.models import Village
from sitegen.models.kinds import SITE
from sitegen.problems import Loc, Report
from sitegen.scalars import closest_match
from sitegen.sections import section_names
from sitegen.urls import shared_words

GEOGRAPHIES = "geographies"
"""The folder of the packs, in the site folder and in the package."""
PACKAGE_GEOGRAPHIES = Path(__file__).parent.parent / GEOGRAPHIES
"""The folder of the packs of the package."""
DEFAULT_GEOGRAPHY = "indonesia"
"""The pack of a site whose settings name none."""
MAX_LEVELS, MAX_DIGITS = 5, 12
"""The most levels of regions, and the most digits of one block of a code."""
_FIELD_NAME = "changed_"
"""Prefix of the messages of a theme that name a field."""
_TAKEN = frozenset(one.name for one in fields(Village)) | {"status", "year", "office_name", "point"}
"""Keys and columns of village records, and a value of `precision`, that no level may be named."""


def load_geography(context: LoadContext, name: str) -> Geography | None:
    """Load the pack of this name; None where there is none, or where it cannot be used, which is reported."""
    folder = f"{GEOGRAPHIES}/{name}"
    own = (context.root / folder).is_dir()
    if not own and not (PACKAGE_GEOGRAPHIES / name).is_dir():
        known = sorted({one.name for one in _list_packs(context.root)})
        span = context.span(SITE, "geography")
        context.report.add("geography-missing", span, closest_match(name, known), name=name, known=", ".join(known))
        return None
    file = f"{folder}/geography.yaml"
    if not own:
        context.package_files[file] = str(PACKAGE_GEOGRAPHIES / name / "geography.yaml")
    data = context.load(file)
    if data is None:
        return None
    pack: GeographyPack | None = load_cached(context, file, GeographyPack, functools.partial(_parse_pack, file), "pack")
    if pack is None or file in context.unread:
        return None
    messages = [f"{folder}/messages/{language}.yaml" for language in _list_languages(context, folder, own=own)]
    return Geography(name, hex_digest(data), pack, (file, *messages))


def _list_packs(root: Path) -> Iterator[Path]:
    for folder in (root / GEOGRAPHIES, PACKAGE_GEOGRAPHIES):
        yield from (one.parent for one in folder.glob("*/geography.yaml"))


def _list_languages(context: LoadContext, folder: str, *, own: bool) -> list[str]:
    """Return the languages that a pack has messages in; those of the package are known to the context afterwards."""
    place = (context.root if own else PACKAGE_GEOGRAPHIES.parent) / folder / "messages"
    languages = sorted(file.stem for file in place.glob("[!._]*.yaml"))
    if not own:
        for language in languages:
            context.package_files[f"{folder}/messages/{language}.yaml"] = str(place / f"{language}.yaml")
    return languages


def list_package_geographies() -> list[str]:
    """Return the names of the packs of the package."""
    return sorted(one.parent.name for one in PACKAGE_GEOGRAPHIES.glob("*/geography.yaml"))


@functools.cache
def package_geography(name: str = DEFAULT_GEOGRAPHY) -> Geography:
    """Load a pack of the package; raises ValueError for one that it does not have."""
    report = Report()
    geography = load_geography(LoadContext(PACKAGE_GEOGRAPHIES.parent, report, NullCache()), name)
    if geography is None:
        raise ValueError(f"no geography {name}: {list(report)}")
    return geography


def find_geography(root: Path, name: str, cache: Cache) -> Geography:
    """Load the pack that a site names, for what does not load the site; that of the default where it cannot be used,
    which loading the site reports."""
    return load_geography(LoadContext(root, Report(), cache), name) or package_geography()


def geography_messages(root: Path, geography: Geography, language: str, cache: Cache) -> dict[str, str]:
    """Load the messages of a pack in a language, by key; without those that are invalid, which loading the site
    reports. Empty where it has none in that language."""
    context = LoadContext(root, Report(), cache)
    load_geography(context, geography.name)  # which tells the context of the files of the package
    file = f"{GEOGRAPHIES}/{geography.name}/messages/{language}.yaml"
    return parse_theme_messages(context, file) if file in geography.files else {}


def load_field_names(root: Path, geography: Geography, language: str, cache: Cache) -> dict[str, str]:
    """Load the names of fields in words, as a pack and the package's default theme have them: `changed_<field>`."""
    words = {**default_theme_messages(language, cache), **geography_messages(root, geography, language, cache)}
    return {
        key.removeprefix(_FIELD_NAME): text
        for key, text in complete_messages(geography, words).items()
        if key.startswith(_FIELD_NAME)
    }


def _parse_pack(file: str, data: bytes, report: Report) -> GeographyPack | None:
    from sitegen.load.schema import validate_one
    from sitegen.load.yaml_text import parse_yaml_bytes

    document = parse_yaml_bytes(data, file, report)
    if document is None:
        return None
    pack: GeographyPack | None = validate_one(GeographyPack, document, report)
    if pack is not None and not report.failed():
        for code, loc, values in _check(pack):
            report.add(code, document.span(loc), **values)
    return None if report.failed() else pack


_Fault = tuple[str, Loc, dict[str, Any]]
"""The code of a problem, its location in the file, and the values of its sentence."""


def _check(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield what makes a pack unusable though each of its values is valid."""
    if not 1 <= len(pack.levels) <= MAX_LEVELS:
        yield "geography-levels", ("levels",), {"count": len(pack.levels), "most": MAX_LEVELS}
        return
    if pack.levels[0].optional:
        yield "geography-optional", ("levels", 0, "optional"), {"name": pack.levels[0].id}
    if len(pack.separator) > 1 or pack.separator.isalnum() or pack.separator == "/":
        yield "geography-separator", ("separator",), {"value": pack.separator}
    digits: list[tuple[int, Loc]] = [(one.digits, ("levels", at, "digits")) for at, one in enumerate(pack.levels)]
    for count, loc in (*digits, (pack.places.digits, ("places", "digits"))):
        if not 1 <= count <= MAX_DIGITS:
            yield "geography-digits", loc, {"value": count, "most": MAX_DIGITS}
    yield from _check_forms(pack)
    yield from _check_names(pack)
    if all(1 <= count <= MAX_DIGITS for count, _ in digits):  # or every code would be told to be wrong
        yield from _check_blocks(pack)
        yield from _check_kinds(pack)
        yield from _check_region_codes(pack)
    if pack.extent.south >= pack.extent.north or pack.extent.west >= pack.extent.east:
        yield "geography-extent", ("extent",), {}
    if not pack.time_zones:
        yield "empty-value", ("time_zones",), {}
    sections = sorted(section_names())
    for at, path in enumerate(pack.paths):
        if path.section not in sections:
            yield "geography-path", ("paths", at, "section"), {"name": path.section, "known": ", ".join(sections)}
            return
    yield from _check_path_words(pack)


def _check_path_words(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield the words of addresses that another section has in the same language."""
    for language in dict.fromkeys(path.language for path in pack.paths):
        own = {path.section: at for at, path in enumerate(pack.paths) if path.language == language}
        words = load_messages(language, NullCache())["paths"] | {name: pack.paths[at].word for name, at in own.items()}
        for name, other in shared_words(words, ()):
            if name in own:
                at = ("paths", own[name], "word")
                yield "path-word-taken", at, {"word": words[name], "name": name, "other": other}


def _check_blocks(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield patterns of the blocks of codes that are none."""
    for at, level in enumerate(pack.levels):
        for index, text in enumerate(level.codes):
            if not re.fullmatch(f"[0-9x]{{{level.digits}}}", text):
                yield "geography-pattern", ("levels", at, "codes", index), {"value": text, "digits": level.digits}


def _check_region_codes(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield what stands for the code of a region, of any level, and is none."""
    lengths = [sum(one.digits for one in pack.levels[: at + 1]) for at in range(len(pack.levels))]
    codes: list[tuple[Loc, str]] = [(("aliases", at, "code"), one.code) for at, one in enumerate(pack.aliases)]
    codes += [
        (("levels", at, "local", number, "codes", index), code)
        for at, level in enumerate(pack.levels)
        for number, local in enumerate(level.local)
        for index, code in enumerate(local.codes)
    ]
    for loc, code in codes:
        blocks = code.replace(pack.separator, "") if pack.separator else code
        if not (blocks.isascii() and blocks.isdigit() and len(blocks) in lengths):
            yield "geography-code", loc, {"value": code}


def _check_forms(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield forms of private numbers that are none."""
    for at, one in enumerate(pack.identity_numbers):
        for index, text in enumerate(one.forms):
            if not re.fullmatch("[xA]{5,30}", text):
                yield "geography-form", ("identity_numbers", at, "forms", index), {"value": text}
        for key in ("words", "forms"):
            if not getattr(one, key):
                yield "empty-value", ("identity_numbers", at, key), {}


def _check_names(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield names that stand twice, and those that are keys of village records."""
    names: list[tuple[Loc, str]] = [(("places", "id"), pack.places.id)]
    for at, level in enumerate(pack.levels):
        names += [(("levels", at, "id"), level.id), (("levels", at, "plural"), level.plural)]
    yield from _repeated((loc, name) for loc, name in names if loc[-1] == "id")
    for loc, name in names:
        if name in _TAKEN:
            yield "geography-key", loc, {"name": name}
    yield from _repeated((("places", "kinds", at, "id"), kind.id) for at, kind in enumerate(pack.places.kinds))
    for at, level in enumerate(pack.levels):
        firsts = [prefix.first for prefix in level.prefixes]
        if (firsts and min(firsts) > 0) or len(set(firsts)) < len(firsts):
            yield "geography-prefixes", ("levels", at, "prefixes"), {}


def _repeated(names: Iterable[tuple[Loc, str]]) -> Iterator[_Fault]:
    seen: set[str] = set()
    for loc, name in names:
        if name in seen:
            yield "geography-repeated", loc, {"name": name}
        seen.add(name)


def _check_kinds(pack: GeographyPack) -> Iterator[_Fault]:
    """Yield patterns of codes that are none, and those that two kinds share."""
    own = [(at, kind) for at, kind in enumerate(pack.places.kinds) if not kind.within]
    if not own:
        yield "geography-kinds", ("places", "kinds"), {}
    patterns: list[tuple[str, str, Loc]] = []
    for at, kind in own:
        for loc, code in _kind_codes(("places", "kinds", at), kind.codes, [one.codes for one in kind.local]):
            if not re.fullmatch(f"[0-9x]{{{pack.places.digits}}}", code):
                yield "geography-pattern", loc, {"value": code, "digits": pack.places.digits}
            elif "local" not in loc:
                patterns.append((kind.id, code, loc))
    for number, (kind_id, code, loc) in enumerate(patterns):
        other = next((one for one, text, _ in patterns[:number] if one != kind_id and _share(code, text)), "")
        if other:
            yield "geography-overlap", loc, {"value": code, "kind": kind_id, "other": other}
    if patterns and (free := next((at for at, kind in own if not kind.codes), None)) is not None:
        values: dict[str, Any] = {"value": "x" * pack.places.digits, "kind": pack.places.kinds[free].id}
        yield "geography-overlap", ("places", "kinds", free), {**values, "other": patterns[0][0]}


def _kind_codes(loc: Loc, codes: Sequence[str], local: Sequence[Sequence[str]]) -> Iterator[tuple[Loc, str]]:
    yield from (((*loc, "codes", index), code) for index, code in enumerate(codes))
    for number, some in enumerate(local):
        yield from (((*loc, "local", number, "codes", index), code) for index, code in enumerate(some))


def _share(one: str, other: str) -> bool:
    """Whether some code has both patterns."""
    return all(first == second or "x" in (first, second) for first, second in zip(one, other, strict=True))
