"""What coordinators write when they change a quiz's rules for one learner."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.quizzes.overrides import LONGEST_REASON, NO_SUCH_TIME, NOT_NOW
from app.quizzes.timing import EXTRA_ATTEMPT, EXTRA_PERCENTS, NO_WAIT, PASSED
from app.web.forms import Form, SelectChoice
from app.web.languages import gettext

WAYS = {
    EXTRA_ATTEMPT: N_("Give one more attempt"),
    NO_WAIT: N_("End the wait now"),
    PASSED: N_("Count the quiz as passed"),
}
NONE = N_("No extra time")


class OpeningForm(Form):
    """`kind` offers only what is closed; the only way there is, is chosen already."""

    kind = RadioField(  # type: ignore[call-arg]  # younger than its type stubs
        N_("What is opened?"), [InputRequired(N_("Choose what is opened."))], invalid_choice_message=NOT_NOW
    )
    reason = TextAreaField(
        N_("Why is it opened?"), [InputRequired(N_("Say why. The learner reads it.")), Length(max=LONGEST_REASON)]
    )

    def offer(self, ways: Sequence[str]) -> None:
        self.kind.choices = [SelectChoice(way, gettext(WAYS[way])) for way in ways]
        if len(ways) == 1 and not self.kind.data:
            self.kind.data = ways[0]


class ExtraTimeForm(Form):
    percent = RadioField(  # type: ignore[call-arg]  # younger than its type stubs
        N_("Extra time"),
        [InputRequired(NO_SUCH_TIME)],
        choices=[SelectChoice("0", NONE), *(SelectChoice(str(more), f"{more}%") for more in EXTRA_PERCENTS)],
        invalid_choice_message=NO_SUCH_TIME,
    )
