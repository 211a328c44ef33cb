"""What hosts and crawlers read: the page for what is not there, robots.txt, `_headers`, `.nojekyll`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sitegen.bodies import Template, Text
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""What a page may load: its own host's files and nothing else. base.html says the same where a host sets no headers."""
FOR_EVER = "public, max-age=31536000, immutable"
"""For files named by their content."""
BRIEFLY = "public, max-age=300, must-revalidate"
"""For pages and downloads, in which a correction must not wait long to be seen."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """What 404.html shows."""

    head: Head
    """What the page tells of itself."""
    ways: tuple[Link, ...]
    """Where to look instead."""


def not_found(catalogue: Catalogue) -> Iterator[Output]:
    """The page for addresses that are not there; a host shows it at any of them, so its links begin at the root."""
    head = Head(
        title=catalogue.say("missing_title"),
        description=catalogue.say("missing_description"),
        path="/404.html",
        indexed=False,
    )
    ways = tuple(catalogue.section(name) for name in ("register", "regions", "map", "news", "data"))
    yield Output("404.html", Template("404.html", NotFound(head, ways), rooted=True))


def robots(catalogue: Catalogue) -> Iterator[Output]:
    """robots.txt, which keeps crawlers out of a preview; and `.nojekyll`, which keeps GitHub from skipping files."""
    rule = "Disallow: /" if catalogue.edition.preview else "Disallow:"
    text = f"User-agent: *\n{rule}\n\nSitemap: {catalogue.base_url}/sitemap.xml\n"
    yield Output("robots.txt", Text(text.encode()), inputs=("data/site.yaml",))
    yield Output(".nojekyll", Text(b""))


def headers(catalogue: Catalogue, outputs: Iterable[Output]) -> Iterator[Output]:
    """`_headers`: a rule for each first part of an address. Hosts apply every rule that matches, and two policies would
    both bind; so no two rules match one address, and a section may one day have a policy of its own."""
    roots = {output.path.partition("/")[0] + ("/*" if "/" in output.path else "") for output in outputs}
    hidden = {".nojekyll", "_redirects"}
    patterns = sorted("" if root == "index.html" else root for root in roots - hidden)
    rules = (_rule(catalogue, pattern) for pattern in patterns)
    yield Output("_headers", Text("\n".join(rules).encode()))


def _rule(catalogue: Catalogue, pattern: str) -> str:
    addresses = catalogue.addresses
    first = pattern.partition("/")[0]
    named_by_content = first in (addresses.assets, addresses.media)
    lines = [
        f"/{pattern}",
        "  Content-Security-Policy: " + "; ".join(f"{name} {value}" for name, value in POLICY.items()),
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        f"  Cache-Control: {FOR_EVER if named_by_content else BRIEFLY}",
    ]
    if first in (addresses.data, addresses.archive, addresses.regions, addresses.corrections, "atom.xml", "feed.json"):
        lines.append("  Access-Control-Allow-Origin: *")  # open data and feeds may be read by the pages of others
    if catalogue.edition.preview:
        lines.append("  X-Robots-Tag: noindex")
    return "\n".join(lines) + "\n"
