"""A lesson with several role-plays: opened together, passed one by one, complete when all of them are."""

from __future__ import annotations

import pytest

from app.core.errors import NotFound
from app.progress.rules import RATING
from tests.performance.stage import BASIC, HARM, WHOLE, Stage
from tests.support import curriculum

LESSON = f"/lessons/{curriculum.RATED}"


def test_all_stations_open_together_and_once(circuit: Stage):
    opened = circuit.open_all()
    sheets = [circuit.get(one).sheet_id for one in opened]
    assert sheets == ["meeting", "gatekeeping", "boundaries"]
    assert circuit.open_all() == opened
    assert circuit.open_all(sheet="boundaries") == opened[2:]


def test_the_lesson_asks_for_all_of_them(circuit: Stage):
    for at, one in enumerate(circuit.open_all(), 1):
        circuit.sent(circuit.trainer, one, "observer", WHOLE)
        assert circuit.get(one).is_passed is True
        assert circuit.steps() == ([RATING] if at == 3 else [])


def test_only_what_was_not_passed_is_repeated_and_its_way_back_is_its_own(circuit: Stage):
    first, second, third = circuit.open_all()
    circuit.sent(circuit.trainer, first, "observer", WHOLE)
    circuit.sent(circuit.trainer, second, "observer", WHOLE | {HARM})
    circuit.sent(circuit.trainer, third, "observer", BASIC)
    assert circuit.steps() == []
    assert [circuit.remediation(one) is not None for one in (first, second, third)] == [False, True, False]
    (again,) = circuit.open_all()
    found = circuit.get(again)
    assert (found.sheet_id, found.number) == ("gatekeeping", 2)
    circuit.sent(circuit.coordinator, again, "observer", WHOLE)
    way = circuit.remediation(second)
    assert way is not None
    assert way.closed_by_performance_id == again
    assert circuit.steps() == [RATING]


def test_a_pass_elsewhere_closes_no_way_back(circuit: Stage):
    first, second, _ = circuit.open_all()
    circuit.sent(circuit.trainer, first, "observer", WHOLE | {HARM})
    circuit.sent(circuit.trainer, second, "observer", WHOLE)
    way = circuit.remediation(first)
    assert way is not None
    assert way.closed_at is None


def test_one_station_that_is_cancelled_takes_the_step_back(circuit: Stage):
    opened = circuit.open_all()
    for one in opened:
        circuit.sent(circuit.trainer, one, "observer", WHOLE)
    seen = str(circuit.get(opened[1]).version)
    answer = circuit.post(
        circuit.coordinator, f"/performances/{opened[1]}/cancel", reason="Wrong learner", version=seen
    )
    assert answer.status_code == 303, answer.text
    assert circuit.steps() == []
    (again,) = circuit.open_all()
    circuit.sent(circuit.trainer, again, "observer", WHOLE)
    assert circuit.steps() == [RATING]


def test_pages_name_the_stations(circuit: Stage):
    learner = circuit.client(circuit.learner)
    titles = [curriculum.sheet(name, curriculum.RATED).title["en"] for name in ("meeting", "gatekeeping", "boundaries")]
    page = learner.get(f"{LESSON}?lang=en").text
    assert "passed each of these" in page
    first, *_ = circuit.open_all()
    circuit.sent(circuit.trainer, first, "observer", WHOLE)
    page = learner.get(f"{LESSON}?lang=en").text
    assert all(title in page for title in titles)
    assert (page.count("the result is there"), page.count("/performances/")) == (1, 3)
    listed = circuit.client(circuit.trainer).get(f"/cohorts/{circuit.school.cohort_id}/performances?lang=en").text
    assert all(title in listed for title in titles)
    form = circuit.client(circuit.trainer).get(f"/cohorts/{circuit.school.cohort_id}/performances/new?lang=en").text
    assert f'value="{curriculum.RATED}:boundaries"' in form


def test_staff_read_the_lesson_without_a_role_play_of_their_own(circuit: Stage):
    assert circuit.client(circuit.trainer).get(LESSON).status_code == 200


def test_a_station_that_the_lesson_does_not_have_is_not_found(circuit: Stage):
    with pytest.raises(NotFound):
        circuit.open_all(sheet="other-meeting")


def test_a_trainer_opens_one_station_or_all_by_the_form(circuit: Stage):
    path = f"/cohorts/{circuit.school.cohort_id}/performances/new"
    day = circuit.get(circuit.open_all(sheet="meeting")[0]).day.isoformat()
    values = {"day": day, "language": "he", "learners": str(circuit.enrolment_id)}
    answer = circuit.post(circuit.trainer, path, lesson_id=f"{curriculum.RATED}:gatekeeping", **values)
    assert (answer.status_code, "/performances/" in (answer.location or "")) == (303, True)
    answer = circuit.post(circuit.trainer, path, lesson_id=curriculum.RATED, **values)
    assert answer.location == f"/cohorts/{circuit.school.cohort_id}/performances"
    assert len(circuit.open_all()) == 3
