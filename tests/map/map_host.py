"""A host on this machine, under the policy that every page of a site bears, and its map as a reader opens it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, expect

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass
class Host:
    """A host on this machine that serves a folder under the site's policy."""

    folder: Path
    """What it serves."""
    address: str = ""
    """Where, without a slash at the end."""
    refused: set[str] = field(default_factory=set)
    """Paths that it answers with 404, though the file is there."""

    def refuse(self, beginning: str) -> None:
        """Answer 404 for the files whose names begin so; there is one at least."""
        files = [file for file in self.folder.rglob("*.*") if file.name.startswith(beginning)]
        assert files, beginning
        self.refused.update(f"/{file.relative_to(self.folder).as_posix()}" for file in files)


class Handler(SimpleHTTPRequestHandler):
    """Answers for a Host."""

    def __init__(self, host: Host, *handed: object) -> None:
        self._host = host
        super().__init__(*handed, directory=str(host.folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path in self._host.refused:
            self.send_error(404)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Tests say by themselves what went wrong."""


@contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """Serve a folder, in which the site stands in a folder of its own so that links must be relative to work."""
    host = Host(folder)
    (folder / "sub").mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host)) as server:
        host.address = f"http://127.0.0.1:{server.server_port}/sub"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield host
        finally:  # a site that could not be written would leave the thread, and pytest with it
            server.shutdown()
            thread.join()


def pressed(page: Page, host: Host, query: str = "") -> Page:
    """The page of a host with its interactive map open, as the press of the button leaves it."""
    page.goto(f"{host.address}/peta/{query}")
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-status")).to_have_text("Peta terbuka.")
    return page


def opened(page: Page, host: Host, query: str = "") -> Page:
    """The page of a host with its interactive map open, and the choices too."""
    pressed(page, host, query)
    if not page.locator(".map-fold[open]").count():  # folded on a narrow screen
        page.locator(".map-fold > summary").click()
    return page
