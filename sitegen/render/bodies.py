"""Bodies: the bytes of an output, whichever body it has."""

from __future__ import annotations

from pathlib import Path

from sitegen.bodies import Card, Copy, Export, MapScript, Photo, ReleaseZip, Text, Workbook, Zip
from sitegen.output import Output
from sitegen.render.prose import Found
from sitegen.render.templates import Templates


def render(output: Output, templates: Templates, found: Found) -> bytes:
    """The bytes of an output; what is wrong with its template or prose goes into `found`."""
    body = output.body
    if isinstance(body, Text | Export | Workbook | Zip | ReleaseZip):
        return _plain(body, templates)
    if isinstance(body, Copy):
        return Path(body.location).read_bytes()
    if isinstance(body, Photo):
        from sitegen.render.photos import bare, sized  # Pillow is imported only when a picture has to be made again

        return sized(body, templates.memo) if body.form else bare(Path(body.location).read_bytes())
    if isinstance(body, Card):
        from sitegen.render.social import social_card

        return social_card(body, templates.memo)
    if isinstance(body, MapScript):
        # Importing folium costs more than most builds: only a map that has to be made again pays for it.
        from sitegen.render.map_script import map_script

        return map_script(body.view).encode()
    return templates.render(output, found)


def _plain(body: Text | Export | Workbook | Zip | ReleaseZip, templates: Templates) -> bytes:
    """The bytes of what needs no template. A ZIP is planned before its parts: one process makes them once."""
    if isinstance(body, ReleaseZip):
        from sitegen.render.zips import release_zip

        return release_zip(body)
    if isinstance(body, Zip):
        from sitegen.render.zips import zipped

        files = [(name, part, _data(part)) for name, part in body.files]
        templates.at_hand.update((id(part), (part, data)) for _, part, data in files)
        return zipped((name, data) for name, _, data in files)
    _, known = templates.at_hand.pop(id(body), (None, None))
    return known if known is not None else _data(body)


def _data(body: Text | Export | Workbook) -> bytes:
    if isinstance(body, Text):
        return body.data
    if isinstance(body, Export):
        return body.format.write(body.table, body.terms)
    from sitegen.render.workbook import workbook  # XlsxWriter is imported only when a workbook has to be made again

    return workbook(body)
