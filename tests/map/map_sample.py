"""The sample site of this checkout, built and hosted, and what its pages weigh."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Request

VILLAGE = "/wilayah/jawa-timur/kabupaten-blitar/gandusari/sukosewu/"


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample site on its host."""

    address: str
    """Where, without a slash at the end."""
    folder: Path
    """Its files."""

    def weighs(self, path: str) -> int:
        """Bytes of what stands at an address, compressed as hosts do."""
        file = self.folder / path.strip("/")
        return len(gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes(), 6))

    def fetched(self, page: Page) -> list[str]:
        """A list to which each path is added that `page` asks this host for; what it asks of others fails the test.

        The icon is in it from the start: only a browser with a window asks for it.
        """
        (icon,) = self.folder.glob("aset/favicon.*.svg")
        asked = [f"/{icon.relative_to(self.folder).as_posix()}"]

        def note(request: Request) -> None:
            path = request.url.removeprefix(self.address)
            if path != asked[0]:
                asked.append(path)

        page.on("request", note)
        return asked
