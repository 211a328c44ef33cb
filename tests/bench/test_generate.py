"""The bench: the same sites each time, nothing in them for sitegen to complain of, equal work for both builders."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import generate
import peer
import pytest

from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.problems import Report

VILLAGES, NEWS = 30, 12


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_bench_site_same_bytes_for_same_numbers(tmp_path: Path) -> None:
    for writes in (generate.generate, peer.write):
        first, second = tmp_path / f"{writes.__module__}-1", tmp_path / f"{writes.__module__}-2"
        writes(first, VILLAGES, NEWS)
        writes(second, VILLAGES, NEWS)
        assert tree(first) == tree(second)


@pytest.mark.parametrize("villages", [VILLAGES, 2000])
def test_bench_site_has_no_problems(villages: int, tmp_path: Path) -> None:
    """No point lies outside its province's outline either."""
    generate.generate(tmp_path / "site", villages, NEWS)
    report = Report()
    site = load_site(tmp_path / "site", report, NullCache())
    assert list(report) == []
    assert site is not None
    assert (len(site.villages), len(site.news)) == (villages, NEWS)


def test_bench_site_photo_in_one_of_ten_announcements(tmp_path: Path) -> None:
    generate.generate(tmp_path / "site", 30, 20, photos=2)
    report = Report()
    site = load_site(tmp_path / "site", report, NullCache())
    assert list(report) == []
    assert site is not None
    assert len([village for village in site.villages if village.image]) == 3
    assert len([item for item in site.news if item.meta.image]) == 2
    assert {(one.width, one.height) for one in site.media.values()} == {(4000, 3000)}
    assert len({one.digest for one in site.media.values()}) == 2
    generate.paint(tmp_path / "again.jpg", 0)
    assert (tmp_path / "again.jpg").read_bytes() == (tmp_path / "site/content/media/foto-1.jpg").read_bytes()


def test_bench_site_villages_spread_over_provinces() -> None:
    """Of all of them, in as many provinces, and in nearly as many regencies (514) and districts (7,285)."""
    codes = [village["code"] for village in generate.villages(84_000)]
    assert codes == sorted(set(codes))
    assert [len({code[:length] for code in codes}) for length in (2, 5, 8)] == [38, 514, 7301]
    assert Counter(code[:2] for code in codes).most_common(2) == [("33", 8587), ("35", 8519)]


def test_bench_peer_has_same_villages_and_announcements(tmp_path: Path) -> None:
    generate.generate(tmp_path / "ours", VILLAGES, NEWS)
    peer.write(tmp_path / "hugo", VILLAGES, NEWS)
    site = load_site(tmp_path / "ours", Report(), NullCache())
    assert site is not None
    records = json.loads((tmp_path / "hugo/assets/villages.json").read_text(encoding="utf-8"))
    assert [(record["code"], record["name"], record["certified"], record["lat"]) for record in records] == [
        (village.code, village.name, village.certified, village.location.lat if village.location else None)
        for village in site.villages
    ]
    ours, hugo = (
        {path.name: path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in folder.glob("2*.md")}
        for folder in (tmp_path / "ours/content/news", tmp_path / "hugo/content/berita")
    )
    assert ours == hugo
    assert len(ours) == NEWS
