"""Shape and wording of what staff write about a learner's path."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.progress.overrides import LONGEST_REASON
from app.web.forms import Form


def _without_null(text: str | None) -> str | None:
    """PostgreSQL refuses the character 0 in any text."""
    return text.replace("\0", "") if text else text


class OverrideForm(Form):
    reason = TextAreaField(
        N_("Why is it opened?"),
        [InputRequired(N_("Say why. The learner reads it.")), Length(max=LONGEST_REASON)],
        filters=(_without_null,),
    )
