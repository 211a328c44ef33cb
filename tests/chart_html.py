"""Facts of a page's charts: the HTML of one, and the sentences that stand above it."""

from __future__ import annotations

import html
import re


def chart_html(page: str, id: str) -> str:
    """The whole figure of this id."""
    found = re.search(rf'<figure class="chart" id="{id}">.*?</figure>', page, re.DOTALL)
    assert found, id
    return found[0]


def headline(page: str, id: str) -> str:
    """The sentences above the chart of this id, as a reader reads them."""
    said = re.search(r'<p class="headline">(.*?)</p>', chart_html(page, id), re.DOTALL)
    assert said
    return html.unescape(" ".join(re.sub("<[^>]+>", "", said[1]).split()))
