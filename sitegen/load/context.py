"""What all loaders share: the files of a site folder, their text, and results cached by the digest of their bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.cache import Cache, cached_report
from sitegen.digest import hex_digest
from sitegen.fingerprint import code_fingerprint
from sitegen.geography import Geography
from sitegen.link_targets import name_key
from sitegen.load.copied_files import find_original
from sitegen.load.source_folder import MAX_FILE, FileTooLarge, PathOutside, SourceFolder, read_regular_file
from sitegen.load.text import decode_text
from sitegen.models.content import PICTURES, RECORDINGS
from sitegen.problems import Report, Span, fence

if TYPE_CHECKING:
    from sitegen.load.yaml_text import Document


T = TypeVar("T")
READ = "read"
"""The cache kind of what is loaded from the files of a site."""
_READ_ONCE = (*PICTURES, *RECORDINGS)
"""The suffixes of files that no loader reads twice, and that would fill the memory."""


@dataclass(slots=True)
class LoadContext:
    """The site folder, the report, the cache, and the state that loaders share."""

    root: Path
    report: Report
    cache: Cache
    unread: set[str] = field(default_factory=set)
    """Files that could not be read or have an error."""
    suspects: set[str] = field(default_factory=set)
    """Announcements and pages that may hold private data."""
    documents: dict[str, Document] = field(default_factory=dict)
    """The YAML documents parsed in this run, by file."""
    package_files: dict[str, str] = field(default_factory=dict)
    """Real paths of files that are reported under a path of the site folder but belong to the package."""
    known_geography: Geography | None = None
    """The geography of the site; None until the settings are read."""
    source: SourceFolder = field(init=False)
    """The site folder, as the place of files that may be read."""
    _bytes: dict[str, bytes] = field(init=False, default_factory=dict)
    """The bytes of the files that were read, but for those of _READ_ONCE."""

    def __post_init__(self) -> None:
        self.source = SourceFolder(self.root)

    @property
    def geography(self) -> Geography:
        """The geography of the site; what is read before it cannot depend on it."""
        if self.known_geography is None:
            raise RuntimeError("the geography is not known yet")
        return self.known_geography

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files below a folder of the site, sorted; report what cannot be read, lies outside, or is a copy
        that a sync tool made."""
        if not self.is_within(folder):
            return
        files = dict.fromkeys(files_below(self.root, folder, self._report_unreadable, self.is_within))
        for file in files:
            if not self.is_printable(file):
                continue
            if original := find_original(file, files):
                self.report.add("file-copy", Span(file), name=file, original=original)
                self.unread.add(file)
            else:
                yield file

    def is_printable(self, file: str) -> bool:
        """Whether the name of a file can be a URL and be shown in a message; report one that cannot."""
        # macOS writes a no-break space into the names of screenshots: a space of any kind is one.
        printable = file.isprintable() or name_key(file).isprintable()
        if not printable:
            escaped = file.encode("ascii", "backslashreplace").decode().replace("\n", "\\n")
            self.report.add("unknown-file", Span(escaped), name=escaped)
        return printable

    def _report_unreadable(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            folder = Path(error.filename).relative_to(self.root).as_posix()
            self.report.add("file-unreadable", Span(folder), path=folder)

    def path(self, file: str) -> str:
        """Return the real path of `file`, which is relative to the site folder."""
        return self.package_files.get(file) or os.path.join(self.root, file)

    def is_within(self, path: str) -> bool:
        """Whether a path of the site folder stays in it when links are followed; report one that does not."""
        try:
            self.source.resolve(path)
        except OSError:
            self.report.add("path-outside", Span(path), path=path)
            self.unread.add(path)
            return False
        return True

    def load(self, file: str) -> bytes | None:
        """Return the bytes of `file`, or report why it cannot be read and return None."""
        try:
            return self._read(file)
        except PathOutside:
            self.report.add("path-outside", Span(file), path=file)
        except FileTooLarge as error:
            size, limit = (f"{number / 1_000_000:.1f} MB" for number in (error.size, MAX_FILE))
            self.report.add("file-too-large", Span(file), size=size, limit=limit)
        except OSError:
            self.report.add("file-unreadable", Span(file), path=file)
        self.unread.add(file)
        return None

    def _read(self, file: str) -> bytes:
        """Return the bytes of a file, the same at every call: it may be changed while the site is loaded."""
        data = self._bytes.get(file)
        if data is None:
            if file in self.package_files:  # the package's own files are trusted; an installer may have linked them
                data = read_regular_file(self.package_files[file], follow=True)
            else:
                data = self.source.read(file)
            if not file.lower().endswith(_READ_ONCE):
                self._bytes[file] = data
        return data

    def is_invalid(self, file: str, *loc: str | int) -> bool:
        """Whether a value at `loc` was reported as invalid in this run: its absence must not be reported again."""
        return file in self.documents and loc in self.documents[file].faults

    def span(self, file: str, *loc: str | int, key: bool = False) -> Span:
        """Return the position of a value in a file; parses the file again if it came from the cache."""
        if file not in self.documents:
            from sitegen.load.context import split_front_matter
            from sitegen.load.yaml_text import parse_yaml

            ignored = Report()
            try:
                text = decode_text(self._read(file), file, ignored)
            except OSError:
                text = None
            if text is not None and file.endswith(".md"):
                text = split_front_matter(text, file, ignored)[0]
            document = parse_yaml(text, file, ignored) if text is not None else None
            if document is None:
                return Span(file)
            self.documents[file] = document
        return self.documents[file].span(loc, key=key)


def files_below(
    root: Path,
    folder: str,
    on_error: Callable[[OSError], None] | None = None,
    may_follow: Callable[[str], bool] = lambda path: False,
) -> Iterator[str]:
    """Yield the files below `folder`, sorted, relative to `root`; without hidden files, `_` files, README.md, and what
    systems and editors leave.

    `on_error` is called for folders that cannot be listed. A folder that is a link is walked where `may_follow` says
    so, unless it leads back to a folder that is being walked.
    """
    followed: set[str] = set()
    for here, folders, names in os.walk(root / folder, onerror=on_error, followlinks=True):
        base = Path(here).relative_to(root).as_posix()
        base = "" if base == "." else f"{base}/"
        folders[:] = [
            name
            for name in sorted(folders)
            if not _is_ignored(name)
            and (not os.path.islink(os.path.join(here, name)) or _leads_on(here, name, followed, may_follow, base))
        ]
        yield from (f"{base}{name}" for name in sorted(names) if not _is_ignored(name))


def _leads_on(here: str, name: str, followed: set[str], may_follow: Callable[[str], bool], base: str) -> bool:
    """Whether a folder that is a link is to be walked; note it as `followed`, since links may lead to each other."""
    if not may_follow(base + name):
        return False
    target = os.path.realpath(os.path.join(here, name))
    if target in followed or os.path.join(os.path.realpath(here), "").startswith(os.path.join(target, "")):
        return False
    followed.add(target)
    return True


_LEFT_BEHIND = re.compile(r"(?i)(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|@eadir|~\$.*|.*~|#.*#|.*\.(?:sw[opx]|tmp)")
"""Names of files that Windows, a NAS, Word and editors leave; those of macOS and Linux begin with a dot."""


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "_")) or name == "README.md" or _LEFT_BEHIND.fullmatch(name) is not None


