"""Two small geographies, unlike Indonesia's, with the words that pages need, and sites of invented places in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from factory import INDONESIA, THEME, default_theme, make_config, make_site, make_village, read_yaml

from sitegen.cache import NullCache
from sitegen.geography import Geography
from sitegen.geography.pack import Extent, LocalName, MapStart, PackKind, PackLevel, PackPlaces
from sitegen.geography.terms import complete_messages
from sitegen.load.theme import load_locale_messages
from sitegen.models import Location, Site, Theme, Village


@dataclass(frozen=True, slots=True)
class SmallGeography:
    """A geography with its words and places."""

    geography: Geography
    words: dict[str, str]
    """Its messages, for each language."""
    places: tuple[tuple[str, str, tuple[str, ...], float, float], ...]
    """Code, name, names of regions by level, latitude and longitude of each place."""

    def theme(self) -> Theme:
        """The default theme with these words."""
        written = {language: read_yaml(THEME / "messages" / f"{language}.yaml") for language in ("id", "en")}
        messages = {
            language: complete_messages(self.geography, words | self.words)
            | load_locale_messages(words["locale"], NullCache())
            for language, words in written.items()
        }
        return replace(default_theme(), messages=messages)

    def villages(self) -> tuple[Village, ...]:
        """The places, designated in 2020 and 2021 in turn."""
        return tuple(
            replace(
                make_village(code, name=name, kind=self.geography.kinds[0].id, certified=str(2020 + at % 2)),
                regions=regions,
                location=Location(lat=lat, lon=lon, precision=self.geography.place.id, uncertainty_m=500),
            )
            for at, (code, name, regions, lat, lon) in enumerate(self.places)
        )

    def site(self, **parts: Any) -> Site:
        """A site in English of the places."""
        config = make_config(language="en")
        given = {"config": config, "geography": self.geography, "theme": self.theme(), "villages": self.villages()}
        return make_site(**(given | parts))


def _geography(name: str, separator: str, places: PackPlaces, *levels: PackLevel) -> Geography:
    """A geography of some levels, around the meridian of 11 degrees east on the equator."""
    pack = replace(
        INDONESIA.pack,
        separator=separator,
        levels=levels,
        places=places,
        extent=Extent(south=-1, north=1, west=10, east=12),
        map=MapStart(latitude=0, longitude=11, zoom=8),
        official_list="none",
        outlines="none",
        aliases=(),
    )
    return Geography(name, name, pack)


def _words(level: str, one: str, many: str) -> dict[str, str]:
    named = f"{{name}} {one.capitalize()}"
    return {f"{level}_one": one, f"{level}_many": many, f"{level}_named": named, f"kind_{level}": one}


SHIRES = SmallGeography(
    _geography(
        "shires",
        "-",
        PackPlaces(id="parish", digits=3, kinds=(PackKind(id="parish", words_after=("Parish",)),)),
        PackLevel(id="realm", plural="realms", description="The realm.", digits=2),
        PackLevel(
            id="shire",
            plural="shires",
            description="The shire.",
            digits=2,
            local=(LocalName(codes=("02",), name="Riding"),),
        ),
    ),
    {
        "country": "Shireland",
        **_words("realm", "realm", "realms"),
        **_words("shire", "shire", "shires"),
        **_words("parish", "parish", "parishes"),
        "term_all_levels": "realm and shire",
        "term_any_level": "shire or realm",
    },
    (
        ("01-01-001", "Appleby", ("Northmark", "Upper Vale"), 0.5, 10.5),
        ("01-01-002", "Birchham", ("Northmark", "Upper Vale"), 0.2, 10.9),
        ("01-02-001", "Cloverton", ("Northmark", "Lower Vale"), -0.2, 11.1),
        ("02-01-010", "Dunwick", ("Southmark", "East Fold"), -0.6, 11.6),
    ),
)
"""Two levels, of which one has a local name in one realm; hyphens between the blocks of codes."""

MARCHES = SmallGeography(
    _geography(
        "marches",
        "",
        PackPlaces(id="hamlet", digits=3, kinds=(PackKind(id="hamlet"),)),
        PackLevel(id="realm", plural="realms", description="The realm.", digits=2),
        PackLevel(id="march", plural="marches", description="The march.", digits=2, optional=True),
        PackLevel(id="borough", plural="boroughs", description="The borough.", digits=2, optional=True),
    ),
    {
        "country": "Marchland",
        **_words("realm", "realm", "realms"),
        **_words("march", "march", "marches"),
        **_words("borough", "borough", "boroughs"),
        **_words("hamlet", "hamlet", "hamlets"),
        "term_all_levels": "realm, march and borough",
        "term_any_level": "borough, march or realm",
    },
    (
        ("110101001", "Ashford", ("Northmark", "Greenmarch", "Oakbridge"), 0.5, 10.5),
        ("110102004", "Ashford", ("Northmark", "Greenmarch", "Elmbridge"), 0.3, 10.7),
        ("118000002", "Brookside", ("Northmark", "", "Freeport"), -0.2, 11.1),
        ("119900003", "Cliffend", ("Northmark", "", ""), -0.4, 11.4),
        ("220500001", "Downham", ("Southmark", "Hillmarch", ""), -0.7, 11.7),
    ),
)
"""Three levels, of which two are missing for some places; nothing between the blocks of codes."""

SMALL_GEOGRAPHIES = (SHIRES, MARCHES)
