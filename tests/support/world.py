"""Two institutions side by side, each with everything that an address can name, and somebody in every role.

Whatever belongs to a side carries its mark in its text; private writing carries `INNERMOST` as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import BrowserSession, Institution, Person, RoleGrant
from app.accounts.service import NATIONAL, Place
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.duty import opening
from app.notices import service as notices
from app.notices.kinds import RESULT_CHANGED
from app.notices.models import Notice
from app.quizzes import regrading
from app.quizzes.regrading_plans import Subject, Wish, propose
from app.quizzes.regrading_rules import DROP
from app.second_step.models import Passkey
from app.web.database import db
from tests.support import curriculum, on_duty, plays, rows, tools
from tests.support.application import PASSWORD, make_app
from tests.support.asking import ask_for_things
from tests.support.handing import hand_over
from tests.support.house import csrf_of
from tests.support.measuring import measure_something
from tests.support.placing import open_and_close, place
from tests.support.portfolio import rate_as_trainer
from tests.support.practice import practise
from tests.support.school import School, furnish
from tests.support.signing import Signed, sign
from tests.support.supervising import supervise

HERE, ELSEWHERE = "Alphamark", "Zetamark"
INNERMOST, FELLOW = "Innermostmark", "Fellowmark"


@dataclass(frozen=True)
class Side:
    """Ids of one institution. `waiting_id` is invited by `token`; `session_id` a browser of the learner."""

    mark: str
    programme_id: str
    lesson_id: str
    cohort_id: int
    place: Place
    learner_email: str
    enrolment_id: int
    fellow_enrolment_id: int
    attempt_id: int
    performance_id: int
    marking_id: int
    comment_id: int
    contact_id: int
    meeting_id: int
    closed_meeting_id: int
    site_id: int
    supervisor_id: int
    placement_id: int
    entry_id: int
    case_id: int
    measure_id: int
    supervision_id: int
    item_id: int
    handover_id: int
    receiver_id: int
    glass_id: int
    trainer_email: str
    grant_id: int
    passkey_id: int
    rating_id: int
    signed: Signed
    task_id: int
    run_id: int
    notice_id: int
    session_id: int
    waiting_id: int
    gone_id: int
    import_id: int
    request_id: int
    correction_id: int
    span_id: int
    practised: tools.Practised
    token: str


@dataclass(frozen=True)
class Role:
    """Somebody: at home on a side; `everywhere` may know both."""

    name: str
    email: str
    side: int
    everywhere: bool = False


@dataclass(frozen=True)
class Plan:
    sides: tuple[Side, Side]
    roles: dict[str, Role]


@dataclass
class World:
    app: Flask
    plan: Plan

    def client(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        if email := self.plan.roles[role].email:
            self.sign_in(client, email)
        return client

    def sign_in(self, client: FlaskClient, email: str) -> None:
        token = csrf_of(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "csrf_token": token})
        assert answer.status_code == 303, answer.text

    def own(self, role: str) -> Side:
        return self.plan.sides[self.plan.roles[role].side]

    def foreign(self, role: str) -> Side:
        return self.plan.sides[1 - self.plan.roles[role].side]


ROLES = (
    "nobody",
    "learner",
    "trainer",
    "coordinator",
    "supervisor",
    "evaluator",
    "reviewer",
    "administrator",
    "administrator of one institution",
    "learner elsewhere",
    "trainer elsewhere",
    "coordinator elsewhere",
)


def build(app: Flask) -> Plan:
    school = School(app, PASSWORD, today() - timedelta(days=120))
    here = make_side(school, HERE, curriculum.MENTORS, curriculum.READING, curriculum.WORKSHOP, curriculum.RATED)
    elsewhere = make_side(
        school, ELSEWHERE, curriculum.OTHERS, curriculum.FOREIGN, curriculum.FOREIGN_WORKSHOP, curriculum.FOREIGN_RATED
    )
    return Plan((here, elsewhere), {role.name: role for role in _roles(school, here, elsewhere)})


def _roles(school: School, here: Side, elsewhere: Side) -> Iterator[Role]:
    yield Role("nobody", "", 0)
    yield Role("learner", here.learner_email, 0)
    yield Role("learner elsewhere", elsewhere.learner_email, 1)
    for number, side in enumerate((here, elsewhere)):
        suffix = " elsewhere" if number else ""
        yield Role(f"trainer{suffix}", side.trainer_email, number)
        yield Role(f"coordinator{suffix}", _staff(school, side, "coordinator", side.place), number)
    for name in ("supervisor", "evaluator", "reviewer"):
        yield Role(name, _staff(school, here, name, here.place), 0)
    yield Role("administrator of one institution", _staff(school, here, "administrator", here.place), 0)
    yield Role("administrator", _staff(school, here, "administrator", NATIONAL), 0, everywhere=True)


def _staff(school: School, side: Side, role: str, place: Place) -> str:
    return str(school.person(role, place, name=f"{side.mark} {role}").email)


def make_side(
    school: School, mark: str, programme_id: str, lesson_id: str, workshop_id: str, rated_id: str, within: int = 0
) -> Side:
    """`within` is the institution, if it is there already: the side is another cohort of it then."""
    institution_id, cohort_id = _places(school, mark, programme_id, within)
    learner, enrolment_id = school.learner(cohort_id, name=f"{mark} Learner")
    fellow, fellow_id = school.learner(cohort_id, name=f"{mark} {FELLOW}")
    attempt_id = _learn(school, learner, lesson_id, mark)
    if not within:
        _correct(school, fellow, lesson_id, mark, Place("institution", institution_id))
    meeting_id, closed_id, task_id = rows.meet(school, cohort_id, workshop_id, mark, (enrolment_id, fellow_id))
    waiting_id, token = rows.invite(school, cohort_id, mark)
    marking_id, comment_id = rows.write(school, fellow_id, institution_id, mark)
    site_id, supervisor_id, placement_id = place(school, enrolment_id, mark)
    entry_id, case_id = practise(school, enrolment_id, mark, INNERMOST)
    supervision_id, item_id = supervise(school, enrolment_id, case_id, mark)
    handover_id, receiver_id = hand_over(school, enrolment_id, case_id, fellow.id, f"{mark} {INNERMOST}")
    signed = sign(school, enrolment_id, supervisor_id)
    asked = ask_for_things(school, Place("institution", institution_id), mark)
    trainer = school.person("trainer", Place("cohort", cohort_id), name=f"{mark} trainer")
    with school.app.app_context():
        wanted = select(BrowserSession.id).where(BrowserSession.person_id == learner.id)
        session_id = session().scalars(wanted).first() or 0
    return Side(
        mark=mark,
        programme_id=programme_id,
        lesson_id=lesson_id,
        cohort_id=cohort_id,
        place=Place("institution", institution_id),
        learner_email=str(learner.email),
        enrolment_id=enrolment_id,
        fellow_enrolment_id=fellow_id,
        attempt_id=attempt_id,
        performance_id=rows.perform(school, cohort_id, rated_id, enrolment_id),
        marking_id=marking_id,
        comment_id=comment_id,
        contact_id=rows.be_on_duty(school, cohort_id, mark),
        meeting_id=meeting_id,
        closed_meeting_id=closed_id,
        site_id=site_id,
        supervisor_id=supervisor_id,
        placement_id=placement_id,
        entry_id=entry_id,
        case_id=case_id,
        measure_id=measure_something(school, enrolment_id, case_id),
        supervision_id=supervision_id,
        item_id=item_id,
        handover_id=handover_id,
        receiver_id=receiver_id,
        glass_id=open_and_close(school, enrolment_id, institution_id, mark),
        trainer_email=str(trainer.email),
        grant_id=_grant_of(school, trainer),
        passkey_id=_passkey(school, waiting_id, mark),
        rating_id=rate_as_trainer(school, enrolment_id, trainer, f"{mark} note"),
        signed=signed,
        task_id=task_id,
        run_id=_play(school, learner, lesson_id),
        notice_id=_notify(school, learner, lesson_id),
        session_id=session_id,
        waiting_id=waiting_id,
        gone_id=fellow.id,
        import_id=rows.take_in(school, cohort_id, mark),
        request_id=asked[0],
        correction_id=asked[1],
        span_id=rows.teach_not(school, institution_id, mark),
        practised=tools.practise(school, enrolment_id, f"{mark} {INNERMOST}"),
        token=token,
    )


def _places(school: School, mark: str, programme_id: str, within: int) -> tuple[int, int]:
    ends = school.starts + timedelta(days=364)
    with school.app.app_context(), write_transaction():
        made = session().get_one(Institution, within) if within else _institution(mark)
        name = f"{mark} cohort"
        cohort = opening.open_cohort(SYSTEM, made, programme_id, name, starts_on=school.starts, ends_on=ends)
        return made.id, cohort.id


def _institution(mark: str) -> Institution:
    names = {"he": f"מקום {mark}", "ar": f"مكان {mark}", "en": f"{mark} place"}
    made = accounts.add_institution(SYSTEM, mark.lower(), names, "Asia/Jerusalem")
    on_duty.put(made.id, f"{mark} duty", f"{mark} hours")
    return made


def _play(school: School, learner: Person, lesson_id: str) -> int:
    """A scenario that ended badly, and the wish to talk it through."""
    client = school.client(learner)
    begun = school.post(client, f"/lessons/{lesson_id}/scenario")
    for number, choice in enumerate(("push", "promise"), 1):
        school.post(client, f"{begun.location}/{number}", choice=choice)
    assert school.post(client, f"/lessons/{lesson_id}/scenario/alternative").status_code == 303
    return int(begun.location.rsplit("/", 1)[1])


def _notify(school: School, learner: Person, lesson_id: str) -> int:
    with school.app.app_context(), write_transaction():
        notices.tell(learner.id, RESULT_CHANGED, "/hours", lesson_id=lesson_id)
        wanted = select(Notice.id).where(Notice.person_id == learner.id, Notice.kind == RESULT_CHANGED)
        return session().scalars(wanted).one()


def _learn(school: School, learner: Person, lesson_id: str, mark: str) -> int:
    """A passed quiz, every step but one, and something private."""
    client = school.client(learner)
    attempt_id = school.begin(client, lesson_id)
    school.answer_all(client, attempt_id)
    answer = school.post(client, f"/lessons/{lesson_id}/steps/choose", answer="a")
    assert answer.status_code == 303, answer.text
    answer = school.post(client, f"/lessons/{lesson_id}/reflections/ponder", text=f"{mark} {INNERMOST}")
    assert answer.status_code == 303, answer.text
    answer = school.post(client, f"/lessons/{lesson_id}/review")
    assert answer.status_code == 303, answer.text
    return attempt_id


def _correct(school: School, fellow: Person, lesson_id: str, mark: str, place: Place) -> None:
    """A question that the fellow got wrong is dropped."""
    client, question_id = school.client(fellow), f"{lesson_id}-q1"
    school.answer_all(client, school.begin(client, lesson_id), wrong=frozenset({question_id}))
    by = school.person("coordinator", place, name=f"{mark} Corrector")
    actor = Actor(by.id, by.name, "en", (Grant("coordinator", place.kind, place.id),))
    with school.app.app_context(), write_transaction():
        subject = Subject(actor, lesson_id)
        digest = propose(subject, question_id, Wish(DROP)).digest
        regrading.correct(subject, question_id, Wish(DROP), f"{mark} reason", digest)


def _grant_of(school: School, person: Person) -> int:
    with school.app.app_context():
        return session().scalars(select(RoleGrant.id).where(RoleGrant.person_id == person.id)).one()


def _passkey(school: School, person_id: int, mark: str) -> int:
    """Of somebody who never signs in: nobody here is asked for a second step."""
    values = {"public_key": b"", "sign_count": 0, "name": f"{mark} key", "made_at": now()}
    with school.app.app_context(), write_transaction():
        key = Passkey(person_id=person_id, credential_id=mark.encode(), **values)
        session().add(key)
        session().flush()
        return key.id


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    folder = tmp_path_factory.mktemp("world")
    app = make_app(folder)
    furnish(app, curriculum.with_role_plays(*plays.lessons()))
    plan = build(app)
    close(app)
    return folder, plan


@pytest.fixture
def world(built: tuple[Path, Plan], tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "world"
    shutil.copytree(built[0], folder)
    app = make_app(folder)
    yield World(app, built[1])
    close(app)


@pytest.fixture(scope="session")
def built_on_postgres(
    new_postgres_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Plan]:
    url, folder = new_postgres_database(), tmp_path_factory.mktemp("postgres-world")
    app = make_app(folder, database_url=url)
    furnish(app, curriculum.with_role_plays(*plays.lessons()))
    plan = build(app)
    close(app)
    return url, folder, plan


@pytest.fixture
def postgres_world(
    built_on_postgres: tuple[str, Path, Plan], new_postgres_database: Callable[..., str]
) -> Iterator[World]:
    url, folder, plan = built_on_postgres
    app = make_app(folder, database_url=new_postgres_database(url))
    yield World(app, plan)
    close(app)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
