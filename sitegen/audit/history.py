"""History: what was released stands as it was released, or an entry of data/corrections.yaml tells why it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen.audit.altered import Alteration, Limits, alterations
from sitegen.audit.entries import check_entries, check_published, ledger, offer
from sitegen.audit.values import Item, items_of, place_of, released_items, text_of
from sitegen.dataset import shapes, tables_of
from sitegen.dataset.release import Damaged, Row, State, apply, check_rows, state_of
from sitegen.edition import Edition
from sitegen.engine import engine_digest
from sitegen.figures import is_figure, there_by
from sitegen.memo import Memo
from sitegen.model import Release, Site
from sitegen.problems import Report, Span


def audit_history(site: Site, edition: Edition, report: Report, memo: Memo) -> bool:
    """Report each released value that is another now without an entry, and each entry that is not true.

    It looks at records and figures, never at pages. That nothing is wrong is remembered while nothing changes.
    Gives whether the releases could be read: one that cannot be read cannot be published.
    """
    if not (site.releases or site.corrections) or any(file.startswith("data/") for file in site.unread):
        return True
    today = edition.now.astimezone(ZoneInfo(site.config.timezone)).date()
    closed = closed_year(site, today)
    key = _digest(site.data, closed, *(release.content for release in site.releases))
    if site.data and memo.recall("audit", key) is not None:
        return True
    inner = Report()
    released = _released(site.releases, inner, memo)
    if released is not None:
        _audit(site, today, closed, released, inner)
    report.extend(inner)
    if site.data and not inner.failed():
        memo.keep("audit", key, b"clean")
    return released is not None


def closed_year(site: Site, today: date) -> int:
    """The last year that was released as a whole and to which late reports no longer add; 0 where there is none."""
    if not site.releases:
        return 0
    released = date.fromisoformat(site.releases[-1].date)
    whole = released.year if (released.month, released.day) == (12, 31) else released.year - 1
    return min(whole, (today.year * 12 + today.month - 1 - site.config.revision_months) // 12 - 1)


def _audit(site: Site, today: date, closed: int, released: _Released, report: Report) -> None:
    old, published = released
    book, new = ledger(site.corrections, site.origins), items_of(state_of(tables_of(site)))
    check_published(published, book, report)
    latest = site.releases[-1] if site.releases else None
    check_entries(book, published, old if latest else None, new, latest.frozen if latest else "", report)
    if latest is None:
        return
    days = {source.id: there_by(source) for source in site.sources}
    for change in alterations(old, new, Limits(date.fromisoformat(latest.date), closed, days)):
        told = book.entries.get((change.what, change.field), [])
        if all(f"{entry.what}#{entry.field}#{entry.when}" in published for entry, _ in told):
            _tell(change, old, new, site, today, report)


def _tell(
    change: Alteration, old: dict[str, Item], new: dict[str, Item], site: Site, today: date, report: Report
) -> None:
    """Report a change that no entry tells of, with the entry to paste."""
    what, name = change.what, change.field
    was, now = (text_of(what, name, one.cells.get(name)) if (one := items.get(what)) else None for items in (old, new))
    paste = offer(what, name, was, now, today)
    values = {"what": what, "field": name or ("value" if is_figure(what) else "record"), "was": was or "-"}
    at = place_of(what, site.origins)
    if change.closed is not None:
        report.error("archive-changed", at, paste=paste, **values, now=now or "-", year=change.closed)
    elif now is None:
        report.error("value-vanished", at, paste=paste, **values)
    else:
        report.error("value-changed", at, paste=paste, **values, now=now)


_Released = tuple[dict[str, Item], dict[str, Row]]
"""What of a release is compared: its values, and the entries of its ledger by key."""


def _released(releases: Sequence[Release], report: Report, memo: Memo) -> _Released | None:
    """What the latest release holds; None, with a word to the report, where one of the files is damaged.

    That a file holds what was frozen is looked at once, and remembered with what comes out.
    """
    key = _digest("state", *(release.content for release in releases))
    known = memo.recall("audit", key)
    if known is not None:
        found: _Released = msgspec.msgpack.decode(known, type=_Released)
        return found
    state: State = {}
    made: _Released = {}, {}
    for release in releases:
        try:
            apply(state, Path(release.location).read_bytes())
            if release is releases[-1]:
                check_rows(state, shapes())
                made = released_items(state), state.get("corrections", {})
        except (Damaged, OSError):
            report.error("release-damaged", Span(release.file, 1, 1), date=release.date)
            return None
    memo.keep("audit", key, msgspec.msgpack.encode(made))
    return made


def _digest(*parts: object) -> str:
    return blake2b(repr((engine_digest(), *parts)).encode(), digest_size=16).hexdigest()
