"""Several at one moment: tries of a code, decisions about a line, consumers that send letters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.db import session, write_transaction
from app.core.errors import Conflict
from app.placements.models import Supervisor
from app.practicum import setup, signing, signing_letters, signing_links
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.signing_models import SigningBrowser, SigningLink
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.signing import next_sunday


@pytest.mark.postgres
class TestRaces:
    @pytest.fixture
    def practice(self, postgres_school: School) -> Practice:
        made = Practice(postgres_school)
        with made.inside():
            session().get_one(Supervisor, made.supervisor_id).person_id = None
        return made

    def test_tries_of_a_code_at_once_all_count(self, practice: Practice):
        practice.send(visit(yesterday()))
        app = practice.house.app
        with practice.inside():
            sent = signing_links.issue(session().get_one(Supervisor, practice.supervisor_id), timedelta(days=1))
            assert sent is not None
            link_id, secret = sent.link.id, signing_links.send_code(sent.link)

        def guess() -> object:
            with app.app_context(), write_transaction():
                return signing_links.bind(session().get_one(SigningLink, link_id), secret, "x")

        with ThreadPoolExecutor(3) as pool:
            assert [one.result() for one in [pool.submit(guess) for _ in range(3)]] == [None] * 3
        with app.app_context():
            assert session().scalars(select(SigningBrowser.tries)).one() == 3

    def test_two_ways_at_once_decide_a_line_once(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        app, by_hand = practice.house.app, practice.signer
        with practice.inside():
            version = session().get_one(PracticumEntry, entry_id).version

        def decide(verdict: str) -> str:
            with app.app_context():
                try:
                    with write_transaction():
                        entry = session().get_one(PracticumEntry, entry_id)
                        if verdict == "sign":
                            signing.sign(by_hand, entry, version)
                        else:
                            signing.give_back(by_hand, entry, "Which day?", version)
                except Conflict:
                    return "late"
                return verdict

        with ThreadPoolExecutor(4) as pool:
            done = [one.result() for one in [pool.submit(decide, verdict) for verdict in ("sign", "back") * 2]]
        assert done.count("late") == 3
        with app.app_context():
            assert session().scalars(select(func.count(PracticumDecision.id))).one() == 1

    def test_the_weekly_letter_goes_out_once_from_two_consumers(self, practice: Practice):
        practice.send(visit(yesterday()))
        app, sunday = practice.house.app, next_sunday()

        def send() -> int:
            with app.app_context(), clock.at(sunday):
                return signing_letters.send_weekly(setup.rhythm())

        with ThreadPoolExecutor(3) as pool:
            assert sum(one.result() for one in [pool.submit(send) for _ in range(3)]) == 1
