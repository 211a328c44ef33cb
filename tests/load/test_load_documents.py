"""Documents of content/media/ are read part by part, and private data in them is told with its place."""

from __future__ import annotations

import contextlib
import datetime
import io
import zipfile
from pathlib import Path

import pytest
from marked_site import SOUND, read, write_site
from openpyxl import Workbook

from sitegen.cache import SqliteCache
from sitegen.load import documents, privacy
from sitegen.load.documents import READERS, DocumentError, read_document
from sitegen.load.media_kinds import MEDIA_KINDS, PICTURES
from sitegen.problems import Problem

FOLDER, SITE = "content/media/", "data/site.yaml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zip_of(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # no time, as in each process
    return data.getvalue()


def docx(body: str, **parts: str) -> bytes:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zip_of(**{"word/document.xml": document, **parts})


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def word_row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def xlsx(*rows: tuple[object, ...], title: str = "Peserta", state: str = "visible") -> bytes:
    book, data = Workbook(), io.BytesIO()
    sheet = book.create_sheet(title)
    sheet.sheet_state = state
    for row in rows:
        sheet.append(row)
    book.save(data)
    return data.getvalue()


def ods(rows: str) -> bytes:
    tags = f'xmlns:t="{ODF}table:1.0" xmlns:x="{ODF}text:1.0" xmlns:o="{ODF}office:1.0"'
    return zip_of(**{"content.xml": f'<o:d {tags}><t:table t:name="Data">{rows}</t:table></o:d>'})


def pdf(*pages: str, info: str = "") -> bytes:
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Author ({info}) >>")
    data, offsets = b"%PDF-1.4\n", list[int]()
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{end}".encode()


def problems_of_media(root: Path, file: str, data: bytes, *allowed: str) -> list[Problem]:
    listed = "".join(f"    - {entry}\n" for entry in allowed)
    settings = SOUND[SITE] + (f"privacy:\n  allowed:\n{listed}" if allowed else "")
    return read(write_site(root, {FOLDER + file: data, SITE: settings}))[1]


SHARED = f'<w:comments xmlns:w="{WORD}">{paragraph("Telp 0812-0000-0000")}</w:comments>'
LINKS = '<Relationships><Relationship Target="mailto:budi@contoh.id" TargetMode="External"/></Relationships>'
PROPERTIES = (
    "<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc'><dc:creator>budi@contoh.id</dc:creator></cp:coreProperties>"
)
SLIDE = (
    f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}">'
    "<a:p><a:r><a:t>0812-0000</a:t></a:r><a:r><a:t>-0000</a:t></a:r></a:p></p:sld>"
)
HEAD = ("Nama", "KPJ", "No HP", "NIK", "Jumlah")
LONG_ROW = (
    "<t:table-row t:number-rows-repeated='1048570'><t:table-cell t:number-columns-repeated='1024'/></t:table-row>"
)

