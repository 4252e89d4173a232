"""Law 5: what a policy says of one row and what it lets a list show agree, for every actor and every row.

By convention `may_see_thing(actor, row)` stands beside `visible_things(actor)`, a condition over the same table.
"""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Institution, Person
from app.breakglass import rules
from app.breakglass.models import BreakGlass
from app.cases.models import PracticeCase
from app.config import ROOT
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.duty import queries as duty
from app.duty import service as on_duty
from app.duty.models import DutyContact
from app.enrolment.models import Cohort, Enrolment
from app.handovers import service as handovers
from app.handovers.models import Handover
from app.imports.models import PeopleImport
from app.marking.models import MarkingComment, MarkingTask
from app.measures.models import CaseMeasure
from app.meetings.models import Meeting
from app.performance import opening
from app.performance.models import Performance
from app.placements import keeping, supervising
from app.placements.models import CohortSupervisor, Placement, Site, Supervisor
from app.practicum.models import PracticumEntry
from app.scenarios.models import Alternative
from tests.support import curriculum, handing, measuring, places, practice, written
from tests.support.application import PASSWORD, make_app
from tests.support.school import School
from tests.support.supervising import in_a_group
from tests.support.world import close

JOINS: dict[type, Callable[[Select[Any]], Select[Any]]] = {
    Alternative: lambda wanted: wanted.join(Enrolment, Enrolment.id == Alternative.enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
    BreakGlass: lambda wanted: wanted.join(Enrolment, Enrolment.id == BreakGlass.enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
    CaseMeasure: lambda wanted: wanted.join(Enrolment, Enrolment.id == CaseMeasure.enrolment_id),
    CohortSupervisor: lambda wanted: wanted.join(Cohort, Cohort.id == CohortSupervisor.cohort_id),
    DutyContact: lambda wanted: wanted.outerjoin(Cohort, Cohort.id == DutyContact.cohort_id),
    Enrolment: lambda wanted: wanted.join(Cohort, Cohort.id == Enrolment.cohort_id),
    Performance: lambda wanted: wanted.join(Enrolment, Enrolment.id == Performance.enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
    PracticeCase: lambda wanted: wanted.join(Enrolment, Enrolment.id == PracticeCase.enrolment_id),
    PracticumEntry: lambda wanted: wanted.join(Enrolment, Enrolment.id == PracticumEntry.enrolment_id),
    Handover: lambda wanted: wanted.join(Enrolment, Enrolment.id == Handover.from_enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
    MarkingTask: lambda wanted: wanted.join(Enrolment, Enrolment.id == MarkingTask.enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
    Meeting: lambda wanted: wanted.join(Cohort, Cohort.id == Meeting.cohort_id),
    Placement: lambda wanted: wanted.join(Enrolment, Enrolment.id == Placement.enrolment_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id
    ),
}
ONE_FILTER = {
    "app.privacy.policy.visible_requests": "one request is read through the same filter as the list",
    "app.privacy.policy.visible_corrections": "one request is read through the same filter as the list",
    "app.meetings.policy.visible_meetings": "one meeting is read through the same filter as the list",
}
ROLES = ("learner", "trainer", "coordinator", "supervisor", "evaluator", "reviewer", "rater", "administrator")
KINDS = ("national", "institution", "cohort", "site")


def policies(root: Path = ROOT) -> list[ModuleType]:
    return [import_module(f"app.{path.parent.name}.policy") for path in sorted(root.glob("app/*/policy.py"))]


def rule_of(name: str) -> str:
    """visible_cohorts → may_see_cohort, visible_entries → may_see_entry"""
    one = re.sub(r"ie$", "y", name.removeprefix("visible_").removesuffix("s"))
    return f"may_see_{one}"


def filters(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if name.startswith("visible_") and getattr(value, "__module__", "") == module.__name__
    ]


def pairs(module: ModuleType) -> Iterator[tuple[Callable[..., bool], Callable[..., Any]]]:
    for name in filters(module):
        if hasattr(module, rule_of(name)):
            yield getattr(module, rule_of(name)), getattr(module, name)


def alone(module: ModuleType) -> list[str]:
    """List filters without their rule for one row."""
    known = {name.rpartition(".")[2] for name in ONE_FILTER if name.startswith(f"{module.__name__}.")}
    return [name for name in filters(module) if not hasattr(module, rule_of(name)) and name not in known]


def row_type(rule: Callable[..., bool]) -> type:
    """What a rule is about: the annotation of its second parameter."""
    second = list(inspect.signature(rule).parameters)[1]
    found: type = get_type_hints(rule)[second]
    return found


def disagreements(app: Flask, actor: Actor, rule: Callable[..., bool], lists: Callable[..., Any]) -> list[str]:
    kind = row_type(rule)
    with app.app_context():
        rows = session().scalars(select(kind)).all()
        listed = set(session().scalars(JOINS.get(kind, lambda wanted: wanted)(select(kind)).where(lists(actor))))
        return [f"{kind.__name__} {row} for {actor}" for row in rows if rule(actor, row) != (row in listed)]


actors = st.builds(
    Actor,
    id=st.integers(1, 8),
    name=st.just(""),
    language=st.just("en"),
    grants=st.lists(
        st.builds(Grant, st.sampled_from(ROLES), st.sampled_from(KINDS), st.integers(0, 5)), max_size=4
    ).map(tuple),
)


@pytest.fixture(scope="module")
def crowd(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Three institutions, five cohorts, eight learners, each with a role-play and a wish to talk."""
    folder = tmp_path_factory.mktemp("crowd") / "crowd"
    shutil.copytree(furnished, folder)
    app = make_app(folder)
    school = School(app, PASSWORD, today())
    cohorts = [school.cohort_id, school.cohort(), *(school.cohort(school.institution()) for _ in range(2))]
    cohorts.append(school.cohort(school.institution_id))
    school.publish(curriculum.with_role_plays(), "rated")
    set_duty_phones(school, cohorts)
    for number in range(8):
        perform(school, cohorts[number % len(cohorts)])
    place(school)
    bring_in(school, cohorts)
    yield app
    close(app)


def bring_in(school: School, cohorts: list[int]) -> None:
    """A list for each cohort, and one for its institution."""
    with school.app.app_context(), write_transaction():
        for cohort_id in cohorts:
            institution_id = session().get_one(Cohort, cohort_id).institution_id
            shared = {"institution_id": institution_id, "file_name": "", "columns": {}, "made_at": now()}
            for place_id in (cohort_id, None):
                session().add(PeopleImport(cohort_id=place_id, role="trainer", language="he", **shared))


def perform(school: School, cohort_id: int) -> None:
    _, enrolment_id = school.learner(cohort_id)
    write(school, enrolment_id)
    with school.app.app_context(), write_transaction():
        draft = opening.OpeningDraft(curriculum.RATED, today(), "en")
        opening.open_for(SYSTEM, session().get_one(Cohort, cohort_id), [enrolment_id], draft)
        session().add(Alternative(enrolment_id=enrolment_id, lesson_id=curriculum.READING, asked_at=now()))


def set_duty_phones(school: School, cohorts: list[int]) -> None:
    """One in force and others that were replaced, at an institution and at three cohorts."""
    draft = on_duty.DutyDraft(name="Duty", phone="02-000-0000", hours={"en": "Always"})
    with school.app.app_context(), write_transaction():
        posts = [duty.get_post_of_cohort(SYSTEM, cohort_id) for cohort_id in cohorts[::2]]
        for post in (*posts, duty.get_post_of_institution(SYSTEM, school.institution_id)):
            first = on_duty.put(SYSTEM, post, draft, post.contact.id if post.contact else 0)
            on_duty.put(SYSTEM, post, draft, first.id)


def place(school: School) -> None:
    """Everybody is placed, at sites that are shared or not; some of the learners sign for others, or stand in."""
    with school.app.app_context():
        learners = session().scalars(select(Enrolment).join(Cohort)).all()
        found = [(one.id, one.person_id, one.cohort.institution_id) for one in learners]
    first = places.make_site(school, found[0][2])
    for number, (enrolment_id, _, institution_id) in enumerate(found):
        with_account = found[(number + 1) % len(found)][1]
        signer_id = places.make_supervisor(school, institution_id)
        link(school, signer_id, with_account, institution_id, is_away=number % 3 == 0)
        site_id = places.make_site(school, institution_id)
        places.make_placement(school, enrolment_id, site_id, signer_id, starts_on=today())
        practice.in_every_state(school, enrolment_id, signer_id)
        measuring.in_every_state(school, enrolment_id, signer_id)
        in_a_group(school, enrolment_id, found[number - 1][0], signer_id)
        lead(school, enrolment_id, signer_id, number)
        open_up(school, enrolment_id, found[(number + 2) % len(found)][1], number)
        pass_on(school, enrolment_id, with_account if found[(number + 1) % len(found)][2] == institution_id else None)
    share(school, first, found[-1][2])


def lead(school: School, enrolment_id: int, signer_id: int, number: int) -> None:
    """Rows for policies: whoever signs for the learner supervises their cohort, or did."""
    with school.app.app_context(), write_transaction():
        row = CohortSupervisor(
            cohort_id=session().get_one(Enrolment, enrolment_id).cohort_id,
            supervisor_id=signer_id,
            category="supervision",
            from_day=today() - timedelta(days=20 - number),
            until_day=today() - timedelta(days=number % 2) if number % 3 else None,
            created_at=now(),
        )
        session().add(row)


def open_up(school: School, enrolment_id: int, by_id: int, number: int) -> None:
    """Rows for policies: open now, over, closed again."""
    with school.app.app_context(), write_transaction():
        at = now() - timedelta(hours=5 * (number % 2))
        closed = at if number % 3 == 0 else None
        row = BreakGlass(
            actor_id=by_id,
            enrolment_id=enrolment_id,
            reason="A complaint was made",
            opened_at=at,
            until=at + rules.LASTS,
            closed_at=closed,
        )
        session().add(row)


def pass_on(school: School, enrolment_id: int, person_id: int | None) -> None:
    """The learner's case is offered to another one of the institution, or to somebody without an account anywhere."""
    with school.app.app_context(), write_transaction():
        case = session().scalars(select(PracticeCase).filter_by(enrolment_id=enrolment_id).limit(1)).one()
        actor, place = Actor(case.enrolment.person_id, "", "en"), case.institution_id if person_id else None
        account = (session().get_one(Person, person_id).email or "") if person_id else ""
        receiver = handing.add_receiver(place, account=account)
        handovers.offer(actor, case, handing.draft(receiver.id), handing.WAITS)


def link(school: School, signer_id: int, person_id: int, institution_id: int, *, is_away: bool) -> None:
    """The account signs, or stands in for whoever does."""
    account_id = places.make_supervisor(school, institution_id) if is_away else signer_id
    with school.app.app_context(), write_transaction():
        session().get_one(Supervisor, account_id).person_id = person_id
        if is_away:
            days = (today() - timedelta(days=1), today() + timedelta(days=1))
            absent = session().get_one(Supervisor, signer_id)
            supervising.be_away(SYSTEM, absent, supervising.AbsenceDraft(*days, account_id))


def share(school: School, site_id: int, institution_id: int) -> None:
    with school.app.app_context(), write_transaction():
        code = session().get_one(Institution, institution_id).code
        keeping.share(SYSTEM, session().get_one(Site, site_id), code, None)


def write(school: School, enrolment_id: int) -> None:
    """An answer that waits for a mark; a phrase of the writer's institution, and one of their own."""
    with school.app.app_context(), write_transaction():
        written.put(enrolment_id, release_id=1)
        writer = session().get_one(Enrolment, enrolment_id)
        for place in (writer.cohort.institution_id, None):
            session().add(
                MarkingComment(institution_id=place, language="en", text="Well", by_id=writer.person_id, made_at=now())
            )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors)
def test_every_row_is_listed_exactly_if_it_may_be_seen(crowd: Flask, actor: Actor):
    for module in policies():
        for rule, lists in pairs(module):
            assert disagreements(crowd, actor, rule, lists) == []


def test_every_list_filter_stands_beside_its_rule():
    assert {module.__name__: alone(module) for module in policies() if alone(module)} == {}
    assert sum(len(list(pairs(module))) for module in policies()) >= 2


def test_a_filter_that_shows_more_than_the_rule_is_found(crowd: Flask):
    def may_see_cohort(actor: Actor, cohort: Cohort) -> bool:
        return cohort.id == 1

    actor = Actor(id=1, name="", language="en")
    assert disagreements(crowd, actor, may_see_cohort, lambda actor: Cohort.id == 1) == []
    assert len(disagreements(crowd, actor, may_see_cohort, lambda actor: Cohort.id <= 2)) == 1
    assert len(disagreements(crowd, actor, may_see_cohort, lambda actor: Cohort.id == 0)) == 1


def test_a_filter_without_its_rule_is_found():
    planted = ModuleType("planted")
    exec("def visible_things(actor): return True", planted.__dict__)  # a function of that very module
    assert alone(planted) == ["visible_things"]
