"""The look of a theme: its colours are held to be readable, the publisher's own too, and its styles come in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from factory import THEME
from marked_site import SOUND, problems_of, read, write_site

from sitegen.contrast import contrast, format_ratio, nearest_shade

SETTINGS, CHILD = "data/site.yaml", "themes/anak/theme.yaml"
DEFAULT = {
    "themes/default/theme.yaml": (THEME / "theme.yaml").read_text(encoding="utf-8"),
    "themes/default/messages/id.yaml": "a: b\n",
    **{f"themes/default/static/style/{name}.css": f".{name} {{}}\n" for name in ("base", "print", "lain")},
}
BRAND = "brand:\n  accent: {}\n  accent_dark: {}\n"
SON = "name: Anak\nextends: default\n"


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # just not enough, and known for it
    assert contrast("#123456", "#123456") == 1
    assert format_ratio(4.4999) == "4.49"


@pytest.mark.parametrize("colour", ["#f2a03d", "#00a651", "#0072bc", "#777777", "#ffff00"])
def test_contrast_nearest_shade_keeps_hue(colour: str) -> None:
    grounds = ("#fdfcfa", "#f3f0ea")
    near = nearest_shade(colour, grounds, 4.5)
    assert all(contrast(near, ground) >= 4.5 for ground in grounds)
    channels = [int(near[at : at + 2], 16) for at in (1, 3, 5)]
    before = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert channels.index(max(channels)) == before.index(max(before))
    assert max(channels) < max(before)  # darker, since the ground is light
    assert nearest_shade(colour, ("#000000", "#ffffff", "#767676"), 7) == ""


@pytest.mark.parametrize(
    ("light", "dark", "told"),
    [
        ('«"#f2a03d"»', '"#f2a896"', [("#f2a03d", "4.5", "#fdfcfa")]),
        ('"#7b2d26"', '«"#7b2d26"»', [("#7b2d26", "4.5", "#171614")]),
        ('«"#FFFFFF"»', '«"#000000"»', [("#ffffff", "4.5", "#fdfcfa"), ("#000000", "4.5", "#171614")]),
    ],
)
def test_brand_unreadable_colour_is_refused(
    tmp_path: Path, light: str, dark: str, told: list[tuple[str, str, str]]
) -> None:
    text = SOUND[SETTINGS] + BRAND.format(light, dark)
    problems, spans = problems_of(tmp_path, SETTINGS, text, **DEFAULT)
    assert [problem.code for problem in problems] == ["low-contrast"] * len(told)
    assert [problem.at for problem in problems] == spans
    for problem, (value, least, other) in zip(problems, told, strict=True):
        assert (problem.values["value"], problem.values["least"], problem.values["other"]) == (value, least, other)
        assert problem.values["ratio"] == format_ratio(contrast(value, other))
        assert contrast(str(problem.values["nearest"]), other) >= 4.5


@pytest.mark.parametrize(
    ("written", "code", "suggestion"),
    [
        ('«"7b2d26"»', "bad-colour", "#7b2d26"),
        ('«"#7B2"»', "bad-colour", "#77bb22"),
        ("«merah»", "bad-colour", ""),
        ('«"#7b2d2680"»', "bad-colour", ""),
    ],
)
def test_brand_invalid_colour(tmp_path: Path, written: str, code: str, suggestion: str) -> None:
    text = SOUND[SETTINGS] + BRAND.format(written, '"#f2a896"')
    (problem,), (span,) = problems_of(tmp_path, SETTINGS, text, **DEFAULT)
    assert (problem.code, problem.at, problem.suggestion) == (code, span, suggestion)


def test_brand_unquoted_hash_colour_is_reported(tmp_path: Path) -> None:
    text = SOUND[SETTINGS] + BRAND.format("#7b2d26", '"#f2a896"')
    _, (problem,) = read(write_site(tmp_path, {**DEFAULT, SETTINGS: text}))
    line = text.splitlines().index("  accent: #7b2d26") + 1
    assert (problem.code, problem.at.file, problem.at.line, problem.at.column) == ("colour-unquoted", SETTINGS, line, 3)


def test_brand_replaces_accent(tmp_path: Path) -> None:
    text = SOUND[SETTINGS] + BRAND.format('"#004B87"', '"#9cc8f0"')
    site, problems = read(write_site(tmp_path, {**DEFAULT, SETTINGS: text}))
    assert not problems
    assert site is not None
    accent = site.theme.colours["accent"]
    assert (accent.light, accent.dark) == ("#004b87", "#9cc8f0")


@pytest.mark.parametrize(
    ("colours", "code"),
    [
        # One's own text on the ground of the other, and one's own ground under the text of the other.
        ('- {name: quiet, purpose: x, light: «"#bbbbbb"», dark: "#b3aba1", text_on: [paper]}', "low-contrast"),
        ('- {name: tint, purpose: x, light: "#f3f0ea", dark: «"#998877"»}', "low-contrast"),
        ('- {name: land-line, purpose: x, light: «"#dddddd"», dark: "#857c71", graphic_on: [paper]}', "low-contrast"),
        ('- {name: quiet, purpose: x, light: "#333333", dark: "#b3aba1", text_on: [«papper»]}', "colour-unknown"),
    ],
)
def test_theme_unreadable_pair_refused_at_position(tmp_path: Path, colours: str, code: str) -> None:
    settings = {SETTINGS: SOUND[SETTINGS] + "theme: anak\n"}
    problems, (span,) = problems_of(tmp_path, CHILD, f"{SON}colours:\n{colours}\n", **DEFAULT, **settings)
    assert {problem.code for problem in problems} == {code}
    assert {problem.at for problem in problems} == {span}
    assert code != "colour-unknown" or problems[0].suggestion == "paper"


def test_theme_child_tokens_replace_parent(tmp_path: Path) -> None:
    files = {
        **DEFAULT,
        SETTINGS: SOUND[SETTINGS] + "theme: anak\n",
        CHILD: f'{SON}colours:\n- {{name: accent, purpose: x, light: "#004b87", dark: "#9cc8f0", text_on: [paper]}}\n'
        "space:\n- {name: measure, value: 50rem}\n",
        "themes/anak/static/style/base.css": ".anak {}\n",
    }
    site, problems = read(write_site(tmp_path / "1", files))
    assert not problems
    assert site is not None
    theme = site.theme
    assert theme.colours["accent"].light == "#004b87"
    assert theme.colours["ink"].light == "#1d1b19"
    assert (theme.space["measure"], theme.space["space-1"]) == ("50rem", ".25rem")
    assert list(theme.styles) == ["style/base.css", "style/print.css", "style/lain.css"]  # what is not named comes last
    assert "/anak/" in theme.styles["style/base.css"].location
    assert "/default/" in theme.styles["style/print.css"].location
    assert not any(name.startswith("style") for name in theme.static)


def test_theme_single_stylesheet_replaces_parent_files(tmp_path: Path) -> None:
    one = {"themes/anak/static/style.css": "a{}", "themes/anak/static/style/tambahan.css": "b{}"}
    settings = {SETTINGS: SOUND[SETTINGS] + "theme: anak\n", CHILD: SON}
    site, problems = read(write_site(tmp_path, {**DEFAULT, **settings, **one}))
    assert not problems
    assert site is not None
    assert list(site.theme.styles) == ["style.css", "style/tambahan.css"]
    assert site.theme.colours["paper"].dark == "#171614"
