"""Sitting: begin, keep, stop, finish, delete. Only whoever sits does any of it, and nobody hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete

from app.accounts.actor import Actor
from app.accounts.keys import key_of
from app.catalogue.exercise_types import Exercise, Form
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.encryption import KeyRing, Unreadable
from app.core.errors import Invalid
from app.core.words import N_
from app.hours import service as hours
from app.hours import sources
from app.hours.queries import PRIVATE
from app.practice import queries as years
from app.practice import service as practice
from app.sittings import queries, rules, sealing
from app.sittings.models import Sitting
from app.sittings.queries import Seat
from app.sittings.rules import End, Given, Kept

SOURCE = "sitting"
RULE = "practised"
UNUSED = timedelta(days=30)
TOO_LONG = N_("This is longer than %(count)s characters. Please shorten it.")
TOO_MANY = N_("Too many windows have written here. Copy what you need, then take some of the other texts away.")

sources.register(SOURCE, queries.is_source, queries.list_earned)


def begin(ring: KeyRing, actor: Actor, seat: Seat, form: Form) -> Sitting:
    """A new sitting, or the one that was begun and has not ended, from now on in this form."""
    exercise, enrolment_id = seat.exercise, seat.year.enrolment_id
    chosen: Form = form if exercise.lite_minutes else "full"
    values = {
        "enrolment_id": enrolment_id,
        "exercise_id": exercise.id,
        "form": chosen,
        "release_id": seat.content.release_id,
        "begun_on": seat.year.day,
        "earned": 0,
        "version": 1,
    }
    if insert_unless_there(Sitting, values):
        begun = _open(enrolment_id, exercise.id)
        if _likes_whole(ring, actor.id):
            sealing.close(key_of(ring, actor.id), begun, Kept(is_whole=True))
    else:
        begun = _open(enrolment_id, exercise.id)
        begun.form = chosen
    session().flush()
    return begun


def _open(enrolment_id: int, exercise_id: str) -> Sitting:
    found = queries.find_open(enrolment_id, exercise_id)
    if found is None:
        raise LookupError(exercise_id)
    return found


def _likes_whole(ring: KeyRing, person_id: int) -> bool:
    """Whether the last time was all on one page."""
    latest = queries.find_latest(person_id)
    try:
        return latest is not None and sealing.read(key_of(ring, person_id), latest).is_whole
    except Unreadable:
        return False


def read(ring: KeyRing, actor: Actor, sitting: Sitting) -> Kept:
    """What was kept. Raises Unreadable without the actor's key."""
    return sealing.read(key_of(ring, actor.id), sitting)


def keep(
    ring: KeyRing, actor: Actor, sitting: Sitting, given: Given, *, step: int = 0, is_whole: bool | None = None
) -> Kept:
    """Adds what was sent to what is there. Raises Invalid for a text that is too long, Unreadable without a key."""
    for block, (text, _) in given.texts.items():
        if len(text) > rules.LONGEST:
            raise Invalid(TOO_LONG, field=block, count=rules.LONGEST)
    key = key_of(ring, actor.id)
    before = sealing.read(key, sitting)
    after = rules.keep(before, given)
    for block, met in after.texts.items():
        if len(met.others) > rules.MOST_OTHERS:
            raise Invalid(TOO_MANY, field=block)
    after = replace(
        after, step=step or before.step, is_whole=before.is_whole if is_whole is None else is_whole, end=before.end
    )
    if after != before:
        sealing.close(key, sitting, after)
        sitting.version += 1
        session().flush()
    return after


def stop(ring: KeyRing, actor: Actor, sitting: Sitting, exercise: Exercise, day: date) -> None:
    """One press. The minutes count now, the exercise is done; it can be gone on with, gently, or not at all."""
    _end(ring, actor, sitting, "stopped")
    _earn(actor, sitting, exercise, day)


def end(ring: KeyRing, actor: Actor, sitting: Sitting, exercise: Exercise, day: date, how: End = "finished") -> None:
    """The sitting is over; the same minutes whether it was finished or stopped. Twice is once."""
    if sitting.ended_on is None:
        _end(ring, actor, sitting, how)
        sitting.ended_on = day
        session().flush()
    _earn(actor, sitting, exercise, day)


def _end(ring: KeyRing, actor: Actor, sitting: Sitting, how: End) -> None:
    """How it ended is sealed as well; without a key it is not said at all."""
    try:
        key = key_of(ring, actor.id)
        kept = sealing.read(key, sitting)
    except Unreadable:
        return
    if kept.end != how:
        sealing.close(key, sitting, replace(kept, end=how))
        session().flush()


def _earn(actor: Actor, sitting: Sitting, exercise: Exercise, day: date) -> None:
    """Once for an exercise in an enrolment: the ledger names the plan and the sitting, never the exercise."""
    enrolment_id = sitting.enrolment_id
    year = years.find_year(enrolment_id, day)
    if year is None or exercise.id not in year.plan.weeks:
        return
    if not queries.has_earned(enrolment_id, exercise.id):
        form: Form = "lite" if sitting.form == "lite" else "full"
        sitting.earned = exercise.minutes_of(form)
        session().flush()
        hours.credit(
            hours.Draft(
                enrolment_id=enrolment_id,
                module=year.plan.id,
                lesson="",
                minutes={PRIVATE[0]: sitting.earned},
                day=day,
                rule=RULE,
                source=hours.Source(SOURCE, str(sitting.id)),
                release_id=sitting.release_id,
            )
        )
    practice.finish(actor, enrolment_id, exercise.id, "lite" if sitting.form == "lite" else "full", day)


def forget(sitting: Sitting, day: date) -> None:
    """What was kept is gone. The row goes as well, unless minutes stand on it."""
    if not sitting.earned:
        session().execute(delete(Sitting).where(Sitting.id == sitting.id))
        return
    sitting.sealed, sitting.ended_on = None, sitting.ended_on or day
    session().flush()


def forget_all(actor: Actor, day: date) -> int:
    """Everything that the actor has kept; how many sittings that were."""
    written = queries.list_written(actor.id)
    for sitting in written:
        forget(sitting, day)
    return len(written)


def forget_old() -> int:
    """Sittings that were begun a while ago, and in which nothing was ever kept; returns how many."""
    before = now() - UNUSED
    unused = (Sitting.sealed.is_(None), Sitting.earned == 0, Sitting.begun_on < before.date())
    result = session().execute(delete(Sitting).where(*unused))
    return cast("CursorResult[None]", result).rowcount


def seal_anew(ring: KeyRing, gone_id: int, kept_id: int) -> None:
    """Two accounts become one: opened and sealed again in memory, while the sittings are still those of the one."""
    written = queries.list_written(gone_id)
    if not written:
        return
    old, new = key_of(ring, gone_id), key_of(ring, kept_id)
    for sitting in written:
        sealing.seal_anew(old, new, sitting)
    session().flush()
