"""A host on this machine, under the policy that every page of a site bears."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

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
