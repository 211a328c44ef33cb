"""Take docs/screenshot.png of the home page of the sample site: `python tools/screenshot.py`."""

from __future__ import annotations

import io
import sys
import tempfile
import threading
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from chromium import chromium
from PIL import Image

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "screenshot.png"
WIDTH, HEIGHT = 1280, 800
"""The size of the window in pixels."""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without logging."""

    def log_message(self, *_: object) -> None:
        """Discard the message."""


def photograph(site: Path) -> bytes:
    """Take a screenshot (PNG) of the home page of a built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        picture = page.screenshot()
    server.shutdown()
    return picture


def main() -> int:
    """Build the sample site in a temporary folder, and save a screenshot reduced to 128 colours."""
    with tempfile.TemporaryDirectory() as folder:
        report, target = Report(), Path(folder) / "site"
        if not build(BuildOptions(ROOT, BuildContext(datetime.now(UTC))), target, report):
            print(*report, sep="\n", file=sys.stderr)
            return 1
        picture = photograph(target)
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(128).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
