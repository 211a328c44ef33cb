"""Related: what to read after an announcement, found in a time that does not grow with how many share a subject."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from sitegen.addresses import slugify
from sitegen.model import Announcement

WITHIN = 3
"""How many announcements on each side in time are looked at for each village and subject."""


class Related:
    """An index of announcements by the villages and the subjects that they share."""

    def __init__(self, items: Sequence[Announcement]) -> None:
        """`items` are in the order of lists, newest first."""
        self._keys: list[list[tuple[bool, str]]] = []
        self._members: dict[tuple[bool, str], list[int]] = defaultdict(list)
        slug = cache(slugify)
        for place, item in enumerate(items):
            keys = {(True, code) for code in item.meta.villages} | {(False, slug(tag)) for tag in item.meta.tags}
            self._keys.append(sorted(keys))
            for key in keys:
                self._members[key].append(place)

    def to(self, place: int) -> list[int]:
        """The places of those that share the most villages, then the most subjects, with the one at `place`; of equals
        the nearest in time first."""
        shared: dict[int, int] = defaultdict(int)
        for is_village, name in self._keys[place]:
            members = self._members[is_village, name]
            here = bisect_left(members, place)
            weight = 1000 if is_village else 1  # nobody gives an announcement a thousand subjects
            for other in members[max(0, here - WITHIN) : here + WITHIN + 1]:
                shared[other] += weight
        shared.pop(place, None)
        return sorted(shared, key=lambda other: (-shared[other], abs(other - place), other))
