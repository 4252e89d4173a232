"""Shape and wording of what is asked: how something served, own days, an alert, weeks of rest."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import N_
from app.practice.days_rules import Span
from app.practice.tools_rules import ALONE, LITTLE, NO, NOT_THIS_TIME, WITH_SOMEONE, YES, Use
from app.practice.year import FASTING, FREE, MEMORIAL, QUIET
from app.web.forms import Form, SelectChoice

DAY_KINDS = {
    QUIET: N_("Quiet: no reminders"),
    FASTING: N_("Fasting: no taste, no exertion"),
    MEMORIAL: N_("Memorial: nothing that stirs, unless you choose it"),
    FREE: N_("Free: a day for myself"),
}
HERE, EVERYWHERE = "here", "everywhere"
_DAY = N_("Choose a day.")


class UseForm(Form):
    """The view fills in the moments."""

    how = RadioField(
        N_("Did you use it?"),
        [InputRequired(N_("Choose one of the answers."))],
        choices=[
            SelectChoice(ALONE, N_("Yes, alone")),
            SelectChoice(WITH_SOMEONE, N_("Yes, with someone")),
            SelectChoice(NOT_THIS_TIME, N_("Not this time")),
        ],
    )
    moment = SelectField(N_("In which kind of moment?"))
    help = RadioField(
        N_("Did it help?"),
        [MayBeEmpty()],
        choices=[SelectChoice(LITTLE, N_("A little")), SelectChoice(YES, N_("Yes")), SelectChoice(NO, N_("No"))],
    )

    def use(self, day: date) -> Use:
        return Use(on=day, how=str(self.how.data), moment=str(self.moment.data or ""), help=str(self.help.data or ""))


class DayForm(Form):
    first_day = DateField(N_("From day"), [InputRequired(_DAY)])
    last_day = DateField(N_("Until day"), [MayBeEmpty()])
    kind = SelectField(N_("What the days are for you"), choices=[SelectChoice(*one) for one in DAY_KINDS.items()])

    def span(self) -> Span:
        first = self.first_day.data or date.min
        return Span(first, self.last_day.data or first, str(self.kind.data))


class AlertForm(Form):
    """`area` is asked only of whoever may switch it on for the whole institution."""

    area = RadioField(
        N_("Where"),
        choices=[SelectChoice(HERE, N_("For this cohort")), SelectChoice(EVERYWHERE, N_("For the whole institution"))],
        default=HERE,
    )
    last_day = DateField(N_("Until day"), [MayBeEmpty()], id="alert-until")


class RestForm(Form):
    first_day = DateField(N_("From day"), [InputRequired(_DAY)])
    last_day = DateField(N_("Until day"), [InputRequired(_DAY)])
