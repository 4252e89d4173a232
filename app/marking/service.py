"""Marking an answer: first, second, agreed; returning it; writing it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.catalogue.kinds.contract import Form
from app.catalogue.kinds.reflective import most_points
from app.catalogue.types import Question
from app.core.clock import now
from app.core.db import insert_unless_there, session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.marking import policy, queries, rules
from app.marking.asked import get_asked
from app.marking.models import (
    AGREED_PART,
    FIRST_PART,
    GIVEN_BACK,
    MARKED,
    RETURNED,
    SECOND,
    SECOND_PART,
    SETTLED,
    THIRD,
    WAITING,
    AnswerMark,
    MarkingTask,
)
from app.notices import service as notices
from app.notices.kinds import ANSWER_MARKED, ANSWER_RETURNED
from app.quizzes import waiting
from app.quizzes.queries import Sitting

LONGEST_COMMENT = 2000
CHANGED = N_("Somebody marked this answer while you were reading it. Nothing was written over.")
NOT_YOURS = N_("You have marked this answer already. Somebody else goes on.")
CHOOSE = N_("Choose a level.")
SAY_HOW = N_("Say what to change, so that the next try can be better.")
SAY_WHY = N_("Say why, in a sentence: both markers will read it.")
NO_TRY_LEFT = N_("This was the last try. Mark the answer, and talk with the learner.")
LEARNER_CHANGED = N_("This answer cannot be written again now. Look at where it stands.")
_PARTS = {WAITING: FIRST_PART, SECOND: SECOND_PART, THIRD: AGREED_PART}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a marker says. `levels`: criterion → level. `asks_second` is heard from a first marker only."""

    levels: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    reason: str = ""
    asks_second: bool = False
    gives_back: bool = False


def take_in(sitting: Sitting, question_id: str, moment: datetime) -> None:
    """An answer begins to wait."""
    values = {
        "enrolment_id": sitting.enrolment_id,
        "attempt_id": sitting.id,
        "lesson_id": sitting.lesson_id,
        "question_id": question_id,
        "try_number": 1,
        "state": WAITING,
        "second_wanted": rules.is_sampled(sitting.id, question_id),
        "handed_at": moment,
        "settled_at": None,
        "version": 1,
    }
    insert_unless_there(MarkingTask, values)


waiting.register(take_in)


def note_opened(actor: Actor, task: MarkingTask) -> None:
    """That somebody read an answer is written down, with the task's number and no name."""
    with write_transaction():
        _record(actor, task, "marking.open")


def save(actor: Actor, task: MarkingTask, draft: Draft, version: int) -> str:
    """Adds a mark and goes on with the task; returns the task's new state.

    Raises Invalid for a mark without levels or a return without a comment, Forbidden for somebody's second mark,
    Conflict if somebody else was faster.
    """
    queries.lock(task)
    part = _PARTS.get(task.state)
    if task.version != version or part is None:
        raise Conflict(CHANGED)
    markers = [one.marker_id for one in _of_this_try(task)]
    if not policy.may_mark(actor, task, markers):
        raise Forbidden(NOT_YOURS)
    question = get_asked(task).question
    _check(task, question, draft, part)
    mark = _add(actor, task, question, draft, part)
    task.version += 1
    _go_on(task, question, mark, draft)
    session().flush()
    _record(actor, task, "marking.return" if draft.gives_back else "marking.mark", part)
    return task.state


def go_on_alone(actor: Actor, task: MarkingTask, version: int) -> None:
    """No second mark is waited for any more: the first one counts. A coordinator's. Raises Forbidden, Conflict."""
    queries.lock(task)
    if task.version != version or task.state != SECOND:
        raise Conflict(CHANGED)
    if not policy.coordinates(actor, task):
        raise Forbidden(N_("Only a coordinator of this cohort can do this."))
    task.version += 1
    task.second_wanted = False
    _settle(task, _of_this_try(task)[0])
    session().flush()
    _record(actor, task, "marking.without-second")


