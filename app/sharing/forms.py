"""What is asked of whoever notes that they shared an exercise."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from app.core.words import N_
from app.sharing.service import GROUP
from app.web.forms import Form
from app.web.languages import gettext

A_GROUP = N_("A group")


class NoteForm(Form):
    shared_on = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    whom = SelectField(N_("With whom"))

    def offer(self, codes: Iterable[str]) -> None:
        """The open codes of the writer's own, then a group."""
        self.whom.choices = [*((code, code) for code in codes), (GROUP, gettext(A_GROUP))]
