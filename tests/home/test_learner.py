"""A learner's first page leads to what waits, and does not praise what was not done."""

from __future__ import annotations

import pytest

from tests.support.school import School


def test_meetings_and_tasks_are_one_step_away(school: School) -> None:
    shown = school.client(school.learner()[0]).get("/", query_string={"lang": "en"}).text
    assert '<a href="/meetings">Meetings and make-up tasks</a>' in shown


def test_whoever_did_nothing_is_not_told_that_all_is_done(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.home.presenters._following", lambda *_: None)
    shown = school.client(school.learner()[0]).get("/", query_string={"lang": "en"}).text
    assert "No lesson is open yet" in shown
    assert "You have done everything" not in shown
