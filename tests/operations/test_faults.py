"""What breaks around Kelim: what its readers see, and that nothing which they sent is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import psycopg
import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from sqlalchemy import event, func, make_url, select
from werkzeug.test import TestResponse

from app.core.db import session
from app.jobs import queries as jobs
from app.jobs import service
from app.jobs.consumer import Sweeper
from app.jobs.models import DONE, WAITING, Job
from app.jobs.setup import jobs as jobs_of
from app.mail.models import OutboxMail
from app.quizzes.models import Answer
from app.reflections.models import Reflection
from app.web.database import db
from tests.support import processes
from tests.support.application import make_app
from tests.support.processes import free_port
from tests.support.school import School, open_school

WORDS = 'I said: "shall we walk?" <b>He</b> nodded & came along.\nThen we were silent.'
ADDRESS = "/lessons/reading/reflections/ponder"
SENTENCES = {
    "en": ("Kelim is resting for a moment", "What you typed is on this page"),
    "he": ('lang="he"', 'dir="rtl"'),
    "ar": ('lang="ar"', 'dir="rtl"'),
}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Database:
    """The school's own, which can be cut off: nobody is let in, and whoever was in is thrown out."""

    def __init__(self, server: str, url: str) -> None:
        self._server, self._name = server, make_url(url).database

    def __call__(self, *, is_there: bool) -> None:
        plain = make_url(self._server).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS {is_there}')  # type: ignore[call-overload]
            gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            if not is_there:
                connection.execute(gone, (self._name,))


@pytest.fixture
def cut_off(
    postgres_server: str, furnished_postgres: str, new_postgres_database: Callable[..., str], tmp_path: Path
) -> Iterator[tuple[School, Database]]:
    url = new_postgres_database(furnished_postgres)
    app = make_app(tmp_path, database_url=url)
    database = Database(postgres_server, url)
    for school in open_school(app):
        yield school, database
        database(is_there=True)


def count(school: School, model: type) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count()).select_from(model)).one()


def send_once_more(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Presses the error page's own button."""
    form = re.search(r'<form method="post" action="([^"]+)".*?</form>', page.text, re.DOTALL)
    assert form, page.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    return client.post(unescape(form[1]), data={unescape(name): unescape(value) for name, value in fields})


@pytest.mark.postgres
class TestDatabaseGone:
    @pytest.mark.parametrize("language", ["en", "he", "ar"])
    def test_what_was_typed_is_on_the_page_and_is_sent_from_there(self, cut_off, language: str):
        school, database = cut_off
        client = school.client(school.learner()[0])
        token = school.token(client)
        client.get(f"/?lang={language}")
        database(is_there=False)
        page = client.post(ADDRESS, data={"csrf_token": token, "text": WORDS})
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "30"
        assert all(sentence in page.text for sentence in SENTENCES[language])
        assert WORDS in unescape(page.text)
        assert "<b>He</b>" not in page.text
        assert "psycopg" not in page.text
        database(is_there=True)
        assert send_once_more(client, page).status_code == 303
        assert count(school, Reflection) == 1
        assert WORDS in unescape(client.get("/lessons/reading").text).replace("\r\n", "\n")

    def test_a_reader_whose_language_stood_in_the_database_gets_the_browsers(self, cut_off):
        school, database = cut_off
        client = school.client(school.learner(language="ar")[0])
        database(is_there=False)
        page = client.get("/hours", headers={"Accept-Language": "ar-IL,he;q=0.5"})
        assert page.status_code == 503
        assert '<html lang="ar" dir="rtl"' in page.text

    def test_a_form_whose_answer_was_lost_counts_once(self, cut_off):
        """It was taken; then the database went, and the same page is sent again."""
        school, database = cut_off
        client = school.client(school.learner()[0])
        attempt = school.begin(client)
        answer = {"csrf_token": school.token(client), "answer": school.right(school.drawn(attempt)[0])}
        assert client.post(f"/attempts/{attempt}/1", data=answer).status_code == 303
        database(is_there=False)
        assert client.post(f"/attempts/{attempt}/1", data=answer).status_code == 503
        database(is_there=True)
        assert client.post(f"/attempts/{attempt}/1", data=answer).status_code < 400
        assert count(school, Answer) == 1

    def test_secrets_are_typed_again(self, cut_off):
        school, database = cut_off
        client = school.client()
        token = school.token(client)
        database(is_there=False)
        form = {"csrf_token": token, "email": "noa@example.org", "password": "three calm words"}
        page = client.post("/sign-in", data=form)
        assert page.status_code == 503
        assert "three calm words" not in page.text
        assert "<form" not in page.text

    def test_help_is_there_without_it(self, cut_off):
        school, database = cut_off
        database(is_there=False)
        assert school.client().get("/help-now").status_code == 200
        assert school.client().get("/healthz").status_code == 200

    def test_it_serves_again_without_a_restart(self, cut_off):
        school, database = cut_off
        client = school.client(school.learner()[0])
        for _ in range(2):
            database(is_there=False)
            assert client.get("/hours").status_code == 503
            database(is_there=True)
            assert client.get("/hours").status_code == 200


@contextmanager
def full_disk(school: School) -> Iterator[None]:
    """SQLite may not grow by one page."""

    def stop_growing(connection, _record, _proxy):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with school.app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "checkout", stop_growing)
    try:
        yield
    finally:
        event.remove(engine, "checkout", stop_growing)
        engine.dispose()


