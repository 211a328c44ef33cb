"""Social cards: what stands on them and where, that they are light and the same each time, in any script."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, features

from sitegen.bodies import CARD, Card, CardLine
from sitegen.memo import Forgetful, SqliteMemo
from sitegen.render import lettering, social
from sitegen.render.lettering import fitted, length, runs, writable
from sitegen.render.social import Placed, placed, social_card

WORDS = {
    "months": ", ".join(f"Bulan{number}" for number in range(1, 13)),
    "date_day": "{day} {month} {year}",
    "date_month": "{month} {year}",
    "date_by": "sampai dengan {date}",
    "date_between": "antara {begin} dan {end}",
    "thousands": ".",
    "decimal": ",",
}
COLOURS = ("#ffffff", "#000000", "#555555", "#7b2d26")
SITE, NOTICE = "Situs Uji", "Situs uji, bukan situs resmi."
ARABIC, JAVANESE, CHINESE = "عين الماء", "ꦱꦸꦏꦺꦴꦱꦺꦮꦸ", "苏科塞武"
shaping = pytest.mark.skipif(not features.check_feature("raqm"), reason="this Pillow cannot shape scripts")


def card(title: str, *lines: CardLine, **others: Any) -> Card:
    return Card(
        **(
            {"title": title, "lines": lines, "site": SITE, "notice": NOTICE, "colours": COLOURS, "words": WORDS}
            | others
        )
    )


def texts(one: Card) -> list[str]:
    return [line.text for line in placed(one)]


def box(line: Placed) -> tuple[int, int, int, int]:
    """The part of the card in which the letters of a line stand."""
    strip = lettering.lettered(line.text, line.weight, line.size, social._WIDE, line.leftward).getbbox()
    assert strip, line
    return social._MARGIN + strip[0], line.top + strip[1], social._MARGIN + strip[2], line.top + strip[3]


def test_a_card_tells_what_where_when_and_what_the_site_is() -> None:
    village = card(
        "Desa Sukosewu",
        CardLine("Kecamatan Gandusari, Kabupaten Blitar, Jawa Timur"),
        CardLine("Ditetapkan: {date}", "2018-07-05"),
    )
    where = "Kecamatan Gandusari, Kabupaten Blitar, Jawa Timur"
    assert texts(village) == [SITE, NOTICE, "Desa Sukosewu", where, "Ditetapkan: 5 Bulan7 2018"]
    year = card("Tahun 2018", CardLine("Target: {number} desa", number=6400), CardLine("Realisasi: belum diketahui"))
    assert texts(year)[2:] == ["Tahun 2018", "Target: 6.400 desa", "Realisasi: belum diketahui"]
    assert texts(card("Kabar", CardLine("{date}", "[..2018-03]")))[3:] == ["sampai dengan Bulan3 2018"]


LONG = "Pemerintah kabupaten dan kantor cabang menjelaskan manfaat perlindungan kerja kepada warga desa " * 3
TITLES = {
    "short": "Pulutan",
    "long": LONG[:300],
    "one word": "Ketenagakerjaan" * 12,
    "upright letters": "ILTHE " * 50,
    "wide letters": "WMQ@ " * 60,
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_all_lines_stand_within_the_card_and_apart_from_each_other(title: str) -> None:
    notice = "Situs demonstrasi, bukan situs resmi siapa pun; disusun dari berita yang telah terbit, " * 2
    one = card(title, CardLine("Kecamatan " + "Panjang Sekali " * 9), CardLine("{date}", "2018"), notice=notice)
    found = placed(one)
    boxes = [box(line) for line in found]
    for left, top, right, bottom in boxes:
        assert left >= social._MARGIN
        assert top >= 14
        assert right <= CARD[0] - social._MARGIN
        assert bottom <= CARD[1]
    inner = sorted(boxes, key=lambda one: one[1])
    assert all(above[3] <= below[1] for above, below in pairwise(inner))
    told = " ".join(line.text for line in found if line.weight == 700 and line.text != SITE)
    assert told.removesuffix("…").replace(" ", "") in title.replace(" ", "")
    whole = told.replace(" ", "") == title.replace(" ", "")
    assert whole != told.endswith("…")


def test_a_text_that_does_not_fit_is_cut_at_a_word() -> None:
    fit = fitted("satu dua tiga empat lima enam tujuh", 400, (40, 30), 200, 80)
    assert fit.lines[-1].endswith("…")
    assert set(" ".join(fit.lines).removesuffix("…").split()) <= set("satu dua tiga empat lima enam tujuh".split())
    assert all(length(line, 400, fit.size) <= 200 for line in fit.lines)


@shaping
@pytest.mark.parametrize("name", [ARABIC, JAVANESE])
def test_names_in_other_scripts_are_written_and_never_boxes(name: str) -> None:
    one = card(f"Desa {name}", CardLine(f"Kecamatan {name}"))
    assert texts(one)[2:] == [f"Desa {name}", f"Kecamatan {name}"]
    families = {family for family, _ in runs(f"Desa {name}")}
    assert len(families) == 2
    assert all(lettering._knows(family, sign) for family, part in runs(f"Desa {name}") for sign in part)


@shaping
def test_what_is_read_from_the_right_ends_at_the_right() -> None:
    (line,) = (line for line in placed(card(ARABIC)) if line.text == ARABIC)
    assert line.leftward
    assert box(line)[2] >= CARD[0] - social._MARGIN - 12
    (latin,) = (line for line in placed(card(f"Desa {ARABIC}")) if ARABIC in line.text)
    assert not latin.leftward


def test_without_shaping_such_scripts_are_left_out_and_not_set_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check_feature", lambda name: False)
    for known in (lettering._font, lettering._knows):
        known.cache_clear()
    try:
        assert writable(ARABIC) is None
        assert writable("Sukosewu") == "Sukosewu"
    finally:
        monkeypatch.undo()
        for known in (lettering._font, lettering._knows):
            known.cache_clear()


def test_what_no_font_writes_is_left_out_and_without_its_title_it_is_the_card_of_the_site() -> None:
    assert texts(card("Desa Sukosewu", CardLine(CHINESE), CardLine("2018")))[2:] == ["Desa Sukosewu", "2018"]
    assert texts(card(CHINESE, CardLine("2018"))) == [NOTICE, SITE]
    assert texts(card(SITE, CardLine("Apa ini."))) == [NOTICE, SITE, "Apa ini."]
    assert texts(card("Selamat 🎉 Sukosewu"))[2:] == ["Selamat Sukosewu"]
    assert texts(card("Kabar", site=CHINESE, notice="")) == ["Kabar"]


def test_the_picture_has_its_letters_where_they_are_said_to_stand() -> None:
    one = card("Desa Sukosewu", CardLine("Kecamatan Gandusari"), CardLine("{date}", "2018"))
    data = social_card(one, Forgetful())
    assert len(data) < 20_000
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "P", CARD)
        assert not {"exif", "date", "Software"} & set(image.info)
        plain = image.convert("RGB")
    for line in placed(one):
        inside = plain.crop(box(line)).getcolors(1 << 20)
        assert inside
        assert len(inside) > 2, line
        ground = (123, 45, 38) if line.ground else (255, 255, 255)
        assert ground in [colour for _, colour in inside]
    left = plain.crop((0, 20, social._MARGIN, 500)).getcolors()
    assert left == [(social._MARGIN * 480, (255, 255, 255))]


def test_a_card_is_the_same_each_time_and_drawn_once(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = card("Desa Sukosewu"), card("Desa Ampelgading")
    drawn = []
    real = social._drawn
    monkeypatch.setattr(social, "_drawn", lambda body: drawn.append(body.title) or real(body))
    with SqliteMemo(tmp_path / "memo") as memo:
        first = social_card(one, memo)
        assert social_card(one, memo) == first
        assert drawn == [one.title]
        assert social_card(other, memo) != first
    assert social_card(one, Forgetful()) == first
    assert social_card(card("Desa Sukosewu", colours=("#eeeeee", *COLOURS[1:])), Forgetful()) != first
