"""What hosts and crawlers read: the page for what is not there, robots.txt, `_headers`, `.nojekyll`."""

from __future__ import annotations

import re
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
"""What a page may load: its own host's files and nothing else, and who may frame it; its Head may add to both.
base.html says the same where a host sets no headers."""
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{8}\.[a-z0-9]+$")
"""How the path of a file ends whose name changes with its bytes."""
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
    if not catalogue.first:
        return
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
    if not catalogue.first:
        return
    rule = "Disallow: /" if catalogue.edition.preview else "Disallow:"
    text = f"User-agent: *\n{rule}\n\nSitemap: {catalogue.base_url}/sitemap.xml\n"
    yield Output("robots.txt", Text(text.encode()), inputs=("data/site.yaml",))
    yield Output(".nojekyll", Text(b""))


def headers(catalogue: Catalogue, outputs: Iterable[Output]) -> Iterator[Output]:
    """`_headers`: a rule for each first part of an address, and deeper only where a part holds pages under different
    terms. Hosts apply every rule that matches, and two policies would both bind; so no two rules match one address."""
    tree = _Folder()
    for output in outputs:
        if output.path not in (".nojekyll", "_redirects"):
            tree.put(output.path.split("/"), _terms(catalogue, output))
    rules = (_rule(catalogue, pattern, terms) for pattern, terms in sorted(_rules("/", tree)))
    yield Output("_headers", Text("\n".join(rules).encode()))


Terms = tuple[str, str, bool]
"""What a host is to say of a file: its policy, how long it may be kept, and whether pages of others may read it."""


class _Folder:
    """The terms of the files of a folder, and of those below it."""

    def __init__(self) -> None:
        self.all, self.files, self.folders = set[Terms](), dict[str, Terms](), dict[str, _Folder]()

    def put(self, path: list[str], terms: Terms) -> None:
        self.all.add(terms)
        if len(path) == 1:
            self.files[path[0]] = terms
        else:
            self.folders.setdefault(path[0], _Folder()).put(path[1:], terms)


def _rules(root: str, folder: _Folder) -> Iterator[tuple[str, Terms]]:
    """The rules below the address `root`: one for a folder whose files all have the same terms."""
    for name, terms in folder.files.items():
        yield root + ("" if name == "index.html" else name), terms
    for name, inner in folder.folders.items():
        if len(inner.all) == 1:
            yield f"{root}{name}/*", next(iter(inner.all))
        else:
            yield from _rules(f"{root}{name}/", inner)


def policy(head: Head | None) -> str:
    """The policy of a page, as its headers say it; of a file that is no page, that of most pages."""
    allowed = dict(POLICY)
    if head is not None:
        if head.compiled:
            allowed["script-src"] += " 'wasm-unsafe-eval'"
        allowed["img-src"] = " ".join((POLICY["img-src"], *head.images))
        allowed["frame-ancestors"] = head.framed
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _terms(catalogue: Catalogue, output: Output) -> Terms:
    addresses = catalogue.addresses
    within = output.path
    for one in addresses.further:
        if output.path.startswith(one.home()[1:]):
            addresses, within = one, output.path.removeprefix(one.home()[1:])
    first = within.partition("/")[0]
    view = output.body.view if isinstance(output.body, Template) else None
    lasting = FOR_EVER if NAMED_BY_CONTENT.search(output.path) else BRIEFLY
    # Open data, feeds and the picture of the spread may be read by the pages of others.
    shared = first in (addresses.data, addresses.archive, addresses.regions, addresses.corrections)
    shared = shared or within in ("atom.xml", "feed.json") or output.path == addresses.picture()[1:]
    return policy(getattr(view, "head", None)), lasting, shared


def _rule(catalogue: Catalogue, pattern: str, terms: Terms) -> str:
    allowed, lasting, shared = terms
    lines = [
        pattern,
        f"  Content-Security-Policy: {allowed}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        f"  Cache-Control: {lasting}",
    ]
    if shared:
        lines.append("  Access-Control-Allow-Origin: *")
    if catalogue.edition.preview:
        lines.append("  X-Robots-Tag: noindex")
    return "\n".join(lines) + "\n"