def test_a_full_disk_takes_nothing_by_half_and_gives_back_what_was_typed(school: School):
    client = school.client(school.learner()[0])
    text = WORDS + " and so on" * 900
    with full_disk(school):
        page = school.post(client, ADDRESS, text=text)
        assert page.status_code == 503
        assert text in unescape(page.text)
        assert client.get("/lessons/reading").status_code == 200
        assert count(school, Reflection) == 0
    assert send_once_more(client, page).status_code == 303
    assert count(school, Reflection) == 1


def copied(furnished: Path, folder: Path) -> Path:
    shutil.copytree(furnished, folder / "school")
    return folder / "school"


@pytest.mark.redis
def test_jobs_wait_for_a_redis_that_is_gone(furnished: Path, tmp_path: Path):
    """Rows are the truth: what was asked for while nobody could be rung is done once somebody looks."""
    folder = copied(furnished, tmp_path)
    with processes.redis() as url:
        app = make_app(folder, redis_url=url)
        with app.app_context():
            assert jobs_of().bell.ring()
    for school in open_school(app):
        person = school.learner()[0]
        assert school.post(school.client(), "/password-reset", email=person.email).status_code == 303
        with app.app_context():
            found = jobs_of()
            assert not found.bell.ring()
            Sweeper(found.runner, found.bell, app.app_context).sweep()
            found.runner.run_due()
            assert set(jobs.count_by_state()) == {DONE}


class PostOffice:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken += envelope.rcpt_tos
        return "250 taken"


@contextmanager
def post_office(port: int) -> Iterator[PostOffice]:
    office = PostOffice()
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield office
    finally:
        server.stop()


def test_a_mail_server_that_is_gone_delays_letters_and_nobody_notices(furnished: Path, tmp_path: Path):
    port = free_port()
    app = make_app(copied(furnished, tmp_path), mail_backend="smtp", smtp_port=port)
    for school in open_school(app):
        person = school.learner()[0]
        assert school.post(school.client(), "/password-reset", email=person.email).status_code == 303
        with app.app_context():
            runner = jobs_of().runner
            runner.run_due()
            assert [job.last_error for job in jobs.list_jobs(WAITING)] == ["ConnectionRefusedError"]
        later = time_machine.travel(datetime.now(UTC) + timedelta(minutes=1))
        with post_office(port) as office, later, app.app_context():
            runner.run_due()
            assert set(jobs.count_by_state()) == {DONE}
            assert session().scalars(select(OutboxMail.state)).all() == ["sent"]
        assert office.taken == [person.email]


class TestClock:
    @pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)])
    def test_people_stay_signed_in_and_what_they_send_is_kept(self, school: School, jump: timedelta):
        with time_machine.travel(NOON):
            client = school.client(school.learner()[0])
            school.token(client)
        with time_machine.travel(NOON + jump):
            assert school.post(client, ADDRESS, text=WORDS).status_code == 303
        with time_machine.travel(NOON):
            assert school.post(client, ADDRESS, text=f"{WORDS} more").status_code == 303
        assert count(school, Reflection) == 1

    def test_an_attempt_goes_on(self, school: School):
        with time_machine.travel(NOON):
            client = school.client(school.learner()[0])
            attempt = school.begin(client)
        with time_machine.travel(NOON - timedelta(days=1)):
            school.answer_all(client, attempt)
            assert client.get(f"/attempts/{attempt}").status_code == 200

    def test_work_that_was_asked_for_by_a_clock_ahead_is_done_now(self, school: School):
        """A letter waits for no tomorrow that came by mistake."""
        with time_machine.travel(NOON + timedelta(days=300)):
            school.post(school.client(), "/password-reset", email=school.learner()[0].email)
        with time_machine.travel(NOON), school.app.app_context():
            found = jobs_of()
            found.runner.run_due()
            assert jobs.count_by_state() == {WAITING: 1}
            Sweeper(found.runner, found.bell, school.app.app_context).sweep()
            found.runner.run_due()
            assert set(jobs.count_by_state()) == {DONE}

    def test_a_job_that_was_held_by_a_clock_ahead_is_found(self, school: School):
        with time_machine.travel(NOON + timedelta(days=300)):
            school.post(school.client(), "/password-reset", email=school.learner()[0].email)
            with school.app.app_context():
                assert service.claim_next() is not None
        with school.app.app_context():
            found = jobs_of()
            sweeper = Sweeper(found.runner, found.bell, school.app.app_context)
            with time_machine.travel(NOON):
                sweeper.sweep()
            with time_machine.travel(NOON + timedelta(minutes=3)):
                sweeper.sweep()
                found.runner.run_due()
            assert set(jobs.count_by_state()) == {DONE}

    def test_clocks_of_two_machines_may_differ_a_little(self, school: School):
        with time_machine.travel(NOON + timedelta(seconds=90)):
            school.post(school.client(), "/password-reset", email=school.learner()[0].email)
        with time_machine.travel(NOON), school.app.app_context():
            before = session().scalars(select(Job.run_at)).one()
            Sweeper(jobs_of().runner, jobs_of().bell, school.app.app_context).sweep()
            assert session().scalars(select(Job.run_at)).one() == before

    def test_nobody_waits_for_tries_that_a_clock_ahead_has_counted(self, school: School):
        person = school.learner()[0]
        wrong = {"email": person.email, "password": "not the right one"}
        with time_machine.travel(NOON + timedelta(days=300), tick=False):
            for _ in range(8):
                school.post(school.client(), "/sign-in", **wrong)
            assert school.post(school.client(), "/sign-in", **wrong).status_code == 429
        with time_machine.travel(NOON, tick=False):
            assert school.client(person).get("/hours").status_code == 200
