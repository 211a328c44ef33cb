"""The live preview: watch the sources, build after each save, and reload the browser.

The only module that imports livereload. On its own, livereload polls every 0.8 seconds, drops a reload within 3 seconds
of another, and adds an inline script, which the pages' policy refuses. So watchfiles reports saves, and livereload
provides its protocol and its script, loaded as a file.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import re
import socket
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler  # type: ignore[import-untyped]
from livereload.watcher import Watcher  # type: ignore[import-untyped]
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler
from watchfiles import watch

from sitegen.build import BuildOptions, BuildResult, ForeignFiles, LockError, build, build_lock
from sitegen.load.theme import PACKAGE_THEMES
from sitegen.offers import locate_offers
from sitegen.problems import Report, Span, fence
from sitegen.reporters import Messages, format_json_report, format_severity_counts

OnBuild = Callable[[Report, BuildResult | None, float], None]
"""Called after each build that changed something, with its problems, its result (None: nothing was built), and its
seconds."""

MAX_PORTS = 20
"""Number of ports that are tried, from the requested one."""
MAX_PROBLEMS = 50
"""Number of problems that the overlay shows; the terminal has all."""
ASSETS = Path(__file__).parent / "assets" / "preview"

_QUIET_MS, _MAX_WAIT_MS = 20, 200
"""Saves within this quiet period count as one, and the longest wait for it."""
_POLL_MS = 500
"""Interval of looking for folders that were added or removed."""
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')


def serve(
    options: BuildOptions,
    target: Path,
    messages: Messages,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    on_start: Callable[[str], None] = lambda address: None,
    on_build: OnBuild = lambda report, summary, seconds: None,
) -> int:
    """Preview the site of `options` with drafts, built into `target`, until Ctrl-C; returns the exit code.

    `on_start` is called with the URL. If the port is taken, the next free one is used; port 0 means any. Raises
    ForeignFiles for a folder with files that sitegen did not make.
    """
    sockets = _listen(host, port)
    if not sockets:
        return _report_failure(on_build, "port-unusable", host=host, port=port)
    address = f"http://{_browser_host(host)}:{sockets[0].getsockname()[1]}"
    context = replace(options.context, drafts=True, future=True, base_url=address)
    preview = Preview(replace(options, context=context), target, messages)
    with ExitStack() as stack:
        for one in sockets:
            stack.enter_context(one)
        try:
            stack.enter_context(build_lock(target.parent / f".{target.name}.sitegen" / "preview"))
        except LockError as error:
            return _report_failure(on_build, error.code, **{"path": target, **error.values})
        except OSError as error:
            return _report_failure(on_build, "output-unwritable", path=error.filename or target)
        with suppress(KeyboardInterrupt):
            preview.build(on_build)
            reload = stack.enter_context(_serve_in_thread(_application(preview, host), sockets))
            on_start(address)
            if open_browser:
                # In a thread, since a browser in the terminal returns only when it is closed.
                Thread(target=webbrowser.open, args=[address], daemon=True).start()
            # One build at a time: saves during a build lead to one more.
            for _ in _watch(preview.root):
                if preview.build(on_build):
                    reload()
    return 0


class Preview:
    """The site as last built into `target`, and the problems that keep the present sources from being built."""

    def __init__(self, options: BuildOptions, target: Path, messages: Messages) -> None:
        """Builds nothing yet; `number` counts the builds that changed what a browser shows."""
        self.root, self.target, self.number = options.root, target, 0
        self._options, self._messages, self._report = options, messages, Report()

    def build(self, on_build: OnBuild) -> bool:
        """Build the present sources; returns whether a browser would show anything else."""
        begun, report = time.perf_counter(), Report()
        summary = self._try_build(report)
        seconds = time.perf_counter() - begun
        # From now on other threads run, and a process with threads must not fork.
        self._options = replace(self._options, jobs=1)
        same = list(report) == list(self._report) and not (summary and summary.written + summary.removed)
        if same and self.number:
            return False
        self._report, self.number = report, self.number + 1
        on_build(report, summary, seconds)
        return True

    def _try_build(self, report: Report) -> BuildResult | None:
        """Build; whatever fails is reported, since the next save may mend it. Only the first raises ForeignFiles."""
        try:
            return build(self._options, self.target, report)
        except ForeignFiles as foreign:
            if not self.number:
                raise
            report.add(foreign.code, Span(""), path=foreign.path)
        except OSError as error:
            report.add("output-unwritable", Span(""), path=error.filename or self.target)
        except Exception as error:
            with fence(report, Span("")):
                raise error
        return None

    def state(self) -> dict[str, Any]:
        """Return what the overlay shows; no problems where the site shown is up to date."""
        messages, failed = self._messages["preview"], self._report.failed(strict=self._options.strict)
        report = locate_offers(self._report, self._options.root)
        problems = (
            json.loads(format_json_report(report, self._messages, self._options.strict))["problems"] if failed else []
        )
        more = len(problems) - MAX_PROBLEMS
        return {
            "build": self.number,
            "language": messages["language"],
            "heading": format_severity_counts(self._report, self._messages, self._options.strict),
            "note": messages["kept" if (self.target / "index.html").is_file() else "nothing"],
            "problems": [self._describe(problem) for problem in problems[:MAX_PROBLEMS]],
            "more": messages["more"].replace("{count}", str(more)) if more > 0 else "",
            "close": messages["close"],
        }

    def _describe(self, problem: Mapping[str, Any]) -> dict[str, str]:
        location = ":".join(str(part) for part in (problem["file"], problem["line"], problem["column"]) if part)
        suggestion = self._messages["frame"]["suggestion"].replace("{suggestion}", problem["suggestion"])
        message = f"{problem['message']} {suggestion}" if problem["suggestion"] else problem["message"]
        code, offer, paste = f"{problem['severity']}[{problem['code']}]", problem["paste_at"], problem["paste"]
        return {"place": location, "code": code, "message": message, "offer": offer, "paste": paste}


@contextmanager
def _serve_in_thread(application: Application, sockets: list[socket.socket]) -> Iterator[Callable[[], object]]:
    """Serve until the end of the `with`, and yield what reloads the browsers.

    In a thread of its own: builds stay in the main thread, where a signal ends them at once.
    """
    started = Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def run() -> None:
        HTTPServer(application).add_sockets(sockets)
        ended = asyncio.Event()
        started.set_result((asyncio.get_running_loop(), ended))
        await ended.wait()

    thread = Thread(target=asyncio.run, args=[run()], daemon=True)
    thread.start()
    loop, ended = started.result()
    try:
        yield lambda: loop.call_soon_threadsafe(_Reloader.reload_waiters, "*")
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


def _watch(root: Path) -> Iterator[None]:
    """Yield after each save below data/, content/ or a theme, and once for saves before the watch began."""
    while True:
        folders, linked, first = _folders(root), find_linked_folders(root), True
        changed = watch(
            *folders,
            *linked,
            # No filter: an editor's temporary files cost a build that changes and reloads nothing.
            watch_filter=None,
            debounce=_MAX_WAIT_MS,
            step=_QUIET_MS,
            rust_timeout=_POLL_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        with suppress(FileNotFoundError):  # a folder was removed before it was watched
            for changes in changed:
                if changes or first:
                    first = False
                    yield
                # A folder that was removed, as by a change of branches, is not watched when it comes back.
                if _folders(root) != folders or any(Path(path) in folders for _, path in changes):
                    break
                if changes and find_linked_folders(root) != linked:
                    break


def _folders(root: Path) -> list[Path]:
    """List the existing folders in which a save can change the site."""
    sources = (root / "data", root / "content", root / "themes", *PACKAGE_THEMES)
    return sorted({folder.resolve() for folder in sources if folder.is_dir()})


def find_linked_folders(root: Path) -> list[Path]:
    """List the folders elsewhere in the site that links below its sources lead to: not every system watches these."""
    real, found = root.resolve(), set[Path]()
    for source in (root / "data", root / "content", root / "themes"):
        for here, folders, names in os.walk(source):
            for name in (*folders, *names):
                path = Path(here, name)
                if path.is_symlink():
                    target = path.resolve()
                    found.add(target if target.is_dir() else target.parent)
    return sorted(one for one in found if one != real and one.is_relative_to(real) and one.is_dir())


class _Reloader(LiveReloadHandler):  # type: ignore[misc]
    """livereload's handler for its script; it reloads when told and watches nothing itself."""

    watcher = Watcher()
    live_css = False  # the names of style sheets change with their content

    def check_origin(self, origin: str) -> bool:
        """Refuse pages of other sites, which livereload lets in."""
        return WebSocketHandler.check_origin(self, origin)


