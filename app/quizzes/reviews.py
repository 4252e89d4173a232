"""Practice: missed questions come back through the year, to their learner alone. It has no effect on anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, or_, select, update

from app.accounts.actor import Actor
from app.catalogue.kinds import KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Catalogue, Lesson, Question, Quiz
from app.core import spacing
from app.core.clock import day_of, now, today
from app.core.db import insert_unless_there, session
from app.core.errors import Invalid
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.progress import service as progress
from app.progress.queries import Learning
from app.progress.rules import QUIZ
from app.quizzes import reviews_queries as queries
from app.quizzes import reviews_rules as rules
from app.quizzes.queries import Sitting
from app.quizzes.reviews_models import QuizReview
from app.quizzes.reviews_queries import Own
from app.quizzes.rules import FULL, thousandths
from app.releases import queries as releases

FIRST_PASS = N_("Pass the quiz first: then all of it can come back.")


@dataclass(frozen=True, slots=True)
class Today:
    """What comes back today, in its order; `left` of it is still to be answered."""

    cards: list[tuple[Own, Lesson, Question]]
    answered: int

    @property
    def left(self) -> int:
        return len(self.cards)


def find_question(catalogue: Catalogue, lesson_id: str, question_id: str) -> tuple[Lesson, Question] | None:
    """As it is published; None for what is there no more, and for what a person marks."""
    lesson = catalogue.lessons.get(lesson_id)
    questions = lesson.quiz.questions if lesson and lesson.quiz else ()
    found = next((one for one in questions if one.id == question_id), None)
    return (lesson, found) if lesson and found and not KINDS[found.kind].is_marked else None


def content_of(actor: Actor, own: Own) -> Catalogue:
    """The newest content that the learner follows."""
    return releases.published(own.pinned or actor.release_id).catalogue


def take_today(actor: Actor) -> Today:
    """At most ten a day, the day's answered ones among them."""
    due = queries.list_due(actor)
    if not due:
        return Today([], 0)
    day = day_of(now(), due[0].time_zone)
    known = [(own, find_question(content_of(actor, own), own.row.lesson_id, own.row.question_id)) for own in due]
    there = [(own.name, (own, *found)) for own, found in known if found]
    done = len(queries.list_answered(actor, rules.start_of(day, due[0].time_zone)))
    return Today(rules.shuffled(there, day)[: max(rules.A_DAY - done, 0)], done)


def note_missed(sitting: Sitting, quiz: Quiz, scores: Mapping[str, int | None], *, is_passed: bool) -> None:
    """Every question of an ended attempt that did not earn full marks comes back, tomorrow for the first time.

    Where a quiz explains nothing before it is passed, neither does the practice.
    """
    if quiz.feedback == "pass" and not is_passed:
        return
    drawn = {entry["id"] for entry in sitting.questions}
    missed = [
        one.id
        for one in quiz.questions
        if one.id in drawn and not KINDS[one.kind].is_marked and (scores.get(one.id) or 0) < FULL
    ]
    if missed:
        when = _add(sitting.enrolment_id, sitting.lesson_id, sitting.quiz_id, missed)
        _sooner(sitting.enrolment_id, sitting.quiz_id, missed, when)


def add_quiz(learning: Learning, lesson: Lesson) -> None:
    """The whole of a passed quiz comes back; what is there already, or was put away, stays as it is.

    Raises Invalid until it is passed.
    """
    quiz = lesson.quiz
    if quiz is None or QUIZ not in progress.done_steps(learning.enrolment_id, lesson.id):
        raise Invalid(FIRST_PASS)
    ids = [one.id for one in quiz.questions if not KINDS[one.kind].is_marked]
    _add(learning.enrolment_id, lesson.id, quiz.id, ids)


