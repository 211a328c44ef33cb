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

from sitegen.cache import NullCache
from sitegen.geography import Geography, Level, parse_code
from sitegen.load.geography import DEFAULT_GEOGRAPHY, geography_messages
from sitegen.load.official_list import OfficialList
from sitegen.load.records import load_rules
from sitegen.load.source_folder import PathOutside, SourceFolder
from sitegen.load.yaml_text import Document, parse_yaml_bytes
from sitegen.models.content import NEWS
from sitegen.models.kinds import KINDS, SITE
from sitegen.names import slugify
from sitegen.problems import Loc, Report, Span
from sitegen.scalars import InvalidScalar
from sitegen.yaml_format import format_scalar, quote

STARTER = Path(__file__).parent / "starter"
"""The templates, one folder per language."""

_VILLAGES = KINDS["village"].file
_MAX_SLUG = 60
"""Maximum characters of a title in a file name, and so in a URL."""


@dataclass(frozen=True, slots=True)
class _VillageFile:
    """A file of village records."""

    file: str
    data: bytes
    document: Document

    def codes(self) -> Iterator[tuple[str, dict[str, Any], int]]:
        """Yield the code, the record and the index of each record."""
        for index, record in enumerate(self.document.value if isinstance(self.document.value, list) else ()):
            if isinstance(record, dict) and isinstance(record.get("code"), str):
                yield record["code"].strip(), record, index


def create_village(
    root: Path,
    code: str,
    report: Report,
    geography: Geography,
    language: str = "id",
    official: OfficialList | None = None,
) -> Path | None:
    """Append a record for the village `code` to its file, with the names that the official list or its neighbours have.

    Returns the file; None, with a problem in `report`, when nothing was added. `language` is that of the comments.
    """
    if not _is_site(root, report):
        return None
    try:
        code = parse_code(code, geography)
    except InvalidScalar:
        report.add("bad-code", Span(""), value=code)
        return None
    if not geography.kinds_of(code):
        kinds = ", ".join(f"{pattern} ({name})" for pattern, name in geography.named_patterns)
        report.add("code-without-kind", Span(""), code=code, kinds=kinds)
        return None
    village_files = [
        village_file for file in _list_village_files(root) if (village_file := _load_village_file(root, file, report))
    ]
    for village_file in village_files:
        for loc, record in _list_holders(village_file, code, geography):
            span = village_file.document.span(loc)
            problem = "previous-code-taken" if "previous_codes" in loc else "repeated-code"
            report.add(problem, span, code=code, name=record.get("name") or code, line=span.line)
    if report.failed():
        return None
    file = next(
        (one.file for one in village_files if one.file != _VILLAGES and _has_region(one, code, geography)), _VILLAGES
    )
    village_file = next((one for one in village_files if one.file == file), None)
    values = _infer_fields(code, village_files, geography, official)
    hints = geography_messages(root, geography, language, NullCache())
    regions = [_format_region(level, values[level.id], hints) for level in reversed(geography.levels)]
    values |= {f"{key}_hint": hints.get(f"{key}_hint", "") for key in ("name", "kind", "called")}
    text = _fill(f"{language}/village.yaml", values | _event_hints(root, geography) | {"regions": "\n".join(regions)})
    return _append(root, village_file, file, text, code, report)


def _event_hints(root: Path, geography: Geography) -> dict[str, str]:
    """Return what the comments of a village record say of the events and levels of the programme."""
    rules = load_rules(root, geography)
    kinds, levels = list(rules.kind_by_id), list(rules.rank_by_level)
    return {
        "events": ", ".join(kinds),
        "event": kinds[-1],
        "level": f"\n  # level: {levels[0]}   # {', '.join(levels)}" if levels else "",
    }


