"""The list of releases, their downloads, and the pages of corrections with the notes on each page concerned."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import feedparser
import pytest
from csv_reader import read_csv
from factory import (
    ADDRESSES,
    NOW,
    make_outreach,
    make_programme,
    make_site,
    make_source,
    make_village,
    make_year,
    render_pages,
)
from published_site import published

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import ReleaseZip
from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.dataset.release import encode_release, frozen_columns, read_header, state_of
from sitegen.digest import hex_digest
from sitegen.models import Correction, Release, Site
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.render import OutputKeys
from sitegen.render.content import render_content
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates

VILLAGE = make_village(certified="2018-07-05", sources=("koran",), name="Sukosewu")
PARTS = {
    "villages": (VILLAGE, make_village("35.05.15.2005", certified="2019", sources=("akhir",))),
    "sources": (make_source("koran", date="2018-07-05"), make_source("akhir", date="2019-12-01")),
    "programme": make_programme(make_year(2018, reported=204)),
    "outreach": (make_outreach("temu"),),
}


def frozen(site: Site, folder: Path, days: Sequence[str]) -> tuple[Release, ...]:
    """Releases of these days, in files."""
    made: list[Release] = []
    before = {}
    for day in days:
        after = state_of(tables_of(as_of(site, date.fromisoformat(day))))
        previous = made[-1].date if made else None
        data = encode_release(before, after, release=day, frozen="2020-01-05", previous=previous)
        (folder / day).write_bytes(data)
        head = read_header(data.partition(b"\n")[0])
        content = hex_digest(data)
        file = f"data/releases/{day}.jsonl"
        made.append(Release(day, file, head.digest, head.frozen, head.counts, head.changes, content, str(folder / day)))
        before = after
    return tuple(made)


def outputs(site: Site) -> dict[str, Output]:
    return {output.path: output for output in plan_site(site, BuildContext(NOW), ADDRESSES).plan_others(Report())}


def test_releases_and_corrections_empty_pages() -> None:
    pages = render_pages()
    assert "Belum ada rilis." in pages["data/rilis/index.html"]
    assert "Belum ada nilai terbit yang diralat atau direvisi." in pages["ralat/index.html"]


def test_releases_list_has_counts_and_changes(tmp_path: Path) -> None:
    releases = frozen(make_site(**PARTS), tmp_path, ["2018-12-31", "2019-12-31"])
    page = render_pages(**PARTS, releases=releases)["data/rilis/index.html"]
    assert page.index('id="2019-12-31"') < page.index('id="2018-12-31"')
    assert "<li>Tempat yang tercatat: 1 baris baru</li>" in page
    assert 'href="../../data/rilis/2018-12-31.zip"' in page
    assert releases[0].digest in page


def test_releases_download_equals_frozen_data(tmp_path: Path) -> None:
    site = make_site(**PARTS)
    site = make_site(**PARTS, releases=frozen(site, tmp_path, ["2018-12-31", "2019-12-31"]))
    made = outputs(site)
    templates = Templates(
        site.theme, plan_site(site, BuildContext(NOW), ADDRESSES).layouts[0], "Asia/Jakarta", NullCache(), "test"
    )
    data = render_content(made["data/rilis/2018-12-31.zip"], templates, RenderFindings())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert {"README.txt", "datapackage.json", *(one["path"] for one in package["resources"])} == set(
            archive.namelist()
        )
        known = tables_of(as_of(site, date(2018, 12, 31)))["villages"]
        columns = frozen_columns(known)
        rows = read_csv(archive.read("villages.csv"), columns)
        assert releases_digest(site) in archive.read("README.txt").decode()
    assert [row[0] for row in rows] == ["35.05.15.2004"]


def releases_digest(site: Site) -> str:
    return site.releases[0].digest


def test_releases_download_made_again_only_on_change(tmp_path: Path) -> None:
    site = make_site(**PARTS)
    releases = frozen(site, tmp_path, ["2018-12-31", "2019-12-31"])
    keys = OutputKeys(site.theme, plan_site(site, BuildContext(NOW), ADDRESSES).layouts[0], "test")
    first = {
        path: keys.key(one)
        for path, one in outputs(make_site(**PARTS, releases=releases)).items()
        if isinstance(one.content, ReleaseZip)
    }
    (tmp_path / "moved").mkdir()
    more = frozen(site, tmp_path / "moved", ["2018-12-31", "2019-12-31", "2020-02-02"])
    again = {
        path: keys.key(one)
        for path, one in outputs(make_site(**PARTS, releases=more)).items()
        if isinstance(one.content, ReleaseZip)
    }
    assert again.items() > first.items()
    assert len(again) == 3


ENTRIES = (
    Correction(
        what="reported-2018",
        was="201",
        now="204",
        kind="revision",
        when="2019-03-01",
        why="Terlambat.",
        sources=("akhir",),
    ),
    Correction(
        what=VILLAGE.code,
        field="certified",
        was="2018-07-06",
        now="2018-07-05",
        kind="correction",
        when="2019-04-01",
        why="Salah <ketik>.",
    ),
    Correction(what="outreach:temu", now="Temu", kind="revision", when="2019-02-01", why="Baru."),
    Correction(what="35.05.15.2099", was="Tiada", kind="correction", when="2019-01-01", why="Bukan desa."),
)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("arsip/2018/index.html", "Desa ditetapkan pada 2018. Dari 201&nbsp;desa menjadi 204&nbsp;desa."),
        ("arsip/index.html", "Dari 201&nbsp;desa menjadi 204&nbsp;desa."),
        ("wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/index.html", "</time>. Waktu penetapan: dari"),
        ("sosialisasi/index.html", "Sosialisasi temu. Ditambahkan."),
    ],
)
def test_correction_note_on_each_page_concerned(path: str, change: str) -> None:
    pages = render_pages(**PARTS, corrections=ENTRIES)
    assert change in pages[path]
    assert pages[path].count('class="corrections"') == 1
    assert 'class="corrections"' not in pages["wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa05/index.html"]


def test_corrections_listed_newest_first() -> None:
    page = render_pages(**PARTS, corrections=ENTRIES)["ralat/index.html"]
    ids = [
        f'id="{one}"'
        for one in (
            "35-05-15-2004-certified-2019-04-01",
            "reported-2018-2019-03-01",
            "outreach-temu-2019-02-01",
            "35-05-15-2099-2019-01-01",
        )
    ]
    assert [page.index(id) for id in ids] == sorted(page.index(id) for id in ids)
    assert 'sukosewu/">Desa Sukosewu</a></h2>' in page
    assert 'Revisi: <a href="../arsip/2018/#reported-2018">Desa ditetapkan pada 2018</a>' in page
    assert "Ralat: Tiada (35.05.15.2099)" in page
    assert "Salah &lt;ketik&gt;." in page


def test_corrections_feed() -> None:
    feed = feedparser.parse(published(**PARTS, corrections=ENTRIES)["ralat/atom.xml"])
    assert not feed.bozo
    assert feed.feed.id == "https://uji.example/ralat/atom.xml"
    assert feed.feed.updated == "2019-04-01T00:00:00+07:00"
    assert [entry.title for entry in feed.entries][:2] == ["Ralat: Desa Sukosewu", "Revisi: Desa ditetapkan pada 2018"]
    assert len({entry.id for entry in feed.entries}) == 4
    assert "204" in feed.entries[1].summary or "204" in feed.entries[1].content[0].value
