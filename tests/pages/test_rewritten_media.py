"""A media file that was written anew is published as it was written, not as its file is."""

from __future__ import annotations

from factory import ADDRESSES, NOW, make_page, make_site

from sitegen.build_context import BuildContext
from sitegen.content import RawBytes
from sitegen.digest import hex_digest
from sitegen.models import Media
from sitegen.pages import plan_site
from sitegen.problems import Report, Span


def test_rewritten_media_is_published_in_place_of_its_file() -> None:
    file, data = "content/media/gambar.svg", b"<svg></svg>\n"
    media = Media(file, hex_digest(data), len(data), location="/tidak/ada.svg", rewritten=data)
    page = make_page(body="[gambar](../media/gambar.svg)\n")
    planned = plan_site(make_site(pages=(page,), media={file: media}), BuildContext(NOW), ADDRESSES)
    outputs = [*planned.text_outputs, *planned.plan_others(Report())]
    (output,) = (one for one in outputs if one.origin == Span(file))
    assert output.content == RawBytes(data)
    assert output.path == f"media/gambar.{hex_digest(data)[:8]}.svg"
