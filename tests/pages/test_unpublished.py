"""What is not public stands nowhere: no page, list, feed, sitemap, download or file of it."""

from __future__ import annotations

from typing import Any

import pytest
from factory import NOW, make_news, make_page
from published_site import planned, published

from sitegen.build_context import BuildContext
from sitegen.models import Image, Media

PHOTO = Media("content/media/rahasia.jpg", "cd" * 16, 9, 4, 3, "/somewhere/rahasia.jpg")
SECRET = {
    "title": "RAHASIA",
    "summary": "RAHASIA",
    "tags": ("rahasia",),
    "aliases": ("/rahasia-lama/",),
    "image": Image(src="../media/rahasia.jpg", alt="RAHASIA", credit="RAHASIA"),
    "body": "RAHASIA ![x](../media/rahasia.jpg)\n",
}
STANDINGS = [{"draft": True}, {"publish_date": "2026-01-01T00:01"}, {"expiry_date": "2025-12-31T23:59"}]


def parts(**standing: Any) -> dict[str, Any]:
    page = {"title": "RAHASIA", "summary": "RAHASIA", "aliases": ("/rahasia-halaman/",)}
    return {
        "news": (make_news("2018-08-01-rahasia.md", **SECRET, **standing), make_news()),
        "pages": (make_page("rahasia.md", **page, **standing), make_page()),
        "media": {PHOTO.file: PHOTO},
    }


@pytest.mark.parametrize("standing", STANDINGS)
def test_unpublished_content_leaves_no_trace(standing: dict[str, Any]) -> None:
    files = published(**parts(**standing))
    assert not [path for path in files if "rahasia" in path]
    assert not [path for path, text in files.items() if "rahasia" in text.lower()]


@pytest.mark.parametrize(("standing", "context"), [
    (STANDINGS[0], BuildContext(NOW, drafts=True)),
    (STANDINGS[1], BuildContext(NOW, future=True)),
    ({}, BuildContext(NOW)),
])  # fmt: skip
def test_published_content_is_everywhere(standing: dict[str, Any], context: BuildContext) -> None:
    files = published(context, **parts(**standing))
    for path in (
        "berita/2018/rahasia/index.html",
        "berita/tag/rahasia/index.html",
        "rahasia/index.html",
        "rahasia-lama/index.html",
        "rahasia-halaman/index.html",
        "media/rahasia.cdcdcdcd.jpg",
    ):
        assert path in files
    for path in ("berita/index.html", "atom.xml", "feed.json", "sitemap.xml", "_redirects"):
        assert "rahasia" in files[path].lower(), path


def test_photo_unused_is_not_published() -> None:
    files = published(news=(make_news(),), media={PHOTO.file: PHOTO})
    assert not [path for path in files if path.startswith("media/")]


def test_prose_link_to_media_file_publishes_it() -> None:
    outputs, _ = planned(pages=(make_page(body="[Unduh](../media/rahasia.jpg)\n"),), media={PHOTO.file: PHOTO})
    assert "media/rahasia.cdcdcdcd.jpg" in [output.path for output in outputs]
