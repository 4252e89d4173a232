"""Everybody hands in the same timed quiz at its end: is an answer lost, late through our fault, or counted twice?

The server is the one of `make run`: supervisor, web server, job consumer, SQLite, default settings. Half of them
press the buttons (save, look over, hand in), the other half leave it to their browsers, which send the open question
and hand in with one request.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select, update

from app.accounts import sessions
from app.accounts.models import Person
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.hours.models import Credit
from app.progress import queries as progress_queries
from app.progress import service as progress
from app.progress.models import StepDone
from app.quizzes import queries, service
from app.quizzes.models import Answer, Attempt
from app.quizzes.timing import GRACE
from app.releases.queries import get_published
from app.web.database import db
from tests.support import curriculum, processes
from tests.support.application import PASSWORD, make_app
from tests.support.installation import Installation
from tests.support.school import School, furnish

LEARNERS, SECONDS = 200, 10.0
SLOWEST = GRACE.total_seconds() / 3
"""A request that is answered within a third of the grace leaves the rest of it to slow lines."""
PATIENCE = 60
STEPS = ("choose", "tick")
MINUTES = 90
SECRET = "0" * 40


@dataclass(frozen=True)
class Sitter:
    """Somebody before the last question; `last` is its right answer."""

    number: int
    cookie: str
    token: str
    attempt_id: int
    enrolment_id: int
    questions: int
    last: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """How one learner's handing in went: where it led, and the seconds that each request took."""

    status: int
    location: str
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """Counts over all learners; each is 0 when everything is right."""

    refused: int
    lost: int
    late: int
    not_graded_once: int
    not_credited_once: int

    @property
    def faults(self) -> list[str]:
        return [f"{count} {name.replace('_', ' ')}" for name, count in vars(self).items() if count]


def prepare(folder: Path, learners: int) -> tuple[School, list[Sitter]]:
    """A house in `folder` in which so many learners sit the same quiz and have answered all questions but the last."""
    app = make_app(folder)
    furnish(app)
    school = School(app, PASSWORD, today() - timedelta(days=120))
    lesson = curriculum.catalogue().lessons[curriculum.READING]
    if lesson.quiz is None:
        raise RuntimeError("the small curriculum's first lesson has no quiz")
    timed = replace(lesson, quiz=replace(lesson.quiz, feedback="end", time_limit_minutes=20))
    school.publish(curriculum.catalogue(timed), "timed")
    people = [school.learner() for _ in range(learners)]
    with app.app_context(), write_transaction():
        tokens = [_sign_in(app, person) for person, _ in people]
        begun = [(_sit(school, person, enrolment), enrolment) for person, enrolment in people]
    sitters = [_sitter(school, n, token, *one) for n, (token, one) in enumerate(zip(tokens, begun, strict=True))]
    return school, sitters


def _sign_in(app: Flask, person: Person) -> str:
    """Two hundred passwords would be another bench."""
    fresh = session().get_one(Person, person.id)
    return sessions.open_session(fresh, ["learner"], app.extensions["kelim_lifetimes"])


def _sit(school: School, person: Person, enrolment_id: int) -> Attempt:
    content = get_published()
    lesson = content.catalogue.lessons[curriculum.READING]
    for step in STEPS:
        progress.do_step(enrolment_id, lesson, step, release_id=content.release_id)
    attempt = service.start(progress_queries.get_learning(enrolment_id), lesson, content.release_id)
    for number in range(1, len(attempt.questions)):
        sitting = queries.get_to_close(attempt.id)
        asked = service.question_of(lesson.quiz, sitting, number) if lesson.quiz else None
        if asked is not None:
            service.answer(sitting, lesson, asked, {"answer": school.right(asked.id)}, language=person.language)
    return attempt


def _sitter(school: School, number: int, token: str, attempt: Attempt, enrolment_id: int) -> Sitter:
    client = school.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["csrf_token"] = token, True, SECRET
    signer = URLSafeTimedSerializer(str(school.app.secret_key), salt="wtf-csrf-token")
    value = client.get_cookie("kelim")
    if value is None:
        raise RuntimeError("no cookie of a session")
    names = [one["id"] for one in attempt.questions]
    last = tuple(school.right(names[-1]))
    form_token = str(signer.dumps(SECRET))
    return Sitter(number, value.value, form_token, attempt.id, enrolment_id, len(names), last)


