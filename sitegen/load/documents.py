"""Read the text of documents in content/media/, each part with its place: page, cell or paragraph.

A document is read as far as a person could: hidden sheets, notes, comments, deleted text that is kept, links and
metadata too. Every failure is a `DocumentError`; sizes are bounded, so that no small file becomes a large one.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple
from xml.parsers import expat

_MAX_UNPACKED = 200_000_000
"""Bytes of an unpacked document."""
_MAX_PAGES, _MAX_CELLS, _MAX_COLUMNS = 1_000, 3_000_000, 1_000
_MAX_TEXT = 20_000_000
"""Characters of one document."""


class Passage(NamedTuple):
    """A part of a document."""

    text: str
    unit: str = ""
    """`page`, `cell` or `paragraph`; empty for metadata, and for a text, which has lines."""
    where: str = ""
    """Number of the page or paragraph, or name of the cell."""
    beside: str = ""
    """The words beside it in a table: the head of its column, and the cell before it."""
    line: int = 0
    """Line of the file, counted from 1; 0 where a file has none."""


class DocumentError(Exception):
    """A document that cannot be read; its argument is the reason, a term of the messages."""


IsHead = Callable[[str], bool]
"""Whether the text of a cell of a table tells what the numbers below it are."""


def read_document(file: str, data: bytes, is_head: IsHead) -> Iterator[Passage]:
    """Yield the passages of a document; nothing for a file of another kind, such as a photo."""
    reader = READERS.get(file[file.rfind(".") :].lower())
    if reader is None:
        return
    length = 0
    try:
        for passage in reader(data, is_head):
            length += len(passage.text)
            if length > _MAX_TEXT:
                raise DocumentError("too-large")
            yield passage
    except DocumentError:
        raise
    except Exception as error:  # libraries raise anything on hostile bytes
        raise DocumentError("damaged") from error


class _Table:
    """Finds the words beside each cell of a table, row after row."""

    def __init__(self, is_head: IsHead) -> None:
        self._is_head = is_head
        self._heads: dict[int, str] = {}

    def cells(self, row: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield the column, the text and the words beside it for each cell that is not empty."""
        left, named = "", any(cell.strip().lower().startswith("nama") for cell in row)
        for column, cell in enumerate(row):
            if not cell:
                continue
            yield column, cell, f"{self._heads.get(column, '')} {left}".strip()
            if sum(map(str.isdigit, cell)) < 4 and len(cell) < 80:
                if self._is_head(cell):
                    self._heads[column] = cell
                elif named and re.fullmatch(r"(?i)\s*(?:no|nomor|nomor kartu)\.?\s*", cell):
                    self._heads[column] = "nomor peserta"  # a number beside a name
            left = cell if len(cell) < 80 and not cell.isdigit() else ""


def _column_letters(column: int) -> str:
    """Return the letters of a column, counted from 0, as spreadsheets name it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _decode(data: bytes) -> str:
    text = data.decode("utf-8-sig", "replace")  # other encodings are an error of the file
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_text(data: bytes, _: IsHead) -> Iterator[Passage]:
    yield Passage(_decode(data), line=1)


def _read_csv(data: bytes, is_head: IsHead) -> Iterator[Passage]:
    text = _decode(data)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t|", key=first.count)
    table, rows = _Table(is_head), csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, row in enumerate(rows, 1):
        for column, cell, beside in table.cells(row):
            yield Passage(cell, "cell", f"{_column_letters(column)}{number}", beside, rows.line_num)


def _read_pdf(data: bytes, _: IsHead) -> Iterator[Passage]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is no message for staff
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("encrypted")
    if len(reader.pages) > _MAX_PAGES:
        raise DocumentError("too-large")
    yield Passage("\n\n".join(str(value) for value in (reader.metadata or {}).values()))
    empty = True
    for number, page in enumerate(reader.pages, 1):
        links = [one.get_object() for one in page.get("/Annots") or ()]
        targets = [str(one["/A"].get_object().get("/URI", "")) for one in links if "/A" in one]
        notes = [str(one["/Contents"]) for one in links if "/Contents" in one]
        fields = [str(one["/V"]) for one in links if "/V" in one]
        text = page.extract_text()
        empty = empty and not text.strip()
        yield Passage("\n\n".join([text, *targets, *notes, *fields]), "page", str(number))
    if empty and len(reader.pages):
        raise DocumentError("no-text")  # pictures of pages


def _open_zip(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > 10_000 or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise DocumentError("too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("encrypted")
    return archive


def _read_workbook(data: bytes, is_head: IsHead) -> Iterator[Passage]:
    import openpyxl

    with _open_zip(data) as archive:
        yield from _read_parts(archive, is_head, "comments", "drawing", "docProps/")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    seen = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        table = _Table(is_head)
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            seen += len(values) or 1
            if seen > _MAX_CELLS or len(values) > 16_384:
                raise DocumentError("too-large")
            for column, cell, beside in table.cells([_cell_text(value) for value in values]):
                yield Passage(cell, "cell", f"{sheet.title}!{_column_letters(column)}{number}", beside)


def _cell_text(value: object) -> str:
    """Return the text of a cell; digits for a number, since spreadsheets keep long numbers as such."""
    if value is None or isinstance(value, bool | date | time | timedelta):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read_zip(data: bytes, is_head: IsHead) -> Iterator[Passage]:
    """Read the XML of a document of Word, PowerPoint or OpenDocument."""
    with _open_zip(data) as archive:
        yield from _read_parts(archive, is_head, "")


def _read_parts(archive: zipfile.ZipFile, is_head: IsHead, *within: str) -> Iterator[Passage]:
    """Read the XML files whose path has one of some parts."""
    for part in archive.infolist():
        name = part.filename
        if name.endswith((".xml", ".rels")) and any(one in name for one in within):
            stem = name[name.rfind("/") + 1 : name.rfind(".")]
            for passage in _read_xml(archive.read(part), is_head, "docProps/" in name or name == "meta.xml"):
                where = passage.where if stem in ("document", "content") else f"{stem} {passage.where}"
                yield passage._replace(where=where) if passage.where else passage  # `slide3 1`


def _read_svg(data: bytes, is_head: IsHead) -> Iterator[Passage]:
    yield from _read_xml(data, is_head, metadata=True)


def _read_xml(data: bytes, is_head: IsHead, metadata: bool) -> list[Passage]:
    walk = _XmlWalk(is_head, metadata)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = walk.characters, _refuse
    parser.Parse(data, True)
    return walk.passages


def _refuse(*_: object) -> None:
    """Refuse entities of a document's own, which can grow without bound."""
    raise DocumentError("damaged")


