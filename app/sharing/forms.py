"""What is asked of whoever notes that they shared an exercise."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from app.core.words import N_
from app.sharing.service import GROUP
from app.web.forms import Form, offer
from app.web.languages import gettext

A_GROUP, GROUP_WORDS, CHOOSE = "group", N_("A group"), N_("Choose a code or a group.")


class NoteForm(Form):
    shared_on = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    whom = SelectField(N_("With whom"), [InputRequired(CHOOSE)])

    def offer(self, codes: Iterable[str]) -> None:
        """The open codes of the writer's own, then a group."""
        offer(self.whom, [*((code, code) for code in codes), (A_GROUP, gettext(GROUP_WORDS))], gettext(CHOOSE), "")

    @property
    def code(self) -> str:
        chosen = str(self.whom.data)
        return GROUP if chosen == A_GROUP else chosen
