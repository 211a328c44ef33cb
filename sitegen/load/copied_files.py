"""Find the copies that sync tools and file managers leave beside a file, by their names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

_CONFLICT = re.compile(
    r"(?i)\bconflicted copy\b|\bsalinan (?:yang )?(?:ber)?(?:konflik|bentrok)|\.sync-conflict-[0-9]{8}-[0-9]{6}"
)
"""What Dropbox, Nextcloud and Syncthing add to a name, and nobody else."""
_COPY_BEHIND = re.compile(
    r"(?i)(?<=.)(?: ?\([0-9]{1,2}\)|(?: - | )(?:copy|salin|salinan)(?: ?\(?[0-9]{1,2}\)?)?"
    r"| \((?:[0-9a-z]+ )?(?:copy|salinan)(?: [0-9]{1,2})?\))(?=(?:\.[a-z]{2})?\.\w+$)"
)
"""Names by file managers and browsers; the same name may be meant, where the original does not stand beside it."""
_COPY_BEFORE = re.compile(r"(?i)^(?:copy of|salinan(?: dari)?) ")
_TEXTS = (".md", ".yaml", ".yml")
"""The suffixes of files that are read. A second photo may well be named `IMG (1).jpg`."""


def find_original(file: str, files: Collection[str]) -> str:
    """Return the file that `file` is a copy of, by its name; empty where it is none. `files` are those of the site.

    Of a copy that a sync tool made, the original may be gone: its name is told all the same.
    """
    folder, name = posixpath.split(file)
    if conflict := _CONFLICT.search(name):
        before = name[: conflict.start()]
        stem = (before.rpartition("(")[0] or before).rstrip(" ._-(")
        return posixpath.join(folder, stem + posixpath.splitext(name)[1])
    if not name.lower().endswith(_TEXTS):
        return ""
    for pattern in (_COPY_BEHIND, _COPY_BEFORE):
        original = posixpath.join(folder, pattern.sub("", name, count=1))
        if original != file and original in files:
            return original
    return ""
