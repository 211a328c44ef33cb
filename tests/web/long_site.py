"""A site that has run for thirty years: the sample with years added, one of them without any, one with very many, and
a year with more places than a sheet of paper holds."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import yaml
from site_cases import allow_invented_places

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
NOW = datetime(2050, 1, 1, 9, tzinfo=UTC)
FIRST, LAST = 2017, 2046
NONE, MANY, UNKNOWN = 2020, 2030, 2035
"""Years with a result of 0, with one of seven digits, and of which nothing is told."""
PLACES = 120
"""How many places are designated in 2018."""


def write_long_site(root: Path) -> None:
    """Write the sources of the site."""
    for part in ("data", "content", "themes"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("releases", "urls.lock"))
    allow_invented_places(root)
    file = root / "data" / "programme.yaml"
    programme = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    cited = ["daerah-2019-10-09"]
    told = {NONE: 0, MANY: 1_234_567}
    programme["years"] += [
        {"year": year, "target": 190 + year % 7, "target_sources": cited}
        | {"reported": told.get(year, 180 + year % 11), "reported_sources": cited}
        for year in range(2020, LAST + 1)
        if year != UNKNOWN
    ]
    file.write_text(json.dumps(programme), encoding="utf-8")  # JSON is YAML
    places = [
        {
            "code": f"35.05.15.{2100 + number}",
            "name": f"Percobaan {number}",
            "kind": "desa",
            "district": "Gandusari",
            "regency": "Kabupaten Blitar",
            "province": "Jawa Timur",
            "certified": "2018",
            "sources": ["republika-2018-07-05"],
        }
        for number in range(PLACES)
    ]
    file = root / "data" / "villages.yaml"
    with file.open("a", encoding="utf-8") as villages:
        villages.write("\n" + yaml.safe_dump(places, allow_unicode=True))


def build_long_site(root: Path, folder: Path, address: str) -> None:
    """Write the sources into `root` and publish them into `folder` for `address`."""
    write_long_site(root)
    report = Report()
    made = build(BuildOptions(root, BuildContext(NOW, base_url=address)), folder, report)
    assert made, [(one.code, str(one.at), one.values) for one in report if one.severity == "error"]
