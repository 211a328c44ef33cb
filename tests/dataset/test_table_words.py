"""Every table of the open data, and every record kind that has one, has its words in each language."""

from __future__ import annotations

import pytest
from factory import INDONESIA, default_messages

from sitegen.dataset.tables import empty_tables
from sitegen.models.kinds import KINDS, table_kinds


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_table_and_column_has_its_words(language: str) -> None:
    words = default_messages(language)
    tables = empty_tables(INDONESIA)
    wanted = [key for name in tables for key in (f"data_{name}", f"data_{name}_meaning")]
    wanted += [f"column_{table.name}_{column.name}" for table in tables.values() for column in table.columns]
    # The page of corrections and `sitegen diff` name what was changed of a record.
    compared = [table for name, table in tables.items() if name != "figures"]
    wanted += [
        f"changed_{one.name}"
        for table in compared
        for one in table.columns
        if not one.derived and one.name not in table.key
    ]
    assert [key for key in wanted if not words.get(key, "").strip()] == []


def test_every_table_of_a_kind_is_published_with_the_key_of_the_kind() -> None:
    kinds = table_kinds()
    assert [kind.table for kind in kinds] == list(range(1, len(kinds) + 1)), "positions are counted without gaps"
    assert [kind.name for kind in kinds if kind.part not in empty_tables(INDONESIA)] == []
    assert [
        kind.name for kind in kinds if empty_tables(INDONESIA)[kind.part].key != (kind.row_key or (kind.key,))
    ] == []
    assert [kind.name for kind in KINDS.values() if kind.row_key and not kind.table] == []
