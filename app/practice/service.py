"""What somebody does with their own year: done, skipped and back, changed places, paused and returned."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, select, update

from app.accounts.actor import Actor
from app.catalogue.exercise_types import Form
from app.core.db import hold, insert_unless_there, session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practice import queries
from app.practice.models import PracticeMark, PracticePause, PracticeSwap
from app.practice.year import DONE, SKIPPED, Year, sunday_of

NOT_TO_SWAP = N_("These two cannot change places: both must be of one family, and still to come.")
ALREADY_PAUSED = N_("Your year is paused already.")


def finish(actor: Actor, enrolment_id: int, exercise_id: str, form: Form, day: date) -> None:
    """An exercise was done, or begun and stopped: both count the same. Twice is once. Raises NotFound."""
    _mark(_hold(actor, enrolment_id, day), exercise_id, DONE, form)


def skip(actor: Actor, enrolment_id: int, exercise_id: str, day: date) -> None:
    """Free, and nobody asks why. What is done stays done. Raises NotFound."""
    year = _hold(actor, enrolment_id, day)
    if year.marks.get(exercise_id) != DONE:
        _mark(year, exercise_id, SKIPPED, "")


def take_back(actor: Actor, enrolment_id: int, exercise_id: str, day: date) -> None:
    """A skipped exercise is there again. Raises NotFound."""
    year = _hold(actor, enrolment_id, day)
    if year.marks.get(exercise_id) == SKIPPED:
        _mark(year, exercise_id, "", "")


def _mark(year: Year, exercise_id: str, state: str, form: str) -> None:
    if exercise_id not in year.plan.weeks:
        raise NotFound(queries.NO_EXERCISE)
    where = {"enrolment_id": year.enrolment_id, "exercise_id": exercise_id}
    values = {"state": state, "form": form, "marked_on": year.day}
    if not insert_unless_there(PracticeMark, where | values | {"is_asked": False}):
        session().execute(update(PracticeMark).filter_by(**where).values(values))


def swap(actor: Actor, enrolment_id: int, exercise_id: str, other_id: str, day: date) -> None:
    """Two of one family change places, both still to come, neither tied to a day. Raises Invalid, NotFound."""
    year = _hold(actor, enrolment_id, day)
    if exercise_id not in year.plan.weeks:
        raise NotFound(queries.NO_EXERCISE)
    if other_id not in list_swappable(year, exercise_id):
        raise Invalid(NOT_TO_SWAP, field="other")
    session().add(PracticeSwap(enrolment_id=year.enrolment_id, first_id=exercise_id, second_id=other_id))
    session().flush()


def list_swappable(year: Year, exercise_id: str) -> list[str]:
    """Those with which it may change places, in the order of their weeks."""
    coming = {
        week.exercise: year.exercises[week.exercise].family
        for week in year.weeks
        if week.last_day >= year.day
        and week.exercise in year.exercises
        and not week.is_anchored
        and not year.is_settled(week.exercise)
    }
    family = coming.get(exercise_id)
    return [name for name, its in coming.items() if its == family and name != exercise_id]


def pause(actor: Actor, enrolment_id: int, day: date) -> None:
    """From now until they come back. This week's exercise waits as well, unless it is settled. Raises Invalid."""
    year = _hold(actor, enrolment_id, day)
    if year.is_paused:
        raise Invalid(ALREADY_PAUSED)
    week = year.find_week()
    sunday = sunday_of(day)
    is_settled = week is not None and year.is_settled(week.exercise)
    first = sunday + timedelta(days=7) if is_settled else sunday
    session().add(PracticePause(enrolment_id=year.enrolment_id, first_day=first, last_day=None))
    session().flush()


def come_back(actor: Actor, enrolment_id: int, day: date) -> None:
    """Nothing waits for them but this week's exercise, or the next one. Twice is once."""
    year = _hold(actor, enrolment_id, day)
    own = (PracticePause.enrolment_id == year.enrolment_id, PracticePause.last_day.is_(None))
    session().execute(delete(PracticePause).where(*own, PracticePause.first_day >= day))
    session().execute(update(PracticePause).where(*own).values(last_day=day - timedelta(days=1)))


def require_own(actor: Actor, year: Year | None) -> Year:
    """Raises NotFound."""
    if year is None or year.person_id != actor.id:
        raise NotFound(queries.NO_YEAR)
    return year


def hold_year(enrolment_id: int) -> None:
    """Nobody changes anything in this year until the transaction ends."""
    hold(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update(key_share=True))


def _hold(actor: Actor, enrolment_id: int, day: date) -> Year:
    hold_year(enrolment_id)
    return require_own(actor, queries.find_year(enrolment_id, day))
