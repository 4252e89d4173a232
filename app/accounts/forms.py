"""Shape and wording of input about accounts. Passwords are never written back into a page."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.accounts import names, passwords
from app.accounts.queries import normal_email
from app.core.errors import Invalid
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.mail.letter import LONGEST_ADDRESS, is_address
from app.web.forms import Form, SelectChoice
from app.web.languages import gettext

NO_ADDRESS = N_("Write an address such as name@example.org.")
LONG_ENOUGH = N_("At least 12 characters. Three or four words together work well.")
TOO_LONG = Length(max=passwords.MAXIMUM)


def _email(*checks: Any) -> EmailField:
    return EmailField(
        N_("E-mail"),
        [InputRequired(N_("Write your e-mail address.")), *checks],
        render_kw={"autocomplete": "username", "dir": "ltr", "inputmode": "email"},
    )


def _name() -> StringField:
    checks = [InputRequired(N_("Write a name.")), Length(max=names.LONGEST)]
    return StringField(N_("Name"), checks, render_kw={"autocomplete": "name"})


def _language() -> SelectField:
    return SelectField(N_("Language"), choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES])


def _new_password(label: str) -> PasswordField:
    checks = [InputRequired(N_("Choose a password.")), is_strong]
    return PasswordField(label, checks, description=LONG_ENOUGH, render_kw={"autocomplete": "new-password"})


def _again() -> PasswordField:
    same = EqualTo("password", N_("The two passwords are not the same. Write both once more."))
    checks = [InputRequired(N_("Write the password once more.")), same]
    return PasswordField(N_("The same password again"), checks, render_kw={"autocomplete": "new-password"})


def is_strong(_form: Form, field: Any) -> None:
    """Says so together with whatever else is wrong; the service looks again, knowing whose password it is."""
    try:
        passwords.check_strength(field.data or "")
    except Invalid as error:
        raise ValidationError(gettext(error.message) % error.values) from error


def is_mail_address(_form: Form, field: Any) -> None:
    """Raises ValidationError for what mail cannot be sent to."""
    if not is_address(normal_email(field.data or "")):
        raise ValidationError(NO_ADDRESS)


class SignInForm(Form):
    email = _email(Length(max=LONGEST_ADDRESS))
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password.")), TOO_LONG],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )


class AskResetForm(Form):
    email = _email(is_mail_address)


class ResetForm(Form):
    password = _new_password(N_("New password"))
    again = _again()


class AcceptForm(Form):
    name = _name()
    language = _language()
    password = _new_password(N_("Password"))
    again = _again()


class AccountForm(Form):
    """`version` is the row that was read: saving over a newer one is refused."""

    version = HiddenField()
    name = _name()
    language = _language()
    address_form = RadioField(
        N_("How Kelim speaks to you"),
        choices=[
            SelectChoice("neutral", N_("Neutral")),
            SelectChoice("feminine", N_("Feminine")),
            SelectChoice("masculine", N_("Masculine")),
        ],
        description=N_("Hebrew and Arabic say “you” differently to women and men."),
    )
    text_size = RadioField(
        N_("Size of text"),
        choices=[
            SelectChoice("normal", N_("Normal")),
            SelectChoice("large", N_("Large")),
            SelectChoice("larger", N_("Larger")),
        ],
    )


class ChangePasswordForm(Form):
    old = PasswordField(
        N_("Password of now"),
        [InputRequired(N_("Write your password.")), TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password(N_("New password"))
    again = _again()


class AddressForm(Form):
    email = EmailField(
        N_("New address"),
        [InputRequired(N_("Write your e-mail address.")), Length(max=LONGEST_ADDRESS)],
        render_kw={"autocomplete": "email", "dir": "ltr", "inputmode": "email"},
    )
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password.")), TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )
