"""Build the full-text search index with Pagefind; the only module that runs its program."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import threading
from collections.abc import Sequence
from typing import IO, Any

import msgspec

from sitegen.output import SearchDocument
from sitegen.process_group import ProcessGroup
from sitegen.render.templates import Templates

NEEDED = re.compile(r"pagefind\.|pagefind-entry\.json|wasm\.(?!unknown)|index/|fragment/")
"""The files that a page needs to show results in its own markup; Pagefind's own user interface is left out."""
TIMEOUT_SECONDS = 600
"""Seconds after which the program is killed."""


class SearchToolError(Exception):
    """Pagefind's program cannot be started, or fails."""


def text_index(texts: Sequence[SearchDocument], language: str, templates: Templates) -> dict[str, bytes]:
    """Build the index of `texts`; return its files by path in its folder. Raises SearchToolError."""
    records = [_record(text, language, templates) for text in texts]
    with ProcessGroup() as group, _PagefindService(group) as program:
        program.send([{"type": "NewIndex", "config": {"write_playground": False}}])
        program.send(records)
        (answer,) = program.send([{"type": "GetFiles", "index_id": 0}])
    files = {str(file["path"]): base64.b64decode(file["content"]) for file in answer["files"]}
    return {path: files[path] for path in sorted(files) if NEEDED.match(path)}


def _record(text: SearchDocument, language: str, templates: Templates) -> dict[str, Any]:
    meta = {"title": text.title, "path": text.path[1:], "date": templates.date_of(text)}
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": text.path,
        "content": f"{text.title}. {text.summary} {templates.words_of(text)}",
        "language": language,
        "meta": meta,
        "filters": None,
        "sort": None,
    }


class _PagefindService:
    """Pagefind's program as a service: requests and responses are JSON in base64, each with a comma after it.

    The package's own client sends one request at a time and polls for the response every tenth of a second, which takes
    a minute and a half for a thousand texts: this sends all at once.
    """

    def __init__(self, group: ProcessGroup) -> None:
        self._group, self._sent = group, 0

    def __enter__(self) -> _PagefindService:
        try:
            from pagefind.service import get_executable

            program = get_executable()
            if program is None:
                raise SearchToolError("pagefind[bin]")
            # Settings of the machine must not change what is published.
            environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
            self._process = subprocess.Popen(
                [program, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.path.abspath(os.sep),  # it reads settings from the working directory
                env=environment,
                process_group=self._group.id,
            )
        except (ImportError, OSError) as error:
            raise SearchToolError(str(error)) from error
        self._watch = threading.Timer(TIMEOUT_SECONDS, self._process.kill)
        self._watch.daemon = True
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.cancel()
        self._process.kill()
        self._process.communicate()

    def send(self, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send requests; return their responses, in any order."""
        first = self._sent + 1
        self._sent += len(requests)
        messages = b"".join(
            base64.b64encode(msgspec.json.encode({"message_id": number, "payload": request})) + b","
            for number, request in enumerate(requests, first)
        )
        # The program responds while it reads: without a reader at the same time, both would block on full pipes.
        writer = threading.Thread(target=self._write, args=(messages,))
        writer.start()
        try:
            answers = [self._payload(part) for part in self._read_messages(len(requests))]
        except BaseException:
            self._process.kill()  # or the writer would wait for its reader
            raise
        finally:
            writer.join()
        return answers

    def _write(self, messages: bytes) -> None:
        try:
            self._pipe(self._process.stdin).write(messages)
            self._pipe(self._process.stdin).flush()
        except OSError:
            pass  # the reader meets the end of the responses, and raises

    def _read_messages(self, count: int) -> list[bytes]:
        parts, found = list[bytes](), 0
        while found < count:
            part = self._pipe(self._process.stdout).read1(1 << 20)
            if not part:
                raise SearchToolError("pagefind: no answer")
            parts.append(part)
            found += part.count(b",")
        return b"".join(parts).split(b",")[:count]

    def _payload(self, part: bytes) -> dict[str, Any]:
        try:
            payload: dict[str, Any] = msgspec.json.decode(base64.b64decode(part))["payload"]
        except (ValueError, KeyError, TypeError) as error:
            raise SearchToolError(f"pagefind: {error}") from error
        if payload["type"] == "Error":
            raise SearchToolError(f"pagefind: {payload.get('message')}")
        return payload

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> Any:
        assert pipe is not None
        return pipe
