"""The look of the default theme: its tokens, what stands on what, and what the stylesheet costs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from factory import THEME, default_theme, make_site
from published_site import published

from sitegen.contrast import GRAPHIC, TEXT, contrast
from sitegen.views.layout import properties, stylesheet

PARTS = sorted((THEME / "static").rglob("*.css"))
OWN = {"--sea", "--drawn"}
"""Properties that map.css declares for itself."""
TEXTS = {"ink": ("paper", "tint", "land", "line"), "quiet": ("paper", "tint"), "accent": ("paper", "tint")}
"""What text of each colour stands on somewhere in the theme."""
GRAPHICS = {
    "certified": ("paper", "tint", "land", "line"),
    "reached": ("paper", "tint", "land", "line"),
    "land-line": ("paper",),
    "result": ("paper", "tint"),
    "target": ("paper", "tint"),
    "missing": ("paper", "tint"),
}
"""What lines and marks of each colour stand on."""


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_stylesheet_text_contrast(scheme: str) -> None:
    colours = {name: getattr(one, scheme) or one.light for name, one in default_theme().colours.items()}
    for least, pairs in ((TEXT, TEXTS), (GRAPHIC, GRAPHICS)):
        for name, grounds in pairs.items():
            for ground in grounds:
                assert contrast(colours[name], colours[ground]) >= least, (name, ground)


def test_stylesheet_pairs_declared_in_theme() -> None:
    colours = default_theme().colours
    assert {name: one.text_on for name, one in colours.items() if one.text_on} == TEXTS
    assert {name: one.graphic_on for name, one in colours.items() if one.graphic_on} == GRAPHICS


def test_stylesheet_kinds_differ_without_colour() -> None:
    colours = default_theme().colours
    for scheme in ("light", "dark"):
        assert len({getattr(colours[name], scheme) for name in ("result", "target", "missing")}) == 3


@pytest.mark.parametrize("file", PARTS, ids=[file.stem for file in PARTS])
def test_stylesheet_uses_tokens_only(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    theme = default_theme()
    declared = {f"--{name}" for name in (*theme.colours, *theme.type, *theme.space)} | OWN
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= declared
    assert text.startswith("/* "), "a file opens with what it is for"
    assert len(text.splitlines()) < 300
    if file.parent.name == "style" and file.name != "print.css":
        assert not re.findall(r"font-size: [\d.]+rem", text), "sizes of type are those of theme.yaml"
    if file.name not in {"map.css", "print.css"}:  # the sea of the map, a grey that paper bears
        assert not re.findall(r":[^;{]*#[0-9a-f]{3,8}\b", text)


def test_templates_name_colours_by_token_only() -> None:
    for file in (THEME / "templates").iterdir():
        found = re.findall(r"#[0-9a-f]{6}\b", file.read_text(encoding="utf-8"))
        assert not found, (file.name, found)


def test_tokens_are_all_used() -> None:
    theme = default_theme()
    used = "".join(file.read_text(encoding="utf-8") for file in (*PARTS, *(THEME / "templates").iterdir()))
    for name in (*theme.colours, *theme.type, *theme.space):
        assert f"var(--{name})" in used, name


def test_stylesheet_hashed_and_small() -> None:
    data, digest = stylesheet(make_site().theme)
    files = published()
    sheets = [path for path in files if re.fullmatch(r"aset/style[./].*", path)]
    assert sheets == [f"aset/style.{digest[:8]}.css"]
    assert files[sheets[0]].encode() == data
    assert f'<link rel="stylesheet" href="{sheets[0]}">' in files["index.html"]
    assert len(gzip.compress(data, mtime=0)) <= 6000
    assert b"/*" not in data


def test_tokens_for_light_dark_forced_and_print() -> None:
    blocks = properties(default_theme()).splitlines()
    assert [block.partition("{")[0].strip() for block in blocks] == [
        ":root",
        "@media (prefers-color-scheme: dark)",
        "@media (forced-colors: active)",
        "@media print",
    ]
    assert "--paper:#fdfcfa" in blocks[0]
    assert "--paper:#171614" in blocks[1]
    assert "--paper:Canvas" in blocks[2]
    assert "--paper:#ffffff" in blocks[3]
