"""What a plan promises is told without planning it, and is the same."""

from __future__ import annotations

import pytest
from factory import ADDRESSES, NOW, make_site, make_village
from site_cases import BUILT, CASES

from sitegen.addresses import Addresses, address_of, is_lasting
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.model import Site
from sitegen.pages import plan
from sitegen.pages.promised import promised
from sitegen.problems import Report
from sitegen.read import read_site, read_words


def planned(site: Site, addresses: Addresses) -> set[str]:
    made = plan(site, Edition(NOW), addresses)
    outputs = [*made.prose, *made.outline(Report())]
    return {address_of(output.path) for output in outputs if is_lasting(output.path)}


@pytest.mark.parametrize("case", BUILT)
def test_promised_addresses_are_those_of_the_plan(case: str) -> None:
    site = read_site(CASES / case, Report(), Forgetful())
    assert site is not None
    addresses = Addresses(**read_words(site.config.language, Forgetful())["paths"])
    found = promised(site, Edition(NOW), addresses)
    assert set(found.addresses) == planned(site, addresses)
    assert len(found.addresses) > 40
    assert set(found.news) <= found.addresses


def test_a_place_that_was_never_designated_has_its_address_too() -> None:
    site = make_site(villages=(make_village("35.05.15.2004"), make_village("36.05.15.2004", certified="2018")))
    found = promised(site, Edition(NOW), ADDRESSES)
    assert set(found.addresses) == planned(site, ADDRESSES)
    assert [card.id for card in found.home][-1] == "counted"


@pytest.mark.parametrize(
    ("file", "lasts"),
    [
        ("index.html", True),
        ("desa/index.html", True),
        ("data/villages.csv", True),
        ("berita/2018/a.b/index.html", True),
        ("data/datapackage.json", True),
        ("atom.xml", True),
        ("sitemap.xml", True),
        ("sitemap-2.xml", False),
        ("aset/style.1a2b3c4d.css", False),
        ("media/balai-desa.0123abcd.jpg", False),
        ("peta/peta.0123abcd.js", False),
        ("404.html", False),
        ("robots.txt", False),
        ("_headers", False),
        ("_redirects", False),
        (".nojekyll", False),
    ],
)
def test_what_is_named_by_its_content_or_for_hosts_is_no_lasting_address(file: str, lasts: bool) -> None:
    assert is_lasting(file) is lasts
