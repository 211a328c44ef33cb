"""Record which records and files are read while each output is planned: the provenance of outputs derives from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sitegen.models import Site
from sitegen.models.kinds import RecordKind, kinds_in
from sitegen.output import Output
from sitegen.problems import Span

T = TypeVar("T")

NEWS, PAGES, MEDIA = "content/news", "content/pages", "content/media"
"""The folders of announcements, plain pages and media; whatever reads all of one names the folder."""


class Reads:
    """What a plan has read so far, by the names of Site.origins or by file.

    Names that are noted belong to every later output of the same page kind. Within `scope`, and within one step of
    Tracked.each, they belong to the outputs that are planned in it alone.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.open: list[set[str]] = [set()]
        """The names that are being collected: for the page kind, then for each scope within it."""
        self._of: dict[str, tuple[str, ...]] = {}

    def note(self, names: Iterable[str]) -> None:
        """Add the names of what was read."""
        self.open[-1].update(names)

    @contextmanager
    def scope(self) -> Iterator[set[str]]:
        """Collect what is read within the block apart from all else."""
        names: set[str] = set()
        self.open.append(names)
        try:
            yield names
        finally:
            self.open.pop()

    def planned(self, outputs: Iterable[Output], common: Iterable[str] = ()) -> Iterator[Output]:
        """The outputs of one page kind, each remembered with what was read for it, and with `common`."""
        before, self.open = self.open, [set(common)]
        try:
            for output in outputs:
                self._of[output.path] = tuple(set[str]().union(*self.open))
                yield output
        finally:
            self.open = before

    def of(self, path: str) -> tuple[str, ...]:
        """What was read for the output at `path`, in no order."""
        return self._of[path]

    def of_all(self, outputs: Iterable[Output]) -> Iterator[str]:
        """What was read for these outputs, and where they come from: for what is made from whole outputs."""
        for output in outputs:
            yield output.origin.file
            yield from self._of[output.path]


class Tracked(Mapping[str, T], Generic[T]):
    """A mapping that notes what is read of it: a look-up notes one record, everything else notes them all."""

    __slots__ = ("_all", "_data", "_names", "_reads")

    def __init__(
        self,
        reads: Reads,
        data: Mapping[str, T],
        names: Callable[[str], Sequence[str]],
        whole: Callable[[], Iterable[str]],
    ) -> None:
        """`names` gives what the value of a key is made from, and `whole` what the set of all values is made from."""
        self._reads, self._data, self._names, self._all = reads, data, names, whole

    @property
    def untracked(self) -> Mapping[str, T]:
        """The mapping itself: for the plan, never for a page kind."""
        return self._data

    def __getitem__(self, key: str) -> T:
        value = self._data[key]
        self._reads.open[-1].update(self._names(key))  # as `note` does: this is called for each look-up of a plan
        return value

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key; nothing is noted where it is missing."""
        return self[key] if key in self._data else default

    def __contains__(self, key: object) -> bool:
        if key not in self._data:
            return False
        self._reads.note(self._names(str(key)))
        return True

    def __len__(self) -> int:
        return len(self._whole())

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def keys(self) -> Any:
        """All keys."""
        return self._whole().keys()

    def values(self) -> Any:
        """All values."""
        return self._whole().values()

    def items(self) -> Any:
        """All keys with their values."""
        return self._whole().items()

    def each(self) -> Iterator[T]:
        """The values one by one: what is read in a step of this loop is read for the outputs of that step alone."""
        for key, value in self._data.items():
            with self._reads.scope():
                self._reads.note(self._names(key))
                yield value

    def _whole(self) -> Mapping[str, T]:
        self._reads.note(self._all())
        return self._data


class TrackedSite:
    """A Site that notes, for each of its parts that is read, the files that this part stands in.

    The settings and the theme are noted for all outputs together: see `shared_files`.
    """

    __slots__ = ("_files", "_reads", "_site")

    def __init__(self, site: Site, reads: Reads) -> None:
        """Nothing is read yet."""
        self._site, self._reads, self._files = site, reads, dict[str, tuple[str, ...]]()

    def __getattr__(self, part: str) -> Any:
        files = self._files.get(part)
        if files is None:
            files = self._files[part] = part_files(self._site, part)
        self._reads.note(files)
        return getattr(self._site, part)


_KINDS: dict[str, RecordKind] = {kind.part: kind for kind in kinds_in(Site)}


def part_files(site: Site, part: str) -> tuple[str, ...]:
    """The files that a part of the Site is read from, or their folder; none for what is noted for all outputs."""
    if part in ("config", "theme"):
        return ()
    value = getattr(site, part)
    if kind := _KINDS.get(part):
        names = kind.names(value) if kind.key or kind.numbered else ()
        files = dict.fromkeys(site.origins.get(name, Span(kind.file)).file for name in names)
        return tuple(files) if names else (kind.file,) if value else ()
    folders = {"news": (NEWS,), "pages": (PAGES,), "media": (MEDIA,)}
    if part == "outlines":
        boundaries = site.config.map.boundaries
        return (boundaries.file,) if boundaries else ()
    if part == "releases":
        return tuple(release.file for release in value)
    return folders.get(part, ())
