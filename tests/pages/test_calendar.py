"""The release calendar: its page, its files, and what the pages concerned say of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
from factory import (
    ADDRESSES,
    NOW,
    make_calendar_entry,
    make_config,
    make_indicator,
    make_news,
    make_page,
    make_programme,
    make_site,
    make_village,
    make_year,
    path_words,
    render_site,
)
from published_site import published

from sitegen.build.next_change import find_next_change
from sitegen.build_context import BuildContext
from sitegen.models import CalendarEntry, Cancellation, PreviousDate, Site
from sitegen.urls import build_routes

PAGE, FILE, FEED = "kalender/index.html", "kalender/calendar.ics", "kalender/atom.xml"
MOVED = make_calendar_entry(
    "hasil",
    date="2026-03-31",
    time="09:00",
    status="confirmed",
    previous_dates=(
        PreviousDate(date="2026-02-28", when="2025-12-20", why="Dua kantor <menyusul>."),
        PreviousDate(date="2026-02", when="2025-12-10", why="Terlalu dini."),
    ),
    indicators=("peserta",),
    years=(2018, 2031),
    pages=("/capaian/", "/tentang/"),
    office="cabang",
    sources=("koran",),
    note="Angka sementara; tiga halaman, satu lampiran.",
)
OVERDUE = make_calendar_entry("lewat", date="2025-12-15", years=(2018,))
OUT = make_calendar_entry("terbit", date="2025-12-10", announced="2025-11-01", status="published", years=(2018,))
CANCELLED = make_calendar_entry(
    "batal", date="2026-05", status="cancelled", cancellation=Cancellation(when="2025-12-30", why="Tidak jadi.")
)
LATER = make_calendar_entry("nanti", date="[..2026-12]", status="provisional", years=(2018,))
ENTRIES = (LATER, MOVED, OVERDUE, OUT, CANCELLED)


def site_of(*entries: CalendarEntry, languages: tuple[str, ...] = ()) -> Site:
    return make_site(
        config=make_config(languages=languages),
        programme=make_programme(make_year(2018, target=200)),
        indicators=(make_indicator(value=5, as_of="2020"),),
        pages=(make_page(), make_page("tentang.en.md", language="en", slug="about")),
        calendar=entries,
    )


def render(*entries: CalendarEntry, at: datetime = NOW, languages: tuple[str, ...] = ()) -> dict[str, str]:
    site = site_of(*entries, languages=languages)
    return render_site(site, build_routes(site.config, path_words), BuildContext(at))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def told(html: str) -> list[str]:
    """What a page says of the calendar."""
    return [words(line) for line in re.findall(r'<p class="updated">(.*)</p>', html) if "#" in line]


def test_calendar_is_published_only_with_entries() -> None:
    files = published(news=(make_news(),))
    assert [path for path in files if "kalender" in path] == []
    assert "kalender" not in files["index.html"]
    with_entries = render(MOVED)
    assert {PAGE, FILE, FEED} <= with_entries.keys()
    assert 'href="kalender/"' in with_entries["index.html"]


def test_calendar_lists_overdue_then_upcoming_then_past() -> None:
    page = render(*ENTRIES)[PAGE]
    headings = re.findall(r"<h2>(.*?)</h2>|<li class=\"entry\" id=\"(\w+)\"", page.partition("</main>")[0])
    assert [name or id for name, id in headings] == [
        *("Melewati tanggal rencana", "lewat", "Akan terbit", "hasil", "nanti"),
        *("Sudah terbit atau dibatalkan", "batal", "terbit"),
    ]


def test_calendar_entry_says_certainty_moves_and_reasons() -> None:
    page = render(*ENTRIES)[PAGE]
    entry = page[page.index('id="hasil"') : page.index('id="nanti"')]
    text = words(entry)
    assert "Rencana terbit: 31 Maret 2026, pukul 09.00 WIB (tanggal dikonfirmasi)" in text
    assert text.index("Semula 28 Februari 2026; perubahannya diumumkan 20 Desember 2025.") < text.index(
        "Semula Februari 2026; perubahannya diumumkan 10 Desember 2025."
    )
    assert "Dua kantor &lt;menyusul&gt;." in entry
    assert "Pertama kali diumumkan1 Desember 2025" in text
    for link in ("../kantor/#cabang", "../capaian/#peserta", "../arsip/2018/", "../capaian/", "../tentang/"):
        assert f'<a href="{link}">' in entry
    assert "<li>Tahun 2031</li>" in entry  # no page yet
    assert "paling lambat Desember 2026 (tanggal sementara)" in words(page)
    assert "Dibatalkan; rencana terbitnya Mei 2026. Pembatalannya diumumkan 30 Desember 2025." in words(page)


def test_calendar_tells_pages_concerned_the_last_and_the_next_update() -> None:
    files = render(*ENTRIES)
    overdue = "Pembaruan yang direncanakan terbit 15 Desember 2025 belum tercatat di situs ini: Terbitan lewat"
    following = (
        "Pembaruan berikutnya direncanakan terbit 31 Maret 2026, pukul 09.00 WIB "
        "(tanggal dikonfirmasi; semula 28 Februari 2026): Terbitan hasil"
    )
    assert told(files["arsip/2018/index.html"]) == [
        "Pembaruan terakhir terbit 10 Desember 2025: Terbitan terbit",
        overdue,
        following,
    ]
    assert told(files["tentang/index.html"]) == [following]
    assert told(files["capaian/index.html"]) == [following, following]  # the indicator, and the page
    assert told(files["index.html"]) == []


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("/", "Beranda"),
        ("/desa/", "Daftar Desa"),
        ("/arsip/", "Arsip Tahunan"),
        ("/berita/2018/kabar/", "Kabar"),
        ("/wilayah/provinsi35/", "Provinsi Provinsi35"),
        ("/wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa04/", "Desa Desa04"),
    ],
)
def test_calendar_entry_may_concern_any_page(page: str, title: str) -> None:
    site = make_site(
        villages=(make_village(),),
        news=(make_news("2018-07-05-kabar.md", title="Kabar"),),
        calendar=(make_calendar_entry(pages=(page,)),),
    )
    files = render_site(site, ADDRESSES)
    assert len(told(files[f"{page[1:]}index.html"])) == 1
    assert f'<li><a href="../{page[1:]}">{title}</a></li>' in files[PAGE]


def test_calendar_concerns_the_same_pages_in_each_language() -> None:
    files = render(MOVED, languages=("id", "en"))
    following = (
        "Next update planned for 31 March 2026, 09:00 WIB (confirmed date; previously 28 February 2026): Terbitan hasil"
    )
    assert told(files["en/about/index.html"]) == [following]
    assert told(files["en/archive/2018/index.html"]) == [following]
    assert 'href="../../en/about/"' in files["en/calendar/index.html"]
    assert 'hreflang="en" href="https://uji.example/en/calendar/"' in files[PAGE]


def test_calendar_file_is_read_by_a_stranger() -> None:
    calendar = icalendar.Calendar.from_ical(render(*ENTRIES)[FILE])
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        f"{id}@uji.example" for id in ("hasil", "lewat", "terbit", "batal")
    }  # of `nanti` no first day
    moved = events["hasil@uji.example"]
    assert moved["DTSTART"].dt == datetime(2026, 3, 31, 2, tzinfo=UTC)
    assert (moved["SEQUENCE"], moved["STATUS"], moved["DTSTAMP"].dt) == (
        2,
        "CONFIRMED",
        datetime(2025, 12, 20, tzinfo=UTC),
    )
    assert str(moved["SUMMARY"]) == "Terbitan hasil (tanggal dikonfirmasi)"
    assert str(moved["DESCRIPTION"]).startswith("Dua kantor <menyusul>.\n\nAngka sementara; tiga halaman,")
    cancelled = events["batal@uji.example"]
    assert (cancelled["DTSTART"].dt, cancelled["DTEND"].dt) == (date(2026, 5, 1), date(2026, 6, 1))
    assert (cancelled["SEQUENCE"], cancelled["STATUS"]) == (1, "CANCELLED")
    assert events["lewat@uji.example"]["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_calendar_file_lacks_the_first_and_the_last_day_of_all(day: str) -> None:
    files = render(make_calendar_entry(date=day, time="00:30", announced="0001-01-01"))
    assert "BEGIN:VEVENT" not in files[FILE]
    assert "pukul 00.30" in files[PAGE]


def test_calendar_file_does_not_depend_on_the_clock() -> None:
    assert len({render(*ENTRIES, at=datetime(year, 5, 5, tzinfo=UTC))[FILE] for year in (2026, 2030)}) == 1


def test_calendar_feed_is_read_by_a_stranger() -> None:
    feed = feedparser.parse(render(*ENTRIES)[FEED])
    assert not feed.bozo
    assert feed.feed.updated == "2025-12-30T00:00:00+07:00"
    assert [entry.id.rpartition("#")[2] for entry in feed.entries] == ["batal", "hasil", "terbit", "lewat", "nanti"]
    assert "Semula" in feed.entries[1].summary


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ({"date": "2026-03-31"}, "2026-04-01T00:00"),
        ({"date": "2026-03-31", "time": "09:00"}, "2026-03-31T09:00"),
        ({"date": "2026-03"}, "2026-04-01T00:00"),
    ],
)
def test_next_change_is_the_moment_at_which_a_date_of_the_calendar_passes(fields: dict[str, str], moment: str) -> None:
    """A build one minute before it is as one today, and a build at it is not."""
    entry = make_calendar_entry(**fields)
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
    found = find_next_change(site_of(entry), BuildContext(NOW))
    assert found is not None
    assert (found.at, [(one.kind, one.name) for one in found.changes]) == (at, [("date_passes", "calendar:hasil")])
    now = render(entry)
    assert render(entry, at=NOW + (at - NOW) / 2) == now
    assert render(entry, at=datetime.fromtimestamp(at.timestamp() - 60, UTC)) == now
    assert render(entry, at=at) != now
    assert find_next_change(site_of(entry), BuildContext(at)) is None


def test_next_change_none_for_what_came_out() -> None:
    assert (
        find_next_change(site_of(OUT, CANCELLED, replace(OUT, id="lain", date="2026-01-01")), BuildContext(NOW)) is None
    )
