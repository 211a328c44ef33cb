"""Write docs/problems.md from the message files: `python tools/problem_reference.py`."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.cache import NullCache
from sitegen.load import load_staff_messages
from sitegen.load.geography import package_geography
from sitegen.problems import JUDGEMENTS, severity_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "problems.md"
LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}

OPENING = """\
# Problems

<!-- Made from sitegen/messages/ and sitegen/problems.py by tools/problem_reference.py; a test holds them together. -->

What `sitegen build` and `sitegen check` may find, by code. A code never changes its meaning. `sitegen explain CODE`
shows the same in the terminal. An error keeps the site from being published; a warning does so only with `--strict`.
A site may raise every severity, and lower those of warnings and of errors with a `*`: `severity` in `data/site.yaml`.

Semua masalah yang dapat ditemukan `sitegen build` dan `sitegen check`, menurut kodenya. Setiap kode dijelaskan dalam
bahasa Inggris, lalu dalam bahasa Indonesia. Di terminal: `sitegen explain KODE`. Galat menahan penerbitan situs;
peringatan hanya menahannya dengan `--strict`. Situs boleh memperberat masalah apa pun, dan meringankan peringatan serta
galat bertanda `*`: `severity` dalam `data/site.yaml`.

In a sentence, a word in braces stands for what was found. / Kata dalam kurung kurawal mewakili apa yang ditemukan.
"""


def reference() -> str:
    """Generate the page, for a site in Indonesia: a table of all codes with their sentences, then the explanation of
    each in both languages."""
    indonesia = package_geography()
    words_by_language = {
        language: load_staff_messages(ROOT, indonesia, language, NullCache()) for language in LANGUAGES
    }
    first = words_by_language["en"]["problems"]
    rows = [f"| Code | Severity | {' | '.join(LANGUAGES.values())} |", "|---|---|---|---|"]
    parts = []
    for code in first:
        entries = [words_by_language[language]["problems"][code] for language in LANGUAGES]
        sentences = [_prose(one["says"]) for one in entries]
        severity = severity_of(code) + ("\\*" if code in JUDGEMENTS else "")
        rows.append(f"| [`{code}`](#{code}) | {severity} | {' | '.join(sentences)} |")
        texts = [f"**{line}**\n\n{_explained(one['explain'])}" for line, one in zip(sentences, entries, strict=True)]
        parts.append(f"## {code}\n\n" + "\n\n".join(texts))
    return "\n\n".join([OPENING.rstrip(), "\n".join(rows), *parts]) + "\n"


def _explained(text: str) -> str:
    """Convert an explanation to Markdown: indented examples are code blocks already, all else is escaped."""
    lines = text.rstrip().split("\n")
    return "\n".join(line if line.startswith("    ") else _prose(line) for line in lines)


def _prose(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]|#&~])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
