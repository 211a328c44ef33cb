"""Links and pictures of texts: any way of naming a file or an address of the site is read, all else is told."""

from __future__ import annotations

import unicodedata

import pytest
from factory import ADDRESSES, NOW, make_config, make_news, make_page, make_site

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.digest import hex_digest
from sitegen.link_targets import FileNames, complete_address, is_whole_address, own_path
from sitegen.models import Media
from sitegen.pages import plan_site, prose_to_check
from sitegen.problems import Problem, Report
from sitegen.render.markdown import Converter, RenderFindings

FILE = "content/news/2020-a.md"
FIRST_LINE = make_news("2020-a.md").body_line
NAMES = (
    "Foto Balai Desa.JPG",
    "WhatsApp Image 2024-03-01 at 10.00.00 (1).jpeg",
    "jum'at.jpg",
    unicodedata.normalize("NFD", "Café é.png"),
    "Screenshot 2024-03-01 at 9.41.00\u202fAM.png",
    "foto 50% [akhir] & #2.jpg",
)
PDF = "SK Bupati No 12.pdf"


def media(name: str) -> Media:
    file, picture = f"content/media/{name}", not name.endswith((".pdf", ".mp4"))
    size = 40 if picture else 0
    return Media(file, hex_digest(name.encode()), 9, size, size, location=f"/x/{name}", still=picture)


def converted(body: str) -> tuple[str, list[Problem], frozenset[str]]:
    """The HTML of an announcement with this text, its problems, and the published paths of media."""
    page = make_page("tentang.md", body="## Ada\n\nIsi.\n")
    files = {one.file: one for one in map(media, (*NAMES, PDF, "video.mp4", "foto.jpg"))}
    site = make_site(
        config=make_config(base_url="https://desa.example/sadar"),
        news=(make_news("2020-a.md", body=body), make_news("2020-lain.md", body="Lain.\n")),
        pages=(page,),
        media=files,
    )
    report = Report()
    prose = next(one for one in prose_to_check(site, BuildContext(NOW), ADDRESSES, True, report) if one.file == FILE)
    html = Converter(NullCache(), "test", "").html(prose, str, RenderFindings(report))
    planned = plan_site(site, BuildContext(NOW), ADDRESSES)
    outputs = [*planned.text_outputs, *planned.plan_others(Report())]
    return html, list(report), frozenset(one.path for one in outputs if one.path.startswith("media/"))


@pytest.mark.parametrize("name", NAMES)
def test_link_target_any_file_name_is_shown(name: str) -> None:
    written = unicodedata.normalize("NFC", name).replace("\u202f", " ").replace("%", "%25").replace("#", "%23")
    for target in (f"<../media/{written}>", f"../media/{written}".replace(" ", "%20").replace("[", "%5B")):
        html, problems, published = converted(f"![Foto]({target})\n")
        assert problems == []
        assert "<picture>" in html
        assert [path for path in published if not path.isascii() or " " in path or "'" in path] == []
        assert any(path.endswith(".avif") for path in published)
    html, problems, _ = converted(f'<img src="../media/{written.replace("&", "&amp;")}" alt="Foto">\n')
    assert ("<picture>" in html, problems) == (True, [])


def test_link_target_download_keeps_its_name() -> None:
    html, problems, published = converted("[SK](<../media/SK Bupati No 12.pdf>) [foto](../media/foto.jpg)\n")
    assert problems == []
    assert 'download="SK Bupati No 12.pdf">SK</a>' in html
    assert html.count("download") == 1
    assert any(path.startswith("media/sk-bupati-no-12.") for path in published)


