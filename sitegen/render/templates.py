"""Templates: Jinja2 makes the bytes of a page from its view and the frame, and tells what each page depends on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from hashlib import blake2b

import jinja2
from markupsafe import Markup

from sitegen.addresses import address_of, relative
from sitegen.memo import Memo
from sitegen.model import Theme
from sitegen.output import Frame, Output, Prose, Template
from sitegen.problems import Span
from sitegen.render.filters import filters
from sitegen.render.prose import Converter, Found

_USES = re.compile(r'{%-?\s*(?:extends|include|import|from)\s+["\']([^"\']+)["\']')


class Templates:
    """The compiled templates of a theme for one frame."""

    def __init__(self, theme: Theme, frame: Frame, zone: str, memo: Memo, engine: str) -> None:
        """`zone` is the site's time zone; `engine` the digest of the code that renders."""
        self._theme, self._frame = theme, frame
        self.root = _root_of(frame.base_url)
        self._converter = Converter(memo, engine)
        self._environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_Compiled(memo, engine),
        )
        self._environment.globals.clear()
        self._environment.filters.update(filters(frame.words, zone))
        self._environment.filters.update(
            url=jinja2.pass_context(_url),
            absolute=partial(_absolute, frame.base_url),
            markdown=self._markdown,
        )

    def render(self, output: Output, found: Found) -> bytes:
        """The bytes of an output with a Template body. A fault of the template is a problem in `found`."""
        assert isinstance(output.body, Template)
        path = address_of(output.path)
        root = self.root if output.body.rooted else ""
        page = partial(_write_address, path, root)
        try:
            template = self._environment.get_template(output.body.name)
            text = template.render(view=output.body.view, frame=self._frame, path=path, _found=found, _address=page)
        except jinja2.TemplateNotFound as error:
            found.report.error("template-missing", Span(self._file(output.body.name)), name=error.name or "")
            return b""
        except jinja2.TemplateSyntaxError as error:
            found.report.error("template-error", Span(self._file(error.name), error.lineno), detail=error.message)
            return b""
        except (jinja2.TemplateError, KeyError, TypeError, ValueError, AttributeError) as error:
            found.report.error(
                "template-error", self._fault(error, output.body.name), detail=f"{type(error).__name__}: {error}"
            )
            return b""
        return text.encode()

    @jinja2.pass_context
    def _markdown(self, context: jinja2.runtime.Context, prose: Prose, absolute: bool = False) -> Markup:
        write: Callable[[str], str] = context["_address"]
        if absolute:
            write = partial(_absolute, self._frame.base_url)
        return Markup(self._converter.html(prose, write, context["_found"]))

    def _file(self, name: str | None) -> str:
        return self._theme.template_files.get(name or "", name or "")

    def _load(self, name: str) -> tuple[str, str, None] | None:
        text = self._theme.templates.get(name)
        return None if text is None else (text, self._file(name), None)

    def _fault(self, error: BaseException, name: str) -> Span:
        """The innermost line of a template in the error's trace, which Jinja2 writes in the template's own lines."""
        place, files, trace = Span(self._file(name)), set(self._theme.template_files.values()), error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename in files:
                place = Span(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        return place


class Closures:
    """Digests of templates with all that they extend, include and import."""

    def __init__(self, theme: Theme) -> None:
        """Nothing is read until asked for."""
        self._texts = theme.templates
        self.digest = cache(self._digest)

    def _digest(self, name: str) -> str:
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names and one in self._texts:
                names.add(one)
                waiting += _USES.findall(self._texts[one])
        state = blake2b(digest_size=16)
        for one in sorted(names):
            state.update(f"{one}\0{self._texts[one]}\0".encode())
        return state.hexdigest()


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, remembered with everything else that is a pure function of its text."""

    def __init__(self, memo: Memo, engine: str) -> None:
        self._memo, self._engine = memo, engine

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        known = self._memo.recall("template", self._key(bucket))
        if known:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._memo.keep("template", self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return f"{self._engine}-{bucket.key}-{bucket.checksum}"


def _url(context: jinja2.runtime.Context, address: str) -> str:
    write: Callable[[str], str] = context["_address"]
    return write(address)


def _write_address(here: str, root: str, there: str) -> str:
    """A link from the page at `here`: relative, so that the site works in any folder; with a root, from that root."""
    if root and there.startswith("/"):
        return root + there[1:]
    return relative(here, there)


def _root_of(base_url: str) -> str:
    """The path of the base address, with a slash at the end: `https://example.org/desa` gives `/desa/`."""
    return "/" + base_url.partition("://")[2].partition("/")[2].rstrip("/") + "/" if base_url.count("/") > 2 else "/"


def _absolute(base_url: str, address: str) -> str:
    return base_url + address if address.startswith("/") else address
