"""The bench of the map: it opens both maps to their end, counts what they cost, and makes the same bytes twice."""

from __future__ import annotations

from pathlib import Path

from compressed_host import compressed
from map_pages import make
from map_reader import Map, read
from playwright.sync_api import Browser

DRAWN = "document.querySelector('.leaflet-marker-pane .mark') && document.getElementById('map-open').hidden"
OURS = Map("/peta/", DRAWN, "village_map.setView([-7.3, 110], 8, { animate: false })", "true", "/desa.")
PEER = Map("/", "document.body.dataset.drawn !== undefined", "village_map.setView([-7.3, 110], 8)", "true", "none")


def test_map_bench_counts_both_maps(browser: Browser, tmp_path: Path) -> None:
    first, second = make(tmp_path / "1", 60), make(tmp_path / "2", 60)
    assert first["digest"] == second["digest"]
    for folder, shown in (("site", OURS), ("peer", PEER)):
        with compressed(tmp_path / "1" / folder) as host:
            seen = read(browser, host, shown)
        assert 1_000 < seen.page < 30_000
        assert 40_000 < seen.opened < 150_000
        assert seen.province == 0, "all was fetched at the press"
        assert 0 < seen.freeze < seen.usable + 1
        assert seen.heap > 0.5
