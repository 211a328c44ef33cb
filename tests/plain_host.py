"""A host on this machine that serves a built site as the hosts do that read `_headers`."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve `folder`; gives the host's address, without a slash at the end. The folder may be filled later."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def rules(text: str) -> list[tuple[re.Pattern[str], list[tuple[str, str]]]]:
    """The rules of a `_headers` file: which addresses, and which headers."""
    found: list[tuple[re.Pattern[str], list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((re.compile(re.escape(line).replace(r"\*", ".*")), []))
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name, value))
    return found


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        file = Path(self.directory) / "_headers"
        for pattern, headers in rules(file.read_text(encoding="utf-8")) if file.exists() else ():
            if pattern.fullmatch(self.path.partition("?")[0]):
                for name, value in headers:
                    self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is not there is answered with the site's own page."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None:
        """Tests say by themselves what went wrong."""
