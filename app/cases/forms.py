"""Shape and wording of a case."""

from __future__ import annotations

from flask import request
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.cases.keeping import SettingDraft
from app.cases.models import CaseSetting
from app.cases.rules import AGE_BANDS, COUNTS, NONE, PRESENTATIONS, SCORES, STEPS
from app.cases.service import CaseDraft
from app.core.words import N_
from app.web.formats import isolated
from app.web.forms import Form, SelectChoice, read_version

LEVEL_WORDS = {
    NONE: N_("Nothing: no codes, entries alone"),
    COUNTS: N_("Codes: age band, step, what it is about; no scores"),
    SCORES: N_("Codes, and the scores of measures"),
}


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


class SettingForm(VersionForm):
    case_data = RadioField(
        N_("What is kept of people served"), choices=[SelectChoice(*one) for one in LEVEL_WORDS.items()]
    )
    minors_measures = BooleanField(N_("Measures for adults are taken with people of 16 and 17 too"))
    signed_off_by = StringField(
        N_("The clinician who answers for that"), [MayBeEmpty(), Length(max=120)], render_kw={"autocomplete": "off"}
    )
    signed_off_on = DateField(N_("Since when they answer for it"), [MayBeEmpty()])

    @classmethod
    def of(cls, setting: CaseSetting | None) -> SettingForm:
        return cls(formdata=None, obj=setting, data={} if setting else {"case_data": COUNTS})

    def draft(self) -> SettingDraft:
        return SettingDraft(
            case_data=self.case_data.data or "",
            minors_measures=bool(self.minors_measures.data),
            signed_off_by=self.signed_off_by.data or "",
            signed_off_on=self.signed_off_on.data,
        )
