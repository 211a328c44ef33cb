"""Privacy: identity numbers, telephone numbers and e-mail addresses stop the build, unless allowed by name.

What is looked into is what can be published: the values of data/ and the front matter and text of content/; not the
comments of YAML. Most files hold nothing of the sort, and a pattern over their bytes tells so. The rest is looked at
closely, and remembered while it is clean. A problem shows its find masked, for the logs of a public repository are
public too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import fields

import msgspec

from sitegen.model import Announcement, PlainPage
from sitegen.model.kinds import PROGRAMME, SITE
from sitegen.problems import Report, Span, span_within
from sitegen.read.data_files import Data, Records
from sitegen.read.front_matter import split
from sitegen.read.private_text import Find, finds, normal, suspicious
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.text import decode

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def check_privacy(
    reading: Reading, data: Data, texts: Sequence[Announcement | PlainPage], content_files: Sequence[str]
) -> None:
    """Report what is private in data/ and in `content_files`, of which `texts` are those that could be read.

    Where the settings cannot be read, nobody knows what they allow: nothing is judged.
    """
    config = data.config
    unknown = (("privacy",), ("publisher", "email"))
    if config is None or config.publisher is None or any(reading.at_fault(SITE, *loc) for loc in unknown):
        return
    named = (config.privacy and config.privacy.allowed) or ()
    email = config.publisher.email
    allowed = [_names(entry) for entry in named]
    look = _Look(reading, named, frozenset().union(*allowed, [normal(email)] if email else []))
    used = _in_data(look, data) | _in_content(look, texts, content_files)
    if not reading.unread:
        for index, names in enumerate(allowed):
            if not names & used:
                place = reading.span(SITE, "privacy", "allowed", index)
                reading.report.warn("privacy-unused", place, value=named[index])


def _names(entry: str) -> set[str]:
    """What an entry of the settings allows: it may say in words whose number it is."""
    return {find.name for find in finds(entry)} or {normal(entry)}


def _in_data(look: _Look, data: Data) -> set[str]:
    """The allowed ones that data/ uses; remembered while no file changes and nothing is wrong."""
    key = key_of(b"", "privacy", *data.keys)
    known: set[str] | None = recall(look.reading.memo, key, set[str])
    if known is not None:
        return known
    parts = (getattr(data, field.name) for field in fields(data))
    listed = [file for part in parts if isinstance(part, Records) for file in part.files]
    used = set[str]()
    for file in (SITE, PROGRAMME, *listed):
        if os.path.isfile(look.reading.path(file)):
            used |= look.into(file)
    if not look.finds:
        keep(look.reading.memo, key, sorted(used))
    return used


def _in_content(look: _Look, texts: Sequence[Announcement | PlainPage], files: Sequence[str]) -> set[str]:
    """The allowed ones that content/ uses; remembered while no text changes and nothing is wrong.

    What was read of a file is at hand: to look through it costs less than to open the file once more.
    """
    reading = look.reading
    sound = {text.file: text for text in texts if text.file not in reading.unread}
    key = key_of(msgspec.msgpack.encode(texts), "privacy", *sorted(look.allowed))
    known: set[str] | None = recall(reading.memo, key, set[str]) if len(sound) == len(files) else None
    if known is not None:
        return known
    used, before = set[str](), look.finds
    for file in files:
        text = sound.get(file)
        if text is None or suspicious(msgspec.json.encode(text)):
            used |= look.into(file)
    if look.finds == before and len(sound) == len(files):
        keep(reading.memo, key, sorted(used))
    return used


class _Look:
    """A close look into one file after the other."""

    def __init__(self, reading: Reading, named: Sequence[str], allowed: frozenset[str]) -> None:
        """`named` are the settings' own list; `allowed` are those and the publisher's address, in their normal form."""
        self.reading, self._named, self.allowed = reading, named, allowed
        self.finds = 0
        """Problems reported so far."""

    def into(self, file: str) -> set[str]:
        """The allowed ones that a file uses; all others are reported."""
        data = self.reading.load(file)
        if data is None or not suspicious(data):
            return set()
        key = key_of(data, "privacy", file, *sorted(self.allowed))
        known: set[str] | None = recall(self.reading.memo, key, set[str])
        if known is not None:
            return known
        text = decode(data, file, Report())
        if text is None:  # whoever reads the file says why
            return set()
        found = [find for find in _published(text, file) if not self._is_setting(find, text, file)]
        private = [find for find in found if find.name not in self.allowed]
        for find in private:
            self.reading.report.error(f"private-{find.kind}", _place(find, text, file), value=find.masked)
        used = {find.name for find in found} & self.allowed
        self.finds += len(private)
        if not private:
            keep(self.reading.memo, key, sorted(used))
        return used

    def _is_setting(self, find: Find, text: str, file: str) -> bool:
        """Whether it stands in the list of what is allowed, which is no use of it."""
        if file != SITE or find.name not in self.allowed:
            return False
        at = _place(find, text, file)
        entries = (self.reading.span(SITE, "privacy", "allowed", index) for index in range(len(self._named)))
        return any(at.line == one.line and one.column <= at.column < (one.end or at.column + 1) for one in entries)


def _place(find: Find, text: str, file: str) -> Span:
    """Where it stands; without an end where that is on the next line."""
    first = span_within(text, find.start, find.end, file)
    return Span(file, first.line, first.column, 0 if "\n" in find.text else first.column + len(find.text))


def _published(text: str, file: str) -> list[Find]:
    """What is private in `text`, without what stands in a comment of its YAML."""
    found = finds(text)
    doubtful = [find for find in found if _COMMENT.search(text, text.rfind("\n", 0, find.start) + 1, find.start)]
    if not doubtful:
        return found
    matter = text if file.endswith(".yaml") else split(text, file, Report())[0] or ""
    within = [find for find in doubtful if find.end <= len(matter)]
    comments = _comments(matter, within)
    return [find for find in found if find not in comments]


def _comments(matter: str, finds: list[Find]) -> list[Find]:
    """Those that stand in a comment: whatever is written in their place, the YAML says the same."""
    from sitegen.read.source import parse

    document = parse(matter, "", Report())
    if document is None:  # it says nothing, and whoever reads the file says why
        return finds

    def silent(*some: Find) -> bool:
        other = matter
        for find in some:
            other = other[: find.start] + re.sub(r"[^\n]", "x", find.text) + other[find.end :]
        changed = parse(other, "", Report())
        return changed is not None and changed.value == document.value

    return finds if silent(*finds) else [find for find in finds if silent(find)]
