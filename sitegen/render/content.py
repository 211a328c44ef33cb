"""Render the content of an output to bytes, by the type of the content."""

from __future__ import annotations

from dataclasses import replace

from sitegen.content import (
    Copy,
    Directory,
    MapScript,
    Photo,
    RawBytes,
    ReleaseTemplate,
    ReleaseZip,
    SocialCard,
    TableFile,
    Template,
    Workbook,
    Zip,
)
from sitegen.digest import FileChanged, read_unchanged
from sitegen.output import Output
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates


def render_content(output: Output, templates: Templates, findings: RenderFindings) -> bytes:
    """Render an output; problems of its template, its prose or its source file are added to `findings`.

    Raises TypeError for a Directory.
    """
    try:
        return _render(output, templates, findings)
    except FileChanged as error:
        at = output.origin if output.origin.file else templates.static_span(error.location)
        findings.report.add("file-changed", at, path=at.file)
        return b""


def _render(output: Output, templates: Templates, findings: RenderFindings) -> bytes:
    match output.content:
        case ReleaseTemplate() as release_page:
            from sitegen.render.released_year import with_released_year

            page = replace(output, content=with_released_year(release_page, templates.cache))
            data = templates.render(page, findings)
        case Template():
            data = templates.render(output, findings)
        case Copy(location=location, digest=digest):
            data = read_unchanged(location, digest)
        case Zip() as bundle:
            data, _ = render_zip(bundle)
        case ReleaseZip() as release:
            from sitegen.render.zips import release_zip

            data = release_zip(release)
        case Photo() as photo:
            # Pillow is slow to import: only a photo that is not cached pays for it.
            from sitegen.render.photos import resize_photo, strip_metadata

            data = (
                resize_photo(photo, templates.cache)
                if photo.format
                else strip_metadata(read_unchanged(photo.location, photo.digest))
            )
        case SocialCard() as card:
            from sitegen.render.social_card import social_card

            data = social_card(card, templates.cache)
        case MapScript(view=view):
            # Importing folium takes longer than most builds: only a map that is not cached pays for it.
            from sitegen.render.map_script import map_script

            data = map_script(view).encode()
        case RawBytes() | TableFile() | Workbook() as content:
            data = render_data(content)
        case Directory():
            raise TypeError("a directory output has many files: see build/render.py")
    return data


def render_zip(content: Zip) -> tuple[bytes, dict[str, bytes]]:
    """Render a ZIP; return its bytes and its files by name, since most are published by themselves too."""
    from sitegen.render.zips import zip_files

    files = {name: render_data(part) for name, part in content.files}
    return zip_files(files.items()), files


def render_data(content: RawBytes | TableFile | Workbook) -> bytes:
    """Render content that needs no template."""
    if isinstance(content, RawBytes):
        return content.data
    if isinstance(content, TableFile):
        return content.format.write(content.table, content.terms)
    from sitegen.render.workbook import workbook  # slow to import, and seldom needed

    return workbook(content)
