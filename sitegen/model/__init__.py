"""What people wrote, once it is read and checked: the records, the announcements, the settings, the Site."""

from sitegen.model.config import (
    Boundaries,
    Budget,
    Config,
    Licence,
    MapSettings,
    MenuItem,
    Privacy,
    Publisher,
    Redirect,
    Tiles,
)
from sitegen.model.content import Announcement, Image, Media, NewsMeta, Original, PageMeta, PlainPage
from sitegen.model.outlines import NOWHERE, Drawing, Outline, Outlines
from sitegen.model.programme import Criterion, Policy, Programme, ProgrammeYear, Protection, ProvinceYear, Unit
from sitegen.model.records import Correction, Decree, Event, Indicator, Location, Office, Outreach, Source, Village
from sitegen.model.site import Release, Site, Theme, ThemeFile

__all__ = [
    "NOWHERE",
    "Announcement",
    "Boundaries",
    "Budget",
    "Config",
    "Correction",
    "Criterion",
    "Decree",
    "Drawing",
    "Event",
    "Image",
    "Indicator",
    "Licence",
    "Location",
    "MapSettings",
    "Media",
    "MenuItem",
    "NewsMeta",
    "Office",
    "Original",
    "Outline",
    "Outlines",
    "Outreach",
    "PageMeta",
    "PlainPage",
    "Policy",
    "Privacy",
    "Programme",
    "ProgrammeYear",
    "Protection",
    "ProvinceYear",
    "Publisher",
    "Redirect",
    "Release",
    "Site",
    "Source",
    "Theme",
    "ThemeFile",
    "Tiles",
    "Unit",
    "Village",
]
