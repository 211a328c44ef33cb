"""Measure the conversion of prose in processor time against Python-Markdown by itself, in one run.

Run: .venv/bin/python tests/bench/prose.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import markdown

from sitegen.render.markdown_reader import MarkdownReader

PARAGRAPH = (
    "Kantor cabang menetapkan {} desa di Kabupaten Contoh pada hari **Kamis**. Kepala desa menerima piagam, dan "
    "[laporannya](../pages/tentang.md) memuat *nama* semua desa."
)
TEXT = "\n\n".join(
    [
        *[PARAGRAPH] * 4,
        "## Desa yang ditetapkan",
        "- Contohsari\n- Contohmakmur",
        "| Tahun | Desa |\n|---|--:|\n| 2017 | 276 |\n| 2018 | 201 |",
        '> "Kami bangga," kata kepala desa.[^1]',
        "[^1]: Wawancara.",
        *[PARAGRAPH] * 3,
    ]
)
ROUNDS, TEXTS = 7, 100


def seconds(convert: Callable[[str], object]) -> float:
    """Return the processor time of converting TEXTS different texts."""
    start = time.process_time()
    for number in range(TEXTS):
        convert(TEXT.replace("{}", str(number)))
    return time.process_time() - start


def main() -> None:
    """Print the least processor time of each, per text, and their ratio."""
    extensions = ["tables", "footnotes", "attr_list", "toc", "sane_lists"]
    other = markdown.Markdown(extensions=extensions, output_format="html")
    ours = MarkdownReader("{}")
    pairs = [(seconds(lambda text: other.reset().convert(text)), seconds(ours.convert)) for _ in range(ROUNDS)]
    theirs, own = (min(times) * 1000 / TEXTS for times in zip(*pairs, strict=True))
    print(f"Python-Markdown alone {theirs:.2f} ms, sitegen {own:.2f} ms: {own / theirs:.2f} of it")


if __name__ == "__main__":
    main()
