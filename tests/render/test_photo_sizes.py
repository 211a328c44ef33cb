"""Photos in several sizes: as wide as asked, upright, in colours of screens, telling nothing, and made only once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factory import make_news, make_site_index, make_village
from PIL import Image, ImageCms
from test_photo_metadata import PLACE, XMP, exif, picture, read_one, saved

from sitegen.cache import NullCache, SqliteCache
from sitegen.content import IMAGE_WIDTHS, Copy, Photo
from sitegen.digest import hex_digest
from sitegen.models import Image as NamedImage, Media
from sitegen.render import photos
from sitegen.render.photos import resize_photo
from sitegen.views import images

WIDE = (1600, 1000)


def quadrants(size: tuple[int, int] = WIDE, mode: str = "RGB") -> Image.Image:
    """A picture with another colour in each quarter, so that every turn shows."""
    image = Image.new("RGB", size, "red")
    image.paste("lime", (size[0] // 2, 0, *size))
    image.paste("blue", (0, size[1] // 2, size[0] // 2, size[1]))
    image.paste("white", (size[0] // 2, size[1] // 2, *size))
    return image.convert(mode)


def corners(image: Image.Image) -> list[str]:
    """The colours of the quarters: above left, above right, below left, below right."""
    known = {(255, 0, 0): "red", (0, 255, 0): "lime", (0, 0, 255): "blue", (255, 255, 255): "white"}
    plain = image.convert("RGB")
    wide, high = plain.size
    found = []
    for place in (
        (wide // 4, high // 4),
        (3 * wide // 4, high // 4),
        (wide // 4, 3 * high // 4),
        (3 * wide // 4, 3 * high // 4),
    ):
        pixel: Any = plain.getpixel(place)
        found.append(min(known.items(), key=lambda one: sum(abs(a - b) for a, b in zip(one[0], pixel, strict=True)))[1])
    return found


def made(tmp_path: Path, name: str, data: bytes) -> tuple[Media, dict[tuple[int, str], bytes]]:
    """The photo as it is read, and all that is published of it where an announcement shows it."""
    media, problems = read_one(tmp_path, name, data)
    assert not [code for code, severity in problems if severity == "error"]
    shown = make_news(image=NamedImage(src=f"../media/{name}", alt="", credit="Ani"))
    found = {}
    for output in images.media_files(make_site_index(news=(shown,), media={media.file: media})):
        body = output.content
        assert isinstance(body, Photo)
        assert body.format
        found[body.width, body.format] = resize_photo(body, NullCache())
    return media, found


@pytest.mark.parametrize("turned", range(1, 9))
def test_photo_sizes_upright_without_metadata(tmp_path: Path, turned: int) -> None:
    upright = quadrants()
    back = [None, None, 0, 3, 1, 5, 2, 6, 4][turned]  # what a camera that is held so writes
    lying = upright if back is None else upright.transpose(Image.Transpose(back))
    data = saved(lying, "JPEG", exif=exif(turned), xmp=XMP, comment=b"Rumah Ani", quality=90)
    media, files = made(tmp_path, "foto.jpg", data)
    assert (media.width, media.height) == WIDE
    assert list(files) == [(width, form) for width in IMAGE_WIDTHS for form in ("jpeg", "avif")]
    for (width, form), one in files.items():
        assert not [word for word in PLACE if word in one]
        with Image.open(io.BytesIO(one)) as image:
            assert image.format == form.upper()
            assert image.size == (width, round(width * 1000 / 1600))
            assert corners(image) == ["red", "lime", "blue", "white"]
            assert not image.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(image.info)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((4000, 100), (480, 720, 1080)),
        ((1081, 700), (480, 720, 1080)),
        ((800, 600), (480, 800)),
        ((500, 400), (500,)),
        ((480, 400), (480,)),
        ((1, 1), (1,)),
    ],
)
def test_photo_sizes_never_wider_than_photo(tmp_path: Path, size: tuple[int, int], widths: tuple[int, ...]) -> None:
    _, files = made(tmp_path, "foto.png", saved(quadrants(size), "PNG"))
    assert tuple(dict.fromkeys(width for width, _ in files)) == widths
    for (width, _), one in files.items():
        with Image.open(io.BytesIO(one)) as image:
            assert image.size == (width, max(1, round(size[1] * width / size[0])))


SORTS: dict[str, Callable[[], bytes]] = {
    "biasa.jpg": lambda: saved(quadrants(), "JPEG"),
    "cmyk.jpg": lambda: saved(quadrants(mode="CMYK"), "JPEG", quality=95),
    "dua.jpg": lambda: saved(quadrants(), "MPO", save_all=True, append_images=[picture()]),
    "keliru.jpg": lambda: saved(quadrants(), "PNG"),
    "palet.png": lambda: saved(quadrants().quantize(8), "PNG"),
    "foto.webp": lambda: saved(quadrants(), "WEBP", quality=90),
    "foto.avif": lambda: saved(quadrants(), "AVIF", quality=90),
}


@pytest.mark.parametrize("name", SORTS)
def test_photo_sizes_of_each_format_look_the_same(tmp_path: Path, name: str) -> None:
    media, files = made(tmp_path, name, SORTS[name]())
    assert media.still
    assert not media.clear
    assert {form for _, form in files} == {"jpeg", "avif"}
    for one in files.values():
        with Image.open(io.BytesIO(one)) as image:
            assert corners(image) == ["red", "lime", "blue", "white"]


def test_photo_sizes_16_bit_grey_keeps_tones(tmp_path: Path) -> None:
    deep = Image.new("I;16", (600, 400), 0x8000)
    _, files = made(tmp_path, "dalam.png", saved(deep, "PNG"))
    for one in files.values():
        with Image.open(io.BytesIO(one)) as image:
            low, high = image.convert("L").getextrema()
            assert 124 <= low <= high <= 132  # type: ignore[operator]


@pytest.mark.slow
def test_photo_sizes_keep_transparency(tmp_path: Path) -> None:
    clear = quadrants(mode="RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(WIDE))
    media, files = made(tmp_path, "lambang.png", saved(clear, "PNG"))
    assert media.clear
    assert {form for _, form in files} == {"png", "avif"}
    for one in files.values():
        with Image.open(io.BytesIO(one)) as image:
            least, most = image.convert("RGBA").getchannel("A").getextrema()
            assert least < 10  # type: ignore[operator]
            assert most > 245  # type: ignore[operator]
    opaque = quadrants(mode="RGBA")
    assert {form for _, form in made(tmp_path, "buram.png", saved(opaque, "PNG"))[1]} == {"jpeg", "avif"}


def swapped_profile() -> bytes:
    """A profile of colours whose red is the green of screens, and the other way round."""
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    own = own.replace("sRGB".encode("utf-16-be"), "uji!".encode("utf-16-be"))
    return own.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def test_photo_sizes_converted_to_srgb(tmp_path: Path) -> None:
    """A profile of screens is no change; one of other colours is; one that is broken or of no RGB changes nothing."""
    colour = (200, 60, 40)
    image = Image.new("RGB", (600, 400), colour)
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for number, profile in enumerate((own, lab, b"icc" * 99, swapped_profile())):
        _, files = made(tmp_path, f"warna-{number}.png", saved(image, "PNG", icc_profile=profile))
        with Image.open(io.BytesIO(files[600, "jpeg"])) as shown:
            pixel: Any = shown.getpixel((300, 200))
            assert "icc_profile" not in shown.info
        same = all(abs(told - meant) <= 4 for told, meant in zip(pixel, colour, strict=True))
        assert same == (number < 3)
        if number == 3:
            assert pixel[1] > pixel[0] > pixel[2]


def test_photo_sizes_same_bytes_encoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = []
    real = photos._resized

    def counted(photo: Photo, form: Any) -> bytes:
        encoded.append((photo.width, form))
        return real(photo, form)

    monkeypatch.setattr(photos, "_resized", counted)
    data = saved(quadrants(), "JPEG")
    (tmp_path / "foto.jpg").write_bytes(data)
    bodies = [Photo(str(tmp_path / "foto.jpg"), hex_digest(data), 9, width, "avif") for width in IMAGE_WIDTHS]
    with SqliteCache(tmp_path / "memo") as cache:
        first = [resize_photo(body, cache) for body in bodies]
        cache.save()
    with SqliteCache(tmp_path / "memo") as cache:
        assert [resize_photo(body, cache) for body in bodies] == first
        assert len(encoded) == len(IMAGE_WIDTHS)
    assert [resize_photo(body, NullCache()) for body in bodies] == first
    assert len(encoded) == 2 * len(IMAGE_WIDTHS)


def test_photo_sizes_published_if_shown_or_linked(tmp_path: Path) -> None:
    """Shown: in sizes. Linked to: whole. What moves cannot be made smaller: whole. What nobody names: not at all."""
    names = ("tampil.jpg", "taut.jpg", "keduanya.jpg", "sepi.jpg", "desa.jpg", "acuan.jpg")
    media = {f"content/media/{name}": read_one(tmp_path, name, saved(quadrants((90, 60)), "JPEG"))[0] for name in names}
    moving = saved(picture("P"), "GIF", save_all=True, append_images=[picture("P").rotate(90)])
    media["content/media/gerak.gif"] = read_one(tmp_path, "gerak.gif", moving)[0]
    news = make_news(
        body="![Satu](../media/tampil.jpg) [dua](../media/taut.jpg)"
        " [![Tiga](../media/keduanya.jpg)](../media/keduanya.jpg)"
        " ![Gerak](../media/gerak.gif) ![Acuan][a]\n\n[a]: ../media/acuan.jpg\n"
    )
    village = make_village(image=NamedImage(src="content/media/desa.jpg", alt="", credit="Ani"))
    site = make_site_index(news=(news,), villages=(village,), media=media)
    found = [(re.sub(r"[-.].*", "", one.path.rpartition("/")[2]), one.content) for one in images.media_files(site)]
    whole = {name for name, body in found if isinstance(body, Copy)}
    smaller = {name for name, body in found if isinstance(body, Photo)}
    assert whole == {"taut", "keduanya", "gerak", "acuan"}
    assert smaller == {"tampil", "keduanya", "desa", "acuan"}


def test_photo_sizes_of_equal_photos_are_two_files(tmp_path: Path) -> None:
    media, _ = read_one(tmp_path, "foto.jpg", saved(quadrants((90, 60)), "JPEG"))
    twin = Media("content/media/lain/foto.jpg", media.digest, media.size, 90, 60, media.location, still=True)
    news = make_news(body="![Satu](../media/foto.jpg) ![Dua](../media/lain/foto.jpg)\n")
    paths = [
        one.path
        for one in images.media_files(make_site_index(news=(news,), media={media.file: media, twin.file: twin}))
    ]
    assert len(paths) == len(set(paths)) == 4