def create_announcement(root: Path, title: str, today: date, report: Report, language: str = "id") -> Path | None:
    """Create the announcement `title`, a draft dated `today`.

    Returns the file; None, with a problem in `report`, when nothing was made. `language` is that of the comments.
    """
    if not _is_site(root, report):
        return None
    title = title.strip()
    if not title or any(unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Zl", "Zp") for sign in title):
        report.add("bad-title", Span(""))
        return None
    file = f"{NEWS}/{today.isoformat()}-{_shorten(slugify(title))}.md"
    text = _fill(f"{language}/news.md", {"title": quote(title), "date": today.isoformat()})
    if not _is_within(root, file, report):
        return None
    try:
        (root / NEWS).mkdir(parents=True, exist_ok=True)
        with open(root / file, "xb") as file_object:
            file_object.write(text.encode())
    except FileExistsError:
        report.add("file-exists", Span(""), path=file)
        return None
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return None
    return root / file


def create_site(folder: Path, language: str, geography: Geography, report: Report) -> Path | None:
    """Create a nearly empty site in the new or empty `folder`, for a geography of the package, with comments in
    `language`.

    Returns the folder; None, with a problem in `report`, when it was left as it is.
    """
    source = STARTER / language / "site"
    values = _describe_geography(geography, language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(entry.name != ".git" for entry in folder.iterdir()):
            report.add("folder-not-empty", Span(""), path=folder)
            return None
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            target = folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Template(file.read_text(encoding="utf-8")).substitute(values).encode())
        (folder / "content" / "media").mkdir()
        # Built files are ignored by git, but their folder is committed.
        (folder / "build").mkdir()
        (folder / "build" / ".gitignore").write_bytes(b"*\n!.gitignore\n")
    except FileExistsError:
        report.add("file-exists", Span(""), path=folder)
        return None
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or folder)
        return None
    return folder


def _describe_geography(geography: Geography, language: str) -> dict[str, str]:
    """Return what the files of a new site say of its geography, with a code of no region for an example."""
    hints = geography_messages(STARTER, geography, language, NullCache())
    top, (zone, *zones) = geography.top, geography.pack.time_zones
    code = "9" * top.length + geography.example[top.length :]
    name = {"id": "Contoh", "en": "Example"}[language]
    regions = [
        _format_region(level, f"{level.prefix_of(level.region_code(code))} {name}".strip(), hints)
        for level in reversed(geography.levels)
    ]
    return {
        "geography": "" if geography.name == DEFAULT_GEOGRAPHY else f"geography: {geography.name}\n",
        "zone": zone,
        "zones": f"{', '.join(zones)}; " if zones else "",
        "code": quote(code) if code.isdigit() else code,
        "kind": geography.kind_of(code),
        "regions": "\n".join(f"# {line}" for line in regions),
        "top": hints.get(f"{top.id}_one", top.id),
        "top_key": top.id,
    }


def _is_site(root: Path, report: Report) -> bool:
    exists = (root / SITE).is_file()
    if not exists:
        report.add("site-missing", Span(""), path=SITE)
    return exists


def _is_within(root: Path, file: str, report: Report) -> bool:
    """Whether a file to be written lies in the site folder, links followed; report one that does not."""
    try:
        SourceFolder(root).resolve(file)
    except OSError:
        report.add("path-outside", Span(file), path=file)
        return False
    return True


def _list_village_files(root: Path) -> list[str]:
    divided = sorted((root / "data" / "villages").glob("*.yaml"))
    names = [f"data/villages/{path.name}" for path in divided if not path.name.startswith((".", "_"))]
    return [*names, _VILLAGES] if (root / _VILLAGES).exists() else names


def _load_village_file(root: Path, file: str, report: Report) -> _VillageFile | None:
    try:
        data = SourceFolder(root).read(file)
    except PathOutside:
        report.add("path-outside", Span(file), path=file)
        return None
    except OSError:
        report.add("file-unreadable", Span(file), path=file)
        return None
    document = parse_yaml_bytes(data, file, report)
    return _VillageFile(file, data, document) if document else None


def _list_holders(village_file: _VillageFile, code: str, geography: Geography) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """Yield the location of this code in a record that has it, or had it before, and the record."""
    for other, record, index in village_file.codes():
        if other == code:
            yield (index, "code"), record
        earlier = record.get("previous_codes")
        for number, one in enumerate(earlier if isinstance(earlier, list) else ()):
            text = one.get("code") if isinstance(one, dict) else None
            if isinstance(text, str) and geography.regroup(text.strip()) == code:
                yield (index, "previous_codes", number, "code"), record


