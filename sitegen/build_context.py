"""The build context: the day, drafts and base URL of a build, and which content is visible then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sitegen.models import CalendarEntry, NewsMeta, PageMeta
from sitegen.schedule import expiry, passing, publication

Visibility = Literal["public", "draft", "scheduled", "expired"]


@dataclass(frozen=True, slots=True)
class BuildContext:
    """The options of a build that change what is published. commands/arguments.py reads the clock once and passes it in
    here."""

    now: datetime
    """Time of the build, with its time zone: what is shown is what is public then."""
    clock: datetime | None = None
    """The time by the clock: a site built for an earlier time may state what is known since. None for `now`."""
    drafts: bool = False
    """Whether drafts are shown."""
    future: bool = False
    """Whether announcements with a future `publish_date` are shown."""
    base_url: str = ""
    """Base URL, if other than the `base_url` of the settings."""

    @property
    def latest(self) -> datetime:
        """The latest of both times: what is stated as a fact must not lie after it."""
        return max(self.now, self.clock or self.now)

    @property
    def preview(self) -> bool:
        """Whether non-public content is shown; such a build is marked as a preview and not to be indexed."""
        return self.drafts or self.future

    def visibility(self, meta: NewsMeta | PageMeta, zone: str) -> Visibility:
        """Return whether content is public at the time of the build."""
        return visibility_of(meta, self.now, zone)

    def due_day(self, zone: str) -> date:
        """Return the day for which targets are due; schedule.py lists the days on which that changes."""
        return self.now.astimezone(ZoneInfo(zone)).date()

    def has_passed(self, entry: CalendarEntry, zone: str) -> bool:
        """Whether the date of something that is to be published has passed at the time of the build."""
        moment = passing(entry, zone)
        return moment is not None and moment <= self.now

    def shows(self, meta: NewsMeta | PageMeta, zone: str) -> bool:
        """Whether this build shows a page or an announcement. All lists, feeds and downloads use this one rule."""
        visibility = self.visibility(meta, zone)
        return (
            visibility == "public"
            or (visibility == "draft" and self.drafts)
            or (visibility == "scheduled" and self.future)
        )


def visibility_of(meta: NewsMeta | PageMeta, now: datetime, zone: str) -> Visibility:
    """Return whether content is public, a draft, scheduled or expired at `now`; times without a zone are in `zone`."""
    expires, appears = expiry(meta, zone), publication(meta, zone)
    if expires and expires <= now:
        return "expired"
    if meta.draft:
        return "draft"
    if appears and appears > now:
        return "scheduled"
    return "public"
