"""The types of data formats: suffix, label and media type; for formats of single tables, also the writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.dataset import Table


@dataclass(frozen=True, slots=True)
class DownloadTerms:
    """The terms of use in every download, since it may be passed on alone."""

    notice: str
    """The site's notice; may be empty."""
    licence: str
    """The name of the licence; may be empty."""
    licence_url: str
    """The URL of the licence; may be empty."""
    publisher: str
    """The publisher of the data."""
    url: str
    """The URL of the site."""

    def in_short(self) -> str:
        """Return the notice and the licence in one line."""
        return ". ".join(part.rstrip(".") for part in (self.notice, self.licence) if part)


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A format of data files."""

    suffix: str
    """The suffix of its files, without the dot."""
    label: str
    """Its name in links, in every language."""
    media_type: str
    """As registered with IANA."""

    def file(self, stem: str) -> str:
        """Add the suffix to a name or path: `villages` gives `villages.csv`."""
        return f"{stem}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class TableFormat(DataFormat):
    """A format of files with one table."""

    write: Callable[[Table, DownloadTerms], bytes]
    """Returns the file, with the terms in it; equal tables give equal bytes."""
    needs_point: bool = False
    """Whether it holds only rows with coordinates (columns `lat` and `lon`); offered for tables with these columns."""
    encoding: str = ""
    """The character encoding, for formats that neither fix nor declare it."""
