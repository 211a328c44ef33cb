"""The workbook, read by openpyxl: its cover, one marked-up table a sheet, every text a text, and no formula."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from factory import make_site, nonempty_tables
from hostile_records import FORMULAS, HOSTILE
from openpyxl import Workbook as Book, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sitegen.content import Sheet, Workbook
from sitegen.dataset import Column, Dataset, Table
from sitegen.formats import DownloadTerms
from sitegen.render.workbook import workbook

WORDS = {
    "cover": "Sampul: /depan/",
    "notes": "Catatan",
    "dictionary": "Kamus",
    "contents": "Isi:",
    "one_table": "Satu tabel.",
    "blanks": "=Kosong.",
    "number": "Nomor",
    "note": "Catatan",
    "table": "Tabel",
    "column": "Kolom",
    "type": "Jenis",
    "meaning": "Arti",
    **{f"type_{kind}": f"jenis {kind}" for kind in ("string", "integer", "number", "boolean", "ids", "texts")},
}
COVER = (
    ("Situs Uji", "https://uji.example/"),
    ("=Catatan penerbit", ""),
    ("uji@uji.example", "mailto:uji@uji.example"),
)
HEAD = 4
"""The row of a table's heads."""


def body(tables: Dataset) -> Workbook:
    sheets = tuple(
        Sheet(table, f"=Tabel {name}", f"Arti {name}.", tuple(f"=Arti {column.name}" for column in table.columns))
        for name, table in tables.items()
    )
    return Workbook(
        "=Data", DownloadTerms("n", "CC BY 4.0", "", "=Penerbit", ""), COVER, ("@Satu.", "Dua."), sheets, WORDS
    )


TABLES = nonempty_tables(make_site(**HOSTILE))
DATA = workbook(body(TABLES))


@pytest.fixture(scope="module")
def book() -> Book:
    return load_workbook(io.BytesIO(DATA))


def cells(sheet: Worksheet, column: str) -> list[object]:
    """The cells of a column below its head."""
    head = [cell.value for cell in sheet[HEAD]]
    return [row[head.index(column)].value for row in sheet.iter_rows(min_row=HEAD + 1)]


def test_workbook_cover_links_to_every_sheet(book: Book) -> None:
    assert book.sheetnames == ["Sampul   depan", "Catatan", "Kamus", *TABLES]
    assert book.active is book.worksheets[0]
    cover = book.worksheets[0]
    lines = [cell.value for cell in cover["A"]]
    assert lines[:5] == ["=Data", "Situs Uji", "=Catatan penerbit", "uji@uji.example", "Isi:"]
    assert lines[5:8] == ["Catatan", "Kamus", "villages: =Tabel villages"]
    links = {cell.value: cell.hyperlink for cell in cover["A"] if cell.hyperlink}
    assert links["Situs Uji"].target == "https://uji.example/"
    assert [links[line].location for line in lines[5:]] == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_workbook_sheet_is_one_table_with_title(book: Book) -> None:
    for name, table in TABLES.items():
        sheet = book[name]
        above = [sheet.cell(row, 1).value for row in (1, 2, 3)]
        assert above == [f"=Tabel {name}", f"Satu tabel. Arti {name}.", "=Kosong."]
        assert [cell.value for cell in sheet[HEAD]] == [column.name for column in table.columns]
        (marked,) = sheet.tables.values()
        assert marked.displayName == f"table_{name}"
        assert marked.ref.startswith(f"A{HEAD}:")
        assert marked.ref.endswith(str(HEAD + len(table.rows)))
        assert marked.autoFilter is None
        assert sheet.max_row == HEAD + len(table.rows)


def test_workbook_accessibility(book: Book) -> None:
    """Of the guidance: no merged cells, frozen panes, hidden rows or columns, filters, pictures or small letters."""
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is None
        assert not sheet.auto_filter.ref
        assert not sheet._images  # type: ignore[attr-defined]
        assert not [one for one in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()) if one.hidden]
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.value is None or (cell.font.name == "Arial" and cell.font.sz >= 12), cell.coordinate


def test_workbook_texts_are_text_never_formula(book: Book) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), cell.coordinate
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not re.search(r"<f[ >]", text), name
    assert set(FORMULAS) <= set(cells(book["villages"], "name"))
    for sheet in book:
        for row in sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    assert cell.quotePrefix, cell.coordinate


def test_workbook_values_keep_types(book: Book) -> None:
    villages, indicators, units = book["villages"], book["indicators"], book["units"]
    assert cells(villages, "lat")[0] == -8
    assert cells(villages, "year")[:2] == [None, 2018]
    assert cells(villages, "previous_names")[0] == '=Lama; Lebih, lama; Paling "lama"; \''
    assert cells(villages, "successors")[0] == "35.05.15.2005; 35.05.15.2006/pasar-baru"
    assert cells(indicators, "value") == [4.5]
    assert cells(indicators, "rounded") == [True]
    assert cells(units, "id") == ["peserta"]
    assert cells(book["provinces"], "province") == ["35"]


def test_workbook_notes_and_dictionary_are_tables(book: Book) -> None:
    assert list(book["Catatan"].iter_rows(min_row=HEAD, values_only=True)) == [
        ("Nomor", "Catatan"),
        (1, "@Satu."),
        (2, "Dua."),
    ]
    rows = list(book["Kamus"].iter_rows(min_row=HEAD, values_only=True))
    assert rows[:2] == [("Tabel", "Kolom", "Jenis", "Arti"), ("villages", "code", "jenis string", "=Arti code")]
    assert len(rows) == 1 + sum(len(table.columns) for table in TABLES.values())


def test_workbook_same_tables_same_bytes() -> None:
    assert workbook(body(nonempty_tables(make_site(**HOSTILE)))) == DATA


def test_workbook_empty_table_has_heads() -> None:
    empty = {"kosong": Table("kosong", (Column("code", "string"), Column("year", "integer")), ("code",), [])}
    sheet = load_workbook(io.BytesIO(workbook(body(empty))))["kosong"]
    assert [cell.value for cell in sheet[HEAD]] == ["code", "year"]
    assert not sheet.tables


def test_workbook_too_long_text_is_cut_visibly() -> None:
    long = {"panjang": Table("panjang", (Column("note", "string"),), ("note",), [("a" * 40_000,)])}
    (text,) = cells(load_workbook(io.BytesIO(workbook(body(long))))["panjang"], "note")
    assert text == "a" * 32_766 + "…"
