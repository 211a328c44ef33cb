"""The scalar types whose rule depends on the geography: codes of places and regions, kinds, levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from sitegen.geography.levels import Geography
from sitegen.record import Reference
from sitegen.scalars import InvalidScalar, ScalarRule, choice_rule, pattern_rule


class GeographyRule(ScalarRule):
    """Stands in a declaration for the rule that a geography gives; see binding.bind."""

    def __init__(self, of: Callable[[Geography], ScalarRule]) -> None:
        """`of` returns the rule of a geography."""
        super().__init__(_read_unbound, {"type": "string"})
        self.of = of


def _read_unbound(text: str) -> str:
    raise TypeError(f"{text}: a record type must be bound to a geography")


def _code_rule(geography: Geography) -> ScalarRule:
    return pattern_rule("bad-code", geography.code_pattern, geography.regroup)


def _region_rule(geography: Geography) -> ScalarRule:
    return pattern_rule("bad-region-code", geography.top.pattern)


def _any_region_rule(geography: Geography) -> ScalarRule:
    patterns = "|".join(level.pattern for level in geography.levels)
    return pattern_rule("bad-region", patterns, type=["string", "number"])


def _kind_rule(geography: Geography) -> ScalarRule:
    return choice_rule(*(kind.id for kind in geography.kinds))


def _precision_rule(geography: Geography) -> ScalarRule:
    levels = geography.levels[1:] or geography.levels  # the middle of a region of the highest level says nothing
    return choice_rule(geography.place.id, *(level.id for level in reversed(levels)), "point")


Code = Annotated[str, GeographyRule(_code_rule)]
"""The official code of a place, `35.05.15.2004`; that of a place within one has `/<kind>-<slug>` behind it."""
VillageCode = Annotated[Code, Reference("village")]
"""The code of a village of data/villages.yaml."""
Kind = Annotated[str, GeographyRule(_kind_rule)]
"""What a place of the register is: a kind of the geography."""
Precision = Annotated[str, GeographyRule(_precision_rule)]
"""What a point is the centre of: a place, or the region of a level; `point`: a point inside that is no centre."""
RegionCode = Annotated[str, GeographyRule(_region_rule)]
"""The code of a region of the highest level: `"15"`."""


AnyRegionCode = Annotated[str, GeographyRule(_any_region_rule)]
"""The code of a region of any level: the first blocks of its villages' codes, `35` or `35.05`."""


def _place_or_region_rule(geography: Geography) -> ScalarRule:
    code, region = _code_rule(geography), _any_region_rule(geography)

    def read(text: str) -> str:
        try:
            return str(region(text))
        except InvalidScalar:
            return str(code(text))

    return ScalarRule(read, {"type": ["string", "number"]})


PlaceOrRegionCode = Annotated[str, GeographyRule(_place_or_region_rule)]
"""The code of a place, or of a region of any level: `51.04.02.2001` or `51.04`."""


def parse_code(text: str, geography: Geography) -> str:
    """Parse the code of a place, other separators or none allowed; raises InvalidScalar."""
    code: str = _code_rule(geography)(geography.group_digits(text) or text)
    return code
