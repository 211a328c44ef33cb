"""Load a theme and those that it extends: templates, static files and messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property, partial
from pathlib import Path
from string import Formatter
from typing import Any

from sitegen.cache import Cache, cached_value
from sitegen.digest import hex_digest
from sitegen.geography import Geography
from sitegen.geography.terms import (
    LEVEL_TERMS,
    TERM,
    TERM_KEY,
    collect_terms,
    complete_messages,
    is_term,
    required_words,
)
from sitegen.load.context import READ, LoadContext, cache_key, files_below, load_cached
from sitegen.load.design_tokens import DesignTokens, ThemeSettings
from sitegen.load.outlines import UNPUBLISHED
from sitegen.load.source_folder import MAX_FILE
from sitegen.load.text import decode_text
from sitegen.models import Settings, Terms, Theme, ThemeFile
from sitegen.models.kinds import SITE
from sitegen.plurals import RULES, categories_of, split_form
from sitegen.problems import Report, Span
from sitegen.scalars import LANGUAGES, closest_match
from sitegen.translations import languages_of

PATH_KEY = "path_"
"""What stands before the name of a word of addresses in the key of the message that states it: `path_register`."""
_MESSAGES = Path(__file__).parent.parent / "messages"
_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
_RENAMED = {
    "chart_village": "chart_villages_one",
    "chart_sum_one": "chart_sum_first",
    "figure_note_sum_one": "figure_note_sum_first",
}
"""The present keys of words that themes may still have by another."""
_PLACEHOLDERS = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}"}
"""Our placeholders for the letters of a CLDR pattern."""


def load_locale_messages(locale: str, cache: Cache) -> dict[str, str]:
    """Return the messages `months`, `date_day`, `date_month`, `thousands`, `decimal`, `millions`, `plurals` and
    `direction` of a locale, such as `en_GB` or `jv`; none of one that CLDR does not know."""
    key = cache_key(b"", "locale", locale)
    return cached_value(cache, READ, key, dict[str, str], lambda: _read_cldr(locale))


def _read_cldr(name: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return {}
    signs, millions = locale.number_symbols["latn"], ""
    if "long" in locale.compact_decimal_formats:
        millions = locale.compact_decimal_formats["long"]["other"]["1000000"].pattern.partition(";")[0]
    return {
        "months": ", ".join(locale.months["format"]["wide"][number] for number in range(1, 13)),
        "date_day": _convert_pattern(locale.date_formats["long"].pattern),
        "date_month": _convert_pattern(str(locale.datetime_skeletons["yMMMM"])),
        "thousands": signs["group"],
        "decimal": signs["decimal"],
        "millions": millions.replace("0", "{number}") if millions.count("0") == 1 else "",
        "direction": locale.text_direction,
        RULES: "; ".join(f"{category}: {rule}" for category, rule in locale.plural_form.rules.items()),
    }


def _convert_pattern(pattern: str) -> str:
    """Convert a CLDR pattern to a message: `d MMMM y` gives `{day} {month} {year}`; quoted text is literal, and the
    era is left out."""
    pattern = re.sub(r" ?G++", "", pattern)
    return re.sub(r"'([^']*)'|([dMLy])\2*", lambda match: _PLACEHOLDERS[match[2]] if match[2] else match[1], pattern)


class MessageCollector:
    """Collects, completes and checks the messages of a theme, of those that it extends, and of the geography.

    Those of a theme of the site come first, then the terms of the programme, then those of the geography, then those of
    the package's default theme.
    """

    def __init__(self, context: LoadContext, defaults: Sequence[Path], terms: Iterable[Terms] = ()) -> None:
        """`defaults` are the folders where the package's default theme may be, `terms` those of the programme."""
        self._context = context
        self._terms: dict[str, dict[str, str]] = {one.language: _stated_terms(one) for one in terms}
        self._default = next((folder for folder in defaults if folder.is_dir()), None)
        self._complete = False
        self._files: list[str] = []
        self._own: dict[str, dict[str, str]] = {}
        self._package: dict[str, dict[str, str]] = {}
        self.incomplete = False
        """Whether a theme is missing, so that missing messages cannot be reported."""

    def add(self, folder: Path, file: str) -> None:
        """Add from `file`, of the theme in `folder`, the messages that are not there yet."""
        is_default = self._default is not None and folder.samefile(self._default)  # in a checkout, it is the site's
        if is_default:
            self._complete = True
        else:
            self._files.append(file)
        added = self._package if is_default else self._own
        messages = added.setdefault(_language_of_file(file), {})
        for key, message in parse_theme_messages(self._context, file).items():
            messages.setdefault(_RENAMED.get(key, key), message)

    def messages(self) -> dict[str, dict[str, str]]:
        """Return the messages of each language of the theme, with the terms of the geography filled."""
        languages = {**self._own, **self._package}
        return {language: complete_messages(self._context.geography, self._merged(language)) for language in languages}

    def check(self, theme: Theme, languages: Iterable[str]) -> None:
        """Report messages that are missing in one of `languages`, and those with unknown placeholders."""
        if self.incomplete or any("/messages/" in file for file in self._context.unread):
            return
        written = (*self._files, *self._geography_files.values())
        for file in written:
            self._check_placeholders(file)
        unknown = self._report_unknown(theme, [file for file in written if file not in self._context.package_files])
        all_keys = {key: None for part in (self._own, self._package) for one in part.values() for key in one}
        all_keys = {
            key: None
            for key in all_keys
            if key not in unknown and not key.startswith((TERM_KEY, PATH_KEY)) and split_form(key)[0] not in all_keys
        }
        for language in languages:
            needed = all_keys if self._complete else all_keys | dict.fromkeys(self._default_messages(language))
            file = f"themes/{theme.name}/messages/{language}.yaml"
            if needed and language not in theme.messages:
                self._report_unspoken(language, theme, file)
                continue
            words = self._merged(language)
            if not load_locale_messages(self.locale(language), self._context.cache):
                span = self._context.span(file, "locale") if "locale" in words else Span(file)
                self._context.report.add("locale-unknown", span, language=language, locale=self.locale(language))
            missing = [key for key in needed if key not in words]
            if needed and language not in LANGUAGES and not self._own_geography:
                missing += [key for key in self._geography_words() if key not in words]
            self._report_missing(file, language, missing)
            if needed and (language in LANGUAGES or self._own_geography):
                self._check_geography(language, words)

    def _report_unspoken(self, language: str, theme: Theme, file: str) -> None:
        """Report a language without words: at the settings, unless it is one that the package speaks."""
        if language in LANGUAGES:
            self._context.report.add("file-missing", Span(file), path=file)
            return
        config = self._context.documents[SITE].value if SITE in self._context.documents else {}
        listed = config.get("languages") if isinstance(config, dict) else None
        loc = ("languages", listed.index(language)) if listed and language in listed else ("language",)
        span = self._context.span(SITE, *loc)
        if f"themes/{theme.name}/theme.yaml" in self._context.package_files:
            file = f"themes/…/messages/{language}.yaml"  # of a theme of the site, which is still to be made
        self._context.report.add(
            "language-words", span, closest_match(language, theme.messages, cutoff=0.5), language=language, path=file
        )

    @property
    def _own_geography(self) -> bool:
        """Whether the geography is of the site, which can add words to it."""
        return not any(file in self._context.package_files for file in self._context.geography.files)

    def _geography_words(self) -> dict[str, None]:
        """Return the keys of the words that a geography has, in this order."""
        return dict.fromkeys(required_words(self._context.geography)) | dict.fromkeys(
            key for file in self._geography_files.values() for key in parse_theme_messages(self._context, file)
        )

    def _check_geography(self, language: str, words: Mapping[str, str]) -> None:
        """Report the messages that the geography lacks in a language."""
        geography = self._context.geography
        missing = [key for key in self._geography_words() if key not in words]
        file = self._geography_files.get(language, "")
        if missing and not file:
            file = f"{geography.files[0].rpartition('/')[0]}/messages/{language}.yaml"
            self._context.report.add("file-missing", Span(file), path=file)
        else:
            self._report_missing(file, language, missing)

    def _report_missing(self, file: str, language: str, keys: Sequence[str]) -> None:
        """Report all that a file lacks at once."""
        if keys:
            self._context.report.add("word-missing", Span(file), key=", ".join(keys), language=language)

    def _report_unknown(self, theme: Theme, files: Sequence[str]) -> set[str]:
        """Report the words that nothing shows, and return their keys: neither the default theme nor the geography has
        them, and no template names them."""
        keys = {file: parse_theme_messages(self._context, file).keys() for file in files}
        defaults = [self._default_messages(language) for language in LANGUAGES]
        paths = load_message_file(_PACKAGE / "messages" / f"{LANGUAGES[0]}.yaml", self._context.cache)["paths"]
        known_in = {
            language: _known_words(self._context.geography, defaults, self._categories(language), paths)
            for language in dict.fromkeys(map(_language_of_file, files))
        }
        unknown = set[str]()
        if not any(defaults) or all(one <= known_in[_language_of_file(file)] for file, one in keys.items()):
            return unknown
        templates = "\n".join((*theme.templates.values(), *(one.text for one in theme.static.values())))
        named, beginnings = set(_WORD.findall(templates)), tuple(_BEGINNING.findall(templates))
        for file in files:
            known = known_in[_language_of_file(file)]
            for key in keys[file]:
                if _RENAMED.get(key, key) not in known and key not in named and not key.startswith(beginnings):
                    span = self._context.span(file, key, key=True)
                    self._context.report.add("word-unknown", span, closest_match(key, known, cutoff=0.8), key=key)
                    unknown.add(key)
        return unknown

    def _categories(self, language: str) -> tuple[str, ...]:
        """Return the plural categories of a language, but `other`; none of a language that CLDR does not know."""
        return categories_of(load_locale_messages(self.locale(language), self._context.cache).get(RULES, ""))

    def locale(self, language: str) -> str:
        """Return the CLDR locale of a language: the word `locale`, else the language itself."""
        return self._merged(language).get("locale", language)

    @cached_property
    def _geography_files(self) -> dict[str, str]:
        """The files of the geography's messages, by language."""
        return {_language_of_file(file): file for file in self._context.geography.files if "/messages/" in file}

    def _merged(self, language: str) -> dict[str, str]:
        file = self._geography_files.get(language)
        words = parse_theme_messages(self._context, file) if file else {}
        terms = self._terms.get(language, {})
        return {**self._package.get(language, {}), **words, **terms, **self._own.get(language, {})}

    def _default_messages(self, language: str) -> dict[str, str]:
        """Load the messages of the package's default theme, which lists the messages that page kinds use."""
        file = f"themes/default/messages/{language}.yaml"
        path = self._default / "messages" / f"{language}.yaml" if self._default else None
        if path is None or not path.is_file():
            return {}
        # A context of its own, since the site may have its own theme named default.
        apart = replace(self._context, report=Report(), unread=set(), documents={}, package_files={file: str(path)})
        return parse_theme_messages(apart, file)

    def _check_placeholders(self, file: str) -> None:
        language = _language_of_file(file)
        default = self._default_messages(language if language in LANGUAGES else LANGUAGES[0])
        terms = collect_terms(self._context.geography, self._merged(language))
        for key, message in parse_theme_messages(self._context, file).items():
            if key.startswith(PATH_KEY) and not _PATH.fullmatch(message):
                self._context.report.add("word-path", self._context.span(file, key), key=key, value=message)
            if "{" not in message and "}" not in message:
                continue
            placeholders = _placeholders(message)
            known = frozenset(terms) | (LEVEL_TERMS if "LEVEL" in key else frozenset())
            named = {one for one in placeholders or () if one.startswith(TERM)}
            stated = default.get(key) or default.get(split_form(key)[0])
            values = _placeholders(stated) if stated else None
            allowed = {one for one in values or () if not one.startswith(TERM)}
            unknown_term = any(not is_term(one.removeprefix(TERM), known) for one in named)
            if placeholders is None or unknown_term or (values is not None and not placeholders - named <= allowed):
                names = [*sorted(allowed), *(f"{TERM}{name}" for name in sorted(known) if unknown_term)]
                allowed_text = ", ".join(f"{{{name}}}" for name in names) or "-"
                self._context.report.add("word-place", self._context.span(file, key), key=key, allowed=allowed_text)


