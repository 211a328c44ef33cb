"""CSV: RFC 4180, no text that a spreadsheet runs, and the rows read back as they were, whatever stands in them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from csv_reader import read_csv
from hypothesis import given, strategies as st

from sitegen.dataset import Cell, Column, Table
from sitegen.dataset.csv_text import escape_formula, is_formula, unescape_formula
from sitegen.formats import CSV, DownloadTerms

COLUMNS = (
    Column("text", "string"),
    Column("whole", "integer"),
    Column("number", "number"),
    Column("flag", "boolean"),
    Column("ids", "ids"),
    Column("texts", "texts"),
)
TERMS = DownloadTerms("=Catatan", "CC BY 4.0", "", "", "")
NOTHING: tuple[Cell, ...] = (None, None, None, None, (), ())

signs = st.characters(exclude_categories=["Cs"])
texts = st.text(signs, min_size=1) | st.text("'=+-@\t\r\n＝＋－＠,\"; ", min_size=1)
numbers = st.integers(-(10**15), 10**15) | st.decimals(-(10**12), 10**12, allow_nan=False, places=4)
rows = st.tuples(
    st.none() | texts,
    st.none() | st.integers(-(10**15), 10**15),
    st.none() | numbers,
    st.none() | st.booleans(),
    st.lists(st.text("a0./-").map("x{}".format), max_size=3).map(tuple),
    st.lists(st.text(signs), max_size=3).map(tuple),
)


def table(*cells: tuple[Cell, ...]) -> Table:
    return Table("uji", COLUMNS, (), list(cells))


@given(st.lists(rows, max_size=3))
def test_csv_round_trip_of_any_rows(given_rows: list[tuple[Cell, ...]]) -> None:
    data = CSV.write(table(*given_rows), TERMS)
    back = read_csv(data, COLUMNS)
    assert back == given_rows
    assert [list(map(type, row)) for row in back] == [list(map(type, row)) for row in given_rows]


@given(st.lists(rows, max_size=3))
def test_csv_cells_never_start_a_formula(given_rows: list[tuple[Cell, ...]]) -> None:
    head, *lines = csv.reader(io.StringIO(CSV.write(table(*given_rows), TERMS).decode(), newline=""))
    for line in lines:
        for name, cell in zip(head, line, strict=True):
            assert name in ("whole", "number") or cell[:1] not in (*"=+-@\t\r\n＝＋－＠",), (name, cell)


@given(texts)
def test_csv_escape_is_reversible_and_minimal(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
    assert (escape_formula(text) == text) == (not is_formula(text))
    assert not re.match("[=+@\t\r\n＝＋－＠-]", escape_formula(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+62 812", "'+62 812"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''@a", "'''@a"),
        ("'tunggal'", "'tunggal'"),
        ("aman = 1", "aman = 1"),
    ],
)
def test_csv_formula_is_quoted_by_apostrophe(text: str, written: str) -> None:
    data = CSV.write(table((text, *NOTHING[1:])), TERMS)
    _, line = csv.reader(io.StringIO(data.decode(), newline=""))
    assert line == [written, "", "", "", "", "", "'=Catatan. CC BY 4.0"]
    assert read_csv(data, COLUMNS) == [(text, *NOTHING[1:])]


def test_csv_follows_rfc_4180() -> None:
    written = CSV.write(table(('a "b", c\nd', -8, -8.5, True, ("x", "y"), ("=1", "é"))), TERMS)
    assert written.decode() == (
        "text,whole,number,flag,ids,texts,notice\r\n"
        '"a ""b"", c\nd",-8,-8.5,true,x y,"[""=1"", ""é""]",\'=Catatan. CC BY 4.0\r\n'
    )


def test_csv_empty_table_has_columns() -> None:
    assert CSV.write(table(), TERMS) == b"text,whole,number,flag,ids,texts,notice\r\n"
    assert read_csv(CSV.write(table(), TERMS), COLUMNS) == []
