"""Makes the map of a site of N villages, and of the peer, into a folder, and tells how long that took.

python tests/bench/map_pages.py FOLDER --villages 84000
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import generate

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages, load_site
from sitegen.models import Site, Theme
from sitegen.output import LayoutContext, Output
from sitegen.pages.hosting import headers
from sitegen.pages.map import map_page, overview_map
from sitegen.pages.static import static
from sitegen.problems import Report
from sitegen.urls import Routes
from sitegen.views.layout import layout_context
from sitegen.views.site_index import index_site, without_texts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PEER = Path(__file__).parent / "map_peer"
MAP_KINDS = (map_page, overview_map)
"""What makes the map's files."""


def main() -> None:
    """Read the command line, make the pages, print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--villages", type=int, default=84_000)
    options = parser.parse_args()
    print(json.dumps(make(options.folder, options.villages)))


def make(folder: Path, count: int) -> dict[str, float | str]:
    """Write the map's pages and all that they load into `folder`/site, the peer's into `folder`/peer.

    Gives the seconds of planning and of rendering the map's files, imports included, and their digest.
    """
    generate.generate(folder / "source", count, 0)
    site = load_site(folder / "source", Report(), NullCache())
    assert site
    routes = Routes(load_messages(site.config.language, NullCache())["paths"])
    index = without_texts(index_site(site, BuildContext(NOW), routes))
    shared = layout_context(index)
    start = time.perf_counter()
    outputs = [output for kind in MAP_KINDS for output in kind(index)]
    planned = time.perf_counter()
    made = rendered(site, shared, outputs)
    done = time.perf_counter()
    for path, data in (made | rendered(site, shared, (*static(index), *headers(index, outputs)))).items():
        write(folder / "site" / path, data)
    peer(folder / "peer", count, site.theme)
    shutil.rmtree(folder / "source")
    digest = sha256(b"".join(name.encode() + data for name, data in sorted(made.items()))).hexdigest()
    return {"planning": planned - start, "rendering": done - planned, "files": len(made), "digest": digest}


def rendered(site: Site, shared: LayoutContext, outputs: Iterable[Output]) -> dict[str, bytes]:
    """The bytes of outputs, by path; what makes them is imported only now, as a build does."""
    from sitegen.render.content import render_content
    from sitegen.render.markdown import RenderFindings
    from sitegen.render.templates import Templates

    templates = Templates(site.theme, shared, site.timezone, NullCache(), "bench")
    return {output.path: render_content(output, templates, RenderFindings()) for output in outputs}


def peer(folder: Path, count: int, theme: Theme) -> None:
    """Write the peer's page, with the same villages and the same Leaflet."""
    shutil.copytree(PEER, folder)
    write(folder / "leaflet.js", Path(theme.static["vendor/leaflet/leaflet.js"].location).read_bytes())
    rules = [Path(theme.static[name].location).read_bytes() for name in ("map.css", "map/opened.css")]
    write(folder / "map.css", b"".join(rules))
    villages = [
        {"name": one["name"], "district": one["district"], "regency": one["regency"], "province": one["province"]}
        | {"year": one["certified"][:4], "lat": float(one["lat"]), "lon": float(one["lon"])}
        for one in generate.villages(count)
    ]
    write(folder / "villages.json", json.dumps(villages, separators=(",", ":")).encode())


def write(file: Path, data: bytes) -> None:
    """Write a file with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


if __name__ == "__main__":
    main()
