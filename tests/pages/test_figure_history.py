"""What was known of a figure when: a small table in its note, where there is more to tell than one date."""

from __future__ import annotations

import re
from typing import Any

from factory import make_indicator, make_news, make_programme, make_site_index, make_source, make_year, render_pages

from sitegen.models import Correction
from sitegen.output import FigureCard
from sitegen.views.figures import card_by_id
from sitegen.views.prose import build_prose

PARTS: dict[str, Any] = {
    "sources": (
        make_source("lama", date="2018-07-05"),
        make_source("baru", date="2019-10-09"),
        make_source("akhir", date="2020-03-01"),
    ),
    "programme": make_programme(
        make_year(2018, reported=204, reported_sources=("baru", "akhir"), target=200, target_sources=("lama",)),
        sources=("lama",),
    ),
}
REVISION = Correction(
    what="reported-2018",
    was="201",
    now="204",
    kind="revision",
    when="2020-03-01",
    why="Terlambat.",
    sources=("akhir",),
)
ERROR = Correction(what="reported-2018", was="210", now="204", kind="correction", when="2020-05-01", why="Keliru.")


def states(*corrections: Correction, id: str = "reported-2018") -> list[tuple[str, str, int | float | None, list[str]]]:
    card = card_by_id(make_site_index(**PARTS, corrections=corrections), id)
    return [
        (one.kind, one.since, one.quantity.number if one.quantity else None, [source.id for source in one.sources])
        for one in card.history
    ]


def test_figure_history_unknown_known_revised() -> None:
    assert states(REVISION) == [
        ("unknown", "2019-10-09", None, []),
        ("known", "2019-10-09", 201, ["baru"]),
        ("revision", "2020-03-01", 204, ["akhir"]),
    ]


def test_figure_history_of_corrected_error_has_no_erroneous_number() -> None:
    assert states(ERROR) == [
        ("unknown", "2019-10-09", None, []),
        ("known", "2019-10-09", 204, ["baru"]),
        ("correction", "2020-05-01", 204, []),
    ]


def test_figure_history_of_result_known_after_its_year() -> None:
    assert [kind for kind, *_ in states()] == ["unknown", "known"]


def test_figure_history_empty_where_one_date_tells_it() -> None:
    assert states(id="target-2018") == []
    index = make_site_index(indicators=(make_indicator(value=36, as_of="2019"),))
    assert card_by_id(index, "indicator-peserta").history == ()
    assert card_by_id(index, "counted").history == ()


def test_figure_history_added_by_revision_has_no_earlier_number() -> None:
    added = Correction(what="reported-2018", now="204", kind="revision", when="2020-03-01", why="Datang kemudian.")
    assert [(kind, number) for kind, _, number, _ in states(added)] == [("unknown", None), ("revision", 204)]


def test_figure_history_on_page_of_year_but_not_in_texts() -> None:
    news = (make_news("2019-12-01-kabar.md", '{{ figure("reported", year=2018) }} desa'),)
    page = render_pages(**PARTS, corrections=(REVISION,), news=news)["arsip/2018/index.html"]
    table = page[page.index('<table class="history">') :].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in table.partition("<tbody>")[2].split("</tr>")]
    assert [" ".join(row) for row in rows if row] == [
        "sebelum 9 Oktober 2019 belum diketahui",
        "9 Oktober 2019 201 Koran Uji, 9 Oktober 2019",
        "1 Maret 2020 204 ( Revisi ) Koran Uji, 1 Maret 2020",
    ]
    assert 'href="../../ralat/#reported-2018-2020-03-01"' in table
    index = make_site_index(**PARTS, corrections=(REVISION,), news=news)
    (card,) = build_prose(index, index.site.news[0]).figures.values()
    assert isinstance(card, FigureCard)
    assert (card.history, len(card.revisions)) == ((), 1)
