"""Shape and wording of input about accounts."""

from __future__ import annotations

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.web.forms import Form


class SignInForm(Form):
    email = EmailField(
        N_("E-mail"),
        [InputRequired(N_("Write your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "dir": "ltr", "inputmode": "email"},
    )
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
