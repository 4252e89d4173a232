"""Checks that several kinds have in common. All speak at the question's place and name the language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.catalogue.kinds.contract import Say
from app.catalogue.kinds.forms import fold
from app.catalogue.types import Item, Question


def languages_of(question: Question) -> tuple[str, ...]:
    return tuple(question.stem)


def explained(question: Question, say: Say, items: Sequence[Item] | None = None) -> None:
    """Why an answer is right stands somewhere: behind each item, or at the end. `items` are all options if left out."""
    own = question.options if items is None else items
    for language in languages_of(question):
        is_each = bool(own) and all(item.feedback.get(language) for item in own)
        if not question.explanation.get(language) and not is_each:
            message = f"in “{language}” neither an explanation ends the question nor has each line feedback"
            say("quiz-explanation", message, "> Why, as the last paragraph")


def counted(say: Say, number: int, least: int, most: int, what: str) -> None:
    if not least <= number <= most:
        say("quiz-options", f"this question has {least} to {most} {what}, not {number}", "")


def whole(question: Question, say: Say, least: int, most: int, key: str, default: int) -> int:
    """A setting that is a whole number; its default where it cannot be read."""
    value = question.settings.get(key, str(default))
    if value.isascii() and value.isdecimal() and len(value) < 6 and least <= int(value) <= most:
        return int(value)
    say("bad-option", f'{key} is a whole number from {least} to {most}, not "{value[:40]}"', "")
    return default


def typed(question: Question, items: Iterable[Item], say: Say) -> None:
    """Forms that can be typed: there in every language, not empty, and none both right and wrong."""
    verdicts: dict[str, tuple[bool, str]] = {}
    for item in items:
        for language in languages_of(question):
            forms = item.forms.get(language, ())
            if not forms or not all(fold(form) for form in forms):
                say("quiz-forms", f'"{item.id}" has an empty form in “{language}”', "form | another form")
        for form in (form for forms in item.forms.values() for form in forms):
            is_right, other = verdicts.setdefault(fold(form), (item.is_right, form))
            if is_right != item.is_right:
                say("quiz-forms", f"“{form}” is taken as right and as wrong; it reads the same as “{other}”", "")
