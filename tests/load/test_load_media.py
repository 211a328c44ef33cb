"""Photos: what they must be, and what is said where they are not."""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from pathlib import Path

import pytest
from marked_site import NEWS, VILLAGE, problems_of, read, write_site
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
def test_media_images_are_measured(tmp_path: Path, kind: str) -> None:
    file = f"content/media/foto.{kind.lower()}"
    marked = NEWS.replace("summary:", f"image: {{src: ../media/foto.{kind.lower()}, alt: '', credit: Ani}}\nsummary:")
    site, problems = read(write_site(tmp_path, {file: photo(kind), N: marked, "content/media/surat.txt": "Ini."}))
    assert not problems
    assert site is not None
    assert (site.media[file].width, site.media[file].height) == (40, 30)
    assert site.media["content/media/surat.txt"].size == 4
    assert site.media["content/media/surat.txt"].width == 0


def test_media_unknown_image_suggests_nearest(tmp_path: Path) -> None:
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
        ("image-unreadable", b"Ini surat, bukan foto.\n" * 40),
        ("image-unreadable", photo("WEBP")[:40]),
        ("image-unreadable", photo("AVIF")[:200]),
        ("image-too-large", png_that_claims(30_000, 30_000)),
    ],
)
def test_media_invalid_images(tmp_path: Path, code: str, data: bytes) -> None:
    _, (problem,) = read(write_site(tmp_path, {PHOTO: data}))
    assert (problem.code, problem.severity, problem.at) == (code, "error", Span(PHOTO))
    if code == "image-too-large":
        assert problem.values == {"width": "30000", "height": "30000"}


def test_media_photo_with_location_warns(tmp_path: Path) -> None:
    _, (problem,) = read(write_site(tmp_path, {PHOTO: photo(gps=True)}))
    assert (problem.code, problem.severity, problem.at) == ("image-location", "warning", Span(PHOTO))


