"""Render templates with Jinja2 from a view and the layout context; report errors of templates."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup, escape

from sitegen.cache import Cache, sign, verify
from sitegen.content import Template
from sitegen.digest import hex_digest
from sitegen.figures import IncomparableQuantities
from sitegen.glossary_terms import GlossaryNote
from sitegen.models import Theme
from sitegen.output import FigureCard, LayoutContext, Output, Prose, ResponsiveImage, SearchDocument
from sitegen.problems import Span
from sitegen.render.filters import filters
from sitegen.render.images import image_html
from sitegen.render.markdown import Converter, RenderFindings, plain_text
from sitegen.urls import file_url, relative_url, root_prefix

_MESSAGE = re.compile(r"{{ layout\.messages\.(\w+) }}")


class Templates:
    """The compiled templates of a theme for one layout context.

    Rendering has one side effect: the filters that render prose add its problems to the findings of the page, which
    they get from the context as `_findings`.
    """

    def __init__(self, theme: Theme, layout: LayoutContext, zone: str, cache: Cache, fingerprint: str) -> None:
        """`zone` is the site's time zone; `fingerprint` the digest of the code that renders."""
        self.root = _root_of(layout.base_url)
        self.cache = cache
        """Of converted prose, compiled templates, photos and cards."""
        self._theme, self._layout, self._zone = theme, layout, zone
        # Untranslated texts keep the messages and number format of their own language: 36.000 is not 36,000.
        self._untranslated = Templates(theme, layout.first, zone, cache, fingerprint) if layout.first else self
        self._converter = Converter(cache, fingerprint, layout.messages.get("footnote_back", ""))
        # The compiler runs filters on constants, so bytecode depends on the arguments of the filters of
        # _new_environment; it does not run filters that take the context.
        constants = hex_digest(msgspec.msgpack.encode((layout.messages, layout.levels, zone)))
        self._bytecode_cache = _BytecodeCache(cache, f"{fingerprint}-{constants}")
        self._environment = functools.cache(self._new_environment)
        self._part = functools.cache(self._new_part)
        self._sections = sorted({link.path for link in (*layout.menu, *layout.footer)} - {"/"}, key=len, reverse=True)

    def _new_environment(self, root: str) -> jinja2.Environment:
        """Create the environment of pages whose relative path to the site's root is `root`, such as `../../`.

        One environment per depth, so that links do not depend on the page: macro modules are evaluated once per depth
        instead of once per page, and parts that depend only on the layout are rendered once.
        """
        environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=self._bytecode_cache,
        )
        environment.globals = {"layout": self._layout}
        environment.filters |= filters(self._layout.messages, self._layout.levels, self._zone) | {
            "url": _url_from(root),
            "absolute": jinja2.pass_context(partial(_absolute_in, self._layout.base_url)),
            "markdown": self._markdown,
            "picture": self._picture,
            "part": jinja2.pass_context(partial(self._part_of, root)),
        }
        return environment

    def _part_of(self, root: str, context: jinja2.runtime.Context, name: str, path: str) -> Markup:
        return self._part(root, name, self._section(path), path in self._sections)

    def _new_part(self, root: str, name: str, section: str, here: bool) -> Markup:
        """Render a part that is the same for all pages of a section at one depth: header, footer."""
        return Markup(self._environment(root).get_template(name).render(section=section, here=here))

    def _section(self, path: str) -> str:
        """Return the link of the menu or footer under which a page lies; empty if there is none."""
        return next((section for section in self._sections if path.startswith(section)), "")

    def render(self, output: Output, findings: RenderFindings) -> bytes:
        """Render the Template of an output. An error of the template is a problem in `findings`, and gives no bytes."""
        assert isinstance(output.content, Template)
        path = file_url(output.path)
        root = self.root if output.content.rooted else root_prefix(path)
        try:
            template = self._environment(root).get_template(output.content.name)
            text = template.render(view=output.content.view, path=path, _findings=findings, _root=root)
        except jinja2.TemplateNotFound as error:
            findings.report.add("template-missing", Span(self._file(output.content.name)), name=error.name or "")
            return b""
        except jinja2.TemplateSyntaxError as error:
            findings.report.add("template-error", Span(self._file(error.name), error.lineno), detail=error.message)
            return b""
        except IncomparableQuantities as error:
            findings.report.add("figures-mixed", self._error_span(error, output.content.name), detail=str(error))
            return b""
        except (MemoryError, OSError):
            raise
        except Exception as error:  # a template can raise anything: a division by zero, a macro that calls itself
            findings.report.add(
                "template-error",
                self._error_span(error, output.content.name),
                detail=f"{type(error).__name__}: {error}",
            )
            return b""
        return text.encode()

    @jinja2.pass_context
    def _markdown(self, context: jinja2.runtime.Context, prose: Prose, page: str = "", below: bool = False) -> Markup:
        write = (
            partial(_absolute_link, self._layout.base_url, page) if page else partial(relative_url, context["_root"])
        )
        templates = self._untranslated if prose.untranslated else self
        figures = _FigureMacros(templates._environment(context["_root"]), bool(page)) if prose.figures else None
        terms = _TermMacros(templates._environment(context["_root"])) if prose.terms and not page else None
        findings, away = context["_findings"], bool(page)
        return Markup(templates._converter.html(prose, write, findings, figures, terms, away=away, below=below))

    @jinja2.pass_context
    def _picture(self, context: jinja2.runtime.Context, one: ResponsiveImage, alt: str, eager: bool = False) -> Markup:
        return Markup(image_html(one, alt, partial(relative_url, context["_root"]), eager))

    def words_of(self, text: SearchDocument) -> str:
        """Return the text of a search document without markup, with its figures as on its page."""
        figures = _FigureMacros(self._environment(""), False) if text.prose.figures else None
        return plain_text(self._converter.html(text.prose, str, RenderFindings(), figures, away=True))

    def date_of(self, text: SearchDocument) -> str:
        """Return the date of a search document in words; empty if it has none."""
        return str(self._environment("").filters["date"](text.date)) if text.date else ""

    def static_span(self, location: str) -> Span:
        """Return the static file of the theme that stands at `location` on this machine."""
        files = (Span(file.shown(name)) for name, file in self._theme.static.items() if file.location == location)
        return next(files, Span(""))

    def _file(self, name: str | None) -> str:
        return self._theme.template_files.get(name or "", name or "")

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Load a template with messages inlined, since they are equal on every page; not those with placeholders."""
        text = self._theme.templates.get(name)
        return None if text is None else (_MESSAGE.sub(self._message, text), self._file(name), None)

    def _message(self, match: re.Match[str]) -> str:
        message = str(escape(self._layout.messages.get(match[1], "{")))
        return match[0] if "{" in message else message

    def _error_span(self, error: BaseException, name: str) -> Span:
        """Find the innermost line of a template in an error's traceback, which Jinja2 maps to the template's lines."""
        span, files, trace = Span(self._file(name)), set(self._theme.template_files.values()), error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename in files:
                span = Span(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        return span


def _url_from(root: str) -> Callable[[jinja2.runtime.Context, str], str]:
    """Return the filter `url` of pages whose relative path to the site's root is `root`."""

    # A filter that takes the context is not run at compile time, so that the bytecode serves pages of every depth.
    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, address: str) -> str:
        return relative_url(root, address)

    return url


