"""Say in words where a place lies: the names of its regions, each with the word for its level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.geography.levels import Geography


@dataclass(frozen=True, slots=True)
class LevelWording:
    """How the regions of a level are called."""

    id: str
    """The level, whose messages begin with it: `district_named`, `district_short`, `district_long`."""
    local: tuple[tuple[str, str], ...] = ()
    """The beginning of codes, and the word that stands before names there instead; longer beginnings first."""

    def name(self, code: str, name: str, form: str, phrase: Callable[[str, str], str]) -> str:
        """Return the name of the region of `code` with the word for its level. `form` is `named` for a title, `long`
        or `short` within a line; `phrase` fills the message of a key with a name."""
        local = next((word for start, word in self.local if code.startswith(start)), "")
        return f"{local} {phrase('', name)}" if local else phrase(f"{self.id}_{form}", name)


def level_wordings(geography: Geography) -> tuple[LevelWording, ...]:
    """Return how each level of regions is called, the highest first."""
    return tuple(
        LevelWording(level.id, tuple(sorted(pairs, key=lambda pair: -len(pair[0]))))
        for level in geography.levels
        for pairs in [[(start, local.name) for local in level.local for start in local.codes]]
    )


def named_regions(
    levels: Sequence[LevelWording],
    code: str,
    regions: Sequence[str],
    form: str,
    within: str,
    phrase: Callable[[str, str], str],
) -> Iterator[str]:
    """Yield the names of the regions that contain the place `code`, the lowest first, below the level `within`; all of
    them where that is empty. `regions` are names by level, the highest first."""
    for level, name in zip(reversed(levels), reversed(regions), strict=True):
        if level.id == within:
            return
        if name:
            yield level.name(code, name, form, phrase)
