"""Compare two states of a site, and describe the changes."""

from __future__ import annotations

from sitegen.diff.changes import Changes, compare
from sitegen.diff.format import format_changes
from sitegen.diff.snapshots import Snapshot

__all__ = ["Changes", "Snapshot", "compare", "format_changes"]
