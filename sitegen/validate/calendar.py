"""Compare the release calendar with the day of the build."""

from __future__ import annotations

from sitegen.build_context import BuildContext
from sitegen.models import Site
from sitegen.models.kinds import CALENDAR
from sitegen.problems import Report, Span


def check_calendar(site: Site, context: BuildContext, report: Report) -> None:
    """Warn of dates that have passed although nothing says that what they announce was published or cancelled."""
    for entry in site.calendar:
        if context.has_passed(entry, site.timezone):
            span = site.origins.get(f"calendar:{entry.id}:date", Span(CALENDAR))
            report.add("calendar-overdue", span, title=entry.title, date=entry.date)
