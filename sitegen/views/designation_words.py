"""The words of a site among the messages of the interface: states, levels, kinds of events, counting and sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.models import DEFAULT_RULES, DesignationRules, Site
from sitegen.models.designation import DERIVED_STATUSES
from sitegen.plurals import split_form
from sitegen.scalars import COUNTING_RULES
from sitegen.sections import hidden_sections, section_names
from sitegen.translations import section_texts

_SENTENCES = ("village", "village_description", "card")
"""The messages `<name>_<state>` tell the state of a place in a sentence of its own, those `<name>_state` any state."""


def interface_messages(site: Site, language: str) -> dict[str, str]:
    """Return the messages of the theme in a language, with the words of the programme; none if the theme is missing,
    which load/ reports."""
    words = with_designation_words(site.theme.messages.get(language, {}), site.programme.rules)
    return _with_section_words(words, site, language)


def _with_section_words(words: dict[str, str], site: Site, language: str) -> dict[str, str]:
    """Return the messages with the titles that the settings give to sections.

    `<key>_without_<section>` takes the place of `<key>` where the site does without the section.
    """
    named = ((key, key.rpartition("_without_")) for key in words if "_without_" in key)
    variants = [  # a plural form, `<key>_without_<section>_one`, that of `<key>_one`
        (key, base + rest.removeprefix(name), name)
        for key, (base, _, rest) in named
        for name in section_names()
        if rest == name or rest.startswith(f"{name}_")
    ]
    shown = {key: text for key, text in words.items() if key not in {variant for variant, _, _ in variants}}
    hidden = hidden_sections(site.config)
    shown |= {base: words[key] for key, base, name in variants if name in hidden}
    titles = section_texts(site.config, site.translations, language, "title")
    return shown | {f"section_{name}": title for name, title in titles.items()}


def with_designation_words(messages: dict[str, str], rules: DesignationRules) -> dict[str, str]:
    """Return the messages with the words by which the programme names its states, levels and kinds of events.

    `<key>_<rule>` takes the place of `<key>` under the counting rule of that name.
    """
    variants = {
        key: (base, rule) for key in messages for rule in COUNTING_RULES if (base := _base(key, rule)) in messages
    }
    words = {key: text for key, text in messages.items() if key not in variants}
    if rules == DEFAULT_RULES or not messages:
        return words
    chosen = {base: messages[key] for key, (base, rule) in variants.items() if rule == rules.counting}
    words = {key: text for key, text in words.items() if split_form(key)[0] not in chosen} | chosen
    for state in rules.states:
        if state.name:
            words[f"status_{state.id}"] = state.name
            for key in [one for one in words for name in _SENTENCES if _tells(one, f"{name}_{state.id}")]:
                if state is not rules.states[0]:
                    del words[key]
    words["status_certified"] = words["map_say_certified"] = words[f"status_{rules.states[0].id}"]
    words |= {f"event_{kind.id}": kind.name for kind in rules.event_kinds if kind.name}
    words |= {f"award_{level.id}": level.name for level in rules.levels}
    _describe_columns(words, rules)
    return words


def _base(key: str, rule: str) -> str:
    """Return the key of the message that one under a counting rule takes the place of; empty for other keys. The form
    of a plural category, `<key>_<rule>_one`, takes the place of `<key>_one`."""
    plain, category = split_form(key)
    name, form = (plain, f"_{category}") if plain else (key, "")
    return name.removesuffix(f"_{rule}") + form if name.endswith(f"_{rule}") else ""


def award_now(messages: Mapping[str, str], level: str) -> str:
    """Say which level a place holds now."""
    return messages["award_now"].format(level=messages[f"award_{level}"])


def _tells(key: str, sentence: str) -> bool:
    """Whether a message is the sentence, or one of it for a kind of place."""
    return key == sentence or key.startswith(f"{sentence}_")


def _describe_columns(words: dict[str, str], rules: DesignationRules) -> None:
    """Say in the descriptions of columns what each value means."""
    if any(state.name for state in rules.states):
        states = [(one.id, words[f"status_{one.id}"]) for one in rules.states]
        derived = [(id, words[f"status_{id}"]) for id in DERIVED_STATUSES]
        words["column_villages_status"] = _list_meanings([*states, *derived])
    if any(kind.name for kind in rules.event_kinds):
        words["column_events_kind"] = _list_meanings((one.id, words[f"event_{one.id}"]) for one in rules.event_kinds)
    levels = _list_meanings((level.id, level.name) for level in rules.levels)
    for key in ("column_villages_level", "column_villages_current_level", "column_events_level"):
        words[key] = f"{words[key]} {levels}"


def _list_meanings(values: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{value}: {meaning.rstrip('.')}." for value, meaning in values)