FOUND: tuple[tuple[str, bytes, str, str], ...] = (
    ("a.txt", b"Daftar\n\nHubungi Budi 0812-0000-0000", "private-phone", ""),
    ("b.txt", b"NPWP 00.000.000.0-000.000", "private-npwp", ""),
    ("c.csv", b"Nama,Paspor\nBudi,A0000000\n", "private-passport", "B2"),
    ("d.csv", b"Nama,KPJ\nBudi,10000000000\n", "private-kpj", "B2"),
    ("e.csv", b"Nama;No. HP\nBudi;81200000000\n", "private-phone", "B2"),
    ("f.csv", b'Nama,Rekening BRI\n"Budi,\nSanti",100000000000000\n', "private-account", "B2"),
    ("g.csv", b"No HP\n2018\n2019\n81200000000\n", "private-phone", "A4"),
    ("h.csv", b"Nama,Nomor\nBudi,10000000000\n", "private-kpj", "B2"),
    ("j.xlsx", xlsx(HEAD, ("Budi", 10000000000, "-", "", 5)), "private-kpj", "Peserta!B2"),
    ("k.xlsx", xlsx(HEAD, ("Budi", "-", 81200000000, "", 5)), "private-phone", "Peserta!C2"),
    ("l.xlsx", xlsx(HEAD, ("Budi", "-", "", 3505150107900000, 5)), "private-nik", "Peserta!D2"),
    ("m.xlsx", xlsx(("No HP", 81200000000.0), state="hidden"), "private-phone", "Peserta!B1"),
    ("n.docx", docx(paragraph("Satu") + paragraph("NIK 350515", "0107", "900000")), "private-nik", "2"),
    ("o.docx", docx(f"<w:tbl>{word_row('Nama', 'KPJ')}{word_row('Budi', '10000000000')}</w:tbl>"), "private-kpj", "4"),
    ("p.docx", docx("", **{"word/comments.xml": SHARED}), "private-phone", "comments 1"),
    ("q.docx", docx("", **{"word/_rels/document.xml.rels": LINKS}), "private-email", ""),
    ("r.docx", docx("", **{"docProps/core.xml": PROPERTIES}), "private-email", ""),
    (
        "s.docx",
        docx("<w:p><w:del><w:r><w:delText>0812-0000-0000</w:delText></w:r></w:del></w:p>"),
        "private-phone",
        "1",
    ),
    ("t.pptx", zip_of(**{"ppt/slides/slide1.xml": SLIDE}), "private-phone", "slide1 1"),
    (
        "u.ods",
        ods(
            "<t:table-row><t:table-cell><x:p>HP</x:p></t:table-cell></t:table-row><t:table-row>"
            "<t:table-cell o:value='81200000000'><x:p>8.12E+10</x:p></t:table-cell></t:table-row>" + LONG_ROW
        ),
        "private-phone",
        "Data!A2",
    ),
    (
        "v.odt",
        zip_of(**{"content.xml": f"<d xmlns:x='{ODF}text:1.0'><x:p>0812<x:span>0000</x:span><x:s/>0000</x:p></d>"}),
        "private-phone",
        "1",
    ),
    ("w.pdf", pdf("Satu", "Budi 0812-0000-0000"), "private-phone", "2"),
    ("x.pdf", pdf("Satu", info="budi@contoh.id"), "private-email", ""),
    ("y.svg", b"<svg xmlns='s'><text>0812-0000-0000</text></svg>", "private-phone", ""),
    ("KTP 3505150107900000.jpg", b"", "private-nik", ""),
)


@pytest.mark.parametrize(("file", "data", "code", "where"), FOUND, ids=[one[0] for one in FOUND])
def test_documents_private_data_told_with_place(tmp_path: Path, file: str, data: bytes, code: str, where: str) -> None:
    found = [one for one in problems_of_media(tmp_path, file, data) if one.code.startswith(("private", "document"))]
    assert [(one.code, one.at.file) for one in found] == [(code, FOLDER + file)]
    assert where == found[0].values["where"]
    assert "•" in found[0].values["value"]


def test_documents_text_position_is_exact(tmp_path: Path) -> None:
    (found,) = problems_of_media(tmp_path, "a.txt", b"\xef\xbb\xbfSatu\r\nHP 0812-0000-0000 ya")
    assert (found.at.line, found.at.column, found.at.end) == (2, 4, 18)


HARMLESS: tuple[tuple[str, bytes], ...] = (
    ("desa.csv", b"code,name,certified,lat,lon\n35.05.15.2004,Sukosewu,2018-07-05,-8.035461,112.291941\n"),
    ("jumlah.csv", b"Tahun,KPJ aktif\n2018,36000000\n"),
    ("jumlah.xlsx", xlsx(("Desa", "Jumlah peserta", "Tanggal"), ("Sukosewu", 36000000, datetime.date(2018, 7, 5)))),
    ("surat.docx", docx(paragraph("Nomor 188.45/0361/KEP/2018") + paragraph("5 Juli 2018"))),
    ("laporan.pdf", pdf("36.000.000 peserta pada 2018")),
    ("peta.geojson", b'{"coordinates": [112.29194123, -8.03546123]}'),
    ("peta.svg", b"<svg xmlns='s'><path d='M0812 0000 0000'/></svg>"),
    ("kosong.csv", b""),
    ("IMG_20180705_081234.jpg", b""),
)


