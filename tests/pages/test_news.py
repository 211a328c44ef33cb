"""Announcements: a page each, and the lists that lead to them."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from factory import NOW, make_config, make_news, make_page, make_site_index, make_village
from published_site import published

from sitegen.build_context import BuildContext
from sitegen.models import Image, Media, Original
from sitegen.pages.news import news, news_lists

PAGE = "berita/2018/kabar/index.html"
PLACE = make_village(certified="2018-07-05", name="Sukosewu", district="Gandusari", regency="Kabupaten Blitar")


def structured(page: str, kind: str) -> dict[str, Any]:
    blocks = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    (one,) = (block for block in blocks if block["@type"] == kind)
    return dict(one)


def series(count: int, **meta: Any) -> tuple[Any, ...]:
    return tuple(make_news(f"2018-{12 - n // 28:02d}-{28 - n % 28:02d}-kabar-{n:02d}.md", **meta) for n in range(count))


def test_news_page_tells_author_place_and_date() -> None:
    item = make_news(
        body="Paragraf **pertama**.\n",
        title="Dua desa",
        place="Blitar",
        villages=(PLACE.code,),
        offices=("cabang",),
        sources=("koran",),
        tags=("penetapan", "Jawa Timur"),
        reporter="Ani",
        editor="Budi",
        original=Original(publisher="Harian Uji", url="https://harian.example/dua"),
    )
    page = published(news=(item,), villages=(PLACE,))[PAGE]
    assert '<span class="place">Blitar</span>, <time datetime="2018-07-05">5 Juli 2018</time> —' in page
    assert "<strong>pertama</strong>" in page
    assert "Reporter: Ani" in page
    assert "Penyunting: Budi" in page
    assert '<a href="https://harian.example/dua">Harian Uji</a>' in page
    assert re.search(
        r'<a href="[^"]+/sukosewu/">Desa Sukosewu</a>, Kec\. Gandusari, Kabupaten Blitar: ditetapkan', page
    )
    assert '<a href="../../../kantor/#cabang">Kantor Cabang Uji</a>' in page
    assert '<a href="../../../berita/tag/penetapan/">penetapan</a>, <a href="../../../berita/tag/jawa-timur/">' in page
    assert '<a href="../../../kredit/#koran">Koran Uji, 2 Februari 2020</a>' in page


def test_news_structured_data_only_known_values() -> None:
    plain = published(news=(make_news(date="[2018-03..2018-12]"),))["berita/2018/kabar/index.html"]
    article = structured(plain, "NewsArticle")
    assert "datePublished" not in article
    assert article["temporalCoverage"] == "2018-03/2018-12"
    assert "author" not in article
    assert "isBasedOn" not in article
    assert article["publisher"]["name"] == "Penerbit Uji"
    full = make_news(reporter="Ani", original=Original(publisher="Harian Uji"), updated="2018-08")
    page = published(news=(full,))[PAGE]
    article = structured(page, "NewsArticle")
    assert article["author"] == {"@type": "Person", "name": "Ani"}
    assert article["isBasedOn"]["publisher"]["name"] == "Harian Uji"
    assert (article["temporalCoverage"], article["dateModified"]) == ("2018-07-05", "2018-08")
    assert "datePublished" not in article  # only the day of the event is stated
    trail = structured(page, "BreadcrumbList")["itemListElement"]
    assert [step["item"] for step in trail] == [
        "https://uji.example/",
        "https://uji.example/berita/",
        "https://uji.example/berita/2018/kabar/",
    ]


@pytest.mark.parametrize(
    ("moment", "stated"), [("2019-01-02T00:00", "2019-01-02"), ("2019-01-02T09:30", "2019-01-02T09:30:00+07:00")]
)
def test_news_page_has_publication_beside_date_of_event(moment: str, stated: str) -> None:
    page = published(news=(make_news(date="[..2018-03]", publish_date=moment),))["berita/2018/kabar/index.html"]
    article = structured(page, "NewsArticle")
    assert (article["datePublished"], article["temporalCoverage"]) == (stated, "../2018-03")
    assert 'Diterbitkan <time datetime="2019-01-02">2 Januari 2019</time>' in page
    assert "paling lambat Maret 2018 —" in page


def test_news_list_of_a_year_says_that_its_news_may_be_of_another() -> None:
    page = published(news=(make_news(date="[2017..2018]"),))["berita/2017/index.html"]
    assert "hal yang terjadi, atau mungkin terjadi, pada 2017" in page


def test_news_photo_has_sizes_credit_and_alt() -> None:
    photo = Media("content/media/Balai.JPG", "ab" * 16, 9, 900, 600, "/somewhere/Balai.JPG", still=True)
    item = make_news(image=Image(src="../media/Balai.JPG", alt='Balai "desa"', credit="Ani"))
    files = published(news=(item,), media={photo.file: photo})
    sizes = [path for path in files if path.startswith("media/balai")]
    names = [re.sub(r"[.][0-9a-f]{8}[.]", ".", path) for path in sizes]
    assert names == [f"media/balai-{width}.{kind}" for width in (480, 720, 900) for kind in ("jpg", "avif")]
    assert {files[path] for path in sizes} == {photo.location}
    jpeg, avif = sizes[0::2], sizes[1::2]
    told = re.search(r"<picture>(.*?)</picture>", files[PAGE])
    assert told
    for kind in (jpeg, avif):
        assert (
            ", ".join(f"../../../{path} {width}w" for path, width in zip(kind, (480, 720, 900), strict=True)) in told[1]
        )
    assert f'<img alt="Balai &quot;desa&quot;" src="../../../{jpeg[1]}"' in told[1]
    assert 'width="900" height="600" fetchpriority="high" decoding="async">' in told[1]
    assert "<figcaption>Foto: Ani</figcaption>" in files[PAGE]
    assert structured(files[PAGE], "NewsArticle")["image"] == f"https://uji.example/{jpeg[2]}"


def test_news_share_links_without_script() -> None:
    page = published(news=(make_news(title="50 % & lebih?"),))[PAGE]
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    (whatsapp,) = (link for link in links if "wa.me" in link)
    assert parse_qs(urlsplit(whatsapp).query)["text"] == ["50 % & lebih? https://uji.example/berita/2018/kabar/"]
    (mail,) = (link for link in links if link.startswith("mailto:?"))
    assert parse_qs(urlsplit(mail).query)["subject"] == ["50 % & lebih?"]
    assert "Situs uji, bukan situs resmi." in parse_qs(urlsplit(mail).query)["body"][0]
    assert '<span class="address">https://uji.example/berita/2018/kabar/</span>' in page
    assert "<script src" not in page


def test_news_related_by_village_then_tag() -> None:
    places = (make_village("35.05.15.2004"), make_village("35.05.15.2005"))
    items = (
        make_news("2018-09-01-jauh.md"),
        make_news("2018-08-01-topik.md", tags=("Penetapan",)),
        make_news("2018-07-05-kabar.md", villages=("35.05.15.2004",), tags=("penetapan", "lain")),
        make_news("2018-06-01-dua-topik.md", tags=("lain", "penetapan")),
        make_news("2018-05-01-desa.md", villages=("35.05.15.2004", "35.05.15.2005")),
        make_news("2018-04-01-topik-lama.md", tags=("penetapan",)),
    )
    outputs = {output.path: output for output in news(make_site_index(news=items, villages=places))}
    view = outputs[PAGE].content.view
    assert [card.file.rpartition("/")[2] for card in view.related] == [
        "2018-05-01-desa.md",
        "2018-06-01-dua-topik.md",
        "2018-08-01-topik.md",
    ]
    assert [card.file.rpartition("/")[2] for card in view.latest] == ["2018-09-01-jauh.md", "2018-04-01-topik-lama.md"]
    assert (view.older.file, view.newer.file) == (items[3].file, items[1].file)


def test_news_read_also_only_published() -> None:
    items = (
        make_news("2018-09-01-draf.md", title="RAHASIA", draft=True),
        make_news(read_also=("2018-09-01-draf.md", "../pages/tentang.md")),
    )
    page = published(news=items, pages=(make_page(title="Tentang"),))[PAGE]
    assert "RAHASIA" not in page
    assert '<a href="../../../tentang/">Tentang</a>' in page


def test_news_pagination_lists_everything_once() -> None:
    items = series(25, tags=("a",))
    outputs = list(news_lists(make_site_index(news=items, config=make_config(per_page=10))))
    pages = {output.path: output.content.view for output in outputs}
    for first in ("berita", "berita/2018", "berita/tag/a"):
        paths = [f"{first}/index.html", f"{first}/halaman/2/index.html", f"{first}/halaman/3/index.html"]
        assert [len(pages[path].cards) for path in paths] == [10, 10, 5]
        assert [card.file for path in paths for card in pages[path].cards] == [item.file for item in items]
        assert [pages[path].pager.number for path in paths] == [1, 2, 3]
        assert [link.path for link in pages[paths[1]].pager.pages] == [
            f"/{path.removesuffix('index.html')}" for path in paths
        ]
    assert len(pages) == 9
    second = pages["berita/halaman/2/index.html"]
    assert second.head.title == "Berita, halaman 2"
    assert [link.path for link in second.head.breadcrumbs] == ["/", "/berita/"]


def test_news_tag_spellings_merge_under_commoner() -> None:
    items = (
        make_news("2018-09-01-a.md", tags=("jawa timur", "Jawa Timur")),
        make_news("2018-08-01-b.md", tags=("Jawa Timur",)),
        make_news("2018-07-01-c.md", tags=("Jawa Timur",)),
    )
    files = published(news=items)
    assert '<h1 dir="auto">Berita tentang Jawa Timur</h1>' in files["berita/tag/jawa-timur/index.html"]
    assert files["berita/tag/jawa-timur/index.html"].count("<li>\n<h2>") == 3
    assert files["berita/2018/a/index.html"].count("/tag/jawa-timur/") == 1


def test_news_empty_list_says_so() -> None:
    files = published()
    assert "Belum ada berita di sini." in files["berita/index.html"]
    assert not [path for path in files if path.startswith("berita/tag/")]


def test_news_preview_labels_unpublished() -> None:
    items = (make_news("2018-08-01-draf.md", draft=True), make_news())
    files = published(BuildContext(NOW, drafts=True), news=items, pages=(make_page(draft=True),))
    assert "hanya tampil dalam pratinjau" in files["berita/2018/draf/index.html"]
    assert "hanya tampil dalam pratinjau" not in files[PAGE]
    assert "hanya tampil dalam pratinjau" in files["tentang/index.html"]
    assert "<strong>draf</strong>" in files["berita/index.html"]
    assert "[draf]" in files["atom.xml"]


def test_news_hostile_text_is_escaped() -> None:
    hostile = "</script><script>alert(1)</script>\"'`${x}&\u202e"
    item = make_news(
        body=hostile,
        title=hostile,
        place=hostile,
        summary=hostile,
        reporter=hostile,
        editor=hostile,
        tags=(hostile,),
        original=Original(publisher=hostile),
    )
    files = published(news=(item,), pages=(make_page(title=hostile, summary=hostile, body=hostile),))
    for path, text in files.items():
        assert "<script>" not in text, path
    assert html.escape("alert(1)") in files[PAGE]
    assert structured(files[PAGE], "NewsArticle")["headline"] == hostile
