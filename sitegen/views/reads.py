"""Record which records and files are read while each output is planned: the provenance of outputs derives from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sitegen.models import Site
from sitegen.models.content import MEDIA, NEWS, PAGES
from sitegen.models.kinds import RecordKind, kinds_in
from sitegen.output import Output
from sitegen.problems import Span

T = TypeVar("T")


class Reads:
    """Records what a plan reads, by names of Site.origins or by file.

    Whoever reads all files of a folder names the folder. Names belong to every later output of the same page kind;
    within `scope`, and one step of Tracked.each, only to the outputs planned in it.
    """

    def __init__(self) -> None:
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

    def track_outputs(self, outputs: Iterable[Output], common: Iterable[str] = ()) -> Iterator[Output]:
        """Yield the outputs of a page kind, and remember what was read for each, with `common`."""
        before, self.open = self.open, [set(common)]
        try:
            for output in outputs:
                self._of[output.path] = tuple(set[str]().union(*self.open))
                yield output
        finally:
            self.open = before

    def of(self, path: str) -> tuple[str, ...]:
        """Return what was read for the output at `path`, in no order."""
        return self._of[path]

    def of_all(self, outputs: Iterable[Output]) -> Iterator[str]:
        """Yield what was read for these outputs, and their sources: for outputs made from whole outputs."""
        for output in outputs:
            yield output.origin.file
            yield from self._of[output.path]


class Tracked(Mapping[str, T], Generic[T]):
    """A mapping that records reads: a look-up records one key, everything else all of them."""

    __slots__ = ("_all", "_data", "_names", "_reads")

    def __init__(
        self,
        reads: Reads,
        data: Mapping[str, T],
        names: Callable[[str], Sequence[str]],
        whole: Callable[[], Iterable[str]],
    ) -> None:
        """Initialize with functions that name what the value of a key, and the whole mapping, is made from."""
        self._reads, self._data, self._names, self._all = reads, data, names, whole

    @property
    def untracked(self) -> Mapping[str, T]:
        """The mapping without tracking: for whoever records the same reads elsewhere."""
        return self._data

    def __getitem__(self, key: str) -> T:
        value = self._data[key]
        self._reads.open[-1].update(self._names(key))  # as `note` does: this is called for each look-up of a plan
        return value

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key; a missing key is not recorded."""
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
        """Return all keys."""
        return self._whole().keys()

    def values(self) -> Any:
        """Return all values."""
        return self._whole().values()

    def items(self) -> Any:
        """Return all keys with their values."""
        return self._whole().items()

    def each(self) -> Iterator[T]:
        """Yield the values; what is read in a step of the loop belongs to the outputs of that step only."""
        for key, value in self._data.items():
            with self._reads.scope():
                self._reads.note(self._names(key))
                yield value

    def _whole(self) -> Mapping[str, T]:
        self._reads.note(self._all())
        return self._data


class TrackedSite:
    """A Site that records the files of each of its fields that is read.

    The settings and the theme belong to all outputs: see shared_inputs in build/provenance.py.
    """

    __slots__ = ("_files", "_reads", "_site")

    def __init__(self, site: Site, reads: Reads) -> None:
        self._site, self._reads, self._files = site, reads, dict[str, tuple[str, ...]]()

    def __getattr__(self, part: str) -> Any:
        files = self._files.get(part)
        if files is None:
            files = self._files[part] = part_files(self._site, part)
        self._reads.note(files)
        return getattr(self._site, part)


_WITHIN = {"own_fields": ("programme",), "disagreements": ("programme", "indicators")}
"""The fields of Site that other properties of it are read from."""
_KINDS: dict[str, RecordKind] = {kind.part: kind for kind in kinds_in(Site)}


def part_files(site: Site, part: str) -> tuple[str, ...]:
    """Return the files, or the folder, that a field of Site is read from; none for what belongs to all outputs."""
    if part in ("config", "theme"):
        return ()
    value = getattr(site, part)
    if kind := _KINDS.get(part):
        names = kind.names(value) if kind.key or kind.numbered else ()
        files = dict.fromkeys(site.origins.get(name, Span(kind.file)).file for name in names)
        return tuple(files) if names else (kind.file,) if value else ()
    if part in _WITHIN:
        return tuple(file for one in _WITHIN[part] for file in part_files(site, one)) if value else ()
    folders = {"news": (NEWS,), "pages": (PAGES,), "media": (MEDIA,)}
    if part == "outlines":
        boundaries = site.config.map.boundaries
        return (boundaries.file,) if boundaries else ()
    if part == "releases":
        return tuple(release.file for release in value)
    return folders.get(part, ())