def send_again(actor: Actor, sitting: Sitting, question: Question, form: Form, *, language: str, version: int) -> None:
    """The learner's next try at a returned answer. Raises Conflict unless it is returned, Invalid for no answer."""
    task = queries.find_task(sitting.id, question.id)
    if task is None:
        raise Conflict(LEARNER_CHANGED)
    queries.lock(task)
    if task.state != RETURNED or task.version != version:
        raise Conflict(LEARNER_CHANGED)
    waiting.write_again(sitting, question, form, language)
    task.state, task.handed_at = WAITING, now()
    task.try_number += 1
    task.version += 1
    session().flush()
    _record(actor, task, "marking.send-again")


def _of_this_try(task: MarkingTask) -> Sequence[AnswerMark]:
    wanted = select(AnswerMark).filter_by(
        attempt_id=task.attempt_id, question_id=task.question_id, try_number=task.try_number
    )
    return session().scalars(wanted.order_by(AnswerMark.id)).all()


def _check(task: MarkingTask, question: Question, draft: Draft, part: str) -> None:
    if draft.gives_back:
        if task.try_number >= rules.MOST_TRIES:
            raise Invalid(NO_TRY_LEFT)
        if not draft.comment.strip():
            raise Invalid(SAY_HOW, field="comment")
    elif missing := rules.missing(question, draft.levels):
        raise Invalid(CHOOSE, field=f"level-{missing[0]}")
    if part == AGREED_PART and not draft.reason.strip():
        raise Invalid(SAY_WHY, field="reason")
    if max(len(draft.comment), len(draft.reason)) > LONGEST_COMMENT:
        raise Invalid(N_("At most 2000 characters."), field="comment")


def _add(actor: Actor, task: MarkingTask, question: Question, draft: Draft, part: str) -> AnswerMark:
    answer = queries.get_answer(task)
    gained = None if draft.gives_back else rules.worth(question, draft.levels)
    known = {group.id for group in question.groups}
    mark = AnswerMark(
        attempt_id=task.attempt_id,
        question_id=task.question_id,
        try_number=task.try_number,
        part=part,
        marker_id=person_id(actor),
        rubric_version=question.version,
        release_id=task.attempt.release_id,
        levels={name: level for name, level in draft.levels.items() if name in known} if gained else {},
        points=gained.points if gained else None,
        most=most_points(question),
        is_right=gained.is_right if gained else None,
        answer_text=" ".join(answer.chosen),
        comment=draft.comment.strip(),
        reason=draft.reason.strip(),
        decision=MARKED if gained else GIVEN_BACK,
        marked_at=now(),
    )
    session().add(mark)
    session().flush()
    return mark


def _go_on(task: MarkingTask, question: Question, mark: AnswerMark, draft: Draft) -> None:
    if mark.part == SECOND_PART:
        first = _of_this_try(task)[0]
        if rules.agree(worth_of(first, question), worth_of(mark, question)):
            _settle(task, first)
        else:
            task.state = THIRD
    elif draft.gives_back:
        task.state = RETURNED
        _tell(task, ANSWER_RETURNED)
    elif mark.part == FIRST_PART and (task.second_wanted or draft.asks_second):
        task.state, task.second_wanted = SECOND, True
    else:
        _settle(task, mark)


def worth_of(mark: AnswerMark, question: Question) -> rules.Worth | None:
    return rules.worth(question, mark.levels) if mark.decision == MARKED else None


def _settle(task: MarkingTask, mark: AnswerMark) -> None:
    """This mark counts: the answer gets its score, the attempt is counted again, the learner is told."""
    gained = worth_of(mark, get_asked(task).question)
    if gained is None:
        raise Conflict(CHANGED)
    task.state, task.settled_at = SETTLED, now()
    session().flush()
    waiting.mark(task.attempt_id, task.question_id, gained.share, is_right=gained.is_right)
    _tell(task, ANSWER_MARKED)


def _tell(task: MarkingTask, kind: str) -> None:
    number = get_asked(task).number
    link = f"/attempts/{task.attempt_id}/{number}/written"
    notices.tell(task.enrolment.person_id, kind, link, lesson_id=task.lesson_id)


def _record(actor: Actor, task: MarkingTask, action: str, detail: str = "") -> None:
    place = f"cohort:{task.enrolment.cohort_id}"
    audit.record(person_id(actor), action, f"answer:{task.id}", place=place, detail=detail)
