"""What stands at an institution, and what is missing before its people come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from app.accounts import policy as accounts
from app.accounts import queries as people
from app.accounts.actor import Actor
from app.accounts.models import Institution, Person, RoleGrant
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.duty import queries as duty
from app.duty import rules as duty_rules
from app.enrolment import calendar
from app.enrolment.finding import Found
from app.enrolment.models import Cohort, Enrolment
from app.placements.models import Site

FEW = 5
DONE, BEGUN, MISSING = "done", "begun", "missing"


@dataclass(frozen=True, slots=True)
class Step:
    """`told`: what stands or what is missing; `count` fills its %(num)s."""

    key: str
    title: str
    state: str
    told: str
    path: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    institution: Institution
    steps: Sequence[Step]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.state != DONE), None)

    @property
    def done(self) -> int:
        return sum(1 for step in self.steps if step.state == DONE)


def get_institution(actor: Actor, institution_id: int) -> Institution:
    """Raises NotFound for one that is not the actor's to keep."""
    if not accounts.may_keep_institution(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
    return people.get_institution(institution_id)


def list_standings(actor: Actor, found: Found) -> list[Standing]:
    """How far those that were found are; of many only which they are, with no steps."""
    if len(found.institutions) > FEW:
        return [Standing(one, []) for one in found.institutions]
    return [standing_of(actor, one) for one in found.institutions]


def standing_of(actor: Actor, institution: Institution) -> Standing:
    return Standing(institution, [step(actor, institution) for step in STEPS])


def list_cohorts(institution_id: int) -> Sequence[Cohort]:
    """Those that have not ended."""
    wanted = select(Cohort).where(Cohort.institution_id == institution_id, Cohort.ends_on >= today())
    return session().scalars(wanted.order_by(Cohort.starts_on, Cohort.name)).all()


def suggested_days(institution_id: int) -> tuple[date | None, date | None]:
    """First day of the terms that are not over, and the last of them."""
    terms = [x for x in calendar.list_spans(institution_id) if x.kind == calendar.TERM and x.last_day >= today()]
    if not terms:
        return None, None
    return terms[0].first_day, max(term.last_day for term in terms)


def _institution(_actor: Actor, one: Institution) -> Step:
    lacking = [code for code in one.languages if not one.names.get(code)]
    state, told = (
        (BEGUN, N_("The name is missing in one of its languages."))
        if lacking
        else (
            DONE,
            N_("Names, time zone and languages are set."),
        )
    )
    return Step("institution", N_("The institution"), state, told, f"/set-up/{one.id}/institution")


def _coordinators(_actor: Actor, one: Institution) -> Step:
    day = today()
    wanted = (
        select(func.count(Person.id), func.count(Person.password_hash))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            and_(RoleGrant.role == "coordinator", RoleGrant.place_kind == "institution", RoleGrant.place_id == one.id),
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
            Person.is_active,
        )
    )
    invited, here = session().execute(wanted).one()
    title, path = N_("Who coordinates"), "/people/invite"
    if here:
        return Step("coordinators", title, DONE, N_("Coordinators who have been here: %(num)s"), path, here)
    if invited:
        return Step("coordinators", title, BEGUN, N_("A coordinator is invited and has not been here yet."), path)
    return Step("coordinators", title, MISSING, N_("Nobody coordinates here yet. An administrator invites them."), path)


def _duty(actor: Actor, one: Institution) -> Step:
    post = duty.get_post_of_institution(actor, one.id)
    state, told = MISSING, N_("Nobody is on duty. Set a number, its hours, and a stand-in.")
    if post.contact is not None:
        state, told = BEGUN, N_("Somebody is on duty; a stand-in is missing.")
        if post.contact.backup_phone:
            told = N_("Set. Now ring both numbers, and say there that they were answered.")
            if post.standing == duty_rules.FINE:
                state, told = DONE, N_("Number, hours and stand-in are set, and were rung.")
    return Step("duty", N_("Who is called when it cannot wait"), state, told, f"/duty/institutions/{one.id}")


def _calendar(_actor: Actor, one: Institution) -> Step:
    spans = calendar.list_spans(one.id)
    title, path = N_("The calendar"), f"/set-up/{one.id}/calendar"
    if any(span.kind == calendar.TERM and span.last_day >= today() for span in spans):
        return Step("calendar", title, DONE, N_("Terms and breaks in the calendar: %(num)s"), path, len(spans))
    told = N_("No term of this year or the next is in the calendar.")
    return Step("calendar", title, BEGUN if spans else MISSING, told, path)


def _sites(_actor: Actor, one: Institution) -> Step:
    wanted = select(func.count()).select_from(Site).where(Site.institution_id == one.id, Site.is_open)
    number, title = session().scalars(wanted).one(), N_("Places that take learners")
    if number:
        return Step("sites", title, DONE, N_("Open sites: %(num)s"), "/sites", number)
    return Step("sites", title, MISSING, N_("No site yet. Add those where learners will work."), "/sites/new")


def _cohorts(_actor: Actor, one: Institution) -> Step:
    number, path = len(list_cohorts(one.id)), f"/set-up/{one.id}/cohorts"
    if number:
        return Step("cohorts", N_("Cohorts"), DONE, N_("Cohorts that run or are to begin: %(num)s"), path, number)
    return Step("cohorts", N_("Cohorts"), MISSING, N_("No cohort is open."), path)


def _people(_actor: Actor, one: Institution) -> Step:
    cohorts = [cohort.id for cohort in list_cohorts(one.id)]
    wanted = select(Enrolment.cohort_id, func.count()).where(
        Enrolment.cohort_id.in_(cohorts), Enrolment.left_on.is_(None)
    )
    learning = {row[0]: row[1] for row in session().execute(wanted.group_by(Enrolment.cohort_id))}
    empty = [number for number in cohorts if number not in learning]
    place = f"?place=cohort:{empty[0]}" if empty else ""
    title, path = N_("People"), f"/imports/new{place}"
    if cohorts and not empty:
        return Step("people", title, DONE, N_("Learners enrolled: %(num)s"), path, sum(learning.values()))
    told = N_("A cohort has nobody in it yet. Bring people in from a file, or invite them one by one.")
    return Step("people", title, BEGUN if learning else MISSING, told, path)


STEPS: tuple[Callable[[Actor, Institution], Step], ...] = (
    _institution,
    _coordinators,
    _duty,
    _calendar,
    _sites,
    _cohorts,
    _people,
)
"""In the order in which they are best done; each may be left and taken up again."""
