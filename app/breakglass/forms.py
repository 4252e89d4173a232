"""Why it is opened."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app.breakglass.rules import LEAST, MOST
from app.core.words import N_
from app.web.noticing import NoticingForm


class ReasonForm(NoticingForm):
    TOLD = ("reason",)

    reason = TextAreaField(
        N_("Why this has to be read now"),
        [InputRequired(N_("Say why. The learner reads it."))],
        render_kw={"rows": 4, "minlength": LEAST, "maxlength": MOST},
    )
