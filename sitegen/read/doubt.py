"""Doubt: the names that a file with faults may hold without our having read them; who uses one is not blamed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Doubt:
    """What cannot be known of the names in one kind of record."""

    whole: bool = False
    """Whether any name may stand there: a file could not be read, or a record has no name at all."""
    texts: set[str] = field(default_factory=set)
    """Names that were read but refused, bare of all signs: `3505152004` may be what `35.05.15.2004` means."""

    def covers(self, name: str) -> bool:
        """Whether `name` may be one that could not be read."""
        return self.whole or _bare(name) in self.texts

    def learn(self, refused: object) -> None:
        """Take in what is written (a plain value, or None) where the name of a record should stand."""
        if isinstance(refused, str) and (bare := _bare(refused)):
            self.texts.add(bare)
        else:
            self.whole = True


def _bare(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
