"""Who may mark what now: the rule for one answer and the condition of the queue say the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from sqlalchemy import select, update

from app.accounts.actor import Actor, Grant
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort, Enrolment
from app.marking import policy
from app.marking.models import AnswerMark, MarkingTask
from tests.support.school import School
from tests.support.written import Desk

STATES = ("waiting", "second", "third", "returned", "settled")
PLACES = (("cohort", 1), ("cohort", 2), ("institution", 1), ("national", 0))


def actors(people: tuple[int, ...]) -> Iterator[Actor]:
    for person_id, role, place in itertools.product(people, ("trainer", "coordinator", "learner", "rater"), PLACES):
        yield Actor(id=person_id, name="", language="en", grants=(Grant(role, *place),))


def may(actor: Actor, task: MarkingTask) -> bool:
    wanted = select(AnswerMark.marker_id).filter_by(attempt_id=task.attempt_id, try_number=task.try_number)
    return policy.may_mark(actor, task, session().scalars(wanted).all())


def test_the_queue_holds_exactly_what_may_be_marked(school: School):
    desk = Desk(school)
    sitters = [desk.hand_in(sampled=True) for _ in STATES]
    for sitter in sitters[1:]:
        desk.mark(desk.trainer, sitter.task_id)
    with school.app.app_context(), write_transaction():
        for sitter, state in zip(sitters, STATES, strict=True):
            session().execute(update(MarkingTask).where(MarkingTask.id == sitter.task_id).values(state=state))
    people = (desk.trainer.id, desk.colleague.id, sitters[1].person.id, 999)
    seen = set()
    with school.app.app_context():
        tasks = session().scalars(select(MarkingTask)).all()
        for actor in actors(people):
            wanted = select(MarkingTask).join(Enrolment, Enrolment.id == MarkingTask.enrolment_id).join(Cohort)
            listed = set(session().scalars(wanted.where(policy.markable(actor))))
            assert listed == {task for task in tasks if may(actor, task)}, actor
            seen |= {task.state for task in listed}
    assert seen == {"waiting", "second", "third"}
