"""Where a lost address is offered to lead, and redirects that lead to no page."""

from __future__ import annotations

from typing import Any

import pytest
from factory import ADDRESSES, NOW, make_config, make_news, make_site, make_village

from sitegen.build_context import BuildContext
from sitegen.models import PreviousCode, Redirect
from sitegen.pages import old_urls, plan_site
from sitegen.problems import Problem, Report, Span
from sitegen.validate.urls import check_locked_urls, check_redirects

REGENCY = "/wilayah/jawa-uji/kabupaten-uji/"
REGIONS = {"regency": "Kabupaten Uji", "province": "Jawa Uji"}
NEIGHBOUR = make_village("35.05.16.2001", name="Waru", district="Selorejo Lor", **REGIONS)
SITE = "data/site.yaml"


def check(
    locked: dict[str, str], *redirects: tuple[str, str], successors: dict[str, str] | None = None, **parts: Any
) -> tuple[dict[str, str], list[Problem]]:
    """The redirects offered for the lost addresses of a site, and its other problems."""
    villages = parts.get("villages", (NEIGHBOUR,))
    origins = {village.code: Span("data/villages.yaml", number) for number, village in enumerate(villages, 1)}
    for number in range(len(redirects)):
        spans = {name: Span(SITE, number + 1, at) for at, name in enumerate(("source", "target"), 1)}
        origins |= {f"redirects:{number}:{name}": span for name, span in spans.items()}
    config = make_config(redirects=tuple(Redirect(source=old, target=new) for old, new in redirects))
    given = {"villages": villages, "news": (make_news(),), "locked_urls": locked, "origins": origins}
    site = make_site(config=config, **(given | parts))
    context, report = BuildContext(NOW), Report()
    plan = plan_site(site, context, ADDRESSES)
    planned = {one.path: one.origin for one in [*plan.text_outputs, *plan.plan_others(Report())]}

    def known() -> dict[str, str]:
        return old_urls(site, context, ADDRESSES)

    offered = check_locked_urls(site, ADDRESSES, planned, tuple, known, lambda: successors or {}, {}, report)
    check_redirects(site, planned, known, offered, report)
    return offered, [one for one in report if one.code != "address-lost"]


@pytest.mark.parametrize(
    ("lost", "target"),
    [
        (f"{REGENCY}selorejo/angsa/", REGENCY),
        (f"{REGENCY}selorejo/", REGENCY),
        (f"{REGENCY}selorejo.csv", REGENCY),
        (f"{REGENCY}selorejo-lor.kmz", f"{REGENCY}selorejo-lor/"),
        ("/wilayah/jawa-uju/kabupaten-uji/", "/wilayah/"),
        ("/pencarian/abjad/a/", "/desa/"),
        ("/pencarian/abjad/a/halaman/2/", "/desa/"),
        ("/pencarian/abjad/wa/", "/pencarian/abjad/w/"),
        ("/pencarian/abjad/w/halaman/2/", "/pencarian/abjad/w/"),
        ("/pencarian/abjad/lainnya/", "/desa/"),
        ("/berita/2018/kabur/", "/berita/2018/"),
        ("/berita/2017/kabar/", "/berita/"),
        ("/berita/halaman/7/", "/berita/"),
        ("/berita/tag/uji/halaman/2/", "/berita/"),
        ("/arsip/2019/", "/arsip/"),
        ("/desaa/", "/"),
    ],
)
def test_lost_address_leads_to_the_page_above(lost: str, target: str) -> None:
    assert check({lost: ""}) == ({lost: target}, [])


def test_lost_address_never_leads_to_a_look_alike_beside_it() -> None:
    twin = make_village("35.05.16.2002", name="Angsa", district="Selorejo Lor", **REGIONS)
    lost = {f"{REGENCY}selorejo/angsa/": "35.05.15.2004", f"{REGENCY}selorejo-lor/angse/": "35.05.16.2003"}
    offered, _ = check(lost, villages=(NEIGHBOUR, twin))
    assert offered == dict(zip(lost, (REGENCY, f"{REGENCY}selorejo-lor/"), strict=True))


def test_lost_address_of_a_village_leads_to_its_present_address() -> None:
    lost = f"{REGENCY}selorejo/waru/"
    assert check({lost: NEIGHBOUR.code})[0] == {lost: f"{REGENCY}selorejo-lor/waru/"}


