"""A page on paper: it has pages, no menu and no buttons, and neither a text nor a row of a table is cut."""

from __future__ import annotations

import io
from pathlib import Path

from playwright.sync_api import Page

WIDTH, HEIGHT = 673, 990
"""What a sheet of A4 has within the margins that the stylesheet sets, in CSS pixels."""
ON_PAPER = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""What is wrong with the page on paper."""


def print_faults(page: Page) -> list[str]:
    """What is wrong with a page when it is printed."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    heading = " ".join(page.locator("h1").first.inner_text().split()) if page.locator("h1").count() else ""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(ON_PAPER, [WIDTH, HEIGHT])
    sheets = pdf_texts(page)
    if not sheets or not any(sheets):
        found.append("nothing is printed")
    elif _letters(heading) not in _letters(" ".join(sheets)):
        found.append(f"its heading is not printed: {heading!r}")
    found += [f"sheet {number} is empty" for number, sheet in enumerate(sheets, 1) if not sheet.strip()]
    page.emulate_media(media="screen")
    return found


def pdf_texts(page: Page) -> list[str]:
    """The text of each sheet of the PDF that a page becomes."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return [sheet.extract_text() for sheet in reader.pages]


def _letters(text: str) -> str:
    """A text without blanks and hyphens, which a PDF puts where lines break."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
