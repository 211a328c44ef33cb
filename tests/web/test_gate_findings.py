"""Each gate fails on a page with one thing wrong with it, and lets the same page pass without."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from bad_pages import Bad, Make, make
from compressed_host import compressed
from gates import conformance
from gates.inline import inline_files
from gates.links import broken_links
from gates.visit import PAGE_GATES, Visitor
from required import skip_or_fail

Find = Callable[[str, Bad], list[str]]
TABLE = "<table><caption>Uji</caption><tbody><tr><th>Satu</th><td>Dua</td></tr></tbody></table>"
MENU = "<nav>" + "".join(f'<a href="index.html">Tautan {number}</a> ' for number in range(9)) + "</nav>\n"


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Make]:
    """Makes a page and serves it."""
    with compressed(tmp_path) as host:
        yield partial(make, host)


@pytest.fixture
def find(visitor: Visitor) -> Find:
    """Finds what a gate says of a page."""
    return lambda gate, page: visitor.visit(page.host, "/", gates=(gate,))[gate]


def holds(found: list[str], *wanted: str) -> bool:
    """Whether each text is part of one of the findings."""
    return all(any(text in one for one in found) for text in wanted)


def test_gates_accept_valid_page(visitor: Visitor, bad: Make) -> None:
    page = bad(TABLE, before=f'<a class="skip" href="#isi">Ke isi</a>\n{MENU}')
    assert visitor.visit(page.host, "/") == {gate: [] for gate in PAGE_GATES}
    assert broken_links(page.folder, page.host.address) == []
    assert inline_files(page.folder) == []


def test_gates_find_together_what_each_finds_alone(visitor: Visitor, bad: Make, find: Find) -> None:
    """A page with something for every gate: none of them hides from another what it would have found."""
    page = bad(
        f'<p class="a">Pudar<br>dan lebar</p>{TABLE}<div class="b">Sendiri</div><button>Tekan</button>',
        before=MENU,
        style=".a { color: #999; background: #fff; width: 700px; } .b { forced-color-adjust: none; color: #777; }"
        " tr { break-inside: auto; } button { display: inline !important; } button:focus-visible { outline: none; }",
        script="document.cookie = 'a=1';"
        " document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=/>Lagi</a>');",
    )
    together = visitor.visit(page.host, "/")
    assert together == {gate: find(gate, page) for gate in PAGE_GATES}
    assert all(together.values())


@pytest.mark.parametrize(
    ("main", "style", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "", "image-alt"),
        ("<p>Pudar</p>", "p { color: #999; background: #fff; }", "light, 320 px: color-contrast"),
        ("<p>Pudar</p>", "@media (prefers-color-scheme: dark) { p { color: #444; } }", "dark, 1280 px: color-contrast"),
        (
            "<p>Pudar</p>",
            "@media (max-width: 340px) { p { color: #999; background: #fff; } }",
            "320 px: color-contrast",
        ),
        ("<input>", "", "label"),
        ("<button>1</button><button>2</button>", "button { width: 12px; height: 12px; padding: 0; }", "target-size"),
        ("<h3>Terlalu dalam</h3>", "", "heading-order"),
    ],
)
def test_gate_axe_finds(find: Find, bad: Make, main: str, style: str, rule: str) -> None:
    assert holds(find("axe", bad(main, style=style)), rule)


def test_gate_forced_colours_finds(find: Find, bad: Make) -> None:
    page = bad("<p>Sendiri</p>", style="p { forced-color-adjust: none; color: #888; background: #777; }")
    assert holds(find("forced-colors", page), "keeps colours of its own", "color-contrast")


NOT_HTML = {
    "a.html": ("<!doctype html><html lang=id><title>Uji</title><p><div>", "Unclosed element"),
    "b.html": ('<!doctype html><html lang=id><title>Uji</title><p id="a"><p id="a">', "Duplicate ID"),
    "c.svg": ('<svg xmlns="http://www.w3.org/2000/svg"><p/></svg>', "Element “p” not allowed"),
    "d.css": ("p { colour: red; }", "Property “colour” doesn't exist"),
}
"""Files with one fault each, and what is said of it."""


@pytest.fixture(scope="module")
def nonconforming(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the checker finds in a folder with these and a valid page, in one run."""
    if conformance.missing():
        skip_or_fail(conformance.missing())
    with compressed(tmp_path_factory.mktemp("html")) as host:
        page = make(host)
        for name, (text, _) in NOT_HTML.items():
            page.put(name, text)
        return conformance.nonconforming(page.folder)