@pytest.mark.parametrize(
    ("written", "code", "meant"),
    [
        ("[x](«www.example.org/laporan»)", "link-incomplete", "https://www.example.org/laporan"),
        ("[x](«example.go.id»)", "link-incomplete", "https://example.go.id"),
        ("[x](«//example.org/a»)", "link-incomplete", "https://example.org/a"),
        ("[x](«https:/example.org/a»)", "link-incomplete", "https://example.org/a"),
        ("[x](«https://https://example.org/a»)", "link-incomplete", "https://example.org/a"),
        ("[x](«ani@example.org»)", "link-incomplete", "mailto:ani@example.org"),
        ("[x](«tentang.md»)", "broken-link", "../pages/tentang.md"),
        ("[x](«../pages/Tentang.md»)", "broken-link", "../pages/tentang.md"),
        ("[x](«../pages/tentag.md#ada»)", "broken-link", "../pages/tentang.md#ada"),
        ("[x](«tentang»)", "broken-link", "../pages/tentang.md"),
        ("[x](«../berita/2020/lain.html»)", "broken-link", "2020-lain.md"),
        ("[x](«berita/2020/lain/index.html»)", "broken-link", "2020-lain.md"),
        ("[x](«desa/»)", "broken-link", "/desa/"),
        ("[x](«2019-lain.md»)", "broken-link", "2020-lain.md"),
        ("[x](«http://127.0.0.1:8000/berita/2020/lain/»)", "link-own-address", "2020-lain.md"),
        ("[x](«http://localhost:8000/tentang/#ada»)", "link-own-address", "../pages/tentang.md#ada"),
        ("<«https://desa.example/sadar/tentang/»>", "link-own-address", "../pages/tentang.md"),
        ("[x](«https://desa.example/sadar/desa/»)", "link-own-address", ""),
        ("![x](«https://example.org/a.jpg»)", "image-foreign", ""),
        ("![x](«www.example.org/a.jpg»)", "image-foreign", ""),
        ("![x](«data:»image/png;base64,iVBORw0KGgo=)", "image-embedded", ""),
        ("![x][g]\n\n[g]: <«data:»image/png;base64,iVBORw0KGgo=>", "image-embedded", ""),
        ('<img alt="x" src="«data:»image/png;base64,iVBORw0KGgo=">', "image-embedded", ""),
        ("![x](<«../media/SK Bupati No 12.pdf»>)", "image-kind", ""),
        ("![x](«../media/video.mp4»)", "image-kind", ""),
        ("![x](«2020-lain.md»)", "image-kind", ""),
        ("![x](«/desa/»)", "image-kind", ""),
        ("![x](«../media/foto.JPG»)", "broken-image", "../media/foto.jpg"),
        ("![x](«foto.jpg»)", "broken-image", "../media/foto.jpg"),
        ("![x](«../media/Foto-Balai-Desa.jpg»)", "broken-image", "<../media/Foto Balai Desa.JPG>"),
        ("![x](«../media/Foto Balai Desa.JPG»)", "link-spaces", "<../media/Foto Balai Desa.JPG>"),
        ("[x](«../media/SK bupati no 12.pdf») ya", "link-spaces", "<../media/SK Bupati No 12.pdf>"),
        (f"![x](«../media/{NAMES[1]}»)", "link-spaces", f"<../media/{NAMES[1]}>"),
        ("![](«../media/foto.jpg»)", "image-without-alt", ""),
    ],
)
def test_link_target_wrong_is_told_at_its_place_with_what_was_meant(written: str, code: str, meant: str) -> None:
    start, end = written.index("«"), written.index("»") - 1
    html, (problem,), _ = converted("Kata.\n\n" + written.replace("«", "").replace("»", "") + "\n")
    assert (problem.code, problem.suggestion) == (code, meant)
    if code != "image-without-alt":
        column = start - written.rfind("\n", 0, start)
        assert (problem.at.column, problem.at.end) == (column, column + end - start)
    assert problem.at.line == FIRST_LINE + 2 + (written.count("\n", 0, start) if code != "image-without-alt" else 0)
    if code == "link-own-address":
        assert problem.severity == "note"
        assert 'href="http' not in html
        assert "download" not in html
    else:
        assert problem.severity == "error"
        assert "<picture>" not in html or code == "image-without-alt"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org",
        "http://desa/x?y=1#z",
        "https://[2001:db8::1]:80/",
        "mailto:ani@example.org?subject=Hai",
        "tel:+62-21-123",
        "../pages/tentang.md#ada",
        "../pages/t%65ntang.md",
        "/desa/?q=x",
        "#bagian",
    ],
)
def test_link_target_right_is_not_told(target: str) -> None:
    assert converted(f"## Bagian\n\n[x]({target})\n")[1] == []


def test_link_target_wrong_is_told_at_each_place() -> None:
    _, problems, _ = converted("[a](hilang.pdf) [b](hilang.pdf)\n\n[c](hilang.pdf)\n")
    assert [(one.code, one.at.column) for one in problems] == [("broken-link", c) for c in (5, 21, 5)]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("http://127.0.0.1:8123/desa/", "/desa/"),
        ("http://localhost/sadar/desa/?q=1#a", "/desa/?q=1#a"),
        ("HTTPS://Desa.Example/sadar", "/"),
        ("http://desa.example/sadar/", "/"),
        ("https://desa.example/lain/", ""),
        ("https://desa.example:444/sadar/", ""),
        ("https://desa.example:x/sadar/", ""),
        ("https://[/sadar/", ""),
    ],
)
def test_link_target_own_path(target: str, path: str) -> None:
    assert own_path(target, "https://desa.example/sadar") == path


def test_link_target_whole_addresses_are_told_from_parts() -> None:
    assert [complete_address(one) for one in ("tentang.md", "foto.jpg", "ada", "a/b.c", "berita/")] == [""] * 5
    assert [complete_address(one) for one in ("0812 3456 7890", "mail:a@b.id")] == ["tel:081234567890", "mailto:a@b.id"]
    assert not any(map(is_whole_address, ("https://", "http:///x", "mailto:ani", "tel:kantor", "https://https://x.id")))


def test_link_target_suggests_only_what_is_certain() -> None:
    names = FileNames(["content/media/a/foto.jpg", "content/media/b/foto.jpg", "content/media/محمد.jpg"])
    assert names.suggest("foto.jpg", "content/news") == ""
    assert names.suggest("../media/a/Foto.JPG", "content/news") == "../media/a/foto.jpg"
    assert names.suggest("../media/علي.jpg", "content/news", ("content/media/",)) in ("", "../media/محمد.jpg")
