"""Load a theme and those that it extends: templates, static files, messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter

from sitegen.cache import Cache, cached_value
from sitegen.digest import hex_digest
from sitegen.load.context import READ, LoadContext, files_below, key_of, read_cached
from sitegen.load.design_tokens import DesignTokens, ThemeSettings
from sitegen.load.outlines import PACKAGE_DRAWING, PREPARED_OUTLINES
from sitegen.load.text import decode_text
from sitegen.models import Settings, Theme, ThemeFile
from sitegen.models.kinds import SITE
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match
from sitegen.translations import languages_of

_LOCALES = {"id": "id_ID", "en": "en_GB"}
"""Whose customs a language follows: in English the day comes before the month, as in Indonesian."""
_PLACES = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}"}
"""What stands in our words where a pattern of CLDR has a letter."""


def locale_messages(language: str, cache: Cache) -> dict[str, str]:
    """The words `months`, `date_day`, `date_month`, `thousands`, `decimal` and `millions` of a language."""
    key = key_of(b"", "locale", language)
    return cached_value(cache, READ, key, dict[str, str], lambda: _from_cldr(_LOCALES[language]))


def _from_cldr(name: str) -> dict[str, str]:
    from babel import Locale

    locale = Locale.parse(name)
    signs, long = locale.number_symbols["latn"], locale.compact_decimal_formats["long"]
    return {
        "months": ", ".join(locale.months["format"]["wide"][number] for number in range(1, 13)),
        "date_day": _with_places(locale.date_formats["long"].pattern),
        "date_month": _with_places(str(locale.datetime_skeletons["yMMMM"])),
        "thousands": signs["group"],
        "decimal": signs["decimal"],
        "millions": long["other"]["1000000"].pattern.replace("0", "{number}"),
    }


def _with_places(pattern: str) -> str:
    """A pattern of CLDR as a word of ours: `d MMMM y` gives `{day} {month} {year}`; what it quotes is plain text."""
    return re.sub(r"'([^']*)'|([dMLy])\2*", lambda found: _PLACES[found[2]] if found[2] else found[1], pattern)


class ThemeMessages:
    """The words of a theme and of those that it extends, as they come together."""

    def __init__(self, reading: LoadContext, defaults: Sequence[Path]) -> None:
        """`defaults` are the folders where the default theme of the package may stand."""
        self._reading = reading
        self._default = next((folder for folder in defaults if folder.is_dir()), None)
        self._whole = False
        self._files: list[str] = []
        self.broken = False
        """Whether a theme is missing, so that nobody can tell which words it would have brought."""

    def add(self, theme: Theme, folder: Path, file: str) -> None:
        """Add to `theme` the words that it lacks and `file`, of the theme in `folder`, has."""
        if folder == self._default:
            self._whole = True
        else:
            self._files.append(file)
        messages = theme.messages.setdefault(_language(file), {})
        for key, word in parse_theme_messages(self._reading, file).items():
            messages.setdefault(key, word)

    def check(self, theme: Theme, languages: Iterable[str]) -> None:
        """Report each word that is not there in one of `languages`, and each that cannot be filled in."""
        if self.broken or any("/messages/" in file for file in self._reading.unread):
            return
        for file in self._files:
            self._check_places(file)
        others = dict.fromkeys(key for messages in theme.messages.values() for key in messages)
        for language in languages:
            needed = others if self._whole else others | dict.fromkeys(self._spoken(language))
            file = f"themes/{theme.name}/messages/{language}.yaml"
            if needed and language not in theme.messages:
                self._reading.report.add("file-missing", Span(file), path=file)
                continue
            for key in needed:
                if key not in theme.messages[language]:
                    self._reading.report.add("word-missing", Span(file), key=key, language=language)

    def _spoken(self, language: str) -> dict[str, str]:
        """What the engine speaks in a language: the words of the package's default theme."""
        file = f"themes/default/messages/{language}.yaml"
        path = self._default / "messages" / f"{language}.yaml" if self._default else None
        if path is None or not path.is_file():
            return {}
        # A site may have a default theme of its own: what is read here must not pass for that.
        apart = replace(self._reading, report=Report(), unread=set(), documents={}, elsewhere={file: str(path)})
        return parse_theme_messages(apart, file)

    def _check_places(self, file: str) -> None:
        spoken = self._spoken(_language(file))
        for key, word in parse_theme_messages(self._reading, file).items():
            if "{" not in word and "}" not in word:
                continue
            allowed = _places(spoken[key]) if key in spoken else None
            found = _places(word)
            if found is None or (allowed is not None and not found <= allowed):
                places = ", ".join(f"{{{name}}}" for name in sorted(allowed or ())) or "-"
                self._reading.report.add("word-place", self._reading.span(file, key), key=key, allowed=places)


