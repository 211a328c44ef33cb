"""The promises held with photos and cards: incremental equals clean, and what is there is not encoded again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report
from sitegen.render import photos, social_card

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NEWS = "content/news/2026-01-02-foto.md"
PHOTO, OTHER = "content/media/balai.jpg", "content/media/lain.png"
MATTER = """\
---
title: Foto
date: 2026-01-02
summary: Berita dengan foto.
image: {src: ../media/balai.jpg, alt: Balai desa., credit: Ani}
---

Isi. ![Lambang](../media/lain.png)
"""


def paint(file: Path, colour: str, size: tuple[int, int] = (900, 600)) -> None:
    Image.radial_gradient("L").resize(size).convert("RGB").point(lambda value: value // 2).save(file)
    image = Image.open(file).convert("RGB")
    image.paste(colour, (0, 0, size[0] // 3, size[1] // 3))
    image.save(file)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with photos, that a test may edit."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "tests" / "sites" / "minimal", folder)
    shutil.rmtree(folder / "expected", ignore_errors=True)
    (folder / "content/media").mkdir(parents=True, exist_ok=True)
    (folder / "content/news").mkdir(parents=True, exist_ok=True)
    paint(folder / PHOTO, "red")
    paint(folder / OTHER, "blue")
    (folder / NEWS).write_text(MATTER, encoding="utf-8")
    return folder


def built(root: Path, target: Path, *, clean: bool = False) -> tuple[bool, dict[str, bytes]]:
    report = Report()
    summary = build(BuildOptions(root, BuildContext(NOW)), target, report, clean=clean)
    files = {str(file.relative_to(target)): file.read_bytes() for file in target.rglob("*") if file.is_file()}
    return summary is not None, files


def change_a_photo(root: Path) -> None:
    paint(root / PHOTO, "lime")


def remove_a_photo(root: Path) -> None:
    (root / OTHER).unlink()
    (root / NEWS).write_text(MATTER.replace("![Lambang](../media/lain.png)", ""), encoding="utf-8")


def link_instead_of_showing(root: Path) -> None:
    (root / NEWS).write_text(MATTER.replace("![Lambang]", "[Lambang]"), encoding="utf-8")


def rename_a_photo(root: Path) -> None:
    (root / PHOTO).rename(root / "content/media/rumah.jpg")
    (root / NEWS).write_text(MATTER.replace("balai.jpg", "rumah.jpg"), encoding="utf-8")


def change_a_headline(root: Path) -> None:
    (root / NEWS).write_text(MATTER.replace("title: Foto", "title: Gambar"), encoding="utf-8")


def change_the_notice(root: Path) -> None:
    file = root / "data/site.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "notice: Situs lain lagi.\n", encoding="utf-8")


def leave_cards_out(root: Path) -> None:
    file = root / "data/site.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "cards: [home]\n", encoding="utf-8")


def lose_a_photo(root: Path) -> None:
    (root / PHOTO).unlink()


EDITS = [
    change_a_photo,
    remove_a_photo,
    link_instead_of_showing,
    rename_a_photo,
    change_a_headline,
    change_the_notice,
    leave_cards_out,
    lose_a_photo,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_incremental_equals_clean_for_images(site: Path, tmp_path: Path, edit: Callable[[Path], None]) -> None:
    sound, before = built(site, tmp_path / "out" / "site")
    assert sound
    edit(site)
    again, after = built(site, tmp_path / "out" / "site")
    anew, clean = built(site, tmp_path / "clean" / "site")
    assert again == anew == (edit is not lose_a_photo)
    assert after == (clean if anew else before)
    assert (after == before) == (not anew)


def test_image_cache_avoids_second_encoding(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by a second build, nor by one whose output was lost; an edit makes only what hangs on it."""
    made: list[str] = []
    encode, draw = photos._resized, social_card._draw_card

    def encoded(photo: photos.Photo, form: photos.ImageFormat) -> bytes:
        made.append(form)
        return encode(photo, form)

    def drawn(card: social_card.SocialCard) -> bytes:
        made.append(card.title)
        return draw(card)

    monkeypatch.setattr(photos, "_resized", encoded)
    monkeypatch.setattr(social_card, "_draw_card", drawn)
    target = tmp_path / "out" / "site"
    _, first = built(site, target)
    assert sorted(form for form in made if form in ("avif", "jpeg")) == ["avif"] * 6 + ["jpeg"] * 6
    made.clear()
    assert built(site, target) == (True, first)
    shutil.rmtree(target)
    assert built(site, target) == (True, first)
    assert made == []
    change_a_headline(site)
    built(site, target)
    assert made == ["Gambar"]


def test_social_cards_off_by_setting(site: Path, tmp_path: Path) -> None:
    _, files = built(site, tmp_path / "out" / "site")
    (card,) = (path for path in files if path.startswith("media/kartu-2026-foto."))
    page = files["berita/2026/foto/index.html"].decode()
    assert f'<meta property="og:image" content="https://kecil.example/{card}">' in page
    leave_cards_out(site)
    _, files = built(site, tmp_path / "out" / "site")
    (home,) = (path for path in files if path.startswith("media/kartu-"))
    for file in ("index.html", "berita/2026/foto/index.html"):
        page = files[file].decode()
        assert f'<meta property="og:image" content="https://kecil.example/{home}">' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page
