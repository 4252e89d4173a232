"""Answers that are typed: what is read from a field, and what a line's forms are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.catalogue.kinds.contract import Form, UnreadableAnswer
from app.catalogue.kinds.forms import clean, fold, split_bars
from app.catalogue.types import Item
from app.core.words import N_

LONGEST = 200  # characters of a line
WRITE = N_("Write your answer, then send it.")
TOO_LONG = N_("This answer is too long. Make it shorter, then send it again.")
ONE_ONLY = N_("Give one answer for each part.")


def value_of(form: Form, name: str, longest: int = LONGEST) -> str:
    """The only value of a field, cleaned; empty if there is none. Raises UnreadableAnswer."""
    values = {cleaned for value in form.get(name, ()) if (cleaned := clean(value))}
    if len(values) > 1:
        raise UnreadableAnswer(ONE_ONLY)
    value = next(iter(values), "")
    if len(value) > longest:
        raise UnreadableAnswer(TOO_LONG)
    return value


def with_forms(item: Item) -> Item:
    """`a form | another form` in every language; the first is what readers are shown."""
    forms = {
        language: tuple(" ".join(form.split()) for form in split_bars(text)) for language, text in item.text.items()
    }
    return replace(item, forms=forms, text={language: own[0] for language, own in forms.items() if own[0]})


def bars(item: Item, language: str) -> str:
    return " | ".join(item.forms.get(language, ()))


def find_form(items: Iterable[Item], text: str) -> Item | None:
    """The item that this was meant to be, in whatever language it was typed."""
    wanted = fold(text)
    for item in items:
        if wanted and any(fold(form) == wanted for forms in item.forms.values() for form in forms):
            return item
    return None


def first_form(item: Item) -> str:
    return next((form for forms in item.forms.values() for form in forms), "")
