"""What the site's policy forbids in a file of HTML or SVG: styles and scripts that stand in the file itself."""

from __future__ import annotations

from pathlib import Path

from parsed_page import parse_page

DATA = "application/ld+json"
"""A script that is data, and is not run."""


def inline(text: str) -> list[str]:
    """Each inline style, script and handler of a page or picture."""
    found = list[str]()
    for tag, attributes in parse_page(text).elements:
        if tag == "style":
            found.append("<style>")
        if tag == "script" and "src" not in attributes and attributes.get("type") != DATA:
            found.append("<script> without a file")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"<{tag} {name}={value!r}>")
            if value.strip().lower().startswith("javascript:"):
                found.append(f"<{tag} {name}={value!r}>")
    return found


def inline_files(folder: Path) -> list[str]:
    """The same of every file of a built folder."""
    return [
        f"{file.relative_to(folder)}: {one}"
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".html", ".svg")
        for one in inline(file.read_text(encoding="utf-8"))
    ]
