"""A build of two processes whose worker is held at its first output: `python tests/build/held_build.py ARGUMENTS`.

The worker says "held", with its process id, on standard output, and then never gives the interpreter back: so no thread
of its own could notice that the build is gone.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from sitegen.build import render
from sitegen.cli import main


def hold_workers() -> None:
    """Let every build of this process share its work, and hold what is shared."""
    parent, render_one = os.getpid(), render._render

    def hold(*arguments: Any) -> Any:
        if os.getpid() != parent:
            os.write(1, f"held {os.getpid()}\n".encode())
            re.match(r"(a+)+$", "a" * 60 + "b")  # years
        return render_one(*arguments)

    render._render = hold
    render.WORTH_A_PROCESS = 1


if __name__ == "__main__":
    hold_workers()
    sys.exit(main([*sys.argv[1:], "--jobs", "2"]))
