"""Opening for a group, the third look, going on alone, cancelling, and what was agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.service import Place
from app.core.clock import today
from app.progress.rules import RATING
from tests.performance.stage import BASIC, HARM, WHOLE, Stage


def opening(stage: Stage, *learners: int, **more: object) -> dict[str, object]:
    return {"lesson_id": "rated-one", "day": today(), "language": "he", "learners": list(learners), **more}


def path_of(stage: Stage) -> str:
    return f"/cohorts/{stage.school.cohort_id}/performances"


def test_a_group_is_opened_at_once(stage: Stage):
    others = [stage.school.learner()[1] for _ in range(3)]
    client = stage.client(stage.rater)
    sent = opening(stage, stage.enrolment_id, *others)
    page = client.get(stage.school.post(client, f"{path_of(stage)}/new", **sent).location).text
    assert page.count("Open the sheet") == 4
    assert "4 role-plays are open." in page


def test_whoever_has_an_open_one_keeps_it(stage: Stage):
    first = stage.open()
    answer = stage.post(stage.trainer, f"{path_of(stage)}/new", **opening(stage, stage.enrolment_id))
    assert answer.location == f"/performances/{first}"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"learners": []}, "Choose at least one learner."),
        ({"learners": ["999999"]}, "not a valid choice"),
        ({"day": ""}, "Choose a day."),
        ({"day": "2001-01-01"}, "The cohort learns from"),
        ({"lesson_id": "workshop"}, "Not a valid choice"),
        ({"language": "xx"}, "Not a valid choice"),
    ],
)
def test_an_opening_that_cannot_be_keeps_what_was_chosen(stage: Stage, more: dict[str, object], said: str):
    day = today() - timedelta(days=3)
    values = opening(stage, stage.enrolment_id, day=day) | more
    answer = stage.post(stage.trainer, f"{path_of(stage)}/new", **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert "day" in more or f'value="{day}"' in answer.text


def test_a_learner_can_be_chosen_beforehand(stage: Stage):
    page = stage.client(stage.trainer).get(f"{path_of(stage)}/new?learner={stage.enrolment_id}").text
    assert f'type="checkbox" value="{stage.enrolment_id}"' in page.replace("checked ", "")
    assert page.count("checked") == 1
    assert stage.client(stage.trainer).get(f"{path_of(stage)}/new?learner={'9' * 40}").status_code == 200


def disagree(stage: Stage) -> int:
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    stage.sent(stage.rater, performance, "second", WHOLE | {HARM})
    assert stage.get(performance).state == "rated"
    assert stage.steps() == []
    return performance


@pytest.mark.parametrize("result", ["passed", "not-yet"])
def test_a_third_look_settles_what_two_saw_differently(double: Stage, result: str):
    performance = disagree(double)
    version = double.get(performance).version
    values = {"result": result, "reason": "Read both notes", "version": version}
    assert double.post(double.coordinator, f"/performances/{performance}/settle", **values).status_code == 303
    found = double.get(performance)
    assert (found.state, found.is_passed, found.settled_by_id) == ("settled", result == "passed", double.coordinator.id)
    way = double.remediation(performance)
    assert (double.steps() == [RATING]) == (result == "passed")
    assert (way is None) == (result == "passed")
    if way is not None:
        assert way.behaviours == [HARM]


def test_the_third_look_is_by_a_third_person_with_a_reason(double: Stage):
    performance = disagree(double)
    path, version = f"/performances/{performance}/settle", double.get(performance).version
    values = {"result": "passed", "reason": "Mine", "version": version}
    assert double.post(double.trainer, path, **values).status_code == 403
    assert double.post(double.rater, path, **values).status_code == 403
    refused = double.post(double.coordinator, path, **{**values, "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert double.post(double.coordinator, path, **{**values, "version": version - 1}).status_code == 409
    assert double.get(performance).state == "rated"
    assert "Yours is the third look" in double.client(double.coordinator).get(f"/performances/{performance}").text
    assert "Yours is the third look" not in double.client(double.trainer).get(f"/performances/{performance}").text


def test_a_coordinator_goes_on_without_a_second_rating(double: Stage):
    performance = double.open()
    double.sent(double.trainer, performance, "observer", BASIC)
    path, version = f"/performances/{performance}/go-on", double.get(performance).version
    values = {"reason": "Nobody else speaks the language", "version": version}
    assert double.post(double.trainer, path, **values).status_code == 403
    assert double.get(performance).state == "open"
    assert double.post(double.coordinator, path, **values).status_code == 303
    found = double.get(performance)
    assert (found.state, found.is_passed, found.second_wanted) == ("settled", True, False)
    assert double.steps() == [RATING]


def test_what_was_opened_by_mistake_is_cancelled_by_whoever_rates(stage: Stage):
    performance = stage.open()
    answer = stage.post(stage.rater, f"/performances/{performance}/cancel", reason="Was not there", version=1)
    assert answer.status_code == 303
    assert stage.get(performance).state == "cancelled"
    assert stage.send(stage.trainer, performance, "observer").status_code == 409
    assert stage.get(stage.open()).number == 2
    assert "was cancelled" in stage.client(stage.learner).get(f"/performances/{performance}").text


def test_a_cancelled_result_takes_back_what_it_had_brought(stage: Stage):
    first = stage.open()
    stage.sent(stage.trainer, first, "observer", {HARM})
    second = stage.open()
    stage.sent(stage.trainer, second, "observer", WHOLE)
    version = stage.get(second).version
    path, values = f"/performances/{second}/cancel", {"reason": "The wrong person", "version": version}
    assert stage.post(stage.trainer, path, **values).status_code == 403
    assert stage.steps() == [RATING]
    assert stage.post(stage.coordinator, path, **values).status_code == 303
    assert stage.steps() == []
    way = stage.remediation(first)
    assert way is not None
    assert (way.closed_at, way.closed_by_performance_id) == (None, None)
    assert len(stage.ratings(second)) == 1


def test_another_passed_one_keeps_the_step(stage: Stage):
    first = stage.open()
    stage.sent(stage.trainer, first, "observer", WHOLE)
    second = stage.open()
    stage.sent(stage.trainer, second, "observer", WHOLE)
    values = {"reason": "Twice", "version": stage.get(second).version}
    assert stage.post(stage.coordinator, f"/performances/{second}/cancel", **values).status_code == 303
    assert stage.steps() == [RATING]


def test_a_later_bad_day_takes_nothing_away(stage: Stage):
    first = stage.open()
    stage.sent(stage.trainer, first, "observer", WHOLE)
    second = stage.open()
    stage.sent(stage.trainer, second, "observer", {HARM})
    assert stage.steps() == [RATING]
    assert stage.remediation(second) is None


def test_what_was_agreed_is_read_by_the_learner_and_written_over_by_nobody(stage: Stage):
    performance = stage.open()
    stage.sent(stage.learner, performance, "self", BASIC)
    stage.sent(stage.trainer, performance, "observer", {HARM})
    path = f"/performances/{performance}/plan"
    assert stage.post(stage.trainer, path, plan="With Dana, until Sunday", version=1).status_code == 303
    assert stage.post(stage.coordinator, path, plan="Something else", version=1).status_code == 409
    assert stage.post(stage.rater, path, plan="Mine", version=2).status_code == 403
    assert stage.post(stage.trainer, path, plan="x" * 2001, version=2).status_code == 422
    assert "With Dana, until Sunday" in stage.client(stage.learner).get(f"/performances/{performance}").text


@pytest.mark.parametrize("verb", ["settle", "go-on", "cancel", "plan", "rate/observer"])
def test_a_role_play_of_another_place_is_not_there(stage: Stage, verb: str):
    performance = stage.open()
    elsewhere = stage.school.institution()
    for role in ("trainer", "coordinator", "rater", "supervisor"):
        stranger = stage.school.person(role, Place("institution", elsewhere))
        answer = stage.post(stranger, f"/performances/{performance}/{verb}", reason="x", result="passed", version=1)
        assert answer.status_code in (403, 404)
        assert stage.client(stranger).get(f"/performances/{performance}").status_code == 404
    assert stage.get(performance).version == 1


def test_a_lesson_page_says_where_its_role_play_stands(stage: Stage):
    client = stage.client(stage.learner)
    assert "Your trainer opens it for you" in client.get("/lessons/rated-one").text
    performance = stage.open()
    assert f'href="/performances/{performance}"' in client.get("/lessons/rated-one").text
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    assert "You passed the role-play." in client.get("/lessons/rated-one").text
