"""Check that what is recorded as ended has ended by the day of the build."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.build_context import BuildContext
from sitegen.models import PreviousCode, PreviousName, PreviousRegionCode, Site
from sitegen.problems import Report, Span


def check_ended(site: Site, context: BuildContext, report: Report) -> None:
    """Report each previous code or name of a village or region whose last day certainly lies in the future."""
    today = context.now.astimezone(ZoneInfo(site.timezone)).date()
    for name, one in _list_ended(site):
        first = edtf.parse(one.until).first
        if first and first > today:
            value = one.name if isinstance(one, PreviousName) else one.code
            report.add("until-future", site.origins.get(name, Span("")), value=value, until=one.until, today=today)


def _list_ended(site: Site) -> Iterator[tuple[str, PreviousCode | PreviousName | PreviousRegionCode]]:
    """Yield each previous code or name with the name of its record in Site.origins."""
    for village in site.villages:
        yield from ((village.code, one) for one in village.previous_codes)
    for region in site.regions:
        yield from ((f"region:{region.code}", one) for one in region.previous_names)
        yield from ((f"region:{region.code}", one) for one in region.previous_codes)
