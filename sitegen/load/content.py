"""Load the announcements and plain pages of content/; only files whose bytes have changed are parsed again."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from sitegen import edtf
from sitegen.link_targets import FileNames
from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.load.private_scan import may_hold_private
from sitegen.load.references import References
from sitegen.models import Announcement, Media, NewsMeta, PageMeta, PlainPage
from sitegen.models.content import MEDIA, NEWS, PAGES, ContentItem
from sitegen.names import fold, slugify
from sitegen.problems import Report, Span
from sitegen.scalars import LANGUAGES, closest_match

_NEWS, _PAGES, _MEDIA = f"{NEWS}/", f"{PAGES}/", f"{MEDIA}/"

MAX_BRIEF = 5
"""Maximum number of lines of `in_brief`."""

_MAX_SUGGESTIONS = 20
"""Of more entries of one list, only so many are compared with all files of the site."""
_TRANSLATION = re.compile(r".*\.([a-z]{2,3})\.md")
_SHORTCODE = re.compile(r"{{\s*\w+\s*\(")
"""A shortcode, which front matter cannot have."""
_SYMBOLS = ("Sm", "Sc", "So")
_FILE_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?![0-9])")

Origins = dict[str, Span]
"""Positions by the names of Site.origins."""


def find_content_files(context: LoadContext) -> tuple[list[str], list[str], list[str]]:
    """List the announcement, page and media files, sorted; report files that nothing reads."""
    news: list[str] = []
    pages: list[str] = []
    media: list[str] = []
    for file in context.files("content"):
        if file.startswith(_MEDIA):
            media.append(file)
        elif file.startswith(_NEWS) and file.endswith(".md"):
            news.append(file)
        elif file.startswith(_PAGES) and file.endswith(".md"):
            pages.append(file)
        else:
            context.report.add("unknown-file", Span(file), _suggest(file), name=file)
    return news, pages, media


def _suggest(file: str) -> str:
    """Suggest the path that a file probably should have."""
    folder, _, rest = file.removeprefix("content/").rpartition("/")
    if f"content/{folder}/".startswith((_NEWS, _PAGES)):
        stem, suffix = posixpath.splitext(rest)
        return f"{stem}.md" if suffix.lower() in (".markdown", ".mdown", ".txt", ".md") else ""
    closest = closest_match(folder, ("news", "pages", "media"), cutoff=0.8)
    return f"content/{closest}/{rest}" if closest else ""


def load_news(
    context: LoadContext, files: Sequence[str], language: str, origins: Origins, languages: Collection[str] = ()
) -> list[Announcement]:
    """Load the announcements, in file order; `language` is that of files that are no translation into one of the site's
    `languages`, or of those that the package speaks.

    One with invalid front matter is included as far as it could be read; see `complete_content`. The positions of front
    matter values are added to `origins`.
    """
    read = [
        _load_item(context, file, Announcement, NewsMeta, _language_of(file, language, languages), origins)
        for file in files
    ]
    return [item for item in read if item is not None]


def load_pages(
    context: LoadContext, files: Sequence[str], language: str, origins: Origins, languages: Collection[str] = ()
) -> list[PlainPage]:
    """Load the plain pages, as `load_news` does announcements."""
    read = [
        _load_item(context, file, PlainPage, PageMeta, _language_of(file, language, languages), origins)
        for file in files
    ]
    return [item for item in read if item is not None]


def _language_of(file: str, language: str, languages: Collection[str]) -> str:
    """Return the language of a translation `x.en.md`; `language` of any other file."""
    named = _TRANSLATION.fullmatch(file)
    return named[1] if named and named[1] in (*LANGUAGES, *languages) else language


def sort_newest_first(news: Sequence[Announcement]) -> list[Announcement]:
    """Sort announcements by their first publication, newest first; where it is not stated, by the first day of their
    date. Those of one day or moment are sorted by file."""
    by_file = sorted(news, key=lambda item: item.file)
    return sorted(by_file, key=lambda item: _sort_moment(item.meta), reverse=True)


def _sort_moment(meta: NewsMeta) -> str:
    return meta.publish_date or edtf.parse(meta.date).sort_day.isoformat()


def complete_content(context: LoadContext, item: ContentItem) -> ContentItem:
    """Replace required values of invalid front matter by placeholders, so that the text is checked in the same run.

    Nothing of a site with an error is published.
    """
    if item.file not in context.unread:
        return item
    from sitegen.load.schema import complete_record

    meta: Any = item.meta
    required = {"title": meta.title or item.file, "summary": meta.summary or item.file}
    if isinstance(meta, NewsMeta):
        required["date"] = meta.date or _date_of_file(item.file) or "1900"
    return replace(item, meta=complete_record(replace(meta, **required)))


def check_content(
    references: References, texts: Sequence[Announcement | PlainPage], names: FileNames, media: Mapping[str, Media]
) -> None:
    """Report references from announcements and pages to files or records that do not exist; `names` are those of all
    files of content/."""
    context = references.context
    _check_tags(context, texts)
    for text in texts:
        references.check(text.meta, text.file)
        if isinstance(text, PlainPage):
            continue
        if text.meta.image and text.meta.image.src:
            src = text.meta.image.src
            _check_path(context, text.file, src, "unknown-image", names, (_MEDIA,), "image", "src")
            _check_image(context, text.file, src, names, media)
        for number, path in enumerate(text.meta.read_also):
            suggest = number < _MAX_SUGGESTIONS
            _check_path(
                context,
                text.file,
                path,
                "unknown-content",
                names,
                (_NEWS, _PAGES),
                "read_also",
                number,
                suggest=suggest,
            )


def _check_tags(context: LoadContext, texts: Sequence[Announcement | PlainPage]) -> None:
    """Report each tag that would have the address of another one of its language: signs and letters that an address
    lacks are all that tells them apart."""
    used = [
        (text, number, tag)
        for text in texts
        if isinstance(text, Announcement)
        for number, tag in enumerate(text.meta.tags)
    ]
    # The address is that of a tag which loses nothing in it, whichever file has that.
    used.sort(key=lambda one: _tag_identity(one[2]) != slugify(one[2]).replace("-", ""))
    first: dict[tuple[str, str], str] = {}
    for text, number, tag in used:
        slug = slugify(tag)
        other = first.setdefault((text.language, slug), tag)
        if other != tag and _tag_identity(other) != _tag_identity(tag):
            span = context.span(text.file, "tags", number)
            context.report.add("tag-address-shared", span, tag=tag, other=other, slug=slug)


def _tag_identity(tag: str) -> str:
    """Return what tells a tag from others: its letters and digits, and signs that are not only punctuation."""
    return fold(tag) + "".join(sign for sign in tag if sign in "#&%@*" or unicodedata.category(sign) in _SYMBOLS)


def _check_path(
    context: LoadContext,
    file: str,
    path: str,
    code: str,
    names: FileNames,
    folders: tuple[str, ...],
    *loc: str | int,
    suggest: bool = True,
) -> None:
    """Report `path`, given in `file`, when it leads to no file of `folders`."""
    here = posixpath.dirname(file)
    if not names.find(path, here).startswith(folders):
        suggestion = names.suggest(path, here, folders) if suggest else ""
        context.report.add(code, context.span(file, *loc), suggestion, path=path)


def _check_image(context: LoadContext, file: str, src: str, names: FileNames, media: Mapping[str, Media]) -> None:
    """Report the photo `src` of `file` when that is a valid file but no image."""
    target = media.get(names.find(src, posixpath.dirname(file)))
    if target and not target.width and target.file not in context.unread:
        context.report.add("image-unreadable", context.span(file, "image", "src"), path=src)


def with_file_names(item: Announcement, names: FileNames) -> Announcement:
    """Return an announcement whose front matter names files exactly as they are called."""
    meta, here = item.meta, posixpath.dirname(item.file)

    def exact(path: str) -> str:
        file = names.find(path, here)
        return posixpath.relpath(file, here) if file else path

    image = meta.image and replace(meta.image, src=meta.image.src and exact(meta.image.src))
    read_also = tuple(map(exact, meta.read_also))
    return replace(item, meta=replace(meta, image=image, read_also=read_also)) if image or read_also else item


def _load_item(
    context: LoadContext, file: str, kind: type[ContentItem], meta: type, language: str, origins: Origins
) -> ContentItem | None:
    data = context.load(file)
    if data is None:
        return None
    key = cache_key(data, kind.__name__, language, file, context.geography.digest)
    type_: Any = tuple[kind, dict[str, Span], bool]  # type: ignore[valid-type]

    def read(report: Report) -> tuple[ContentItem | None, Origins, bool]:
        item = _parse_item(context, file, data, kind, meta, language, report)
        if item is None:
            return None, {}, False
        numbers = context.geography.private_numbers
        return item, _item_origins(context, item), may_hold_private(msgspec.json.encode(item), numbers)

    item, spans, suspect = read_cached(context, file, key, type_, read, lambda: (None, {}, False))
    origins.update(spans)
    if suspect:
        context.suspects.add(file)
    return item


def _item_origins(context: LoadContext, item: Announcement | PlainPage) -> Origins:
    """Map the file, its title, summary, lines in brief and aliases to their positions."""
    aliases = range(len(item.meta.aliases))
    origins = {f"{item.file}#alias:{number}": context.span(item.file, "aliases", number) for number in aliases}
    for key in ("title", "summary"):
        origins[f"{item.file}#{key}"] = context.span(item.file, key)
    for number in range(len(item.meta.in_brief)):
        origins[f"{item.file}#in_brief:{number}"] = context.span(item.file, "in_brief", number)
    return {item.file: Span(item.file, 1), **origins}


def _parse_item(
    context: LoadContext, file: str, data: bytes, kind: type[ContentItem], meta: type, language: str, report: Report
) -> ContentItem | None:
    from sitegen.load.context import split_front_matter
    from sitegen.load.schema import validate_one
    from sitegen.load.text import decode_text
    from sitegen.load.text_limits import check_text_limits
    from sitegen.load.yaml_text import parse_yaml

    text = decode_text(data, file, report)
    front_matter, body, line = split_front_matter(text, file, report) if text is not None else (None, "", 1)
    document = parse_yaml(front_matter, file, report) if front_matter is not None else None
    if document is None:
        return None
    context.documents[file] = document
    if document.value is None:
        document.value = {}
    record = validate_one(meta, document, report, context.geography)
    if record is None:
        return None
    if not body.strip():
        report.add("body-empty", Span(file, line))
    elif not check_text_limits(body, file, line, report):
        body = ""  # nothing else may take its time
    item = kind(file=file, meta=record, body=body, body_line=line, language=language)
    _check_item(context, item, report)
    return item


def _check_item(context: LoadContext, item: Announcement | PlainPage, report: Report) -> None:
    """Check what must hold within one file."""
    meta = item.meta
    for key, line in (("title", meta.title), ("summary", meta.summary)):
        if line and _SHORTCODE.search(line):
            report.add("figure-in-front-matter", context.span(item.file, key), key=key)
    for number, line in enumerate(meta.in_brief):
        if _SHORTCODE.search(line):
            report.add("figure-in-front-matter", context.span(item.file, "in_brief", number), key="in_brief")
    if len(meta.in_brief) > MAX_BRIEF:
        span = context.span(item.file, "in_brief", MAX_BRIEF)
        report.add("brief-too-long", span, count=len(meta.in_brief), most=MAX_BRIEF)
    if meta.publish_date and meta.expiry_date and meta.expiry_date <= meta.publish_date:
        report.add("expiry-before-publish", context.span(item.file, "expiry_date"))
    if isinstance(meta, NewsMeta) and meta.date and (named := _date_of_file(item.file)):
        date, name = edtf.parse(meta.date), edtf.parse(named)
        if name.last < (date.first or name.last) or (name.first and name.first > date.last):
            report.add("file-date", context.span(item.file, "date"), name=named, date=meta.date)


def _date_of_file(file: str) -> str:
    """Return the date at the beginning of the file's name, as precise as given; empty when there is none."""
    dated = _FILE_DATE.match(posixpath.basename(file))
    parts = [part for part in dated.groups() if part] if dated else []
    while parts:
        try:
            return edtf.parse("-".join(parts)).text
        except edtf.ImpossibleDate:  # 2024-70-tahun.md: a year and a number
            parts.pop()
    return ""
