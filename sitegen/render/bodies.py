"""Bodies: the bytes of an output, whichever body it has."""

from __future__ import annotations

from pathlib import Path

from sitegen.output import Copy, MapScript, Output, Table, Text
from sitegen.render.prose import Found
from sitegen.render.tables import table
from sitegen.render.templates import Templates


def render(output: Output, templates: Templates, found: Found) -> bytes:
    """The bytes of an output; what is wrong with its template or prose goes into `found`."""
    body = output.body
    if isinstance(body, Text):
        return body.data
    if isinstance(body, Copy):
        return Path(body.location).read_bytes()
    if isinstance(body, Table):
        return table(body)
    if isinstance(body, MapScript):
        # Importing folium costs more than most builds: only a map that has to be made again pays for it.
        from sitegen.render.map_script import map_script

        return map_script(body.view).encode()
    return templates.render(output, found)
