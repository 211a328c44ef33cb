"""Write what the documentation quotes from the code: `python tools/docs_reference.py`.

A page is written by hand, save for its blocks: what stands between `<!-- made: NAME ARGUMENT -->` and `<!-- end -->` is
made here, by the function of that name. A test holds the committed pages, and docs/schema/, to what is made.
"""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import declared
from command_tables import command_table, commands
from markdown_table import table
from record_tables import records, scalars

import sitegen.output
from sitegen.build import BuildOptions, load_and_plan
from sitegen.build.plan import BuildPlan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.formats import FORMATS, DataFormat, TableFormat
from sitegen.load.schema import SCHEMA_NAMES, json_schema
from sitegen.pages.hosting import headers, sitemap
from sitegen.problems import Report
from sitegen.sections import PAGE_KINDS, import_function

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "sitegen/README.md",
    *(f"docs/reference/{name}.md" for name in "settings data commands theme".split()),
)
EXAMPLE_DAY = BuildContext(datetime(2026, 1, 1, tzinfo=UTC))
SCHEMAS = ROOT / "docs" / "schema"
BLOCK = re.compile(r"(<!-- made: (\w+) ?(\w*) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def page(text: str) -> str:
    """A page with each of its blocks made anew."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{MAKERS[block[2]](block[3])}\n{block[4]}", text)


def schemas() -> dict[str, str]:
    """The text of each file of docs/schema/, as `sitegen schema --output docs/schema` writes it."""
    return {
        f"{name}.schema.json": json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"
        for name in SCHEMA_NAMES
    }


@functools.cache
def example() -> BuildPlan:
    """The plan of docs/example, the site that uses every key."""
    report = Report()
    plan = load_and_plan(BuildOptions(ROOT / "docs" / "example", EXAMPLE_DAY), report, NullCache())
    assert plan, list(report)
    return plan


def page_kinds() -> list[Any]:
    """Every function that plans outputs."""
    return [*map(import_function, PAGE_KINDS), sitemap, headers]


def kinds(_: str) -> str:
    """Every page kind with what it publishes, and its file."""
    rows = (
        (f"`{kind.__name__}`", declared.first_sentence(kind), f"`{kind.__module__.replace('.', '/')}.py`")
        for kind in page_kinds()
    )
    return table(("Kind", "What it publishes", "File"), rows)


def templates(_: str) -> str:
    """Every template that makes an output, with the view that it is handed."""
    used = sorted({(content.name, type(content.view).__name__) for content in _template_contents()})
    rows = ((f"`{name}`", f"[{view}](#{view.lower()})") for name, view in used)
    return table(("Template", "`view` is a"), rows)


def views(_: str) -> str:
    """Every view, and every bundle of data that a view holds and this page has not told of yet."""
    views_by_name: dict[str, type[Any]] = {}
    for content in sorted(_template_contents(), key=lambda one: one.name):
        for kind in declared.used_by(type(content.view)):
            if kind.__module__.startswith(("sitegen.pages", "sitegen.views")):
                views_by_name[kind.__name__] = kind
    return "\n\n".join(
        f"### {name}\n\n{views_by_name[name].__doc__}\n\n{_fields(views_by_name[name])}" for name in views_by_name
    )


def formats(_: str) -> str:
    """Every data format, from the registry."""
    rows = ((one.label, f"`.{one.suffix}`", f"`{one.media_type}`", _rows_of(one)) for one in FORMATS)
    return table(("Format", "Suffix", "Media type", "Rows"), rows)


def _rows_of(format: DataFormat) -> str:
    if not isinstance(format, TableFormat):
        return ""
    return "those with a point" if format.needs_point else "all"


def shared(name: str) -> str:
    """The fields of a dataclass of sitegen/output.py."""
    return _fields(getattr(sitegen.output, name))


def layers(_: str) -> str:
    """The layers of the package, the highest first, as the import contract in pyproject.toml has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    contract = next(one["layers"] for one in contracts if one["containers"] == ["sitegen"])
    lines = []
    for layer in contract:
        modules = re.findall(r"\w+", layer)
        lines += [f"{module:<16}{_purpose(module)}" for module in modules] + [""]
    return "```\n" + "\n".join(lines).rstrip() + "\n```"


def _purpose(module: str) -> str:
    folder = ROOT / "sitegen" / module
    return _first_line(folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py"))


def _first_line(file: Path) -> str:
    """The sentence with which a file opens, without the file's own name before it."""
    line = file.read_text(encoding="utf-8").split("\n")[0].strip('"')
    name = (file.parent.name if file.stem == "__init__" else file.stem).replace("_", " ")
    line = re.sub(rf"^{name}: ", "", line, flags=re.IGNORECASE)
    return line[0].upper() + line[1:]


def _template_contents() -> list[Template]:
    return [output.content for output in example().outputs.values() if isinstance(output.content, Template)]


def _fields(kind: type[Any]) -> str:
    rows = ((f"`{field.name}`", f"`{field.type}`", field.meaning) for field in declared.fields(kind))
    return table(("Name", "Type", "Meaning"), rows)


MAKERS: dict[str, Callable[[str], str]] = {
    "command": command_table,
    "commands": commands,
    "formats": formats,
    "kinds": kinds,
    "layers": layers,
    "records": records,
    "scalars": scalars,
    "shared": shared,
    "templates": templates,
    "views": views,
}

if __name__ == "__main__":
    for name in PAGES:
        file = ROOT / name
        file.write_text(page(file.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMAS.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8")
