"""Social cards and photos in the plan: which page has which, in two languages, and what each card says."""

from __future__ import annotations

import re

from factory import (
    NOW,
    make_config,
    make_news,
    make_outreach,
    make_programme,
    make_site,
    make_village,
    make_year,
    path_words,
)
from published_site import planned, published

from sitegen.build_context import BuildContext
from sitegen.content import Photo, SocialCard
from sitegen.models import Event, Image, Media, Settings
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.urls import Routes, build_routes

PHOTO = Media("content/media/balai.jpg", "ab" * 16, 9, 900, 600, "/di/sini/balai.jpg", still=True)
OTHER = Media("content/media/peta.jpg", "cd" * 16, 9, 300, 600, "/di/sini/peta.jpg", still=True)
VILLAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa04/index.html"


def routes(config: Settings) -> Routes:
    return build_routes(config, path_words)


def outputs(**parts: object) -> list[Output]:
    """The plan of a site in Indonesian and English."""
    config = make_config(languages=("id", "en"))
    made = plan_site(make_site(**{"config": config, **parts}), BuildContext(NOW), routes(config))
    report = Report()
    found = [*made.plan_others(report), *made.text_outputs]
    assert not list(report)
    return found


def cards(found: list[Output]) -> dict[str, SocialCard]:
    """The cards by their address without its digest."""
    named = {re.sub(r"^media/kartu-(.*)\.[0-9a-f]{8}\.png$", r"\1", one.path): one.content for one in found}
    return {name: body for name, body in named.items() if isinstance(body, SocialCard)}


def lines(card: SocialCard) -> list[tuple[str, str, int | float | None]]:
    return [(line.text, line.date, line.number) for line in card.lines]


def test_social_card_for_home_years_villages_and_news() -> None:
    news = (
        make_news("2018-07-05-kabar.md", title="Kabar", place="Blitar"),
        make_news("2018-07-05-kabar.en.md", language="en", title="Tidings", place="Blitar", slug="tidings"),
        make_news("2018-07-06-lain.md", title="Hanya Indonesia"),
    )
    village = make_village(certified="2018-07-05", name="Sukosewu", district="Gandusari", regency="Kabupaten Blitar")
    programme = make_programme(make_year(2018, target=200, reported=201))
    found = outputs(news=news, villages=(village,), programme=programme)
    made = cards(found)
    names = ["situs", "35-05-15-2004", "2018", "2018-kabar", "2018-lain"]
    english = ["situs", "35-05-15-2004", "2018", "2018-tidings", "2018-lain"]
    assert sorted(made) == sorted([*names, *(f"en-{name}" for name in english)])
    assert len({one.path for one in found}) == len(found)
    assert {card.notice for card in made.values()} == {"Situs uji, bukan situs resmi."}
    assert lines(made["2018"]) == [
        ("Target (bukan realisasi): {number} desa", "", 200),
        ("Dilaporkan program: {number} desa", "", 201),
    ]
    assert lines(made["en-2018"])[1] == ("Reported by the programme: {number} villages", "", 201)
    where = "Kecamatan Gandusari, Kabupaten Blitar, Provinsi35"
    assert made["35-05-15-2004"].title == "Desa Sukosewu"
    assert lines(made["35-05-15-2004"]) == [(where, "", None), ("Ditetapkan: {date}", "2018-07-05", None)]
    assert (made["en-2018-tidings"].title, lines(made["en-2018-tidings"])) == (
        "Tidings",
        [("Blitar, {date}", "2018-07-05", None)],
    )
    assert made["en-2018-lain"].title == "Hanya Indonesia"


def test_social_card_village_status() -> None:
    places = (
        make_village("35.05.15.2001", certified="2018", events=(Event(kind="lapsed", date="2021-07"),)),
        make_village("35.05.15.2002"),
        make_village("35.05.15.2003"),
        make_village("35.05.15.2005", certified="[2017..2018]"),
    )
    found, problems = planned(villages=places, outreach=(make_outreach(villages=("35.05.15.2002",)),))
    assert not problems
    last = {name[-4:]: lines(card)[-1][:2] for name, card in cards(found).items() if name[:2] == "35"}
    assert last == {
        "2001": ("Penetapan berakhir: {date}", "2021-07"),
        "2002": ("Sudah menerima sosialisasi, tidak tercatat sebagai ditetapkan", ""),
        "2003": ("Tidak tercatat sebagai ditetapkan", ""),
        "2005": ("Ditetapkan: {date}", "[2017..2018]"),
    }


