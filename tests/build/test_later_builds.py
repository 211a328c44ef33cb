"""What will stop a build with no edit is told before: at each moment at which something appears, expires or passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from factory import ADDRESSES, NOW, make_calendar_entry, make_news, make_page, make_site

from sitegen.build import plan_build
from sitegen.build.later_builds import MAX_MOMENTS, find_later_problems
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Problem, Report, Span
from sitegen.reporters import format_message

CONTEXT = BuildContext(NOW)


def later(report: Report | None = None, **parts: Any) -> list[Problem]:
    site = make_site(**parts)
    plan = plan_build(site, CONTEXT, ADDRESSES, Report(), NullCache())

    def check_addresses(context: BuildContext, origins: Mapping[str, Span], found: Report) -> None:
        assert context.now > NOW

    return list(find_later_problems(plan, CONTEXT, ADDRESSES, check_addresses, Report() if report is None else report))


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    assert all(problem.code == "stops-later" and problem.severity == "warning" for problem in problems)
    return [(one.values["announced"], one.values["since"], str(one.at)) for one in problems]


def test_later_builds_nothing_scheduled_nothing_told() -> None:
    assert later(news=(make_news(body="[x](hilang.md)\n"),)) == []


def test_later_builds_address_of_another() -> None:
    news = (make_news("2018-07-05-a.md"), make_news("2018-07-06-b.md", slug="a", publish_date="2026-02-01T09:00"))
    assert [(code, since) for code, since, _ in told(later(news=news))] == [("repeated-address", "2026-02-01 09:00")]
    gone = make_news("2018-07-05-a.md", expiry_date="2026-02-01")
    assert later(news=(gone, news[1])) == []


def test_later_builds_page_over_an_alias() -> None:
    pages = (make_page("sewa.md", publish_date="2026-03-01"), make_page("lain.md", aliases=("/sewa/",)))
    assert [(code, since) for code, since, _ in told(later(pages=pages))] == [("alias-taken", "2026-03-01")]


@pytest.mark.parametrize(
    ("link", "code"), [("hilang.md", "broken-link"), ("/hilang/", "broken-link"), ("x.jpg", "broken-link")]
)
def test_later_builds_link_of_a_text_that_appears(link: str, code: str) -> None:
    news = make_news("2018-07-06-b.md", body=f"Baris.\n\nLihat [x]({link}).\n", publish_date="2026-02-01")
    assert told(later(news=(news,))) == [("broken-link", "2026-02-01", "content/news/2018-07-06-b.md:12")]


def test_later_builds_link_to_what_is_gone_by_then_is_only_held() -> None:
    usai = make_news("2017-01-01-usai.md", expiry_date="2026-02-01")
    body = "[x](/berita/2017/usai/) [y](2017-01-01-usai.md)\n"
    assert later(news=(usai, make_news("2018-07-06-b.md", body=body, publish_date="2026-03-01"))) == []


def test_later_builds_draft_is_not_looked_at() -> None:
    assert later(news=(make_news(body="[x](hilang.md)\n", publish_date="2026-02-01", draft=True),)) == []


def test_later_builds_calendar_where_the_site_makes_it_an_error() -> None:
    entry = make_calendar_entry(date="2026-02-01")
    assert later(calendar=(entry,)) == []
    report = Report()
    report.severities = {"calendar-overdue": "error"}
    assert [(code, since) for code, since, _ in told(later(report, calendar=(entry,)))] == [
        ("calendar-overdue", "2026-02-02")
    ]


def test_later_builds_same_problem_is_told_once_and_not_again() -> None:
    news = (
        make_news("2018-07-05-a.md"),
        make_news("2018-07-06-b.md", slug="a", publish_date="2026-02-01"),
        make_news("2018-07-07-c.md", publish_date="2026-03-01"),
    )
    (problem,) = later(news=news)
    known = Report([Problem("repeated-address", problem.at, {n: problem.values[n] for n in ("path", "other")})])
    assert later(known, news=news) == []


def test_later_builds_number_of_plans_is_bounded() -> None:
    news = [
        make_news(f"2018-07-05-{n}.md", publish_date=f"2026-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(1, 90)
    ]
    last = make_news("2018-07-05-x.md", slug="89", publish_date="2027-01-01")
    assert len(news) > MAX_MOMENTS
    assert later(news=(*news, last)) == []


@pytest.mark.parametrize(("language", "words"), [("id", "Mulai 2026-02-01"), ("en", "From 2026-02-01")])
def test_later_builds_message_has_that_of_the_problem(language: str, words: str) -> None:
    news = make_news("2018-07-06-b.md", body="[x](hilang.md)\n", publish_date="2026-02-01")
    message = format_message(later(news=(news,))[0], load_messages(language, NullCache()))
    assert message.startswith(words)
    assert '"hilang.md"' in message
    assert "{" not in message
