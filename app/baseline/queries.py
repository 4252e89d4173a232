"""What somebody may still answer, and what they answered. Nobody reads anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, exists, func, select

from app.accounts import keys
from app.accounts.actor import Actor
from app.accounts.models import PersonKey
from app.baseline.asked import find_asked
from app.baseline.models import BaselineAnswer, BaselineLink
from app.baseline.rules import last_day
from app.baseline.sealing import open_link
from app.catalogue.instrument_types import Instrument
from app.catalogue.types import Catalogue, Programme
from app.core.clock import today
from app.core.db import session
from app.core.encryption import KeyRing
from app.enrolment import policy
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.privacy.models import Consent
from app.privacy.rules import CONSENTS, EVALUATION
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Asking:
    """`languages` are those in which the official questions stand here."""

    enrolment: Enrolment
    instrument: Instrument
    last_day: date
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A cohort that begins, and languages of its programme in which nobody is led to the questions."""

    cohort: Cohort
    last_day: date
    languages: tuple[str, ...]


def find_asking(actor: Actor) -> Asking | None:
    """The first enrolment that was not asked yet and still begins. Whether they agreed is another question."""
    for learner in enrolment.list_own(actor):
        if not is_closed(learner.id) and (found := _asking(learner, actor.release_id)):
            return found
    return None


def is_closed(enrolment_id: int) -> bool:
    return session().get(BaselineLink, enrolment_id) is not None


def list_own(actor: Actor, ring: KeyRing) -> list[BaselineAnswer]:
    """What the actor answered and did not take back. Raises Unreadable."""
    return list_of(actor.id, ring)


def list_of(person_id: int, ring: KeyRing) -> list[BaselineAnswer]:
    """The answers of a person, by their key: none once it is destroyed."""
    links = list_links(person_id)
    if not links or session().get(PersonKey, person_id) is None:
        return []
    key = keys.key_of(ring, person_id)
    ids = [open_link(key, link) for link in links]
    wanted = select(BaselineAnswer).where(BaselineAnswer.study_id.in_(ids)).order_by(BaselineAnswer.study_id)
    return list(session().scalars(wanted))


def list_links(person_id: int) -> Sequence[BaselineLink]:
    wanted = select(BaselineLink).join(Enrolment, Enrolment.id == BaselineLink.enrolment_id)
    return session().scalars(wanted.where(Enrolment.person_id == person_id)).all()


def open_select() -> Select[date]:
    """The first day of the cohort of `:enrolment`, if its person has agreed to the evaluation and was not asked yet.

    First pages add it to their statement; `:day` is the institution's.
    """
    newest = select(func.max(Consent.id)).where(Consent.person_id == Enrolment.person_id, Consent.kind == EVALUATION)
    agreed = exists().where(
        Consent.id == newest.correlate(Enrolment).scalar_subquery(),
        Consent.is_given,
        Consent.version == CONSENTS[EVALUATION],
    )
    asked = exists().where(BaselineLink.enrolment_id == Enrolment.id)
    return (
        select(Cohort.starts_on)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.id == bindparam("enrolment"), Enrolment.enrolled_on <= bindparam("day"), agreed, ~asked)
    )


def is_led_to(catalogue: Catalogue, programme: Programme, starts_on: date, day: date, language: str) -> bool:
    """Whether a first page leads somebody to the questions: only while they begin, and only in their own language."""
    asked = find_asked(catalogue, programme)
    return asked is not None and language in asked.languages and day <= last_day(starts_on, asked.days)


def list_gaps(actor: Actor) -> list[Gap]:
    """Cohorts that the actor coordinates and that can still be asked in full, if somebody gets the official text."""
    catalogue, day = releases.published(actor.release_id).catalogue, today()
    wanted = select(Cohort).where(policy.visible_cohorts(actor, policy.COORDINATING), Cohort.ends_on >= day)
    found = []
    for cohort in session().scalars(wanted.order_by(Cohort.starts_on, Cohort.name)):
        asked = find_asked(catalogue, catalogue.programmes.get(cohort.programme_id))
        if asked is None:
            continue
        last = last_day(cohort.starts_on, asked.days)
        if asked.missing and day <= last:
            found.append(Gap(cohort, last, asked.missing))
    return found


def _asking(learner: Enrolment, active: int | None) -> Asking | None:
    cohort = learner.cohort
    catalogue = releases.published(cohort.release_id or active).catalogue
    asked = find_asked(catalogue, catalogue.programmes.get(cohort.programme_id))
    if asked is None:
        return None
    last, day = last_day(cohort.starts_on, asked.days), today(cohort.institution.time_zone)
    if not learner.enrolled_on <= day <= last or not asked.languages:
        return None
    return Asking(learner, asked.instrument, last, asked.languages)
