"""From a wish to a letter: what it says, when it is held back, and what looking costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, insert, select, update

from app.accounts.models import Person
from app.core.clock import at
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.jobs.models import DONE, WAITING, Job
from app.jobs.setup import jobs as jobs_of
from app.mail import setup as mail_setup
from app.mail.errors import NotNow
from app.mail.models import REFUSED, SENT, OutboxMail
from app.practice import service as practice
from app.reminders import planning, service, tokens
from app.reminders.models import Reminder, ReminderWish
from app.reminders.rules import KEPT
from app.reminders.service import Choice
from app.reminders.setup import hours
from tests.reminders import years
from tests.reminders.crowd import crowd
from tests.reminders.simulated import Learner
from tests.reminders.town import wish
from tests.support.school import School
from tests.support.statements import statements
from tests.support.tools import actor_of

START = date(2026, 10, 25)
BEFORE = datetime(2026, 10, 20, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 3, 6, tzinfo=UTC)  # eight o'clock there, in the second week
EIGHT = Learner(1, 8 * 60)


@dataclass
class Post:
    """A learner of a year who wishes letters on Tuesdays at eight; `taken` is what the mail server got."""

    school: School
    enrolment_id: int
    taken: list[EmailMessage]
    answers: bool = True

    def carry(self, message: EmailMessage, _mail: OutboxMail) -> None:
        if not self.answers:
            raise NotNow("smtp-451")
        self.taken.append(message)

    def live(self, moment: datetime) -> None:
        """What a consumer does at that moment."""
        with self.school.app.app_context(), at(moment):
            planning.start_due()
            jobs_of().runner.run_due()

    def write(self, moment: datetime) -> None:
        """Up to the letter, which waits for its job."""
        with self.school.app.app_context(), at(moment):
            planning.start_due()
            assert jobs_of().runner.run_next()

    def states(self) -> list[str]:
        with self.school.app.app_context():
            return list(session().scalars(select(OutboxMail.state).order_by(OutboxMail.id)))


@pytest.fixture
def post(school: School) -> Iterator[Post]:
    school.publish(years.catalogue(START), "a year")
    school.starts = START
    _, enrolment_id = school.learner(school.cohort(), name="Noa")
    made = Post(school, enrolment_id, [])
    composer, _, _ = school.app.extensions[mail_setup.EXTENSION]
    school.app.extensions[mail_setup.EXTENSION] = (composer, made.carry, "Kelim <kelim@kelim.example.org>")
    with school.app.app_context(), write_transaction() as database:
        database.execute(insert(ReminderWish), [wish(enrolment_id, EIGHT, BEFORE)])
    made.live(BEFORE)
    return made


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "A few minutes for you"), ("he", "כמה דקות בשבילך"), ("ar", "بضع دقائق لك")]
)
def test_a_letter_says_nothing_of_what_the_week_holds(post: Post, language: str, subject: str) -> None:
    with post.school.app.app_context(), write_transaction() as database:
        database.execute(update(Person).where(Person.name == "Noa").values(language=language))
    post.live(TUESDAY)
    (message,) = post.taken
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for exercise in years.all_exercises().values():
        assert exercise.id not in text + html
        assert exercise.title[language] not in text + html
    assert "<img" not in html
    assert f"/practice?lang={language}" in text
    assert message["Subject"] == subject
    off = message["List-Unsubscribe"][1:-1]
    assert off in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with post.school.app.app_context():
        assert tokens.read(off.rsplit("/", 1)[1]) == session().scalars(select(ReminderWish.id)).one()


def test_looking_again_and_again_writes_nothing_more(post: Post) -> None:
    post.live(TUESDAY)
    with post.school.app.app_context(), write_transaction() as database:
        database.execute(update(ReminderWish).values(next_at=BEFORE))
    for minutes in (0, 1, 60, 60 * 24):
        post.live(TUESDAY + timedelta(minutes=minutes))
    assert len(post.taken) == 1


def test_a_letter_that_waits_is_withdrawn_once_its_week_is_done(post: Post) -> None:
    post.write(TUESDAY)
    with post.school.app.app_context(), at(TUESDAY), write_transaction():
        practice.finish(actor_of(post.enrolment_id), post.enrolment_id, years.WEEKS[1], "full", TUESDAY.date())
    post.live(TUESDAY + timedelta(minutes=1))
    assert (post.taken, post.states()) == ([], [REFUSED])


@pytest.mark.parametrize("what", ["off", "left", "paused", "gone"])
def test_a_letter_that_waits_is_not_sent_to_whoever_does_not_want_it_any_more(post: Post, what: str) -> None:
    post.write(TUESDAY)
    with post.school.app.app_context(), at(TUESDAY), write_transaction() as database:
        if what == "off":
            service.turn(database.scalars(select(ReminderWish)).one(), on=False)
        elif what == "left":
            database.execute(update(Enrolment).values(left_on=TUESDAY.date()))
        elif what == "paused":
            practice.pause(actor_of(post.enrolment_id), post.enrolment_id, TUESDAY.date())
        else:
            database.execute(update(Person).where(Person.name == "Noa").values(is_active=False))
    for hour in range(3):
        post.live(TUESDAY + timedelta(hours=hour))
    assert (post.taken, post.states()) == ([], [REFUSED])


def test_a_mail_server_that_is_away_until_night_gets_the_same_letter_in_the_morning(post: Post) -> None:
    post.answers = False
    post.live(TUESDAY)
    with post.school.app.app_context():
        identity = session().scalars(select(OutboxMail)).one()
        expected = f"<{identity.id}.{int(identity.created_at.timestamp())}@kelim.example.org>"
    for minutes in range(30, 14 * 60, 30):
        post.live(TUESDAY + timedelta(minutes=minutes))
    post.answers = True
    post.live(TUESDAY + timedelta(hours=14, minutes=30))  # half past ten in the evening
    assert post.taken == []
    post.live(TUESDAY + timedelta(hours=23))
    assert [message["Message-ID"] for message in post.taken] == [expected]


def test_a_mail_server_that_is_away_all_week_gets_nothing_late(post: Post) -> None:
    post.answers = False
    for hour in range(0, 24 * 5, 3):
        post.live(TUESDAY + timedelta(hours=hour))
    post.answers = True
    post.live(TUESDAY + timedelta(days=5, hours=1))  # a Sunday
    assert (post.taken, post.states()) == ([], [REFUSED])


def test_a_consumer_that_was_down_for_weeks_writes_about_this_week_alone(post: Post) -> None:
    post.live(TUESDAY + timedelta(days=22))
    with post.school.app.app_context():
        assert list(session().scalars(select(Reminder.week))) == [date(2026, 11, 22)]


def test_a_clock_that_was_ahead_keeps_nobody_waiting(post: Post) -> None:
    post.live(TUESDAY + timedelta(days=91))
    with post.school.app.app_context(), at(TUESDAY), write_transaction():
        planning.set_right()
    post.live(TUESDAY - timedelta(hours=1))
    post.live(TUESDAY + timedelta(days=7))
    with post.school.app.app_context():
        weeks = list(session().scalars(select(Reminder.week).order_by(Reminder.week)))
    assert weeks == [date(2026, 11, 8), date(2027, 1, 31)]


def test_what_was_written_is_forgotten_when_it_is_of_no_use(post: Post) -> None:
    post.live(TUESDAY)
    with post.school.app.app_context(), at(TUESDAY + KEPT + timedelta(days=2)), write_transaction() as database:
        planning.forget_old()
        assert database.scalar(select(func.count()).select_from(Reminder)) == 0


def test_two_thousand_who_are_due_at_once_cost_few_statements(post: Post) -> None:
    """Everybody gets a job of their own, some hundred a minute; each looks in a transaction of its own."""
    with post.school.app.app_context(), write_transaction() as database:
        crowd(database.get_one(Enrolment, post.enrolment_id).cohort_id, 2_000, EIGHT, BEFORE)
    with post.school.app.app_context(), at(TUESDAY):
        with statements() as seen:
            assert [planning.start_due() for _ in range(4)] == [600, 600, 600, 201]
        assert len(seen) < 80
        assert session().scalar(select(func.count()).where(Job.state == WAITING)) == 2_001
        with statements() as seen:
            assert planning.start_due() == 0
        assert len(seen) == 1
        assert jobs_of().runner.run_next()
        with statements() as seen:
            assert jobs_of().runner.run_next()
        assert len(seen) < 20


def test_a_wish_is_taken_up_again_when_its_job_came_to_nothing(post: Post) -> None:
    with post.school.app.app_context(), at(TUESDAY):
        planning.start_due()
        with write_transaction() as database:
            database.execute(update(Job).values(state=DONE))
    post.live(TUESDAY + timedelta(minutes=30))
    assert post.taken == []
    post.live(TUESDAY + planning.LEASE)
    assert len(post.taken) == 1


def test_whoever_chooses_an_hour_gets_the_next_one_of_it(post: Post) -> None:
    """And nothing at once, though this week's hour has passed."""
    with post.school.app.app_context(), at(TUESDAY + timedelta(hours=3)), write_transaction():
        year = planning.practice.find_year(post.enrolment_id, TUESDAY.date())
        assert year
        service.choose(year, Choice(is_on=True, weekday=1, minute=9 * 60), hours())
    post.live(TUESDAY + timedelta(hours=3))
    post.live(TUESDAY + timedelta(days=6))
    assert post.taken == []
    post.live(TUESDAY + timedelta(days=7, hours=1))
    assert len(post.taken) == 1
    assert post.states() == [SENT]


def test_jobs_and_their_letters_name_nobody_and_nothing(post: Post) -> None:
    post.live(TUESDAY)
    with post.school.app.app_context():
        payloads = list(session().scalars(select(Job.payload)))
        kinds = set(session().scalars(select(OutboxMail.kind)))
    assert {key for payload in payloads for key in payload} == {"wish", "mail"}
    assert kinds == {"reminder"}


def test_whoever_is_in_two_cohorts_gets_the_letters_of_one(post: Post) -> None:
    with post.school.app.app_context(), at(TUESDAY), write_transaction() as database:
        person = database.get_one(Enrolment, post.enrolment_id).person
    second = post.school.enrol(person, post.school.cohort())
    with post.school.app.app_context(), at(BEFORE), write_transaction() as database:
        year = planning.practice.find_year(second, BEFORE.date())
        assert year
        service.choose(year, Choice(is_on=True, weekday=1, minute=8 * 60), hours())
    post.live(BEFORE)
    post.live(TUESDAY)
    assert len(post.taken) == 1
