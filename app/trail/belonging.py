"""What belongs to an institution, as the trail names it: "kind:id"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, String, and_, cast, literal, or_, select, union, union_all

from app.accounts.models import Institution, RoleGrant
from app.audit.models import REFUSED, AuditEvent
from app.cases.models import PracticeCase
from app.enrolment.models import Cohort, Enrolment
from app.handovers.models import Handover
from app.imports.models import PeopleImport
from app.meetings.models import Meeting
from app.placements.models import Placement, Site, Supervisor
from app.practicum.models import PracticumEntry
from app.supervision.models import SupervisionSession

Ids = Select[Any]
PLACES = ("institution", "cohort", "site", "enrolment", "supervisor", "supervision", "handover", "practicum_entry")
SUBJECTS = (
    "institution",
    "cohort",
    "site",
    "enrolment",
    "supervisor",
    "person",
    "meeting",
    "placement",
    "case",
    "import",
)


def belonging_to(institutions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows of those institutions; a refusal, which has no place, also to those of whoever was refused."""
    nowhere = AuditEvent.place == ""
    return or_(
        AuditEvent.place.in_(places(institutions)),
        and_(nowhere, AuditEvent.subject.in_(subjects(institutions))),
        and_(nowhere, AuditEvent.outcome == REFUSED, AuditEvent.actor_id.in_(people(institutions))),
    )


def places(institutions: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Every code that a row's place may have there."""
    return _codes(institutions, PLACES)


def subjects(institutions: ColumnElement[bool]) -> CompoundSelect[Any]:
    return _codes(institutions, SUBJECTS)


def people(institutions: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Who learns there, and who holds a role there, at a cohort or a site of theirs; whoever did so once included."""
    kinds = {"institution": Institution, "cohort": Cohort, "site": Site}
    here = [and_(RoleGrant.place_kind == kind, RoleGrant.place_id.in_(_ids(kind, institutions))) for kind in kinds]
    learners = select(Enrolment.person_id).where(Enrolment.cohort_id.in_(_ids("cohort", institutions)))
    return union(learners, select(RoleGrant.person_id).where(or_(*here)))


def _codes(institutions: ColumnElement[bool], kinds: Iterable[str]) -> CompoundSelect[Any]:
    return union_all(*(_code(kind, institutions) for kind in kinds))


def _code(kind: str, institutions: ColumnElement[bool]) -> Select[Any]:
    ids = (people(institutions) if kind == "person" else _ids(kind, institutions)).subquery()
    return select(literal(f"{kind}:") + cast(ids.c[0], String))


def _ids(kind: str, institutions: ColumnElement[bool]) -> Ids:
    own = select(Institution.id).where(institutions)
    cohorts = select(Cohort.id).where(Cohort.institution_id.in_(own))
    learners = select(Enrolment.id).where(Enrolment.cohort_id.in_(cohorts))
    found: dict[str, Ids] = {
        "institution": own,
        "cohort": cohorts,
        "enrolment": learners,
        "site": select(Site.id).where(Site.institution_id.in_(own)),
        "supervisor": select(Supervisor.id).where(Supervisor.institution_id.in_(own)),
        "supervision": select(SupervisionSession.id).where(SupervisionSession.institution_id.in_(own)),
        "case": select(PracticeCase.id).where(PracticeCase.institution_id.in_(own)),
        "import": select(PeopleImport.id).where(PeopleImport.institution_id.in_(own)),
        "meeting": select(Meeting.id).where(Meeting.cohort_id.in_(cohorts)),
        "placement": select(Placement.id).where(Placement.enrolment_id.in_(learners)),
        "handover": select(Handover.id).where(Handover.from_enrolment_id.in_(learners)),
        "practicum_entry": select(PracticumEntry.id).where(PracticumEntry.enrolment_id.in_(learners)),
    }
    return found[kind]
