"""The scripts of the map, published as one: not a word or sign is lost on the way, nor whose they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from map_site import ROOT, default_theme, hostile_villages, index, outputs, site_of
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, Whitespace

from sitegen.content import RawBytes
from sitegen.minify import join_scripts
from sitegen.pages.static import static
from sitegen.views.interactive_map import DEMAND_FILES, MAP_SCRIPTS


def tokens(script: str) -> list[str]:
    """The words and signs of a script, without comments and blanks."""
    found = JavascriptLexer().get_tokens(script)
    return [text for kind, text in found if kind not in Whitespace and kind not in Comment and text.strip()]


@pytest.mark.parametrize("name", MAP_SCRIPTS)
def test_map_script_joined_keeps_every_token(name: str) -> None:
    text = default_theme().static[name].text
    assert text == Path(default_theme().static[name].location).read_text(encoding="utf-8")
    one = join_scripts([text]).decode()
    assert tokens(one) == [*tokens(text), ";"]
    assert len(one) <= len(text) + len("\n;\n")


def test_map_script_joined_keeps_licences() -> None:
    files = default_theme().static
    one = join_scripts(files[name].text for name in MAP_SCRIPTS).decode()
    for whose in ("(c) 2010-2023 Vladimir Agafonkin", "Bruno B.; MIT License", "Copyright (c) 2016 Dominik Moritz"):
        assert whose in one


def test_map_script_joined_published_as_one_with_on_demand_parts() -> None:
    site = site_of(hostile_villages())
    (script,) = (out.content for path, out in outputs(site).items() if path.startswith("peta/data/alat."))
    assert script == RawBytes(join_scripts(site.theme.static[name].text for name in MAP_SCRIPTS))
    files = [re.sub(r"\.[0-9a-f]{8}\.", ".", output.path) for output in static(index(site))]
    scripts = [file for file in files if file.endswith(".js")]
    assert scripts == ["aset/map.js", "aset/map/take.js", "aset/search_texts.js"]  # the last is the search page's


def test_map_static_files_are_declared() -> None:
    there = {f"map/{file.name}" for file in (ROOT / "themes/default/static/map").glob("*.js")}
    assert there == {name for name in (*MAP_SCRIPTS, *DEMAND_FILES) if name.startswith("map/")}
