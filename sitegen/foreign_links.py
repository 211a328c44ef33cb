"""Try the links to other sites."""

from __future__ import annotations

import errno
import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from sitegen.link_targets import find_addresses, own_path
from sitegen.models import Announcement, PlainPage, Site
from sitegen.problems import Report, Span, span_within
from sitegen.urls import is_reserved

KEPT_DAYS = 6
"""So many days is an address that answered not tried again; a weekly run tries all."""
_TIMEOUT = 20
"""Seconds that a host has for an answer."""
_GONE = (404, 410)
_NO_NETWORK = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; sitegen links)", "Accept": "*/*"}


class Answer(msgspec.Struct, frozen=True):
    """What came of trying an address."""

    tried: date
    """The day."""
    status: int = 0
    """The status of HTTP; 0 where there was no answer."""
    failure: str = ""
    """Why there was none: `host` for a host that is not found, `network` where none is reached; else the error."""

    @property
    def good(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 400


def list_foreign_links(site: Site) -> dict[str, tuple[Span, ...]]:
    """Return the addresses on other sites that texts and records link to, sorted, with the places of each."""
    found = dict[str, dict[Span, None]]()
    for url, at in _mentioned(site):
        if not is_reserved(url) and not own_path(url, site.config.base_url):
            found.setdefault(url, {})[at] = None
    return {url: tuple(found[url]) for url in sorted(found)}


def _mentioned(site: Site) -> Iterator[tuple[str, Span]]:
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    for text in texts:
        for url, at in find_addresses(text.body):
            yield url, span_within(text.body, at, at + len(url), text.file, text.body_line)
    for announcement in site.news:
        if announcement.meta.original and announcement.meta.original.url:
            yield announcement.meta.original.url, site.origins.get(announcement.file, Span(announcement.file))
    for kind, records in (("source", site.sources), ("office", site.offices)):
        for record in records:
            if record.url:
                yield record.url, site.origins.get(f"{kind}:{record.id}", Span(""))


def try_links(
    urls: Iterable[str],
    known: Mapping[str, Answer],
    today: date,
    on_progress: Callable[[str], None],
    *,
    pause: float = 1.0,
) -> dict[str, Answer]:
    """Try each address and return its answer; one that answered within KEPT_DAYS, as far as `known`, is not tried.

    One after the other, and each host with a `pause` in seconds: nobody is burdened.
    """
    answers, last, opener = dict[str, Answer](), dict[str, float](), urllib.request.build_opener()
    for url in urls:
        old = known.get(url)
        if old and old.good and today - old.tried < timedelta(days=KEPT_DAYS) and old.tried <= today:
            answers[url] = old
            continue
        on_progress(url)
        host = urlsplit(url).netloc
        if host in last:
            time.sleep(max(0.0, last[host] + pause - time.monotonic()))
        answers[url] = _try(url, today, opener)
        last[host] = time.monotonic()
    return answers


def _try(url: str, today: date, opener: urllib.request.OpenerDirector) -> Answer:
    """Ask for the head of a page; where that is refused, for the page."""
    answer = Answer(today)
    for method in ("HEAD", "GET"):
        try:
            request = urllib.request.Request(_quoted(url), headers=_HEADERS, method=method)
            with opener.open(request, timeout=_TIMEOUT) as response:
                return Answer(today, status=response.status)
        except urllib.error.HTTPError as error:
            error.close()
            answer = Answer(today, status=error.code)
        except (OSError, http.client.HTTPException, ValueError) as error:
            answer = Answer(today, failure=_failure(error))
            if answer.failure in ("host", "network"):
                return answer
    return answer


def _failure(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, socket.gaierror):
        return "host"
    if isinstance(reason, OSError) and reason.errno in _NO_NETWORK:
        return "network"
    return type(reason).__name__


def _quoted(url: str) -> str:
    """Write an address as HTTP does: without signs beyond ASCII. Raises ValueError for an unreadable one."""
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~?-._") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def report_answers(links: Mapping[str, tuple[Span, ...]], answers: Mapping[str, Answer], report: Report) -> None:
    """Report what is gone or did not answer, at each place; that this machine is offline only once."""
    failures = [answer.failure for answer in answers.values() if answer.failure]
    if failures and all(one.failure in ("host", "network") for one in answers.values()):
        report.add("links-offline", Span(""), count=len(answers))
        return
    for url, answer in answers.items():
        if answer.good:
            continue
        gone = answer.failure == "host" or answer.status in _GONE
        for at in links[url]:
            if gone:
                report.add("link-dead", at, target=url, answer=answer.status or "DNS")
            else:
                report.add("link-unanswered", at, target=url, answer=answer.status or answer.failure)


def load_answers(file: Path) -> dict[str, Answer]:
    """Load what earlier runs remembered; nothing where that is unreadable."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Answer])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def save_answers(file: Path, answers: Mapping[str, Answer]) -> None:
    """Remember the answers for the next run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(answers), indent=1) + b"\n")
