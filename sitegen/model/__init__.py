"""What people wrote, once it is read and checked: the records, the announcements, the settings, the Site."""

from sitegen.model.config import Budget, Config, Licence, MapSettings, MenuItem, Publisher, Redirect
from sitegen.model.content import Announcement, Image, Media, NewsMeta, Original, PageMeta, PlainPage
from sitegen.model.programme import Criterion, Policy, Programme, ProgrammeYear, Protection
from sitegen.model.records import Decree, Indicator, Location, Office, Outreach, Source, Village
from sitegen.model.site import Site, Theme, ThemeFile

__all__ = [
    "Announcement",
    "Budget",
    "Config",
    "Criterion",
    "Decree",
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
    "Outreach",
    "PageMeta",
    "PlainPage",
    "Policy",
    "Programme",
    "ProgrammeYear",
    "Protection",
    "Publisher",
    "Redirect",
    "Site",
    "Source",
    "Theme",
    "ThemeFile",
    "Village",
]
