"""The index of a search in texts, made by Pagefind: the one door to it. Its program is fed and asked in one run."""

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
from sitegen.render.templates import Templates

NEEDED = re.compile(r"pagefind\.|pagefind-entry\.json|wasm\.(?!unknown)|index/|fragment/")
"""How the files begin that a page needs which shows results in its own markup; Pagefind brings its own looks too."""
TIMEOUT_SECONDS = 600
"""Seconds after which its program is taken to be stuck."""


class SearchToolError(Exception):
    """The program does not run, or not as it should."""


def text_index(texts: Sequence[SearchDocument], language: str, templates: Templates) -> dict[str, bytes]:
    """The files of an index of `texts`, by their names in its folder; raises Unusable."""
    records = [_record(text, language, templates) for text in texts]
    with _PagefindService() as program:
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
    """Pagefind's program as a service: it takes and gives messages of base64, each with a comma behind it.

    The package's own client asks one thing at a time and waits a tenth of a second for each answer: a minute and a half
    for a thousand texts, which this asks in one go.
    """

    def __init__(self) -> None:
        self._sent = 0

    def __enter__(self) -> _PagefindService:
        try:
            from pagefind.service import get_executable

            program = get_executable()
            if program is None:
                raise SearchToolError("pagefind[bin]")
            # No setting of the machine's has a say in what is published.
            environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
            self._process = subprocess.Popen(
                [program, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.path.abspath(os.sep),  # no settings are read from where the build is started
                env=environment,
            )
        except (ImportError, OSError) as error:
            raise SearchToolError(str(error)) from error
        self._watch = threading.Timer(TIMEOUT_SECONDS, self._process.kill)
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.cancel()
        self._process.kill()
        self._process.communicate()

    def send(self, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is answered to all of `requests`, in whatever order it is."""
        first = self._sent + 1
        self._sent += len(requests)
        messages = b"".join(
            base64.b64encode(msgspec.json.encode({"message_id": number, "payload": request})) + b","
            for number, request in enumerate(requests, first)
        )
        # It answers while it is still being asked: who only wrote would wait for a reader for ever.
        writer = threading.Thread(target=self._write, args=(messages,))
        writer.start()
        try:
            answers = [self._payload(part) for part in self._read_messages(len(requests))]
        finally:
            writer.join()
        return answers

    def _write(self, messages: bytes) -> None:
        try:
            self._pipe(self._process.stdin).write(messages)
            self._pipe(self._process.stdin).flush()
        except OSError:
            pass  # the reader meets the end of the answers, and tells of it

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
