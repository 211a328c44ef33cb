"""A preview of a small site in a process of its own: `python tests/serve/preview.py FOLDER PORT` (0: any free port)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import Order, Summary
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.problems import Report
from sitegen.read import read_words
from sitegen.serve import serve


def main(root: Path, port: int) -> int:
    """Serve the site folder `root`, with a line for its address and one for each round."""

    def told(report: Report, summary: Summary | None, seconds: float) -> None:
        print("round", "built" if summary else "not built", *(problem.code for problem in report), flush=True)

    order = Order(root, Edition(now=datetime(2024, 1, 31, tzinfo=UTC)))
    words = read_words("id", Forgetful())
    target = root / "build" / "preview"
    return serve(order, target, words, port=port, started=lambda address: print(address, flush=True), told=told)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
