"""The index of the village search: names and codes in small files by prefix, so that a query fetches little.

A file holds what begins with its prefix, but for what begins with the longer prefix of another: the longest wins.
Names are listed once more by their first and by their last letters: a slip of one letter leaves one of both as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import msgspec

from sitegen.geography import Geography
from sitegen.names import fold, plain_slug

INDEX = "index.json"
"""Name of the file that lists all prefixes; every query needs it."""
MAX_ROWS_SIZE, MAX_CODES_SIZE, MAX_NAMES_SIZE = 10_000, 20_000, 5_000
"""Largest size in bytes of a file of rows by name, of rows by code, and of names, before it is split. Compressed, these
are about 3 kB; a query fetches several."""
NAME_LENGTH, REGION_LENGTH, MAX_PREFIX_LENGTH = 20, 6, 36
"""Lengths within sort keys: of the name, of the region that follows it, and of the longest prefix. The code that
follows makes keys unique, so that any file can be split."""
MAX_END_LENGTH = 7
"""Longest prefix or suffix by which names are listed."""
CERTIFIED, REACHED, MENTIONED = 0, -1, -2
"""Status of a place without a year: designated without a stated year, only reached by outreach, or neither."""

_LAST_CHARACTER = "\uffff"
"""Last character of one UTF-16 unit; files are not split at characters beyond, which no living script here uses."""
Row = tuple[str, str, str]
"""Key that sorts an entry into a file, key that sorts it within the file, and the entry as JSON."""


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """A place, or a region with places, for the search."""

    name: str
    code: str
    within: tuple[str, ...]
    """Names of its regions, the lowest first."""
    path: str
    """URL relative to that of all regions."""
    status: int
    """For a place, year of designation or one of CERTIFIED, REACHED, MENTIONED, or a number below these that the search
    page has words for; for a region, the number of its places."""
    kind: str = ""
    """For a place of another than the usual kind: its kind."""
    called: str = ""
    """Local name of its kind; may be empty."""
    lapsed: bool = False
    """Whether its designation has lapsed."""
    previous_names: tuple[str, ...] = ()
    previous_codes: tuple[str, ...] = ()
    is_region: bool = False
    """Whether it is a region."""
    above: str = ""
    """For a region, the code of the one next above it; empty for one of the highest level."""


def search_index_files(places: Sequence[SearchPlace], geography: Geography, notice: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of the index, the list of prefixes first. `notice` is written into that."""
    listed = [(place, _row(place, geography)) for place in places]
    trees = {"v": _by_name(listed, geography), "k": _by_code(listed), **_by_ends(places, geography)}
    yield INDEX, msgspec.json.encode({"notice": notice} | {tree: prefix_tree(files) for tree, files in trees.items()})
    for tree, files in trees.items():
        for prefix, rows in files.items():
            yield _file_name(tree, prefix), f"[{','.join(rows)}]".encode()


def prefix_tree(prefixes: Iterable[str]) -> dict[str, Any]:
    """Build a trie of prefixes: `s` and `su` give {"s": {"u": 1}}. The beginning of each prefix must be a prefix
    too."""
    tree: dict[str, Any] = {}
    for prefix in sorted(prefixes):
        node = tree
        for letter in prefix[:-1]:
            if node[letter] == 1:
                node[letter] = {}
            node = node[letter]
        if prefix:
            node[prefix[-1]] = 1
    return tree


def search_names(place: SearchPlace, geography: Geography) -> tuple[str, ...]:
    """Return the names by which a place is found; those of a region without a prefix such as `Kabupaten`."""
    names = (place.name, *place.previous_names)
    return tuple(map(geography.bare_name, names)) if place.is_region else names


def _by_name(listed: Sequence[tuple[SearchPlace, str]], geography: Geography) -> dict[str, list[str]]:
    entries: list[Row] = []
    for place, row in listed:
        # What follows the name divides namesakes that are too many for one file.
        suffix = "".join(fold(geography.bare_name(name))[:REGION_LENGTH] for name in place.within[1:2]) + fold(
            place.code
        )
        names = set(map(fold, search_names(place, geography)))
        entries += ((name[:NAME_LENGTH] + suffix, name, row) for name in sorted(names))
    return _split("", sorted(entries), MAX_ROWS_SIZE, MAX_PREFIX_LENGTH)


