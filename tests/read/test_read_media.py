"""Photos: what they must be, and what is said where they are not."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from marked_site import NEWS, problems_of, read, write_site
from PIL import Image

from sitegen.problems import Span

N = "content/news/2018-07-05-dua-desa.md"
PHOTO = "content/media/foto.jpg"


def photo(kind: str = "JPEG", *, gps: bool = False, size: tuple[int, int] = (40, 30)) -> bytes:
    data = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    exif = image.getexif()
    if gps:
        exif.get_ifd(0x8825)[1] = "S"
    image.save(data, kind, exif=exif)
    return data.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of any size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_images_are_measured(tmp_path: Path, kind: str) -> None:
    file = f"content/media/foto.{kind.lower()}"
    marked = NEWS.replace("summary:", f"image: {{src: ../media/foto.{kind.lower()}, alt: '', credit: Ani}}\nsummary:")
    site, problems = read(write_site(tmp_path, {file: photo(kind), N: marked, "content/media/surat.pdf": "%PDF"}))
    assert not problems
    assert site is not None
    assert (site.media[file].width, site.media[file].height) == (40, 30)
    assert site.media["content/media/surat.pdf"].size == 4
    assert site.media["content/media/surat.pdf"].width == 0


def test_an_unknown_image_is_told_with_the_nearest(tmp_path: Path) -> None:
    marked = NEWS.replace("summary:", "image: {src: «../media/fotto.jpg», alt: '', credit: Ani}\nsummary:")
    root = write_site(tmp_path, {PHOTO: photo()})
    (problem,), (place,) = problems_of(root, N, marked)
    assert (problem.code, problem.at, problem.suggestion) == ("unknown-image", place, "../media/foto.jpg")


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("image-unreadable", b"not a picture"),
        ("image-unreadable", b""),
        ("image-unreadable", photo(size=(400, 300))[:1500]),
        ("image-unreadable", photo("PNG")[:60]),
        ("image-unreadable", b"GIF89a" + b"\xff" * 50),
        ("image-too-large", png_that_claims(30_000, 30_000)),
    ],
)
def test_images_that_cannot_be_used(tmp_path: Path, code: str, data: bytes) -> None:
    _, (problem,) = read(write_site(tmp_path, {PHOTO: data}))
    assert (problem.code, problem.severity, problem.at) == (code, "error", Span(PHOTO))
    if code == "image-too-large":
        assert problem.values == {"width": "30000", "height": "30000"}


def test_a_photo_that_tells_where_it_was_taken(tmp_path: Path) -> None:
    _, (problem,) = read(write_site(tmp_path, {PHOTO: photo(gps=True)}))
    assert (problem.code, problem.severity, problem.at) == ("image-location", "warning", Span(PHOTO))
