"""Sequences of edits: a sample of them, and an oracle that sees what is false."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest

from torture.sequences import CitingText, Sequence, prepare, write_generated

FIGURE = (
    '<div class="figure {kind}"><span class="amount"><b class="value">{value}</b></span>'
    '<details><dl><div><dd><a href="#{id}">{id}</a></dd></div>\n</dl></details></div>'
)


@pytest.mark.slow
def test_sequences_of_two_years_miss_nothing(tmp_path: Path) -> None:
    attempt = prepare(partial(write_generated, 12, 2), tmp_path, 2)
    for number in range(2):
        tried = attempt(number, Random(number))
        assert tried.misses == []
        assert (tried.counts["steps"], tried.counts["unsound edits"] > 0) == (2, True)


def sequence() -> Sequence:
    made = Sequence(Path(), Random(1))
    made.day = date(2029, 5, 1)
    made.state("target-2027", date(2027, 3, 1), 1200)
    made.state("reported-2027", date(2028, 3, 1), 1300)
    return made


def archive(**values: str) -> str:
    """The page of 2027, with other values of its figures."""
    shown = {"target": "1.200", "reported": "1.300"} | values
    return "".join(FIGURE.format(kind=kind, value=value, id=f"{kind}-2027") for kind, value in shown.items())


def test_sequence_oracle_accepts_what_was_stated() -> None:
    assert list(sequence().faults({"arsip/2027/index.html": archive()})) == []


@pytest.mark.parametrize(
    ("page", "html", "said"),
    [
        ("arsip/2027/index.html", archive(reported="1.200"), "reported-2027 is 1.200, not 1.300"),
        (
            "index.html",
            FIGURE.format(kind="reported", value="1.200", id="target-2027"),
            "target-2027 is shown as reported",
        ),
        ("index.html", FIGURE.format(kind="reported", value="9", id="reported-2028"), "reported-2028 was never stated"),
        ("index.html", FIGURE.format(kind="reported", value="9", id="reported-2030"), "of a year to come"),
        ("index.html", FIGURE.format(kind="counted", value="1", id="counted-2028"), "counted-2028 is 1, not 0"),
        ("index.html", FIGURE.format(kind="reported", value="9", id="sum-2017-2028"), "sum-2017-2028 without"),
        ("arsip/2030/index.html", "", "a year to come"),
    ],
)
def test_sequence_oracle_sees_what_was_not_stated(page: str, html: str, said: str) -> None:
    assert any(said in fault for fault in sequence().faults({"arsip/2027/index.html": archive(), page: html}))


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ('<p>1.300 desa</p><p class="revised">Sejak itu direvisi menjadi 1.310 desa, terbit 2 April 2029.</p>', 0),
        ("<p>1.300 desa</p>", 1),
        ('<p>1.310 desa</p><p class="revised">Sejak itu direvisi menjadi 1.310 desa, terbit 2 April 2029.</p>', 1),
    ],
)
def test_sequence_oracle_wants_old_texts_to_keep_their_number_and_tell_its_revision(html: str, faults: int) -> None:
    made = sequence()
    made.state("reported-2027", date(2029, 4, 2), 1310)
    page = "berita/2028/kabar/index.html"
    made.texts.append(CitingText(page, date(2028, 6, 1), "reported-2027", 1300, "desa", bound=True))
    assert len(list(made.faults({"arsip/2027/index.html": archive(reported="1.310"), page: html}))) == faults
