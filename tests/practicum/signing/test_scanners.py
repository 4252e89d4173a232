"""Mail scanners open links and press every button behind them: nothing may come of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.clock import now
from app.core.db import session
from app.practicum.models import PracticumDecision
from app.practicum.signing_models import SigningBrowser
from tests.support.practice import Practice
from tests.support.school import School
from tests.support.signing import Reader, Scanner, count, entries


class TestScanners:
    def test_whoever_fetches_and_submits_everything_changes_nothing(
        self, practice: Practice, reader: Reader, school: School
    ):
        before = entries(practice)
        assert Scanner(school.client(), reader.path).run() > 3
        for entry_id, version, _ in before:
            for more in ("", "/not-mine"):
                values = {"verdict": "sign", "version": version, "comment": "ok"}
                assert school.post(school.client(), f"{reader.path}/{entry_id}{more}", **values).status_code == 422
        assert entries(practice) == before
        assert count(practice, PracticumDecision) == 0
        with practice.house.app.app_context():
            assert (
                session().scalars(select(SigningBrowser.bound_at).where(SigningBrowser.bound_at.is_not(None))).all()
                == []
            )

    def test_afterwards_the_person_signs_as_if_nothing_had_been(
        self, practice: Practice, reader: Reader, school: School
    ):
        """A scanner's tries use up its own code, not that of another browser."""
        assert reader.post("/code").status_code == 303
        code = reader.last_code()
        Scanner(school.client(), reader.path).run()
        assert reader.post("/bind", code=code).status_code == 303
        assert 'value="sign"' in reader.get()

    def test_what_a_scanner_asked_for_locks_nobody_out_for_long(
        self, practice: Practice, reader: Reader, school: School
    ):
        Scanner(school.client(), reader.path).run()
        with clock.at(now() + timedelta(minutes=11)):
            reader.bind()
            assert 'value="sign"' in reader.get()

    def test_looking_shows_a_number_and_nothing_else(self, practice: Practice, reader: Reader):
        page = reader.get()
        assert "2 lines wait for you" in page
        for secret in (practice.learner.name, "Waited longer", "Sima", "supervisor"):
            assert secret not in page
        assert count(practice, SigningBrowser) == 0
        assert reader.client.head(reader.path).status_code == 200
        assert reader.client.get_cookie("signing", path=reader.path) is None
