"""The kinds of files that a site may publish from content/media/, each with a check that the content is of the kind."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from sitegen.load.text import decode_text
from sitegen.models.content import PICTURES, SVG
from sitegen.problems import Report, Span

_LOOKS_LIKE_HTML = re.compile(r"\s*<[a-zA-Z!?/]")
"""The beginning of a text that a browser may take for a page, whatever the server calls it."""
_HTML_NAMESPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
"""Elements of these run script in any XML that a browser shows."""
_OTHER_PICTURES = (
    ".heic", ".heif", ".tif", ".tiff", ".bmp", ".jfif", ".jp2", ".jxl", ".psd", ".raw", ".dng", ".cr2", ".nef", ".arw"
)  # fmt: skip
"""The suffixes of pictures that not every browser shows."""
_OFFICE = {".docx": "wordprocessingml.document", ".xlsx": "spreadsheetml.sheet", ".pptx": "presentationml.presentation"}
_OPEN_DOCUMENT = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}
_MAX_CONTENT_TYPES = 1_000_000
"""Bytes of the list of contents that is read from an office file."""


def _starts_with(*signatures: bytes, at: int = 0) -> Callable[[str, bytes, str], bool]:
    def check(suffix: str, data: bytes, text: str) -> bool:
        return data.startswith(signatures, at)

    return check


def _is_pdf(suffix: str, data: bytes, text: str) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\r\n \t").startswith(b"%PDF")


def _is_wave(suffix: str, data: bytes, text: str) -> bool:
    return data.startswith(b"RIFF") and data.startswith(b"WAVE", 8)


def _is_mp3(suffix: str, data: bytes, text: str) -> bool:
    return data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2)  # layer III


def _is_office(suffix: str, data: bytes, text: str) -> bool:
    """Whether a file is a document of Microsoft Office without macros."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name.lower() for name in archive.namelist()]
        if any(name.endswith("vbaproject.bin") for name in names):
            return False
        with archive.open("[Content_Types].xml") as opened:
            types = opened.read(_MAX_CONTENT_TYPES)
    return f"officedocument.{_OFFICE[suffix]}.main+xml".encode() in types and b"macroenabled" not in types.lower()


def _is_open_document(suffix: str, data: bytes, text: str) -> bool:
    """Whether a file is an OpenDocument without macros."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
            return False
        with archive.open("mimetype") as opened:
            mimetype = opened.read(100)
    return mimetype.strip() == f"application/vnd.oasis.opendocument.{_OPEN_DOCUMENT[suffix]}".encode()


def _is_plain(suffix: str, data: bytes, text: str) -> bool:
    return not _LOOKS_LIKE_HTML.match(text)


def _is_captions(suffix: str, data: bytes, text: str) -> bool:
    return re.match(r"WEBVTT(?![^ \t\n])", text) is not None


def _is_json(suffix: str, data: bytes, text: str) -> bool:
    value = json.loads(text)
    return suffix != ".geojson" or (isinstance(value, dict) and isinstance(value.get("type"), str))


def _is_kml(suffix: str, data: bytes, text: str) -> bool:
    """Whether a file is KML without markup that a browser would show as a page."""
    names: list[str] = []

    def refuse(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate("utf-8", "}")
    parser.StartElementHandler = lambda name, attributes: names.append(name) if not names else None
    parser.StartNamespaceDeclHandler = lambda prefix, uri: refuse() if uri in _HTML_NAMESPACES else None
    parser.StartDoctypeDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    parser.Parse(text.encode(), True)
    return names[0].rpartition("}")[2] == "kml"


_BINARY: dict[str, Callable[[str, bytes, str], bool]] = {
    ".pdf": _is_pdf,
    **dict.fromkeys(_OPEN_DOCUMENT, _is_open_document),
    **dict.fromkeys(_OFFICE, _is_office),
    ".mp3": _is_mp3,
    ".ogg": _starts_with(b"OggS"),
    ".m4a": _starts_with(b"ftyp", at=4),
    ".wav": _is_wave,
    ".mp4": _starts_with(b"ftyp", at=4),
    ".webm": _starts_with(b"\x1a\x45\xdf\xa3"),
}
_TEXT: dict[str, Callable[[str, bytes, str], bool]] = {
    ".txt": _is_plain,
    ".csv": _is_plain,
    ".json": _is_json,
    ".geojson": _is_json,
    ".kml": _is_kml,
    ".vtt": _is_captions,
}
MEDIA_KINDS = (*PICTURES, SVG, *_BINARY, *_TEXT)
"""The suffixes of all files that may be published."""


def check_kind(file: str, suffix: str, data: bytes, report: Report) -> None:
    """Report a file whose kind is none that may be published, or whose content is not of its kind.

    Pictures are checked where they are decoded or re-written.
    """
    if suffix in _OTHER_PICTURES:
        report.add("picture-kind", Span(file), kind=suffix[1:])
        return
    if suffix not in MEDIA_KINDS:
        known = " ".join(sorted(kind[1:] for kind in MEDIA_KINDS))
        report.add("media-kind", Span(file), kind=suffix or file.rpartition("/")[2], known=known)
        return
    check = _BINARY.get(suffix) or _TEXT.get(suffix)
    if check is None:
        return
    text = ""
    if suffix in _TEXT:
        decoded = decode_text(data, file, report, max_line=len(data))
        if decoded is None:
            return
        text = decoded
    try:
        valid = check(suffix, data, text)
    except Exception:  # parsers raise anything on hostile bytes
        valid = False
    if not valid:
        report.add("media-content", Span(file), kind=suffix[1:])