def _stated_terms(terms: Terms) -> dict[str, str]:
    """Return the messages that state the terms of the programme in a language."""
    names = (one.name for one in fields(terms) if one.name != "language")
    return {f"{TERM_KEY}{name}": text for name in names if (text := getattr(terms, name))}


_WORD = re.compile(r"\w+")
_PLACEHOLDER = re.compile(r"\{(?!term:)")
_BEGINNING = re.compile(r'"(\w+)" ~')
"""How a template makes a key: `"village_certified_" ~ kind`."""


def _known_words(
    geography: Geography, defaults: Sequence[Mapping[str, str]], categories: Sequence[str], paths: Iterable[str]
) -> frozenset[str]:
    """Return the keys of the words of the default theme and of this geography, as a file of a language with these
    plural categories may write them."""
    all_words = {key: text for words in defaults for key, text in words.items()}
    bases = {key for key in all_words if split_form(key)[0] not in all_words}
    numbered = {key for key in bases if _PLACEHOLDER.search(all_words[key])}
    numbered |= {split_form(key)[0] for key in all_words.keys() - bases}
    written = dict.fromkeys((*bases, *(f"{key}_{category}" for key in numbered for category in categories)), "")
    levels = (*geography.levels, geography.place)
    forms = (f"{level.id}_{form}" for level in levels for form in ("named", "short", "long", *categories))
    stated = [f"{TERM_KEY}{name}" for name in (*collect_terms(geography, written), "region_words")]
    terms = [*stated, *(f"{name}_{category}" for name in stated for category in categories)]
    hints = (f"{key}_hint" for key in ("name", "kind", "called", *(level.id for level in levels)))  # of new records
    own = (*required_words(geography), *forms, *terms, *hints, *(f"{PATH_KEY}{name}" for name in paths))
    return frozenset((*written, *complete_messages(geography, written), *own))


