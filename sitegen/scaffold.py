"""Create a village record, an announcement or a new site from the templates of starter/; existing files stay."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from sitegen.geography import GEOGRAPHY, PROVINCE
from sitegen.load.text import decode_text
from sitegen.load.yaml_text import Document, parse_yaml
from sitegen.names import slugify
from sitegen.problems import Report, Span
from sitegen.scalars import Code, InvalidScalar

STARTER = Path(__file__).parent / "starter"
"""The texts that new things begin with, a folder a language."""

SITE, VILLAGES, NEWS = "data/site.yaml", "data/villages.yaml", "content/news"
_LONGEST_SLUG = 60
"""Characters of a title that a file's name, and so an address, takes up."""
_PLAIN = re.compile(r"[^\W\d_][\w .'()/-]*")
"""Text that YAML takes for the same text without quotes, these words aside."""
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class _Register:
    """One file of villages."""

    file: str
    data: bytes
    document: Document

    def codes(self) -> Iterator[tuple[str, dict[str, Any], int]]:
        """The code of each record, the record, and its place in the list."""
        for index, record in enumerate(self.document.value if isinstance(self.document.value, list) else ()):
            if isinstance(record, dict) and isinstance(record.get("code"), str):
                yield record["code"].strip(), record, index


def new_village(root: Path, code: str, report: Report, language: str = "id") -> Path | None:
    """Add the record of the village `code` at the end of its register, with the names that its neighbours tell.

    The file, or None when nothing was added; `report` tells why. `language` is that of the comments.
    """
    if not _is_site(root, report):
        return None
    try:
        code = Code.__metadata__[0](code)  # type: ignore[attr-defined]
    except InvalidScalar:
        report.add("bad-code", Span(""), value=code)
        return None
    registers = [register for file in _registers(root) if (register := _read(root, file, report))]
    for register in registers:
        for other, record, index in register.codes():
            if other == code:
                span = register.document.span((index, "code"))
                report.add("repeated-code", span, code=code, name=record.get("name") or code, line=span.line)
    if report.failed():
        return None
    file = next((one.file for one in registers if one.file != VILLAGES and _of_province(one, code)), VILLAGES)
    register = next((one for one in registers if one.file == file), None)
    text = _fill(f"{language}/village.yaml", _known(code, registers))
    return _append(root, register, file, text, code, report)


def new_news(root: Path, title: str, today: date, report: Report, language: str = "id") -> Path | None:
    """Begin the announcement `title`, a draft dated `today`.

    Its file, or None when nothing was made; `report` tells why. `language` is that of the comments.
    """
    if not _is_site(root, report):
        return None
    title = title.strip()
    if not title or any(unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Zl", "Zp") for sign in title):
        report.add("bad-title", Span(""))
        return None
    file = f"{NEWS}/{today.isoformat()}-{_short(slugify(title))}.md"
    text = _fill(f"{language}/news.md", {"title": _quoted(title), "date": today.isoformat()})
    try:
        (root / NEWS).mkdir(parents=True, exist_ok=True)
        with open(root / file, "xb") as made:
            made.write(text.encode())
    except FileExistsError:
        report.add("file-exists", Span(""), path=file)
        return None
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return None
    return root / file


def init(folder: Path, language: str, report: Report) -> Path | None:
    """Put a site of one's own, nearly empty, into the new or empty `folder`, with comments in `language`.

    The folder, or None when it was left as it is; `report` tells why.
    """
    source = STARTER / language / "site"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(entry.name != ".git" for entry in folder.iterdir()):
            report.add("folder-not-empty", Span(""), path=folder)
            return None
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            target = folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        (folder / "content" / "media").mkdir()
        # What is built never goes into a repository, but the folder for it does.
        (folder / "build").mkdir()
        (folder / "build" / ".gitignore").write_bytes(b"*\n!.gitignore\n")
    except FileExistsError:
        report.add("file-exists", Span(""), path=folder)
        return None
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or folder)
        return None
    return folder


def _is_site(root: Path, report: Report) -> bool:
    there = (root / SITE).is_file()
    if not there:
        report.add("site-missing", Span(""), path=SITE)
    return there


def _registers(root: Path) -> list[str]:
    """The files that hold villages."""
    divided = sorted((root / "data" / "villages").glob("*.yaml"))
    names = [f"data/villages/{path.name}" for path in divided if not path.name.startswith((".", "_"))]
    return [*names, VILLAGES] if (root / VILLAGES).exists() else names


def _read(root: Path, file: str, report: Report) -> _Register | None:
    try:
        data = (root / file).read_bytes()
    except OSError:
        report.add("file-unreadable", Span(file), path=file)
        return None
    text = decode_text(data, file, report)
    document = parse_yaml(text, file, report) if text is not None else None
    return _Register(file, data, document) if document else None


def _of_province(register: _Register, code: str) -> bool:
    return any(PROVINCE.region_code(other) == PROVINCE.region_code(code) for other, _, _ in register.codes())


def _known(code: str, registers: Sequence[_Register]) -> dict[str, str]:
    """What a code tells of its village: the kind by itself, and the regions by the names that neighbours give them."""
    known = {"code": code, "kind": GEOGRAPHY.kind_of(code), "name": ""}
    for level in GEOGRAPHY.levels:
        names = Counter(
            record[level.id].strip()
            for register in registers
            for other, record, _ in register.codes()
            if level.region_code(other) == level.region_code(code) and isinstance(record.get(level.id), str)
        )
        known[level.id] = _plain(names.most_common(1)[0][0]) if names else ""
    return known


def _append(root: Path, register: _Register | None, file: str, record: str, code: str, report: Report) -> Path | None:
    """Add `record` at the end of a register; what stands in it keeps every byte."""
    old = register.data if register else b""
    before = (register.document.value if register else None) or []
    if not before:  # an empty list that is written out leaves no room for a record
        old = re.sub(rb"(?m)^\[[ \t]*\][ \t]*(?=\r?$)", b"", old, count=1)
    line_end = "\r\n" if b"\r\n" in old else "\n"
    indent = _indent(old, register.document) if register and before else ""
    lines = [f"{indent}{line}" for line in record.splitlines()]
    gap = ([] if old.endswith((b"\n", b"\r")) else [""]) + [""] if old.strip() else []
    added = line_end.join([*gap, *lines, ""]).encode()
    after = parse_yaml(decode_text(old + added, file, Report()) or "", file, Report())
    *same, new = after.value if after and isinstance(after.value, list) else [None]
    if same != before or not isinstance(new, dict) or new.get("code") != code:
        report.add("not-appendable", Span(file), path=file)
        return None
    try:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        if register and old != register.data:
            (root / file).write_bytes(old)
        with open(root / file, "ab") as end:
            end.write(added)
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return None
    return root / file


def _indent(data: bytes, document: Document) -> str:
    """What stands before the hyphen of a register's first record."""
    if not document.starts:
        return ""
    first = data.decode("utf-8-sig").splitlines()[document.starts[0][0] - 1]
    return first[: len(first) - len(first.lstrip())]


def _fill(name: str, values: dict[str, str]) -> str:
    """A text of starter/ with its places filled."""
    return Template((STARTER / name).read_text(encoding="utf-8")).substitute(values)


def _short(slug: str) -> str:
    """A slug of bearable length, cut between words where there are some."""
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return slug[: slug.rfind("-", 1, _LONGEST_SLUG + 1)] if "-" in slug[1 : _LONGEST_SLUG + 1] else slug[:_LONGEST_SLUG]


def _plain(text: str) -> str:
    """Text as YAML, without quotes where it needs none."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    """Text of one line as YAML that every reader takes for text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
