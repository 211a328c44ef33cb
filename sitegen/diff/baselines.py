"""Read what is known to be published, by which a check tells whether releases and addresses are still there."""

from __future__ import annotations

import os
import re
import tempfile
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sitegen.build import Baseline, OutputFolder, PublicManifest, parse_public_manifest
from sitegen.cache import NullCache
from sitegen.diff.snapshots import UnknownRevision, extract, resolve
from sitegen.load.context import LoadContext
from sitegen.load.published import load_releases, load_urls_lock
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK, file_url, is_permalink

MANIFEST = "manifest.json"
TIMEOUT = 30
"""Seconds to wait for an answer of a host, and for each part of it."""
MAX_MANIFEST_BYTES = 500_000_000
"""Maximum size of a manifest that is read from a host: some 200 bytes a file."""
_GONE = (404, 410)
"""HTTP status codes that say that there is no such file."""


class NoBaseline(Exception):
    """A name that is no URL, and neither a folder of sitegen nor a revision; has the reason, as a code of a problem."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


def read_baseline(root: Path, name: str, report: Report) -> Baseline | None:
    """Read the baseline called `name` of the site in `root`: the URL of a published site or of its manifest.json, a
    folder that was built or that holds a site, a manifest.json, or a revision.

    Reports a manifest that cannot be had or read, and returns None. Raises NoBaseline.
    """
    if re.match(r"https?://", name, re.IGNORECASE):
        return _fetch(name if name.endswith(".json") else f"{name.removesuffix('/')}/{MANIFEST}", report)
    path = Path(name)
    if (path / "data" / "site.yaml").is_file():
        return _read_sources(path, name)
    manifests = (path, path / MANIFEST, OutputFolder(path).manifest if path.name else path)
    manifest = next((file for file in manifests if os.path.isfile(file)), None)
    if manifest is not None:
        return _parse(manifest.read_bytes(), name, report)
    try:
        tree = resolve(root, name)
        with tempfile.TemporaryDirectory(prefix="sitegen-against-") as temporary:
            extract(root, tree, Path(temporary), ("data",))
            return _read_sources(Path(temporary), name)
    except UnknownRevision as unknown:
        code = "diff-folder" if path.is_dir() else "diff-git" if unknown.reason else "against-unknown"
        raise NoBaseline(code, unknown.reason) from unknown


def _read_sources(root: Path, name: str) -> Baseline:
    """Read the releases and the lock of sources; what is wrong with them was told when they were checked."""
    context = LoadContext(root, Report(), NullCache())
    releases = load_releases(context, list(context.files("data")))
    locked = load_urls_lock(context) if (root / URLS_LOCK).is_file() else {}
    return Baseline(name, {one.date: one.digest for one in releases}, locked, locked)


def _fetch(url: str, report: Report) -> Baseline | None:
    """Fetch a manifest.json; where the host says that it has none, nothing was published yet."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "sitegen"}), timeout=TIMEOUT) as answer:
            data = answer.read(MAX_MANIFEST_BYTES + 1)
    except HTTPError as error:
        if error.code in _GONE:
            report.add("baseline-absent", Span(""), url=url)
        else:
            report.add("baseline-unreachable", Span(""), url=url, reason=f"HTTP {error.code}")
        return None
    except (OSError, ValueError, HTTPException) as error:
        report.add("baseline-unreachable", Span(""), url=url, reason=str(error) or type(error).__name__)
        return None
    return _parse(data, url, report)


def _parse(data: bytes, name: str, report: Report) -> Baseline | None:
    manifest: PublicManifest | None = parse_public_manifest(data, name, report)
    if manifest is None:
        return None
    urls = {file_url(path): "" for path in manifest.outputs if is_permalink(path)}
    return Baseline(name, manifest.releases, published_urls=urls)
