"""Provenance: the source files of each output, with their lines where one record is meant."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from sitegen.content import Copy, Template
from sitegen.models import Site, Theme
from sitegen.models.kinds import SITE
from sitegen.output import Output
from sitegen.pages import SitePlan
from sitegen.problems import Span
from sitegen.render import TemplateDependencies
from sitegen.views.reads import Reads

InputLists = dict[str, bytes]
"""For each output, by path: what it is made from, `file` or `file:line`, sorted, templates last, as a list of JSON.

A folder stands for all files in it. It is kept as it will be written. What all outputs share is left
out: see shared_inputs.
"""


def inputs_of(outputs: Iterable[Output], site: Site, reads: Reads) -> InputLists:
    """The inputs of `outputs`: their origin, what was read to plan them, the template with all that it uses."""
    dependencies, static = TemplateDependencies(site.theme), _static_files(site.theme)

    @functools.cache
    def named_source(name: str) -> str:
        return source(site.origins.get(name, Span(name)))

    def source(at: Span) -> str:
        # The origin of a content file is its first line: then the whole file is meant.
        return str(at) if at != site.origins.get(at.file) else at.file

    @functools.cache
    def templates(name: str) -> bytes:
        files = sorted(site.theme.template_files.get(one, one) for one in dependencies.names(name))
        return encode(files)[1:]

    encode = msgspec.json.Encoder().encode
    inputs: InputLists = {}
    for output in outputs:
        sources = {source(output.origin), *map(named_source, reads.of(output.path))}
        content = output.content
        if isinstance(content, Copy):
            sources.add(static.get(content.location, ""))
        sources.discard("")
        own = encode(sorted(sources))
        if isinstance(content, Template):
            # The files of a template are many and always the same: encoded once, they are appended.
            rest = templates(content.name)
            own = own[:-1] + (b"," if sources and len(rest) > 1 else b"") + rest
        inputs[output.path] = own
    return inputs


def shared_inputs(plan: SitePlan, site: Site) -> list[str]:
    """The files that any output may be made from: the settings, what the layout shows, the geography, and the theme
    but for its templates."""
    at = (site.origins.get(name, Span(name)).file for name in plan.shared)
    theme = (file for file in site.theme.files if file not in site.theme.template_files.values())
    return sorted({SITE, *at, *theme, *site.geography.files} - {""})


def _static_files(theme: Theme) -> dict[str, str]:
    """The static files by where they stand on this machine: each as messages name files, or as the package's own."""
    return {file.location: file.shown(name) for name, file in theme.static.items()}
