"""Publish a build: decide what changes, check before the first change that all of it can be done, and do it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from sitegen.artifact import Artifact
from sitegen.cache import remove_path
from sitegen.problems import Report, Span
from sitegen.publish.folder import OutputFolder
from sitegen.publish.lock import build_lock
from sitegen.publish.manifests import BuildManifest, load_manifest
from sitegen.publish.transaction import (
    FileChanges,
    apply,
    folders_above,
    keep,
    parents_of,
    remove_empty_folders,
    staged_name,
    sync_file,
    transaction,
)

FREE_REMOVALS = 20
"""So many files may always be removed; more only where they are at most half of those published."""
_MANIFEST_BYTES = 1_500
"""Room for a file in both manifests and the journal."""
_NAMES = 5
"""Number of files that a message names."""
_SYNC_ALL = 50
"""With more files than this, one call that writes everything to the disk is quicker than one for each."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What a build may do to the published folder."""

    max_removals: int | None = None
    """The number of files that it may remove; None for FREE_REMOVALS, or half of those published."""
    prune_foreign: bool = False
    """Whether files that no build made are removed."""
    take_over: bool = False
    """Whether files that stand at addresses of the site may be replaced, although no build is known to have made
    them."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The changes of the published folder."""

    changes: FileChanges
    foreign: set[str]
    """Files of others that stay."""

    def folders_to_list(self, times: Mapping[str, int]) -> dict[str, int]:
        """Return times that never match, for our folders with files of others, so that every build finds these."""
        folders = {f"{folder}/" for folder in folders_above(self.foreign)}
        return dict.fromkeys(folders & times.keys(), 0)


def prepare_publication(
    folder: OutputFolder,
    known: BuildManifest,
    unlisted: Collection[str],
    artifacts: Mapping[str, Artifact],
    new: Collection[str],
    options: PublishOptions,
    origins: Mapping[str, Span],
    report: Report,
) -> Publication | None:
    """Return what has to be changed; None, with problems in `report`, where it cannot or should not be.

    `new` are the artifacts that are written, and `unlisted` the files of the folder that no artifact names. Nothing is
    changed here.
    """
    before = folder.published_before(known, unlisted)
    foreign = {path for path in unlisted if path not in before}
    pruned = {path for path in foreign if options.prune_foreign and _printable(path) == path}
    removed = _removable(folder, (before - artifacts.keys()) | pruned)
    added, replaced, blocked = list[str](), list[str](), dict[str, str]()
    parents = _parent_modes(folder, new)
    for path in new:
        mode = None if parents[path.rpartition("/")[0]] is None else _mode(f"{folder.path}/{path}")
        if mode is None or (S_ISDIR(mode) and _becomes_empty(folder, path, removed)):
            added.append(path)
        else:
            replaced.append(path)
            if not S_ISREG(mode):
                blocked[path] = path
    work = folder.work.relative_to(folder.path.parent).as_posix()
    changes = FileChanges(folder.path.name or ".", f"{work}/stage", f"{work}/kept", added, replaced, removed)
    blocked |= _clashing_parents(new, parents, removed)
    for path, other in blocked.items():
        report.add("address-blocked", _origin(path, artifacts, origins), path=f"{folder.path}/{other}")
    if not options.take_over:
        unproven = [path for path in replaced if path not in before and path not in blocked]
        proven = folder.published_before(known, unproven)
        for path in unproven:
            if path not in proven and not folder.has_bytes(path, artifacts[path].size, artifacts[path].digest):
                report.add("foreign-file-in-way", _origin(path, artifacts, origins), path=f"{folder.path}/{path}")
    _check_removals(removed, len(before), options, report)
    _check_names(folder, added, artifacts, origins, report)
    _check_rights(folder, changes, report)
    kept = foreign.difference(removed)
    _report_foreign(folder, kept, report)
    return None if report.failed() else Publication(changes, kept)