def cache_key(data: bytes, *messages: str) -> str:
    """The cache key of something made from `data` and `messages`, and from the code, alone."""
    return hex_digest(code_fingerprint().encode(), repr(messages).encode(), data)


def read_cached(
    context: LoadContext, file: str, key: str, type_: Any, make: Callable[[Report], T], empty: Callable[[], T]
) -> T:
    """Return what `make` parses from a file, cached with its problems; note a file with an error as unread.

    Where `make` fails, that is a problem of the file, and the value is `empty`.
    """

    def make_fenced(report: Report) -> T:
        with fence(report, Span(file)):
            return make(report)
        return empty()

    value, valid = cached_report(context.cache, READ, key, type_, context.report, make_fenced)
    if not valid:
        context.unread.add(file)
    return value


def load_cached(
    context: LoadContext, file: str, type_: Any, parse: Callable[[bytes, Report], T], *messages: str
) -> T | None:
    """Return what `parse` makes of a file, cached by its bytes and `messages`; None when it cannot be read."""
    data = context.load(file)
    if data is None:
        return None

    def make(report: Report) -> T | None:
        return parse(data, report)

    return read_cached(context, file, cache_key(data, file, *messages), type_, make, lambda: None)


def split_front_matter(text: str, file: str, report: Report) -> tuple[str | None, str, int]:
    """Split a file into the YAML of its front matter, the text below, and the line on which that text begins.

    The YAML is None when it is missing. It keeps its first line `---`, so that line numbers are those of the file.
    Where there is no text, the line is that of the closing `---`.
    """
    lines = text.split("\n")
    if not text.strip():
        report.add("file-empty", Span(file), path=file)
        return None, "", 1
    if lines[0].rstrip() != "---":
        report.add("front-matter-missing", Span(file, 1))
        return None, text, 1
    close = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if close is None:
        report.add("front-matter-unclosed", Span(file, 1, 1, 4))
        return None, "", 1
    front_matter = "\n".join(lines[:close]) + "\n"
    first = next((number for number in range(close + 1, len(lines)) if lines[number].strip()), None)
    return (front_matter, "", close + 1) if first is None else (front_matter, "\n".join(lines[first:]), first + 1)
