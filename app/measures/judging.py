"""Whether a form may be taken here, with this person, today; and whether what was typed is on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.cases.rules import SCORES
from app.catalogue.instrument_types import Instrument
from app.core.clock import today
from app.core.errors import Invalid
from app.core.spoken import SPOKEN
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.measures import rules
from app.measures.drafts import Answering, MeasureDraft
from app.measures.models import ACT_NOW, ACTED, MISTYPED

CLIENT_ID = re.compile(r"[0-9A-Za-z-]{8,36}")
LATEST = timedelta(days=366)
LONGEST_NOTE = 300
NO_SCORES = N_(
    "Your institution keeps no scores of measures, so nothing new is taken. What you have taken stays yours to read."
)
NOT_OFFERED = N_("This is not on offer here. Choose again.")
ADULTS_ONLY = N_(
    "This form is made for adults. With people of 16 and 17 it is not taken until a clinician of your framework has "
    "approved it. Ask your supervisor what to use instead."
)


def takes_scores(enrolment: Enrolment) -> bool:
    return cases.find_level(enrolment.cohort.institution_id) == SCORES


def takes_minors(enrolment: Enrolment) -> bool:
    """Whether a clinician answers for measures with people of 16 and 17."""
    setting = cases.find_setting(enrolment.cohort.institution_id)
    return bool(setting and setting.minors_measures and setting.signed_off_by)


def require_client_id(client_id: str) -> None:
    if not CLIENT_ID.fullmatch(client_id):
        raise Invalid(N_("This form has lost its key. Open it again."))


def require_fitting(
    enrolment: Enrolment, case: PracticeCase, draft: MeasureDraft, known: Mapping[str, Instrument]
) -> Instrument:
    """The instrument of a draft whose every value is on its form. Raises Invalid."""
    if not takes_scores(enrolment):
        raise Invalid(NO_SCORES)
    instrument = known.get(draft.instrument)
    if instrument is None:
        raise Invalid(NOT_OFFERED)
    if not rules.may_be_taken_at(instrument, case.age_band, minors_measures=takes_minors(enrolment)):
        raise Invalid(ADULTS_ONLY, field="case")
    _require_day(enrolment, draft)
    if draft.language not in SPOKEN:
        raise Invalid(N_("Choose the language of the form that was filled."), field="language")
    if not all(rules.is_answer(instrument, name, value) for name, value in draft.answers.items()):
        raise Invalid(NOT_OFFERED)
    if instrument.items and draft.total is not None:
        raise Invalid(NOT_OFFERED)
    if draft.total is not None and not rules.is_total(instrument, draft.total):
        message = N_("This form adds up to %(lowest)s to %(highest)s. Check the total.")
        if instrument.step > 1:
            message = N_("This form adds up to %(lowest)s to %(highest)s, in steps of %(step)s. Check the total.")
        values = {"lowest": instrument.lowest, "highest": instrument.highest, "step": instrument.step}
        raise Invalid(message, field="total", **values)
    return instrument


def total_of(instrument: Instrument, draft: MeasureDraft) -> int | None:
    """What a draft adds up to; None while it is not complete."""
    return rules.add_up(instrument, draft.answers).total if instrument.items else draft.total


def _require_day(enrolment: Enrolment, draft: MeasureDraft) -> None:
    day = today(enrolment.cohort.institution.time_zone)
    if draft.taken_on is None:
        raise Invalid(N_("Choose the day on which it was filled."), field="taken_on")
    if draft.taken_on > day:
        raise Invalid(N_("This day is still to come."), field="taken_on")
    if draft.taken_on < day - LATEST:
        raise Invalid(N_("This is more than a year ago. Check the day."), field="taken_on")


def require_answering(answering: Answering, at: datetime) -> None:
    """Raises Invalid for what is no answer to a prompt."""
    if answering.state not in (ACTED, ACT_NOW, MISTYPED):
        raise Invalid(N_("Choose what is right."))
    if len(answering.note) > LONGEST_NOTE:
        raise Invalid(N_("At most 300 characters."), field="note")
    if answering.state != ACTED:
        return
    if answering.told_to not in rules.TOLD_TO:
        raise Invalid(N_("Choose whom you told."), field="told_to")
    if answering.acted_at is None:
        raise Invalid(N_("Write when that was."), field="acted_day")
    if answering.acted_at > at + timedelta(minutes=5):
        raise Invalid(N_("This time is still to come."), field="acted_day")
