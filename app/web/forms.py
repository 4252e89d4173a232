"""The base of every form: WTForms in the reader's language, its labels marked where they are written."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from app.core.errors import Invalid
from app.web.languages import gettext, language


class _Translations:
    """Labels and our own messages through our catalogue; WTForms' own messages come from its own."""

    def gettext(self, message: str) -> str:
        return str(gettext(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(gettext(singular if n == 1 else plural))


class Form(FlaskForm):
    class Meta:
        @property
        def locales(self) -> list[str]:
            return [language()]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if field.type not in {"CSRFTokenField", "HiddenField"}:
                field.label.text = gettext(field.label.text)
                field.description = gettext(field.description) if field.description else ""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [gettext(str(message)) for message in field.errors]
        return valid

    def refuse(self, error: Invalid) -> None:
        """Puts a service's refusal where it belongs: at its field, else above the form."""
        text = gettext(error.message) % error.values if error.values else gettext(error.message)
        if error.field and error.field in self:
            self[error.field].errors = [*self[error.field].errors, text]
        else:
            self.form_errors.append(text)
