"""Shape and wording of a session, of a decision, and of what is returned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import request
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.clock import zone
from app.core.words import N_
from app.practicum import times
from app.practicum.deciding import MOST_COMMENT, NO_COMMENT
from app.practicum.times import ACROSS, FIRST, SECOND
from app.supervision import words
from app.supervision.arranging import Draft
from app.supervision.models import SupervisionItem, SupervisionSession
from app.supervision.rules import DECISIONS, MOST_ITEM_NOTE, MOST_NOTE, WHO, Decision
from app.web.forms import SelectChoice, read_version
from app.web.languages import gettext
from app.web.noticing import NoticingForm

DAY = N_("Choose a day.")
TIME = N_("Write a time, for example 18:00.")


class VersionForm(NoticingForm):
    """What every change carries: the row version that its writer saw, as the field `version`."""

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class SessionForm(VersionForm):
    """`what` is "kind/setting"; `members` are asked of supervisors only."""

    TOLD = ("note",)

    members = SelectMultipleField(
        N_("Who takes part"),
        coerce=lambda value: read_version(str(value)),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    what = SelectField(N_("What kind of session"), validate_choice=False)
    day = DateField(N_("Day"), [InputRequired(DAY)])
    starts = TimeField(N_("From"), [InputRequired(TIME)])
    ends = TimeField(N_("Until"), [InputRequired(TIME)])
    doubled = SelectField(N_("Which of the two hours"), validate_choice=False)
    mode = RadioField(N_("How"), validate_choice=False)
    language = SelectField(N_("Language spoken"), validate_choice=False)
    note = StringField(
        N_("Note for everybody who takes part"),
        [MayBeEmpty(), Length(max=MOST_NOTE, message=N_("One line, 500 characters at most."))],
        render_kw={"maxlength": MOST_NOTE, "autocomplete": "off"},
    )

    def offer(
        self,
        *,
        what: Iterable[SelectChoice],
        modes: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
        people: Iterable[tuple[int, str]],
    ) -> None:
        self.what.choices = [("", gettext(N_("Choose …"))), *what]
        self.mode.choices = list(modes)
        self.language.choices = [("", gettext(N_("Choose …"))), *languages]
        self.members.choices = list(people)
        self.members.flags.required = True
        self.doubled.choices = [
            ("", gettext(N_("The first"))),
            (FIRST, gettext(N_("Both times in the first"))),
            (ACROSS, gettext(N_("From the first into the second"))),
            (SECOND, gettext(N_("Both times in the second"))),
        ]

    @classmethod
    def of(cls, found: SupervisionSession) -> SessionForm:
        local = [moment.astimezone(zone(found.zone)) for moment in (found.starts_at, found.ends_at)]
        data = {
            "what": f"{found.kind}/{found.setting}",
            "day": found.day,
            "starts": local[0].time(),
            "ends": local[1].time(),
            "doubled": times.which_hour(found.starts_at, found.ends_at, found.zone),
            "mode": found.mode,
            "language": found.language,
            "note": found.note,
            "members": [one.enrolment_id for one in found.members],
        }
        return cls(formdata=None, data=data)

    def draft(self, enrolment_ids: Sequence[int]) -> Draft:
        kind, _, setting = (self.what.data or "").partition("/")
        return Draft(
            kind=kind,
            setting=setting,
            day=self.day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            doubled=self.doubled.data or "",
            mode=self.mode.data or "",
            language=self.language.data or "",
            note=self.note.data or "",
            enrolment_ids=tuple(enrolment_ids),
        )


class DecisionForm(VersionForm):
    TOLD = ("note",)

    decision = RadioField(
        N_("What was decided"),
        choices=[SelectChoice(one, words.DECISIONS[one]) for one in DECISIONS],
        validate_choice=False,
    )
    note = StringField(
        N_("In a few words"),
        [MayBeEmpty(), Length(max=MOST_ITEM_NOTE, message=N_("At most 300 characters."))],
        render_kw={"maxlength": MOST_ITEM_NOTE, "autocomplete": "off"},
    )
    who = SelectField(
        N_("Who does it"),
        choices=[SelectChoice("", N_("Nobody in particular")), *(SelectChoice(one, words.WHO[one]) for one in WHO)],
        validate_choice=False,
    )
    due_on = DateField(N_("Until when"), [MayBeEmpty()])

    @classmethod
    def of(cls, item: SupervisionItem | None) -> DecisionForm:
        return cls(formdata=None, obj=item)

    def wanted(self) -> Decision:
        return Decision(
            decision=self.decision.data or "",
            note=self.note.data or "",
            who=self.who.data or "",
            due_on=self.due_on.data,
        )

    @property
    def goes_on(self) -> bool:
        return request.form.get("then") == "next"


class BackForm(VersionForm):
    TOLD = ("comment",)

    comment = TextAreaField(
        N_("What is missing or wrong"),
        [InputRequired(NO_COMMENT), Length(max=MOST_COMMENT)],
        filters=[lambda text: text.replace("\r\n", "\n") if text else text],
        render_kw={"rows": 3, "maxlength": MOST_COMMENT},
    )