def _has_region(village_file: _VillageFile, code: str, geography: Geography) -> bool:
    """Whether a file has a village of the same region of the highest level."""
    region = geography.top.region_code(code)
    return any(geography.top.region_code(other) == region for other, _, _ in village_file.codes())


def _infer_fields(
    code: str, village_files: Sequence[_VillageFile], geography: Geography, official: OfficialList | None
) -> dict[str, str]:
    """Infer the fields of a village from its code: the kind, and names by the official list or the neighbours."""
    called = geography.called_of(code)
    values = {
        "code": quote(code) if code.isdigit() else code,
        "kind": geography.kind_of(code),
        "called": f"called: {called}" if called else "# called:",
        "place": geography.place.id,
        "lat": f"{geography.map.latitude:.5f}",
        "lon": f"{geography.map.longitude:.5f}",
    }
    values["name"] = format_scalar(name) if official and (name := official.name(code)) else ""
    for level in geography.levels:
        if official and (listed := official.name(level.region_code(code))):
            values[level.id] = format_scalar(listed)
            continue
        names = Counter(
            record[level.id].strip()
            for village_file in village_files
            for other, record, _ in village_file.codes()
            if level.region_code(other) == level.region_code(code) and isinstance(record.get(level.id), str)
        )
        values[level.id] = format_scalar(names.most_common(1)[0][0]) if names else ""
    return values


def _append(
    root: Path, village_file: _VillageFile | None, file: str, record: str, code: str, report: Report
) -> Path | None:
    """Append `record` to a file; what is in it keeps every byte."""
    old = village_file.data if village_file else b""
    before = (village_file.document.value if village_file else None) or []
    if not before:  # an explicit empty list is replaced
        old = re.sub(rb"(?m)^\[[ \t]*\][ \t]*(?=\r?$)", b"", old, count=1)
    line_end = "\r\n" if b"\r\n" in old else "\n"
    indent = _find_indent(old, village_file.document) if village_file and before else ""
    lines = [f"{indent}{line}" for line in record.splitlines()]
    gap = ([] if old.endswith((b"\n", b"\r")) else [""]) + [""] if old.strip() else []
    added = line_end.join([*gap, *lines, ""]).encode()
    after = parse_yaml_bytes(old + added, file, Report())
    *unchanged, new = after.value if after and isinstance(after.value, list) else [None]
    if unchanged != before or not isinstance(new, dict) or new.get("code") != code:
        report.add("not-appendable", Span(file), path=file)
        return None
    if not _is_within(root, file, report):
        return None
    try:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        if village_file and old != village_file.data:
            (root / file).write_bytes(old)
        with open(root / file, "ab") as end:
            end.write(added)
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return None
    return root / file


def _find_indent(data: bytes, document: Document) -> str:
    """Return the indentation of the first record."""
    if not document.starts:
        return ""
    first = data.decode("utf-8-sig").splitlines()[document.starts[0][0] - 1]
    return first[: len(first) - len(first.lstrip())]


def _fill(name: str, values: dict[str, str]) -> str:
    """Fill the placeholders of a template."""
    return Template((STARTER / name).read_text(encoding="utf-8")).substitute(values)


def _shorten(slug: str) -> str:
    """Shorten a slug, between words if possible."""
    if len(slug) <= _MAX_SLUG:
        return slug
    return slug[: slug.rfind("-", 1, _MAX_SLUG + 1)] if "-" in slug[1 : _MAX_SLUG + 1] else slug[:_MAX_SLUG]


def _format_region(level: Level, name: str, hints: dict[str, str]) -> str:
    """Format the line of a region; a comment where no name is known and the place may lie in none."""
    sign = "# " if level.optional and not name else ""
    return f"  {sign}{level.id}: {name}{_comment(hints, level.id)}"


def _comment(hints: dict[str, str], key: str) -> str:
    hint = hints.get(f"{key}_hint", "")
    return f"   # {hint}" if hint else ""