@pytest.mark.parametrize("name", NOT_HTML)
def test_gate_html_finds(nonconforming: list[str], name: str) -> None:
    assert holds([one for one in nonconforming if one.partition(":")[0] == name], NOT_HTML[name][1])


def test_gate_html_accepts_valid_page(nonconforming: list[str]) -> None:
    assert {one.partition(":")[0] for one in nonconforming} == set(NOT_HTML)


@pytest.mark.parametrize(
    ("main", "style", "said"),
    [
        ('<a href="#tidak-ada">x</a>', "", "no such fragment"),
        ('<a href="lain.svg#tidak-ada">x</a>', "", "no such fragment"),
        ('<a href="tidak-ada/">x</a>', "", "no such file"),
        ('<img src="style.css" srcset="style.css 1x, tidak-ada.avif 2x" alt="">', "", "no such file"),
        ('<a href="https://">x</a>', "", "is no address"),
        ('<a href="mailto:">x</a>', "", "names nobody"),
        ("", "p { background: url(tidak-ada.png); }", "no such file"),
        ('<meta http-equiv="refresh" content="0; url=tidak-ada.html">', "", "no such file"),
    ],
)
def test_gate_links_finds(bad: Make, main: str, style: str, said: str) -> None:
    page = bad(main, style=style).put("lain.svg", '<svg xmlns="http://www.w3.org/2000/svg" id="ada"/>')
    (found,) = broken_links(page.folder, page.host.address)
    assert said in found


