"""A site whose first language is English: no file is named by an Indonesian word."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import BuildOptions, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]


def test_english_site_has_no_indonesian_file_names(tmp_path: Path) -> None:
    site = Path(shutil.copytree(ROOT / "docs/example", tmp_path / "site"))
    shutil.copytree(ROOT / "themes", tmp_path / "site/themes")
    settings = site / "data/site.yaml"
    text = settings.read_text(encoding="utf-8")
    for old, new in (
        ("language: id\n", "language: en\n"),
        ("languages: [id, en]\n", ""),
        ("- source: /desa-contoh/\n    target: /desa/", "- source: /desa-contoh/\n    target: /villages/"),
        ("path: /desa/", "path: /villages/"),
        ("path: /berita/", "path: /news/"),
    ):
        assert old in text
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    (site / "data/translations.en.yaml").unlink()
    report = Report()
    plan = load_and_plan(BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), report, NullCache())
    assert plan, list(report)
    folders = {path.partition("/")[0] for path in plan.keys if "/" in path}
    english = {word.partition("/")[0] for word in load_messages("en", NullCache())["paths"].values()}
    own = {"desa-contoh", "berita-lama", "tentang", "tentang-kami", "penyuluhan"}  # what the texts and settings name
    assert folders <= english | own
    names = {path.removeprefix("map/data/").partition(".")[0] for path in plan.keys if path.startswith("map/data/")}
    assert names == {"index", "tools", "outlines", "map", "villages"}
    media = {path.removeprefix("media/") for path in plan.keys if path.startswith("media/")}
    assert media
    assert all(name.startswith(("card-", "balai-desa-")) for name in media)
    assert sum(name.startswith("card-site.") for name in media) == 1
