"""The committed accessibility statement tells what the gates look at today, and the file is written as it is read."""

from __future__ import annotations

from typing import Any, get_args

import pytest
import yaml
from factory import default_theme
from gates.colours import SCHEMES, WIDTHS
from gates.sites import SEEN
from gates.visit import STATED
from statement import STATEMENT, UNTRIED, statement, tools

from sitegen import models, scalars


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The committed file, every value a text."""
    read: dict[str, Any] = yaml.load(STATEMENT.read_text(encoding="utf-8"), yaml.BaseLoader)
    return read


def test_accessibility_statement_names_current_gates(told: dict[str, Any]) -> None:
    assert told["templates"] == SEEN
    assert told["widths"] == [str(width) for width in WIDTHS]
    assert told["schemes"] == list(SCHEMES)
    assert [one["what"] for one in told["trials"]] == list(STATED)


def test_accessibility_statement_names_installed_tools(told: dict[str, Any]) -> None:
    versions = {one["name"]: one["version"] for one in told["tools"]}
    assert tools().items() <= versions.items()
    assert versions.keys() - tools() == {"Chromium"}, "whose version is the machine's"


def test_accessibility_statement_has_no_faults(told: dict[str, Any]) -> None:
    assert {one["what"]: one["faults"] for one in told["trials"]} == dict.fromkeys(STATED, "0")


def test_accessibility_statement_round_trip(told: dict[str, Any]) -> None:
    browser = next(one["version"] for one in told["tools"] if one["name"] == "Chromium")
    faults = {one["what"]: int(one["faults"]) for one in told["trials"]}
    assert statement(told["date"], browser, faults, told) == STATEMENT.read_text(encoding="utf-8")


def test_accessibility_statement_allows_every_gate(told: dict[str, Any]) -> None:
    prefix, named = "accessibility_trial_", {one["what"] for one in told["trials"] if "name" in one}
    keys = (key for key in default_theme().messages["id"] if key.startswith(prefix))
    words = {key.removeprefix(prefix).replace("_", "-") for key in keys}
    assert words | named == set(STATED)
    assert words & named == set()
    assert set(get_args(get_args(scalars.Untried)[0])) == set(UNTRIED)
    assert set(get_args(get_args(scalars.Scheme)[0])) == set(SCHEMES)
    assert models.AccessibilityStatement.__doc__
