"""The permanent URLs of corrections: entries on the corrections page."""

from __future__ import annotations

from sitegen.models import Correction
from sitegen.names import slugify
from sitegen.views.site_index import SiteIndex


def correction_id(entry: Correction) -> str:
    """Return the permanent anchor of a correction, made of what never changes in it."""
    return slugify(" ".join((entry.what, entry.field or "", entry.when)))


def correction_path(index: SiteIndex, entry: Correction) -> str:
    """Return the URL of a correction: its entry on the corrections page."""
    return f"{index.routes.root('corrections')}#{correction_id(entry)}"
