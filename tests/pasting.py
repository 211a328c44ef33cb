"""Pastes what a report offers as its words say, with nothing else at hand."""

from __future__ import annotations

import re
from pathlib import Path

from factory import MESSAGES, read_yaml


def paste_offers(root: Path, report: str, language: str = "en") -> list[str]:
    """Paste the lines that a report in words offers into the files of a site; return the kinds of places."""
    found = [block for part in re.split(r"\n\n", report) if (block := _offer(part, language))]
    # From the last line of a file to the first, as pasting moves what is below.
    for kind, said, lines in sorted(found, key=_line, reverse=True):
        _paste(root / said["file"], kind, said, lines)
    return [kind for kind, *_ in found]


def _line(offer: tuple[str, dict[str, str], list[str]]) -> float:
    kind, said, _ = offer
    return float("inf") if kind in ("new", "end", "end_empty", "key") else int(said["line"])


PARTS = {"file": r"[\w./-]+", "line": r"\d+", "last": r"\d+", "text": ".+"}


def _offer(block: str, language: str) -> tuple[str, dict[str, str], list[str]] | None:
    """The kind of place, what the words say of it, and the lines of an offer; None for another part of a report."""
    head, _, lines = block.partition("\n")
    for kind, words in read_yaml(MESSAGES / f"{language}.yaml")["frame"]["paste"].items():
        pattern = re.sub(r"\\{([a-z]+)\\}", lambda name: f"(?P<{name[1]}>{PARTS[name[1]]})", re.escape(words))
        if match := re.fullmatch(pattern, head):
            return kind, match.groupdict(), lines.split("\n")
    return None


def _paste(path: Path, kind: str, said: dict[str, str], lines: list[str]) -> None:
    raw = path.read_bytes().decode("utf-8") if path.exists() else ""
    end = "\r\n" if "\r\n" in raw else "\n"
    old = raw.split(end)
    if old[-1] == "":
        old.pop()
    number = int(said.get("line", 0))
    if kind.endswith("_empty"):
        assert old[number - 1].count(said["text"]) == 1
        old[number - 1] = old[number - 1].replace(said["text"], "")
    if kind in ("new", "end", "end_empty", "key"):
        assert (kind == "new") == (not path.exists())
        if kind == "key":
            assert lines.count(said["text"]) == 1
            assert said["text"] not in old
        old += lines
    elif kind in ("below", "below_empty"):
        if kind == "below":
            assert old[number - 1].strip() == said["text"]
        old[number:number] = lines
    elif kind in ("instead", "instead_lines"):
        old[number - 1 : int(said.get("last", number))] = lines
    elif kind == "behind":
        assert old[number - 1].count(said["text"]) == 1
        old[number - 1] = old[number - 1].replace(said["text"], said["text"] + "".join(lines))
    else:
        raise AssertionError(f"no place: {kind}")
    path.write_bytes((end.join(old) + end).encode("utf-8"))
