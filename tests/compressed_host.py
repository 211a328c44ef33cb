"""A host on this machine that serves folders as hosts do: compressed, by the rules of `_headers`; and counts."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

from plain_host import rules

MISSING = "/404.html"
"""The page for what is not there."""
LEVEL = 6
"""Of compression, as hosts have it unless told."""


@dataclass
class Host:
    """A host that serves a folder."""

    folder: Path
    """What it serves."""
    address: str
    """Where, without a slash at the end."""
    sent: dict[str, int] = field(default_factory=dict)
    """What it was asked for since this was last emptied, with the bytes of each answer, compressed, without headers."""
    packed: dict[str, bytes] = field(default_factory=dict)
    """What it has compressed, so that no reader waits for it twice."""

    def answer(self, path: str) -> bytes | None:
        """The file at an address, compressed; None where there is none."""
        if path not in self.packed:
            file = self.folder / path.strip("/")
            file = file / "index.html" if path.endswith("/") else file
            if not file.is_file():
                return None
            self.packed[path] = gzip.compress(file.read_bytes(), LEVEL, mtime=0)
        self.sent[path] = self.sent.get(path, 0) + len(self.packed[path])
        return self.packed[path]

    def warm(self) -> None:
        """Compress all there is."""
        for file in self.folder.rglob("*"):
            if file.is_file():
                self.answer(f"/{file.relative_to(self.folder).as_posix()}")
        self.sent.clear()


@contextmanager
def compressed(folder: Path) -> Iterator[Host]:
    """Serve `folder`."""
    host = Host(folder, "")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host)) as server:
        server.daemon_threads = True
        host.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, host: Host, *handed: object) -> None:
        self._host = host
        super().__init__(*handed)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body, status = self._host.answer(path), 200
        if body is None:  # what is not there is answered with the site's own page
            body, status = self._host.answer(MISSING), 404
        if body is None:
            self.send_error(404)
            return
        kind = guess_type(path)[0] if status == 200 and not path.endswith("/") else "text/html"
        kind = f"{kind}; charset=utf-8" if kind and kind.startswith("text/") else kind
        self.send_response(status)
        self.send_header("Content-Type", kind or "application/octet-stream")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self._by_rules(path)
        self.end_headers()
        self.wfile.write(body)

    def _by_rules(self, path: str) -> None:
        file = self._host.folder / "_headers"
        for pattern, headers in rules(file.read_text(encoding="utf-8")) if file.exists() else ():
            if pattern.fullmatch(path):
                for name, value in headers:
                    self.send_header(name, value)

    def log_message(self, format: str, *values: object) -> None:
        """Nothing is wrong with being asked."""
