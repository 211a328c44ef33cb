"""What is held back or has expired is known: links, menu entries and redirects to it wait, and stop no build."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from factory import ADDRESSES, NOW, make_config, make_news, make_page, make_site
from published_site import published

from sitegen.build_context import BuildContext
from sitegen.models import MenuItem, Redirect
from sitegen.views.site_index import find_held_urls

LINKS = (
    "[berita](/berita/2017/usai/) [tahun](/berita/2017/) [tag](/berita/tag/khusus/#isi) [lama](/lama/)\n"
    "[halaman](/sewa/) [alias](/usai-lama/) [ada](/berita/2018/)\n"
)
EXPIRED = make_news("2017-01-01-usai.md", tags=("khusus",), aliases=("/usai-lama/",), expiry_date="2025-12-31")
CONFIG = make_config(
    redirects=(Redirect(source="/lama/", target="/berita/2017/usai/"),),
    menu=(MenuItem(title="Daftar", path="/desa/"), MenuItem(title="Sewa", path="/sewa/")),
)


def parts(**more: Any) -> dict[str, Any]:
    return {
        "config": CONFIG,
        "news": (EXPIRED, make_news("2018-07-05-tetap.md", body=LINKS)),
        "pages": (make_page("sewa.md", expiry_date="2026-01-01"),),
    } | more


def test_held_urls_of_expired_content() -> None:
    assert find_held_urls(make_site(**parts()), BuildContext(NOW), ADDRESSES) == {
        "/berita/2017/usai/",
        "/berita/2017/",
        "/berita/tag/khusus/",
        "/usai-lama/",
        "/lama/",
        "/sewa/",
    }
    assert not find_held_urls(make_site(**parts()), BuildContext(NOW - timedelta(7)), ADDRESSES)


def test_held_urls_of_further_pages_of_a_list() -> None:
    config = make_config(per_page=1)
    news = (make_news("2018-01-01-a.md", draft=True), make_news("2018-01-02-b.md"))
    assert find_held_urls(make_site(config=config, news=news), BuildContext(NOW), ADDRESSES) == {
        "/berita/2018/a/",
        "/berita/halaman/2/",
        "/berita/2018/halaman/2/",
    }


def test_held_urls_of_every_language() -> None:
    english = replace(ADDRESSES, language="en", prefix="/en", translations=())
    routes = replace(ADDRESSES, language="id", translations=(english,))
    site = make_site(config=make_config(languages=("en",)), pages=(make_page("sewa.md", draft=True),))
    assert find_held_urls(site, BuildContext(NOW), routes) == {"/sewa/", "/en/sewa/"}


def test_held_urls_are_no_links() -> None:
    page = published(**parts())["berita/2018/tetap/index.html"]
    for words in ("berita", "tahun", "tag", "lama", "halaman", "alias"):
        assert f"<span>{words}</span>" in page
    assert '<a href="../../../berita/2018/">ada</a>' in page
    before = published(BuildContext(NOW - timedelta(7)), **parts())["berita/2018/tetap/index.html"]
    assert '<a href="../../../lama/">lama</a>' in before


def test_held_urls_have_no_menu_entry_and_no_redirect() -> None:
    now = published(**parts())
    assert "lama/index.html" not in now
    assert "/lama/" not in now["_redirects"]
    assert ">Sewa</a>" not in now["index.html"]
    before = published(BuildContext(NOW - timedelta(7)), **parts())
    assert "lama/index.html" in before
    assert ">Sewa</a>" in before["index.html"]
