"""Shape and wording of sites, supervisors and placements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.clock import today
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.enrolment.models import Cohort
from app.placements.fitting import LONGEST_FRAME, LONGEST_WEEK
from app.placements.keeping import MOST, RUNG, SiteDraft
from app.placements.models import CohortSupervisor, Placement, Site, Supervisor
from app.placements.service import LONGEST_REASON, PlacementDraft
from app.placements.supervising import AbsenceDraft, SupervisorDraft
from app.web.forms import Form, SelectChoice, read_version

SITE_WORDS = {
    "welfare": N_("Welfare"),
    "education": N_("Education"),
    "community-centre": N_("Community centre"),
    "mental-health": N_("Mental health"),
}
CLEARANCE_WORDS = {
    "police": N_("Police certificate"),
    "confidentiality": N_("Signed duty of confidentiality"),
    "other": N_("Another document that the site asks for"),
}
_OFF = {"autocomplete": "off"}
_PLACES = {"min": 0, "max": MOST, "inputmode": "numeric"}
_WHOLE = N_("Write a whole number from 0 to 1000.")
_DAY = N_("Choose a day.")
TONGUES = [SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES]


def plain_lines(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line and count one."""
    return text.replace("\r\n", "\n") if text else text


LINES = (plain_lines,)


def number(chosen: object) -> int:
    """The id of what was chosen; 0 for nobody or nothing; -1, which nothing has, for what no list offers."""
    text = str(chosen or 0)
    return 0 if text == "0" else read_version(text) or -1


