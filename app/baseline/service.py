"""Answering, leaving it, taking it back. What is done leaves the same traces, whichever it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from app.accounts import keys
from app.accounts.actor import Actor
from app.accounts.models import PersonKey
from app.baseline import queries, sealing
from app.baseline.models import BaselineAnswer, BaselineLink
from app.baseline.queries import Asking
from app.core.db import hold, insert_unless_there, session
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.measures import rules as measures
from app.privacy import service as privacy

CLOSED = N_("This was answered or left already, in another window perhaps. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Answers:
    """By question; those that were left out are not there."""

    language: str
    chosen: Mapping[str, int]


def answer(actor: Actor, ring: KeyRing, asking: Asking, answers: Answers) -> None:
    """Keeps answers under a new study id. Single questions may be left out: then they add up to nothing.

    Raises Forbidden without consent to the evaluation, Invalid for what the form does not offer, Conflict for a
    second time.
    """
    instrument, chosen = asking.instrument, dict(sorted(answers.chosen.items()))
    _hold(actor.id)
    if not privacy.has_consent(actor.id):
        raise Forbidden(N_("These questions belong to the evaluation, to which you have not agreed."))
    if answers.language not in asking.languages:
        raise Invalid(N_("The questions do not stand here in this language."))
    if not all(measures.is_answer(instrument, name, value) for name, value in chosen.items()):
        raise Invalid(N_("This is not on offer here. Choose again."))
    if not chosen:
        raise Invalid(N_("Nothing is chosen yet. Choose what fits, or leave it."))
    study_id = _close(actor, ring, asking)
    values = {
        "study_id": study_id,
        "cohort_id": asking.enrolment.cohort_id,
        "instrument": instrument.id,
        "instrument_version": instrument.version,
        "language": answers.language,
        "answers": chosen,
        "total": measures.add_up(instrument, chosen).total,
    }
    session().add(BaselineAnswer(**values))
    session().flush()


def leave(actor: Actor, ring: KeyRing, asking: Asking) -> None:
    """Nobody asks again, and nobody sees that it was left. Raises Conflict the second time."""
    _close(actor, ring, asking)


def take_back(actor: Actor, ring: KeyRing) -> None:
    """Deletes what the actor answered; the questions do not come back."""
    forget(actor.id, ring)


def forget(person_id: int, ring: KeyRing) -> int:
    """Deletes the answers of a person, how many: when they take them or their consent back, or are erased."""
    _hold(person_id)
    ids = [one.study_id for one in queries.list_of(person_id, ring)]
    session().execute(delete(BaselineAnswer).where(BaselineAnswer.study_id.in_(ids)))
    return len(ids)


def seal_anew(ring: KeyRing, gone_id: int, kept_id: int) -> None:
    """Two accounts of one person become one: links get the key of the account that stays."""
    links = queries.list_links(gone_id)
    if not links:
        return
    old, new = keys.key_of(ring, gone_id), keys.key_of(ring, kept_id)
    for link in links:
        link.sealed = sealing.seal_link(new, link.enrolment_id, sealing.open_link(old, link))
    session().flush()


def _hold(person_id: int) -> None:
    """Nobody answers in the moment in which they take their consent back: one of both waits for the other."""
    hold(select(PersonKey.person_id).where(PersonKey.person_id == person_id).with_for_update())


def _close(actor: Actor, ring: KeyRing, asking: Asking) -> str:
    """Returns the study id that now belongs to the enrolment."""
    study_id, enrolment_id = sealing.new_study_id(), asking.enrolment.id
    sealed = sealing.seal_link(keys.key_of(ring, actor.id), enrolment_id, study_id)
    if not insert_unless_there(BaselineLink, {"enrolment_id": enrolment_id, "sealed": sealed}):
        raise Conflict(CLOSED)
    return study_id
