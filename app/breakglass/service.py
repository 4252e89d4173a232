"""Opening and closing."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.breakglass import policy, queries, rules
from app.breakglass.models import BreakGlass
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.notices import service as notices
from app.notices.kinds import NARRATIVES_OPENED


def open_for(actor: Actor, learner: Enrolment, reason: str) -> BreakGlass:
    """Opens what the learner has written and tells them; what the actor holds open already is answered as it stands.

    Raises NotFound for whom the actor does not coordinate and for oneself, Invalid for a reason that says nothing.
    """
    if not policy.may_open(actor, learner):
        raise NotFound(N_("There is no such learner here."))
    why = rules.tidy(reason)
    if not rules.LEAST <= len(why) <= rules.MOST:
        raise Invalid(
            N_("Say why, in %(least)s to %(most)s signs. The learner reads it."),
            field="reason",
            least=rules.LEAST,
            most=rules.MOST,
        )
    hold(select(Enrolment.id).where(Enrolment.id == learner.id).with_for_update(key_share=True))
    if (stands := queries.find_open(actor, learner.id)) is not None:
        return stands
    at = now()
    glass = BreakGlass(
        actor_id=actor.id, enrolment_id=learner.id, reason=why, opened_at=at, until=at + rules.LASTS, closed_at=None
    )
    session().add(glass)
    session().flush()
    _record(actor, "breakglass.open", glass)
    notices.tell(learner.person_id, NARRATIVES_OPENED, f"/break-glass/{glass.id}")
    return glass


def close(actor: Actor, glass: BreakGlass) -> None:
    """Ends it before its time; once more changes nothing. Raises NotFound for another's."""
    if glass.actor_id != actor.id:
        raise NotFound(queries.NO_GLASS)
    if glass.is_open_at(now()):
        glass.closed_at = now()
        session().flush()
        _record(actor, "breakglass.close", glass)


def _record(actor: Actor, action: str, glass: BreakGlass) -> None:
    subject, place = f"enrolment:{glass.enrolment_id}", f"cohort:{glass.enrolment.cohort_id}"
    audit.record(person_id(actor), action, subject, place=place, detail=queries.mark_of(glass))
