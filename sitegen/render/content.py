"""Bodies: the bytes of an output, whichever body it has."""

from __future__ import annotations

from pathlib import Path

from sitegen.content import Copy, MapScript, Photo, ReleaseZip, SocialCard, TableFile, Text, Workbook, Zip
from sitegen.output import Output
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates


def render_content(output: Output, templates: Templates, found: RenderFindings) -> bytes:
    """The bytes of an output; what is wrong with its template or prose goes into `found`."""
    body = output.body
    if isinstance(body, Text | TableFile | Workbook | Zip | ReleaseZip):
        return _plain(body, templates)
    if isinstance(body, Copy):
        return Path(body.location).read_bytes()
    if isinstance(body, Photo):
        from sitegen.render.photos import (  # Pillow is imported only when a picture has to be made again
            resize_photo,
            strip_metadata,
        )

        return resize_photo(body, templates.cache) if body.form else strip_metadata(Path(body.location).read_bytes())
    if isinstance(body, SocialCard):
        from sitegen.render.social_card import social_card

        return social_card(body, templates.cache)
    if isinstance(body, MapScript):
        # Importing folium costs more than most builds: only a map that has to be made again pays for it.
        from sitegen.render.map_script import map_script

        return map_script(body.view).encode()
    return templates.render(output, found)


def _plain(body: Text | TableFile | Workbook | Zip | ReleaseZip, templates: Templates) -> bytes:
    """The bytes of what needs no template. A ZIP is planned before its parts: one process makes them once."""
    if isinstance(body, ReleaseZip):
        from sitegen.render.zips import release_zip

        return release_zip(body)
    if isinstance(body, Zip):
        from sitegen.render.zips import zip_files

        files = [(name, part, _data(part)) for name, part in body.files]
        templates.at_hand.update((id(part), (part, data)) for _, part, data in files)
        return zip_files((name, data) for name, _, data in files)
    _, known = templates.at_hand.pop(id(body), (None, None))
    return known if known is not None else _data(body)


def _data(body: Text | TableFile | Workbook) -> bytes:
    if isinstance(body, Text):
        return body.data
    if isinstance(body, TableFile):
        return body.format.write(body.table, body.terms)
    from sitegen.render.workbook import workbook  # XlsxWriter is imported only when a workbook has to be made again

    return workbook(body)
