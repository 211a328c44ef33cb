"""What a test does without where it is missing: skipped on somebody's own machine, failed where all tests must run."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_or_fail(missing: str) -> NoReturn:
    """Skip the test that needs what is missing, or fail it where SITEGEN_REQUIRE=all says that all must run."""
    if os.environ.get("SITEGEN_REQUIRE") == "all":
        pytest.fail(missing)
    pytest.skip(missing)
