"""Photos are published without the place that a camera noted in them, and look the same."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from factory import INDONESIA, default_theme, make_config, make_news, make_site_index
from PIL import Image, ImageChops, ImageOps, PngImagePlugin

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Copy, Photo
from sitegen.load.context import LoadContext
from sitegen.load.media import load_media
from sitegen.models import Media
from sitegen.output import LayoutContext, Output
from sitegen.problems import Report, Span
from sitegen.render.content import render_content
from sitegen.render.keys import OutputKeys
from sitegen.render.markdown import RenderFindings
from sitegen.render.photos import strip_metadata
from sitegen.render.templates import Templates
from sitegen.views import images
from sitegen.views.layout import layout_context as make_frame

GPS, ORIENTATION, COMMENT = 0x8825, 0x0112, 0x9286
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li exif:GPSLatitude="7,58.9S" exif:GPSLongitude="112,37E"/></x:xmpmeta>'
)
PLACE = (b"GPSLatitude", b"GPSLongitude", b"7,58.9S", b"Rumah Ani", b"Kamera Ani")


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 40)) -> Image.Image:
    """A picture whose every corner is another colour, so that a turn shows."""
    bands = [Image.linear_gradient("L").resize(size), Image.linear_gradient("L").rotate(90).resize(size)]
    return Image.merge("RGB", [*bands, Image.radial_gradient("L").resize(size)]).convert(mode)


def exif(orientation: int = 1, *, gps: bool = True) -> bytes:
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[0x010F] = "Kamera Ani"
    if gps:
        data.get_ifd(GPS).update({1: "S", 2: (7.0, 58.0, 54.0), 3: "E", 4: (112.0, 37.0, 12.0)})
    return data.tobytes()


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def png_with(chunk: str, behind: bool = False) -> bytes:
    """A PNG with XMP or EXIF in a chunk of text, before or behind its pixels."""
    info = PngImagePlugin.PngInfo()
    if chunk == "Raw profile type exif":
        digits = exif().removeprefix(b"Exif\0\0").hex()
        info.add_text(chunk, f"\nexif\n{len(digits) // 2:8}\n{digits}\n", zip=True)
    else:
        info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=chunk == "zipped")
    data = saved(picture(), "PNG", pnginfo=info)
    if not behind:
        return data
    start = data.index(b"iTXt") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4], "big")
    last = data.index(b"IEND") - 4
    return data[:start] + data[end:last] + data[start:end] + data[last:]


LOCATED: dict[str, Callable[[], bytes]] = {
    "exif.jpg": lambda: saved(picture(), "JPEG", exif=exif(), quality=80),
    "both.jpg": lambda: saved(picture(), "JPEG", exif=exif(6), xmp=XMP, comment=b"Rumah Ani"),
    "xmp.jpg": lambda: saved(picture(), "JPEG", xmp=XMP, progressive=True, subsampling=0),
    "grey.jpg": lambda: saved(picture("L"), "JPEG", exif=exif()),
    "cmyk.jpg": lambda: saved(picture("CMYK"), "JPEG", exif=exif()),
    "two.jpg": lambda: saved(picture(), "MPO", exif=exif(3), save_all=True, append_images=[picture("RGB", (20, 20))]),
    "exif.png": lambda: saved(picture(), "PNG", exif=exif(8)),
    "clear.png": lambda: saved(picture("RGBA"), "PNG", exif=exif()),
    "palette.png": lambda: saved(picture("P"), "PNG", exif=exif(), transparency=3),
    "xmp.png": lambda: png_with("plain"),
    "zipped.png": lambda: png_with("zipped"),
    "behind.png": lambda: png_with("zipped", behind=True),
    "profile.png": lambda: png_with("Raw profile type exif"),
    "exif.webp": lambda: saved(picture(), "WEBP", exif=exif(6), quality=90),
    "xmp.webp": lambda: saved(picture(), "WEBP", xmp=XMP),
    "lossless.webp": lambda: saved(picture("RGBA"), "WEBP", exif=exif(), lossless=True, icc_profile=b"icc" * 99),
}


def read_one(tmp_path: Path, name: str, data: bytes) -> tuple[Media, list[tuple[str, str]]]:
    file, report = f"content/media/{name}", Report()
    (tmp_path / "content" / "media").mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(data)
    media = load_media(LoadContext(tmp_path, report, NullCache(), known_geography=INDONESIA), [file])[file]
    assert all(problem.at == Span(file) for problem in report)
    return media, [(problem.code, problem.severity) for problem in report]


@pytest.mark.parametrize("name", LOCATED)
def test_photo_metadata_location_removed_pixels_kept(tmp_path: Path, name: str) -> None:
    data = LOCATED[name]()
    media, problems = read_one(tmp_path, name, data)
    assert (media.located, problems) == (True, [("image-location", "warning")])
    published = strip_metadata(data)
    assert published == strip_metadata(data)
    assert not [word for word in PLACE if word in published]
    again, problems = read_one(tmp_path, name, published)
    assert (again.located, problems) == (False, [])
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(published)) as after:
        shape = before.size if before.getexif().get(ORIENTATION, 1) < 5 else before.size[::-1]
        assert after.size == before.size
        assert (media.width, media.height) == shape
        assert after.mode == before.mode
        assert after.getexif().get(ORIENTATION, 1) == before.getexif().get(ORIENTATION, 1)
        assert not set(after.getexif()) - {ORIENTATION}
        assert not {"xmp", "comment", "XML:com.adobe.xmp"} & set(after.info)
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        shown = [ImageOps.exif_transpose(image).convert("RGBA") for image in (before, after)]
    exact = name.endswith(".png") or name == "lossless.webp"
    lightest = max(top for _, top in ImageChops.difference(*shown).getextrema())
    assert lightest <= (0 if exact else 12)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("foto.jpg", saved(picture(), "JPEG", exif=exif(6, gps=False))),
        ("foto.png", saved(picture(), "PNG")),
        ("surat.pdf", b"%PDF-1.7 II*\0 MM\0*"),
    ],
)
def test_photo_metadata_without_location_unchanged(tmp_path: Path, name: str, data: bytes) -> None:
    media, problems = read_one(tmp_path, name, data)
    assert (media.located, problems) == (False, [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gerak.webp", saved(picture(), "WEBP", exif=exif(), save_all=True, append_images=[picture().rotate(90)])),
        ("gerak.png", saved(picture(), "PNG", exif=exif(), save_all=True, append_images=[picture().rotate(90)])),
        ("foto.gif", saved(picture("P"), "GIF")[:-1] + b"\x21\xff\x0bXMP DataXMP" + XMP + b"\x01\x00\x00\x3b"),
        ("foto.avif", saved(picture(), "AVIF", exif=exif())),
        ("surat.pdf", b"%PDF-1.7\nstream\n" + saved(picture(), "JPEG", exif=exif()) + b"\nendstream"),
    ],
)
def test_photo_metadata_irremovable_location_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    assert read_one(tmp_path, name, data)[1] == [("location-kept", "error")]


def test_photo_metadata_of_resized_photo_checked_whole(tmp_path: Path) -> None:
    png = LOCATED["exif.png"]()
    start = png.index(b"IDAT")
    spoilt = bytes(len(png) - start - 20)
    pixels = b"IDAT" + spoilt
    damaged = png[: start - 4] + len(spoilt).to_bytes(4, "big") + pixels + zlib.crc32(pixels).to_bytes(4, "big")
    assert read_one(tmp_path, "foto.png", damaged + png[-12:])[1] == [("image-unreadable", "error")]


def test_photo_metadata_key_of_bytes_and_fingerprint() -> None:
    layout = make_frame_of("Satu")
    photo = Output("media/foto.jpg", Photo("/sini/foto.jpg", "a" * 32, 9))
    moved = Output("media/foto.jpg", Photo("/sana/foto.jpg", "a" * 32, 9))
    other = Output("media/foto.jpg", Photo("/sini/foto.jpg", "b" * 32, 9))
    keys, newer, renamed = (
        OutputKeys(default_theme(), layout, "e1"),
        OutputKeys(default_theme(), layout, "e2"),
        make_frame_of("Dua"),
    )
    assert keys.key(photo) == keys.key(moved) == OutputKeys(default_theme(), renamed, "e1").key(photo)
    assert len({keys.key(photo), keys.key(other), newer.key(photo), "a" * 32}) == 4
    assert keys.key(Output("media/foto.jpg", Copy("/sini/foto.jpg", "a" * 32, 9))) == "a" * 32


def make_frame_of(title: str) -> LayoutContext:
    return make_frame(make_site_index(BuildContext(datetime(2026, 1, 1, tzinfo=UTC)), config=make_config(title=title)))


def test_photo_metadata_rewrites_only_photos_with_location(tmp_path: Path) -> None:
    located, plain = LOCATED["both.jpg"](), saved(picture(), "JPEG")
    media = {
        f"content/media/{name}": read_one(tmp_path, name, data)[0]
        for name, data in (("rumah.jpg", located), ("balai.jpg", plain))
    }
    news = make_news(body="[Rumah](../media/rumah.jpg) [Balai](../media/balai.jpg)\n")
    site = make_site_index(news=(news,), media=media)
    templates = Templates(site.site.theme, make_frame(site), "Asia/Jakarta", NullCache(), "test")
    whole = [one for one in images.media_files(site) if not (isinstance(one.content, Photo) and one.content.format)]
    made = {
        output.origin.file: (type(output.content), render_content(output, templates, RenderFindings()))
        for output in whole
    }
    assert made == {
        "content/media/rumah.jpg": (Photo, strip_metadata(located)),
        "content/media/balai.jpg": (Copy, plain),
    }
