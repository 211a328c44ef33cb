"""The sites that the gates look at, each on a host of its own, and the page of each that shows a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from compressed_host import Host, compressed

from sitegen.build import BuildOptions, build, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.problems import Report
from sitegen.urls import file_url

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT
"""The sample site of this checkout."""
FULL = ROOT / "tests" / "sites" / "full"
"""The site whose records use every key: it has what the sample site has no page of."""
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""The day of which both are built."""
THEME = ROOT / "themes" / "default" / "templates"
LEADS_ON = {"redirect.html": "a browser leaves it at once for the page that it names"}
"""Templates that are not looked at in a browser, each with the reason; what reads files reads theirs too."""
UNPUBLISHED = {"parts.html": "the overview of the design's parts, which tests/web/test_styleguide.py looks at"}
"""Templates of which no site has a page, each with the reason."""
_LANGUAGE = re.compile(r'<html lang="([a-z]+)"')


def page_templates(folder: Path = THEME) -> list[str]:
    """The templates of a theme that are pages, and not parts of pages: those that build upon another."""
    found = sorted(folder.glob("*.html"))
    return [file.name for file in found if re.search(r"{%-?\s*extends\b", file.read_text(encoding="utf-8"))]


TEMPLATES = page_templates()
"""Every template of the theme that makes pages."""
SEEN = [name for name in TEMPLATES if name not in (*LEADS_ON, *UNPUBLISHED)]
"""Those that a reader of the site sees."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that shows a template."""

    template: str
    """The template, such as `village.html`."""
    language: str
    """The language of the page."""
    path: str
    """Its address within the site."""
    url: str
    """Its address on the host."""


@dataclass(frozen=True)
class Hosted:
    """A site that was built for the host that serves it."""

    host: Host
    """The host, compressed and with the rules of `_headers`."""
    templates: dict[str, str]
    """The template of each of its pages, by file."""

    @property
    def address(self) -> str:
        """Where it stands, without a slash at the end."""
        return self.host.address

    @property
    def folder(self) -> Path:
        """Its files."""
        return self.host.folder

    @cached_property
    def pages(self) -> dict[tuple[str, str], Shown]:
        """For each template and language its heaviest page: there is most on it that can be wrong."""
        heaviest = dict[tuple[str, str], tuple[int, str]]()
        for file, template in sorted(self.templates.items()):
            text = (self.folder / file).read_text(encoding="utf-8")
            language = _LANGUAGE.search(text)
            key = (template, language[1] if language else "")
            if len(text) > heaviest.get(key, (0, ""))[0]:
                heaviest[key] = (len(text), file_url(file))
        return {key: Shown(*key, path, self.address + path) for key, (_, path) in heaviest.items()}


@contextmanager
def hosted_site(root: Path, folder: Path) -> Iterator[Hosted]:
    """The site of `root`, built into `folder` for the host that serves it."""
    with compressed(folder) as host:
        options = BuildOptions(root, BuildContext(NOW, base_url=host.address))
        report = Report()
        if build(options, folder, report) is None:
            raise RuntimeError(f"{root} is not published: {[(one.code, one.at) for one in report]}")
        yield Hosted(host, templates_of(options))


def templates_of(options: BuildOptions) -> dict[str, str]:
    """The template of each page of a site, by file, as its plan tells."""
    ready = load_and_plan(options, Report(), NullCache())
    assert ready is not None
    ready.load_all()
    bodies = {path: output.content for path, output in ready.outputs.items() if path.endswith(".html")}
    return {path: body.name for path, body in bodies.items() if isinstance(body, Template)}
