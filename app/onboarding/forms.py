"""Shape and wording of the steps that are done here."""

from __future__ import annotations

from datetime import date

from flask import request
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.institutions import InstitutionDraft
from app.accounts.models import Institution
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.enrolment.calendar import KINDS, SpanDraft
from app.web.forms import Form, SelectChoice, read_version

_OFF = {"autocomplete": "off"}
_NO_DAY = N_("Choose a day.")


class InstitutionForm(Form):
    """The code is asked once; `del form.code` afterwards."""

    code = StringField(
        N_("Code"), [InputRequired(N_("Write a code.")), Length(max=39)], render_kw={**_OFF, "dir": "ltr"}
    )
    name_he = StringField(N_("Name in Hebrew"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    name_ar = StringField(N_("Name in Arabic"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    name_en = StringField(N_("Name in English"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    time_zone = StringField(
        N_("Time zone"), [InputRequired(N_("Write a time zone.")), Length(max=60)], render_kw={**_OFF, "dir": "ltr"}
    )
    languages = SelectMultipleField(
        N_("Languages of its people"),
        choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))

    @classmethod
    def of(cls, institution: Institution) -> InstitutionForm:
        names = {f"name_{code}": institution.names.get(code, "") for code in LANGUAGES}
        return cls(formdata=None, obj=institution, data=names)

    def draft(self) -> InstitutionDraft:
        return InstitutionDraft(
            code=self.code.data or "" if "code" in self else "",
            names={code: self[f"name_{code}"].data or "" for code in LANGUAGES},
            time_zone=(self.time_zone.data or "").strip(),
            languages=tuple(self.languages.data or ()),
        )


class SpanForm(Form):
    kind = SelectField(N_("Kind"), choices=[SelectChoice(kind, label) for kind, label in KINDS.items()])
    title = StringField(N_("What it is called"), [InputRequired(N_("Write a name.")), Length(max=120)], render_kw=_OFF)
    first_day = DateField(N_("First day"), [InputRequired(_NO_DAY)])
    last_day = DateField(N_("Last day"), [InputRequired(_NO_DAY)])

    def draft(self) -> SpanDraft:
        return SpanDraft(
            str(self.kind.data), self.title.data or "", self.first_day.data or date.min, self.last_day.data or date.min
        )


class CohortForm(Form):
    """Programmes are those of the published release; the view puts them in."""

    programme = SelectField(N_("Programme"), [InputRequired(N_("Choose a programme."))])
    name = StringField(N_("Name of the cohort"), [InputRequired(N_("Write a name.")), Length(max=120)], render_kw=_OFF)
    starts_on = DateField(N_("First day"), [InputRequired(_NO_DAY)])
    ends_on = DateField(N_("Last day"), [InputRequired(_NO_DAY)])

    @property
    def first_day(self) -> date:
        return self.starts_on.data or date.min

    @property
    def last_day(self) -> date:
        return self.ends_on.data or date.min
