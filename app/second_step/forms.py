"""Shape and wording of input about the second step. Codes are never written back into a page."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from app.accounts import passwords
from app.core.words import N_
from app.second_step import factors, passkeys, resetting
from app.web.forms import Form


class Unkept(TextInput):
    """Shows an empty field whatever was typed."""

    def __call__(self, field, **kwargs):  # type: ignore[no-untyped-def]
        return super().__call__(field, **kwargs | {"value": ""})


def _code(label: str, **attributes: str) -> StringField:
    checks = [InputRequired(N_("Write the code.")), Length(max=100)]
    return StringField(label, checks, widget=Unkept(), render_kw={"dir": "ltr", **attributes})


class CodeForm(Form):
    code = _code(N_("Code of six digits"), autocomplete="one-time-code", inputmode="numeric")


class RecoveryForm(Form):
    code = _code(N_("Recovery code"), autocomplete="off", autocapitalize="characters", spellcheck="false")


class PasskeyForm(Form):
    """`credential` is what the browser answered, as JSON."""

    credential = HiddenField(validators=[Length(max=passkeys.LONGEST_ANSWER)])


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        N_("A name for it"),
        [InputRequired(N_("Write a name.")), Length(max=factors.LONGEST_NAME)],
        description=N_("By which you tell it from others: my phone, the blue key."),
        render_kw={"autocomplete": "off"},
    )


class PasswordForm(Form):
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password.")), Length(max=passwords.MAXIMUM)],
        render_kw={"autocomplete": "current-password"},
    )


class ResetForm(Form):
    reason = TextAreaField(
        N_("Why"),
        [InputRequired(N_("Write in a sentence why.")), Length(resetting.SHORTEST, resetting.LONGEST)],
        description=N_("The person reads it, with your name, in a letter. How did you make sure that it was they?"),
        render_kw={"rows": "3"},
    )
