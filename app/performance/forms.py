"""Forms of the performance room."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.words import ENDONYMS, N_
from app.performance.opening import OpeningDraft
from app.performance.rules import LONGEST_NOTE
from app.performance.service import RatingDraft
from app.performance.settling import LONGEST_PLAN, LONGEST_REASON
from app.web.forms import Form, SelectChoice, read_version

PASSED, NOT_YET = "passed", "not-yet"


def plain_lines(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line and count one."""
    return text.replace("\r\n", "\n") if text else text


LINES = (plain_lines,)


class OpeningForm(Form):
    lesson_id = SelectField(N_("Lesson"), [InputRequired(N_("Choose a lesson."))])
    day = DateField(N_("Day of the role-play"), [InputRequired(N_("Choose a day."))])
    language = SelectField(N_("Language of the role-play"), choices=[SelectChoice(*one) for one in ENDONYMS.items()])
    learners = SelectMultipleField(
        N_("Learners"),
        [InputRequired(N_("Choose at least one learner."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, lessons: Iterable[tuple[str, str]], learners: Iterable[tuple[int, str]]) -> None:
        self.lesson_id.choices, self.learners.choices = list(lessons), list(learners)

    def draft(self) -> OpeningDraft:
        lesson_id, _, sheet_id = (self.lesson_id.data or "").partition(":")
        return OpeningDraft(lesson_id, self.day.data, self.language.data, sheet_id)  # type: ignore[arg-type]


class SheetForm(Form):
    """The ticks are read by hand: as many as the sheet has behaviours."""

    client_key = HiddenField()
    is_blank_meant = BooleanField(N_("I saw none of these behaviours"))
    note = TextAreaField(
        N_("What you saw and heard"),
        [MayBeEmpty(), Length(max=LONGEST_NOTE)],
        filters=LINES,
        render_kw={"rows": 4, "maxlength": LONGEST_NOTE},
    )

    @property
    def ticks(self) -> frozenset[str]:
        return frozenset(request.form.getlist("tick"))

    def draft(self, language: str) -> RatingDraft:
        return RatingDraft(
            ticks=self.ticks,
            note=self.note.data or "",
            client_key=self.client_key.data or "",
            language=language,
            is_blank_meant=bool(self.is_blank_meant.data),
        )


def _why(identifier: str) -> TextAreaField:
    """Several of them stand on one page."""
    needed = [InputRequired(N_("Say why.")), Length(max=LONGEST_REASON)]
    return TextAreaField(N_("Why"), needed, filters=LINES, id=identifier, render_kw={"rows": 2})


class _Decision(Form):
    """Carries the row version that its writer saw."""

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class SettleForm(_Decision):
    result = RadioField(
        N_("Result"),
        [InputRequired(N_("Choose a result."))],
        choices=[SelectChoice(PASSED, N_("Passed")), SelectChoice(NOT_YET, N_("Not yet"))],
    )
    reason = _why("settle-reason")


class GoOnForm(_Decision):
    reason = _why("go-on-reason")


class CancelForm(_Decision):
    reason = _why("cancel-reason")


class PlanForm(_Decision):
    plan = TextAreaField(
        N_("What you agreed on"), [MayBeEmpty(), Length(max=LONGEST_PLAN)], filters=LINES, render_kw={"rows": 4}
    )
