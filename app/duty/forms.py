"""Shape and wording of a duty phone."""

from __future__ import annotations

from flask import request
from wtforms import StringField, TelField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import LANGUAGES, N_
from app.duty.models import DutyContact
from app.duty.service import DutyDraft
from app.web.forms import Form, read_version

_PHONE = {"inputmode": "tel", "autocomplete": "off"}
_OFF = {"autocomplete": "off"}


class DutyForm(Form):
    """The field `version` carries the id of the contact that its writer saw."""

    name = StringField(
        N_("Who is on duty"),
        [InputRequired(N_("Write who is on duty: a role, or a name.")), Length(max=120)],
        render_kw=_OFF,
    )
    phone = TelField(N_("Number"), [InputRequired(N_("Write a number.")), Length(max=40)], render_kw=_PHONE)
    hours_he = StringField(N_("When somebody answers, in Hebrew"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    hours_ar = StringField(N_("When somebody answers, in Arabic"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    hours_en = StringField(N_("When somebody answers, in English"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    backup_name = StringField(N_("Back-up"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    backup_phone = TelField(N_("Number of the back-up"), [MayBeEmpty(), Length(max=40)], render_kw=_PHONE)

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))

    @classmethod
    def of(cls, contact: DutyContact | None) -> DutyForm:
        if contact is None:
            return cls(formdata=None)
        hours = {f"hours_{code}": contact.hours.get(code, "") for code in LANGUAGES}
        return cls(formdata=None, obj=contact, data=hours)

    def draft(self) -> DutyDraft:
        return DutyDraft(
            name=self.name.data or "",
            phone=self.phone.data or "",
            hours={code: self[f"hours_{code}"].data or "" for code in LANGUAGES},
            backup_name=self.backup_name.data or "",
            backup_phone=self.backup_phone.data or "",
        )