class _State(RequestHandler):
    """Serves the state that the overlay shows."""

    def initialize(self, preview: Preview) -> None:
        self._preview = preview

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(self._preview.state())


class _File(StaticFileHandler):
    """Serves a file of the preview folder; pages get the scripts of the preview, the file stays as built."""

    def initialize(self, path: str, preview: Preview) -> None:  # type: ignore[override]
        super().initialize(path, "index.html")
        self._preview = preview

    async def get(self, path: str, include_body: bool = True) -> None:
        self.path = self.parse_url_path(path)
        file = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if file is None:  # a folder without its slash, already redirected
            return
        if file.endswith(".html"):
            self._finish_page(Path(file))
        else:
            await super().get(path, include_body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Serve the site's 404 page, or an empty page while there is no site."""
        not_found = self._preview.target / "404.html"
        self._finish_page(not_found if not_found.is_file() else ASSETS / "empty.html")

    def set_default_headers(self) -> None:
        """Keep the browser from caching."""
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Return None, since nothing is cached."""

    def get_content_type(self) -> str:
        """Return the media type by the file's name; text is UTF-8."""
        kind = super().get_content_type()
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml")) else kind

    def _finish_page(self, file: Path) -> None:
        try:
            page = file.read_bytes()
        except FileNotFoundError as error:  # removed by a build in progress
            raise HTTPError(404) from error
        port = self.request.host.rpartition(":")[2]
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(add_preview_scripts(page, self._preview.number, int(port) if port.isdigit() else 80))


def add_preview_scripts(page: bytes, number: int, port: int) -> bytes:
    """Add the scripts of livereload and of the overlay to a page, and allow them in its policy."""
    scripts = (
        f'<script src="/__preview/overlay.js" data-build="{number}" defer></script>\n'
        f'<script src="/livereload.js?port={port}" defer></script>\n'
    ).encode()
    page = _POLICY.sub(lambda match: match[1] + _relax_policy(match[2].decode()).encode(), page, count=1)
    return page.replace(b"</head>", scripts + b"</head>", 1)


def _relax_policy(policy: str) -> str:
    """Allow what the preview adds in a page's policy, and nothing from elsewhere."""
    rules = {name: more for name, _, more in (rule.strip().partition(" ") for rule in policy.split(";")) if name}
    for name, wanted in (("script-src", "'self'"), ("style-src", "'self'"), ("connect-src", "'self' ws:")):
        if (allowed := rules.get(name, rules.get("default-src"))) is not None:
            messages = dict.fromkeys([*allowed.split(), *wanted.split()])
            rules[name] = " ".join(word for word in messages if word != "'none'")
    return "; ".join(f"{name} {more}" for name, more in rules.items())


def _application(preview: Preview, host: str) -> Application:
    """Route the preview's URLs. Only its own host names are served, against DNS rebinding."""
    application = Application(log_function=lambda handler: None)
    everywhere = host in ("", "0.0.0.0", "::")
    application.add_handlers(
        ".*" if everywhere else rf"(localhost|127\.0\.0\.1|\[::1\]|{re.escape(_browser_host(host))})",
        [
            ("/livereload", _Reloader),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/__preview/state\.json", _State, {"preview": preview}),
            ("/__preview/(.*)", StaticFileHandler, {"path": str(ASSETS)}),
            ("/(.*)", _File, {"path": str(preview.target), "preview": preview}),
        ],
    )
    return application


def _listen(host: str, port: int) -> list[socket.socket]:
    """Bind sockets at `port` or the next free one; empty where none can be had."""
    for candidate in range(port, min(port + MAX_PORTS, 65536)):
        try:
            return bind_sockets(candidate, host)
        except UnicodeError:  # an invalid host name
            return []
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return []
    return []


def _browser_host(host: str) -> str:
    """Return the host as a browser on this machine writes it."""
    if host in ("", "0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _report_failure(on_build: OnBuild, code: str, **values: Any) -> int:
    """Report why the preview cannot run, and return the exit code."""
    report = Report()
    report.add(code, Span(""), **values)
    on_build(report, None, 0.0)
    return 1