@contextmanager
def publishing(folder: OutputFolder, changes: FileChanges, files: int) -> Iterator[None]:
    """Publish `changes`, then run the body, which writes both manifests; if anything fails, all is as before.

    `files` is the number of files in the manifests. Each file is whole at every moment: a visitor during publishing
    gets an old page or a new one, never a part.
    """
    base = folder.path.parent
    manifests = (folder.state / "manifest", folder.manifest)
    if not _is_file(manifests[0]):
        remove_path(manifests[0])  # it was damaged
    names = {file.relative_to(base).as_posix(): file.exists() for file in manifests}
    beside = FileChanges(
        folder=".",
        stage=f"{folder.state.name}/beside",
        kept=f"{folder.state.name}/kept-beside",
        added=[name for name, exists in names.items() if not exists],
        replaced=[name for name, exists in names.items() if exists],
    )
    _require_room(folder, files * _MANIFEST_BYTES)
    _sync(folder, changes)
    with transaction(base, folder.journal, [changes, beside]):
        keep(base, beside)
        apply(base, changes)
        yield
        for file in manifests:
            if file.exists():
                sync_file(file)


def clean_folder(folder: OutputFolder, report: Report) -> list[Path]:
    """Remove what builds made in the folder and beside it, and folders that become empty; returns what is gone.

    Files of others stay, and are reported. Raises ForeignFiles and BuildLocked as a build does.
    """
    folder.refuse_foreign()
    gone = [path for path in (folder.path, folder.state, folder.manifest) if path.exists()]
    if gone:
        with build_lock(folder.state / "lock"):
            folder.recover()
            known = load_manifest(folder.state / "manifest")
            unlisted = folder.unlisted(BuildManifest(artifacts=known.artifacts))
            ours = _removable(folder, folder.published_before(known, unlisted))
            for path in ours:
                os.unlink(f"{folder.path}/{path}")
            remove_empty_folders(str(folder.path), ours)
            _report_foreign(folder, unlisted.difference(ours), report)
        with suppress(OSError):  # it is not there, or not empty
            os.rmdir(folder.path)
        folder.manifest.unlink(missing_ok=True)
        shutil.rmtree(folder.state)
    return [path for path in gone if not path.exists()]


def _removable(folder: OutputFolder, paths: Iterable[str]) -> list[str]:
    """Return those that are files, sorted. A folder in place of a file is not ours, nor is what a link leads to."""

    @cache
    def is_folder(path: str) -> bool:
        mode = _mode(f"{folder.path}/{path}")
        return mode is not None and S_ISDIR(mode)

    return sorted(
        path
        for path in paths
        if all(map(is_folder, parents_of(path)))
        and (mode := _mode(f"{folder.path}/{path}")) is not None
        and not S_ISDIR(mode)
    )


def _report_foreign(folder: OutputFolder, paths: Iterable[str], report: Report) -> None:
    names = sorted(paths)
    if names:
        report.add("foreign-files", Span(""), path=folder.path, count=len(names), names=_examples(names))


def _is_file(file: Path) -> bool:
    mode = _mode(str(file))
    return mode is not None and S_ISREG(mode)


def _mode(file: str) -> int | None:
    """Return the mode of a file, links not followed; None where there is none."""
    try:
        return os.lstat(file).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None
        raise


def _becomes_empty(folder: OutputFolder, path: str, removed: Collection[str]) -> bool:
    """Whether nothing stays in a folder when `removed` is removed."""
    gone = {f"{folder.path}/{one}" for one in removed}
    return all(
        os.path.join(root, name) in gone
        for root, folders, files in os.walk(f"{folder.path}/{path}")
        for name in (*files, *(one for one in folders if os.path.islink(os.path.join(root, one))))
    )


def _parent_modes(folder: OutputFolder, paths: Iterable[str]) -> dict[str, int | None]:
    """Return the mode of each parent of the paths, and of the folder itself; None where there is none."""
    modes = {"": _mode(str(folder.path))}
    for parent in sorted(folders_above(paths)):  # each after its own parent
        exists = modes[parent.rpartition("/")[0]] is not None
        modes[parent] = _mode(f"{folder.path}/{parent}") if exists else None
    return modes