def _by_code(listed: Sequence[tuple[SearchPlace, str]]) -> dict[str, list[str]]:
    """List places by their codes, and regions with their siblings under the code of the region above."""
    entries: list[Row] = []
    for place, row in listed:
        code = fold(place.code)
        entries += ((former, code, row) for former in map(fold, (place.code, *place.previous_codes)))
        if place.above:
            entries.append((fold(place.above), code, row))
    return _split("", sorted(entries), MAX_CODES_SIZE, MAX_PREFIX_LENGTH)


def _by_ends(places: Sequence[SearchPlace], geography: Geography) -> dict[str, dict[str, list[str]]]:
    """List each name by its first letters and by its last, so many that one typing error leaves one end intact."""
    names = dict[str, str]()
    for place in places:
        for name in search_names(place, geography):
            names.setdefault(fold(name), name)
    trees: dict[str, list[Row]] = {f"{end}{level}": [] for level in range(MAX_END_LENGTH + 1) for end in "ef"}
    for key, name in sorted(names.items()):
        row, level = msgspec.json.encode(name).decode(), prefix_length(len(key))
        trees[f"e{level}"].append((key, key, row))
        trees[f"f{level}"].append((key[::-1], key[::-1], row))
    return {tree: _split("", sorted(rows), MAX_NAMES_SIZE, int(tree[1])) for tree, rows in trees.items()}


def prefix_length(length: int) -> int:
    """Return the number of letters at either end by which a name of `length` letters is listed: a swap of two
    neighbours must leave one end intact."""
    return max(0, min((length - 1) // 2, MAX_END_LENGTH))


def _split(prefix: str, entries: list[Row], max_size: int, max_length: int) -> dict[str, list[str]]:
    """Split sorted entries by prefix until each file is small enough, the largest groups first."""
    size = _size(entries)
    if size <= max_size or len(prefix) >= max_length:
        return {prefix: _rows(entries)}
    depth = len(prefix) + 1
    groups = {start: list(members) for start, members in groupby(entries, lambda entry: entry[0][:depth])}
    sizes = {
        start: _size(members)
        for start, members in groups.items()
        if len(start) == depth and start[-1] <= _LAST_CHARACTER
    }
    files = dict[str, list[str]]()
    for start in sorted(sizes, key=lambda start: (-sizes[start], start)):
        if size <= max_size:
            break
        size -= sizes[start]
        files |= _split(start, groups.pop(start), max_size, max_length)
    return {prefix: _rows(chain.from_iterable(groups.values()))} | files


def _rows(entries: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row for _, _, row in sorted(entries, key=itemgetter(1, 2))))


def _size(entries: Iterable[Row]) -> int:
    return sum(len(row.encode()) + 1 for _, _, row in entries)


def _row(place: SearchPlace, geography: Geography) -> str:
    """Return a place as JSON: name, code, status, extras (or 0), and the regions around it."""
    extras: dict[str, Any] = {}
    if place.kind:
        extras["kind"] = place.kind
    if place.called:
        extras |= {"kind": "called", "called": place.called}
    if place.lapsed:
        extras["lapsed"] = 1
    names = (name for name in search_names(place, geography) if name != place.name)
    extras["as"] = [*names, *place.previous_codes]
    if place.path != "/".join(map(plain_slug, (*reversed(place.within), place.name))) + "/":
        extras["path"] = place.path
    extras = {key: value for key, value in extras.items() if value}
    return msgspec.json.encode([place.name, place.code, place.status, extras or 0, *place.within]).decode()


def _file_name(tree: str, prefix: str) -> str:
    """Return the file name of a prefix, percent-encoded with `_` for `%`."""
    return f"{tree}{quote(prefix, safe='').replace('%', '_')}.json"
