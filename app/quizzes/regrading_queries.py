"""Attempts and answers that a correction would reach: those of learners whose cohorts the actor coordinates.

Nobody corrects their own result: the actor's own attempts are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, cast, exists, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.core.db import fetch, session
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING, visible_cohorts
from app.progress.models import StepDone
from app.progress.rules import QUIZ
from app.quizzes.models import Answer, Attempt
from app.quizzes.regrading_models import QuizRegrade, QuizRegradeChange

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Answers:
    """How often one answer was given to one version of a question; `right` of them count fully now."""

    question_id: str
    version: str
    chosen: list[str]
    count: int
    right: int


@dataclass(frozen=True, slots=True)
class Met:
    """An attempt that drew the question; `given` is the answer as kept, None for none."""

    id: int
    enrolment_id: int
    number: int
    release_id: int
    questions: list[dict[str, Any]]
    finished_at: datetime | None
    percent: int | None
    is_passed: bool | None
    person_id: int
    name: str
    time_zone: str

    def version(self, question_id: str) -> str:
        """Of the question, as it was drawn; empty if it was not."""
        return next((str(entry["version"]) for entry in self.questions if entry["id"] == question_id), "")


@dataclass(frozen=True, slots=True)
class Past:
    """A correction that was made."""

    question_id: str
    way: str
    reason: str
    at: datetime
    by: str
    changed: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did to one attempt, as its learner reads of it."""

    question_id: str
    way: str
    reason: str
    at: datetime
    score_before: int | None
    score_after: int | None
    percent_before: int | None
    percent_after: int | None


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    """Over `Attempt` joined to `Enrolment` and `Cohort`."""
    return and_(visible_cohorts(actor, COORDINATING), Enrolment.person_id != actor.id)


def _of(actor: Actor, lesson_id: str, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        wanted.join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Attempt.lesson_id == lesson_id, _in_reach(actor))
    )


def _drawn(question_id: str) -> ColumnElement[bool]:
    """Attempts that hold the question, read as text: the draw itself is looked at afterwards."""
    return cast(Attempt.questions, Text).contains(f'"{question_id}"', autoescape=True)


