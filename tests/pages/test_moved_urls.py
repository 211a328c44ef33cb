"""Addresses that moved with a code or a name: each old one leads to the same page, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from factory import ADDRESSES, INDONESIA, NOW, make_config, make_site, make_village, render_site

from sitegen.build_context import BuildContext
from sitegen.models import PreviousCode, PreviousName, PreviousRegionCode, Redirect, RegionRecord, Site
from sitegen.models.previous import with_regions
from sitegen.pages import old_urls
from sitegen.views.site_index import index_site

FORMER = PreviousCode(code="14.71.08.1011", until="2020-12-31")
AIR_PUTIH = make_village(
    "14.71.13.1005", name="Air Putih", kind="kelurahan", district="Tuahmadani", regency="Kota Pekanbaru",
    province="Riau", previous_codes=(FORMER,),
)  # fmt: skip
OLD = "/wilayah/riau/kota-pekanbaru/tampan/kelurahan-air-putih/"
NEW = "/wilayah/riau/kota-pekanbaru/tuahmadani/kelurahan-air-putih/"
PASANGKAYU = RegionRecord(
    code="76.01",
    name="Kabupaten Pasangkayu",
    previous_names=(PreviousName(name="Kabupaten Mamuju Utara", until="2017"),),
)
SARUDU = make_village(
    "76.01.03.2001", name="Sarudu", district="Sarudu", regency="Kabupaten Pasangkayu", province="Sulawesi Barat"
)
NORTH, SOUTH = "/wilayah/sulawesi-barat/kabupaten-mamuju-utara/", "/wilayah/sulawesi-barat/kabupaten-pasangkayu/"


def moved(locked: dict[str, str], **parts: Any) -> dict[str, str]:
    site = make_site(locked_urls=locked, **parts)
    return {one.old: one.new for one in index_site(site, BuildContext(NOW), ADDRESSES).moved_urls}


def test_village_with_another_code_is_found_by_the_old_one() -> None:
    locked = {NEW: "14.71.13.1005", OLD: "14.71.08.1011", "/wilayah/": ""}
    assert moved(locked, villages=(AIR_PUTIH,)) == {OLD: NEW}


def test_region_without_places_leads_to_the_smallest_that_has_them() -> None:
    """One village went to another district of the city, the other to another city."""
    district, city = "/wilayah/riau/kota-pekanbaru/tampan/", "/wilayah/riau/kota-pekanbaru/"
    locked = {district: "", city: "", OLD: "14.71.08.1011"}
    assert moved(locked, villages=(AIR_PUTIH,)) == {district: "/wilayah/riau/kota-pekanbaru/tuahmadani/", OLD: NEW}
    other = make_village(
        "14.72.01.1001", name="Lain", district="Barat", regency="Kota Dumai", province="Riau",
        previous_codes=(PreviousCode(code="14.71.08.1012", until="2020"),),
    )  # fmt: skip
    locked[f"{district}lain/"] = "14.71.08.1012"
    assert moved(locked, villages=(AIR_PUTIH, other))[district] == "/wilayah/riau/"


def test_village_that_was_moved_without_a_history_stays_lost() -> None:
    """An address may be a mistake; a person decides where it leads."""
    assert moved({OLD: "14.71.13.1005"}, villages=(AIR_PUTIH,)) == {}
    district = "/wilayah/riau/kota-pekanbaru/tampan/"
    gone = {OLD: "14.71.08.1011", district: "", f"{district}x/": "14.71.08.1019"}
    assert moved(gone, villages=(AIR_PUTIH,)) == {OLD: NEW}


def test_renamed_region_moves_all_pages_below() -> None:
    locked = {NORTH: "", f"{NORTH}sarudu/": "", f"{NORTH}sarudu/sarudu/": "76.01.03.2001"}
    assert moved(locked, villages=(SARUDU,), regions=(PASANGKAYU,)) == {
        path: path.replace(NORTH, SOUTH) for path in locked
    }
    assert moved(locked, villages=(SARUDU,)) == {}


def test_renamed_province_moves_its_downloads_too() -> None:
    province = RegionRecord(
        code="76", name="Sulawesi Barat", previous_names=(PreviousName(name="Sulawesi Sebelah", until="2010"),)
    )
    locked = {"/wilayah/sulawesi-sebelah.csv": "", "/wilayah/sulawesi-sebelah/kabupaten-mamuju-utara/sarudu/": ""}
    regions = (PASANGKAYU, province)
    assert moved(locked, villages=(SARUDU,), regions=regions) == {
        "/wilayah/sulawesi-sebelah.csv": "/wilayah/sulawesi-barat.csv",
        "/wilayah/sulawesi-sebelah/kabupaten-mamuju-utara/sarudu/": f"{SOUTH}sarudu/",
    }
    site = make_site(locked_urls=locked, villages=(SARUDU,), regions=regions)
    assert "/wilayah/sulawesi-sebelah.csv" in old_urls(site, BuildContext(NOW), ADDRESSES)


def test_changed_code_of_a_region_moves_its_villages() -> None:
    codes = (PreviousRegionCode(code="92.71", until="2022-12-08"),)
    region = RegionRecord(code="96.71", name="Kota Sorong", previous_codes=codes)
    names = {"name": "Klasuur", "kind": "kelurahan", "district": "Sorong Kota", "regency": "Kota Sorong"}
    village = make_village("96.71.06.1003", province="Papua Barat Daya", **names)
    old = "/wilayah/papua-barat/kota-sorong/"
    locked = {old: "", f"{old}sorong-kota/kelurahan-klasuur/": "92.71.06.1003"}
    present = with_regions(INDONESIA, village, {"96.71": region}, ())
    assert moved(locked, villages=(present,), regions=(region,)) == {
        path: path.replace("papua-barat", "papua-barat-daya") for path in locked
    }


def rules(site: Site) -> list[str]:
    return render_site(site, ADDRESSES)["_redirects"].splitlines()


def test_redirect_rule_of_a_region_stands_for_all_below() -> None:
    """What another rule must lead elsewhere stands before it."""
    former = PreviousCode(code="76.01.02.2009", until="2015")
    village = make_village(
        "76.01.03.2002", name="Dua", district="Sarudu", regency="Kabupaten Pasangkayu", province="Sulawesi Barat",
        previous_codes=(former,),
    )  # fmt: skip
    locked = {f"{NORTH}sarudu/": "", f"{NORTH}sarudu/sarudu/": "76.01.03.2001", f"{NORTH}lama/dua/": former.code}
    site = make_site(locked_urls=locked, villages=(SARUDU, village), regions=(PASANGKAYU,))
    assert rules(site) == [f"{NORTH}lama/dua/ {SOUTH}sarudu/dua/ 301", f"{NORTH}* {SOUTH}:splat 301"]
    pages = render_site(site, ADDRESSES)
    for path in locked:
        target = f"{SOUTH}sarudu/dua/" if "dua" in path else path.replace(NORTH, SOUTH)
        assert f'href="https://uji.example{target}"' in pages[f"{path[1:]}index.html"], path


def test_redirect_of_the_settings_goes_before() -> None:
    config = make_config(redirects=(Redirect(source=OLD, target="/wilayah/"),))
    assert moved({OLD: "14.71.08.1011"}, villages=(AIR_PUTIH,), config=config) == {}


@pytest.mark.parametrize("regions", [(), (PASANGKAYU,)])
def test_site_without_a_lock_has_only_rules_of_regions(regions: tuple[RegionRecord, ...]) -> None:
    site = make_site(villages=(SARUDU,), regions=regions)
    assert rules(site) == ([f"{NORTH}* {SOUTH}:splat 301"] if regions else [])
