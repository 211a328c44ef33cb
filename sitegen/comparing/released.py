"""Released: the snapshot of a release, from its file and those of the releases before it."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.comparing.snapshot import Snapshot
from sitegen.dataset import shapes
from sitegen.dataset.release import check_rows, replay, tables_from
from sitegen.read.releases import FOLDER


def is_release(root: Path, name: str) -> bool:
    """Whether the site in `root` has a release of this day."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name) is not None and (root / FOLDER / f"{name}.jsonl").is_file()


def of_release(root: Path, name: str) -> Snapshot:
    """The data as they were frozen. Raises Damaged for files that are not what was frozen, and OSError."""
    files = sorted(file for file in (root / FOLDER).glob("*.jsonl") if file.stem <= name)
    state = replay(file.read_bytes() for file in files)
    check_rows(state, shapes())
    tables = tables_from(state, shapes())
    # A table that is no more has no key today by which its rows could be told apart.
    return Snapshot(name, {table: tables[table] for table in shapes() if table in tables})
