"""Content files: announcements and plain pages of content/, each read anew only when its bytes have changed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sitegen import edtf
from sitegen.load.context import LoadContext, key_of, read_cached
from sitegen.load.references import References
from sitegen.models import Announcement, Media, NewsMeta, PageMeta, PlainPage
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match

NEWS, PAGES, MEDIA = "content/news/", "content/pages/", "content/media/"

LONGEST_BRIEF = 5
"""Lines that `in_brief` has at most: a longer one is no summary."""

_TRANSLATION = re.compile(r".*\.(id|en)\.md")
_CALL = re.compile(r"{{\s*\w+\s*\(")
"""What would name a figure, did it stand in the text."""
_DATED = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?![0-9])")

ContentItem = TypeVar("ContentItem", Announcement, PlainPage)
Places = dict[str, Span]
"""Where things stand, by the names of Site.origins."""


def list_content(reading: LoadContext) -> tuple[list[str], list[str], list[str]]:
    """The files of announcements, plain pages and media, sorted; files that nothing reads are reported."""
    news: list[str] = []
    pages: list[str] = []
    media: list[str] = []
    for file in reading.files("content"):
        if file.startswith(MEDIA):
            media.append(file)
        elif file.startswith(NEWS) and file.endswith(".md"):
            news.append(file)
        elif file.startswith(PAGES) and file.endswith(".md"):
            pages.append(file)
        else:
            reading.report.add("unknown-file", Span(file), _meant(file), name=file)
    return news, pages, media


def _meant(file: str) -> str:
    """The path that a file was probably to have."""
    folder, _, rest = file.removeprefix("content/").rpartition("/")
    if f"content/{folder}/".startswith((NEWS, PAGES)):
        stem, suffix = posixpath.splitext(rest)
        return f"{stem}.md" if suffix.lower() in (".markdown", ".mdown", ".txt", ".md") else ""
    near = closest_match(folder, ("news", "pages", "media"), cutoff=0.8)
    return f"content/{near}/{rest}" if near else ""


def load_news(reading: LoadContext, files: Sequence[str], language: str, places: Places) -> list[Announcement]:
    """The announcements, by file; `language` is that of files that are no translation.

    One whose front matter has faults is here as far as it can be read; `fit` makes it one that other stages can use.
    Where the parts of front matters stand is added to `places`.
    """
    read = [_piece(reading, file, Announcement, NewsMeta, language, places) for file in files]
    return [piece for piece in read if piece is not None]


def load_pages(reading: LoadContext, files: Sequence[str], language: str, places: Places) -> list[PlainPage]:
    """The plain pages, by file; all as in `load_news`."""
    read = [_piece(reading, file, PlainPage, PageMeta, language, places) for file in files]
    return [piece for piece in read if piece is not None]


def newest_first(news: Sequence[Announcement]) -> list[Announcement]:
    """Announcements by the first day of their date, later ones first; those of one day by file."""
    return sorted(news, key=lambda one: (-edtf.parse(one.meta.date).sort_day.toordinal(), one.file))


def complete_content(reading: LoadContext, piece: ContentItem) -> ContentItem:
    """A piece without the faults of its front matter, so that its text can be judged in the same run.

    What is required and cannot be read is stood in for; nothing of a site with a fault is published.
    """
    if piece.file not in reading.unread:
        return piece
    from sitegen.load.schema import complete_record

    meta: Any = piece.meta
    required = {"title": meta.title or piece.file, "summary": meta.summary or piece.file}
    if isinstance(meta, NewsMeta):
        required["date"] = meta.date or _date_in_name(piece.file) or "1900"
    return replace(piece, meta=complete_record(replace(meta, **required)))


def check_content(
    references: References,
    texts: Sequence[Announcement | PlainPage],
    files: Collection[str],
    media: Mapping[str, Media],
) -> None:
    """Report references of announcements and pages to what is not there; `files` are all of content/."""
    reading = references.reading
    for text in texts:
        references.check(text.meta, text.file)
        if isinstance(text, PlainPage):
            continue
        if text.meta.image and text.meta.image.src:
            src = text.meta.image.src
            _check_path(reading, text.file, src, "unknown-image", files, MEDIA, "image", "src")
            _check_image(reading, text.file, src, media)
        for number, path in enumerate(text.meta.read_also):
            _check_path(reading, text.file, path, "unknown-content", files, "content/", "read_also", number)


def _check_path(
    reading: LoadContext, file: str, path: str, code: str, files: Collection[str], folder: str, *loc: str | int
) -> None:
    """Report `path`, written in `file`, when no file of `folder` stands there."""
    here = posixpath.dirname(file)
    target = posixpath.normpath(posixpath.join(here, path))
    fits = target.startswith(MEDIA) if folder == MEDIA else target.startswith((NEWS, PAGES))
    if target in files and fits:
        return
    near = closest_match(target, [one for one in files if one.startswith(folder)])
    suggestion = posixpath.relpath(near, here) if near else ""
    reading.report.add(code, reading.span(file, *loc), suggestion, path=path)


def _check_image(reading: LoadContext, file: str, src: str, media: Mapping[str, Media]) -> None:
    """Report the photo `src` of `file` when that is a sound file, but of another kind."""
    target = media.get(posixpath.normpath(posixpath.join(posixpath.dirname(file), src)))
    if target and not target.width and target.file not in reading.unread:
        reading.report.add("image-unreadable", reading.span(file, "image", "src"), path=src)


def _piece(
    reading: LoadContext, file: str, kind: type[ContentItem], meta: type, language: str, places: Places
) -> ContentItem | None:
    data = reading.load(file)
    if data is None:
        return None
    key = key_of(data, kind.__name__, language, file)
    shape: Any = tuple[kind, dict[str, Span]]  # type: ignore[valid-type]

    def read(report: Report) -> tuple[ContentItem | None, Places]:
        piece = _read(reading, file, data, kind, meta, language, report)
        return piece, _places(reading, piece) if piece is not None else {}

    piece, found = read_cached(reading, file, key, shape, read)
    places.update(found)
    return piece


def _places(reading: LoadContext, piece: Announcement | PlainPage) -> Places:
    """Where a file, its title, its summary and that in brief, and the old addresses in it stand."""
    aliases = range(len(piece.meta.aliases))
    places = {f"{piece.file}#alias:{number}": reading.span(piece.file, "aliases", number) for number in aliases}
    for key in ("title", "summary"):
        places[f"{piece.file}#{key}"] = reading.span(piece.file, key)
    for number in range(len(piece.meta.in_brief)):
        places[f"{piece.file}#in_brief:{number}"] = reading.span(piece.file, "in_brief", number)
    return {piece.file: Span(piece.file, 1), **places}


def _read(
    reading: LoadContext, file: str, data: bytes, kind: type[ContentItem], meta: type, language: str, report: Report
) -> ContentItem | None:
    from sitegen.load.context import split_front_matter
    from sitegen.load.schema import validate_one
    from sitegen.load.text import decode_text
    from sitegen.load.yaml_text import parse_yaml

    text = decode_text(data, file, report)
    matter, body, line = split_front_matter(text, file, report) if text is not None else (None, "", 1)
    document = parse_yaml(matter, file, report) if matter is not None else None
    if document is None:
        return None
    reading.documents[file] = document
    if document.value is None:
        document.value = {}
    record = validate_one(meta, document, report)
    if record is None:
        return None
    translation = _TRANSLATION.fullmatch(file)
    piece = kind(
        file=file, meta=record, body=body, body_line=line, language=translation[1] if translation else language
    )
    _check_piece(reading, piece, report)
    return piece


def _check_piece(reading: LoadContext, piece: Announcement | PlainPage, report: Report) -> None:
    """What must hold within one file."""
    meta = piece.meta
    if not piece.body.strip():
        report.add("body-empty", Span(piece.file, piece.body_line))
    for key, line in (("title", meta.title), ("summary", meta.summary)):
        if line and _CALL.search(line):
            report.add("figure-in-front-matter", reading.span(piece.file, key), key=key)
    for number, line in enumerate(meta.in_brief):
        if _CALL.search(line):
            report.add("figure-in-front-matter", reading.span(piece.file, "in_brief", number), key="in_brief")
    if len(meta.in_brief) > LONGEST_BRIEF:
        place = reading.span(piece.file, "in_brief", LONGEST_BRIEF)
        report.add("brief-too-long", place, count=len(meta.in_brief), most=LONGEST_BRIEF)
    if meta.publish_date and meta.expiry_date and meta.expiry_date <= meta.publish_date:
        report.add("expiry-before-publish", reading.span(piece.file, "expiry_date"))
    if isinstance(meta, NewsMeta) and meta.date and (named := _date_in_name(piece.file)):
        date, name = edtf.parse(meta.date), edtf.parse(named)
        if name.last < (date.first or name.last) or (name.first and name.first > date.last):
            report.add("file-date", reading.span(piece.file, "date"), name=named, date=meta.date)


def _date_in_name(file: str) -> str:
    """The date that a file's name begins with, as precise as it is one; empty when there is none."""
    dated = _DATED.match(posixpath.basename(file))
    parts = [part for part in dated.groups() if part] if dated else []
    while parts:
        try:
            return edtf.parse("-".join(parts)).text
        except edtf.ImpossibleDate:  # 2024-70-tahun.md: a year and a number
            parts.pop()
    return ""
