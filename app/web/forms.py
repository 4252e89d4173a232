"""The base of every form: WTForms in the reader's language, its labels marked where they are written."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # younger than its type stubs

from app.core.errors import Invalid, KelimError
from app.web.languages import gettext

__all__ = ["Choices", "Form", "SelectChoice", "offer", "read_version"]

Choices = list[tuple[str, str]]


UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Signs that no keyboard writes, no page may hold and PostgreSQL refuses."""


class Form(FlaskForm):
    """Labels, descriptions, written-down choices and messages are translated here; WTForms brings words of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field.data, str):
                field.data = UNWRITABLE.sub("", field.data)
            if field.type not in {"CSRFTokenField", "HiddenField"}:
                field.label.text = _say(field.label.text)
                field.description = _say(field.description)
            if isinstance(field, SelectField) and isinstance(field.choices, list):
                field.choices = [_choice(choice) for choice in field.choices]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [_say(str(message)) for message in field.errors]
        return valid

    def refuse(self, error: KelimError, field: str = "") -> None:
        """Puts a service's refusal where it belongs: at its field (or `field`), else above the form."""
        text = gettext(error.message) % error.values if error.values else gettext(error.message)
        name = error.field if isinstance(error, Invalid) and error.field else field
        if name and name in self:
            self[name].errors = [*self[name].errors, text]
        else:
            self.form_errors.append(text)


def offer(field: SelectField, choices: Choices, empty: str, chosen: str) -> None:
    """Offers what a view knows; of several none is chosen (`empty` says so) but for the one that an address names."""
    field.choices = [("", empty), *choices] if len(choices) > 1 else choices
    if chosen in {value for value, _ in choices}:
        field.data = chosen


def _choice(choice: SelectChoice | tuple[str, str]) -> SelectChoice:
    value, label = (choice.value, choice.label) if isinstance(choice, SelectChoice) else choice
    return SelectChoice(value, _say(label))


def _say(text: str) -> str:
    """The text in the reader's language; the empty one would give the catalogue's header."""
    return str(gettext(text)) if text else ""


def read_version(text: str | None) -> int:
    """The row version that a form carries; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
