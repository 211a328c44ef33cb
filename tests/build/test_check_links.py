"""Verify: links are read as a browser reads them, and a dead one is told where its source is."""

import pytest

from sitegen.artifact import Artifact
from sitegen.check import check_config_links, check_links, check_weight, extract_links
from sitegen.models import Budget
from sitegen.problems import Report, Span


@pytest.mark.parametrize(
    ("path", "link", "address"),
    [
        ("desa/index.html", "../", "/"),
        ("desa/index.html", "../arsip/2018/", "/arsip/2018/"),
        ("desa/index.html", "./", "/desa/"),
        ("desa/index.html", "#isi", "/desa/#isi"),
        ("desa/index.html", "../kredit/#s1", "/kredit/#s1"),
        ("desa/index.html", "../desa/?q=1#a", "/desa/#a"),
        ("desa/index.html", "villages.csv", "/desa/villages.csv"),
        ("a/b/c/index.html", "../../../x/../y/", "/y/"),
        ("index.html", "desa/", "/desa/"),
        ("404.html", "/situs/aset/a.css", "/aset/a.css"),
        ("index.html", "a%20b.pdf", "/a b.pdf"),
    ],
)
def test_link_targets_resolve_like_a_browser(path: str, link: str, address: str) -> None:
    html = f'<a class="x" href="{link}">x</a>'.encode()
    assert extract_links(path, html, "/situs/").links == (address,)


@pytest.mark.parametrize("link", ["https://example.org/", "mailto:a@example.org", "//example.org/x", "geo:1,2"])
def test_link_foreign_is_ignored(link: str) -> None:
    assert extract_links("index.html", f'<a href="{link}">x</a>'.encode()).links == ()


def test_link_srcset_candidates_count() -> None:
    html = b'<img src="../m/a.jpg" srcset="../m/a.jpg 1x, ../m/b.jpg 2x">'
    assert extract_links("d/index.html", html).links == ("/m/a.jpg", "/m/b.jpg")


def test_link_in_text_is_ignored() -> None:
    html = b'<p id="a">href=&#34;../x/&#34; href=&quot;y&quot;</p><p id="b"></p>'
    assert extract_links("index.html", html) == extract_links("index.html", b'<p id="a"></p><p id="b"></p>')


def origins(*paths: str) -> dict[str, Span]:
    return dict.fromkeys(paths, Span("data/villages.yaml", 7))


def test_link_dead_page_and_anchor_reported_at_source() -> None:
    made = {
        "index.html": Artifact(
            "",
            "",
            1,
            links=("/a/", "/a/#b", "/a/#c", "/none/"),
            link_spans={"/none/": (Span("content/x.md", 3, 4, 9),)},
        ),
        "a/index.html": Artifact("", "", 1, anchors=("b",)),
    }
    report = Report()
    check_links(origins(*made), made, made, report)
    assert [(problem.code, problem.at, problem.values) for problem in report] == [
        ("broken-link", Span("content/x.md", 3, 4, 9), {"target": "/none/"}),
        ("broken-anchor", Span("data/villages.yaml", 7), {"target": "/a/#c"}),
    ]


def test_link_dead_in_settings_reported_at_its_line() -> None:
    report, at = Report(), Span("data/site.yaml", 9, 11, 17)
    links = [("/desa/", Span("data/site.yaml", 8)), ("/none/", at), ("https://example.org", Span("data/site.yaml"))]
    held = ("/held/", Span("data/site.yaml", 10))
    check_config_links([*links, held], lambda: ["/held/"], {"desa/index.html"}, report)
    assert [(problem.code, problem.severity, problem.at, problem.values) for problem in report] == [
        ("broken-link", "error", at, {"target": "/none/"}),
        ("held-address", "warning", held[1], {"target": "/held/"}),
    ]


def test_weight_of_pages_and_images_is_warned_of() -> None:
    made = {"a.html": Artifact("", "", 9001), "b.jpg": Artifact("", "", 5001), "c.csv": Artifact("", "", 99999)}
    report = Report()
    check_weight(origins(*made), made, Budget(page_kb=9, image_kb=5), report)
    assert {(problem.code, problem.severity, problem.values["path"]) for problem in report} == {
        ("page-too-heavy", "warning", "a.html"),
        ("image-too-heavy", "warning", "b.jpg"),
    }
