"""Photos in texts: in their sizes on pages, plain in feeds, and never without words by mistake."""

from __future__ import annotations

import pytest
from marked_prose import unmarked

from sitegen.cache import NullCache
from sitegen.output import Prose, ResponsiveImage
from sitegen.problems import Span
from sitegen.render.markdown import Converter, RenderFindings

PHOTO = ResponsiveImage(
    default_sizes=((480, "/media/a-480.jpg"), (720, "/media/a-720.jpg"), (1080, "/media/a-1080.jpg")),
    avif_sizes=((480, "/media/a-480.avif"), (720, "/media/a-720.avif"), (1080, "/media/a-1080.avif")),
    width=1080,
    height=810,
)
TALL = ResponsiveImage(((400, "/media/t-400.jpg"),), ((400, "/media/t-400.avif"),), 400, 700)
MOVING = ResponsiveImage(((200, "/media/g.gif"),), (), 200, 100)
FILE = "content/news/kabar.md"


def convert(text: str, *, away: bool = False, below: bool = False) -> tuple[str, list[tuple[str, Span]]]:
    found, pictures = RenderFindings(), {"../media/a.jpg": PHOTO, "../media/t.jpg": TALL, "../media/g.gif": MOVING}
    links = dict.fromkeys(pictures, "/media/whole.jpg")
    prose = Prose(FILE, text, 10, links, images=pictures)
    html = Converter(NullCache(), "test", "").html(prose, str, found, away=away, below=below)
    return html, [(problem.code, problem.at) for problem in found.report]


def test_prose_image_offers_all_sizes() -> None:
    html, problems = convert('Teks.\n\n![Balai & "desa"](../media/a.jpg)\n')
    assert not problems
    assert (
        '<picture><source type="image/avif" srcset="/media/a-480.avif 480w, /media/a-720.avif 720w, '
        '/media/a-1080.avif 1080w" sizes="(min-width: 47rem) 45rem, calc(100vw - 2rem)">'
        '<img alt="Balai &amp; &quot;desa&quot;" src="/media/a-720.jpg" srcset="/media/a-480.jpg 480w, '
        '/media/a-720.jpg 720w, /media/a-1080.jpg 1080w" sizes="(min-width: 47rem) 45rem, calc(100vw - 2rem)" '
        'width="1080" height="810" loading="lazy" decoding="async"></picture>'
    ) in html


def test_prose_image_only_first_is_eager() -> None:
    both = "![Satu](../media/a.jpg)\n\nTeks.\n\n![Dua](../media/t.jpg)\n"
    html, _ = convert(both)
    first, second = html.split("Teks.")
    assert 'fetchpriority="high"' in first
    assert "loading" not in first
    assert 'loading="lazy"' in second
    assert "fetchpriority" not in second
    assert "fetchpriority" not in convert(both, below=True)[0]
    assert "fetchpriority" not in convert("Teks dulu.\n\n![Satu](../media/a.jpg)\n")[0]


def test_prose_image_sizes_follow_shape_and_attribute() -> None:
    tall = convert("![Tinggi](../media/t.jpg)\n")[0]
    assert 'class="tall"' in tall
    assert 'sizes="(min-width: 26rem) 24rem' in tall
    small = convert('<img src="../media/a.jpg" alt="Kecil" width="200" height="1" class="ikon">\n')[0]
    assert 'sizes="200px"' in small
    assert 'width="200" height="150" class="ikon"' in small
    moving = convert("![Gerak](../media/g.gif)\n")[0]
    assert '<img alt="Gerak" src="/media/g.gif" width="200" height="100"' in moving
    assert "<picture>" not in moving


def test_prose_image_plain_in_feed() -> None:
    html, _ = convert("![Balai](../media/a.jpg)\n", away=True)
    assert html == '<p><img alt="Balai" src="/media/a-1080.jpg" width="1080" height="810"></p>'


@pytest.mark.parametrize(
    "marked",
    [
        "Teks.\n\n«![](../media/a.jpg)»\n",
        "Teks «![  ](../media/a.jpg)» dan ![Ada](../media/t.jpg)\n",
        'Teks.\n\n«![](../media/a.jpg "Judul bukan pengganti")»\n',
        "«![](../media/a.jpg)» dan «![](../media/a.jpg)»\n",
        "«![][foto]»\n\n[foto]: ../media/a.jpg\n",
        'Teks.\n\n«<img src="../media/a.jpg">»\n',
    ],
)
def test_prose_image_without_alt_reported_at_position(marked: str) -> None:
    text, spans = unmarked(marked, FILE, 10)
    assert convert(text)[1] == [("image-without-alt", span) for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        '![](../media/a.jpg){alt=""}\n',
        '<img src="../media/a.jpg" alt="">\n',
        "Tulis `![](../media/a.jpg)` begini.\n",
        "```\n![](../media/a.jpg)\n```\n",
    ],
)
def test_prose_image_empty_alt_or_example_is_accepted(text: str) -> None:
    assert not convert(text)[1]


def test_prose_image_example_beside_described_is_accepted() -> None:
    assert not convert("![Ada](../media/a.jpg) Tulis `![](../media/a.jpg)`.\n")[1]
