"""Records whose every text is a formula, as far as its type allows, or hard to write down."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factory import make_indicator, make_outreach, make_programme, make_source, make_village, make_year

from sitegen.models import (
    Attendance,
    Correction,
    Criterion,
    Decree,
    Disagreement,
    Event,
    IndicatorTarget,
    Location,
    Observation,
    Office,
    OtherValue,
    PreviousCode,
    PreviousName,
    PreviousRegionCode,
    RegionRecord,
    RegionYear,
    SeriesBreak,
    Unit,
)
from sitegen.models.records import Population

FORMULAS = ("=1+1", "+62 812", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1", "''+1", 'a "b", c;d', "satu\ndua", "éߐ𝄞")
"""Texts that a spreadsheet would run, or that are hard to write down, or both."""
EVENTS = (
    Event(kind="designated", date="2018-07-05", issuer="=A1", decree="-1", sources=("koran",)),
    Event(kind="lapsed", date="2021"),
)
VILLAGES = (
    make_village(
        "35.05.15.2004",
        name="=cmd|' /C calc'!A0",
        called="+nagari",
        certified="[2017..2018]",
        decree=Decree(number="-12", date="2018-06-30", issuer="@bupati"),
        office="cabang",
        criteria=("staff", "head"),
        location=Location(lat=-8.0, lon=112.29194, precision="point", uncertainty_m=0),
        population=Population(count=0, as_of="2018-06", source="koran"),
        note='\'=HYPERLINK("https://jahat.example")\r\n',
        events=EVENTS,
        previous_names=("=Lama", "Lebih, lama", 'Paling "lama"', "'"),
        previous_codes=(
            PreviousCode(code="35.05.11.2017", until="2010", decree="=1/2010"),
            PreviousCode(code="35.05.11.1017", until="[..2003]"),
        ),
        successors=("35.05.15.2005", "35.05.15.2006/pasar-baru"),
        slug="lama",
    ),
    make_village("35.05.15.2005", certified="2018-03"),
    make_village("35.05.15.2006/pasar-baru", kind="pasar"),
    *(make_village(f"35.05.16.{2001 + number}", name=text, note=text) for number, text in enumerate(FORMULAS)),
)
DISAGREEMENT = Disagreement(
    because="=alasan", others=(OtherValue(value=Decimal("-0.5"), sources=("koran",), note="@lain"),)
)
HOSTILE: dict[str, Any] = {
    "villages": VILLAGES,
    "offices": (
        Office(
            id="cabang", name="=Kantor", kind="branch", region="@Jawa", address="-Jalan 1\n+2", hours="=08.00",
            telephone="+62 812", url="https://kantor.example/?a=1&b='c'", sources=("koran",),
        ),
    ),
    "sources": (
        make_source(
            publisher="=Koran", title="+1", url="https://koran.example/?a=1&b='c'", accessed="2021-01-02", place="-",
            note="\t=1",
        ),
    ),
    "outreach": (
        make_outreach(
            villages=("35.05.15.2005",), title="=1", place="@2", campaign="+3", audience="-4", office="cabang",
            summary="'\n=5", region="35.05", attendance=Attendance(count=120, unit="peserta", rounded=True),
        ),
        make_outreach("kelak", date=None, expected="2030-05"),
    ),
    "indicators": (
        make_indicator(
            value=Decimal("4.50"), as_of="2021-03", status="final", rounded=True, target=36_000_000,
            target_kind="projection", due="2024", stated_by="=siapa", note="@catatan", name="=Nama", scope="-Nasional",
            office="cabang", region="35.05",
            observations=(
                Observation(
                    period="2020", value=Decimal("-1.25"), status="final", rounded=True, stated_by="=siapa",
                    note="@catatan", sources=("koran",), disagreement=DISAGREEMENT,
                ),
            ),
            targets=(
                IndicatorTarget(due="2025", value=7, note="+harapan", sources=("koran",), disagreement=DISAGREEMENT),
            ),
            breaks=(SeriesBreak(at="2021", reason="-cara", sources=("koran",)),),
        ),
    ),
    "programme": make_programme(
        make_year(
            2018, target=200, reported=201, reported_as_of="2018-12-31", reported_status="final", projected_total=477,
            note="=1",
            regions=(
                RegionYear(region="35", name="=Jawa", reported=2, sources=("koran",), disagreement=DISAGREEMENT),
            ),
        ),
        units=(
            Unit(
                id="peserta", name="+peserta", name_one="=peserta", definition="=siapa", share=True, negative=True,
                decimals=6,
            ),
        ),
        criteria=tuple(Criterion(id=id, name=id, description=id, sources=("koran",)) for id in ("staff", "head")),
    ),
    "regions": (
        RegionRecord(
            code="35.05", name="=Kabupaten", decree="+1/2010", sources=("koran",), note="@catatan",
            previous_names=(
                PreviousName(name="-Lama", until="2010", decree="=1"), PreviousName(name="+Kuno", until="2003"),
            ),
            previous_codes=(PreviousRegionCode(code="34.09", until="[..2003]", decree="@2/2003"),),
        ),
    ),
    "corrections": (
        Correction(
            what="reported-2018", field="=kolom", was="-200", now="+201", kind="correction", when="2019-10-09",
            why="=salah", sources=("koran",),
        ),
    ),
}  # fmt: skip
"""The parts of a site that tries every column of every table."""
