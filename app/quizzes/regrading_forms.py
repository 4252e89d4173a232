"""Why a question is corrected."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.quizzes.regrading import LONGEST_REASON
from app.web.forms import Form


class RegradeForm(Form):
    reason = TextAreaField(
        N_("Why is it corrected?"),
        [InputRequired(N_("Say why. Everybody whose points change reads it.")), Length(max=LONGEST_REASON)],
    )
