"""Front matter: a Markdown file is keys between two lines `---`, and the text below them."""

from __future__ import annotations

from sitegen.problems import Report, Span


def split(text: str, file: str, report: Report) -> tuple[str | None, str, int]:
    """The YAML of the front matter, the text below it, and the line on which that begins; no YAML when it is missing.

    Where there is no text, the line is that of the closing `---`.

    The YAML keeps its first line `---`, so that lines are counted as in the file.
    """
    lines = text.split("\n")
    if not text.strip():
        report.error("file-empty", Span(file), path=file)
        return None, "", 1
    if lines[0].rstrip() != "---":
        report.error("front-matter-missing", Span(file, 1))
        return None, text, 1
    close = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if close is None:
        report.error("front-matter-unclosed", Span(file, 1, 1, 4))
        return None, "", 1
    matter = "\n".join(lines[:close]) + "\n"
    first = next((number for number in range(close + 1, len(lines)) if lines[number].strip()), None)
    return (matter, "", close + 1) if first is None else (matter, "\n".join(lines[first:]), first + 1)
