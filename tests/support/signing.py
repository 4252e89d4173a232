"""What signing leaves behind: a link, the scan of a signature, a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from app.accounts.actor import Actor
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.placements.models import Supervisor
from app.practicum import records, service, signing_links
from app.practicum.signing_models import SigningPaper
from tests.support.house import House
from tests.support.practice import visit


@dataclass(frozen=True)
class Signed:
    """`token` opens a link, `code` a record."""

    token: str
    paper_id: int
    record_id: int
    code: str


def sign(house: House, enrolment_id: int, supervisor_id: int) -> Signed:
    """A link to an entry that waits, somebody's signature on paper, and a record of what is signed already."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        entry = service.save_draft(actor, learner, visit(today() - timedelta(days=2)), str(uuid4()))
        service.submit(actor, entry)
        sent = signing_links.issue(session().get_one(Supervisor, supervisor_id), timedelta(days=30))
        assert sent is not None
        paper = SigningPaper(
            supervisor_id=supervisor_id,
            at=now(),
            signed_on=today(),
            digest="0" * 64,
            media_type="application/pdf",
            content=b"%PDF-1.7",
        )
        session().add(paper)
        record = records.keep(actor, records.prepare(learner, learner.cohort.starts_on, today(), "en"), b"%PDF-1.7")
        return Signed(sent.path.rsplit("/", 1)[1], paper.id, record.id, record.code)
