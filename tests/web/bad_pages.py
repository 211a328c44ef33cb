"""Small pages with one thing wrong with each, on a host with the site's policy, to show that the gates bite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from compressed_host import Host

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
STYLE = """\
:root { color-scheme: light dark; background: Canvas; color: CanvasText; }
a:focus-visible, button:focus-visible { outline: 3px solid; }
a { display: inline-block; padding: .25rem; }
tr { break-inside: avoid; }
@media print { .skip, button { display: none; } body > nav { display: none; } }
"""
PAGE = """\
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Uji</title>
<link rel="stylesheet" href="style.css">
<link rel="icon" href="data:,">
{head}</head>
<body>
{before}<main id="isi">
<h1>Uji</h1>
<p>Halaman ini memuat <a href="index.html">sebuah tautan</a>.</p>
{main}
</main>
</body>
</html>
"""
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


@dataclass(frozen=True, slots=True)
class Bad:
    """A folder with one page, `index.html`, and what it needs."""

    host: Host
    """Serves it."""

    @property
    def folder(self) -> Path:
        """Its files."""
        return self.host.folder

    @property
    def url(self) -> str:
        """The page."""
        return f"{self.host.address}/"

    def put(self, name: str, text: str) -> Bad:
        """Write another file."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")
        return self


Make = Callable[..., Bad]
"""Makes the page: of what stands in its main part, before that, in its head; with rules of style and a script."""


def make(host: Host, main: str = "", *, before: str = "", head: str = "", style: str = "", script: str = "") -> Bad:
    """Write the page into the folder of `host`; `script` is a file that it loads."""
    bad = Bad(host)
    head += '<script defer src="uji.js"></script>\n' if script else ""
    bad.put("_headers", f"/*\n  Content-Security-Policy: {POLICY}\n").put("style.css", STYLE + style)
    bad.put("index.html", PAGE.format(main=main, before=before, head=head))
    return bad.put("uji.js", script) if script else bad


def canonical(url: str) -> str:
    """The line of a head that says where a page stands."""
    return f'<link rel="canonical" href="{url}">\n'


def indexed(bad: Bad, *urls: str) -> Bad:
    """The same folder with a sitemap of these addresses, and what leads to it."""
    bad.put("sitemap.xml", SITEMAP.format(urls="".join(f"<url><loc>{url}</loc></url>" for url in urls)))
    return bad.put("robots.txt", f"User-agent: *\n\nSitemap: {bad.host.address}/sitemap.xml\n")
