"""Rating a competency, and withdrawing a rating. What was sent is never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.breakglass import queries as breakglass
from app.core.clock import now, today
from app.core.db import session
from app.core.encryption import KeyRing, Unreadable
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.notices import service as notices
from app.notices.kinds import COMPETENCY_CRITICAL, COMPETENCY_RATED
from app.portfolio import evidence, notes, policy, queries, rules
from app.portfolio.content import Held
from app.portfolio.models import PortfolioRating, PortfolioWithdrawal

LONGEST_NOTE, LONGEST_REASON = 1000, 300
UNKNOWN = N_("The sheet has changed. Reload the page and tick again.")
NOTHING = N_("Nothing is ticked. If you really saw none of it, say so at the end of the sheet.")
CONSENT = N_("Without the person’s agreement before the recording it cannot be used. Say that they agreed.")
UNKEPT = N_("The note cannot be kept at the moment. Leave it out, and please tell your coordinator.")
TWICE = N_("This rating was withdrawn already.")


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """`rests_on` is one of the choices that `evidence.offered` gives, or empty."""

    kind: str
    day: date
    ticks: Collection[str]
    note: str = ""
    rests_on: str = ""
    consent_confirmed: bool = False
    is_blank_meant: bool = False


def rate(
    ring: KeyRing, actor: Actor, learner: Enrolment, held: Held, competency_id: str, draft: RatingDraft
) -> PortfolioRating:
    """Raises NotFound for whom the actor may not assess, Invalid."""
    competency = held.get(competency_id)
    if not policy.may_assess(actor, learner):
        raise NotFound(queries.NO_LEARNER)
    known = [one.id for one in competency.acts]
    _check(actor, learner, draft, known)
    rating = PortfolioRating(
        enrolment_id=learner.id,
        competency=competency.id,
        kind=draft.kind,
        day=draft.day,
        assessor_id=actor.id,
        ticks=[name for name in known if name in draft.ticks],
        level=rules.level_of(competency, draft.ticks),
        is_critical=rules.is_critical(competency, draft.ticks),
        note=_sealed(ring, learner, competency.id, draft.note.strip()),
        consent_confirmed=draft.consent_confirmed and draft.kind == rules.RECORDING,
        sheet_version=competency.version,
        release_id=held.release_id,
        created_at=now(),
        **evidence.parts(draft.rests_on),
    )
    session().add(rating)
    session().flush()
    _record(actor, rating, "portfolio.rate")
    _tell(rating, learner)
    return rating


def withdraw(actor: Actor, rating: PortfolioRating, reason: str) -> None:
    """It counts no more. Raises NotFound for somebody else's rating, Invalid, Conflict if it was withdrawn before."""
    if not policy.may_withdraw(actor, rating):
        raise NotFound(queries.NO_RATING)
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise Invalid(N_("Say why, in at most 300 characters. The learner reads it."), field="reason")
    queries.lock(rating)
    if rating.withdrawal is not None:
        raise Conflict(TWICE)
    session().add(PortfolioWithdrawal(rating_id=rating.id, reason=reason.strip(), at=now()))
    session().flush()
    _record(actor, rating, "portfolio.withdraw")
    notices.tell_once(rating.enrolment.person_id, COMPETENCY_RATED, _path(rating))


def note_read(actor: Actor, learner: Enrolment, detail: str = "") -> None:
    """Looking at somebody else's portfolio leaves a row in the trail."""
    audit.record(
        actor.id, "portfolio.read", f"enrolment:{learner.id}", detail=breakglass.mark(actor, learner.id) or detail
    )


def note_cases(actor: Actor, learner: Enrolment, case_ids: Iterable[int | None]) -> None:
    """So does each case that was shown by its code."""
    place, mark = f"enrolment:{learner.id}", breakglass.mark(actor, learner.id)
    for case_id in dict.fromkeys(case_ids):
        if case_id is not None:
            audit.record(actor.id, "case.read", f"case:{case_id}", place=place, detail=mark)


def note_taken(actor: Actor, learner: Enrolment, how: str) -> None:
    audit.record(actor.id, "portfolio.export", f"enrolment:{learner.id}", detail=how)


def _check(actor: Actor, learner: Enrolment, draft: RatingDraft, known: Collection[str]) -> None:
    if set(draft.ticks) - set(known):
        raise Invalid(UNKNOWN)
    if not draft.ticks and not draft.is_blank_meant:
        raise Invalid(NOTHING, field="is_blank_meant")
    if not learner.cohort.starts_on <= draft.day <= today(learner.cohort.institution.time_zone):
        raise Invalid(N_("Choose a day since the cohort began, today at the latest."), field="day")
    if draft.kind == rules.RECORDING and not draft.consent_confirmed:
        raise Invalid(CONSENT, field="consent_confirmed")
    if len(draft.note) > LONGEST_NOTE:
        raise Invalid(N_("At most 1000 characters."), field="note")
    if draft.rests_on and draft.rests_on not in evidence.offered(actor, learner).choices:
        raise Invalid(N_("Choose something that is offered."), field="rests_on")


def _sealed(ring: KeyRing, learner: Enrolment, competency: str, note: str) -> bytes | None:
    try:
        return notes.sealed(ring, learner.person_id, competency, note)
    except Unreadable:
        raise Invalid(UNKEPT, field="note") from None


def _tell(rating: PortfolioRating, learner: Enrolment) -> None:
    """The learner of every rating; the coordinators of one that undoes what was shown."""
    notices.tell_once(learner.person_id, COMPETENCY_RATED, _path(rating))
    if rating.is_critical:
        for name in enrolment.list_coordinator_ids(learner.cohort_id):
            if name != learner.person_id:
                notices.tell_once(name, COMPETENCY_CRITICAL, _path(rating))


def _path(rating: PortfolioRating) -> str:
    return f"/portfolio/of/{rating.enrolment_id}/{rating.competency}"


def _record(actor: Actor, rating: PortfolioRating, action: str) -> None:
    """The trail says what was done to which rating, never how it came out."""
    audit.record(person_id(actor), action, f"portfolio_rating:{rating.id}", place=f"enrolment:{rating.enrolment_id}")
