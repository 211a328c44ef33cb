"""The documentation says what the code says: what it quotes is made anew here, and what it tells of is all there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_tables import common, parsers
from declared import used_by
from docs_reference import BLOCK, EXAMPLE_DAY, PAGES, ROOT, SCHEMAS, example, page, page_kinds, schemas
from record_tables import FILES, scalars, written_fields

from sitegen.build import BuildOptions, check
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.load.schema import SCHEMA_NAMES
from sitegen.models import Settings, Theme
from sitegen.output import Output
from sitegen.problems import Report
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates

CODE = re.DOTALL | re.MULTILINE


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_reference_generated_parts_match_code(name: str) -> None:
    """If this fails: `python tools/docs_reference.py`."""
    text = text_of(name)
    assert BLOCK.search(text)
    assert page(text) == text


def test_docs_code_blocks_are_closed() -> None:
    for name in PAGES:
        text = text_of(name)
        assert text.count("<!-- made: ") == text.count("<!-- end -->") == len(BLOCK.findall(text))


def test_json_schema_files_match_records() -> None:
    """If this fails: `python tools/docs_reference.py`."""
    assert {file.name: file.read_text(encoding="utf-8") for file in SCHEMAS.iterdir()} == schemas()
    assert {file.name.partition(".")[0] for file in SCHEMAS.iterdir()} == set(SCHEMA_NAMES)


@pytest.mark.parametrize("folder", ["data", "docs/example/data"])
def test_data_files_name_their_schema(folder: str) -> None:
    files = sorted((ROOT / folder).glob("*.yaml"))
    assert files
    for file in files:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text(encoding="utf-8"))
        assert named, file
        assert (file.parent / named[1]).resolve() == SCHEMAS / f"{file.name.partition('.')[0]}.schema.json"


@pytest.mark.parametrize("kind", FILES)
def test_data_keys_are_documented_with_example(kind: type) -> None:
    """docs/example uses every key; that its values are valid is what planning it proves."""
    assert example().outputs
    text = text_of("docs/reference/settings.md" if kind is Settings else "docs/reference/data.md")
    for record in used_by(kind):
        for field in written_fields(record):
            row = next(
                line
                for line in text.splitlines()
                if line.startswith(f"| `{field.name}` |") and " ".join(field.meaning.split()) in line
            )
            assert row.endswith("` |") or (row.endswith("|  |") and "](#" in row), row


def test_docs_example_site_is_valid() -> None:
    """Without so much as a warning, so that whoever copies from it begins well."""
    report = Report()
    check(BuildOptions(ROOT / "docs" / "example", EXAMPLE_DAY), report)
    assert list(report) == []


def test_value_types_are_documented() -> None:
    assert scalars("") in text_of("docs/reference/data.md")


@pytest.mark.parametrize("messages", parsers())
def test_commands_are_documented(messages: str) -> None:
    heading = f"## sitegen {messages}\n"
    reference = text_of("docs/reference/commands.md")
    assert heading in reference
    section = reference.partition(heading)[2].partition("\n## ")[0]
    for action in parsers()[messages]._actions:
        for option in action.option_strings:
            shared = max(action.option_strings, key=len) in common()
            hidden = action.help == "==SUPPRESS=="
            assert hidden or f"`{option}" in (reference if shared else section), option
    assert f"| [`sitegen {messages}" in reference.partition("\n## Options of every command\n")[0]


def test_command_options_are_documented() -> None:
    known = {
        option
        for parser in parsers().values()
        for action in parser._actions
        if action.help != "==SUPPRESS=="
        for option in action.option_strings
        if option.startswith("--")
    }
    rows = re.findall(r"^\| `(--[a-z-]+)", text_of("docs/reference/commands.md"), re.MULTILINE)
    assert set(rows) == known


GUIDES = ("README.md", *(f"docs/{name}.md" for name in "panduan deploy ci features".split()))


@pytest.mark.parametrize("name", [*GUIDES, *PAGES[1:]])
def test_docs_commands_and_options_exist(name: str) -> None:
    """Every call of sitegen that a page shows is one that the parser knows."""
    text = text_of(name)
    code = re.findall(r"`([^`\n]+)`", text) + "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, CODE)).splitlines()
    calls = [call for line in code for call in re.findall(r"^(?:.*[/ ])?sitegen ([a-z][^#|]*)", line)]
    assert calls or name.endswith(("settings.md", "theme.md"))
    for call in calls:
        found = [messages for messages in parsers() if f"{call} ".startswith(f"{messages} ")]
        assert found, call
        options = re.findall(r"(?<=\s)--?[a-z][a-z-]*", call)
        known = {
            option for messages in found for action in parsers()[messages]._actions for option in action.option_strings
        }
        assert set(options) <= known, call


@pytest.mark.parametrize(("name", "most"), [("README.md", 900), ("sitegen/README.md", 2500)])
def test_docs_pages_stay_short(name: str, most: int) -> None:
    assert len(text_of(name).split()) <= most


def test_readme_error_is_real_output(tmp_path: Path) -> None:
    """A copy of the sample site with the mistake that the README shows."""
    shown = re.findall(r"^```\n(data/villages.*?)^```$", text_of("README.md"), CODE)
    for folder in ("data", "content", "themes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    file = tmp_path / "data" / "villages.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[25] == "  kind: desa"
    lines[25] = "  kind: dessa"
    file.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "sitegen", "check", "--site", str(tmp_path), "--lang", "en"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [result.stderr + result.stdout] == shown


def test_environment_variables_are_documented() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "sitegen").rglob("*.py"))
    read = set(re.findall(r'os\.environ(?:\.get\(|\[)"(\w+)"', source))
    section = text_of("docs/reference/commands.md").partition("\n## Environment\n")[2]
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))
    assert read == told


def test_page_kinds_are_documented() -> None:
    theme = text_of("docs/reference/theme.md")
    for kind in page_kinds():
        assert f"| `{kind.__name__}` |" in theme


def test_filters_behave_as_documented() -> None:
    """Each row of the table is rendered with the words of the Indonesian theme."""
    theme, layout = example().site.theme, example().layouts[0]
    rows = re.findall(r"^\| `(\{\{.*\}\})` \| `(.*)` \|$", text_of("docs/reference/theme.md"), re.MULTILINE)
    for row, (template, gives) in enumerate(rows):
        source = template.replace("\\|", "|")
        made = Theme(theme.name, {"x": source}, {"x": "x"}, {}, theme.messages)
        found = RenderFindings()
        output = Output("a/b/index.html", Template("x", None))
        data = Templates(made, layout, "Asia/Jakarta", NullCache(), f"row {row}").render(output, found)
        assert (data.decode(), list(found.report)) == (gives, []), source


def test_filters_are_documented() -> None:
    text = text_of("docs/reference/theme.md")
    source = text_of("sitegen/render/filters.py") + text_of("sitegen/render/templates.py")
    ours = set(re.findall(r'^        "(\w+)": ', source, re.MULTILINE)) | {"url", "absolute", "markdown"}
    assert ours
    assert [name for name in sorted(ours) if not re.search(rf"\| {name}\b", text)] == []