def rush(school: School, sitters: Sequence[Sitter], port: int, seconds: float) -> list[Sent]:
    """All hand in within `seconds`, evenly; the time of all is over at the end of them."""
    with school.app.app_context(), write_transaction():
        session().execute(update(Attempt).values(due_at=now() + timedelta(seconds=seconds)))
    start = time.monotonic()

    def send(sitter: Sitter) -> Sent:
        time.sleep(max(start + seconds * sitter.number / len(sitters) - time.monotonic(), 0))
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            return _press(connection, sitter) if sitter.number % 2 else _run_out(connection, sitter)

    with ThreadPoolExecutor(len(sitters)) as pool:
        return list(pool.map(send, sitters))


def _press(connection: http.client.HTTPConnection, sitter: Sitter) -> Sent:
    """Save, look over, hand in."""
    overview = f"/attempts/{sitter.attempt_id}/hand-in"
    saved = _ask(connection, sitter, f"/attempts/{sitter.attempt_id}/{sitter.questions}", _last(sitter))
    looked = _ask(connection, sitter, overview)
    handed = _ask(connection, sitter, overview, [])
    return Sent(handed.status, handed.location, saved.seconds + looked.seconds + handed.seconds)


def _run_out(connection: http.client.HTTPConnection, sitter: Sitter) -> Sent:
    """What a browser does by itself at the end of the time."""
    form = [*_last(sitter), ("hand_in", "1")]
    return _ask(connection, sitter, f"/attempts/{sitter.attempt_id}/{sitter.questions}", form)


def _last(sitter: Sitter) -> list[tuple[str, str]]:
    return [("answer", option) for option in sitter.last]


def _ask(
    connection: http.client.HTTPConnection, sitter: Sitter, path: str, form: list[tuple[str, str]] | None = None
) -> Sent:
    """A GET, or with a form a POST."""
    headers = {"Cookie": f"kelim={sitter.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    body = None if form is None else urlencode([("csrf_token", sitter.token), *form])
    began = time.perf_counter()
    connection.request("GET" if body is None else "POST", path, body, headers)
    with closing(connection.getresponse()) as answer:
        answer.read()
        return Sent(answer.status, answer.headers["Location"] or "", (time.perf_counter() - began,))


def outcome(school: School, sitters: Sequence[Sitter], sent: Sequence[Sent]) -> Outcome:
    """Everybody knew every answer, so whatever is less than full marks, once, is our fault."""
    with school.app.app_context():
        ended = select(func.count()).where(Attempt.finished_at.is_not(None), Attempt.score_percent == 100)
        steps = select(func.count()).where(StepDone.step_id == "quiz")
        whole = select(Credit.enrolment_id).group_by(Credit.enrolment_id).having(func.sum(Credit.minutes) == MINUTES)
        answers = session().scalars(select(func.count()).select_from(Answer)).one()
        graded = min(session().scalars(ended).one(), session().scalars(steps).one())
        credited = len(session().scalars(whole).all())
    return Outcome(
        refused=sum(one.status != 303 for one in sent),
        lost=sum(sitter.questions for sitter in sitters) - answers,
        late=sum("not_taken" in one.location for one in sent),
        not_graded_once=len(sitters) - graded,
        not_credited_once=len(sitters) - credited,
    )


@contextmanager
def rushed(folder: Path, learners: int, seconds: float) -> Iterator[tuple[Outcome, list[Sent]]]:
    """What a rush of so many brought, on a server of its own."""
    school, sitters = prepare(folder, learners)
    with Installation(folder, {"environment": "test"}).served() as server:
        sent = rush(school, sitters, server.port, seconds)
    yield outcome(school, sitters, sent), sent
    with school.app.app_context():
        db.session.remove()
        db.engine.dispose()


def measure() -> list[str]:
    """Prints both rushes, spread over ten seconds and in one moment; returns what went wrong."""
    print(f"\nA timed quiz, {LEARNERS} learners, default set-up")
    print(f"{'handed in':<24}{'requests':>9}{'lost':>6}{'late':>6}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}")
    faults = []
    for name, seconds in ((f"within {SECONDS:.0f} s", SECONDS), ("in one moment", 0.0)):
        with processes.folder() as folder, rushed(folder, LEARNERS, seconds) as (came, sent):
            took = sorted(second for one in sent for second in one.seconds)
            cuts = quantiles(took, n=20)
            shown = "".join(f"{second * 1000:>8.0f}" for second in (cuts[9], cuts[18], took[-1]))
            print(f"{name:<24}{len(took):>9}{came.lost:>6}{came.late:>6}{shown}", flush=True)
            faults += [f"timed quiz, {name}: {fault}" for fault in came.faults]
            if took[-1] > SLOWEST:
                faults.append(f"timed quiz, {name}: a request took {took[-1]:.1f} s; the limit is {SLOWEST:.0f} s")
    return faults


if __name__ == "__main__":
    raise SystemExit("\n".join(measure()) or None)
