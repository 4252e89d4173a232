"""Mail scanners open links and press every button behind them: nothing may come of it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.practicum.models import PracticumDecision
from app.practicum.signing_models import SigningBrowser
from tests.support.practice import Practice
from tests.support.school import School
from tests.support.signing import Reader, count, entries


class Scanner:
    """Fetches every address that it finds and submits every form, as often as it finds one; types what it likes."""

    def __init__(self, client: FlaskClient, start: str) -> None:
        self.client, self.waiting, self.seen = client, [start], set()

    def run(self) -> int:
        steps = 0
        while self.waiting and steps < 60:
            steps += 1
            path = self.waiting.pop()
            for method in ("head", "get"):
                answer = getattr(self.client, method)(path, follow_redirects=True)
            self._read(answer.text)
        return len(self.seen)

    def _read(self, html: str) -> None:
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', html):
            self._add(link)
        for action, body in re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', html, re.S):
            fields = dict(re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            fields |= dict(re.findall(r'<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            for typed in ("", "000000", "123456"):
                values = {"code": typed, "comment": "ok", "verdict": "sign", **fields}
                self._add(self.client.post(action, data=values).location or "")

    def _add(self, path: str) -> None:
        if path.startswith("/") and not path.startswith("/static") and path not in self.seen:
            self.seen.add(path)
            self.waiting.append(path)


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

    def test_looking_shows_a_number_and_nothing_else(self, practice: Practice, reader: Reader):
        page = reader.get()
        assert "2 lines wait for you" in page
        for secret in (practice.learner.name, "Waited longer", "Sima", "supervisor"):
            assert secret not in page
        assert count(practice, SigningBrowser) == 0
        assert reader.client.head(reader.path).status_code == 200
        assert reader.client.get_cookie("signing", path=reader.path) is None
