"""What a learner's first page asks of hours, placements, practice, supervision and competencies: in one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, literal_column, null, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from app.baseline.queries import open_select
from app.core.clock import now
from app.core.db import fetch
from app.hours.queries import Totals, totals_select
from app.placements.queries import Ahead, next_select
from app.portfolio.queries import rated_of, rated_select
from app.portfolio.rules import Rated
from app.practicum.models import DRAFT, RETURNED
from app.practicum.to_do import to_do_select
from app.supervision.to_do import DUE, NEXT, TO_SIGN, waiting_select


@dataclass(frozen=True, slots=True)
class Gathered:
    """`returned` and `drafts` are how many entries of practice there are; `returned_id` is the first of the former.

    `rated` are ratings of competencies, each with its competency. Sessions of supervision: how many are `to_sign`,
    when the `next_session` is, and how much that was decided is `due`. `begins_on`: the first day of the cohort, if
    its learner has agreed to say how they are at the beginning and was not asked yet.
    """

    totals: Totals
    placement: Ahead | None
    returned: int = 0
    returned_id: int = 0
    drafts: int = 0
    rated: tuple[tuple[str, Rated], ...] = ()
    to_sign: int = 0
    next_session: tuple[int, date] | None = None
    due: int = 0
    begins_on: date | None = None


def _select() -> CompoundSelect[Any]:
    """room, two words, a number, how many, from, until."""
    kind, part, module, minutes = totals_select().subquery("totals").c
    site_id, site, starts_on, ends_on = next_select().subquery("ahead").c
    status, entry_id, count = to_do_select().subquery("to_do").c
    competency, said, assessor_id, rating_id, day = rated_select().subquery("rated").c
    what, session_id, sessions, session_day = waiting_select().subquery("waiting").c
    (begins_on,) = open_select().subquery("beginning").c
    none: ColumnElement[str] = literal_column("''")
    zero: ColumnElement[int] = literal_column("0")
    never = cast(null(), Date)
    return union_all(
        select(kind, part, module, minutes, zero, never, never),
        select(literal_column("'placement'"), site, none, site_id, zero, starts_on, ends_on),
        select(literal_column("'entries'"), status, none, entry_id, count, never, never),
        select(literal_column("'rating'"), competency, said, assessor_id, rating_id, day, never),
        select(literal_column("'supervision'"), what, none, session_id, sessions, session_day, never),
        select(literal_column("'beginning'"), none, none, zero, zero, begins_on, never),
    )


_gathered = _select()


def gather(enrolment_id: int, day: date) -> Gathered:
    """Of an enrolment of the reader's own; `day` is the institution's."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in fetch(_gathered, {"enrolment": enrolment_id, "day": day, "now": now()}):
        rows[row[0]].append(row[1:])
    entries = {status: (first, count) for status, _, first, count, *_ in rows["entries"]}
    sessions = {what: (session_id, count, on) for what, _, session_id, count, on, *_ in rows["supervision"]}
    following = sessions.get(NEXT)
    first, returned = entries.get(RETURNED, (0, 0))
    return Gathered(
        totals=Totals(*({(row[0], row[1]): int(row[2]) for row in rows[kind]} for kind in ("credit", "claim"))),
        placement=next((Ahead(row[2], row[0], row[4], row[5]) for row in rows["placement"]), None),
        returned=returned,
        returned_id=first,
        drafts=entries.get(DRAFT, (0, 0))[1],
        rated=tuple(rated_of(*row[:5]) for row in rows["rating"]),
        to_sign=sessions[TO_SIGN][1],
        next_session=(following[0], following[2]) if following else None,
        due=sessions[DUE][1],
        begins_on=next((row[4] for row in rows["beginning"]), None),
    )
