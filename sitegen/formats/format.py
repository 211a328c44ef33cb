"""What every format declares: suffix, label and media type; and a format of single tables, its writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.dataset import Table


@dataclass(frozen=True, slots=True)
class DownloadTerms:
    """What travels with every download, since it may travel alone."""

    notice: str
    """What the site is and is not; may be empty."""
    licence: str
    """The licence's name; may be empty."""
    licence_url: str
    """The licence's text; may be empty."""
    publisher: str
    """Who publishes the data."""
    url: str
    """The site that it comes from."""

    def in_short(self) -> str:
        """The notice and the licence in a line."""
        return ". ".join(part.rstrip(".") for part in (self.notice, self.licence) if part)


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A format of data files."""

    suffix: str
    """The suffix of its files, without the dot."""
    label: str
    """Its name in links, the same in every language."""
    media_type: str
    """Its media type, as registered with IANA."""

    def file(self, stem: str) -> str:
        """The name or path of a file in this format: `villages` gives `villages.csv`."""
        return f"{stem}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class TableFormat(DataFormat):
    """A format in which one table is written."""

    write: Callable[[Table, DownloadTerms], bytes]
    """Returns the file; the same table gives the same bytes. The terms stand in it."""
    needs_point: bool = False
    """Whether it holds only rows with a point, from the columns `lat` and `lon`: offered where a table has these."""
    encoding: str = ""
    """The character encoding, where readers must be told since no file in this format says it."""