def test_lost_address_leads_to_the_place_that_bore_the_name() -> None:
    """A record was written anew under another code; it tells what the place was called."""
    new = make_village("35.05.15.2009", name="Baru", district="Selorejo", previous_names=("Angsa",), **REGIONS)
    lost = f"{REGENCY}selorejo/angsa/"
    assert check({lost: "35.05.15.2004"}, villages=(new,))[0] == {lost: f"{REGENCY}selorejo/baru/"}


def test_lost_address_leads_to_the_released_successor() -> None:
    code = PreviousCode(code="35.05.15.2010", until="2020")
    last = make_village("35.05.16.2003", name="Gabung", district="Selorejo Lor", previous_codes=(code,), **REGIONS)
    lost = f"{REGENCY}selorejo/angsa/"
    for successors, target in (
        ({"35.05.15.2004": "35.05.16.2003"}, f"{REGENCY}selorejo-lor/gabung/"),
        ({"35.05.15.2004": "35.05.15.2009", "35.05.15.2009": "35.05.15.2010"}, f"{REGENCY}selorejo-lor/gabung/"),
        ({"35.05.15.2004": "35.05.15.2009", "35.05.15.2009": "35.05.15.2004"}, REGENCY),
    ):
        assert check({lost: "35.05.15.2004"}, villages=(last,), successors=successors)[0] == {lost: target}


def test_lost_address_below_a_redirect_leads_where_that_leads() -> None:
    lost = f"{REGENCY}selorejo/angsa/"
    offered, problems = check({lost: ""}, (f"{REGENCY}selorejo/", f"{REGENCY}selorejo-lor/"))
    assert (offered, problems) == ({lost: f"{REGENCY}selorejo-lor/"}, [])


def told(problems: list[Problem]) -> list[tuple[str, int, int, str]]:
    assert {one.at.file for one in problems} <= {SITE}
    return [(one.code, one.at.line, one.at.column, one.suggestion) for one in problems]


@pytest.mark.parametrize(
    ("redirects", "expected"),
    [
        ([("/a/", "/desa/"), ("/b/", "/desa/")], []),
        ([("/a/", "/b/"), ("/b/", "/desa/")], [("redirect-chain", 1, 2, "/desa/")]),
        (
            [("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/desa/")],
            [("redirect-chain", 1, 2, "/desa/"), ("redirect-chain", 2, 2, "/desa/")],
        ),
        ([("/a/", "/a/")], [("redirect-circle", 1, 2, "")]),
        ([("/a/", "/b/"), ("/b/", "/a/")], [("redirect-circle", 2, 2, "")]),
        ([("/b/", "/c/"), ("/c/", "/b/"), ("/a/", "/b/")], [("redirect-circle", 2, 2, "")]),
        ([("/a.csv", "/b.csv"), ("/b.csv", "/data/villages.csv")], [("redirect-chain", 1, 2, "/data/villages.csv")]),
        ([("/data/villages.csv", "/desa/")], [("alias-taken", 1, 1, "")]),
        ([("/a.csv", "/desa/"), ("/a.csv", "/peta/")], [("alias-taken", 2, 1, "")]),
    ],
)
def test_redirects_chains_and_circles_told(
    redirects: list[tuple[str, str]], expected: list[tuple[str, int, int, str]]
) -> None:
    assert told(check({}, *redirects)[1]) == expected


def test_redirect_circle_names_its_way() -> None:
    [problem] = check({}, ("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/a/"))[1]
    assert problem.values["way"] == "/c/ → /a/ → /b/ → /c/"


def test_redirect_to_an_alias_told_with_the_page() -> None:
    news = make_news(aliases=("/lama/",))
    assert told(check({}, ("/a/", "/lama/"), news=(news,))[1]) == [
        ("redirect-chain", 1, 2, "/berita/2018/kabar/"),
    ]


def test_redirect_to_an_address_that_moved_or_was_lost_told_with_the_page() -> None:
    moved = make_village(
        "35.05.16.2003", name="Angsa", district="Selorejo Lor",
        previous_codes=(PreviousCode(code="35.05.15.2004", until="2020"),), **REGIONS,
    )  # fmt: skip
    old, gone = f"{REGENCY}selorejo/angsa/", f"{REGENCY}selorejo-lor/hilang/"
    locked = {old: "35.05.15.2004", gone: "35.05.16.2009"}
    offered, problems = check(locked, ("/a/", old), ("/b/", gone), villages=(moved,))
    assert offered == {gone: f"{REGENCY}selorejo-lor/"}
    assert told(problems) == [
        ("redirect-chain", 1, 2, f"{REGENCY}selorejo-lor/angsa/"),
        ("redirect-chain", 2, 2, f"{REGENCY}selorejo-lor/"),
    ]
