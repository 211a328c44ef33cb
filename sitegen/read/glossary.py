"""What must hold of data/glossary.yaml by itself: no form names two terms, and each can be met in a text."""

from __future__ import annotations

from sitegen.model import Term
from sitegen.read.data_files import Records
from sitegen.read.reading import Reading
from sitegen.read.register import line_of
from sitegen.terms import same_form

Place = tuple[str | int, ...]


def check_glossary(reading: Reading, terms: Records[Term]) -> None:
    """Report what is wrong among the terms; one whose form an earlier one has is not fit for the Site."""
    first: dict[str, tuple[int, Place]] = {}
    for number, (term, span, index) in enumerate(terms.each()):
        for form, place in _forms(term):
            _check_form(reading, form, span.file, (index, *place))
            other, before = first.setdefault(same_form(form), (number, place))
            if (other, before) == (number, place):
                continue
            terms.unfit.add(number)
            at, where = terms.spans[other].file, terms.indexes[other]
            line = line_of(reading, at, where, *before, seen_from=span.file)
            reading.report.error("term-repeated", reading.span(span.file, index, *place), form=form, line=line)


def _forms(term: Term) -> list[tuple[str, Place]]:
    """Each form of a term, with the keys that lead to it."""
    named: list[tuple[str, Place]] = [(term.term, ("term",))] if term.term else []
    return named + [(form, ("forms", place)) for place, form in enumerate(term.forms)]


def _check_form(reading: Reading, form: str, file: str, loc: Place) -> None:
    """Report a form of one letter: it would be met everywhere."""
    if len(form) < 2:
        reading.report.error("term-too-short", reading.span(file, *loc), form=form)
