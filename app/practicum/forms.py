"""Shape and wording of an entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import uuid4

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.words import N_
from app.practicum.drafts import MOST_LEARNING, MOST_PEOPLE, Draft
from app.practicum.rules import STOP, Remark
from app.practicum.times import ACROSS, FIRST, SECOND
from app.web.forms import Form, SelectChoice, read_version
from app.web.languages import gettext
from app.web.noticing import NoticingForm

MOST_REASON = 300
SETTING_WORDS = {"individual": N_("Individual"), "group": N_("Group")}
MODE_WORDS = {"in-person": N_("In person"), "phone": N_("By phone"), "video": N_("By video"), "chat": N_("By chat")}
_WHOLE = N_("Write a number of people from 0 to 500.")


class VersionForm(Form):
    """What every change carries: the row version that its writer saw, as the field `version`."""

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class EntryForm(NoticingForm, VersionForm):
    """`what` is "category/activity". The field `then` says what the pressed button means: draft or submit.

    `client_id` is made anew for each entry and makes a second sending harmless, so there is no form key:
    a page that was kept for later sends many entries.
    """

    TOLD = ("learning", "amend_reason")

    client_id = HiddenField()
    what = SelectField(N_("What it was"), validate_choice=False)
    setting = RadioField(
        N_("With whom"), choices=[SelectChoice(*one) for one in SETTING_WORDS.items()], validate_choice=False
    )
    day = DateField(N_("Day"), [MayBeEmpty()])
    starts = TimeField(N_("From"), [MayBeEmpty()])
    ends = TimeField(N_("Until"), [MayBeEmpty()])
    doubled = SelectField(N_("Which of the two hours"), validate_choice=False)
    people = IntegerField(
        N_("How many people took part"),
        [MayBeEmpty(), NumberRange(0, MOST_PEOPLE, _WHOLE)],
        render_kw={"min": 0, "max": MOST_PEOPLE, "inputmode": "numeric"},
    )
    mode = RadioField(N_("How"), validate_choice=False)
    language = SelectField(N_("Language spoken"), validate_choice=False)
    is_interpreted = BooleanField(N_("With an interpreter, or between cultures"))
    method = SelectField(N_("Method"), validate_choice=False)
    cases = SelectMultipleField(
        N_("Case"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    learning = StringField(
        N_("One thing I learned"),
        [MayBeEmpty(), Length(max=MOST_LEARNING, message=N_("One line, 500 characters at most."))],
        render_kw={"maxlength": MOST_LEARNING, "autocomplete": "off"},
    )
    is_worried = BooleanField(N_("Something worries me"))
    amend_reason = TextAreaField(
        N_("Why the signed entry has to change"),
        [MayBeEmpty(), Length(max=MOST_REASON, message=N_("At most 300 characters."))],
        render_kw={"rows": 2, "maxlength": MOST_REASON},
    )

    def offer(
        self,
        *,
        what: Sequence[tuple[str, Sequence[SelectChoice]]],
        modes: Iterable[str],
        languages: Iterable[tuple[str, str]],
        methods: Iterable[tuple[str, str]],
        cases: Iterable[tuple[int, str]],
    ) -> None:
        """Choices in the reader's language; `what` by group. Without day and times an entry stays a draft."""
        for field in (self.day, self.starts, self.ends):
            field.flags.required = True
        nothing = ("", gettext(N_("Choose …")))
        self.what.choices = [nothing, *(choice for _, group in what for choice in group)]
        self.mode.choices = [(code, gettext(MODE_WORDS[code])) for code in modes]
        self.language.choices = [nothing, *languages]
        self.method.choices = [("", gettext(N_("None, or another"))), *methods]
        self.cases.choices = list(cases)
        self.doubled.choices = [
            ("", gettext(N_("The first"))),
            (FIRST, gettext(N_("Both times in the first"))),
            (ACROSS, gettext(N_("From the first into the second"))),
            (SECOND, gettext(N_("Both times in the second"))),
        ]

    @classmethod
    def of(cls, draft: Draft, client_id: str = "", reason: str = "") -> EntryForm:
        """A form filled with what is known; without a client id it is a new entry's."""
        data = {
            name: getattr(draft, name)
            for name in (
                "setting",
                "day",
                "starts",
                "ends",
                "doubled",
                "mode",
                "language",
                "is_interpreted",
                "method",
                "learning",
                "is_worried",
            )
        }
        data["what"] = f"{draft.category}/{draft.activity}" if draft.category else ""
        data["people"] = draft.people or None
        data["cases"] = list(draft.case_ids)
        data["client_id"] = client_id or str(uuid4())
        return cls(formdata=None, data=data | {"amend_reason": reason})

    def draft(self) -> Draft:
        category, _, activity = (self.what.data or "").partition("/")
        return Draft(
            category=category,
            activity=activity,
            setting=self.setting.data or "",
            mode=self.mode.data or "",
            language=self.language.data or "",
            day=self.day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            doubled=self.doubled.data or "",
            people=self.people.data or 0,
            is_interpreted=bool(self.is_interpreted.data),
            method=self.method.data or "",
            learning=self.learning.data or "",
            is_worried=bool(self.is_worried.data),
            case_ids=tuple(self.cases.data or ()),
        )

    def remark(self, remarks: Iterable[Remark]) -> list[str]:
        """Puts what keeps the entry back at its fields; returns what is only to be said."""
        said = []
        for one in remarks:
            text = gettext(one.message) % one.values if one.values else gettext(one.message)
            name = {"category": "what", "activity": "what"}.get(one.field, one.field)
            if one.level == STOP and name in self:
                self[name].errors = [*self[name].errors, text]
            elif one.level == STOP:
                self.form_errors.append(text)
            else:
                said.append(text)
        return said

    @property
    def is_to_be_sent(self) -> bool:
        return request.form.get("then") == "submit" and not self.is_along

    @property
    def is_along(self) -> bool:
        """Saved by itself while it is being written: its answer is the form of what stands now."""
        return request.form.get("draft") == "1"


class LateForm(Form):
    from_day = DateField(N_("First day"), [InputRequired(N_("Choose a day."))])
    until_day = DateField(N_("Last day"), [InputRequired(N_("Choose a day."))])
    reason = TextAreaField(
        N_("Why these days may come in late"),
        [
            InputRequired(N_("Say why, in at most 300 characters. The learner reads it.")),
            Length(max=MOST_REASON, message=N_("Say why, in at most 300 characters. The learner reads it.")),
        ],
        render_kw={"rows": 3, "maxlength": MOST_REASON},
    )


def _number(chosen: object) -> int:
    return read_version(str(chosen))


class MoveForm(Form):
    """Lines come as `line`, an entry and its version each."""

    signer = SelectField(N_("Who signs from now on"), coerce=_number, validate_choice=False)
