"""Say in words where a place lies: the names of its regions, each with the word for its level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.geography.levels import Geography, alternatives


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
        for start, word in self.local:
            if code.startswith(start):
                return f"{word} {phrase('', name)}"
        return phrase(f"{self.id}_{form}", name)


def level_wordings(geography: Geography) -> tuple[LevelWording, ...]:
    """Return how each level of regions is called, the highest first."""
    return tuple(
        LevelWording(level.id, tuple(sorted(pairs, key=lambda pair: -len(pair[0]))))
        for level in geography.levels
        for pairs in [[(start, local.name) for local in level.local for start in local.codes]]
    )


@dataclass(frozen=True, slots=True)
class ScriptLevel:
    """A level of regions, for scripts that name regions as LevelWording does."""

    id: str
    """Its name, a column of the village table."""
    length: int
    """The length of its codes in characters."""
    patterns: tuple[tuple[str, str], ...]
    """The beginning of codes, and the pattern of names there: `Kecamatan {name}`. The first that holds is the one; the
    beginning of the last is empty."""


def script_levels(geography: Geography, form: str, messages: Mapping[str, str]) -> tuple[ScriptLevel, ...]:
    """Return the levels of regions, the highest first, with the patterns of their names in a form: see LevelWording."""

    def phrase(key: str, name: str) -> str:
        return messages[key] if key else name

    return tuple(
        ScriptLevel(
            level.id,
            level.length,
            tuple((start, wording.name(start, "{name}", form, phrase)) for start in (*dict(wording.local), "")),
        )
        for level, wording in zip(geography.levels, level_wordings(geography), strict=True)
    )


def affix_pattern(geography: Geography, patterns: Sequence[str]) -> str:
    """Return the regular expression, of Python and JavaScript alike, of a word that people write before or behind a
    name and that is no part of it, in any case, with what stands between. `patterns` are those of names in a
    language, such as `{name} village`."""
    levels = (*geography.levels, geography.place)
    before = {word for level in levels for word in level.words}
    before |= {word for level in levels for prefix in level.prefixes for word in (prefix.word, *prefix.short)}
    before |= {local.name for kind in geography.kinds for local in kind.local}
    after = {word for level in levels for word in level.words_after}
    for pattern in patterns:
        start, _, end = pattern.partition("{name}")
        before.add(start.strip())
        after.add(end.strip())
    before, after = before - {""}, after - {""}
    found = (
        rf"^(?:{alternatives([*before])})\W+" if before else "",
        rf"\W+(?:{alternatives([*after])})$" if after else "",
    )
    return "|".join(filter(None, found))


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
