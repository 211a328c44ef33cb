"""Provenance: from which files, and from which line of them, each output is made."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from sitegen.content import Copy, Template
from sitegen.models import Site, Theme
from sitegen.output import Output
from sitegen.problems import Span
from sitegen.render import TemplateDependencies

InputLists = dict[str, bytes]
"""For each output, by path: what it is made from, `file` or `file:line`, sorted, templates last, as a list of JSON.

It is remembered as it will be written, for nothing else is ever done with it. What all pages share (the settings, the
theme's words, the menu) is not told with each of them.
"""


def inputs_of(outputs: Iterable[Output], site: Site) -> InputLists:
    """The inputs of `outputs`: their origin, what their page kind named, the template with all that it uses."""
    closures, static = TemplateDependencies(site.theme), _static_files(site.theme)

    @functools.cache
    def place(name: str) -> str:
        return told(site.origins.get(name, Span(name)))

    def told(at: Span) -> str:
        # A content file stands at its own first line: then all of it is meant.
        return str(at) if at != site.origins.get(at.file) else at.file

    @functools.cache
    def templates(name: str) -> bytes:
        files = sorted(site.theme.template_files.get(one, one) for one in closures.names(name))
        return encode(files)[1:]

    encode = msgspec.json.Encoder().encode
    inputs: InputLists = {}
    for output in outputs:
        found = {told(output.origin), *map(place, output.inputs)}
        body = output.body
        if isinstance(body, Copy):
            found.add(static.get(body.location, ""))
        found.discard("")
        own = encode(sorted(found))
        if isinstance(body, Template):
            # Those of a template are many and the same each time, so they are written once, and added at the end.
            rest = templates(body.name)
            own = own[:-1] + (b"," if found and len(rest) > 1 else b"") + rest
        inputs[output.path] = own
    return inputs


def _static_files(theme: Theme) -> dict[str, str]:
    """The static files by where they stand on this machine: each as messages name files, or as the package's own."""
    return {file.location: file.shown(name) for name, file in theme.static.items()}
