"""What became of a village: its page tells it, its neighbours link to it, and it stays in every count."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from factory import default_theme, make_site_index, make_source, make_village, render_pages
from parsed_page import parse_page

from sitegen.content import Template
from sitegen.models import Event, Location
from sitegen.pages.map import map_page
from sitegen.pages.villages import StatusHistory, VillagePage, villages
from sitegen.views.interactive_map import MAP_SCRIPTS

FOLDER = "wilayah/provinsi35/kabupaten-uji05/kecamatan15"
LAPSED = (
    Event(kind="designated", date="2018-07-05", issuer="Bupati", decree="1/SK/2018"),
    Event(kind="lapsed", date="2021", sources=("surat",)),
)
RENEWED = (*LAPSED, Event(kind="renewed", date="2022-03"))
SOURCES = (make_source(), make_source("surat", publisher="Surat Uji", date="2021-08-01"))


def village(code: str = "2004", **fields: object):
    return make_village(f"35.05.15.{code}", **{"name": f"Desa{code}", "certified": "2018-07-05", **fields})


def page_of(html: str) -> str:
    return re.sub(r"\s+", " ", parse_page(html).main)


def pages(*records) -> dict[str, str]:
    made = render_pages(villages=records, sources=SOURCES)
    return {path: html for path, html in made.items() if path.startswith(FOLDER) or path in ("desa/index.html",)}


def planned(*records):
    """The village pages by name, each with the names of the records that were read for it."""
    index = make_site_index(villages=records, sources=SOURCES)
    pages = (one for one in index.track_outputs(villages(index)) if isinstance(one.content, Template))
    return {one.content.view.village.name: (one, set(index.reads.of(one.path))) for one in pages}


def test_village_events_in_words_with_source() -> None:
    html = pages(village(events=LAPSED))[f"{FOLDER}/desa2004/index.html"]
    text = page_of(html)
    assert "Riwayat penetapan" in text
    assert re.search(r"5 Juli 2018: ditetapkan Bupati · Keputusan 1/SK/2018", text)
    assert re.search(r"2021: penetapan berakhir Sumber: Surat Uji, 1 Agustus 2021", text)
    assert text.index("2018: ditetapkan") < text.index("2021: penetapan berakhir")


def test_village_lapsed_never_told_as_current() -> None:
    made = pages(village(events=LAPSED))
    text = page_of(made[f"{FOLDER}/desa2004/index.html"])
    assert "Pernah ditetapkan sebagai Desa Uji; penetapannya berakhir 2021." in text
    assert "Tempat ini tetap dihitung." in text
    assert "Ditetapkan sebagai Desa Uji." not in text
    for path in ("desa/index.html", f"{FOLDER}/index.html"):
        assert "5 Juli 2018, penetapan berakhir" in page_of(made[path])


def test_village_lapsed_market_named_market() -> None:
    market = make_village("35.05.15.2004/pasar-wage", name="Wage", kind="pasar", certified="2018", events=LAPSED)
    text = page_of(pages(village(), market)[f"{FOLDER}/pasar-wage/index.html"])
    assert "Pernah ditetapkan sebagai pasar sadar jaminan sosial; penetapannya berakhir 2021." in text


def test_village_renewed_is_current_again() -> None:
    made = pages(village(events=RENEWED))
    text = page_of(made[f"{FOLDER}/desa2004/index.html"])
    assert "Ditetapkan sebagai Desa Uji. Penetapannya diperpanjang Maret 2022." in text
    assert "penetapan berakhir" not in page_of(made["desa/index.html"])


def test_village_without_events_has_no_history() -> None:
    text = page_of(pages(village())[f"{FOLDER}/desa2004/index.html"])
    assert "Riwayat" not in text
    assert "Dahulu" not in text
    assert "tetap dihitung" not in text


def test_village_previous_names_in_text_and_data() -> None:
    html = pages(village(previous_names=("Suka <Maju>", "Suka Mundur")))[f"{FOLDER}/desa2004/index.html"]
    assert "Dahulu bernama Suka <Maju>, Suka Mundur." in page_of(html)
    (place,) = (block for block in parse_page(html).data if block["@type"] == "Place")
    assert place["alternateName"] == ["Suka <Maju>", "Suka Mundur"]
    assert parse_page(html).unclosed == []


def test_village_merged_keeps_page_and_count() -> None:
    made = pages(village(successors=("35.05.15.2005",)), village("2005", certified=None))
    old, new = (made[f"{FOLDER}/{name}/index.html"] for name in ("desa2004", "desa2005"))
    assert "Sudah bergabung dengan Desa Desa2005." in page_of(old)
    assert "Tempat ini tetap dihitung." in page_of(old)
    assert {"href": "../desa2005/"} in parse_page(old).all("a") or "desa2005/" in str(parse_page(old).all("a"))
    assert "Berasal dari Desa Desa2004." in page_of(new)
    assert "tidak tercatat sebagai ditetapkan" in page_of(new)
    index = make_site_index(villages=(village(successors=("35.05.15.2005",)), village("2005", certified=None)))
    assert [card.code for card in index.certified()] == ["35.05.15.2004"]


def test_village_divided_names_successors() -> None:
    parts = (village("2005"), village("2006"))
    made = pages(village(successors=("35.05.15.2005", "35.05.15.2006")), *parts)
    assert "Sudah dimekarkan menjadi Desa Desa2005, Desa Desa2006." in page_of(made[f"{FOLDER}/desa2004/index.html"])
    for name in ("desa2005", "desa2006"):
        assert "Berasal dari Desa Desa2004." in page_of(made[f"{FOLDER}/{name}/index.html"])


def test_village_page_provenance_names_related_records() -> None:
    made = planned(village(events=LAPSED, successors=("35.05.15.2005",)), village("2005"), village("2006"))
    assert {"source:surat", "35.05.15.2005"} <= made["Desa2004"][1]
    assert "35.05.15.2004" in made["Desa2005"][1]
    page, read = made["Desa2006"]
    assert isinstance(page.content.view, VillagePage)
    assert page.content.view.history == StatusHistory()
    assert not {"35.05.15.2004", "35.05.15.2005"} & read


def test_village_lapsed_status_on_map() -> None:
    point = Location(lat=-8.0, lon=112.0, uncertainty_m=2000, precision="village")
    records = (village(events=LAPSED, location=point), village("2005", events=RENEWED, location=point))
    theme = default_theme()
    scripts = dict.fromkeys(MAP_SCRIPTS, theme.static["map.js"])  # without what is installed with the package
    theme = replace(theme, static=theme.static | scripts)
    index = make_site_index(villages=records, sources=SOURCES, theme=theme)
    (data,) = (output.content.data for output in map_page(index) if output.path.startswith("peta/data/desa."))
    told = json.loads(data)
    assert (told["year"], told["held"]) == ([0, 0], [[0, "lapsed/"]])