class _FigureMacros:
    """Renders the figures of a text with the macros of the theme's figures.html."""

    def __init__(self, environment: jinja2.Environment, away: bool) -> None:
        """`away`: the text is read outside its page, in a feed."""
        self._macros: Any = environment.get_template("figures.html").module
        self._away = away

    def number(self, card: FigureCard, linked: bool) -> str:
        """A number within a line."""
        return str(self._macros.bound(card, linked, self._away)).strip()

    def notes(self, cards: Sequence[FigureCard]) -> str:
        """The notes of a block's figures, to stand after it."""
        return str(self._macros.notes(cards, self._away))


class _TermMacros:
    """Renders the terms of a text with the macros of the theme's terms.html."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._macros: Any = environment.get_template("terms.html").module

    def named(self, text: str, note: GlossaryNote) -> str:
        """A term where the text first names it."""
        return str(self._macros.named(text, note)).strip()

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        """What the terms of a block mean."""
        return str(self._macros.notes(notes))


class _BytecodeCache(jinja2.BytecodeCache):
    """Stores compiled templates in the cache, signed, since they are code: none runs that others made."""

    def __init__(self, cache: Cache, fingerprint: str) -> None:
        self._cache, self._fingerprint = cache, fingerprint

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        signed = self._cache.get("template", self._key(bucket))
        bytecode = signed and verify(self._key(bucket), signed)
        if bytecode:
            bucket.bytecode_from_string(bytecode)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        signed = sign(self._key(bucket), bucket.bytecode_to_string())
        if signed:
            self._cache.set("template", self._key(bucket), signed)

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return f"{self._fingerprint}-{bucket.key}-{bucket.checksum}"


def _root_of(base_url: str) -> str:
    """Return the path of the base URL, with a slash at the end: `https://example.org/desa` gives `/desa/`."""
    return "/" + base_url.partition("://")[2].partition("/")[2].rstrip("/") + "/" if base_url.count("/") > 2 else "/"


def _absolute(base_url: str, address: str) -> str:
    return base_url + address if address.startswith("/") else address


def _absolute_in(base_url: str, context: jinja2.runtime.Context, address: str) -> str:
    """The filter `absolute`."""
    return _absolute(base_url, address)


def _absolute_link(base_url: str, page: str, link: str) -> str:
    """Make a link in the text of `page` absolute, for readers of a feed; `#part` becomes a part of that page."""
    return _absolute(base_url, page + link if link.startswith("#") else link)