def test_social_card_unknown_result() -> None:
    found, _ = planned(programme=make_programme(make_year(2023, target=100)))
    assert lines(cards(found)["2023"]) == [
        ("Target (bukan realisasi): {number} desa", "", 100),
        ("Realisasi: belum diketahui", "", None),
    ]


def test_social_card_named_by_every_page() -> None:
    parts = {"villages": (make_village(),), "news": (make_news(title='Judul "baru"'),)}
    there = {one.path for one in planned(**parts)[0]}
    site = ""
    for path, page in published(**parts).items():
        told = re.findall(r'<meta property="og:image" content="https://uji.example/([^"]+)">', page)
        if path.endswith(".html") and "og:title" in page:
            assert len(told) == 1, path
            assert told[0] in there
            assert '<meta property="og:image:width" content="1200">' in page
            assert '<meta property="og:image:height" content="630">' in page
            assert '<meta name="twitter:card" content="summary_large_image">' in page
            site = site or told[0] if path == "index.html" else site
            if path in ("peta/index.html", "desa/index.html"):
                assert told == [site]
            if path in (VILLAGE, "berita/2018/kabar/index.html"):
                assert told != [site]
    alt = 'content="Judul &#34;baru&#34;. Situs uji, bukan situs resmi."'
    assert f'<meta property="og:image:alt" {alt}>' in published(**parts)["berita/2018/kabar/index.html"]


def test_social_card_of_equal_announcements_differs() -> None:
    news = tuple(make_news(f"2018-07-05-kabar-{name}.md", title="Sama") for name in ("satu", "dua"))
    assert {"2018-kabar-satu", "2018-kabar-dua"} <= cards(planned(news=news)[0]).keys()


def test_social_card_setting_off() -> None:
    parts = {"villages": (make_village(),), "news": (make_news(),)}
    few = planned(config=make_config(cards=("home", "announcements")), **parts)[0]
    assert sorted(cards(few)) == ["2018-kabar", "situs"]
    files = published(config=make_config(cards=()), **parts)
    assert not [path for path in files if "kartu" in path]
    assert "og:image" not in files["index.html"]
    assert "twitter:card" not in files["index.html"]


def test_social_card_url_changes_with_text() -> None:
    def address(**parts: object) -> str:
        given = {"villages": (make_village(name="Sukosewu"),), **parts}
        (path,) = (one.path for one in planned(**given)[0] if "kartu-35" in one.path)
        return path

    told = {address(), address(villages=(make_village(name="Sukasewu"),)), address(config=make_config(notice="Lain."))}
    assert len(told) == 3
    assert address() in told


def test_photo_shared_by_languages_published_once() -> None:
    image = Image(src="../media/balai.jpg", alt="Balai.", credit="Ani")
    news = (
        make_news("2018-07-05-kabar.md", image=image),
        make_news("2018-07-05-kabar.en.md", "![Map](../media/peta.jpg)\n", "en", image=image, date="2018-07-05"),
    )
    media = {one.file: one for one in (PHOTO, OTHER)}
    found = [one.path for one in outputs(news=news, media=media) if isinstance(one.content, Photo)]
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in found] == [
        *(f"media/balai-{width}.{kind}" for width in (480, 720, 900) for kind in ("jpg", "avif")),
        *(f"media/peta-300.{kind}" for kind in ("jpg", "avif")),
    ]


def test_photo_of_village_with_credit() -> None:
    image = Image(src="content/media/balai.jpg", alt="Balai desa.", credit="Ani")
    page = published(villages=(make_village(image=image),), media={PHOTO.file: PHOTO})[VILLAGE]
    assert page.count("<picture>") == 1
    assert 'alt="Balai desa."' in page
    assert 'fetchpriority="high"' in page
    assert "<figcaption>Foto: Ani</figcaption>" in page
    assert "<picture>" not in published(villages=(make_village(image=image),))[VILLAGE]


def test_photo_in_feed_is_largest_plain_image() -> None:
    news = (make_news(body="![Balai](../media/balai.jpg)\n"),)
    files = published(news=news, media={PHOTO.file: PHOTO})
    (largest,) = (path for path in files if path.startswith("media/balai-900") and path.endswith(".jpg"))
    for feed in ("atom.xml", "feed.json"):
        assert f"https://uji.example/{largest}" in files[feed]
        assert "srcset" not in files[feed]
        assert "picture" not in files[feed]
