"""Write ZIP archives; equal files give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace

from sitegen.content import ReleaseZip
from sitegen.dataset import Table
from sitegen.dataset.csv_text import NOTICE_COLUMN
from sitegen.dataset.release import replay_releases, tables_from
from sitegen.digest import read_unchanged
from sitegen.formats import CSV
from sitegen.formats.data_package import PACKAGE_FILE, TableDescription, data_package, json_file

_FILE_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file: the first that a ZIP can hold, so that no clock changes the bytes."""


def zip_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Write a ZIP of these files (name, bytes), in the order given."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, _FILE_TIME)
            info.create_system = 3  # Unix, on every machine: the permissions below are those of Unix
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return data.getvalue()


def release_zip(release: ReleaseZip) -> bytes:
    """Write the ZIP of a release: README.txt, datapackage.json, and each table as CSV."""
    state = replay_releases(map(read_unchanged, release.locations, release.contents))
    tables = tables_from(state, release.columns)
    meanings = {name: _meaning(table, release.meanings.get(name)) for name, table in tables.items()}
    package = data_package(tables, release.about, meanings)
    files = [("README.txt", release.readme.encode()), (PACKAGE_FILE, json_file(package))]
    files += [(CSV.file(name), CSV.write(table, release.terms)) for name, table in tables.items()]
    return zip_files(files)


def _meaning(table: Table, description: TableDescription | None) -> TableDescription:
    """Describe a table; one that no longer exists, and columns that no longer exist, by their names only."""
    columns = {column.name: column.name for column in table.columns} | {NOTICE_COLUMN: NOTICE_COLUMN}
    if description is None:
        return TableDescription(table.name, table.name, columns)
    return replace(description, columns=columns | description.columns)
