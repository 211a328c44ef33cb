"""What content/media/ may hold: kinds whose content is of the kind, and no kind that a browser or server could run."""

from __future__ import annotations

import io
import zipfile

import pytest

from sitegen.load.media import _inspect
from sitegen.load.media_kinds import MEDIA_KINDS
from sitegen.problems import Report

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def archive(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for name, text in files.items():
            path = {"types": "[Content_Types].xml", "vba": "word/vbaProject.bin"}.get(name, name)
            opened.writestr(zipfile.ZipInfo(path), text)  # no time: parameters are the same in each process
    return data.getvalue()


OF_THEIR_KIND: dict[str, bytes] = {
    "pdf": b"%PDF-1.7\n",
    "odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "ods": archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "odp": archive(mimetype="application/vnd.oasis.opendocument.presentation"),
    "docx": archive(types=f'<Types><Override ContentType="{_WORD}"/></Types>'),
    "xlsx": archive(types=_WORD.replace("wordprocessingml.document", "spreadsheetml.sheet")),
    "pptx": archive(types=_WORD.replace("wordprocessingml.document", "presentationml.presentation")),
    "txt": "Désa <b>\n".encode(),
    "csv": b"\xef\xbb\xbfa,b\r\n1,2\r\n",
    "json": b'{"a": [1]}',
    "geojson": b'{"type": "FeatureCollection", "features": []}',
    "kml": b'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>',
    "mp3": b"ID3\x03rest",
    "ogg": b"OggS\0",
    "m4a": b"\0\0\0\x20ftypM4A ",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "mp4": b"\0\0\0\x18ftypisom",
    "webm": b"\x1a\x45\xdf\xa3\x9f",
    "vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHalo\n",
}
_XHTML = (
    b'<kml xmlns="http://www.opengis.net/kml/2.2"><h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script></kml>'
)


def codes(file: str, data: bytes) -> list[str]:
    report = Report()
    _inspect(f"content/media/{file}", data, report)
    return [problem.code for problem in report]


def test_media_kinds_listed_kinds_are_accepted() -> None:
    assert {suffix: found for suffix, data in OF_THEIR_KIND.items() if (found := codes(f"a.{suffix}", data))} == {}
    assert codes("LAPORAN.PDF", OF_THEIR_KIND["pdf"]) == []
    assert codes("a.mp3", b"\xff\xfb\x90\x64") == []
    tested = {f".{suffix}" for suffix in OF_THEIR_KIND}
    assert set(MEDIA_KINDS) - tested == {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"}


@pytest.mark.parametrize("suffix", OF_THEIR_KIND)
def test_media_kinds_content_of_another_kind_is_refused(suffix: str) -> None:
    others = [b"", b"<html><script>alert(1)</script>", b"MZ\x90\0", b"#!/bin/sh\necho 1\n", b"\x89PNG\r\n\x1a\n"]
    for data in others:
        if suffix in ("txt", "csv") and data[:1] not in (b"<", b"\x89", b"M"):
            continue  # any text is one
        assert codes(f"a.{suffix}", data) in (["media-content"], ["not-utf8"], ["control-character"]), data


@pytest.mark.parametrize(
    "name",
    "a.html a.htm a.xhtml a.xht a.shtml a.xml a.xsl a.js a.mjs a.wasm a.php a.phtml a.cgi a.pl a.py a.asp a.jsp a.exe "
    "a.bat a.sh a.jar a.swf a.svgz a.mht a.htc a.zip a.docm a.xlsm a.htaccess a a.pdf.php a.".split(),
)
def test_media_kinds_what_could_run_is_refused(name: str) -> None:
    assert codes(name, b"Isi.\n") == ["media-kind"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", archive(types=f'<Override ContentType="{_WORD}"/>', vba="x")),
        ("a.docx", archive(types="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("a.docx", OF_THEIR_KIND["xlsx"]),
        ("a.xlsx", OF_THEIR_KIND["docx"]),
        ("a.docx", archive(types="")),
        ("a.docx", archive(other="")),
        ("a.docx", OF_THEIR_KIND["docx"][:40]),
        ("a.odt", archive(**{"mimetype": "application/vnd.oasis.opendocument.text", "Basic/script-lc.xml": ""})),
        ("a.odt", OF_THEIR_KIND["ods"]),
        ("a.txt", b"\n\n  <!DOCTYPE html><script>1</script>"),
        ("a.csv", b"<svg onload=alert(1)>"),
        ("a.json", b"[" * 100_000),
        ("a.json", b"NaN, x"),
        ("a.geojson", b"[]"),
        ("a.kml", _XHTML),
        ("a.kml", b'<?xml-stylesheet href="x.xsl"?><kml/>'),
        ("a.kml", b'<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>'),
        ("a.kml", b"<html/>"),
        ("a.kml", b"<kml>"),
        ("a.vtt", b"WEBVTTX"),
    ],
)
def test_media_kinds_macros_and_false_content_are_refused(name: str, data: bytes) -> None:
    assert codes(name, data) == ["media-content"]
