"""The tool box of one person, opened with their own key and sealed again: nobody else reads what served them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.actor import Actor
from app.accounts.keys import key_of
from app.core.db import insert_unless_there, session
from app.core.encryption import KeyRing, filled_up, seal, unseal
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practice import service, tools_rules
from app.practice.models import PracticeMark, PracticeTool
from app.practice.tools_rules import HELPS, HOWS, NOT_THIS_TIME, Tool, Use
from app.practice.year import DONE, PlannedWeek, Year

STEP = 1024
"""Bytes to a multiple of which a tool is filled up."""
CONTEXT = "practice-tool:{enrolment_id}:{exercise_id}"
SAY_HOW = N_("Choose one of the answers.")
NOT_MET = N_("You have not met this exercise yet.")


def open_all(ring: KeyRing, year: Year) -> dict[str, Tool]:
    """Exercise → how it served; empty where nothing was ever said. Raises Unreadable."""
    rows = _rows(year.enrolment_id)
    key = key_of(ring, year.person_id) if rows else b""
    return {row.exercise_id: _open(key, row) for row in rows}


def list_met(year: Year) -> list[str]:
    """What this person has done and can open now, in the order of their year."""
    done = [week.exercise for week in year.weeks if year.marks.get(week.exercise) == DONE]
    withheld = year.plan.withheld_in_alert if year.is_alert else ()
    return [name for name in done if name in year.exercises and name not in withheld]


def find_question(year: Year) -> PlannedWeek | None:
    """The week just over whose exercise was done and not asked about; nobody is asked about anything older."""
    if year.is_paused or year.is_alert:
        return None
    week = year.find_week(year.day - timedelta(days=7))
    is_open = week and year.marks.get(week.exercise) == DONE and week.exercise not in year.asked
    return week if is_open else None


def note(actor: Actor, ring: KeyRing, year: Year, exercise_id: str, use: Use) -> None:
    """What somebody says about one time with a tool. Raises Invalid, NotFound."""
    _require_met(actor, year, exercise_id)
    if use.how not in HOWS or (use.help and use.help not in HELPS):
        raise Invalid(SAY_HOW, field="how")
    moment = use.moment if use.moment in year.plan.moments else ""
    is_used = use.how != NOT_THIS_TIME
    said = Use(on=use.on, how=use.how, moment=moment if is_used else "", help=use.help if is_used else "")
    _change(ring, year, exercise_id, lambda tool: tools_rules.noted(tool, said))
    _close(year, exercise_id)


def leave_question(actor: Actor, year: Year, exercise_id: str) -> None:
    """It is not asked again. Raises NotFound."""
    _require_met(actor, year, exercise_id)
    _close(year, exercise_id)


def wave_away(actor: Actor, ring: KeyRing, year: Year, exercise_id: str) -> None:
    """A tool that came back stays away for some weeks. Raises NotFound."""
    _require_met(actor, year, exercise_id)
    _change(ring, year, exercise_id, lambda tool: tools_rules.waved_away(tool, year.day))


def forget_all(actor: Actor, year: Year) -> None:
    """All that was ever said about tools. What was done stays done."""
    service.require_own(actor, year)
    session().execute(delete(PracticeTool).where(PracticeTool.enrolment_id == year.enrolment_id))


def seal_anew(ring: KeyRing, gone_id: int, kept_id: int) -> None:
    """Two accounts of one person become one: rows get the key of the account that stays."""
    mine = select(Enrolment.id).where(Enrolment.person_id == gone_id)
    rows = session().scalars(select(PracticeTool).where(PracticeTool.enrolment_id.in_(mine))).all()
    if rows:
        old, new = key_of(ring, gone_id), key_of(ring, kept_id)
        for row in rows:
            row.sealed = seal(new, unseal(old, row.sealed, _context(row)), _context(row))
        session().flush()


def _require_met(actor: Actor, year: Year, exercise_id: str) -> None:
    service.require_own(actor, year)
    if year.marks.get(exercise_id) != DONE:
        raise NotFound(NOT_MET)


def _close(year: Year, exercise_id: str) -> None:
    where = {"enrolment_id": year.enrolment_id, "exercise_id": exercise_id}
    session().execute(update(PracticeMark).filter_by(**where).values(is_asked=True))


def _change(ring: KeyRing, year: Year, exercise_id: str, change: Callable[[Tool], Tool]) -> None:
    """The year is held, so that two answers at once are two answers."""
    service.hold_year(year.enrolment_id)
    key, where = key_of(ring, year.person_id), {"enrolment_id": year.enrolment_id, "exercise_id": exercise_id}
    row = session().get(PracticeTool, (year.enrolment_id, exercise_id), populate_existing=True)
    tool = change(_open(key, row) if row else Tool())
    sealed = seal(key, filled_up(json.dumps(tools_rules.to_plain(tool)), STEP), CONTEXT.format(**where))
    if not insert_unless_there(PracticeTool, where | {"sealed": sealed}):
        session().execute(update(PracticeTool).filter_by(**where).values(sealed=sealed))


def _rows(enrolment_id: int) -> Sequence[PracticeTool]:
    return session().scalars(select(PracticeTool).where(PracticeTool.enrolment_id == enrolment_id)).all()


def _open(key: bytes, row: PracticeTool) -> Tool:
    return tools_rules.of_plain(json.loads(unseal(key, row.sealed, _context(row))))


def _context(row: PracticeTool) -> str:
    return CONTEXT.format(enrolment_id=row.enrolment_id, exercise_id=row.exercise_id)