def count_attempts(actor: Actor) -> dict[str, int]:
    """Lesson → attempts within the actor's reach."""
    wanted = (
        select(Attempt.lesson_id, func.count())
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(_in_reach(actor))
        .group_by(Attempt.lesson_id)
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def list_releases(actor: Actor, lesson_id: str) -> list[int]:
    """On which the lesson's quiz was sat, the newest first; empty if nobody sat it, or if nothing could be named so."""
    if not lesson_id.isprintable():  # PostgreSQL refuses to look for some signs
        return []
    wanted = _of(actor, lesson_id, select(Attempt.release_id).distinct().select_from(Attempt))
    return sorted((row[0] for row in session().execute(wanted)), reverse=True)


def list_answers(actor: Actor, lesson_id: str, question_id: str = "") -> list[Answers]:
    """Answers of ended attempts, by question, version and what was answered; the commonest first."""
    said = cast(Answer.chosen, Text)
    right = func.count().filter(Answer.is_right.is_(True))
    columns = (Answer.question_id, Answer.version, said, func.count(), right)
    joined = select(*columns).select_from(Answer).join(Attempt, Attempt.id == Answer.attempt_id)
    wanted = _of(actor, lesson_id, joined).where(Attempt.finished_at.is_not(None))
    if question_id:
        wanted = wanted.where(Answer.question_id == question_id)
    wanted = wanted.group_by(Answer.question_id, Answer.version, said).order_by(func.count().desc(), said)
    return [Answers(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in session().execute(wanted)]


def list_met(actor: Actor, lesson_id: str, question_id: str, *, to_change: bool = False) -> list[Met]:
    """Attempts that drew the question, open ones too. `to_change` holds them until the transaction ends."""
    attempts = (Attempt.id, Attempt.enrolment_id, Attempt.number, Attempt.release_id, Attempt.questions)
    results = (Attempt.finished_at, Attempt.score_percent, Attempt.is_passed)
    people = (Enrolment.person_id, Person.name, Institution.time_zone)
    wanted = _of(actor, lesson_id, select(*attempts, *results, *people).select_from(Attempt))
    wanted = (
        wanted.join(Person, Person.id == Enrolment.person_id)
        .join(Institution, Institution.id == Cohort.institution_id)
        .where(_drawn(question_id))
        .order_by(Attempt.id)
    )
    if to_change:
        wanted = wanted.with_for_update(of=Attempt)
    met = [Met(*row) for row in session().execute(wanted)]
    return [one for one in met if one.version(question_id)]


def list_scores(actor: Actor, lesson_id: str, question_id: str) -> Mapping[int, dict[str, int | None]]:
    """Attempt → question → score, of the attempts that drew the question."""
    columns = (Answer.attempt_id, Answer.question_id, Answer.score)
    joined = select(*columns).select_from(Answer).join(Attempt, Attempt.id == Answer.attempt_id)
    scores: dict[int, dict[str, int | None]] = defaultdict(dict)
    for attempt_id, name, score in session().execute(_of(actor, lesson_id, joined).where(_drawn(question_id))):
        scores[attempt_id][name] = score
    return scores


def list_given(actor: Actor, lesson_id: str, question_id: str) -> dict[int, tuple[str, list[str]]]:
    """Attempt → version and answer."""
    columns = (Answer.attempt_id, Answer.version, Answer.chosen)
    joined = select(*columns).select_from(Answer).join(Attempt, Attempt.id == Answer.attempt_id)
    wanted = _of(actor, lesson_id, joined).where(Answer.question_id == question_id)
    return {row[0]: (row[1], row[2]) for row in session().execute(wanted)}


def list_done(lesson_id: str) -> frozenset[int]:
    """Enrolments in which the lesson's quiz counts as passed."""
    wanted = select(StepDone.enrolment_id).where(StepDone.lesson_id == lesson_id, StepDone.step_id == QUIZ)
    return frozenset(session().scalars(wanted))


def list_cohort_ids(actor: Actor) -> list[int] | None:
    """Cohorts that the actor coordinates; None for all there are and will be."""
    if actor.is_national(*COORDINATING):
        return None
    return list(session().scalars(select(Cohort.id).where(visible_cohorts(actor, COORDINATING)).order_by(Cohort.id)))


def list_past(actor: Actor, lesson_id: str) -> list[Past]:
    """Corrections of the lesson's quiz that the actor made, or that reached the actor's cohorts; newest first."""
    changed = select(func.count()).where(QuizRegradeChange.regrade_id == QuizRegrade.id).scalar_subquery()
    reached = (
        exists()
        .where(QuizRegradeChange.regrade_id == QuizRegrade.id, Attempt.id == QuizRegradeChange.attempt_id)
        .where(Enrolment.id == Attempt.enrolment_id, Cohort.id == Enrolment.cohort_id)
        .where(visible_cohorts(actor, COORDINATING))
    )
    wanted = (
        select(QuizRegrade.question_id, QuizRegrade.way, QuizRegrade.reason, QuizRegrade.at, Person.name, changed)
        .join(Person, Person.id == QuizRegrade.by_id)
        .where(QuizRegrade.lesson_id == lesson_id, or_(QuizRegrade.by_id == actor.id, reached))
        .order_by(QuizRegrade.id.desc())
        .limit(SHOWN)
    )
    return [Past(*row) for row in session().execute(wanted)]


def list_regrades(lesson_id: str, question_id: str) -> Sequence[QuizRegrade]:
    wanted = select(QuizRegrade).filter_by(lesson_id=lesson_id, question_id=question_id).order_by(QuizRegrade.id)
    return session().scalars(wanted).all()


_standing = (
    select(
        QuizRegrade.id,
        QuizRegrade.question_id,
        QuizRegrade.way,
        QuizRegrade.details,
        QuizRegrade.release_id,
        QuizRegrade.by_id,
        Enrolment.cohort_id,
        Enrolment.person_id,
    )
    .select_from(QuizRegrade)
    .join(Enrolment, Enrolment.id == bindparam("enrolment"))
    .where(QuizRegrade.lesson_id == bindparam("lesson"))
    .order_by(QuizRegrade.id)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A correction that may reach an attempt which ends now."""

    id: int
    question_id: str
    way: str
    details: dict[str, Any]
    release_id: int | None


def list_standing(enrolment_id: int, lesson_id: str) -> list[Standing]:
    """Corrections that reach this learner, oldest first; one statement."""
    rows = fetch(_standing, {"enrolment": enrolment_id, "lesson": lesson_id})
    return [
        Standing(row[0], row[1], row[2], row[3], row[4])
        for row in rows
        if row[5] != row[7] and (row[3]["cohorts"] is None or row[6] in row[3]["cohorts"])
    ]


_corrected = (
    select(
        QuizRegrade.question_id,
        QuizRegrade.way,
        QuizRegrade.reason,
        QuizRegrade.at,
        QuizRegradeChange.score_before,
        QuizRegradeChange.score_after,
        QuizRegradeChange.percent_before,
        QuizRegradeChange.percent_after,
    )
    .select_from(QuizRegradeChange)
    .join(QuizRegrade, QuizRegrade.id == QuizRegradeChange.regrade_id)
    .where(QuizRegradeChange.attempt_id == bindparam("attempt"))
    .order_by(QuizRegrade.id)
)


def list_corrected(attempt_id: int, question_id: str = "") -> list[Corrected]:
    """What corrections did to an attempt that the caller may see, oldest first; or to one of its questions."""
    rows = fetch(_corrected, {"attempt": attempt_id})
    return [Corrected(*row) for row in rows if question_id in ("", row[0])]
