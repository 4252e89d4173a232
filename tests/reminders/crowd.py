"""Many people at once, straight into the tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select

from app.accounts.models import Person
from app.core.db import session
from app.enrolment.models import Enrolment
from app.reminders.models import ReminderWish
from tests.reminders.simulated import Learner
from tests.reminders.town import wish


def crowd(cohort_id: int, number: int, learner: Learner, since: datetime) -> None:
    """Everybody wishes the same, since that moment."""
    first = (session().scalar(select(func.max(Person.id))) or 0) + 1
    ids = range(first, first + number)
    shared = {"language": "he", "address_form": "neutral", "text_size": "normal", "is_active": True, "version": 1}
    people = [{"id": i, "email": f"p{i}@example.org", "name": f"P {i}", "created_at": since, **shared} for i in ids]
    enrolments = [{"id": i, "person_id": i, "cohort_id": cohort_id, "enrolled_on": since.date()} for i in ids]
    session().execute(insert(Person), people)
    session().execute(insert(Enrolment), enrolments)
    session().execute(insert(ReminderWish), [wish(i, learner, since) for i in ids])
