"""How a record is declared: a frozen dataclass whose fields are described by the docstring under each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

# Read by pydantic when `read/` validates (and when `schema` describes) a record; nothing here imports it,
# so that a run that reads only remembered records does not pay for it.
SCHEMA = {"extra": "forbid", "use_attribute_docstrings": True, "str_strip_whitespace": True}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted, keyword-only dataclass that pydantic validates strictly by its field names."""
    make: Callable[..., Any] = dataclass(frozen=True, slots=True, kw_only=True)
    made: type[T] = make(cls)
    setattr(made, "__pydantic_config__", SCHEMA)  # noqa: B010  (not a field; mypy knows no such attribute)
    return made
