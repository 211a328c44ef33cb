"""Writes the site of generate.py once more, as a Hugo site with the same records, announcements and kinds of page.

    python tests/bench/peer.py FOLDER --villages 10000 --news 1000

The templates stand in peer_site/: plain Hugo as its own documentation teaches it (content adapters, cached partials,
related content, paginated terms, output formats), with about as much markup a page as the default theme has.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from generate import YEARS, announcements, asked, villages

HERE = Path(__file__).parent
THEME = HERE.parents[1] / "themes" / "default" / "static"


def write(folder: Path, village_count: int, news_count: int) -> None:
    """Write the Hugo site into `folder`, which must not exist."""
    shutil.copytree(HERE / "peer_site", folder)
    assets, data, news = folder / "assets", folder / "data", folder / "content" / "berita"
    assets.mkdir()
    data.mkdir()
    places = [_record(place) for place in villages(village_count)]
    # Hugo refuses YAML past 10,000 records: it reads the same values as JSON, which is quicker for it as well.
    _json(assets / "villages.json", places)
    _json(data / "sources.json", {"sumber-1": {"id": "sumber-1", "publisher": "Sumber uji", "date": "2018"}})
    _json(data / "offices.json", {"cabang-1": {"id": "cabang-1", "name": "Kantor Cabang Uji"}})
    _json(data / "programme.json", _programme())
    parts = sorted((THEME / "style").glob("*.css"))
    (assets / "style.css").write_text("".join(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8")
    for name in ("favicon.svg", "map.js"):
        shutil.copyfile(THEME / name, assets / name)
    for name, _, matter, text in announcements(news_count, [place["code"] for place in places]):
        slug, year = name.split("-", 3)[3], name[:4]
        (news / f"{name}.md").write_text(
            f'---\n{matter}slug: {slug}\nyears: ["{year}"]\n---\n\n{text}', encoding="utf-8"
        )


def _record(village: dict[str, str]) -> dict[str, Any]:
    """A village with the same fields as its record in data/villages.yaml."""
    place = {key: value for key, value in village.items() if key not in {"lat", "lon", "uncertainty_m"}}
    return place | {
        "kind": "desa",
        "office": "cabang-1",
        "lat": float(village["lat"]),
        "lon": float(village["lon"]),
        "precision": "village",
        "uncertainty_m": int(village["uncertainty_m"]),
        "criteria": ["staff-enrolled"],
        "sources": ["sumber-1"],
    }


def _programme() -> dict[str, Any]:
    return {
        "name": "Program uji",
        "summary": "Program yang tidak ada, untuk mengukur kecepatan.",
        "criteria": {"staff-enrolled": "Perangkat desa terdaftar"},
        "years": [{"year": year, "target": 1200, "reported": 1300} for year in YEARS],
    }


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    options = asked(__doc__)
    write(options.folder, options.villages, options.news)
