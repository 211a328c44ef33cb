"""A preview of a small site in a process of its own: `python tests/serve/preview.py FOLDER PORT` (0: any free port)."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import BuildOptions, BuildResult
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.cli import interrupt_on_termination
from sitegen.load import load_messages
from sitegen.problems import Report
from sitegen.server import serve


def main(root: Path, port: int) -> int:
    """Serve the site folder `root`, with a line for its address and one for each round."""

    def told(report: Report, summary: BuildResult | None, seconds: float) -> None:
        print("round", "built" if summary else "not built", *(problem.code for problem in report), flush=True)

    order = BuildOptions(root, BuildContext(now=datetime(2024, 1, 31, tzinfo=UTC)))
    messages = load_messages("id", NullCache())
    target = root / "build" / "preview"
    received = list[int]()
    with interrupt_on_termination(received):
        code = serve(
            order, target, messages, port=port, on_start=lambda address: print(address, flush=True), on_build=told
        )
    return 128 + received[0] if received else code


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell runs the tests in the background
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
