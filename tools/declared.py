"""Read declarations from source code for the documentation: fields of a dataclass with the docstring under each."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_args, get_type_hints


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a dataclass."""

    name: str
    type: str
    """Source code of the annotation."""
    default: str | None
    """Source code of the default; None where the field is required."""
    meaning: str
    """The docstring under it."""


def fields(kind: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a dataclass in order of declaration, inherited ones first."""
    inherited = (field for base in kind.__bases__ if dataclasses.is_dataclass(base) for field in fields(base))
    body = next(
        node.body
        for node in _tree(sys.modules[kind.__module__]).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    own = (
        Field(
            node.target.id,
            ast.unparse(node.annotation),
            ast.unparse(node.value) if node.value else None,
            text,
        )
        for node, text in _with_docstrings(body)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    )
    return (*inherited, *own)


@functools.cache
def names(module: ModuleType) -> dict[str, str]:
    """Return the docstrings under the assignments of a module, by name."""
    return {
        node.targets[0].id: text
        for node, text in _with_docstrings(_tree(module).body)
        if text and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def used_by(kind: type[Any]) -> Iterator[type[Any]]:
    """Yield `kind` and the dataclasses in the types of its fields, each once, outer before inner."""
    waiting, seen = [kind], set[type[Any]]()
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        yield one
        for hint in get_type_hints(one).values():
            waiting += [part for part in _parts(hint) if isinstance(part, type) and dataclasses.is_dataclass(part)]


def first_sentence(of: Any) -> str:
    """Return the first sentence of a docstring."""
    paragraph = " ".join((inspect.getdoc(of) or "").split("\n\n")[0].split("\n"))
    return paragraph.partition(". ")[0].rstrip(".") + "."


def _parts(hint: Any) -> Iterator[Any]:
    """Yield a type and all its type arguments."""
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _with_docstrings(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each statement with the docstring under it, or an empty text."""
    for node, below in zip(body, [*body[1:], None], strict=True):
        docstring = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and below.value.value
        yield node, inspect.cleandoc(docstring) if isinstance(docstring, str) else ""


@functools.cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))
