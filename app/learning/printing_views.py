"""\"Print tomorrow\": a meeting's pack as one PDF."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.catalogue.types import in_language
from app.core.clock import zone
from app.core.db import write_transaction
from app.core.errors import Invalid
from app.core.words import N_
from app.learning import printing_presenters as printing
from app.learning import staff_views
from app.learning.printing_lesson_presenters import Occasion
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.meetings.taught import get_taught
from app.papers.service import draw
from app.releases import queries as releases
from app.web import papers
from app.web.languages import language


def lesson(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    """For who may read the facilitation notes; the roll has blank lines."""
    content, found = staff_views.get_facilitated(actor, lesson_id)
    parts = printing.read_parts(request.args.getlist("parts"))
    typed = request.args.get("start", "")
    start = staff_views.read_clock(typed) if typed else staff_views.next_start(actor, lesson_id)
    if start is None:
        raise Invalid(N_("Write a time as hours and minutes, for example 18:00."), field="start")
    return _paper(Occasion(content, found, language(), start), parts)


def meeting(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    """For who runs the meeting; names of learners leave the house only with a row in the trail."""
    found = meetings.get_meeting(actor, meeting_id)
    if found.is_cancelled:
        return redirect(f"/meetings/{found.id}")
    parts = printing.read_parts(request.args.getlist("parts"))
    answer = _paper(_occasion(found), parts)
    if "roll" in parts:
        with write_transaction():
            place = f"cohort:{found.cohort_id}"
            audit.record(person_id(actor), "roll.print", f"meeting:{found.id}", place=place)
    return answer


def _occasion(found: Meeting) -> Occasion:
    taught = get_taught(found.cohort, found.lesson_id, found.release_id)
    local = found.starts_at.astimezone(zone(found.cohort.institution.time_zone))
    return Occasion(
        releases.published(taught.release_id),
        taught.lesson,
        language(),
        local.hour * 60 + local.minute,
        found,
        tuple(line.name for line in meetings.list_roll(found)),
    )


def _paper(occasion: Occasion, parts: tuple[str, ...]) -> ResponseReturnValue:
    title = in_language(occasion.lesson.title, occasion.language, occasion.lesson.source_language)[1]
    data = printing.pack(occasion, parts)
    return papers.pdf(draw("learning/pack", data, language=occasion.language, title=title), title)
