"""The data-quality page: shares of our own records, what is missing in each, and where it can be mended."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from factory import ADDRESSES, NOW, make_config, make_outreach, make_programme, make_site, make_village, make_year
from parsed_page import parse_page
from published_site import published

from sitegen.build_context import BuildContext
from sitegen.content import TableFile
from sitegen.models import Criterion, Decree, Location, RegionYear
from sitegen.pages.quality import QualityPage, quality
from sitegen.problems import Span
from sitegen.views.site_index import index_site

PAGE, LIST = "data/mutu/index.html", "data/mutu.csv"
WHOLE = make_village(
    "35.05.15.2004",
    certified="2018-07-05",
    office="cabang",
    decree=Decree(number="1", date="2018-07-01", issuer="Bupati"),
    location=Location(lat=-8.0, lon=112.0, precision="district", uncertainty_m=9000),
    criteria=("perangkat",),
)
BARE = make_village("35.05.15.2005", name="Sunyi", certified="[2017..2018]")
YEARLY = make_village("73.01.01.2001", certified="2018", location=Location(lat=-3.0, lon=120.0, precision="village"))
REACHED = make_village("73.01.01.2002", office="cabang")
CRITERIA = (Criterion(id="perangkat", name="Perangkat", description="Terdaftar.", sources=("koran",)),)
VILLAGES = (WHOLE, BARE, YEARLY, REACHED)
LINK = "https://repo.example/desa/blob/main/{file}#L{line}"


def page(origins: dict[str, Span] | None = None, **parts) -> QualityPage:
    site = make_site(**{"villages": VILLAGES, **parts})
    made = index_site(replace(site, origins=origins or {}), BuildContext(NOW), ADDRESSES)
    return next(output.content.view for output in quality(made) if not isinstance(output.content, TableFile))


def files(**parts) -> dict[str, str]:
    return published(**{"villages": VILLAGES, "programme": make_programme(criteria=CRITERIA), **parts})


def counts(view: QualityPage) -> dict[str, tuple[int, int | None]]:
    return {measure.name: (measure.count, measure.percent) for measure in view.measures}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", parse_page(html).main)


def test_quality_shares_of_own_records_without_percentage_of_few() -> None:
    view = page()
    assert view.total == 3
    assert counts(view) == {
        "source": (3, None),
        "year": (2, None),
        "day": (1, None),
        "point": (2, None),
        "office": (1, None),
        "decree": (1, None),
        "criteria": (1, None),
    }
    assert view.precision == (("district", 1), ("village", 1))


def test_quality_undesignated_places_apart() -> None:
    view = page(outreach=(make_outreach(villages=("73.01.01.2002",)),))
    assert view.others == 1
    assert [(measure.name, measure.count) for measure in view.other_measures] == [
        ("source", 1),
        ("point", 0),
        ("office", 1),
    ]
    assert REACHED.code not in str(view.regions)


def test_quality_provinces_worst_first() -> None:
    view = page()
    assert [(part.name, part.total, part.more) for part in view.regions] == [
        ("Provinsi35", 2, 0),
        ("Provinsi73", 1, 0),
    ]
    java, sulawesi = view.regions
    assert [(one.card.name, one.missing) for one in java.incomplete] == [
        ("Sunyi", ("year", "point", "office", "decree", "criteria"))
    ]
    assert [one.missing for one in sulawesi.incomplete] == [("day", "office", "decree", "criteria")]


def test_quality_page_states_limits() -> None:
    html = files()[PAGE]
    text = text_of(html)
    assert "Isian yang kosong berarti belum diketahui, bukan keliru." in text
    assert "Desa yang tidak tercantum di sini mungkin saja telah ditetapkan." in text
    assert ">2 dari 3<" in html
    assert "&nbsp;%" not in html
    assert parse_page(html).unclosed == []


def test_quality_edit_link_to_record_line() -> None:
    places = {BARE.code: Span("data/villages/jawa & bali.yaml", 43, 3)}
    plain = page(places).regions[0].incomplete[0]
    assert (plain.file, plain.line, plain.edit) == ("data/villages/jawa & bali.yaml", 43, "")
    linked = page(places, config=make_config(edit_link=LINK)).regions[0].incomplete[0]
    assert linked.edit == "https://repo.example/desa/blob/main/data/villages/jawa%20%26%20bali.yaml#L43"


def test_quality_place_link_or_name() -> None:
    places = {BARE.code: Span("data/villages.yaml", 43, 3)}
    assert "data/villages.yaml baris 43" in text_of(files(origins=places)[PAGE])
    html = files(origins=places, config=make_config(edit_link=LINK))[PAGE]
    assert parse_page(html).all("a", href="https://repo.example/desa/blob/main/data/villages.yaml#L43") == [
        {
            "href": "https://repo.example/desa/blob/main/data/villages.yaml#L43",
            "aria-label": "Perbaiki catatan ini: Sunyi",
        }
    ]
    assert "baris 43" not in text_of(html)


def test_quality_full_list_downloadable() -> None:
    places = {BARE.code: Span("data/villages.yaml", 43, 3), YEARLY.code: Span("data/villages/73.yaml", 1, 3)}
    rows = list(csv.DictReader(io.StringIO(files(origins=places)[LIST])))
    assert [(row["code"], row["missing"], row["file"], row["line"]) for row in rows] == [
        (BARE.code, "year point office decree criteria", "data/villages.yaml", "43"),
        (YEARLY.code, "day office decree criteria", "data/villages/73.yaml", "1"),
    ]


def test_quality_reported_recorded_and_missing_side_by_side() -> None:
    programme = make_programme(make_year(2017), make_year(2018, reported=40), criteria=CRITERIA)
    view = page(programme=programme)
    told = {row.reconciliation.year: row.reconciliation.missing for row in view.years}
    assert told == {2017: None, 2018: 38}
    assert "belum diketahui" in text_of(files(programme=programme)[PAGE])


def test_quality_province_reconciled_where_result_is_known() -> None:
    told = RegionYear(region="35", name="Provinsi35", reported=30, sources=("koran",))
    programme = make_programme(make_year(2018, reported=40, regions=(told,)))
    (row,) = (row for row in page(programme=programme).years if row.reconciliation.year == 2018)
    assert [(part.name, part.counted, part.missing) for part in row.reconciliation.regions] == [("Provinsi35", 1, 29)]


def test_quality_empty_register_has_no_shares() -> None:
    view = page(villages=())
    assert (view.total, view.regions, view.others) == (0, (), 0)
    text = text_of(files(villages=())[PAGE])
    assert "%" not in text


def test_quality_page_of_many_places_stays_small() -> None:
    many = tuple(
        make_village(f"{province}.{place // 90 + 1:02}.01.{2001 + place % 90}", certified="2018")
        for province in range(11, 49)
        for place in range(200)
    )
    origins = {one.code: Span("data/villages.yaml", 43, 3) for one in many}
    view = page(origins, villages=many, config=make_config(edit_link=LINK))
    assert sum(len(part.incomplete) for part in view.regions) <= 120
    assert all(len(part.incomplete) + part.more == 200 for part in view.regions)


def test_quality_single_province_lists_twenty() -> None:
    many = tuple(make_village(f"35.05.15.{2001 + place}", certified="2018") for place in range(25))
    (part,) = page(villages=many).regions
    assert (len(part.incomplete), part.more) == (20, 5)
    assert "dan 5 lagi" in text_of(files(villages=many)[PAGE])


def test_quality_percentage_is_rounded_half_up_and_all_only_where_all() -> None:
    for held, total, shown in ((25, 40, "63"), (1, 300, "&lt;&nbsp;1"), (399, 400, "&gt;&nbsp;99"), (20, 20, "100")):
        villages = [
            make_village(
                f"35.{n // 90 + 1:02}.01.{2001 + n % 90}", certified="2018", office="cabang" if n < held else None
            )
            for n in range(total)
        ]
        html = files(villages=tuple(villages))["data/mutu/index.html"]
        assert f">{held} dari {total} ({shown}&nbsp;%)<" in html
