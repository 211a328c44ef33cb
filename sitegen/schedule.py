"""The schedule: the moments at which a site changes without an edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.models import Announcement, CalendarEntry, NewsMeta, PageMeta, PlainPage, Site
from sitegen.models.series import latest_day, series_of

ScheduledKind = Literal["appears", "expires", "date_passes", "due"]


@dataclass(frozen=True, slots=True, order=True)
class ScheduledChange:
    """Something that changes the site at a known moment."""

    at: datetime
    """The moment from which it is so, in the site's time zone."""
    kind: ScheduledKind
    name: str
    """The name of its record in Site.origins, or its file."""
    title: str


def publication(meta: NewsMeta | PageMeta, zone: str) -> datetime | None:
    """Return the moment from which content is public; None where it is so from the beginning."""
    return _moment(meta.publish_date, zone) if meta.publish_date else None


def expiry(meta: NewsMeta | PageMeta, zone: str) -> datetime | None:
    """Return the moment from which content is no longer public; None where it never ends."""
    return _moment(meta.expiry_date, zone) if meta.expiry_date else None


def passing(entry: CalendarEntry, zone: str) -> datetime | None:
    """Return the moment at which the date of something that is to be published has passed: its time of day, else the
    end of the last day that it can mean. None for what is published or cancelled, of which no page says otherwise then.
    """
    if entry.status in ("published", "cancelled"):
        return None
    last = edtf.parse(entry.date).last
    if entry.time:
        return datetime.combine(last, time.fromisoformat(entry.time), ZoneInfo(zone))
    return datetime.combine(min(last, date.max - timedelta(1)) + timedelta(1), time(), ZoneInfo(zone))


def scheduled_changes(site: Site) -> list[ScheduledChange]:
    """Return what changes the site by itself, past and to come, by moment: a build context shows nothing else
    differently at another time."""
    return sorted(_list_changes(site))


def _list_changes(site: Site) -> Iterator[ScheduledChange]:
    zone = site.timezone
    texts: tuple[Announcement | PlainPage, ...] = (*site.news, *site.pages)
    for item in texts:
        if item.meta.draft:
            continue
        appears, expires = publication(item.meta, zone), expiry(item.meta, zone)
        if appears and (expires is None or appears < expires):
            yield ScheduledChange(appears, "appears", item.file, item.meta.title)
        if expires:
            yield ScheduledChange(expires, "expires", item.file, item.meta.title)
    for entry in site.calendar:
        if passes := passing(entry, zone):
            yield ScheduledChange(passes, "date_passes", f"calendar:{entry.id}", entry.title)
    for indicator in site.indicators:
        targets = series_of(indicator).targets
        for target in targets[:-1] if len(targets) > 1 else ():
            if target.date:  # from the day after it, the next target is shown
                day = latest_day(target) + timedelta(days=1)
                yield ScheduledChange(
                    _moment(day.isoformat(), zone), "due", f"indicator:{indicator.id}", indicator.name
                )


def _moment(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
