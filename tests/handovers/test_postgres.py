"""The same on PostgreSQL, where both sides really write at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.db import session
from app.handovers.models import Handover, HandoverEvent
from tests.support.handing import Handing
from tests.support.school import School

pytestmark = pytest.mark.postgres


def at_once(*acts: Callable[[], int]) -> list[int]:
    with ThreadPoolExecutor(len(acts)) as both:
        return sorted(both.map(lambda act: act(), acts))


def test_of_two_who_move_it_at_once_one_is_told(postgres_school: School):
    handing = Handing(postgres_school)
    house = handing.house
    people = [house.client(one) for one in (handing.pwp.learner, handing.pwp.learner, handing.mentor.learner)]
    for client in people:
        house.token(client)
    pwp, again, mentor = people
    for turn in range(3):
        handing.case_id = handing.mentor.case()
        path = f"/handovers/{handing.offer()}"

        def accept(by: object, path: str = path) -> int:
            return int(house.post(by, f"{path}/answer", version="1", verdict="accept").status_code)

        def take_back(path: str = path) -> int:
            return int(house.post(mentor, f"{path}/withdraw", version="1", why="taken-back").status_code)

        if turn % 2:
            assert at_once(lambda: accept(pwp), take_back) == [303, 409]
        else:
            assert at_once(lambda: accept(pwp), lambda: accept(again)) == [303, 409]
    with house.app.app_context():
        opened = select(func.count(PracticeCase.id)).filter_by(enrolment_id=handing.pwp.enrolment_id)
        accepted = select(func.count(HandoverEvent.id)).filter_by(action="accept")
        assert session().scalars(opened).one() == session().scalars(accepted).one() >= 2


def test_one_case_is_offered_to_one_receiver_once(postgres_school: School):
    handing = Handing(postgres_school)
    house, path = handing.house, f"/cases/{handing.case_id}/hand-over"
    clients = [house.client(handing.mentor.learner) for _ in range(2)]
    for client in clients:
        house.token(client)
    sent = {"has_consent": "yes", "consent_by": "person", "consent_how": "spoken", "consent_on": today().isoformat()}
    sent |= {"receiver_id": str(handing.pwp_id), "reason": "lasting", "urgency": "soon", "language": "ar"}
    assert at_once(*(lambda by=one: house.post(by, path, **sent).status_code for one in clients)) == [303, 422]
    with house.app.app_context():
        assert session().scalars(select(func.count(Handover.id))).one() == 1
