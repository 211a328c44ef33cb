"""Find the next moment at which the site differs although nobody edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sitegen.build.plan import plan_build
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_path_words
from sitegen.models import Site
from sitegen.problems import Report
from sitegen.schedule import ScheduledChange, scheduled_changes
from sitegen.urls import build_routes


@dataclass(frozen=True, slots=True)
class NextChange:
    """The next moment at which a site differs with no edit."""

    at: datetime
    """In the site's time zone."""
    changes: tuple[ScheduledChange, ...]
    """What changes then."""


def find_next_change(site: Site, context: BuildContext, until: datetime | None = None) -> NextChange | None:
    """Return the first moment after that of `context`, up to `until`, at which the site differs; None where there is
    none.

    What the schedule knows of is only tried: the site differs where the key of an output does, or where one comes or
    goes. So an announcement in a language that the site does not have, or a translation that waits for its original,
    is no change.
    """
    keys = None
    for at, changes in list_moments(site, context.now):
        if until and at > until:
            break
        if keys is None:
            keys = _plan_keys(site, context)
        if _plan_keys(site, replace(context, now=at)) != keys:
            return NextChange(at, changes)
    return None


def list_moments(site: Site, now: datetime) -> Iterator[tuple[datetime, tuple[ScheduledChange, ...]]]:
    """Yield the moments of the schedule after `now`, the next first, each with its changes."""
    ahead = (change for change in scheduled_changes(site) if change.at > now)
    yield from ((at, tuple(changes)) for at, changes in groupby(ahead, attrgetter("at")))


def _plan_keys(site: Site, context: BuildContext) -> dict[str, str]:
    """Return the key of every output by path: what is published at a moment."""
    routes = build_routes(site.config, load_path_words(site.geography, NullCache(), site), site.translations)
    return plan_build(site, context, routes, Report(), NullCache()).keys
