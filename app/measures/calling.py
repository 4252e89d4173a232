"""Having whoever supervises a learner told at once that a talk is needed today, with an account or without."""

from __future__ import annotations

from app.catalogue.types import in_language
from app.enrolment import queries as enrolments
from app.enrolment.models import Enrolment
from app.jobs import letters
from app.mail.letter import Recipient
from app.notices import service as notices
from app.notices.kinds import MEASURE_ALONE, MEASURE_WAITS
from app.placements.models import Supervisor


def tell(enrolment: Enrolment, signer: Supervisor | None) -> None:
    """Where nobody with an account is named to read the queue, the coordinators are told as well."""
    if signer is not None:
        letters.post(
            "talk-today",
            Recipient(signer.email, signer.name, signer.language, signer.person_id),
            trainee=enrolment.person.name,
            institution=in_language(enrolment.cohort.institution.names, signer.language)[1],
        )
    if signer is not None and signer.person_id is not None:
        notices.tell_once(signer.person_id, MEASURE_WAITS, "/measures")
        return
    for coordinator_id in enrolments.list_coordinator_ids(enrolment.cohort_id):
        notices.tell_once(coordinator_id, MEASURE_ALONE, f"/learners/{enrolment.id}")
