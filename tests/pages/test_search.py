"""The search page and the lists from A to Z."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from factory import make_site_index, make_village, render_pages
from published_site import published

from sitegen.content import RawBytes, Template
from sitegen.pages.search import PLACES_PER_PAGE, search

LETTERS = "pencarian/abjad"


def numbered(count: int, name: str) -> tuple[object, ...]:
    """Villages of these many names, each in one district."""
    return tuple(make_village(f"35.05.15.{1000 + number}", name=name.format(number)) for number in range(count))


def entries(html: str) -> list[str]:
    listed = html.partition('class="names"')[2]
    return re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span class="meta">', listed)


def test_search_letters_without_places_are_no_links() -> None:
    page = render_pages(villages=(make_village(name="Élok"),))["pencarian/index.html"]
    assert 'href="../pencarian/abjad/e/">E</a>' in page
    assert '<span class="meta">S</span>' in page
    assert page.count("/abjad/") == 1
    assert 'href="../wilayah/"' in page


def test_search_form_hidden_until_script() -> None:
    page = render_pages(villages=(make_village(),))["pencarian/index.html"]
    assert re.search(r'<section id="search"[^>]* hidden', page)
    assert 'role="search"' in page


def test_search_without_places_says_so() -> None:
    page = render_pages()["pencarian/index.html"]
    assert "Belum ada tempat yang tercatat" in page
    assert "<form" not in page
    assert not any(path.startswith("pencarian/_") for path in published())


def test_az_letter_lists_places_with_status() -> None:
    named = make_village(name="Baru", certified="2018-07-05")
    page = render_pages(villages=(named, make_village("35.05.15.2005", name="baru lain")))[f"{LETTERS}/b/index.html"]
    assert "Kecamatan15, Kabupaten Uji05 · ditetapkan 2018" in page
    assert "Kecamatan15, Kabupaten Uji05 · tidak tercatat sebagai ditetapkan" in page
    assert 'aria-current="true">B</a>' in page


@pytest.mark.parametrize("name", ["13 Ulu", "قرية", "ꦱꦸꦏ", "…"])
def test_az_non_latin_initial_has_its_place(name: str) -> None:
    pages = render_pages(villages=(make_village(name=name),))
    assert 'href="../pencarian/abjad/lainnya/">Lainnya</a>' in pages["pencarian/index.html"]
    assert name in pages[f"{LETTERS}/lainnya/index.html"]


def test_az_apostrophe_is_ignored() -> None:
    assert f"{LETTERS}/m/index.html" in render_pages(villages=(make_village(name="'Marga"),))


def test_az_long_letter_splits_by_two_then_three() -> None:
    syllables = [a + b + c for a in "aeiou" for b in "klmnp" for c in "aeiou"]
    villages = tuple(
        make_village(f"35.05.15.{1000 + number}", name=f"S{syllables[number % 125]} {number}") for number in range(600)
    )
    pages = render_pages(villages=(*villages, make_village(name="S")))
    first = pages[f"{LETTERS}/s/index.html"]
    assert entries(first) == ["Desa S"]
    assert 'href="../../../pencarian/abjad/sa/">Sa</a> <span class="meta">125</span>' in first
    listed = [name for path, html in pages.items() if path.startswith(f"{LETTERS}/s") for name in entries(html)]
    assert sorted(listed) == sorted([*(f"Desa {village.name}" for village in villages), "Desa S"])


def test_az_same_prefix_splits_by_number() -> None:
    pages = render_pages(villages=numbered(PLACES_PER_PAGE + 1, "Sukamaju {}"))
    first, second = (pages[f"{LETTERS}/suk/{rest}index.html"] for rest in ("", "halaman/2/"))
    assert (len(entries(first)), len(entries(second))) == (PLACES_PER_PAGE, 1)
    assert "halaman 2" in second
    assert "Sukamaju 0 sampai Sukamaju" in first


def test_az_page_at_most_14_kilobytes() -> None:
    names = ("Gandusari Kidul", "Kabupaten Mamberamo Tengah", "Papua Pegunungan")
    villages = tuple(
        make_village(
            f"95.01.{1 + number % 25:02}.{1000 + number}",
            name=f"Suka{number * 7919:x} Rejo",
            certified=f"{2017 + number % 8}-07-05",
            district=f"{names[0]} {number % 25}",
            regency=names[1],
            province=names[2],
        )
        for number in range(PLACES_PER_PAGE)
    )
    pages = render_pages(villages=villages)
    page = pages[f"{LETTERS}/s/index.html"]
    assert len(entries(page)) == PLACES_PER_PAGE
    assert len(gzip.compress(page.encode(), 6)) <= 14_000


def test_search_index_shared_by_languages() -> None:
    index = make_site_index(villages=(make_village(),))
    paths = [output.path for output in search(index) if not isinstance(output.content, Template)]
    assert "pencarian/_desa/index.json" in paths
    assert "pencarian/_desa/v.json" in paths


def test_search_index_has_aliases_of_regions() -> None:
    index = make_site_index(villages=(make_village(province="Jawa Timur"),))
    files = {output.path: output.content.data for output in search(index) if isinstance(output.content, RawBytes)}
    rows = json.loads(files["pencarian/_desa/v.json"])
    assert [row[3]["as"] for row in rows if row[1] == "35"] == [["Jatim", "East Java"]]
