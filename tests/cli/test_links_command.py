"""`sitegen links` tries the links to other sites: politely, on demand, and never twice in a week."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from factory import make_config, make_news, make_site, make_source
from run_command import sitegen
from site_cases import copy_case

from sitegen.foreign_links import Answer, list_foreign_links, report_answers, try_links
from sitegen.problems import Report, Span

TODAY = date(2026, 1, 1)


@contextmanager
def host(asked: list[tuple[str, str]]) -> Iterator[str]:
    """A host on this machine that is also a proxy: each address answers with the status that its path names."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path))
            status = int(self.path.rpartition("/")[2] or 200)
            if status == 501 and self.command == "GET":
                status = 200
            if status == 1:  # no answer at all
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", self.path.replace("302", "200"))
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, format: str, *values: object) -> None:
            """Tests say by themselves what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_links_answers_by_status() -> None:
    asked = list[tuple[str, str]]()
    with host(asked) as base:
        urls = [f"{base}/a/{status}" for status in (200, 302, 501, 404, 403, 1)]
        answers = try_links(urls, {}, TODAY, lambda url: None, pause=0)
    assert [(answer.status, answer.good) for answer in answers.values()] == [
        (200, True), (200, True), (200, True), (404, False), (403, False), (0, False)
    ]  # fmt: skip
    assert [path for method, path in asked if method == "GET" and path != "/a/200"] == [
        "/a/501",
        "/a/404",
        "/a/403",
        "/a/1",
    ]
    report = Report()
    report_answers(dict.fromkeys(urls, (Span("x.md", 3),)), answers, report)
    assert [(one.code, one.severity, one.values["answer"]) for one in report] == [
        ("link-dead", "error", "404"),
        ("link-unanswered", "warning", "403"),
        ("link-unanswered", "warning", "RemoteDisconnected"),
    ]


def test_links_answered_lately_are_not_tried_again() -> None:
    asked = list[tuple[str, str]]()
    with host(asked) as base:
        good, old, dead = (f"{base}/{name}/200" for name in ("good", "old", "dead"))
        known = {
            good: Answer(TODAY - timedelta(days=5), 200),
            old: Answer(TODAY - timedelta(days=6), 200),
            dead: Answer(TODAY, 404),
        }
        answers = try_links([good, old, dead], known, TODAY, lambda url: None, pause=0)
    assert {path for _, path in asked} == {"/old/200", "/dead/200"}
    assert answers[good] is known[good]
    assert answers[dead].good


def test_links_same_host_is_asked_with_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()
    monkeypatch.setattr("sitegen.foreign_links.time.sleep", slept.append)
    with host([]) as one, host([]) as other:
        try_links([f"{one}/200", f"{other}/200", f"{one}/a/200"], {}, TODAY, lambda url: None, pause=1000)
    assert len(slept) == 1
    assert 900 < slept[0] <= 1000


def test_links_are_found_in_texts_and_records() -> None:
    body = (
        "Lihat [a](https://a.id/x_(y)?z=1&amp;w=2#bagian), <https://b.id/>. Juga https://b.id/.\n\n"
        "[c]: https://c.id/é\n\n[sendiri](https://desa.example/x) [pratinjau](http://127.0.0.1:8000/) https://x.example/\n"
    )
    site = make_site(
        config=make_config(base_url="https://situs.go.id/sadar"),
        news=(make_news("2020-a.md", body=body + "[situs](https://situs.go.id/sadar/desa/)\n"),),
        sources=(make_source(url="https://b.id/"),),
        origins={"source:koran": Span("data/sources.yaml", 4)},
    )
    links = list_foreign_links(site)
    line = site.news[0].body_line
    assert list(links) == ["https://a.id/x_(y)?z=1&w=2", "https://b.id/", "https://c.id/é"]
    assert [(at.file, at.line) for at in links["https://b.id/"]] == [
        ("content/news/2020-a.md", line),
        ("content/news/2020-a.md", line),
        ("data/sources.yaml", 4),
    ]


def test_links_offline_is_told_once() -> None:
    report = Report()
    answers = {"https://a.id/": Answer(TODAY, failure="host"), "https://b.id/": Answer(TODAY, failure="network")}
    report_answers(dict.fromkeys(answers, (Span("x.md", 1),)), answers, report)
    assert [(one.code, one.values) for one in report] == [("links-offline", {"count": "2"})]
    mixed = Report()
    report_answers(dict.fromkeys(answers, (Span("x.md", 1),)), answers | {"https://c.id/": Answer(TODAY, 200)}, mixed)
    assert [one.code for one in mixed] == ["link-dead", "link-unanswered"]


def test_links_command_reports_and_remembers(tmp_path: Path) -> None:
    root = copy_case("minimal", tmp_path)
    (root / "content/news").mkdir(parents=True)
    text = (
        "---\ntitle: A\ndate: 2018-07-05\nsummary: S.\n---\n\nKe [sini](http://a.id/200) dan [sana](http://b.id/404).\n"
    )
    (root / "content/news/2018-07-05-a.md").write_text(text, encoding="utf-8")
    asked = list[tuple[str, str]]()
    with host(asked) as proxy:
        runs = [
            sitegen(root, "links", "--format", "json", *more, http_proxy=proxy, no_proxy="", NO_PROXY="")
            for more in ((), (), ("--all",))
        ]
    assert [run.code for run in runs] == [1, 1, 1]
    (problem,) = json.loads(runs[0].out)["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("link-dead", "content/news/2018-07-05-a.md", 7)
    assert [path for method, path in asked if method == "HEAD"] == [
        "http://a.id/200", "http://b.id/404", "http://b.id/404", "http://a.id/200", "http://b.id/404"
    ]  # fmt: skip
    assert sorted(json.loads((root / "build/links.json").read_text(encoding="utf-8"))) == [
        "http://a.id/200",
        "http://b.id/404",
    ]
