"""Two windows of one person on PostgreSQL: what is answered is answered once, and never without consent."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.baseline import queries, service
from app.baseline.models import BaselineAnswer, BaselineLink
from app.core.db import session
from app.privacy import service as privacy
from app.privacy.rules import CONSENTS, EVALUATION
from tests.security.test_races import both, meet_after, send_both
from tests.support.beginning import Beginner, beginning
from tests.support.measuring import answers_of
from tests.support.school import School

pytestmark = pytest.mark.postgres
KEEP = {"then": "keep", "language": "en"} | {f"answer-{name}": value for name, value in answers_of("k6").items()}


@pytest.fixture
def fresh(postgres_school: School) -> School:
    return beginning(postgres_school)


def counts(school: School) -> tuple[int, int]:
    with school.app.app_context():
        rows = [
            session().scalars(select(func.count()).select_from(one)).one() for one in (BaselineLink, BaselineAnswer)
        ]
    return rows[0], rows[1]


@pytest.mark.parametrize("other", [KEEP, {"then": "leave"}])
def test_two_windows_close_it_once(fresh: School, monkeypatch: pytest.MonkeyPatch, other: dict[str, object]) -> None:
    mine = Beginner(fresh)
    meet_after(monkeypatch, (queries, "find_asking"))
    sent = send_both(fresh, mine.person, "/baseline", [KEEP, other])
    assert [one.status_code for one in sent] == [303, 303]
    links, answers = counts(fresh)
    assert links == 1
    assert answers == len(mine.own())
    if other is KEEP:
        assert answers == 1


def test_no_answer_outlives_the_consent_that_is_taken_back_in_the_same_moment(
    fresh: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Beginner(fresh)
    windows = [fresh.client(mine.person) for _ in range(2)]
    for window in windows:
        fresh.token(window)
    meet_after(monkeypatch, (service, "_close"), (queries, "list_of"))
    no = {"answer": "no", "version": CONSENTS[EVALUATION], "next": ""}
    both(
        lambda: fresh.post(windows[0], "/baseline", **KEEP),
        lambda: fresh.post(windows[1], "/privacy/consent", **no),
    )
    with fresh.app.app_context():
        assert not privacy.has_consent(mine.person.id)
    assert counts(fresh)[1] == 0