def _add(enrolment_id: int, lesson_id: str, quiz_id: str, ids: Iterable[str]) -> date | None:
    """Returns the day on which the new ones come back; None once the year is over."""
    time_zone, ends_on = queries.find_year(enrolment_id)
    day = day_of(now(), time_zone)
    first = rules.within(rules.tomorrow(day), day, ends_on)
    if first is None:
        return None
    values = {
        "enrolment_id": enrolment_id,
        "quiz_id": quiz_id,
        "lesson_id": lesson_id,
        "card": spacing.fresh(now()),
        "given": [],
        "due_at": rules.start_of(first, time_zone),
        "last_at": None,
        "made_at": now(),
    }
    for question_id in ids:
        insert_unless_there(QuizReview, {**values, "question_id": question_id})
    return first


def _sooner(enrolment_id: int, quiz_id: str, ids: Iterable[str], day: date | None) -> None:
    """What was missed again does not wait until it would have come back by itself."""
    if day is None:
        return
    when = rules.start_of(day, queries.find_year(enrolment_id)[0])
    mine = (QuizReview.enrolment_id == enrolment_id, QuizReview.quiz_id == quiz_id, QuizReview.question_id.in_(ids))
    session().execute(update(QuizReview).where(*mine, QuizReview.due_at > when).values(due_at=when))


def answer(actor: Actor, own: Own, question: Question, form: Form) -> None:
    """Keeps the answer and says when the question comes back; one that is not due changes nothing. Raises Invalid."""
    moment, row = now(), own.row
    if row.due_at is None or row.due_at > moment:
        return
    kind = KINDS[question.kind]
    try:
        chosen = kind.read(question, form)
    except UnreadableAnswer as error:
        raise Invalid(error.message, field="answer") from error
    row.card = rules.answered(row.card, thousandths(kind.grade(question, chosen).score), moment)
    row.given, row.last_at = chosen, moment
    day = day_of(moment, own.time_zone)
    _plan(own, rules.due(row.card, own.time_zone), day)
    session().flush()
    _leave_for_tomorrow(actor, own.time_zone, day)


def put_off(own: Own) -> None:
    """Not now: tomorrow."""
    if own.row.due_at is not None:
        day = day_of(now(), own.time_zone)
        _plan(own, rules.tomorrow(day), day)


def put_away(own: Own) -> None:
    """It never comes back, even if it is missed again."""
    own.row.due_at = None


def stop(actor: Actor) -> None:
    """Empties the practice; what is missed from now on comes back again."""
    own = select(Enrolment.id).where(Enrolment.person_id == actor.id)
    _delete(QuizReview.enrolment_id.in_(own))


def _plan(own: Own, wanted: date, day: date) -> None:
    when = rules.within(wanted, day, own.ends_on)
    own.row.due_at = rules.start_of(when, own.time_zone) if when else None


def _leave_for_tomorrow(actor: Actor, time_zone: str, day: date) -> None:
    """What would be more than a day's questions comes back a day later, so that no pile waits."""
    done = len(queries.list_answered(actor, rules.start_of(day, time_zone)))
    in_order = rules.shuffled([(own.name, own) for own in queries.list_due(actor)], day)
    for own in in_order[max(rules.A_DAY - done, 0) :]:
        put_off(own)


def forget_gone() -> int:
    """Removes what is published no more, and what belongs to a year or an enrolment that is over; returns how many."""
    ended = select(Enrolment.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    over = ended.where(or_(Cohort.ends_on < today(), Enrolment.left_on.is_not(None)))
    removed = _delete(QuizReview.enrolment_id.in_(over))
    active = releases.find_active_release_id()
    for lesson_id, question_id, pinned in queries.list_known():
        release_id = pinned or active
        if release_id and find_question(releases.published(release_id).catalogue, lesson_id, question_id) is None:
            followers = ended.where(Cohort.release_id == pinned if pinned else Cohort.release_id.is_(None))
            here = (QuizReview.lesson_id == lesson_id) & (QuizReview.question_id == question_id)
            removed += _delete(here & QuizReview.enrolment_id.in_(followers))
    return removed


def _delete(which: ColumnElement[bool]) -> int:
    return int(getattr(session().execute(delete(QuizReview).where(which)), "rowcount", 0))