class VersionForm(Form):
    """What every change carries: the row version that its writer saw, as the field `version`."""

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class WhenOpen(MayBeEmpty):
    """Asked for unless the site is kept closed, so it is not marked as optional; the service decides."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"asked": True}


class SiteForm(VersionForm):
    institution = SelectField(N_("Kept by"), coerce=number, validate_choice=False)
    name = StringField(N_("Name"), [InputRequired(N_("Write the name of the site.")), Length(max=120)], render_kw=_OFF)
    kind = SelectField(N_("Kind of place"), choices=[SelectChoice(*one) for one in SITE_WORDS.items()])
    languages = SelectMultipleField(
        N_("Languages in which work is done there"),
        [InputRequired(N_("Choose at least one language in which work is done there."))],
        choices=TONGUES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    capacity = IntegerField(
        N_("How many learners at a time"), [InputRequired(_WHOLE), NumberRange(0, MOST, _WHOLE)], render_kw=_PLACES
    )
    needs_gate = SelectField(N_("What must be complete first"), validate_choice=False)
    needs_clearance = BooleanField(N_("A police certificate must have been seen first"))
    address = StringField(N_("Address"), [MayBeEmpty(), Length(max=200)], render_kw=_OFF)
    contact_name = StringField(N_("Contact person"), [WhenOpen(), Length(max=120)], render_kw=_OFF)
    contact_phone = TelField(N_("Phone of the contact person"), [WhenOpen(), Length(max=40)], render_kw=_OFF)
    contact_email = EmailField(N_("E-mail of the contact person"), [MayBeEmpty(), Length(max=254)], render_kw=_OFF)
    contact_hours = StringField(N_("When somebody answers there"), [WhenOpen(), Length(max=120)], render_kw=_OFF)
    stand_in_name = StringField(N_("Stand-in there"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    stand_in_phone = TelField(N_("Phone of the stand-in"), [WhenOpen(), Length(max=40)], render_kw=_OFF)
    notes = TextAreaField(
        N_("Notes for coordinators"), [MayBeEmpty(), Length(max=500)], filters=LINES, render_kw={"rows": 3}
    )
    is_open = BooleanField(N_("Open to new placements"), default=True)

    def offer(self, gates: Iterable[tuple[str, str]], institutions: Iterable[tuple[int, str]] = ()) -> None:
        self.needs_gate.choices, self.institution.choices = list(gates), list(institutions)

    @classmethod
    def of(cls, site: Site) -> SiteForm:
        return cls(formdata=None, obj=site, data={"institution": site.institution_id or 0})

    def draft(self) -> SiteDraft:
        texts = ("address", "contact_email", "notes", *RUNG)
        return SiteDraft(
            name=self.name.data or "",
            kind=str(self.kind.data),
            languages=tuple(self.languages.data or ()),
            capacity=self.capacity.data or 0,
            needs_clearance=bool(self.needs_clearance.data),
            needs_gate=self.needs_gate.data or "",
            is_open=bool(self.is_open.data),
            **{name: self[name].data or "" for name in texts},
        )


class LimitForm(Form):
    capacity = IntegerField(
        N_("At most so many at a time"), [MayBeEmpty(), NumberRange(0, MOST, _WHOLE)], render_kw=_PLACES
    )


class ShareForm(LimitForm):
    code = StringField(
        N_("Code of the institution"), [InputRequired(N_("Write the code.")), Length(max=40)], render_kw=_OFF
    )


class SupervisorForm(VersionForm):
    name = StringField(N_("Name"), [InputRequired(N_("Write a name.")), Length(max=120)], render_kw=_OFF)
    role_title = StringField(N_("Role or profession"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    email = EmailField(N_("E-mail"), [InputRequired(N_("Write an e-mail address.")), Length(max=254)], render_kw=_OFF)
    phone = TelField(N_("Phone"), [MayBeEmpty(), Length(max=40)], render_kw=_OFF)
    language = SelectField(N_("Language of their letters"), choices=TONGUES)
    account = SelectField(N_("Account"), coerce=number, validate_choice=False)
    is_active = BooleanField(N_("Can be named for placements"), default=True)

    def offer(self, accounts: Iterable[tuple[int, str]]) -> None:
        self.account.choices = list(accounts)

    @classmethod
    def of(cls, supervisor: Supervisor) -> SupervisorForm:
        return cls(formdata=None, obj=supervisor, data={"account": supervisor.person_id or 0})

    def draft(self) -> SupervisorDraft:
        return SupervisorDraft(
            name=self.name.data or "",
            email=self.email.data or "",
            language=str(self.language.data),
            role_title=self.role_title.data or "",
            phone=self.phone.data or "",
            person_id=self.account.data or None,
            is_active=bool(self.is_active.data),
        )


class AbsenceForm(Form):
    from_day = DateField(N_("First day away"), [InputRequired(_DAY)])
    until_day = DateField(N_("Last day away"), [InputRequired(_DAY)])
    stand_in = SelectField(N_("Who signs meanwhile"), coerce=number, validate_choice=False)

    def draft(self) -> AbsenceDraft:
        return AbsenceDraft(self.from_day.data, self.until_day.data, self.stand_in.data or 0)  # type: ignore[arg-type]


class ClearanceForm(Form):
    kind = SelectField(N_("Which document"), choices=[SelectChoice(*one) for one in CLEARANCE_WORDS.items()])
    seen_on = DateField(N_("Seen on"), [InputRequired(_DAY)], default=today)
    valid_until = DateField(N_("Valid until"), [MayBeEmpty()])


class PlacementForm(VersionForm):
    """`site` stands in a new placement only, `supervisor_from` in one that is changed."""

    site = SelectField(N_("Site"), coerce=number, validate_choice=False)
    starts_on = DateField(N_("First day"), [InputRequired(_DAY)])
    ends_on = DateField(N_("Last day"), [InputRequired(_DAY)])
    supervisor = SelectField(N_("Who signs"), coerce=number, validate_choice=False)
    supervisor_from = DateField(N_("This person signs from"), [MayBeEmpty()])
    weekly_minutes = IntegerField(
        N_("Minutes a week"),
        [MayBeEmpty(), NumberRange(1, LONGEST_WEEK, N_("Write whole minutes, from 1 to 3600."))],
        render_kw={"min": 1, "max": LONGEST_WEEK, "inputmode": "numeric"},
    )
    frame = TextAreaField(
        N_("What was agreed"),
        [MayBeEmpty(), Length(max=LONGEST_FRAME)],
        filters=LINES,
        render_kw={"rows": 4, "maxlength": LONGEST_FRAME},
    )

    def offer(self, sites: Iterable[tuple[int, str]], supervisors: Iterable[tuple[int, str]]) -> None:
        self.site.choices, self.supervisor.choices = list(sites), list(supervisors)

    @classmethod
    def of(cls, placement: Placement) -> PlacementForm:
        start = max(today(), placement.starts_on)
        main = placement.main_on(start)
        data = {"supervisor": main.id if main else 0, "supervisor_from": start, "site": placement.site_id}
        fields = {name: getattr(placement, name) for name in ("starts_on", "ends_on", "weekly_minutes", "frame")}
        return cls(formdata=None, data=data | fields)

    def draft(self) -> PlacementDraft:
        return PlacementDraft(
            site_id=self.site.data or 0,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]
            ends_on=self.ends_on.data,  # type: ignore[arg-type]
            supervisor_id=self.supervisor.data or None,
            supervisor_from=self.supervisor_from.data,
            weekly_minutes=self.weekly_minutes.data,
            frame=self.frame.data or "",
        )


class LeadingForm(VersionForm):
    """Who supervises a cohort as a whole, of one category, which is the prefix of its fields."""

    supervisor = SelectField(N_("Who signs for everybody"), coerce=number, validate_choice=False)
    from_day = DateField(N_("From this day on"), [InputRequired(_DAY)])

    @classmethod
    def of(cls, category: str, named: Sequence[CohortSupervisor], day: date, cohort: Cohort) -> LeadingForm:
        start = min(max(day, cohort.starts_on), cohort.ends_on)
        now = next((one.supervisor_id for one in named if one.holds_on(start)), 0)
        return cls(formdata=None, prefix=f"{category}-", data={"supervisor": now, "from_day": start})


class EndForm(VersionForm):
    last_day = DateField(N_("Last day"), [InputRequired(_DAY)])


class ReasonForm(VersionForm):
    reason = TextAreaField(
        N_("Why it may begin all the same"),
        [InputRequired(N_("Say why, in at most 300 characters. The learner reads it.")), Length(max=LONGEST_REASON)],
        filters=LINES,
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
