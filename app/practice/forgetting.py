"""What is kept of a year of practice, and for how long."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Enrolment
from app.practice.models import PracticeAlert, PracticeDay, PracticeMark, PracticePause, PracticeSwap, PracticeTool

OWN = (PracticeMark, PracticeSwap, PracticePause, PracticeDay, PracticeTool)
AFTER_LEAVING, AFTER_A_DAY = timedelta(days=365), timedelta(days=400)
"""A year of practice, once somebody has left; own days and alerts, once they are over."""


def forget_old() -> int:
    """Removes what is long over; returns how many rows."""
    left = select(Enrolment.id).where(Enrolment.left_on < today() - AFTER_LEAVING)
    over = today() - AFTER_A_DAY
    gone = [delete(table).where(table.enrolment_id.in_(left)) for table in OWN]
    gone.append(delete(PracticeDay).where(PracticeDay.day < over))
    gone.append(delete(PracticeAlert).where(PracticeAlert.last_day < over))
    return sum(int(getattr(session().execute(one), "rowcount", 0)) for one in gone)
