"""The same on PostgreSQL, where several consumers really work at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select, update

from app.core.clock import at
from app.core.db import session, write_transaction
from app.jobs.setup import jobs as jobs_of
from app.mail import setup as mail_setup
from app.mail.models import OutboxMail
from app.reminders import planning
from app.reminders.models import Reminder, ReminderWish
from tests.reminders import years
from tests.reminders.crowd import crowd
from tests.reminders.simulated import Learner
from tests.support.school import School

pytestmark = pytest.mark.postgres
START, PEOPLE = date(2026, 10, 25), 40
BEFORE, TUESDAY = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 3, 6, tzinfo=UTC)


def test_consumers_that_look_at_once_write_one_letter_to_each(postgres_school: School) -> None:
    """Also where all of them hold jobs about the same people."""
    school, taken = postgres_school, Counter[str]()

    def carry(message: EmailMessage, _mail: OutboxMail) -> None:
        taken[str(message["To"])] += 1

    composer, _, _ = school.app.extensions[mail_setup.EXTENSION]
    school.app.extensions[mail_setup.EXTENSION] = (composer, carry, "Kelim <kelim@kelim.example.org>")
    school.publish(years.catalogue(START), "a year")
    school.starts = START
    cohort_id = school.cohort()
    with school.app.app_context(), write_transaction():
        crowd(cohort_id, PEOPLE, Learner(1, 8 * 60), BEFORE)

    def live(_number: int) -> None:
        with school.app.app_context(), at(TUESDAY):
            planning.start_due()
            with write_transaction() as database:
                database.execute(update(ReminderWish).values(next_at=TUESDAY))
            planning.start_due()
            jobs_of().runner.run_due()

    with ThreadPoolExecutor(4) as consumers:
        list(consumers.map(live, range(4)))
    assert (len(taken), set(taken.values())) == (PEOPLE, {1})
    with school.app.app_context():
        assert session().scalar(select(func.count()).select_from(Reminder)) == PEOPLE
