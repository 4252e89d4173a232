"""The weekday and the hour of reminders."""

from __future__ import annotations

from typing import Self

from wtforms import SelectField

from app.core.words import N_
from app.reminders.models import ReminderWish
from app.reminders.presenters import days_of, hours_of
from app.reminders.quiet import Quiet
from app.reminders.service import MORNING, SUNDAY, Choice
from app.web.forms import Form


class WishForm(Form):
    """The view says which days and hours there are."""

    weekday = SelectField(N_("Day of the week"), coerce=int)
    hour = SelectField(N_("Hour"), coerce=int)

    @classmethod
    def of(cls, quiet: Quiet, wish: ReminderWish | None, *, is_sent: bool = False) -> Self:
        kept = (wish.weekday, wish.minute) if wish else (SUNDAY, MORNING)
        form = cls() if is_sent else cls(formdata=None, weekday=kept[0], hour=kept[1])
        form.weekday.choices, form.hour.choices = days_of(quiet), hours_of(quiet)
        return form

    def choice(self) -> Choice:
        return Choice(is_on=True, weekday=int(self.weekday.data), minute=int(self.hour.data))