_PARAGRAPHS, _CELLS, _ROWS = ("p", "h"), ("tc", "table-cell", "covered-table-cell"), ("tr", "table-row")
_TEXTS = ("t", "delText", "instrText")
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument"


class _XmlWalk:
    """Collects the paragraphs and table cells of the XML of any office format, by the local names they share."""

    def __init__(self, is_head: IsHead, metadata: bool) -> None:
        self.passages: list[Passage] = []
        self._metadata = metadata
        """Whether every text counts, and each on its own."""
        self._open: list[list[str]] = []
        """The texts of the paragraphs that are open, one within the other."""
        self._taking = 0
        self._rows: list[list[str]] = []
        self._is_head = is_head
        self._tables = [_Table(is_head)]
        self._sheet, self._row, self._paragraph = "", 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        space, _, local = name.rpartition(" ")
        if local in _PARAGRAPHS:
            self._open.append([])
            self._taking += space.startswith(_OPEN_DOCUMENT)
        elif local in _TEXTS:
            self._taking += 1
        elif local in _ROWS:
            self._rows.append([])
            self._row += _repeated(attributes, "number-rows-repeated")
        elif local in _CELLS and self._rows:
            times = min(_repeated(attributes, "number-columns-repeated"), _MAX_COLUMNS)
            value = next((text for key, text in attributes.items() if key.endswith(" value") and text.isdigit()), "")
            self._rows[-1] += [*[""] * (times - 1), value]
        elif local in ("tbl", "table"):
            self._tables.append(_Table(self._is_head))
            self._sheet = next((text for key, text in attributes.items() if key.endswith("table:1.0 name")), "")
            self._row = 0
        elif local in _SPACES and self._open:
            self._open[-1].append(_SPACES[local])
        for key, target in attributes.items():
            if key.endswith(("Target", "href")) and re.match(r"(?:mailto|tel|sms|https?):", target):
                self.passages.append(Passage(target))

    def end(self, name: str) -> None:
        """End an element."""
        space, _, local = name.rpartition(" ")
        if local in _PARAGRAPHS and self._open:
            self._taking -= space.startswith(_OPEN_DOCUMENT)
            text = "".join(self._open.pop())
            self._paragraph += 1
            if self._rows and self._rows[-1]:
                known = self._rows[-1][-1]
                self._rows[-1][-1] = known if known and known == _digits(text) else f"{known}\n{text}".strip()
            elif text.strip():
                self.passages.append(Passage(text, "paragraph", str(self._paragraph)))
        elif local in _TEXTS:
            self._taking -= 1
        elif local in _ROWS and self._rows:
            for column, cell, beside in self._tables[-1].cells(self._rows.pop()):
                place = f"{self._sheet}!{_column_letters(column)}{self._row}" if self._sheet else str(self._paragraph)
                self.passages.append(Passage(cell, "cell" if self._sheet else "paragraph", place, beside))
        elif local in ("tbl", "table") and len(self._tables) > 1:
            self._tables.pop()

    def characters(self, text: str) -> None:
        """Take text."""
        if self._open and self._taking:
            self._open[-1].append(text)
        elif (self._metadata or self._taking) and text.strip():
            self.passages.append(Passage(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _repeated(attributes: dict[str, str], local: str) -> int:
    value = next((text for key, text in attributes.items() if key.endswith(local)), "1")
    return int(value) if value.isdigit() and len(value) < 8 else 1


_Reader = Callable[[bytes, IsHead], Iterator[Passage]]
READERS: dict[str, _Reader] = {
    ".csv": _read_csv,
    ".pdf": _read_pdf,
    ".xlsx": _read_workbook,
    ".svg": _read_svg,
    **dict.fromkeys((".docx", ".pptx", ".odt", ".ods", ".odp"), _read_zip),
    **dict.fromkeys((".txt", ".json", ".geojson", ".kml", ".vtt"), _read_text),
}
"""The reader of each suffix of a file that can hold text. Photos, sound and video are not read."""
