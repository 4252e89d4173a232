"""A learner at a site, and somebody who opened what they wrote, for worlds that hold a row of each kind."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.service import Place
from app.breakglass import service as breakglass
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.placements import keeping, supervising
from app.placements import service as placements
from tests.support.places import CONTACT
from tests.support.school import School


def place(school: School, enrolment_id: int, mark: str) -> tuple[int, int, int]:
    """The learner works at a site of the institution, and somebody of it signs by mail."""
    with school.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        institution_id = learner.cohort.institution_id
        wanted = keeping.SiteDraft(name=f"{mark} site", kind="welfare", languages=("en",), capacity=3, **CONTACT)
        site = keeping.make(SYSTEM, institution_id, wanted)
        signs = supervising.SupervisorDraft(
            name=f"{mark} signer", email=f"signer@{mark.lower()}.example.org", language="en"
        )
        signer = supervising.add(SYSTEM, institution_id, signs)
        agreed = placements.PlacementDraft(
            site_id=site.id,
            starts_on=today() - timedelta(days=60),
            ends_on=today() + timedelta(days=60),
            supervisor_id=signer.id,
            frame=f"{mark} frame",
        )
        return site.id, signer.id, placements.place(SYSTEM, learner, agreed).id


def open_and_close(school: School, enrolment_id: int, institution_id: int, mark: str) -> int:
    """A coordinator opened what the learner wrote, and closed it again."""
    by = school.person("coordinator", Place("institution", institution_id), name=f"{mark} Opener")
    actor = Actor(by.id, by.name, "en", (Grant("coordinator", "institution", institution_id),))
    with school.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        glass = breakglass.open_for(actor, learner, f"{mark} complaint about last Tuesday")
        breakglass.close(actor, glass)
        return glass.id
