"""Regular expressions as trees: which of their repetitions overlap, and texts on which a bad one takes its time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import (
    _compiler as compiler,  # type: ignore[attr-defined]
    _constants as op,  # type: ignore[attr-defined]
    _parser as parser,  # type: ignore[attr-defined]
)
from typing import Any

_PROBES = [chr(code) for code in (9, 10, *range(32, 127), 0xE9, 0x2014, 0xE000, 0xE010)]
_BACKTRACKING = (op.MAX_REPEAT, op.MIN_REPEAT)
_REPEATS = (*_BACKTRACKING, op.POSSESSIVE_REPEAT)
_ONE_SIGN = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN, op.RANGE, op.CATEGORY)
Node = tuple[Any, Any]


class Tree:
    """The tree of a pattern."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        self._flags = pattern.flags & ~(re.UNICODE | re.DEBUG)
        self._tree = parser.parse(text, self._flags)
        self._signs: dict[str, frozenset[str]] = {}

    def overlaps(self) -> list[str]:
        """List the repetitions after which another one can take what they gave back, as trees."""
        return [repr(node) for node in self._overlapping(list(self._tree), [])]

    def attacks(self) -> set[tuple[str, str]]:
        """Return texts before a repetition, with one turn of it."""
        return set(self._turns(list(self._tree), ""))

    def _overlapping(self, nodes: Sequence[Node], rest: Sequence[Node]) -> Iterator[Node]:
        for at, (kind, value) in enumerate(nodes):
            after = [*nodes[at + 1 :], *rest]
            if kind in _REPEATS:
                unbounded, backtracking = value[1] is op.MAXREPEAT, kind in _BACKTRACKING
                if unbounded and backtracking and self._reaches(after, self._all(value[2]))[0]:
                    yield kind, value
                loop = [(kind, value)] if unbounded else []
                yield from self._overlapping(list(value[2]), [*loop, *after] if backtracking else [])
            elif kind is op.BRANCH:
                for branch in value[1]:
                    yield from self._overlapping(list(branch), after)
            elif kind is op.SUBPATTERN:
                yield from self._overlapping(list(value[3]), after)
            elif kind is op.ATOMIC_GROUP:
                yield from self._overlapping(list(value), [])
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                yield from self._overlapping(list(value[1]), [])

    def _reaches(self, nodes: Sequence[Node], signs: frozenset[str]) -> tuple[bool, bool]:
        """Whether signs can lead to a further repetition of them, and whether they can pass all nodes."""
        for kind, value in nodes:
            found, passes = self._step(kind, value, signs)
            if found or not passes:
                return found, False
        return False, True

    def _step(self, kind: Any, value: Any, signs: frozenset[str]) -> tuple[bool, bool]:
        """As _reaches, for one node."""
        if kind in _ONE_SIGN:
            return False, bool(self._one((kind, value)) & signs)
        if kind in _REPEATS:
            if value[1] is op.MAXREPEAT and self._first(list(value[2])) & signs:
                return True, True
            found, passes = self._reaches(list(value[2]), signs)
            return found, passes or value[0] == 0
        if kind in (op.BRANCH, op.SUBPATTERN, op.ATOMIC_GROUP):
            results = [self._reaches(part, signs) for part in _parts(kind, value)]
            return any(found for found, _ in results), any(passes for _, passes in results)
        return False, True  # of no width, or a group again

    def _one(self, node: Node) -> frozenset[str]:
        """Return the probes that match a node of one sign."""
        key = repr(node)
        if key not in self._signs:
            state = parser.State()
            state.flags = self._flags
            one = compiler.compile(parser.SubPattern(state, [node]), self._flags)
            self._signs[key] = frozenset(sign for sign in _PROBES if one.fullmatch(sign))
        return self._signs[key]

    def _first(self, nodes: Sequence[Node]) -> frozenset[str]:
        """Return the probes with which nodes can begin."""
        signs = frozenset[str]()
        for kind, value in nodes:
            if kind in _ONE_SIGN:
                return signs | self._one((kind, value))
            if kind in _REPEATS:
                signs |= self._first(list(value[2]))
                if value[0]:
                    return signs
            elif kind is op.BRANCH:
                return signs.union(*(self._first(list(branch)) for branch in value[1]))
            elif kind is op.SUBPATTERN or kind is op.ATOMIC_GROUP:
                return signs | self._first(list(value[3] if kind is op.SUBPATTERN else value))
        return signs

    def _all(self, nodes: Sequence[Node]) -> frozenset[str]:
        """Return the probes that nodes can contain."""
        signs = frozenset[str]()
        for kind, value in nodes:
            if kind in _ONE_SIGN:
                signs |= self._one((kind, value))
            else:
                signs = signs.union(*(self._all(part) for part in _parts(kind, value)))
        return signs

    def _turns(self, nodes: Sequence[Node], before: str) -> Iterator[tuple[str, str]]:
        """Yield the text before each repetition, and a turn of it for each sign that it can begin with."""
        for kind, value in nodes:
            if kind in _REPEATS:
                yield from self._turns(list(value[2]), before)
                if value[1] is op.MAXREPEAT:
                    one = self._sample(list(value[2]))
                    signs = sorted(self._first(list(value[2])) & frozenset(" a1\n[(<"))
                    yield from ((before, sign + one[1:]) for sign in (one[:1], *signs) if one)
            elif kind is op.BRANCH:
                for branch in value[1]:
                    yield from self._turns(list(branch), before)
            elif kind not in (op.ASSERT_NOT,):
                for part in _parts(kind, value):
                    yield from self._turns(part, before)
            before += self._sample([(kind, value)])

    def _sample(self, nodes: Sequence[Node]) -> str:
        """Return a short text that nodes may match."""
        text = ""
        for kind, value in nodes:
            if kind in _ONE_SIGN:
                signs = self._one((kind, value))
                text += next((sign for sign in ("a", "1", " ") if sign in signs), min(signs, default="a"))
            elif kind in _REPEATS:
                text += self._sample(list(value[2])) * max(value[0], 1)
            elif kind is op.BRANCH:
                text += self._sample(list(value[1][0]))
            elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
                text += self._sample(_parts(kind, value)[0])
        return text


def _parts(kind: Any, value: Any) -> list[list[Node]]:
    """Return the nodes within a node."""
    if kind in _REPEATS:
        return [list(value[2])]
    if kind is op.BRANCH:
        return [list(branch) for branch in value[1]]
    if kind is op.SUBPATTERN:
        return [list(value[3])]
    if kind is op.ATOMIC_GROUP:
        return [list(value)]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [list(value[1])]
    return []
