"""A year of the archive as it stood at a release: what was frozen, marked as superseded and kept out of search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import (
    ADDRESSES,
    NOW,
    make_programme,
    make_site,
    make_source,
    make_village,
    make_year,
    render_pages,
)

from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache
from sitegen.content import ReleaseTemplate
from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.dataset.release import encode_release, state_of
from sitegen.dataset.released_year import ReleasedNames, read_released_years
from sitegen.figures import CountRange
from sitegen.load.published import parse_release
from sitegen.models import Correction, RegionYear, Release, Site
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.render import OutputKeys
from sitegen.render.released_year import with_released_year

JAMBI = RegionYear(region="15", name="Provinsi15", reported=130, sources=("baru",))
OLD: dict[str, Any] = {
    "sources": (make_source("lama", date="2018-07-05"), make_source("baru", date="2019-10-09")),
    "villages": (
        make_village("35.05.15.2004", certified="2018-07-05", sources=("lama",), name="Sukosewu"),
        make_village("15.04.03.2015", certified="[2017..2018]", sources=("lama",)),
        make_village("35.05.15.2006", certified="2018-11-01", sources=("baru",), name="Belakangan"),
    ),
    "programme": make_programme(
        make_year(
            2018, target=200, target_sources=("lama",), reported=201, reported_sources=("baru",), regions=(JAMBI,)
        ),
        make_year(2019, target=198, target_sources=("baru",)),
        sources=("lama",),
    ),
}
NEW = OLD | {
    "programme": make_programme(
        make_year(2018, target=200, target_sources=("lama",), reported=204, reported_sources=("baru",)),
        make_year(2019, target=198, target_sources=("baru",)),
        sources=("lama",),
    )
}
REVISION = Correction(
    what="reported-2018", was="201", now="204", kind="revision", when="2020-03-01", why="Terlambat.", sources=("baru",)
)
DAYS = ("2018-12-31", "2019-12-31")


def frozen(folder: Path, parts: dict[str, Any] = OLD, days: Sequence[str] = DAYS) -> tuple[Release, ...]:
    """Releases of these days, in files, with the years that loading finds in them."""
    made: list[Release] = []
    before, years = {}, set[int]()
    for day in days:
        after = state_of(tables_of(as_of(make_site(**parts), date.fromisoformat(day))))
        previous = made[-1].date if made else None
        data = encode_release(before, after, release=day, frozen="2020-01-05", previous=previous)
        (folder / day).write_bytes(data)
        parsed = parse_release(f"data/releases/{day}.jsonl", data, Report())
        assert parsed
        years = (years | set(parsed[0].years)) - set(parsed[2])
        made.append(replace(parsed[0], location=str(folder / day), years=tuple(sorted(years))))
        before = after
    return tuple(made)


def outputs(site: Site) -> dict[str, Output]:
    planned = plan_site(site, BuildContext(NOW), ADDRESSES).plan_others(Report())
    return {one.path: one for one in planned if isinstance(one.content, ReleaseTemplate)}


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    return render_pages(**NEW, corrections=(REVISION,), releases=frozen(tmp_path))


def test_released_year_has_a_page_at_releases_that_contain_it(pages: dict[str, str]) -> None:
    assert sorted(path for path in pages if "/rilis/20" in f"/{path}" and path.startswith("arsip")) == [
        "arsip/2018/rilis/2018-12-31/index.html",
        "arsip/2018/rilis/2019-12-31/index.html",
        "arsip/2019/rilis/2019-12-31/index.html",
    ]


def test_released_year_shows_what_was_frozen(pages: dict[str, str]) -> None:
    first, second = (pages[f"arsip/2018/rilis/{day}/index.html"] for day in DAYS)
    assert (
        '<div id="reported-2018"><dt>Realisasi</dt><dd><div class="figure reported"><span class="amount"><span' in first
    )
    assert '<b class="value">201</b>' in second
    assert "Sumber: Koran Uji, 9 Oktober 2019" in second
    assert [name in first for name in ("Sukosewu", "Belakangan")] == [True, False]
    assert [name in second for name in ("Sukosewu", "Belakangan")] == [True, True]
    assert '<b class="value">1 sampai 2</b>' in first
    assert '<b class="value">2 sampai 3</b>' in second
    assert '<th scope="row">Provinsi15</th><td class="number">130</td><td class="number">0 sampai 1</td>' in second


def test_released_year_is_marked_as_superseded(pages: dict[str, str]) -> None:
    page = pages["arsip/2018/rilis/2019-12-31/index.html"]
    assert "Halaman ini memuat yang diketahui pada 31 Desember 2019 dan tidak diubah lagi." in page
    assert '<a href="../../../../arsip/2018/">Lihat tahun 2018 yang terbaru</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://uji.example/arsip/2018/">' in page
    assert '<a href="../../../../arsip/2018/rilis/2018-12-31/">31 Desember 2018</a>' in page


def test_released_year_tells_what_was_revised_since(pages: dict[str, str]) -> None:
    assert "Dari 201&nbsp;desa menjadi 204&nbsp;desa." in pages["arsip/2018/rilis/2019-12-31/index.html"]
    assert "204" not in pages["arsip/2019/rilis/2019-12-31/index.html"].partition("<main")[2].partition("</main>")[0]


def test_released_year_linked_from_the_present_page(pages: dict[str, str]) -> None:
    page = pages["arsip/2018/index.html"]
    assert '<a href="../../arsip/2018/rilis/2018-12-31/">31 Desember 2018</a>' in page
    assert '<b class="value">204</b>' in page
    assert "rilis/2018-12-31" not in pages["arsip/2019/index.html"]


def test_released_year_not_in_sitemap(tmp_path: Path) -> None:
    site = make_site(**NEW, releases=frozen(tmp_path))
    assert [one.listed for one in outputs(site).values()] == [False] * 3


def test_released_year_too_long_is_counted_by_region() -> None:
    state = state_of(tables_of(make_site(**OLD)))
    names = ReleasedNames(("province", "regency", "district"), "provinces", 2017, longest=1)
    year = read_released_years(state, names)[2018]
    assert not year.listed
    assert [(part.name, part.count, part.places) for part in year.regions] == [
        ("Provinsi15", CountRange(0, 1), ()),
        ("Provinsi35", CountRange(2, 2), ()),
    ]


def test_released_year_that_the_archive_lost_leads_to_the_archive(tmp_path: Path) -> None:
    releases = frozen(tmp_path)
    pages = render_pages(**NEW | {"programme": make_programme(sources=("lama",))}, releases=releases)
    page = pages["arsip/2019/rilis/2019-12-31/index.html"]
    assert '<a href="../../../../arsip/">Arsip Tahunan</a></p>' in page
    assert '<link rel="canonical" href="https://uji.example/arsip/">' in page


def test_released_year_made_again_only_when_its_releases_change(tmp_path: Path) -> None:
    releases = frozen(tmp_path)
    site = make_site(**OLD, releases=releases)
    keys = OutputKeys(site.theme, plan_site(site, BuildContext(NOW), ADDRESSES).layouts[0], "test")

    def made(**parts: Any) -> dict[str, str]:
        return {path: keys.key(one) for path, one in outputs(make_site(**parts)).items()}

    before = made(**OLD, releases=releases)
    assert made(**NEW, releases=releases) == before
    other = made(**OLD, releases=(releases[0], replace(releases[1], content="0" * 32)))
    changed = {path for path in before if before[path] != other[path]}
    assert changed == {f"arsip/{year}/rilis/2019-12-31/index.html" for year in (2018, 2019)}


def test_released_year_of_one_release_reads_its_files_once(tmp_path: Path) -> None:
    site, cache = make_site(**OLD, releases=frozen(tmp_path)), MemoryCache()
    made = outputs(site)
    contents = [made[f"arsip/{year}/rilis/2019-12-31/index.html"].content for year in (2018, 2019)]
    first, second = (one for one in contents if isinstance(one, ReleaseTemplate))
    with_released_year(first, cache)
    for file in tmp_path.iterdir():
        file.unlink()
    assert with_released_year(second, cache).view.released.target.number == 198


def test_released_year_removed_by_a_release_has_no_page(tmp_path: Path) -> None:
    line = b'["years","2019",{"year":2019}]\n["years","2018",null]\n'
    header = (frozen(tmp_path)[0], (tmp_path / DAYS[0]).read_bytes().partition(b"\n")[0])[1]
    parsed = parse_release(f"data/releases/{DAYS[0]}.jsonl", header + b"\n" + line, Report())
    assert parsed
    assert (parsed[0].years, parsed[2]) == ((2019,), (2018,))
