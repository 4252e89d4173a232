"""Shape and wording of a case."""

from __future__ import annotations

from flask import request
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.cases.rules import AGE_BANDS, PRESENTATIONS, STEPS
from app.cases.service import CaseDraft
from app.core.words import N_
from app.web.formats import isolated
from app.web.forms import Form, SelectChoice, read_version


class VersionForm(Form):
    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class CaseForm(Form):
    age_band = RadioField(
        N_("Age"),
        [InputRequired(N_("Choose an age band."))],
        choices=[SelectChoice(one, isolated(one)) for one in AGE_BANDS],
    )
    guardian_confirmed = BooleanField(N_("For 16 and 17: the rule of my framework about parents is kept"))
    step = SelectField(
        N_("Who accompanies"), choices=[SelectChoice(str(number), word) for number, word in STEPS.items()]
    )
    presentation = SelectField(
        N_("What it is mainly about"),
        [InputRequired(N_("Choose what it is mainly about."))],
        choices=[SelectChoice("", N_("Choose …")), *(SelectChoice(*one) for one in PRESENTATIONS.items())],
    )

    def draft(self) -> CaseDraft:
        return CaseDraft(
            age_band=self.age_band.data or "",
            step=int(self.step.data),
            presentation=self.presentation.data or "",
            guardian_confirmed=bool(self.guardian_confirmed.data),
        )
