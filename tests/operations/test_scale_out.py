"""The same code on PostgreSQL, Redis and several processes, by settings alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.filling import filled
from tests.support.installation import PASSWORD, Installation, Served, Visitor
from tests.support.processes import wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.redis]
MENTOR = "mentor@demo.kelim.example"
LESSON = "who-a-mentor-is"


@pytest.fixture(scope="module")
def scaled(
    tmp_path_factory: pytest.TempPathFactory, new_postgres_database: Callable[..., str], redis_server: str
) -> Iterator[tuple[Installation, Served, Served]]:
    """Two web workers under one supervisor, the job consumer under another."""
    settings = {"database_url": new_postgres_database(), "redis_url": redis_server}
    installation = Installation(tmp_path_factory.mktemp("scaled"), settings)
    installation.flask("prepare")
    with installation.served("web", workers="2") as web, installation.served("jobs") as jobs:
        yield installation, web, jobs


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def mentor(scaled: tuple[Installation, Served, Served]) -> Visitor:
    visitor = Visitor(scaled[1].address)
    form = {"email": MENTOR, "password": PASSWORD, "csrf_token": token(visitor.get("/sign-in?lang=en")[1])}
    status, page = visitor.post("/sign-in", form)
    assert status == 200, page
    return visitor


def test_a_mentor_answers_a_quiz_and_reads_the_hours(scaled, mentor):
    installation, _web, _jobs = scaled
    _, page = mentor.get(f"/lessons/{LESSON}/quiz")
    status, page = mentor.post(f"/lessons/{LESSON}/quiz", {"csrf_token": token(page)})
    answered = 0
    while form := re.search(r'action="(/attempts/\d+/\d+)"', page):
        status, page = mentor.post(form[1], filled(page))
        assert status == 200, page
        answered += 1
        following = re.search(r'href="(/attempts/\d+(?:/\d+)?)"', page)
        assert following, page
        status, page = mentor.get(following[1])
    assert answered >= 3
    assert mentor.get("/hours")[0] == 200
    assert json.loads(installation.flask("hours", "show", MENTOR, "--format", "json"))
    assert mentor.get("/")[0] == 200


def test_both_workers_serve_everybody(scaled, mentor):
    installation, web, _jobs = scaled
    workers = {process.pid for process in web.find("app.operations.web_server")[1:]}
    assert len(workers) == 2

    def have_served() -> set[int]:
        assert mentor.get("/hours")[0] == 200
        numbers = installation.folder.glob("run/*/metrics/counter_*.db")
        return {int(file.stem.removeprefix("counter_")) for file in numbers}

    wait_until(lambda: workers <= have_served(), "an answer of each worker")


def test_a_job_crosses_from_a_web_worker_to_the_consumer(scaled):
    installation, web, _jobs = scaled
    visitor = Visitor(web.address)
    form = {"email": MENTOR, "csrf_token": token(visitor.get("/password-reset?lang=en")[1])}
    assert visitor.post("/password-reset", form)[0] == 200

    def states() -> list[str]:
        return [job["state"] for job in json.loads(installation.flask("jobs", "list", "--format", "json"))]

    wait_until(lambda: bool(states()) and set(states()) == {"done"}, "the end of every job")


def test_a_lost_worker_is_replaced_while_the_other_serves(scaled, mentor):
    _installation, web, _jobs = scaled
    victim = web.find("app.operations.web_server")[-1]
    victim.kill()
    victim.wait(5)
    for _ in range(20):
        assert Visitor(web.address).get("/readyz")[0] == 200
    wait_until(lambda: len(web.find("app.operations.web_server")) == 3, "the new worker")
    assert mentor.get("/hours")[0] == 200
