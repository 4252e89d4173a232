"""Naming two accounts, and saying why they are one person's."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.merging.service import LONGEST_REASON
from app.web.forms import Form

_OFF = {"autocomplete": "off", "inputmode": "email"}


class PairForm(Form):
    kept = EmailField(
        N_("Address of the account that stays"), [InputRequired(N_("Write an e-mail address."))], render_kw=_OFF
    )
    gone = EmailField(
        N_("Address of the account that goes"), [InputRequired(N_("Write an e-mail address."))], render_kw=_OFF
    )


class MergeForm(Form):
    reason = TextAreaField(
        N_("How do you know that both are one person?"),
        [InputRequired(N_("Say in a sentence how you know that both are one person.")), Length(max=LONGEST_REASON)],
    )
    certain = BooleanField(
        N_("I have looked at both. I know that it cannot be undone."),
        [InputRequired(N_("Look at both accounts, then tick this."))],
    )
