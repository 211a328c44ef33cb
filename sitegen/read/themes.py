"""Themes: templates, static files and words of the site's theme and of those that it extends."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from sitegen.model import Config, Theme, ThemeFile
from sitegen.model.kinds import SITE
from sitegen.problems import Report, Span
from sitegen.read.locales import locale_words
from sitegen.read.look import Look, ThemeSettings
from sitegen.read.outlines import DRAWN, READY
from sitegen.read.reading import Reading, files_below
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.speech import Speech
from sitegen.read.text import decode
from sitegen.scalars import nearest
from sitegen.translations import languages_of

_PACKAGE = Path(__file__).parent.parent
PACKAGE_THEMES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""Where the themes of an installed package stand, and those of a checkout."""


def read_theme(reading: Reading, config: Config, fallbacks: Sequence[Path]) -> Theme:
    """The theme that the settings name; an empty one when it is missing, which is reported."""
    theme = Theme(name=config.theme, templates={}, template_files={}, static={}, words={})
    speech = Speech(reading, [place / "default" for place in fallbacks])
    look = Look(reading)
    name: str | None = config.theme
    named_in, key, seen = SITE, "theme", set[str]()
    while name:
        folder = _folder(reading, name, fallbacks)
        if folder is None:
            known = _known(reading, fallbacks)
            span = reading.span(named_in, key)
            reading.report.error("theme-missing", span, nearest(name, known), name=name, known=", ".join(known))
            speech.broken = True
            break
        if name in seen:
            reading.report.error("theme-circle", reading.span(named_in, key), name=name)
            break
        seen.add(name)
        named_in, key = f"themes/{name}/theme.yaml", "extends"
        name = _add(reading, theme, name, folder, speech, look)
    languages = languages_of(config)
    for language in theme.words.keys() & languages:
        theme.words[language].update(locale_words(language, reading.memo))
    speech.check(theme, languages)
    look.complete(theme, config)
    for path, file in _static(_PACKAGE / "assets" / "vendor").items():
        if path not in (DRAWN, READY) and not path.endswith(".woff2"):  # fonts are drawn with, not published
            theme.static.setdefault(f"vendor/{path}", file)
    return theme


def _folder(reading: Reading, name: str, fallbacks: Sequence[Path]) -> Path | None:
    """The folder of a theme: that of the site comes before that of the package."""
    return next((place / name for place in _places(reading, fallbacks) if (place / name).is_dir()), None)


def _known(reading: Reading, fallbacks: Sequence[Path]) -> list[str]:
    """The names of all themes that could be chosen."""
    found = {folder.name for place in _places(reading, fallbacks) for folder in place.glob("[!._]*") if folder.is_dir()}
    return sorted(found)


def _places(reading: Reading, fallbacks: Sequence[Path]) -> list[Path]:
    return [reading.root / "themes", *fallbacks]


def _add(reading: Reading, theme: Theme, name: str, folder: Path, speech: Speech, look: Look) -> str | None:
    """Add to `theme` what it lacks and this folder has; gives the name of the theme that this one extends."""
    settings: ThemeSettings | None = None
    for path in files_below(folder, ""):
        file = f"themes/{name}/{path}"
        reading.elsewhere[file] = str(folder / path)
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


def _text(reading: Reading, file: str) -> str | None:
    data = reading.load(file)
    return decode(data, file, reading.report) if data is not None else None


def _settings(reading: Reading, file: str) -> ThemeSettings | None:
    """What its theme.yaml says of a theme."""
    data = reading.load(file)
    if data is None:
        return None
    key = key_of(data, "theme", file)
    known: ThemeSettings | None = recall(reading.memo, key, ThemeSettings)
    return known or _read_settings(reading, file, data, key)


def _read_settings(reading: Reading, file: str, data: bytes, key: str) -> ThemeSettings | None:
    from sitegen.read.schema import validate_one
    from sitegen.read.source import parse

    report = Report()
    text = decode(data, file, report)
    document = parse(text, file, report) if text is not None else None
    settings: ThemeSettings | None = None
    if document is not None and document.value is None:
        report.error("file-empty", Span(file), path=file)
    elif document is not None:
        settings = validate_one(ThemeSettings, document, report)
    reading.report.extend(report)
    if report.failed():
        reading.unread.add(file)
    else:
        keep(reading.memo, key, settings)
    return settings


def _static(folder: Path) -> dict[str, ThemeFile]:
    """The files below a folder that are published as they are, by their path in it."""
    found: dict[str, ThemeFile] = {}
    for path in files_below(folder, ""):
        data = (folder / path).read_bytes()
        digest = blake2b(data, digest_size=16).hexdigest()
        found[path] = ThemeFile(location=(folder / path).as_posix(), digest=digest, size=len(data))
    return found
