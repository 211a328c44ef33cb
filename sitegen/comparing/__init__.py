"""Comparing: two states of a site, each a snapshot, and in data and in words what changes from one to the other."""

from sitegen.comparing.changes import Changes, compare
from sitegen.comparing.snapshot import Snapshot
from sitegen.comparing.words import tell

__all__ = ["Changes", "Snapshot", "compare", "tell"]
