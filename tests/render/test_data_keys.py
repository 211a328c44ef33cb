"""The key of data changes with its rows, its columns, its terms and its form, and with nothing of the frame."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory import default_theme, make_site_index

from sitegen.content import RawBytes, Sheet, TableFile, Workbook, Zip
from sitegen.dataset import Column, Table
from sitegen.formats import CSV, JSON, DownloadTerms
from sitegen.output import Output
from sitegen.render import OutputKeys
from sitegen.views.layout import layout_context

TERMS = DownloadTerms("Catatan.", "CC BY 4.0", "", "Penerbit", "https://uji.example/")
TABLE = Table("uji", (Column("code", "string"), Column("year", "integer")), ("code",), [("a", 2018), ("b", None)])
OTHER_ROWS = replace(TABLE, rows=[("a", 2018), ("b", 2019)])
EXPORT = TableFile(CSV, TABLE, TERMS)
BOOK = Workbook(
    "Data", TERMS, (), ("Catatan.",), (Sheet(TABLE, "Uji", "Arti", ("kode", "tahun")),), {"cover": "Sampul"}
)
ARCHIVE = Zip((("uji.csv", EXPORT), ("data.xlsx", BOOK), ("README.txt", RawBytes(b"Baca.")), ("b.txt", RawBytes(b"b"))))


def key(body: TableFile | Workbook | Zip, path: str = "data/uji", engine: str = "mesin", title: str = "Uji") -> str:
    shared = replace(layout_context(make_site_index()), title=title)
    return OutputKeys(default_theme(), shared, engine).key(Output(path, body))


@pytest.mark.parametrize("body", [EXPORT, BOOK, ARCHIVE])
def test_data_key_independent_of_layout(body: TableFile | Workbook | Zip) -> None:
    again = replace(body)
    assert key(again) == key(body) == key(body, title="Lain")
    assert len({key(body), key(body, path="data/lain"), key(body, engine="lain")}) == 3


def test_data_key_changes_with_everything_in_bytes() -> None:
    sheet = BOOK.sheets[0]
    bodies = [
        EXPORT,
        replace(EXPORT, format=JSON),
        replace(EXPORT, table=OTHER_ROWS),
        replace(EXPORT, table=replace(TABLE, name="lain")),
        replace(EXPORT, terms=replace(TERMS, notice="Lain.")),
        BOOK,
        replace(BOOK, notes=()),
        replace(BOOK, sheets=(replace(sheet, table=OTHER_ROWS),)),
        replace(BOOK, sheets=(replace(sheet, columns=("kode", "tahun!")),)),
        ARCHIVE,
        Zip(ARCHIVE.files[::-1]),
        Zip((("lain.csv", EXPORT), *ARCHIVE.files[1:])),
        Zip((("uji.csv", replace(EXPORT, table=OTHER_ROWS)), *ARCHIVE.files[1:])),
        Zip((*ARCHIVE.files[:2], ("README.txt", RawBytes(b"Baca!")), ARCHIVE.files[3])),
    ]
    assert len({key(body) for body in bodies}) == len(bodies)


def test_data_key_differs_by_output() -> None:
    keys = OutputKeys(default_theme(), layout_context(make_site_index()), "mesin")
    made = {keys.key(Output("x", TableFile(CSV, replace(TABLE, rows=[("a", year)]), TERMS))) for year in range(50)}
    assert len(made) == 50
