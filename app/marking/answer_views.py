"""A learner's own written answer: where it stands, what came back, and the next try."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.kinds import FIELD
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.marking import queries, service
from app.marking.asked import get_asked
from app.marking.forms import VersionForm
from app.marking.models import MarkingTask
from app.marking.written_presenters import area, written
from app.quizzes import queries as quizzes
from app.quizzes.queries import Sitting
from app.web.forms import UNWRITABLE
from app.web.languages import gettext, language
from app.web.render import page

NO_ANSWER = N_("There is no written answer of yours here.")


def show(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting = quizzes.get_sitting(actor, attempt_id)
    return _page(sitting, _task(sitting, number), number)


def send(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting = quizzes.get_sitting(actor, attempt_id)
    task = _task(sitting, number)
    typed = UNWRITABLE.sub("", request.form.get(FIELD, ""))
    try:
        form = {FIELD: [typed]}
        question = get_asked(task).question
        service.send_again(actor, sitting, question, form, language=language(), version=VersionForm().seen)
    except Invalid as error:
        return _page(sitting, task, number, error=gettext(error.message), typed=typed), 422
    flash(gettext(N_("Sent. A trainer reads it next.")))
    return redirect(f"/attempts/{attempt_id}/{number}/written", code=303)


def _task(sitting: Sitting, number: int) -> MarkingTask:
    """Raises NotFound for a question that is not there, is not marked by people, or was not handed in yet."""
    if not 1 <= number <= len(sitting.questions):
        raise NotFound(NO_ANSWER)
    found = queries.find_task(sitting.id, sitting.questions[number - 1]["id"])
    if found is None:
        raise NotFound(NO_ANSWER)
    return found


def _page(sitting: Sitting, task: MarkingTask, number: int, error: str = "", typed: str | None = None) -> str:
    shown = written(task, language())
    question = get_asked(task).question
    return page(
        "marking/written.html",
        shown=shown,
        field=area(question, shown.text if typed is None else typed),
        attempt_id=sitting.id,
        number=number,
        error=error,
    )
