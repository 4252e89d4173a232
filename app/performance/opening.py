"""Opening role-plays, for one learner or for a group at once, and cancelling them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import LANGUAGES, N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.performance import policy, queries, rules, sheets
from app.performance.models import Performance

NOBODY = N_("Choose at least one learner.")
NOT_HERE = N_("Only learners of this cohort can be rated here, and nobody observes themselves.")


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """`day` is the institution's; `language` the one in which the role-play is held.

    `sheet_id`: that role-play alone, where the lesson asks for several; else all that are still to be passed.
    """

    lesson_id: str
    day: date
    language: str
    sheet_id: str = ""


def open_for(actor: Actor, cohort: Cohort, learners: Collection[int], draft: OpeningDraft) -> list[Performance]:
    """One performance for each enrolment and sheet. Whoever has one that is not over keeps it.

    Of several sheets those that somebody has passed are left out, until they have passed all. Raises Invalid, NotFound.
    """
    if not policy.may_rate_in(actor, cohort):
        raise NotFound(queries.NO_PERFORMANCE)
    watched = sheets.list_watched_in(cohort, draft.lesson_id, draft.sheet_id)
    chosen = _chosen(actor, cohort, learners)
    _check(cohort, draft)
    queries.lock_learners(learners)
    running = queries.list_open_of(learners, draft.lesson_id)
    passed = queries.list_passed(learners, draft.lesson_id)
    return [
        running.get((one.id, sheet.sheet.id)) or _open(actor, one, sheet, draft)
        for one in chosen
        for sheet in _still_wanted(watched, passed.get(one.id, frozenset()))
    ]


def _still_wanted(watched: list[sheets.Watched], passed: Collection[str]) -> list[sheets.Watched]:
    return [one for one in watched if one.sheet.id not in passed] or watched


def _chosen(actor: Actor, cohort: Cohort, learners: Collection[int]) -> list[Enrolment]:
    if not learners:
        raise Invalid(NOBODY, field="learners")
    here = [one for one in enrolment.list_learners(cohort) if policy.may_observe(actor, one)]
    if set(learners) - {one.id for one in here}:
        raise Invalid(NOT_HERE, field="learners")
    return [one for one in here if one.id in learners]


def _check(cohort: Cohort, draft: OpeningDraft) -> None:
    if not cohort.starts_on <= draft.day <= cohort.ends_on:
        raise Invalid(
            N_("The cohort learns from %(first)s to %(last)s. Choose a day in between."),
            field="day",
            first=cohort.starts_on.isoformat(),
            last=cohort.ends_on.isoformat(),
        )
    if draft.language not in LANGUAGES:
        raise Invalid(N_("Choose a language."), field="language")


def _open(actor: Actor, learner: Enrolment, watched: sheets.Watched, draft: OpeningDraft) -> Performance:
    performance = Performance(
        enrolment_id=learner.id,
        lesson_id=watched.lesson.id,
        sheet_id=watched.sheet.id,
        sheet_hash=watched.sheet.version,
        number=queries.count_all(learner.id, watched.sheet.id) + 1,
        release_id=watched.release_id,
        day=draft.day,
        language=draft.language,
        opened_by_id=person_id(actor),
        opened_at=now(),
    )
    session().add(performance)
    session().flush()
    performance.second_wanted = rules.is_sampled(performance.id, watched.sheet.second_rating_percent)
    session().flush()
    record(actor, performance, learner, "performance.open")
    return performance


def record(actor: Actor, performance: Performance, learner: Enrolment, action: str, detail: str = "") -> None:
    """The trail says what was done to which role-play, never how it was rated."""
    place = f"cohort:{learner.cohort_id}"
    audit.record(person_id(actor), action, f"performance:{performance.id}", place=place, detail=detail)
