"""The next moment at which a site differs with no edit: a build just before it is as now, and one at it is not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factory import NOW, default_theme, make_calendar_entry, make_config, make_news, make_page, make_site

import sitegen
from sitegen.build.next_change import find_next_change
from sitegen.build.plan import plan_build
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_path_words
from sitegen.models import Site
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.urls import build_routes

CONTEXT = BuildContext(NOW)
ZONE = ZoneInfo("Asia/Jakarta")


def published(site: Site, at: datetime) -> dict[str, object]:
    """The content of every output of a build at a moment."""
    routes = build_routes(site.config, load_path_words(site.geography, NullCache()))
    made = plan_site(site, replace(CONTEXT, now=at), routes)
    return {output.path: output.content for output in (*made.plan_others(Report()), *made.text_outputs)}


SCHEDULED = {
    "announcement to appear": ({"news": (make_news(publish_date="2026-02-03T09:00"),)}, "2026-02-03T09:00", "appears"),
    "announcement to expire": ({"news": (make_news(expiry_date="2026-02-03"),)}, "2026-02-03T00:00", "expires"),
    "page to appear": ({"pages": (make_page(publish_date="2026-02-03T09:30"),)}, "2026-02-03T09:30", "appears"),
    "page to expire": ({"pages": (make_page(expiry_date="2026-02-03T23:59"),)}, "2026-02-03T23:59", "expires"),
}


@pytest.mark.parametrize("name", SCHEDULED)
def test_next_change_build_differs_from_that_moment_and_not_before(name: str) -> None:
    parts, moment, kind = SCHEDULED[name]
    site, at = make_site(**parts), datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    found = find_next_change(site, CONTEXT)
    assert found is not None
    assert (found.at, [change.kind for change in found.changes]) == (at, [kind])
    now = published(site, NOW)
    assert published(site, NOW + (at - NOW) / 2) == now
    assert published(site, at - timedelta(minutes=1)) == now
    assert published(site, at) != now
    assert find_next_change(site, replace(CONTEXT, now=at)) is None


def test_next_change_is_the_earliest_and_names_all_that_changes_then() -> None:
    news = (
        make_news("2018-01-01-a.md", publish_date="2026-03-01"),
        make_news("2018-01-02-b.md", publish_date="2026-02-01", expiry_date="2026-04-01"),
        make_news("2018-01-03-c.md", expiry_date="2026-02-01"),
    )
    site, context = make_site(news=news), CONTEXT
    moments = []
    while found := find_next_change(site, context):
        moments.append((found.at.date().isoformat(), [(one.kind, one.name[-4:]) for one in found.changes]))
        context = replace(context, now=found.at)
    assert moments == [
        ("2026-02-01", [("appears", "b.md"), ("expires", "c.md")]),
        ("2026-03-01", [("appears", "a.md")]),
        ("2026-04-01", [("expires", "b.md")]),
    ]


@pytest.mark.parametrize(
    "news",
    [
        pytest.param(make_news(publish_date="2026-02-01", draft=True), id="draft"),
        pytest.param(make_news(publish_date="2026-02-01", expiry_date="2026-01-15"), id="expires before it appears"),
        pytest.param(make_news(publish_date="2025-02-01"), id="past"),
        pytest.param(make_news(publish_date="2026-01-01"), id="this very moment"),
    ],
)
def test_next_change_none_for_what_changes_no_page(news: object) -> None:
    assert find_next_change(make_site(news=(news,)), CONTEXT) is None


def test_next_change_of_a_translation_waits_for_its_original() -> None:
    original = make_news("2018-07-05-kabar.md", publish_date="2026-03-01")
    translation = make_news("2018-07-05-kabar.en.md", language="en", publish_date="2026-02-01")
    config = make_config(languages=("id", "en"))
    found = find_next_change(make_site(config=config, news=(original, translation), theme=default_theme()), CONTEXT)
    assert found is not None
    assert (found.at.date().isoformat(), [one.name for one in found.changes]) == ("2026-03-01", [original.file])


def test_incremental_plan_equals_a_clean_one_after_a_date_has_passed() -> None:
    site, cache = make_site(calendar=(make_calendar_entry(date="2026-01-31"),)), MemoryCache()
    routes, report = build_routes(site.config, load_path_words(site.geography, NullCache())), Report()
    before, after = CONTEXT, replace(CONTEXT, now=datetime(2026, 2, 1, tzinfo=ZONE))
    plan_build(site, before, routes, report, cache)
    keys = plan_build(site, after, routes, report, cache).keys
    assert keys == plan_build(site, after, routes, report, NullCache()).keys
    assert keys != plan_build(site, before, routes, report, NullCache()).keys


def test_next_change_is_said_in_the_time_zone_of_the_site() -> None:
    news = make_news(publish_date="2026-02-03T09:00")
    found = find_next_change(make_site(config=make_config(timezone="Asia/Jayapura"), news=(news,)), CONTEXT)
    assert found is not None
    assert found.at.isoformat() == "2026-02-03T09:00:00+09:00"


def test_time_of_the_build_is_read_only_where_the_schedule_decides() -> None:
    """What depends on it elsewhere would change a page at a moment that `next-change` does not know of."""
    package = Path(sitegen.__file__).parent
    reading = re.compile(r"context\.(?:now|clock|latest)\b")
    found = {
        file.relative_to(package).as_posix()
        for stage in ("pages", "views", "render", "dataset", "figures", "content.py", "output.py")
        for file in ([package / stage] if stage.endswith(".py") else (package / stage).rglob("*.py"))
        if reading.search(file.read_text(encoding="utf-8"))
    }
    assert found == set()
