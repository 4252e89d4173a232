"""Shape and wording of input about meetings, rolls and make-up tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField, URLField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import N_
from app.meetings import rules
from app.meetings.models import Meeting
from app.meetings.queries import RollLine
from app.meetings.rolls import Mark
from app.meetings.service import MeetingDraft
from app.web.forms import Form, read_version

LONGEST = 12 * 60
DIGITS = 4
COLUMNS = ("mark", "late", "early")
REASON_WORDS = {
    "roll-corrected": N_("A mark or a minute was wrong"),
    "entered-by-mistake": N_("The wrong person was marked"),
    "presence-proved": N_("Presence was proved later"),
    "left-unnoticed": N_("Somebody left and it was not noted"),
}


def without_null(text: str | None) -> str | None:
    """PostgreSQL refuses the character 0 in any text."""
    return text.replace("\0", "") if text else text


CLEAN = (without_null,)


class VersionForm(Form):
    """What every change of a meeting or task carries: the row version that its writer saw, as the field `version`."""

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class MeetingForm(VersionForm):
    lesson_id = SelectField(N_("Lesson"), [InputRequired(N_("Choose a lesson."))])
    day = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    at = TimeField(N_("Begins at"), [InputRequired(N_("Write a time, for example 18:00."))])
    minutes = IntegerField(
        N_("Minutes"),
        [MayBeEmpty(), NumberRange(1, LONGEST, N_("Write whole minutes, from 1 to 720."))],
        render_kw={"min": 1, "max": LONGEST, "inputmode": "numeric"},
    )
    place = StringField(N_("Place"), [MayBeEmpty(), Length(max=200)], filters=CLEAN)
    link = URLField(N_("Link"), [MayBeEmpty(), Length(max=500)], filters=CLEAN, render_kw={"placeholder": "https://"})

    def offer(self, lessons: Iterable[tuple[str, str]]) -> None:
        self.lesson_id.choices = list(lessons)

    def draft(self) -> MeetingDraft:
        return MeetingDraft(
            lesson_id=self.lesson_id.data,
            day=self.day.data,  # type: ignore[arg-type]
            at=self.at.data,  # type: ignore[arg-type]
            minutes=self.minutes.data,
            place=self.place.data or "",
            link=self.link.data or "",
        )


@dataclass(slots=True)
class TypedLine:
    """One learner's line of the roll form as it was typed, right or wrong."""

    mark: str = ""
    late: str = ""
    early: str = ""
    error: str = ""

    @classmethod
    def of(cls, line: RollLine) -> TypedLine:
        mark = {None: "", True: "present", False: "absent"}[line.is_present]
        return cls(mark, str(line.late or ""), str(line.early or ""))


class RollForm(VersionForm):
    """The lines are read by hand: as many as there are learners. `action`: keep | close | correct | all-…"""

    action = StringField(N_("What to do"))
    reason = SelectField(N_("Why is the roll corrected?"), validate_choice=False)

    def read(self, sent: Mapping[str, str], lines: Iterable[RollLine], meeting: Meeting) -> dict[int, TypedLine]:
        typed = {}
        for line in lines:
            one = TypedLine(*(sent.get(f"{name}-{line.enrolment_id}", "").strip() for name in COLUMNS))
            if one.mark not in ("present", "absent"):
                one.mark = "present" if one.late or one.early else ""
            if not one.mark and self.action.data in ("all-present", "all-absent"):
                one.mark = self.action.data.removeprefix("all-")
            one.error = _error(one, meeting.minutes)
            typed[line.enrolment_id] = one
        return typed


def _error(line: TypedLine, whole: int) -> str:
    if line.mark != "present":
        return ""
    if not all(_is_number(value) for value in (line.late, line.early)):
        return N_("Minutes are whole numbers, such as 10.")
    if _number(line.late) + _number(line.early) >= whole:
        return N_("That is the whole meeting or more. Mark “absent” if nothing is left.")
    return ""


def _is_number(value: str) -> bool:
    return not value or (value.isdecimal() and len(value) <= DIGITS)


def _number(value: str) -> int:
    return int(value) if value else 0


def marks(typed: Mapping[int, TypedLine]) -> dict[int, Mark]:
    """Lines without errors as the service takes them."""
    return {
        enrolment_id: Mark(True, _number(line.late), _number(line.early)) if line.mark == "present" else Mark(False)
        for enrolment_id, line in typed.items()
        if line.mark
    }


class TaskForm(VersionForm):
    text = TextAreaField(N_("The task"), [InputRequired(N_("Write what to do.")), Length(max=4000)], filters=CLEAN)
    minutes = IntegerField(
        N_("Minutes that it earns"),
        [InputRequired(N_("Write whole minutes.")), NumberRange(1, LONGEST, N_("Write whole minutes, from 1 to 720."))],
        render_kw={"min": 1, "inputmode": "numeric"},
    )
    due_on = DateField(N_("Due on"), [InputRequired(N_("Choose a day."))])


class HandInForm(VersionForm):
    text = TextAreaField(N_("What you did"), [MayBeEmpty(), Length(max=8000)], filters=CLEAN)


class ReturnForm(VersionForm):
    comment = TextAreaField(N_("What is missing"), [MayBeEmpty(), Length(max=2000)], filters=CLEAN)


REASONS = tuple((code, REASON_WORDS[code]) for code in rules.REASONS)