def _clashing_parents(
    paths: Iterable[str], parents: Mapping[str, int | None], removed: Collection[str]
) -> dict[str, str]:
    """Return the new files for which something other than a folder stands where a folder must, with what it is.

    A link to a folder is one of them: who follows it, writes elsewhere.
    """
    others = {parent for parent, mode in parents.items() if parent and mode is not None and not S_ISDIR(mode)}
    others.difference_update(removed)
    if not others:
        return {}
    # Of several, the uppermost counts.
    return {path: parent for path in paths for parent in reversed(parents_of(path)) if parent in others}


def _check_removals(removed: Collection[str], published: int, options: PublishOptions, report: Report) -> None:
    """Report that more would be removed than an edit of the site explains: perhaps its sources are missing."""
    limit = options.max_removals
    if limit is None:
        limit = max(FREE_REMOVALS, published // 2)
    if len(removed) > limit:
        names = _examples(sorted(removed))
        report.add("too-many-removals", Span(""), count=len(removed), total=published, limit=limit, names=names)


def _check_names(
    folder: OutputFolder,
    added: Iterable[str],
    artifacts: Mapping[str, Artifact],
    origins: Mapping[str, Span],
    report: Report,
) -> None:
    """Report paths that are too long for the file system of the folder."""
    if not hasattr(os, "pathconf"):
        return
    existing = _existing(str(folder.path), {})
    name_max = os.pathconf(existing, "PC_NAME_MAX")
    path_max = os.pathconf(existing, "PC_PATH_MAX") - len(os.fsencode(folder.path)) - 2
    for path in added:
        names = path.split("/")
        if max(map(len, names)) * 4 > name_max or len(path) * 4 > path_max:  # in UTF-8, a character has at most 4 bytes
            longest = max((name.encode() for name in names), key=len)
            for length, limit in ((len(longest), name_max), (len(path.encode()), path_max)):
                if length > limit:
                    at = _origin(path, artifacts, origins)
                    report.add("path-too-long", at, path=path, length=length, limit=limit)
                    break


def _check_rights(folder: OutputFolder, changes: FileChanges, report: Report) -> None:
    """Report the folders in which files have to be changed and cannot be, or that are on another file system."""
    files = (*changes.added, *changes.replaced, *changes.removed)
    parents = {f"{folder.path}/{path}".rpartition("/")[0] for path in files}
    known = dict[str, str]()  # many new folders lie in one that exists
    device = os.stat(_existing(str(folder.work), known)).st_dev
    for existing in sorted({_existing(parent, known) for parent in parents}):
        if not os.access(existing, os.W_OK | os.X_OK) or os.stat(existing).st_dev != device:
            report.add("output-unwritable", Span(""), path=existing)


def _existing(folder: str, known: dict[str, str]) -> str:
    """Return the nearest folder that exists: this one, or one above it. `known` has the answers found so far."""
    if folder not in known:
        above = os.path.dirname(folder) or "."
        nearest = folder if above == folder else _existing(above, known)
        known[folder] = folder if nearest == above and os.path.isdir(folder) else nearest
    return known[folder]


def _require_room(folder: OutputFolder, size: int) -> None:
    """Raise the error of a full disk where there is no room for the manifests; the new files are written already."""
    if hasattr(os, "statvfs"):
        free = os.statvfs(folder.state)
        if free.f_bavail * free.f_frsize < size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder.state))


def _sync(folder: OutputFolder, changes: FileChanges) -> None:
    """Have the new files written to the disk before the journal names them.

    A call for each of thousands of files costs more processor time than to render them.
    """
    new = [*changes.added, *changes.replaced]
    if len(new) > _SYNC_ALL and hasattr(os, "sync"):
        os.sync()
        return
    for path in new:
        sync_file(f"{folder.path.parent}/{changes.stage}/{staged_name(path)}")


def _origin(path: str, artifacts: Mapping[str, Artifact], origins: Mapping[str, Span]) -> Span:
    artifact = artifacts.get(path)
    return origins.get(artifact.directory if artifact and artifact.directory else path, Span(""))


def _printable(path: str) -> str:
    """Replace what is not UTF-8 in a name."""
    return path.encode(errors="replace").decode()


def _examples(paths: list[str]) -> str:
    """Name the first of some files."""
    names = [_printable(path) for path in paths[:_NAMES]]
    return ", ".join([*names, "…"] if len(paths) > _NAMES else names)
