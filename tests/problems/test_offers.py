"""What is offered to be pasted: pasted where the words say, the file says what it said and what was offered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pasting import paste_offers
from small_report import messages

from sitegen import reporters
from sitegen.load.yaml_text import parse_yaml_bytes
from sitegen.offers import locate_offers
from sitegen.problems import Loc, Offer, Problem, Report, Span
from sitegen.yaml_format import format_flow, format_scalar

FILE = "data/x.yaml"
ENTRIES = ("- what: b\n  why:", '- what: c\n  was: "1: 2"')
REDIRECTS = ("- {source: /b/, target: /c/}", '- {source: "/d,e/", target: /c/}')


def read(root: Path) -> object:
    document = parse_yaml_bytes((root / FILE).read_bytes(), FILE, report := Report())
    assert document, list(report)
    return document.value


def told(root: Path, *offers: Offer) -> Report:
    """A report of a problem for each offer, with their places."""
    report = Report()
    for number, offer in enumerate(offers, 1):
        report.add_with_offer("value-changed", Span("data/y.yaml", number), offer, what="x")
    return locate_offers(report, root)


def paste(root: Path, *offers: Offer, language: str = "en") -> list[str]:
    """Paste what a report in words offers, together; return the kinds of places."""
    report = told(root, *offers)
    text = reporters.format_text_report(report, messages(language), lambda _: None, colour=False)
    return paste_offers(root, text, language)


def write(root: Path, text: str | bytes | None) -> Path:
    (root / "data").mkdir(exist_ok=True)
    if text is not None:
        (root / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    return root


OLD = {"what": "a"}
LISTS = {
    "missing": (None, "new", []),
    "empty file": ("", "end", []),
    "comments alone": ("# - what: z\n# []\n", "end", []),
    "comments without a line end": ("# nothing yet", "end", []),
    "start of a document": ("---\n", "end", []),
    "brackets": ("# none\n[]\n", "end_empty", []),
    "brackets without a line end": ("[]", "end_empty", []),
    "brackets with a space and a comment": ("[ ]   # none so far\n", "end_empty", []),
    "braces": ("{}\n", "end_empty", []),
    "brackets over two lines": ("[\n]\n", "behind", []),
    "records": ("- what: a\n", "end", [OLD]),
    "records without a line end": ("- what: a", "end", [OLD]),
    "indented records": ("  - what: a\n\n  # more\n", "end", [OLD]),
    "records in brackets": ("[{what: a}]\n", "behind", [OLD]),
    "records in brackets over lines": ("[\n  {what: a}\n]\n", "behind", [OLD]),
    "other line ends": (b"# none\r\n[]\r\n", "end_empty", []),
    "byte order mark": (b"\xef\xbb\xbf- what: a\r\n", "end", [OLD]),
}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("case", LISTS)
def test_offer_of_items_of_a_list_file(tmp_path: Path, case: str, language: str) -> None:
    text, kind, old = LISTS[case]
    offers = [Offer(FILE, (), one) for one in ENTRIES]
    assert paste(write(tmp_path, text), *offers, language=language) == [kind]
    offered = [{"what": "b", "why": None}, {"what": "c", "was": "1: 2"}]
    assert read(tmp_path) == (offered + old if kind == "behind" else old + offered)


NESTED = {
    "no key": ("title: x\n", "key", []),
    "no key and no line end": ("title: x", "key", []),
    "a text at the end": ("title: |\n  x\n  y\n", "key", []),
    "nothing": ("title: x\nredirects:\nmenu: []\n", "below", []),
    "nothing at the end": ("title: x\nredirects: # none", "below", []),
    "brackets": ("redirects: []   # none\ntitle: x\n", "below_empty", []),
    "brackets on a line of their own": ("redirects:\n  []\ntitle: x\n", "below_empty", []),
    "redirects": ("redirects:\n  - {source: /a/, target: /c/}\ntitle: x\n", "below", ["/a/"]),
    "redirects at the edge": ("redirects:\n- source: /a/\n  target: /c/\ntitle: x\n", "below", ["/a/"]),
    "deeply indented redirects": ("redirects:   # old\n\n      # one\n      - {source: /a/}\n", "below", ["/a/"]),
    "redirects in brackets": ("redirects: [{source: /a/}]\ntitle: x\n", "behind", ["/a/"]),
    "other line ends": (b"title: x\r\nredirects: []\r\n", "below_empty", []),
}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("case", NESTED)
def test_offer_of_items_of_a_list_below_a_key(tmp_path: Path, case: str, language: str) -> None:
    text, kind, old = NESTED[case]
    before = read(write(tmp_path, text))
    assert isinstance(before, dict)
    offers = [Offer(FILE, ("redirects",), one) for one in REDIRECTS]
    assert paste(tmp_path, *offers, language=language) == [kind]
    after = read(tmp_path)
    assert isinstance(after, dict)
    assert [one["source"] for one in after.pop("redirects")] == ["/b/", "/d,e/", *old]
    assert after == {key: value for key, value in before.items() if key != "redirects"}


KEYS = {
    "a record": ("- code: a\n  name: b\n", (0,), "below", [{"code": "a", "level": "x", "name": "b"}]),
    "the second record": ("- code: a\n-   name: b\n", (1,), "below", [{"code": "a"}, {"name": "b", "level": "x"}]),
    "a value of many lines first": (
        "- note: >\n    a\n    b\n  code: c\n",
        (0,),
        "below",
        [{"note": "a b\n", "code": "c", "level": "x"}],
    ),
    "a record in braces": ("- {code: a}\n", (0,), "behind", [{"level": "x", "code": "a"}]),
    "a key that is there": ("map:\n  level: y  # no\n  a: b\n", ("map",), "instead", {"map": {"level": "x", "a": "b"}}),
    "a first key that is there": ("- level: y\n  a: b\n", (0,), "instead", [{"level": "x", "a": "b"}]),
}


@pytest.mark.parametrize("case", KEYS)
def test_offer_of_a_key_of_a_mapping(tmp_path: Path, case: str) -> None:
    text, loc, kind, expected = KEYS[case]
    assert paste(write(tmp_path, text), Offer(FILE, loc, "level: x")) == [kind]
    assert read(tmp_path) == expected


def test_offers_of_keys_for_several_records_at_once(tmp_path: Path) -> None:
    write(tmp_path, "".join(f"- code: {number}\n  name: b\n" for number in range(30)))
    assert paste(tmp_path, *(Offer(FILE, (number,), f"level: x{number}") for number in range(30))) == ["below"] * 30
    assert read(tmp_path) == [{"code": f"{n}", "level": f"x{n}", "name": "b"} for n in range(30)]


@pytest.mark.parametrize(
    ("line", "kind"), [(1, "instead_lines"), (4, "instead"), (6, "instead_lines")], ids=["first", "middle", "last"]
)
def test_offer_instead_of_a_record(tmp_path: Path, line: int, kind: str) -> None:
    write(tmp_path, "- what: a\n  why: |\n    # b\n- what: c\n# d\n- what: e\n  why: f\n\n# end\n")
    before = read(tmp_path)
    assert isinstance(before, list)
    assert paste(tmp_path, Offer(FILE, (), "- what: new\n  why: x", instead_of=line)) == [kind]
    number = (1, 4, 6).index(line)
    assert read(tmp_path) == [*before[:number], {"what": "new", "why": "x"}, *before[number + 1 :]]
    assert (tmp_path / FILE).read_text().endswith("\n# end\n")


@pytest.mark.parametrize(
    ("text", "loc"),
    [
        ("title: x\n...\n", ("redirects",)),
        ("{title: x}\n", ("redirects",)),
        ("- {level: y}\n", (0,)),
        ("- a\n", ("redirects",)),
        ("title: a\u2028redirects: b\n", ("redirects",)),
        (b"\xff", ()),
        ("a: [\n", ()),
    ],
)
def test_offer_without_a_certain_place_names_the_file(tmp_path: Path, text: str | bytes, loc: Loc) -> None:
    offered = "level: x" if loc == (0,) else REDIRECTS[0]
    [problem] = told(write(tmp_path, text), Offer(FILE, loc, offered))
    assert problem.offer
    assert problem.offer.place
    assert (problem.offer.place.kind, problem.paste) == ("file", offered)


def test_offer_of_a_file_outside_of_the_site_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("[]\n")
    (tmp_path / "site").mkdir()
    [problem] = told(tmp_path / "site", Offer("../x.yaml", (), "- a: b"))
    assert problem.offer
    assert problem.offer.place
    assert problem.offer.place.kind == "file"


TEXTS = [
    "Suko: reno", "a #b", "# a", "- a", "a:", "0123", "1e3", "35.05", "2018-07-05", "12:30", "yes", "NULL", "~", "",
    " a", "a ", "\"a\" 'b'", "'", "a\nb", "a\tb", "@a", "*a", "&a", "!a", "%a", "{a}", "[a]", "a, b", "|", ">", "a\\b",
    "a\u00a0b", "a\u2028b", "a\x85b", "\ufeffa", "\u202ea", "😀", "Ma'rang", "Désa", "outreach:klaten-2019",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_offered_values_are_read_as_they_are(tmp_path: Path, text: str) -> None:
    write(tmp_path, "[]\n")
    flow = format_flow({"a": text, "b": [text], "c": None})
    paste(tmp_path, Offer(FILE, (), f"- was: {format_scalar(text)}\n  now: a"), Offer(FILE, (), f"- {flow}"))
    assert read(tmp_path) == [{"was": text, "now": "a"}, {"a": text, "b": [text], "c": None}]
    assert format_scalar(text).isprintable()


def test_report_offers_every_line_once_and_at_the_margin(tmp_path: Path) -> None:
    """Also those of problems that it does not list, since they are too many."""
    write(tmp_path, "title: x\n")
    offers = [Offer(FILE, ("redirects",), f"- {{source: /{number}/, target: /}}") for number in range(30)]
    report = told(tmp_path, *offers, offers[0])
    text = reporters.format_text_report(report, messages("en"), lambda _: None, colour=False)
    head = f'To be pasted at the end of {FILE}, "redirects:" only once:'
    assert text.count(f"\n\n{head}\nredirects:\n  - {{source: /0/") == 1
    assert (text.count("redirects:\n"), text.count("  - {source:")) == (1, 30)


def test_report_for_programs_has_the_place_of_each_offer(tmp_path: Path) -> None:
    write(tmp_path, "[]\n")
    report = told(tmp_path, Offer(FILE, (), "- a: b"))
    place = 'To be pasted at the end of data/x.yaml, after deleting "[]" on line 1:'
    assert reporters.format_github_report(report, messages("en")).endswith(f"%0A{place}%0A- a: b")
    [listed] = json.loads(reporters.format_json_report(report, messages("en")))["problems"]
    assert (listed["paste"], listed["paste_at"]) == ("- a: b", place)


def test_offer_in_a_file_with_private_data_is_masked(tmp_path: Path) -> None:
    write(tmp_path, "- code: 08123\n")
    report = told(tmp_path, Offer(FILE, (0,), "level: 08123"))
    report.add("private-phone", Span(FILE, 1, 1, 2), value="x", unit="", where="")
    report.mask = lambda text: text.replace("08123", "•")
    for text in (
        reporters.format_text_report(report, messages("en"), lambda _: None, colour=False),
        reporters.format_json_report(report, messages("en")),
        reporters.format_github_report(report, messages("en")),
    ):
        assert "•" in text.replace("\\u2022", "•")
        assert "08123" not in text


def test_problem_without_an_offer_has_nothing_to_paste() -> None:
    assert Problem("file-empty", Span("x")).paste == ""
