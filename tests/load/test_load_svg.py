"""SVG pictures are written anew: nothing of them runs or loads, and what draws them stays."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from sitegen.load.svg import rewrite_svg
from sitegen.problems import Report, Span

FILE = "content/media/gambar.svg"
NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'


def svg(inner: str, attributes: str = "") -> str:
    return f'<svg {NS} {attributes} viewBox="0 0 9 9">\n{inner}\n</svg>'


def rewrite(text: str | bytes) -> tuple[str | None, list[tuple[str, int, dict[str, str]]]]:
    report = Report()
    data = rewrite_svg(text.encode() if isinstance(text, str) else text, FILE, report)
    found = [(problem.code, problem.at.line, problem.values) for problem in report]
    assert all(problem.at.file == FILE for problem in report)
    return (data.decode() if data is not None else None), found


CLEAN = svg(
    '<title>Désa &amp; kota &lt;1</title><defs><linearGradient id="a"><stop offset="0" stop-color="red"/>'
    '</linearGradient><clipPath id="b"><rect width="9" height="9"/></clipPath></defs>'
    '<style>.k &gt; path { fill: url(#a); font-family: "Arial" }</style>'
    '<g class="k" clip-path="url(#b)" transform="scale(2)" style="fill:url(\'#a\');stroke:none" aria-label="a &lt; b">'
    '<path d="M0 0L9 9z"/><use xlink:href="#a" x="1"/>'
    '<text x="1" xml:space="preserve"> a <tspan dy="1">b</tspan></text>'
    '<image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/></g>'
)


def test_svg_clean_picture_keeps_what_draws_it() -> None:
    written, found = rewrite(CLEAN)
    assert found == []
    assert written is not None
    before, after = (
        [
            (one.tag, {key.rpartition("}")[2]: value for key, value in one.attrib.items()}, one.text)
            for one in tree.iter()
        ]
        for tree in (ElementTree.fromstring(CLEAN), ElementTree.fromstring(written))
    )
    assert after == before
    assert rewrite(written) == (written, [])


def test_svg_parts_of_drawing_programs_go_without_a_word() -> None:
    head = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<!-- drawn -->\n'
    )
    text = head + svg(
        '<metadata><rdf:RDF xmlns:rdf="urn:r"><rdf:a rdf:about="http://x"/></rdf:RDF></metadata>'
        '<s:namedview xmlns:s="urn:s" s:zoom="1"><s:grid/></s:namedview>'
        '<path data-name="x" d="M0 0"/><title>\xe9</title>',
        'xmlns:i="urn:i" i:version="1"',
    )
    written, found = rewrite(text.encode("latin-1"))
    assert found == []
    assert written == (f'<svg {NS} viewBox="0 0 9 9">\n<path d="M0 0"></path><title>é</title>\n</svg>\n')


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<script href="https://x.example/a.js"/>',
        f"<g><h:script {HTML}>alert(1)</h:script></g>",
        f"<metadata><h:script {HTML}>alert(1)</h:script></metadata>",
        f'<foreignObject><h:body {HTML}><h:img src="x" onerror="alert(1)"/></h:body></foreignObject>',
        f'<foreignObject><h:iframe {HTML} src="javascript:alert(1)"/></foreignObject>',
        '<path onclick="alert(1)"/>',
        '<path ONLOAD="alert(1)"/>',
        '<image href="x" onerror="alert(1)"/>',
        '<animate onbegin="alert(1)" attributeName="x"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href=" JaVa&#9;Script:alert(1)"><text>x</text></a>',
        '<a xlink:href="&#1;javascript&#10;:alert(1)"/>'.replace("&#1;", " "),
        '<a href="vbscript:x"/>',
        '<use href="data:text/html,&lt;script&gt;"/>',
        '<use href="data:application/xml;base64,AAAA#x"/>',
        '<a id="a"><set attributeName="href" to="javascript:alert(1)"/></a>',
        '<a><animate attributeName="href" values="#a;javascript:alert(1)"/></a>',
        '<handler type="application/ecmascript">alert(1)</handler>',
        '<listener event="click" handler="#x"/>',
        "<g>" * 300 + "</g>" * 300,
    ],
)
def test_svg_script_is_refused(inner: str) -> None:
    written, found = rewrite(svg(inner))
    assert written is None
    ((line, values),) = [(line, values) for code, line, values in found if code == "svg-active"]
    assert line == 2
    assert values["what"]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://x.example/a.dtd"> %a;]>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
)
def test_svg_entities_are_refused(head: str) -> None:
    written, ((code, line, values),) = rewrite(head + svg("<text>&a;</text>"))
    assert (written, code, line, values) == (None, "svg-active", 1, {"what": "<!ENTITY"})


@pytest.mark.parametrize(
    ("what", "inner"),
    [
        ("<foreignObject", f"<foreignObject><h:p {HTML}>Isi</h:p></foreignObject>"),
        ("href", '<image href="https://x.example/a.png"/>'),
        ("href", '<image xlink:href="//x.example/a.png"/>'),
        ("href", '<image href="data:image/svg+xml;base64,AAAA"/>'),
        ("href", '<use href="other.svg#a"/>'),
        ("href", '<use href="data:image/png;base64,AAAA"/>'),
        ("href", '<a href="https://x.example/"><text>x</text></a>'),
        ("<feImage", '<filter id="f"><feImage href="https://x.example/a.png"/></filter>'),
        ("<animate", '<animate attributeName="x" to="1"/>'),
        ("<set", '<set attributeName="fill" to="red"/>'),
        ("<cursor", '<cursor href="https://x.example/a.cur"/>'),
        ("<font-face", '<font-face font-family="a"/>'),
        ("<handlers", "<handlers/>"),
        ("<style", "<style>@import 'https://x.example/a.css';</style>"),
        ("<style", "<style>@IMPORT url(#a);</style>"),
        ("<style", "<style>a{background:url(https://x.example/a.png)}</style>"),
        ("<style", "<style>a{background:URL( 'https://x.example/a.png')}</style>"),
        ("<style", "<style>a{background:u\\72l(https://x.example/a.png)}</style>"),
        ("<style", "<style><![CDATA[a{src:url(data:font/woff2;base64,AA)}]]></style>"),
        ("<style", "<style>a{background:image-set('https://x.example/a.png' 1x)}</style>"),
        ("<style", "<style>@font-face{font-family:a}</style>"),
        ("style", '<path style="fill:url(https://x.example/a.svg#b)"/>'),
        ("fill", '<path fill="url(https://x.example/a.svg#b)"/>'),
        ("filter", '<path filter="url(&quot;a.svg#b&quot;)"/>'),
        ("mask", '<path mask="u\\72l(//x.example)"/>'),
        ("cursor", '<path cursor="url(https://x.example/a.cur), auto"/>'),
        ("srcset", '<image srcset="https://x.example/a.png"/>'),
        ("formaction", '<path formaction="https://x.example/"/>'),
        ("ping", '<path ping="https://x.example/"/>'),
    ],
)
def test_svg_part_that_loads_is_left_out(what: str, inner: str) -> None:
    written, found = rewrite(svg(inner))
    assert found == [("svg-part-removed", 2, {"what": what})]
    assert written is not None
    rest = written.replace(NS, "")
    assert not re.search(r"x\.example|//|import|url\((?!#)|<(?:image|use)[^>]*href|base64|foreign|Isi", rest)
    ElementTree.fromstring(written)


def test_svg_stylesheet_instruction_is_left_out() -> None:
    written, found = rewrite('<?xml-stylesheet href="https://x.example/a.css"?>\n' + svg("<path/>"))
    assert found == [("svg-part-removed", 1, {"what": "<?xml-stylesheet"})]
    assert written is not None
    assert "x.example" not in written


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg/>", b"<html/>", svg("<g>").encode(), svg("&nbsp;").encode(), b"\x89PNG", b"<svg " * 9, b"\xff\xfe<"],
)
def test_svg_of_another_content_is_refused(data: bytes) -> None:
    report = Report()
    assert rewrite_svg(data, FILE, report) is None
    assert [problem.code for problem in report] == ["media-content"]
    assert next(iter(report)).at.file == Span(FILE).file
