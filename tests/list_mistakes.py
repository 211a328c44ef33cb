"""Records of places in the official list, and seeded mistakes in them: each is told once, at its own record."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from factory import INDONESIA

from sitegen.load.official_list import OFFICIAL_LIST

Record = dict[str, str]
ALIASES = {
    "11": "NAD", "12": "Sumut", "13": "West Sumatra", "32": "West Java", "33": "Jateng", "34": "DIY", "35": "East Java",
    "51": "Provinsi Bali", "52": "NTB", "53": "East Nusa Tenggara", "73": "Sulsel", "91": "Irian Jaya",
}  # fmt: skip
KEYS = ("province", "regency", "district", "name")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A record that was spoilt."""

    index: int
    kind: str
    key: str
    right: str


def read_records() -> list[Record]:
    """A record of each place in the list, by code."""
    database = sqlite3.connect(f"{OFFICIAL_LIST.as_uri()}?mode=ro", uri=True)
    names = dict(database.execute("SELECT code, name FROM places WHERE code > ''"))
    database.close()
    return [
        {
            "code": code,
            "name": names[code],
            "kind": INDONESIA.kind_of(code),
            **{level.id: names[level.region_code(code)] for level in INDONESIA.levels},
        }
        for code in sorted(names)
        if len(code) == INDONESIA.place.length
    ]


def as_yaml(records: list[Record]) -> str:
    """The records as a file of villages: the code on the first line of each, then name, kind and regions."""
    return "".join(
        "- code: '{code}'\n".format(**record)
        + "".join(f"  {key}: '{record[key].replace(chr(39), chr(39) * 2)}'\n" for key in FIELDS[1:])
        + "  sources: [koran]\n"
        for record in records
    )


FIELDS = ("code", "name", "kind", "district", "regency", "province")
LINES = len(FIELDS) + 1
"""Lines of one record."""


def make_mistakes(records: list[Record], count: int, seed: int = 1) -> Iterator[Mistake]:
    """Spoil `count` of the records, each by one mistake, all kinds in turn."""
    chance = random.Random(seed)
    indexes = chance.sample(range(len(records)), len(records))
    kinds = list(_KINDS.items())
    for number in range(count):
        kind, spoil = kinds[number % len(kinds)]
        while True:
            index = indexes.pop()
            made = spoil(records[index], chance)
            if made and made[1] != records[index][made[0]]:
                break
        key, wrong = made
        yield Mistake(index, kind, key, records[index][key])
        records[index] = records[index] | {key: wrong}


def _swap_digits(record: Record, chance: random.Random) -> tuple[str, str] | None:
    digits = [number for number, sign in enumerate(record["code"]) if sign != "."]
    first, second = chance.choice(list(pairwise(digits)))
    signs = list(record["code"])
    signs[first], signs[second] = signs[second], signs[first]
    return "code", "".join(signs)


def _other_city(record: Record, chance: random.Random) -> tuple[str, str] | None:
    word, _, bare = record["regency"].partition(" ")
    return "regency", f"{'Kabupaten' if word == 'Kota' else 'Kota'} {bare}"


def _alias(record: Record, chance: random.Random) -> tuple[str, str] | None:
    alias = ALIASES.get(record["code"][:2])
    return ("province", alias) if alias else None


def _capitals(record: Record, chance: random.Random) -> tuple[str, str] | None:
    key = chance.choice(KEYS)
    return key, record[key].upper()


def _spelling(record: Record, chance: random.Random) -> tuple[str, str] | None:
    """Without spaces; a regency with the short form of its word."""
    key = chance.choice(KEYS)
    text = record[key]
    if key == "regency":
        return key, text.replace("Kabupaten ", "Kab. ")
    return key, text.replace(" ", "-") if chance.random() < 0.5 else text.replace(" ", "")


def _wrong_letter(record: Record, chance: random.Random) -> tuple[str, str] | None:
    """A letter too many, in a name that then is no neighbour's."""
    key = chance.choice(("name", "district", "province"))
    return key, record[key] + "qx"


def _other_scheme(record: Record, chance: random.Random) -> tuple[str, str] | None:
    return "code", record["code"].replace(".", chance.choice(("", " ", "-")))


def _kind_in_front(record: Record, chance: random.Random) -> tuple[str, str] | None:
    return "name", f"{chance.choice(('Desa', 'Kelurahan', 'Ds.', 'KEL.'))} {record['name']}"


def _second_place(record: Record, chance: random.Random) -> tuple[str, str] | None:
    key = chance.choice(("name", "district"))
    second = (", {district}", " Kec. {district}") if key == "name" else (", {regency}", " Prov. {province}")
    return key, record[key] + chance.choice(second).format(**record)


def _wrong_signs(record: Record, chance: random.Random) -> tuple[str, str] | None:
    key = chance.choice(KEYS)
    wrong = chance.choice(("“{}”", '"{}"', "\u202a{}\u202c", "{},", "{}\u200b"))
    return key, wrong.format(record[key])


def _placeholder(record: Record, chance: random.Random) -> tuple[str, str] | None:
    return chance.choice(KEYS), chance.choice(("TODO", "???", "-", "n/a", "belum ada"))


_KINDS: dict[str, Callable[[Record, random.Random], tuple[str, str] | None]] = {
    "swapped digits": _swap_digits,
    "Kota for Kabupaten": _other_city,
    "alias": _alias,
    "capitals": _capitals,
    "spelling": _spelling,
    "a letter too many": _wrong_letter,
    "other separators": _other_scheme,
    "a kind in front": _kind_in_front,
    "a second place": _second_place,
    "wrong signs": _wrong_signs,
    "placeholder": _placeholder,
}
