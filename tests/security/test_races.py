"""Two at once on PostgreSQL, where a transaction does not see what the other has not committed.

Each test holds both sides at the place between reading and writing. Whoever is let in second must see what the first
one did, or be told; nobody gets an error page, nothing counts twice, nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import time, timedelta
from functools import wraps
from threading import Barrier, BrokenBarrierError
from types import ModuleType

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import invitations, passwords
from app.accounts import queries as account_queries
from app.accounts.actor import SYSTEM
from app.accounts.models import BrowserSession, Person
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment import service as enrolment
from app.enrolment.models import Cohort
from app.hours.queries import sum_totals
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.meetings import crediting, rolls
from app.meetings import service as meetings
from app.meetings.models import Meeting
from app.progress import queries as progress_queries
from app.progress import rules as progress_rules
from app.progress import service as progress
from app.progress.models import GateOverride, LessonState
from app.quizzes import service as quizzes
from app.quizzes.models import Attempt
from app.reflections import service as reflections
from app.releases import queries as releases
from tests.support.curriculum import LIVE, LOCKED, READING, WORKSHOP
from tests.support.school import School

pytestmark = pytest.mark.postgres
PATIENCE = 1.0


@pytest.fixture
def school(postgres_school: School) -> School:
    return postgres_school


def meet_after(monkeypatch: pytest.MonkeyPatch, *places: tuple[ModuleType, str]) -> None:
    """Whoever has called one of the functions waits there for the other one, but not for long: one may be kept out."""
    gate = Barrier(2)

    def and_wait(real: Callable[..., object]) -> Callable[..., object]:
        @wraps(real)
        def called(*arguments: object, **more: object) -> object:
            found = real(*arguments, **more)
            with suppress(BrokenBarrierError):
                gate.wait(PATIENCE)
            return found

        return called

    for module, name in places:
        monkeypatch.setattr(module, name, and_wait(getattr(module, name)))


def both(*calls: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def send_both(school: School, person: Person, path: str, forms: Sequence[dict[str, object]]) -> list[TestResponse]:
    """From two windows that are ready to send."""
    windows = [school.client(person) for _ in forms]
    for window in windows:
        school.token(window)

    def sending(number: int) -> Callable[[], object]:
        return lambda: school.post(windows[number], path, **forms[number])

    return both(*map(sending, range(len(forms))))  # type: ignore[return-value]


def test_a_quiz_that_is_begun_twice_is_one_attempt(school: School, monkeypatch: pytest.MonkeyPatch):
    person, _ = school.learner()
    windows = [school.client(person) for _ in range(2)]
    for window in windows:
        school.token(window)
    meet_after(monkeypatch, (quizzes, "list_attempts"))
    answers = both(*(lambda window=window: school.post(window, f"/lessons/{READING}/quiz") for window in windows))
    assert [answer.status_code for answer in answers] == [303, 303]  # type: ignore[attr-defined]
    assert len({answer.location for answer in answers}) == 1  # type: ignore[attr-defined]
    with school.app.app_context():
        assert session().scalars(select(func.count()).select_from(Attempt)).one() == 1


def test_private_writing_that_is_kept_twice_is_kept(school: School, monkeypatch: pytest.MonkeyPatch):
    """The page keeps a draft by itself in the moment in which the button is pressed."""
    person, _ = school.learner()
    path = f"/lessons/{READING}/reflections/ponder"
    meet_after(monkeypatch, (reflections, "key_of"))
    answers = send_both(school, person, path, [{"text": "first words"}, {"text": "first words, and more"}])
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "first words" in school.client(person).get(f"/lessons/{READING}").text


def test_two_invitations_to_one_address_are_one_person_and_one_clean_answer(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    coordinator = school.staff("coordinator")
    given = {"email": "sam@example.org", "language": "en", "role": "learner", "place": f"cohort:{school.cohort_id}"}
    windows = [school.client(coordinator) for _ in range(2)]
    for window in windows:
        school.token(window)
    meet_after(monkeypatch, (account_queries, "find_person"))
    answers = both(
        lambda: school.post(windows[0], "/people/invite", name="Sam One", **given),
        lambda: school.post(windows[1], "/people/invite", name="Sam Two", **given),
    )
    by_status = {answer.status_code: answer for answer in answers}  # type: ignore[attr-defined]
    assert set(by_status) == {303, 409}
    assert "sam@example.org" in by_status[409].text  # type: ignore[attr-defined]
    with school.app.app_context():
        found = select(func.count()).select_from(Person).where(Person.email == "sam@example.org")
        assert session().scalars(found).one() == 1


def test_a_lesson_that_is_opened_twice_is_opened_once_and_said_so(school: School, monkeypatch: pytest.MonkeyPatch):
    _, enrolment_id = school.learner()
    path = f"/learners/{enrolment_id}/open/{LOCKED}"
    meet_after(monkeypatch, (progress_queries, "list_opened"))
    answers = send_both(school, school.staff("coordinator"), path, [{"reason": "One"}, {"reason": "Two"}])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    with school.app.app_context():
        assert session().scalars(select(func.count()).select_from(GateOverride)).one() == 1


def test_an_invitation_that_is_accepted_twice_opens_one_account(school: School, monkeypatch: pytest.MonkeyPatch):
    with school.app.app_context(), write_transaction():
        draft = enrolment.Invitation("sam@example.org", "Sam", "en", "learner", "cohort", school.cohort_id)
        person, path = enrolment.invite(SYSTEM, school.ring, draft)
    windows = [school.client() for _ in range(2)]
    for window in windows:
        school.token(window)
    meet_after(monkeypatch, (passwords, "hash_password"))
    assert invitations.passwords is passwords
    words = {"name": "Sam", "language": "en", "password": "four other calm words", "again": "four other calm words"}
    answers = both(*(lambda window=window: school.post(window, path, **words) for window in windows))
    assert sorted(answer.status_code for answer in answers) == [303, 410]  # type: ignore[attr-defined]
    with school.app.app_context():
        held = select(func.count()).select_from(BrowserSession).where(BrowserSession.person_id == person.id)
        assert session().scalars(held).one() == 1


def test_presence_and_a_passed_quiz_in_one_moment_complete_the_lesson(school: School, monkeypatch: pytest.MonkeyPatch):
    _, enrolment_id = school.learner()
    with school.app.app_context(), write_transaction():
        lesson = releases.published().catalogue.lessons[WORKSHOP]
        progress.start(enrolment_id, lesson)
    meet_after(monkeypatch, (progress, "done_steps"))

    def do(step: str, **more: object) -> None:
        with school.app.app_context(), write_transaction():
            progress.do_step(enrolment_id, lesson, step, release_id=1, **more)  # type: ignore[arg-type]

    both(
        lambda: do(progress_rules.QUIZ),
        lambda: do(progress_rules.ATTENDANCE, at=now() - timedelta(days=2)),
    )
    with school.app.app_context():
        assert session().get_one(LessonState, (enrolment_id, WORKSHOP)).completed_at is not None


def hold(school: School, hour: int, minutes: int, lesson_id: str = LIVE) -> int:
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, school.cohort_id)
        day = today() - timedelta(days=1)
        draft = meetings.MeetingDraft(lesson_id=lesson_id, day=day, at=time(hour), place="Hall", minutes=minutes)
        return meetings.schedule(SYSTEM, cohort, draft).id


def act(school: School, verb: str, meeting_id: int, marks: rolls.Marks) -> None:
    with school.app.app_context(), write_transaction():
        meeting = session().get_one(Meeting, meeting_id)
        getattr(rolls, verb)(SYSTEM, meeting, marks, meeting.version)


def test_two_rolls_of_one_lesson_that_are_closed_at_once_credit_no_more_than_the_lesson(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    _, enrolment_id = school.learner()
    first, second = hold(school, 10, 60), hold(school, 14, 60)
    marks = {enrolment_id: rolls.Mark(is_present=True)}
    meet_after(monkeypatch, (crediting, "list_given"))
    both(lambda: act(school, "close", first, marks), lambda: act(school, "close", second, marks))
    with school.app.app_context():
        assert sum_totals(enrolment_id).minutes() == 90
        assert list(verify(SOURCES, EARNED)) == []


def test_a_draft_that_is_kept_while_another_roll_of_its_lesson_is_closed_stands(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    _, enrolment_id = school.learner()
    first, second = hold(school, 10, 60), hold(school, 14, 60)
    marks = {enrolment_id: rolls.Mark(is_present=True)}
    act(school, "keep", second, marks)
    meet_after(monkeypatch, (crediting, "pend"))
    both(lambda: act(school, "close", first, marks), lambda: act(school, "keep", second, marks))
    with school.app.app_context():
        totals = sum_totals(enrolment_id)
        assert (totals.minutes(), totals.pending_minutes()) == (60, 30)


def test_a_roll_is_closed_in_the_moment_in_which_its_learner_passes_the_quiz(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    """Each holds what the other one needs next, unless they ask for no more than they need."""
    _, enrolment_id = school.learner()
    meeting_id = hold(school, 10, 90, WORKSHOP)
    with school.app.app_context(), write_transaction():
        lesson = releases.published().catalogue.lessons[WORKSHOP]
        progress.start(enrolment_id, lesson)

    def pass_quiz() -> None:
        with school.app.app_context(), write_transaction():
            progress.do_step(enrolment_id, lesson, progress_rules.QUIZ, release_id=1)

    meet_after(monkeypatch, (crediting, "lock_given"), (progress, "start"))
    both(lambda: act(school, "close", meeting_id, {enrolment_id: rolls.Mark(is_present=True)}), pass_quiz)
    with school.app.app_context():
        assert session().get_one(LessonState, (enrolment_id, WORKSHOP)).completed_at is not None


def test_a_quiz_is_begun_in_the_moment_in_which_a_step_is_done(school: School, monkeypatch: pytest.MonkeyPatch):
    person, _ = school.learner()
    windows = [school.client(person) for _ in range(2)]
    for window in windows:
        school.token(window)
    windows[0].get(f"/lessons/{READING}")
    meet_after(monkeypatch, (quizzes, "list_attempts"), (progress, "start"))
    answers = both(
        lambda: school.post(windows[0], f"/lessons/{READING}/quiz"),
        lambda: school.post(windows[1], f"/lessons/{READING}/steps/choose", answer="a"),
    )
    assert [answer.status_code for answer in answers] == [303, 303]  # type: ignore[attr-defined]


def test_a_roll_that_is_closed_by_two_trainers_at_once_is_closed_by_one(school: School):
    _, enrolment_id = school.learner()
    meeting_id = hold(school, 10, 60)
    given = {"version": 1, "action": "close", f"mark-{enrolment_id}": "present"}
    answers = send_both(school, school.staff("trainer"), f"/meetings/{meeting_id}/roll", [given, given])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    with school.app.app_context():
        assert sum_totals(enrolment_id).minutes() == 60
