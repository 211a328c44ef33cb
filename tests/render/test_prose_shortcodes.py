"""Bound figures in prose: a number in the page's language that leads to its record, and its notes after the block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factory import (
    ADDRESSES,
    NOW,
    make_config,
    make_indicator,
    make_news,
    make_page,
    make_programme,
    make_site,
    make_site_index,
    make_source,
    make_year,
)
from site_cases import build_site, copy_case

from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.content import Template
from sitegen.models import Correction, Unit
from sitegen.output import FigureCard, Prose
from sitegen.pages import plan_site
from sitegen.render.keys import OutputKeys
from sitegen.render.markdown import Converter, RenderFindings
from sitegen.render.templates import Templates
from sitegen.views.prose import build_prose, prose_without_data

EARLY = "2018-07-05-kabar.md"
LATE = "2019-10-09-kabar.md"
PARTS = {
    "sources": (make_source("lama", date="2018-07-05"), make_source("baru", date="2019-10-09")),
    "programme": make_programme(
        make_year(2017, reported=276, reported_sources=("lama", "baru")),
        make_year(2018, reported=1201, reported_sources=("baru",), target=200, target_sources=("lama",)),
        sources=("lama",),
        units=(Unit(id="orang", name="orang", definition="Siapa saja."),),
    ),
    "indicators": (
        make_indicator(
            unit="orang", value=36_000_000, as_of="2019-10", rounded=True, status="preliminary", sources=("baru",)
        ),
    ),
}


class Plain:
    """Figures as bare text, to see where they come to stand."""

    def number(self, card: FigureCard, linked: bool) -> str:
        amount = card.quantity.number if card.quantity else "?"
        return f"<a>{amount}</a>" if linked else f"<b>{amount}</b>"

    def notes(self, cards: Sequence[FigureCard]) -> str:
        return f"<details>{' '.join(card.id for card in cards)}</details>"


def bound(body: str, file: str = LATE, **meta: object) -> Prose:
    index = make_site_index(**PARTS, news=(make_news(file, body, **meta),))
    return build_prose(index, index.site.news[0])


def convert(body: str, file: str = LATE, **meta: object) -> tuple[str, RenderFindings]:
    found = RenderFindings()
    text = bound(body, file, **meta)
    return Converter(NullCache(), "test", "").html(text, lambda address: f"..{address}", found, Plain()), found


def told(found: RenderFindings) -> list[tuple[str, str, int, int, int]]:
    return [(one.severity, one.code, one.at.line, one.at.column, one.at.end) for one in found.report]


R17 = '{{ figure("reported", year=2017) }}'
R18 = '{{ figure("reported", year=2018) }}'
NOTE = "\n<details>reported-2017</details>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f"Ada {R17} desa.", f"<p>Ada <a>276</a> desa.</p>{NOTE}"),
        (f"**{R17}** dan _{R17}_", f"<p><strong><a>276</a></strong> dan <em><a>276</a></em></p>{NOTE}"),
        (f"- a {R17}\n- b", f"<ul>\n<li>a <a>276</a></li>\n<li>b</li>\n</ul>{NOTE}"),
        (f"> > {R17}", f"<blockquote>\n<blockquote>\n<p><a>276</a></p>\n</blockquote>\n</blockquote>{NOTE}"),
        (f"## Angka {R17}\n\nIsi\n\nLagi", f'<h2 id="angka">Angka <a>276</a></h2>\n<p>Isi</p>{NOTE}\n<p>Lagi</p>'),
        (f"## Angka {R17}", f'<h2 id="angka">Angka <a>276</a></h2>{NOTE}'),
        (f"a[^1]\n\n[^1]: b {R17}", None),
        (f"| a |\n|---|\n| {R17} |", None),
        (f"[ke {R17}](/desa/)", f'<p><a href="../desa/">ke <b>276</b></a></p>{NOTE}'),
        (f'[x](/desa/ "ada {R17}")', f'<p><a href="../desa/" title="ada 276">x</a></p>{NOTE}'),
        (f"<div>\n{R17}\n</div>", f"<div>\n<a>276</a>\n</div>{NOTE}"),
        ('{{ figure("reported",\n  year=2017) }} desa', f"<p><a>276</a> desa</p>{NOTE}"),
        ("{{ meant(\"280 <desa> & 'x'\") }}", "<p>280 &lt;desa&gt; &amp; 'x'</p>"),
        (f"`{R17}`", "<p><code>{{ figure(&quot;reported&quot;, year=2017) }}</code></p>"),
        (f"```\n{R17} {{{{ x\n```", "<pre><code>{{ figure(&quot;reported&quot;, year=2017) }} {{ x\n</code></pre>"),
        (f"<pre>{R17}</pre>", "<pre>{{ figure(&quot;reported&quot;, year=2017) }}</pre>"),
        (r"\{{ biasa }} dan { x }", "<p>{{ biasa }} dan { x }</p>"),
    ],
)
def test_prose_shortcode_figure_and_note_after_outer_block(body: str, html: str | None) -> None:
    made, found = convert(body)
    if html is None:
        assert re.search(r"<a>276</a>.*</div>\n<details>reported-2017</details>$", made, re.DOTALL)
    else:
        assert made == html
    assert told(found) == []


def test_prose_shortcode_notes_once_per_block() -> None:
    made, _ = convert(f"{R17} {R17} {R18}\n\n{R18}\n\nTanpa angka.")
    assert re.findall("<details>(.*?)</details>", made) == ["reported-2017 reported-2018", "reported-2018"]


def test_prose_shortcode_private_use_characters_are_harmless() -> None:
    made, found = convert(f"\ue000\ue010\ue001 \ue002 &#xE002;&#xE019;&#xE001; {R17} `\ue000\ue014\ue001`")
    assert made.startswith(
        "<p>\ue000\ue010\ue001 \ue002 \ue002\ue019\ue001 <a>276</a> <code>\ue000\ue014\ue001</code></p>"
    )
    assert told(found) == []


def test_prose_shortcode_errors_at_position_outside_code() -> None:
    body = "Satu `{{ figure() }}`\ndua {{ figure() }} tiga {{ figure() }}\n\n- {{ figur(1) }} {{ figure("
    made, found = convert(body)
    assert told(found) == [
        ("error", "figure-ambiguous", 11, 5, 19),
        ("error", "figure-ambiguous", 11, 25, 39),
        ("error", "figure-call", 13, 3, 17),
        ("error", "figure-syntax", 13, 18, 20),
    ]
    assert "<li>{{ figur(1) }} {{ figure(</li>" in made


def test_prose_shortcode_announcement_as_of_first_day() -> None:
    made, found = convert(R18, EARLY)
    assert made == "<p><a>?</a></p>\n<details>reported-2018</details>"
    assert told(found) == [("warning", "figure-not-yet-known", 10, 1, 1 + len(R18))]
    (problem,) = found.report
    assert problem.values == {"figure": "reported-2018", "known": "2019-10-09"}
    for body, file, meta in (
        ('{{ figure("reported", year=2018, at="now") }}', EARLY, {}),
        ('{{ figure("reported", year=2018, at="2020") }}', EARLY, {}),
        (R18, LATE, {}),
        (R18, EARLY, {"sources": ("baru",)}),
        ("{{ sum() }}", EARLY, {"sources": ("baru",)}),
    ):
        made, found = convert(body, file, **meta)
        assert "?" not in made, body
        assert told(found) == [], body


def test_prose_shortcode_sum_not_yet_known_tells_since_when() -> None:
    _, found = convert('{{ sum() }} {{ indicator("peserta", at="2018") }}', EARLY)
    assert [(one.code, one.values) for one in found.report] == [
        ("figure-not-yet-known", {"figure": "sum-2017-2018", "known": "2019-10-09"})
    ]


def test_prose_shortcode_sources_and_counts_as_of_day() -> None:
    cards = [card for card in bound(R17 + " {{ count() }}", EARLY).figures.values() if isinstance(card, FigureCard)]
    assert [source.id for source in cards[0].sources] == ["lama"]
    assert cards[1].as_of == "2018-07-05"


def test_prose_shortcode_page_as_of_today() -> None:
    index = make_site_index(**PARTS, pages=(make_page(body=R18),))
    text = build_prose(index, index.site.pages[0])
    assert [one.quantity.number for one in text.figures.values() if isinstance(one, FigureCard) and one.quantity] == [
        1201
    ]
    assert text.not_yet_known == {}


def test_prose_shortcode_syntax_only_while_data_has_errors() -> None:
    index = make_site_index(**PARTS, news=(make_news(EARLY, '{{ figure("reported", year=2030) }} {{ x }}' + R18),))
    item, converter = index.site.news[0], Converter(NullCache(), "test", "")
    for sound, codes in (
        (True, ["figure-unknown", "figure-syntax", "figure-not-yet-known"]),
        (False, ["figure-syntax"]),
    ):
        found = RenderFindings()
        converter.html(prose_without_data(index, item, sound), str, found)
        assert [one.code for one in found.report] == codes


def rendered(
    body: str, language: str = "id", file: str = LATE, corrections: tuple[Correction, ...] = ()
) -> dict[str, str]:
    parts = {**PARTS, "corrections": corrections}
    site = make_site(**parts, config=make_config(language=language), news=(make_news(file, body, language),))
    made, found = plan_site(site, BuildContext(NOW), ADDRESSES), RenderFindings()
    templates = Templates(site.theme, made.layouts[0], "Asia/Jakarta", NullCache(), "test")
    pages = (output for output in made.text_outputs if isinstance(output.content, Template))
    files = {output.path: templates.render(output, found).decode() for output in pages}
    assert [one.code for one in found.report] == []
    return files


def test_prose_shortcode_theme_markup() -> None:
    page = rendered(f'{R18} dan {{{{ indicator("peserta") }}}} orang')["berita/2019/kabar/index.html"]
    assert '<a class="bound" href="../../../arsip/2018/#reported-2018">1.201</a> dan' in page
    assert '<a class="bound" href="../../../capaian/#peserta">36 juta</a> orang</p>\n<details' in page
    note = page[page.index('<details class="figure-notes">') : page.index("</details>", page.index("figure-notes"))]
    assert "<summary>Keterangan angka: 1.201, 36 juta</summary>" in note
    for part in (
        "<li>Jenis angka: dilaporkan program</li>",
        "<li>Cakupan: seluruh program</li>",
        '<li>Per: <time datetime="2019-10">Oktober 2019</time></li>',
        '<li>Diketahui sejak: <time datetime="2019-10-09">9 Oktober 2019</time></li>',
        "<li>Status: angka sementara, dibulatkan</li>",
        "<li>Yang dihitung: Siapa saja.</li>",
        'href="../../../kredit/#baru">Koran Uji, 9 Oktober 2019</a>',
        '<li>Rekaman angka: <a href="../../../arsip/2018/#reported-2018">reported-2018</a></li>',
    ):
        assert part in note, part


def test_prose_shortcode_english_numbers() -> None:
    page = rendered(f'{R18} and {{{{ indicator("peserta") }}}}', "en")["berita/2019/kabar/index.html"]
    assert ">1,201</a> and" in page
    assert ">36 million</a>" in page
    assert "<summary>About the figures: 1,201, 36 million</summary>" in page


def test_prose_shortcode_feed_absolute_urls_and_note_list() -> None:
    files = rendered(R18)
    for feed in (files["atom.xml"], files["feed.json"]):
        assert "https://uji.example/arsip/2018/#reported-2018" in feed
        assert "https://uji.example/kredit/#baru" in feed
        assert "details" not in feed
        assert "Keterangan angka: 1.201" in feed


def test_prose_shortcode_figure_edit_renders_without_conversion() -> None:
    cache, made = MemoryCache(), []
    for reported in (201, 202):
        programme = make_programme(make_year(2018, reported=reported))
        site = make_site(programme=programme, news=(make_news("2021-01-01-kabar.md", R18),))
        planned = plan_site(site, BuildContext(NOW), ADDRESSES)
        output = next(one for one in planned.text_outputs if one.path.endswith("index.html"))
        templates = Templates(site.theme, planned.layouts[0], "Asia/Jakarta", cache, "test")
        html = templates.render(output, RenderFindings()).decode()
        texts = [key for kind, key in cache.added() if kind == "prose"]
        made.append((OutputKeys(site.theme, planned.layouts[0], "x").key(output), f">{reported}</a>" in html, texts))
    assert made[0][0] != made[1][0]
    assert made[0][1]
    assert made[1][1]
    assert made[0][2] == made[1][2]
    assert len(made[0][2]) == 1


def test_prose_shortcode_in_title_or_summary_reported(tmp_path: Path) -> None:
    copy_case("minimal", tmp_path)
    (tmp_path / "content/news").mkdir(parents=True)
    lines = ["---", "title: '{{ count() }} desa'", "date: 2020", "summary: Ada {{figure(1)}}.", "---", "", "{{ x }}"]
    (tmp_path / "content/news/2020-kabar.md").write_text("\n".join(lines), encoding="utf-8")
    built = build_site(tmp_path, tmp_path / "build/site", BuildContext(datetime(2026, 1, 1, tzinfo=UTC)))
    assert [(one.code, one.at.line, one.at.column, one.values) for one in built.problems] == [
        ("figure-in-front-matter", 2, 8, {"key": "title"}),
        ("figure-in-front-matter", 4, 10, {"key": "summary"}),
        ("figure-syntax", 7, 1, {"call": "x"}),
    ]


def test_prose_shortcode_in_provenance() -> None:
    body = f'{R17} {R17} {{{{ indicator("peserta") }}}} {{{{ figur() }}}}'
    made = plan_site(
        make_site(**PARTS, news=(make_news(LATE, body),), pages=(make_page(body=R18),)), BuildContext(NOW), ADDRESSES
    )
    records = {
        one.path: {name for name in made.reads.of(one.path) if name[:5] in ("year:", "indic")}
        for one in made.text_outputs
    }
    assert records["berita/2019/kabar/index.html"] == {"year:2017", "indicator:peserta"}
    assert records["tentang/index.html"] == {"year:2018"}
    assert records["atom.xml"] == {"year:2017", "indicator:peserta"}


def revised(body: str, *corrections: Correction, file: str = LATE) -> Prose:
    """The prose of an announcement, in a site with these corrections."""
    return build_prose(
        index := make_site_index(**PARTS, corrections=corrections, news=(make_news(file, body),)), index.site.news[0]
    )


def notes_of(prose: Prose) -> list[list[tuple[int | float | None, str]]]:
    """Number and date of the revisions of each figure of a text."""
    cards = [one for one in prose.figures.values() if isinstance(one, FigureCard)]
    return [[(one.now.number if one.now else None, one.when) for one in card.revisions] for card in cards]


REVISION = Correction(
    what="reported-2018",
    was="1190",
    now="1201",
    kind="revision",
    when="2020-01-15",
    why="Tiga cabang terlambat.",
    sources=("baru",),
)


def test_prose_shortcode_keeps_number_of_its_day_and_tells_revision() -> None:
    text = revised(R18, REVISION)
    (card,) = text.figures.values()
    assert isinstance(card, FigureCard)
    assert card.quantity
    assert card.quantity.number == 1190
    (note,) = card.revisions
    assert (note.now, note.when, note.why) == (
        replace(card.quantity, number=1201),
        "2020-01-15",
        "Tiga cabang terlambat.",
    )
    assert note.path == "/ralat/#reported-2018-2020-01-15"


def test_prose_shortcode_tells_every_revision_since_and_none_before() -> None:
    entries = replace(REVISION, now="1195"), replace(REVISION, was="1195", when="2021-03-01")
    assert notes_of(revised(R18, *entries)) == [[(1195, "2020-01-15"), (1201, "2021-03-01")]]
    assert notes_of(revised(R18, *entries, file="2020-06-01-kabar.md")) == [[(1201, "2021-03-01")]]
    assert notes_of(revised(R18, *entries, file="2022-kabar.md")) == [[]]


def test_prose_shortcode_revision_of_a_part_changes_the_sum() -> None:
    assert notes_of(revised("{{ sum(from=2017, to=2018) }}", REVISION)) == [[(1477, "2020-01-15")]]


@pytest.mark.parametrize(
    ("body", "revisions"),
    [('{{ figure("reported", year=2018, at="2019-12-31") }}', 1), ('{{ figure("reported", year=2018, at="now") }}', 0)],
)
def test_prose_shortcode_revised_since_its_own_day(body: str, revisions: int) -> None:
    assert list(map(len, notes_of(revised(body, REVISION)))) == [revisions]


def test_prose_shortcode_corrected_error_is_no_revision() -> None:
    """The number shown is the right one: an error is never shown again."""
    text = revised(R18, replace(REVISION, kind="correction"))
    (card,) = text.figures.values()
    assert isinstance(card, FigureCard)
    assert card.quantity
    assert (card.quantity.number, card.revisions) == (1201, ())


def test_prose_shortcode_revision_shows_no_error_corrected_since() -> None:
    entries = replace(REVISION, now="1910"), replace(REVISION, kind="correction", was="1910", when="2021-03-01")
    assert notes_of(revised(R18, *entries)) == [[(1201, "2020-01-15")]]


def test_prose_shortcode_not_yet_known_has_no_revision() -> None:
    assert notes_of(revised(R18, REVISION, file=EARLY)) == [[]]


def test_prose_shortcode_revision_in_page_and_feeds() -> None:
    files = rendered(R18, corrections=(REVISION,))
    page = files["berita/2019/kabar/index.html"]
    said = "angka 1.190 adalah yang diketahui saat itu. Sejak itu direvisi menjadi 1.201&nbsp;desa"
    assert said in page
    assert '<a href="../../../ralat/#reported-2018-2020-01-15">' in page
    assert page.index('<p class="revised">') < page.index('<details class="figure-notes">')
    for feed in ("atom.xml", "feed.json"):
        assert "Sejak itu direvisi menjadi 1.201" in files[feed]
        assert "https://uji.example/ralat/#reported-2018-2020-01-15" in files[feed]
    english = rendered(R18, "en", corrections=(REVISION,))["berita/2019/kabar/index.html"]
    assert "1,190 is the number known then. It has since been revised to 1,201" in english