def _language(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _places(word: str) -> set[str] | None:
    """What stands in the braces of a word; None when they are no pairs."""
    try:
        parts = [part for part in Formatter().parse(word) if part[1] is not None]
    except ValueError:
        return None
    return {f"{name}{f'!{turn}' if turn else ''}{f':{form}' if form else ''}" for _, name, form, turn in parts}


def parse_theme_messages(reading: LoadContext, file: str) -> dict[str, str]:
    """The words of one language of a theme: a mapping of keys to texts."""
    data = reading.load(file)
    if data is None:
        return {}
    key = key_of(data, "words", file)
    return read_cached(reading, file, key, dict[str, str], lambda report: _read_words(file, data, report))


def _read_words(file: str, data: bytes, report: Report) -> dict[str, str]:
    from sitegen.load.yaml_text import parse_yaml

    text = decode_text(data, file, report)
    document = parse_yaml(text, file, report) if text is not None else None
    values = document.value if document is not None else {}
    if document is not None and values is not None and not isinstance(values, dict):
        report.add("wrong-shape", document.span(()), expected="mapping")
    messages: dict[str, str] = {}
    for name, word in (values if isinstance(values, dict) else {}).items():
        if isinstance(word, str):
            messages[name] = word
        elif document is not None:
            code, said = ("empty-value", {}) if word is None else ("wrong-shape", {"expected": "text"})
            report.add(code, document.span((name,)), **said)
    return messages


_PACKAGE = Path(__file__).parent.parent
PACKAGE_THEMES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""Where the themes of an installed package stand, and those of a checkout."""


def load_theme(reading: LoadContext, config: Settings, fallbacks: Sequence[Path]) -> Theme:
    """The theme that the settings name; an empty one when it is missing, which is reported."""
    theme = Theme(name=config.theme, templates={}, template_files={}, static={}, messages={})
    speech = ThemeMessages(reading, [place / "default" for place in fallbacks])
    look = DesignTokens(reading)
    name: str | None = config.theme
    named_in, key, seen = SITE, "theme", set[str]()
    while name:
        folder = _folder(reading, name, fallbacks)
        if folder is None:
            known = _known(reading, fallbacks)
            span = reading.span(named_in, key)
            reading.report.add("theme-missing", span, closest_match(name, known), name=name, known=", ".join(known))
            speech.broken = True
            break
        if name in seen:
            reading.report.add("theme-circle", reading.span(named_in, key), name=name)
            break
        seen.add(name)
        named_in, key = f"themes/{name}/theme.yaml", "extends"
        name = _add(reading, theme, name, folder, speech, look)
    languages = languages_of(config)
    for language in theme.messages.keys() & languages:
        theme.messages[language].update(locale_messages(language, reading.cache))
    speech.check(theme, languages)
    look.complete(theme, config)
    for path, file in _static(_PACKAGE / "assets" / "vendor").items():
        if path not in (PACKAGE_DRAWING, PREPARED_OUTLINES) and not path.endswith(
            ".woff2"
        ):  # fonts are drawn with, not published
            theme.static.setdefault(f"vendor/{path}", file)
    return theme


def _folder(reading: LoadContext, name: str, fallbacks: Sequence[Path]) -> Path | None:
    """The folder of a theme: that of the site comes before that of the package."""
    return next((place / name for place in _places_of_themes(reading, fallbacks) if (place / name).is_dir()), None)


def _known(reading: LoadContext, fallbacks: Sequence[Path]) -> list[str]:
    """The names of all themes that could be chosen."""
    found = {
        folder.name
        for place in _places_of_themes(reading, fallbacks)
        for folder in place.glob("[!._]*")
        if folder.is_dir()
    }
    return sorted(found)


def _places_of_themes(reading: LoadContext, fallbacks: Sequence[Path]) -> list[Path]:
    return [reading.root / "themes", *fallbacks]


def _add(
    reading: LoadContext, theme: Theme, name: str, folder: Path, speech: ThemeMessages, look: DesignTokens
) -> str | None:
    """Add to `theme` what it lacks and this folder has; gives the name of the theme that this one extends."""
    settings: ThemeSettings | None = None
    for path in files_below(folder, ""):
        file = f"themes/{name}/{path}"
        reading.elsewhere[file] = str(folder / path)
        theme.files[file] = None
        kind, _, rest = path.partition("/")
        if path == "theme.yaml":
            settings = _settings(reading, file)
        elif kind == "templates" and rest not in theme.templates:
            text = _text(reading, file)
            if text is not None:
                theme.templates[rest], theme.template_files[rest] = text, file
        elif kind == "messages" and path.endswith(".yaml"):
            speech.add(theme, folder, file)
    static = _static(folder / "static")
    look.add(theme, f"themes/{name}/theme.yaml", settings, static)
    for path, one in static.items():
        theme.static.setdefault(path, one)
    return settings.extends if settings else None


def _text(reading: LoadContext, file: str) -> str | None:
    data = reading.load(file)
    return decode_text(data, file, reading.report) if data is not None else None


def _settings(reading: LoadContext, file: str) -> ThemeSettings | None:
    """What its theme.yaml says of a theme."""
    data = reading.load(file)
    if data is None:
        return None
    key = key_of(data, "theme", file)
    return read_cached(reading, file, key, ThemeSettings, lambda report: _read_settings(file, data, report))


def _read_settings(file: str, data: bytes, report: Report) -> ThemeSettings | None:
    from sitegen.load.schema import validate_one
    from sitegen.load.yaml_text import parse_yaml

    text = decode_text(data, file, report)
    document = parse_yaml(text, file, report) if text is not None else None
    settings: ThemeSettings | None = None
    if document is not None and document.value is None:
        report.add("file-empty", Span(file), path=file)
    elif document is not None:
        settings = validate_one(ThemeSettings, document, report)
    return settings


def _static(folder: Path) -> dict[str, ThemeFile]:
    """The files below a folder that are published as they are, by their path in it."""
    found: dict[str, ThemeFile] = {}
    for path in files_below(folder, ""):
        found[path] = theme_file(folder / path)
    return found


def theme_file(file: Path) -> ThemeFile:
    """A file that is published as it is, or joined with others."""
    data, joined = file.read_bytes(), file.suffix in (".js", ".css")
    text = data.decode(errors="replace").replace("\r\n", "\n") if joined else ""
    return ThemeFile(location=file.as_posix(), digest=hex_digest(data), size=len(data), text=text)
