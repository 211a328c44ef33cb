"""The build context: the day, drafts and base URL of a build, and which content is visible then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sitegen.models import NewsMeta, PageMeta

Visibility = Literal["public", "draft", "scheduled", "expired"]


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a build is asked for, beyond the sources. The clock is read once, in doors/common.py, and comes in here."""

    now: datetime
    """The moment that the build speaks of, with its time zone."""
    drafts: bool = False
    """Whether drafts are shown."""
    future: bool = False
    """Whether announcements are shown whose `publish_date` is still to come."""
    base_url: str = ""
    """Where it will be published, when not at the `base_url` of the settings."""

    @property
    def preview(self) -> bool:
        """Whether it shows what is not public: such a build says so and is not to be indexed."""
        return self.drafts or self.future

    def shows(self, meta: NewsMeta | PageMeta, zone: str) -> bool:
        """Whether a piece of content is shown by this build; one date rule for pages, lists, feeds and downloads."""
        visibility = visibility_of(meta, self.now, zone)
        return (
            visibility == "public"
            or (visibility == "draft" and self.drafts)
            or (visibility == "scheduled" and self.future)
        )


def visibility_of(meta: NewsMeta | PageMeta, now: datetime, zone: str) -> Visibility:
    """Whether content is public at `now`; times without a zone are meant in the site's `zone`."""
    if meta.expiry_date and _moment(meta.expiry_date, zone) <= now:
        return "expired"
    if meta.draft:
        return "draft"
    if meta.publish_date and _moment(meta.publish_date, zone) > now:
        return "scheduled"
    return "public"


def _moment(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