@pytest.mark.parametrize(
    "main",
    [
        '<p style="color: red">x</p>',
        "<style>p { color: red; }</style>",
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href=" javascript:alert(1)">x</a>',
    ],
)
def test_gate_inline_finds(bad: Make, main: str) -> None:
    page = bad(main).put("gambar.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{main}</svg>')
    found = inline_files(page.folder)
    assert [one.partition(":")[0] for one in found] == ["gambar.svg", "index.html"]


@pytest.mark.parametrize(
    ("main", "script", "said"),
    [
        ('<img src="http://127.0.0.1:9/x.png" alt="">', "", "img-src forbids http://127.0.0.1:9"),
        ('<p style="color: red">x</p>', "", "style-src-attr forbids inline"),
        ("", "document.cookie = 'a=1';", "cookie a"),
        ("", "localStorage.a = 1;", "localStorage a"),
        ("", "sessionStorage.a = 1;", "sessionStorage a"),
        ("", "indexedDB.open('a');", "IndexedDB a"),
        ("", "console.error('rusak');", "rusak"),
        ("", "tidakAda();", "tidakAda is not defined"),
        ('<script src="tidak-ada.js"></script>', "", "tidak-ada.js: 404"),
        (
            "<button>Buka</button>",
            "document.querySelector('button').onclick = () => { document.cookie = 'b=1'; };",
            "cookie b",
        ),
        (
            '<label>Cari <input type="search"></label>',
            "document.querySelector('input').oninput = () => fetch('https://127.0.0.1:9/?q');",
            "connect-src forbids https://127.0.0.1:9",
        ),
        (
            "<details><summary>Buka</summary>x</details>",
            "document.querySelector('details').ontoggle = () => alert(1);",
            "dialog",
        ),
    ],
)
def test_gate_policy_finds(find: Find, bad: Make, main: str, script: str, said: str) -> None:
    assert holds(find("policy", bad(main, script=script)), said)


def test_gate_policy_foreign_request_and_missing_policy(find: Find, bad: Make) -> None:
    page = bad('<img src="http://127.0.0.1:9/x.png" alt="">').put("_headers", "/*\n  X-Uji: a\n")
    found = find("policy", page)
    assert holds(found, "asks http://127.0.0.1:9/x.png", "without a policy")


def test_gate_no_script_finds(find: Find, bad: Make) -> None:
    script = "document.querySelector('main').insertAdjacentHTML('beforeend', '<ul><li><a href=/>Baru</a></li></ul>');"
    assert holds(find("no-script", bad(script=script)), "1 links without", "0 items without")


@pytest.mark.parametrize(
    ("main", "before", "style", "script", "said"),
    [
        ("", MENU, "", "", "no way to skip the first 9 stops"),
        ("", f'<a href="#tidak-ada">Ke isi</a>{MENU}', "", "", "does not lead past the menu"),
        ('<a href="/">Satu</a>', "", "a:focus-visible { outline: none; }", "", "the focus does not show"),
        ('<a href="/" tabindex="2">Satu</a>', "", "", "", "the order is not that of the page"),
        ('<a href="/">Satu</a>', "", "a { position: absolute; left: -9999px; }", "", "the focus is out of sight"),
        (
            '<button id="a">Satu</button> <a href="/">Dua</a>',
            "",
            "",
            "document.querySelector('#a').onkeydown = (event) => { if (event.key === 'Tab') event.preventDefault(); };",
            "never reached: <a> Dua",
        ),
        (
            '<button id="a">Satu</button> <button id="b">Dua</button> <a href="/">Tiga</a>',
            "",
            "",
            "document.querySelector('#b').onkeydown = (pressed) => { if (pressed.key === 'Tab') {"
            " pressed.preventDefault(); document.querySelector('#a').focus(); } };",
            "the focus is trapped",
        ),
    ],
)
def test_gate_keyboard_finds(find: Find, bad: Make, main: str, before: str, style: str, script: str, said: str) -> None:
    assert holds(find("keyboard", bad(main, before=before, style=style, script=script)), said)


@pytest.mark.parametrize(
    ("main", "style", "said"),
    [
        ('<div class="a">Lebar</div>', ".a { width: 600px; }", "320 px, text 100 %: the page is 608 px wide: <div.a>"),
        ('<div class="a">Lebar</div>', ".a { width: 26rem; }", "360 px, text 200 %: the page is"),
        ('<div class="a">Dua baris<br>yang dipotong</div>', ".a { height: 1.2em; overflow: hidden; }", "cut below"),
        (
            '<p class="a">Satu baris yang panjang</p>',
            ".a { width: 5em; white-space: nowrap; overflow: clip; }",
            "cut at",
        ),
        ('<div class="a">Panjangsekali</div>', ".a { width: 3em; overflow: auto; }", "text scrolls sideways"),
        ('<svg width="50" height="20"><text y="15">Tulisan yang panjang</text></svg>', "", "cut by its picture"),
        ("<p>Hilang</p>", "p { margin-left: -3em; }", "begins left of the screen"),
    ],
)
def test_gate_reflow_finds(find: Find, bad: Make, main: str, style: str, said: str) -> None:
    assert holds(find("reflow", bad(main, style=style)), said)


@pytest.mark.parametrize(
    ("main", "style", "said"),
    [
        (TABLE, "tr { break-inside: auto; }", "a row may be cut"),
        (TABLE, "td { height: 1500px; }", "a row is taller than a sheet"),
        ("", "body > nav { display: block !important; }", "stands on paper: <nav>"),
        ("<button>Tekan</button>", "button { display: inline !important; }", "stands on paper: <button>"),
        ('<div class="a">Lebar</div>', ".a { width: 900px; }", "wider than a sheet"),
        ('<div class="a">Panjangsekali</div>', ".a { width: 3em; overflow: auto; }", "cut at its side"),
        ("", "@media print { body { visibility: hidden; } }", "nothing is printed"),
        ("", "@media print { h1 { display: none; } }", "its heading is not printed"),
        ("", "@media print { h1 { break-after: page; } main > p { visibility: hidden; } }", "sheet 2 is empty"),
    ],
)
def test_gate_print_finds(find: Find, bad: Make, main: str, style: str, said: str) -> None:
    assert holds(find("print", bad(main, before=MENU, style=style)), said)


def test_gate_weight_finds(find: Find, bad: Make) -> None:
    noise = random.Random(1).randbytes(30_000).hex()
    pictures = "".join(f'<img src="{number}.svg" alt="">' for number in range(8))
    page = bad(
        f"<p>{noise}{noise}</p>{pictures}<button>Buka</button>",
        script="document.querySelector('button').onclick = () => fetch('0.css');",
    )
    for number in range(8):
        page.put(f"{number}.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><title>{noise[:9000]}</title></svg>')
    page.put("0.css", f"/* {noise} */").put("style.css", f"/* {noise[:15000]} */")
    found = find("weight", page)
    assert [one.partition(":")[0] for one in found] == ["total", "requests", "html", "css", "script", "used"]
