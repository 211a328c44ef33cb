"""A host on this machine, under the policy that every page of a site bears."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

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


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host of an empty folder, in a folder of its own so that links must be relative to work."""
    serving = Host(tmp_path / "served")
    (serving.folder / "sub").mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, serving)) as server:
        serving.address = f"http://127.0.0.1:{server.server_port}/sub"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield serving
        server.shutdown()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
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
