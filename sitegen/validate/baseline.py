"""Compare the site with what is known to be published: its releases, the lines of its lock, its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.dataset.release import RELEASES_FOLDER
from sitegen.models import Site
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier state of the site, by which it is told that its releases and addresses are still there."""

    name: str
    """How it was named: a revision, a folder, or the URL of a manifest.json."""
    releases: Mapping[str, str] = field(default_factory=dict)
    """The digest of each release by its day."""
    locked_urls: Mapping[str, str] = field(default_factory=dict)
    """The lines of its data/urls.lock: see Site.locked_urls. A manifest has none."""
    published_urls: Mapping[str, str] = field(default_factory=dict)
    """Every permanent URL that it published, with the record or file there where that is known."""


def urls_to_keep(site: Site, baseline: Baseline | None) -> Mapping[str, str]:
    """Return the URLs that the baseline published, but for those of releases that are gone, which are told instead."""
    if baseline is None:
        return {}
    gone = baseline.releases.keys() - {release.date for release in site.releases}
    return {path: what for path, what in baseline.published_urls.items() if not any(day in path for day in gone)}


def check_baseline(site: Site, baseline: Baseline, report: Report) -> None:
    """Report each release that is missing or another one, and each line that data/urls.lock lost; see
    `check_locked_urls` for lost URLs."""
    present = {release.date: release.digest for release in site.releases}
    for day, digest in baseline.releases.items():
        file = f"{RELEASES_FOLDER}{day}.jsonl"
        if file in site.unread:
            continue
        if day not in present:
            report.add("release-gone", Span(file), date=day, path=file, baseline=baseline.name)
        elif present[day] != digest:
            report.add("release-replaced", Span(file, 1), date=day, path=file, baseline=baseline.name)
    if URLS_LOCK in site.unread:
        return
    for path, what in baseline.locked_urls.items():
        if path not in site.locked_urls:
            line = f"{path} {what}".rstrip()
            report.add("lock-line-gone", Span(URLS_LOCK), line=line, baseline=baseline.name)