@pytest.mark.parametrize(("file", "data"), HARMLESS, ids=[one[0] for one in HARMLESS])
def test_documents_without_private_data_pass(tmp_path: Path, file: str, data: bytes) -> None:
    problems = problems_of_media(tmp_path, file, data)
    assert [one.code for one in problems if one.code.startswith(("private", "document"))] == []


TYPES = "application/vnd.openxmlformats-officedocument"


def typed(kind: str, **parts: str) -> bytes:
    return zip_of(**{"[Content_Types].xml": f'<Types><a b="{TYPES}.{kind}.main+xml"/></Types>', **parts})


ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
UNREAD: tuple[tuple[str, bytes, str], ...] = (
    ("c.pdf", b"%PDF-1.4\nrusak", "damaged"),
    ("d.pdf", pdf("", ""), "no-text"),
    ("f.xlsx", typed("spreadsheetml.sheet"), "damaged"),
    ("h.docx", typed("wordprocessingml.document", **{"word/document.xml": "<w:p>"}), "damaged"),
    ("i.docx", typed("wordprocessingml.document", **{"word/document.xml": ENTITY}), "damaged"),
)


@pytest.mark.parametrize(("file", "data", "reason"), UNREAD, ids=[one[0] for one in UNREAD])
def test_documents_unreadable_warn(tmp_path: Path, file: str, data: bytes, reason: str) -> None:
    problems = problems_of_media(tmp_path, file, data)
    (found,) = [one for one in problems if one.code == "document-unread"]
    assert (found.at.file, found.severity, found.values["reason"]) == (FOLDER + file, "warning", reason)
    assert problems_of_media(tmp_path, file, data, FOLDER + file) == []


def test_documents_with_another_error_are_reported_once(tmp_path: Path) -> None:
    problems = problems_of_media(tmp_path, "a.docx", b"PK\x03\x04rusak")
    assert [one.code for one in problems] == ["media-content"]


def test_documents_of_every_kind_with_text_are_read() -> None:
    silent = {*PICTURES, ".mp3", ".ogg", ".m4a", ".wav", ".mp4", ".webm"}
    assert privacy._DOCUMENTS == {*READERS} == {*MEDIA_KINDS} - silent


def test_documents_too_large_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(paragraph("0" * 10_000))
    monkeypatch.setattr(documents, "_MAX_UNPACKED", 9_000)
    with pytest.raises(DocumentError, match="too-large"):
        list(read_document("a.docx", data, bool))
    monkeypatch.setattr(documents, "_MAX_TEXT", 9_000)
    with pytest.raises(DocumentError, match="too-large"):
        list(read_document("a.txt", b"0" * 10_000, bool))
    monkeypatch.setattr(documents, "_MAX_CELLS", 9)
    with pytest.raises(DocumentError, match="too-large"):
        list(read_document("a.xlsx", xlsx(*[(1, 2)] * 5), bool))


def test_documents_any_cut_gives_passages_or_a_reason() -> None:
    for file, data in (("a.pdf", pdf("Satu", "Dua")), ("a.docx", docx(paragraph("Satu"))), ("a.xlsx", xlsx((1, 2)))):
        for cut in range(0, len(data), 97):
            with contextlib.suppress(DocumentError):
                assert not [
                    one for one in read_document(file, data[:cut] + b"\xff" + data[cut + 1 :], bool) if one.line
                ]


def test_documents_allowed_numbers_pass(tmp_path: Path) -> None:
    data = b"Nama,KPJ,Telepon\nKantor,10000000000,0361 200000\n"
    assert problems_of_media(tmp_path, "a.csv", data, '"10000000000"', '"(0361) 200000"') == []


def test_documents_many_findings_stop_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_MAX_FINDINGS", 3)
    rows = b"HP\n" + b"".join(b"0812-0000-%04d\n" % number for number in range(9))
    assert len(problems_of_media(tmp_path, "a.csv", rows)) == 3


def test_documents_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "situs", {f"{FOLDER}a.pdf": pdf("Satu"), f"{FOLDER}b.pdf": pdf("")})
    for _ in range(2):
        with SqliteCache(tmp_path / "memo") as cache:
            assert [one.code for one in read(root, cache)[1]] == ["document-unread"]
            cache.save()
        monkeypatch.setattr(documents, "read_document", None)
