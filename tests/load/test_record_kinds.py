"""The registry of record kinds and the fields that hold their records say the same."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from sitegen.models import Site
from sitegen.models.kinds import KINDS, RecordKind, kinds_in


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.holder], ids=lambda kind: kind.name)
def test_record_kind_has_the_type_of_its_field(kind: RecordKind) -> None:
    assert kind.holder is not None
    one = (kind.record, kind.record | None)
    assert get_type_hints(kind.holder)[kind.part] in ((tuple[kind.record, ...],) if kind.key else one)


def test_record_kind_for_every_field_of_the_site_that_holds_records() -> None:
    """A record is what data/ may hold: a type with the rules by which it is read."""
    hints = get_type_hints(Site)
    held = {name for name, hint in hints.items() if any(hasattr(one, "__pydantic_config__") for one in _types(hint))}
    assert held == {kind.part for kind in kinds_in(Site)}


def _types(hint: object) -> tuple[object, ...]:
    return (hint, *get_args(hint))
