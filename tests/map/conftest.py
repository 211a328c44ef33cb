"""A host for the tests of the map."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from map_host import Handler, Host


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host of an empty folder, in a folder of its own so that links must be relative to work."""
    serving = Host(tmp_path / "served")
    (serving.folder / "sub").mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, serving)) as server:
        serving.address = f"http://127.0.0.1:{server.server_port}/sub"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield serving
        server.shutdown()
        thread.join()
