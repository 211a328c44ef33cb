"""What places were called before: their present codes by their previous ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sitegen.models.records import Village
from sitegen.record import reference_fields

R = TypeVar("R")


def present_codes(villages: Iterable[Village]) -> dict[str, str]:
    """Return the present code of each village by each code that it had before."""
    return {one.code: village.code for village in villages for one in village.previous_codes if one.code}


def with_present_codes(record: R, present: Mapping[str, str]) -> R:
    """Return a record whose references to villages have their present codes, each once; itself where they do."""
    changed: dict[str, Any] = {}
    for name, kind in reference_fields(type(record)).items() if present else ():
        codes = getattr(record, name)
        if kind == "village" and any(code in present for code in codes):
            changed[name] = tuple(dict.fromkeys(present.get(code, code) for code in codes))
    updated: Any = replace(record, **changed) if changed else record  # type: ignore[type-var]
    return updated  # type: ignore[no-any-return]
