"""Speech: the words of a theme; each that the engine speaks must be there, and hold no place that is not filled.

The engine speaks in the words of the default theme that comes with the package: that theme names them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter

from sitegen.model import Theme
from sitegen.problems import Report, Span
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.text import decode


class Speech:
    """The words of a theme and of those that it extends, as they come together."""

    def __init__(self, reading: Reading, defaults: Sequence[Path]) -> None:
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
        words = theme.words.setdefault(_language(file), {})
        for key, word in theme_words(self._reading, file).items():
            words.setdefault(key, word)

    def check(self, theme: Theme, languages: Iterable[str]) -> None:
        """Report each word that is not there in one of `languages`, and each that cannot be filled in."""
        if self.broken or any("/messages/" in file for file in self._reading.unread):
            return
        for file in self._files:
            self._check_places(file)
        others = dict.fromkeys(key for words in theme.words.values() for key in words)
        for language in languages:
            needed = others if self._whole else others | dict.fromkeys(self._spoken(language))
            file = f"themes/{theme.name}/messages/{language}.yaml"
            if needed and language not in theme.words:
                self._reading.report.error("file-missing", Span(file), path=file)
                continue
            for key in needed:
                if key not in theme.words[language]:
                    self._reading.report.error("word-missing", Span(file), key=key, language=language)

    def _spoken(self, language: str) -> dict[str, str]:
        """What the engine speaks in a language: the words of the package's default theme."""
        file = f"themes/default/messages/{language}.yaml"
        path = self._default / "messages" / f"{language}.yaml" if self._default else None
        if path is None or not path.is_file():
            return {}
        # A site may have a default theme of its own: what is read here must not pass for that.
        apart = replace(self._reading, report=Report(), unread=set(), documents={}, elsewhere={file: str(path)})
        return theme_words(apart, file)

    def _check_places(self, file: str) -> None:
        spoken = self._spoken(_language(file))
        for key, word in theme_words(self._reading, file).items():
            if "{" not in word and "}" not in word:
                continue
            allowed = _places(spoken[key]) if key in spoken else None
            found = _places(word)
            if found is None or (allowed is not None and not found <= allowed):
                places = ", ".join(f"{{{name}}}" for name in sorted(allowed or ())) or "-"
                self._reading.report.error("word-place", self._reading.span(file, key), key=key, allowed=places)


def _language(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _places(word: str) -> set[str] | None:
    """What stands in the braces of a word; None when they are no pairs."""
    try:
        parts = [part for part in Formatter().parse(word) if part[1] is not None]
    except ValueError:
        return None
    return {f"{name}{f'!{turn}' if turn else ''}{f':{form}' if form else ''}" for _, name, form, turn in parts}


def theme_words(reading: Reading, file: str) -> dict[str, str]:
    """The words of one language of a theme: a mapping of keys to texts."""
    data = reading.load(file)
    if data is None:
        return {}
    key = key_of(data, "words", file)
    known = recall(reading.memo, key, dict[str, str])
    return known if known is not None else _read_words(reading, file, data, key)


def _read_words(reading: Reading, file: str, data: bytes, key: str) -> dict[str, str]:
    from sitegen.read.source import parse

    report = Report()
    text = decode(data, file, report)
    document = parse(text, file, report) if text is not None else None
    values = document.value if document is not None else {}
    if document is not None and values is not None and not isinstance(values, dict):
        report.error("wrong-shape", document.span(()), expected="mapping")
    words: dict[str, str] = {}
    for name, word in (values if isinstance(values, dict) else {}).items():
        if isinstance(word, str):
            words[name] = word
        elif document is not None:
            code, said = ("empty-value", {}) if word is None else ("wrong-shape", {"expected": "text"})
            report.error(code, document.span((name,)), **said)
    reading.report.extend(report)
    if report.failed():
        reading.unread.add(file)
    else:
        keep(reading.memo, key, words)
    return words