def jpeg_that_claims(width: int, height: int) -> bytes:
    """A small photo whose header says another size."""
    data = bytearray(photo())
    layout = data.index(b"\xff\xc0")
    data[layout + 5 : layout + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def test_media_200_megapixels_refused_before_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(image: Image.Image) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", refuse)
    _, (problem,) = read(write_site(tmp_path, {PHOTO: jpeg_that_claims(20_000, 10_000)}))
    assert (problem.code, problem.at) == ("image-too-large", Span(PHOTO))
    assert problem.values == {"width": "20000", "height": "10000"}


@pytest.mark.parametrize("name", ["foto.png", "foto.webp", "foto.gif"])
def test_media_wrong_suffix_is_accepted(tmp_path: Path, name: str) -> None:
    site, problems = read(write_site(tmp_path, {f"content/media/{name}": photo("JPEG")}))
    assert not problems
    assert site is not None
    assert site.media[f"content/media/{name}"].still


def test_media_size_follows_orientation(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(lying, "JPEG", exif=exif)
    clear = io.BytesIO()
    Image.new("RGBA", (1, 1), (0, 0, 0, 90)).save(clear, "PNG")
    moving = io.BytesIO()
    layouts = [Image.new("RGB", (8, 6), colour) for colour in ("teal", "red")]
    layouts[0].save(moving, "WEBP", save_all=True, append_images=layouts[1:])
    files = {"lying.jpg": lying, "clear.png": clear, "moving.webp": moving}
    site, problems = read(
        write_site(tmp_path, {f"content/media/{name}": one.getvalue() for name, one in files.items()})
    )
    assert not problems
    assert site is not None
    told = {file[14:]: (one.width, one.height, one.still, one.clear) for file, one in site.media.items()}
    assert told == {
        "lying.jpg": (30, 40, True, False),
        "clear.png": (1, 1, True, True),
        "moving.webp": (8, 6, False, False),
    }


V = "data/villages.yaml"


@pytest.mark.parametrize(
    ("code", "src", "near"),
    [
        ("unknown-image", "content/media/fotto.jpg", PHOTO),
        ("unknown-image", "../media/foto.jpg", PHOTO),
        ("image-unreadable", "content/media/surat.txt", ""),
    ],
)
def test_media_village_photo_must_be_photo(tmp_path: Path, code: str, src: str, near: str) -> None:
    root = write_site(tmp_path, {PHOTO: photo(), "content/media/surat.txt": "Ini."})
    marked = VILLAGE + f"  image: {{src: «{src}», alt: '', credit: Ani}}\n"
    (problem,), (place,) = problems_of(root, V, marked)
    assert (problem.code, problem.at, problem.suggestion) == (code, place, near)


def test_media_village_photo_needs_alt_and_credit(tmp_path: Path) -> None:
    root = write_site(tmp_path, {PHOTO: photo()})
    sound, _ = problems_of(root, V, VILLAGE + f"  image: {{src: {PHOTO}, alt: '', credit: Ani}}\n")
    assert not sound
    bare, _ = problems_of(root, V, VILLAGE + f"  image: {{src: {PHOTO}}}\n")
    assert sorted((problem.code, problem.at.line) for problem in bare) == [("missing-key", 12), ("missing-key", 12)]


def test_media_damaged_photo_reported_once(tmp_path: Path) -> None:
    root = write_site(tmp_path, {PHOTO: b""})
    (problem,), _ = problems_of(root, V, VILLAGE + f"  image: {{src: {PHOTO}, alt: '', credit: Ani}}\n")
    assert (problem.code, problem.at) == ("image-unreadable", Span(PHOTO))


NAMES = ("Foto Balai Desa.JPG", "WhatsApp Image 2024-03-01 at 10.00.00 (1).jpeg", "jum'at.jpg", "Cafe\u0301 [2].jpg")


@pytest.mark.parametrize("name", NAMES)
def test_media_front_matter_names_any_file(tmp_path: Path, name: str) -> None:
    written = unicodedata.normalize("NFC", name)
    for form in (written, written.replace(" ", "%20")):
        image = f'image: {{src: "../media/{form}", alt: "", credit: Ani}}\nsummary:'
        village = VILLAGE + f'  image: {{src: "content/media/{form}", alt: "", credit: Ani}}\n'
        root = write_site(
            tmp_path,
            {f"content/media/{name}": photo(), N: NEWS.replace("summary:", image), "data/villages.yaml": village},
        )
        site, problems = read(root)
        assert not problems
        assert site is not None
        assert site.news[0].meta.image is not None
        assert site.news[0].meta.image.src == f"../media/{name}"
        assert [one.image.src for one in site.villages if one.image] == [f"content/media/{name}"]


@pytest.mark.parametrize(
    ("src", "near"),
    [
        ("../media/foto-balai-desa.jpg", "../media/Foto Balai Desa.JPG"),
        ("Foto Balai Desa.JPG", "../media/Foto Balai Desa.JPG"),
    ],
)
def test_media_front_matter_other_spelling_suggested(tmp_path: Path, src: str, near: str) -> None:
    marked = NEWS.replace("summary:", f"image: {{src: «{src}», alt: '', credit: Ani}}\nsummary:")
    root = write_site(tmp_path, {f"content/media/{NAMES[0]}": photo()})
    (problem,), (place,) = problems_of(root, N, marked)
    assert (problem.code, problem.at, problem.suggestion) == ("unknown-image", place, near)


@pytest.mark.parametrize("src", ["/foto.jpg", "C:/foto.jpg", "..\\\\media\\\\foto.jpg", "https://example.org/a.jpg"])
def test_media_front_matter_path_outside_refused(tmp_path: Path, src: str) -> None:
    marked = NEWS.replace("summary:", f'image: {{src: «"{src}"», alt: "", credit: Ani}}\nsummary:')
    (problem,), _ = problems_of(write_site(tmp_path, {}), N, marked)
    assert problem.code == "bad-source-path"


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "pindai.tiff", "a.bmp"])
def test_media_picture_that_browsers_do_not_show_is_told(tmp_path: Path, name: str) -> None:
    _, (problem,) = read(write_site(tmp_path, {f"content/media/{name}": b"data"}))
    assert (problem.code, problem.at) == ("picture-kind", Span(f"content/media/{name}"))


def test_media_picture_within_a_long_text_is_told(tmp_path: Path) -> None:
    for length in (30_000, 1_100_000):
        text = f"{NEWS}\n![x][a]\n\n[a]: <data:image/png;base64,{'A' * length}>\n"
        _, (problem,) = read(write_site(tmp_path, {N: text}))
        assert (problem.code, problem.at.line) == ("image-embedded", text.count("\n"))
