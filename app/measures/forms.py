"""Shape and wording of a filled form, and of what is said to a prompt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from flask import request
from wtforms import DateField, HiddenField, IntegerField, SelectField, TextAreaField, TimeField
from wtforms.validators import Length
from wtforms.validators import Optional as MayBeEmpty

from app.catalogue.instrument_types import Instrument
from app.core.clock import zone
from app.core.words import N_
from app.measures.drafts import Answering, MeasureDraft
from app.measures.judging import LONGEST_NOTE
from app.measures.models import ACT_NOW, ACTED
from app.measures.rules import TOLD_TO
from app.web.forms import SelectChoice, read_version
from app.web.languages import gettext
from app.web.noticing import NoticingForm

NO_TOTAL = N_("Write a whole number.")


class PromptForm(NoticingForm):
    """What was done about an answer that needs a conversation; the pressed button is `answer`."""

    TOLD: ClassVar[tuple[str, ...]] = ("note",)

    told_to = SelectField(
        N_("Whom I told"),
        choices=[SelectChoice("", N_("Choose …")), *(SelectChoice(*one) for one in TOLD_TO.items())],
        validate_choice=False,
    )
    acted_day = DateField(N_("Day"), [MayBeEmpty()])
    acted_time = TimeField(N_("Time"), [MayBeEmpty()])
    note = TextAreaField(
        N_("What was agreed"),
        [MayBeEmpty(), Length(max=LONGEST_NOTE, message=N_("At most 300 characters."))],
        render_kw={"rows": 2, "maxlength": LONGEST_NOTE},
    )

    @property
    def answer(self) -> str:
        return request.form.get("answer", "")

    def answering(self, time_zone: str) -> Answering:
        acted_at = None
        if self.acted_day.data and self.acted_time.data:
            acted_at = datetime.combine(self.acted_day.data, self.acted_time.data, zone(time_zone))
        return Answering(
            state=self.answer,
            told_to=self.told_to.data or "",
            acted_at=acted_at,
            note=self.note.data or "",
        )


class MeasureForm(PromptForm):
    """Answers stand in fields `answer-<question>`. `client_id` makes a second sending harmless: there is no form key.

    A page that was kept on the device may send what is said to the prompt along.
    """

    client_id = HiddenField()
    case = SelectField(N_("Case"), coerce=lambda given: read_version(str(given)), validate_choice=False)
    taken_on = DateField(N_("Filled on"), [MayBeEmpty()])
    language = SelectField(N_("Language of the form that was filled"), validate_choice=False)
    total = IntegerField(N_("Total"), [MayBeEmpty()], render_kw={"inputmode": "numeric"})

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))

    @property
    def is_along(self) -> bool:
        """Saved by itself, because its page was left."""
        return request.form.get("draft") == "1"

    @property
    def answers_prompt(self) -> bool:
        return self.answer in (ACTED, ACT_NOW)

    def offer(self, cases: Iterable[tuple[int, str]], languages: Iterable[tuple[str, str]]) -> None:
        self.case.choices = [(0, gettext(N_("Choose …"))), *cases]
        self.language.choices = list(languages)
        for one in (self.case, self.taken_on):
            one.flags.required = True

    @classmethod
    def of(cls, draft: MeasureDraft, client_id: str = "") -> MeasureForm:
        data = {
            "case": draft.case_id,
            "taken_on": draft.taken_on,
            "language": draft.language,
            "total": draft.total,
            "client_id": client_id or str(uuid4()),
        }
        return cls(formdata=None, data=data)

    def draft(self, instrument: Instrument) -> MeasureDraft:
        return MeasureDraft(
            case_id=self.case.data or 0,
            instrument=instrument.id,
            language=self.language.data or "",
            taken_on=self.taken_on.data,
            answers=read_answers(instrument),
            total=self.total.data if not instrument.items else None,
            corrects_id=read_version(request.form.get("corrects")) or None,
        )


def asked_of(instrument: Instrument) -> list[str]:
    """Questions whose answers are typed."""
    if instrument.items:
        return [item.id for item in instrument.items]
    return [instrument.conversation_item] if instrument.conversation_item else []


def read_answers(instrument: Instrument) -> Mapping[str, int]:
    """What was answered; signs that are no number are as good as nothing."""
    given = {name: request.form.get(f"answer-{name}", "").strip() for name in asked_of(instrument)}
    return {name: int(text) for name, text in given.items() if text.isascii() and text.isdecimal() and len(text) < 4}
