"""What changes between two states, as data and in words."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import (
    ADDRESSES,
    INDONESIA,
    NOW,
    in_regions,
    make_indicator,
    make_news,
    make_outreach,
    make_programme,
    make_site,
    make_village,
    make_year as year,
)

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.dataset import empty_tables
from sitegen.dataset.compare import FieldChange
from sitegen.diff import Changes, Snapshot, compare, format_changes
from sitegen.diff.snapshots import FIGURES, take_site_snapshot
from sitegen.load import load_messages, load_staff_messages
from sitegen.load.geography import load_field_names
from sitegen.models import PreviousCode, PreviousName, RegionRecord, Unit


def state(name: str = "lama", **parts: Any) -> Snapshot:
    return take_site_snapshot(make_site(**parts), name, BuildContext(NOW), ADDRESSES)


def said(changes: Changes, language: str = "en", form: Any = "text") -> list[str]:
    messages = load_staff_messages(Path(), INDONESIA, language, NullCache())
    names = load_field_names(Path(), INDONESIA, language, NullCache())
    return format_changes(changes, messages, names, form).split("\n")


JAWA = [make_village(f"33.05.15.200{n}", province="Jawa Tengah", certified="2018") for n in range(3)]
RIAU = [make_village("14.05.15.2001", province="Riau", certified="2018")]


def the_issue() -> Changes:
    """Three villages came, a result was put right, and a page went."""
    old = state(
        villages=(JAWA[0],),
        programme=make_programme(year(2018, reported=201)),
        news=(make_news("2018-07-05-dua.md"),),
    )
    new = state("baru", villages=(*RIAU, *JAWA), programme=make_programme(year(2018, reported=204)))
    return compare(old, new)


def test_diff_sentences_in_english() -> None:
    heading, sentence, *_ = said(the_issue())
    assert heading == "Changes from lama to baru"
    told = sentence.split("; ")
    assert told[:2] == ["3 villages added (Jawa Tengah 2, Riau 1)", "2018: 201 to 204"]
    assert "designated places on record: 1 to 4" in told
    assert "1 announcement removed" in told
    assert told[-1] == "2 home figures changed"
    assert [part for part in told if part.endswith("pages removed")] == ["2 pages removed"]


def test_diff_sentences_in_indonesian() -> None:
    heading, sentence, *_ = said(the_issue(), "id")
    assert heading == "Perubahan dari lama ke baru"
    told = sentence.split("; ")
    assert told[:2] == ["3 desa ditambahkan (Jawa Tengah 2, Riau 1)", "2018: 201 menjadi 204"]
    assert told[-1] == "2 angka beranda berubah"


def test_diff_markdown_has_heading_bullets_and_details() -> None:
    lines = said(the_issue(), "en", "markdown")
    assert lines[0] == "## Changes from lama to baru"
    assert lines[2:4] == ["- 3 villages added (Jawa Tengah 2, Riau 1)", "- 2018: 201 to 204"]
    assert "<details><summary>Added: villages</summary>" in lines
    assert "- 33.05.15.2001 Desa01 (Jawa Tengah)" in lines
    assert lines.count("</details>") == sum(line.startswith("<details>") for line in lines)


def test_diff_json_is_complete_and_stable() -> None:
    changes = the_issue()
    text = "\n".join(said(changes, "en", "json"))
    assert text == "\n".join(said(the_issue(), "id", "json"))
    told = json.loads(text)
    assert (told["format"], told["changed"], told["old"], told["new"]) == (2, True, "lama", "baru")
    assert [one["key"] for one in told["parts"]["villages"]["added"]] == [
        "14.05.15.2001",
        "33.05.15.2001",
        "33.05.15.2002",
    ]
    [reported] = [one for one in told["figures"] if one["id"] == "reported-2018"]
    assert (reported["was"], reported["now"], reported["kind"], reported["unit"]) == (201, 204, "reported", "villages")
    assert told["home"] == ["reported-2018", "counted"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_diff_kinds_all_have_messages(language: str) -> None:
    sorts = load_messages(language, NullCache())["diff"]["sorts"]
    tables = {"results" if name == INDONESIA.top.plural else name for name in empty_tables(INDONESIA)}
    assert set(sorts) == {*tables, "news", "pages", "downloads", "files"} - {FIGURES}


@pytest.mark.parametrize(("language", "messages"), [("en", "Nothing changes."), ("id", "Tidak ada yang berubah.")])
def test_diff_without_changes_says_so(language: str, messages: str) -> None:
    same = compare(state(villages=tuple(JAWA)), state(villages=tuple(JAWA)))
    assert not same
    assert said(same, language)[1:] == [messages]
    assert json.loads("\n".join(said(same, language, "json")))["changed"] is False


def test_diff_village_names_each_field_with_both_values() -> None:
    old = state(villages=(make_village(certified="2018", note="Lama."),))
    new = state(villages=(make_village(certified="2019-05", sources=("koran", "koran"), criteria=("a", "b")),))
    [changed] = compare(old, new).parts["villages"].changed
    assert changed.key == "35.05.15.2004"
    assert changed.fields == (
        FieldChange("certified", "2018", "2019-05"),
        FieldChange("criteria", (), ("a", "b")),
        FieldChange("sources", ("koran",), ("koran", "koran")),
        FieldChange("note", "Lama.", None),
    )
    assert (
        "  35.05.15.2004 Desa04 (Provinsi35): date of designation: 2018 to 2019-05; criteria: unknown to a, b;"
        " sources: koran to koran, koran; note: Lama. to unknown"
    ) in said(compare(old, new))
    (line,) = (line for line in said(compare(old, new), "id") if "2019-05" in line)
    assert "waktu penetapan: 2018 menjadi 2019-05; kriteria: tidak diketahui menjadi a, b;" in line


def test_diff_derived_values_are_not_repeated() -> None:
    old = state(villages=(make_village(),))
    new = state(villages=(make_village(),), outreach=(make_outreach("temu", ("35.05.15.2004",)),))
    parts = {name: part for name, part in compare(old, new).parts.items() if part}
    assert "villages" not in parts
    assert [(one.key, one.name) for one in parts["outreach"].added] == [("temu", "Sosialisasi temu")]


def test_diff_figure_becomes_known_or_unknown() -> None:
    units = (Unit(id="peserta", name="peserta", definition="Yang terdaftar."),)
    old = state(programme=make_programme(year(2019, target=300), units=units))
    new = state(
        programme=make_programme(year(2019, reported=250), units=units),
        indicators=(make_indicator(value=Decimal("4.5"), target=43000),),
    )
    figures = {one.id: (one.was, one.now) for one in compare(old, new).figures}
    assert figures == {
        "reported-2019": (None, 250),
        "target-2019": (300, None),
        "indicator-peserta": (None, Decimal("4.5")),
        "indicator-peserta-target": (None, 43000),
    }
    told = said(compare(old, new))[1].split("; ")
    assert "target 2019: 300 to unknown" in told
    assert "Peserta aktif, Nasional: unknown to 4.5" in told
    assert "Peserta aktif, Nasional (aim): unknown to 43,000" in told
    assert "Peserta aktif, Nasional: tidak diketahui menjadi 4,5" in said(compare(old, new), "id")[1].split("; ")


def test_diff_year_note_without_figure_change() -> None:
    old = state(programme=make_programme(year(2018, reported=201)))
    new = state(programme=make_programme(year(2018, reported=201, note="Baru.")))
    assert said(compare(old, new))[1] == "1 year changed"


def test_diff_columns_of_one_side_are_ignored() -> None:
    full = state(villages=tuple(JAWA))
    bare = Snapshot("2018-12-31", {"villages": full.tables["villages"]}, INDONESIA)
    assert list(compare(bare, full).parts) == ["villages"]
    assert compare(bare, full).home is None
    assert not compare(bare, full)


def test_diff_published_files_one_by_one() -> None:
    old = Snapshot("a", {}, INDONESIA, files={"a.html": "1", "b.html": "2", "c.html": "3"})
    new = Snapshot("b", {}, INDONESIA, files={"b.html": "2", "c.html": "4", "d.html": "5"})
    part = compare(old, new).parts["files"]
    assert [[one.key for one in items] for items in (part.added, part.removed, part.changed)] == [
        ["d.html"],
        ["a.html"],
        ["c.html"],
    ]
    assert said(compare(old, new))[1] == "1 published file added; 1 published file removed; 1 published file changed"


def test_diff_long_lists_are_cut_with_count() -> None:
    villages = tuple(make_village(f"35.05.15.2{n:03}") for n in range(30))
    lines = said(compare(state(), state(villages=villages)))
    start = lines.index("Added: villages")
    assert lines[start + 21] == "  and 10 more"


def test_diff_hostile_names_are_escaped() -> None:
    village = make_village(name="A\x1b[31m<img src=x>", province="B|*c*")
    changes = compare(state(), state(villages=(village,)))
    text, markdown = ("\n".join(said(changes, "en", form)) for form in ("text", "markdown"))
    assert "\x1b" not in text
    assert "\x1b" not in markdown
    assert "<img" not in markdown
    assert "*c*" not in markdown


FORMER = make_village("14.05.15.2001", name="Air Putih", district="Lama", province="Riau", certified="2018")
RENUMBERED = make_village(
    "14.05.18.2001",
    name="Air Putih",
    district="Baru",
    province="Riau",
    certified="2018",
    previous_codes=(PreviousCode(code="14.05.15.2001", until="2020-12-31", decree="2/2020"),),
)


def code_change(*, back: bool = False) -> Changes:
    """A village got another code, which an outreach event names by now."""
    old = state(villages=(FORMER,), outreach=(make_outreach(villages=("14.05.15.2001",)),))
    new = state("baru", villages=(RENUMBERED,), outreach=(make_outreach(villages=("14.05.18.2001",)),))
    return compare(new, old) if back else compare(old, new)


def test_diff_changed_code_is_one_change() -> None:
    changes = code_change()
    assert [(one.was, one.now, one.until, one.decree) for one in changes.codes] == [
        ("14.05.15.2001", "14.05.18.2001", "2020-12-31", "2/2020")
    ]
    villages = changes.parts["villages"]
    assert (villages.added, villages.removed) == ((), ())
    assert [(one.key, [two.field for two in one.fields]) for one in villages.changed] == [
        ("14.05.18.2001", ["district"])
    ]
    assert not changes.parts["outreach"]


def test_diff_changed_code_backwards() -> None:
    changes = code_change(back=True)
    assert [(one.was, one.now, one.until) for one in changes.codes] == [
        ("14.05.18.2001", "14.05.15.2001", "2020-12-31")
    ]
    assert not changes.parts["villages"].added


def test_diff_changed_code_in_words() -> None:
    lines = said(code_change())
    assert lines[1].startswith("1 code changed (Riau 1); 1 village changed (Riau 1)")
    assert "Code changed" in lines
    assert "  14.05.15.2001 → 14.05.18.2001 Air Putih (Riau): until 2020-12-31, 2/2020" in lines
    assert "1 kode berubah (Riau 1)" in said(code_change(), "id")[1]


REGION = RegionRecord(
    code="33.05",
    name="Kabupaten Baru",
    previous_names=(PreviousName(name="Kabupaten Lama", until="2017-12-28", decree="61/2017"),),
)


def renamed_region(*, back: bool = False) -> Changes:
    """A regency with three villages was renamed, and one of the villages too."""
    old = state(villages=tuple(in_regions(one, regency="Kabupaten Lama") for one in JAWA))
    villages = [in_regions(one, regency="Kabupaten Baru") for one in JAWA]
    villages[0] = replace(villages[0], name="Lain")
    new = state("baru", villages=tuple(villages), regions=(REGION,))
    return compare(new, old) if back else compare(old, new)


@pytest.mark.parametrize("back", [False, True])
def test_diff_renamed_region_is_one_change(back: bool) -> None:
    changes = renamed_region(back=back)
    names = ("Kabupaten Lama", "Kabupaten Baru")[:: -1 if back else 1]
    assert [(one.code, (one.was, one.now), one.until, one.decree) for one in changes.regions] == [
        ("33.05", names, "2017-12-28", "61/2017")
    ]
    assert [(one.key, [two.field for two in one.fields]) for one in changes.parts["villages"].changed] == [
        ("33.05.15.2000", ["name"])
    ]


def test_diff_renamed_region_in_words() -> None:
    lines = said(renamed_region())
    assert lines[1].startswith("1 region renamed; 1 village changed")
    assert "  Kabupaten Lama → Kabupaten Baru (33.05): until 2017-12-28, 61/2017" in lines
    assert "1 wilayah berganti nama" in said(renamed_region(), "id")[1]


def renamed_village(*, back: bool = False) -> Changes:
    """A village was renamed, and got another day too."""
    new = replace(JAWA[0], name="Baru", previous_names=(JAWA[0].name,), certified="2018-07-06")
    states = (state(villages=JAWA), state("baru", villages=(new, *JAWA[1:])))
    return compare(*states[::-1]) if back else compare(*states)


@pytest.mark.parametrize("back", [False, True])
def test_diff_renamed_village_is_no_changed_field(back: bool) -> None:
    changes, names = renamed_village(back=back), (JAWA[0].name, "Baru")[:: -1 if back else 1]
    assert [(one.code, (one.was, one.now)) for one in changes.names] == [("33.05.15.2000", names)]
    [changed] = changes.parts["villages"].changed
    assert [one.field for one in changed.fields] == ["certified"]


def test_diff_renamed_village_in_words() -> None:
    lines = said(renamed_village())
    assert lines[1].startswith("1 village renamed (Jawa Tengah 1); 1 village changed")
    assert f"  {JAWA[0].name} → Baru (33.05.15.2000, Jawa Tengah)" in lines
    assert "1 desa berganti nama (Jawa Tengah 1)" in said(renamed_village(), "id")[1]
