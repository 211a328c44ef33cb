"""Social cards: what stands on them and where, that they are light and the same each time, in any script."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, features

from sitegen.cache import NullCache, SqliteCache
from sitegen.content import SOCIAL_CARD_SIZE, SocialCard, SocialCardLine
from sitegen.render import social_card as social_card_module
from sitegen.render.social_card import (
    CardText,
    drawable_text,
    fit_text,
    font_runs,
    layout_card,
    social_card,
    text_width,
)

WORDS = {
    "months": ", ".join(f"Bulan{number}" for number in range(1, 13)),
    "date_day": "{day} {month} {year}",
    "date_month": "{month} {year}",
    "date_by": "paling lambat {date}",
    "date_between": "antara {begin} dan {end}",
    "thousands": ".",
    "decimal": ",",
}
COLOURS = ("#ffffff", "#000000", "#555555", "#7b2d26")
SITE, NOTICE = "Situs Uji", "Situs uji, bukan situs resmi."
ARABIC, JAVANESE, CHINESE = "عين الماء", "ꦱꦸꦏꦺꦴꦱꦺꦮꦸ", "苏科塞武"
shaping = pytest.mark.skipif(not features.check_feature("raqm"), reason="this Pillow cannot shape scripts")


def card(title: str, *lines: SocialCardLine, **others: Any) -> SocialCard:
    return SocialCard(
        **(
            {"title": title, "lines": lines, "site": SITE, "notice": NOTICE, "colours": COLOURS, "messages": WORDS}
            | others
        )
    )


def texts(one: SocialCard) -> list[str]:
    return [line.text for line in layout_card(one)]


def box(line: CardText) -> tuple[int, int, int, int]:
    """The part of the card in which the letters of a line stand."""
    strip = social_card_module.draw_text(
        line.text, line.weight, line.size, social_card_module._TEXT_WIDTH, line.leftward
    ).getbbox()
    assert strip, line
    return (
        social_card_module._MARGIN + strip[0],
        line.top + strip[1],
        social_card_module._MARGIN + strip[2],
        line.top + strip[3],
    )


def test_social_card_image_texts() -> None:
    village = card(
        "Desa Sukosewu",
        SocialCardLine("Kecamatan Gandusari, Kabupaten Blitar, Jawa Timur"),
        SocialCardLine("Ditetapkan: {date}", "2018-07-05"),
    )
    where = "Kecamatan Gandusari, Kabupaten Blitar, Jawa Timur"
    assert texts(village) == [SITE, NOTICE, "Desa Sukosewu", where, "Ditetapkan: 5 Bulan7 2018"]
    year = card(
        "Tahun 2018", SocialCardLine("Target: {number} desa", number=6400), SocialCardLine("Realisasi: belum diketahui")
    )
    assert texts(year)[2:] == ["Tahun 2018", "Target: 6.400 desa", "Realisasi: belum diketahui"]
    assert texts(card("Kabar", SocialCardLine("{date}", "[..2018-03]")))[3:] == ["paling lambat Bulan3 2018"]


LONG = "Pemerintah kabupaten dan kantor cabang menjelaskan manfaat perlindungan kerja kepada warga desa " * 3
TITLES = {
    "short": "Pulutan",
    "long": LONG[:300],
    "one word": "Ketenagakerjaan" * 12,
    "upright letters": "ILTHE " * 50,
    "wide letters": "WMQ@ " * 60,
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_social_card_image_lines_do_not_overlap(title: str) -> None:
    notice = "Situs demonstrasi, bukan situs resmi siapa pun; disusun dari berita yang telah terbit, " * 2
    one = card(
        title, SocialCardLine("Kecamatan " + "Panjang Sekali " * 9), SocialCardLine("{date}", "2018"), notice=notice
    )
    found = layout_card(one)
    boxes = [box(line) for line in found]
    for left, top, right, bottom in boxes:
        assert left >= social_card_module._MARGIN
        assert top >= 14
        assert right <= SOCIAL_CARD_SIZE[0] - social_card_module._MARGIN
        assert bottom <= SOCIAL_CARD_SIZE[1]
    inner = sorted(boxes, key=lambda one: one[1])
    assert all(above[3] <= below[1] for above, below in pairwise(inner))
    told = " ".join(line.text for line in found if line.weight == 700 and line.text != SITE)
    assert told.removesuffix("…").replace(" ", "") in title.replace(" ", "")
    whole = told.replace(" ", "") == title.replace(" ", "")
    assert whole != told.endswith("…")


def test_social_card_image_long_text_cut_at_word() -> None:
    fit = fit_text("satu dua tiga empat lima enam tujuh", 400, (40, 30), 200, 80)
    assert fit.lines[-1].endswith("…")
    assert set(" ".join(fit.lines).removesuffix("…").split()) <= set("satu dua tiga empat lima enam tujuh".split())
    assert all(text_width(line, 400, fit.size) <= 200 for line in fit.lines)


@shaping
@pytest.mark.parametrize("name", [ARABIC, JAVANESE])
def test_social_card_image_other_scripts_have_glyphs(name: str) -> None:
    one = card(f"Desa {name}", SocialCardLine(f"Kecamatan {name}"))
    assert texts(one)[2:] == [f"Desa {name}", f"Kecamatan {name}"]
    families = {family for family, _ in font_runs(f"Desa {name}")}
    assert len(families) == 2
    assert all(
        social_card_module._has_glyph(family, sign) for family, part in font_runs(f"Desa {name}") for sign in part
    )


@shaping
def test_social_card_image_right_to_left() -> None:
    (line,) = (line for line in layout_card(card(ARABIC)) if line.text == ARABIC)
    assert line.leftward
    assert box(line)[2] >= SOCIAL_CARD_SIZE[0] - social_card_module._MARGIN - 12
    (latin,) = (line for line in layout_card(card(f"Desa {ARABIC}")) if ARABIC in line.text)
    assert not latin.leftward


def test_social_card_image_without_shaping_omits_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check_feature", lambda name: False)
    for known in (social_card_module._font, social_card_module._has_glyph):
        known.cache_clear()
    try:
        assert drawable_text(ARABIC) is None
        assert drawable_text("Sukosewu") == "Sukosewu"
    finally:
        monkeypatch.undo()
        for known in (social_card_module._font, social_card_module._has_glyph):
            known.cache_clear()


def test_social_card_image_unwritable_title_falls_back() -> None:
    assert texts(card("Desa Sukosewu", SocialCardLine(CHINESE), SocialCardLine("2018")))[2:] == [
        "Desa Sukosewu",
        "2018",
    ]
    assert texts(card(CHINESE, SocialCardLine("2018"))) == [NOTICE, SITE]
    assert texts(card(SITE, SocialCardLine("Apa ini."))) == [NOTICE, SITE, "Apa ini."]
    assert texts(card("Selamat 🎉 Sukosewu"))[2:] == ["Selamat Sukosewu"]
    assert texts(card("Kabar", site=CHINESE, notice="")) == ["Kabar"]


def test_social_card_image_pixels_match_layout() -> None:
    one = card("Desa Sukosewu", SocialCardLine("Kecamatan Gandusari"), SocialCardLine("{date}", "2018"))
    data = social_card(one, NullCache())
    assert len(data) < 20_000
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "P", SOCIAL_CARD_SIZE)
        assert not {"exif", "date", "Software"} & set(image.info)
        plain = image.convert("RGB")
    for line in layout_card(one):
        inside = plain.crop(box(line)).getcolors(1 << 20)
        assert inside
        assert len(inside) > 2, line
        ground = (123, 45, 38) if line.ground else (255, 255, 255)
        assert ground in [colour for _, colour in inside]
    left = plain.crop((0, 20, social_card_module._MARGIN, 500)).getcolors()
    assert left == [(social_card_module._MARGIN * 480, (255, 255, 255))]


def test_social_card_image_same_bytes_drawn_once(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = card("Desa Sukosewu"), card("Desa Ampelgading")
    drawn = []
    real = social_card_module._draw_card
    monkeypatch.setattr(social_card_module, "_draw_card", lambda body: drawn.append(body.title) or real(body))
    with SqliteCache(tmp_path / "memo") as cache:
        first = social_card(one, cache)
        assert social_card(one, cache) == first
        assert drawn == [one.title]
        assert social_card(other, cache) != first
    assert social_card(one, NullCache()) == first
    assert social_card(card("Desa Sukosewu", colours=("#eeeeee", *COLOURS[1:])), NullCache()) != first


def test_social_card_image_glyph_too_wide_to_draw_left_blank() -> None:
    """FreeType refuses to draw it at this size."""
    drawn = card("\ufdfd", SocialCardLine("2018"))
    assert texts(drawn)[2:] == ["\ufdfd", "2018"]
    assert social_card(drawn, NullCache())