def load_messages(language: str, cache: Cache) -> dict[str, Any]:
    """Load messages/<lang>.yaml of the package as nested mappings; in its first language for one that it does not
    speak."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return load_message_file(_MESSAGES / f"{spoken}.yaml", cache)


def load_message_file(file: Path, cache: Cache) -> dict[str, Any]:
    """Load a file of messages of the package, which has no faults, as nested mappings."""
    data = file.read_bytes()

    def parse() -> dict[str, Any]:
        from sitegen.load.yaml_text import parse_messages

        return parse_messages(data)

    return cached_value(cache, READ, cache_key(data, "messages"), dict[str, Any], parse)


def default_theme_messages(language: str, cache: Cache) -> dict[str, str]:
    """Load the messages of the package's default theme as they are written, with their terms."""
    folder = next(folder for themes in PACKAGE_THEMES if (folder := themes / "default").is_dir())
    return load_message_file(folder / "messages" / f"{language}.yaml", cache)


def _language_of_file(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _placeholders(message: str) -> set[str] | None:
    """Return the placeholders of a message; None when its braces do not match."""
    try:
        parts = [part for part in Formatter().parse(message) if part[1] is not None]
    except ValueError:
        return None
    return {
        f"{name}{f'!{conversion}' if conversion else ''}{f':{format_spec}' if format_spec else ''}"
        for _, name, format_spec, conversion in parts
    }


def parse_theme_messages(context: LoadContext, file: str) -> dict[str, str]:
    """Parse the messages of a theme in one language: a mapping from keys to texts."""
    return load_cached(context, file, dict[str, str], partial(_parse_messages, file), "messages") or {}


def _parse_messages(file: str, data: bytes, report: Report) -> dict[str, str]:
    from sitegen.load.yaml_text import parse_yaml_bytes

    document = parse_yaml_bytes(data, file, report)
    if document is None or document.value is None:
        return {}
    if not isinstance(document.value, dict):
        report.add("wrong-shape", document.span(()), expected="mapping")
        return {}
    for key, message in document.value.items():
        if message is None:
            report.add("empty-value", document.span((key,)))
        elif not isinstance(message, str):
            report.add("wrong-shape", document.span((key,)), expected="text")
    return {key: message for key, message in document.value.items() if isinstance(message, str)}


_PACKAGE = Path(__file__).parent.parent
PACKAGE_THEMES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""The folders of themes in an installed package, and in a checkout."""


def load_theme(context: LoadContext, config: Settings, fallbacks: Sequence[Path], terms: Iterable[Terms] = ()) -> Theme:
    """Load the theme that the settings name, with the terms of the programme; report a missing one and return it
    empty."""
    theme = Theme(name=config.theme, templates={}, template_files={}, static={}, messages={})
    messages = MessageCollector(context, [folder / "default" for folder in fallbacks], terms)
    tokens = DesignTokens(context)
    name: str | None = config.theme
    named_records, key, seen = SITE, "theme", set[str]()
    while name:
        folder = _find_theme(context, name, fallbacks)
        if folder is None:
            names = _list_themes(context, fallbacks)
            span = context.span(named_records, key)
            context.report.add("theme-missing", span, closest_match(name, names), name=name, known=", ".join(names))
            messages.incomplete = True
            break
        if name in seen:
            context.report.add("theme-circle", context.span(named_records, key), name=name)
            break
        seen.add(name)
        named_records, key = f"themes/{name}/theme.yaml", "extends"
        name = _add_theme(context, theme, name, folder, messages, tokens)
        if named_records in context.unread:  # what it extends may be what could not be read
            messages.incomplete = True
    theme.messages.update(messages.messages())
    languages = languages_of(config)
    for language in theme.messages.keys() & languages:
        theme.messages[language].update(load_locale_messages(messages.locale(language), context.cache))
    messages.check(theme, languages)
    tokens.complete(theme, config)
    vendor = _PACKAGE / "assets" / "vendor"
    for path in files_below(vendor, ""):
        if not path.startswith(UNPUBLISHED) and not path.endswith(".woff2"):  # fonts are only used for drawing
            theme.static.setdefault(f"vendor/{path}", read_theme_file(vendor / path))
    return theme


def _find_theme(context: LoadContext, name: str, fallbacks: Sequence[Path]) -> Path | None:
    """Find the folder of a theme, in the site first."""
    return next((folder / name for folder in _theme_folders(context, fallbacks) if (folder / name).is_dir()), None)


def _list_themes(context: LoadContext, fallbacks: Sequence[Path]) -> list[str]:
    names = {
        folder.name
        for folder in _theme_folders(context, fallbacks)
        for folder in folder.glob("[!._]*")
        if folder.is_dir()
    }
    return sorted(names)


def _theme_folders(context: LoadContext, fallbacks: Sequence[Path]) -> list[Path]:
    return [context.root / "themes", *fallbacks]


def _add_theme(
    context: LoadContext, theme: Theme, name: str, folder: Path, messages: MessageCollector, tokens: DesignTokens
) -> str | None:
    """Add to `theme` what it lacks from this folder; returns the name of the theme that this one extends."""
    if not _is_package_theme(context, folder) and not context.is_within(f"themes/{name}"):
        return None
    settings: ThemeSettings | None = None
    static = dict[str, ThemeFile]()
    for path in files_below(folder, "", may_follow=lambda link: _may_follow(context, name, folder, link)):
        file = f"themes/{name}/{path}"
        if not context.is_printable(file):
            continue
        if _is_package_theme(context, folder):
            context.package_files[file] = str(folder / path)
        theme.files[file] = None
        kind, _, rest = path.partition("/")
        if path == "theme.yaml":
            settings = load_cached(context, file, ThemeSettings, partial(_parse_settings, file), "theme")
        elif kind == "templates" and rest not in theme.templates:
            data = context.load(file)
            text = decode_text(data, file, context.report) if data is not None else None
            if text is not None:
                theme.templates[rest], theme.template_files[rest] = text, file
        elif kind == "messages" and path.endswith(".yaml"):
            messages.add(folder, file)
        elif kind == "static" and (static_file := _load_static(context, file, folder / path)) is not None:
            static[rest] = static_file
    tokens.add(theme, f"themes/{name}/theme.yaml", settings, static)
    for path, static_file in static.items():
        theme.static.setdefault(path, static_file)
    return settings.extends if settings else None


def _is_package_theme(context: LoadContext, folder: Path) -> bool:
    return folder.parent != context.root / "themes"


def _may_follow(context: LoadContext, name: str, folder: Path, path: str) -> bool:
    """Whether a folder of a theme that is a link is read; report one that leads out of the site."""
    return not _is_package_theme(context, folder) and context.is_within(f"themes/{name}/{path}")


def _load_static(context: LoadContext, file: str, path: Path) -> ThemeFile | None:
    """Load a static file of a theme; None, with the problem reported, for one that cannot be used."""
    data = context.load(file)
    if data is None:
        return None
    text = ""
    if _is_joined(path):
        decoded = decode_text(data, file, context.report, max_line=MAX_FILE)  # scripts of others have long lines
        if decoded is None:
            return None
        text = decoded
    return ThemeFile(location=path.as_posix(), digest=hex_digest(data), size=len(data), text=text)


def _parse_settings(file: str, data: bytes, report: Report) -> ThemeSettings | None:
    """Parse a theme.yaml without what is refused in it, so that nothing goes on with half a colour."""
    from sitegen.load.schema import complete_record, validate_one
    from sitegen.load.yaml_text import parse_yaml_bytes

    document = parse_yaml_bytes(data, file, report)
    if document is None:
        return None
    if document.value is None:
        report.add("file-empty", Span(file), path=file)
        return None
    settings: ThemeSettings | None = validate_one(ThemeSettings, document, report)
    if settings is None or not report.failed():
        return settings
    completed: ThemeSettings | None = complete_record(replace(settings, name=settings.name or file))
    return completed


def _is_joined(file: Path) -> bool:
    """Whether a static file is joined with others into one, and so read as text."""
    return file.suffix in (".js", ".css")


def read_theme_file(file: Path) -> ThemeFile:
    """Read a file of the package that is published unchanged or joined with others."""
    data = file.read_bytes()
    text = data.decode(errors="replace").replace("\r\n", "\n") if _is_joined(file) else ""
    return ThemeFile(location=file.as_posix(), digest=hex_digest(data), size=len(data), text=text)
