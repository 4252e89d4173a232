"""Ratings arrive once and whole; what they come to is credited, or leads to the way back."""

from __future__ import annotations

import pytest

from app.accounts.service import Place
from app.progress.rules import RATING, required_steps
from tests.performance.stage import BASIC, HARM, WHOLE, Stage, new_key, ticked
from tests.support import curriculum


def test_a_rating_that_passes_does_the_lessons_step(stage: Stage):
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", WHOLE, note="Said: I am here.")
    found = stage.get(performance)
    assert (found.state, found.is_passed, found.settled_by_id) == ("settled", True, None)
    assert stage.steps() == [RATING]
    assert stage.ratings(performance) == [("observer", stage.trainer.id, [x for x in _in_order() if x in WHOLE])]
    assert stage.remediation(performance) is None


def test_the_learner_is_told_that_feedback_is_there(stage: Stage):
    performance = stage.open()
    learner = stage.client(stage.learner)
    assert "feedback on your role-play" not in learner.get("/notices?lang=en").text
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    assert "feedback on your role-play" in learner.get("/notices").text


def _in_order() -> list[str]:
    rubric = curriculum.rubric()
    return [act.id for name in rubric.sheets["meeting"].competencies for act in rubric.competencies[name].behaviours]


def test_only_lessons_with_a_sheet_need_the_step():
    lessons = curriculum.with_role_plays().lessons
    assert RATING in required_steps(lessons[curriculum.RATED])
    assert RATING not in required_steps(lessons[curriculum.WORKSHOP])


def test_not_yet_opens_a_way_that_the_next_passed_one_closes(stage: Stage):
    first = stage.open()
    stage.sent(stage.trainer, first, "observer", WHOLE | {HARM})
    assert stage.get(first).is_passed is False
    way = stage.remediation(first)
    assert way is not None
    assert (way.behaviours, way.closed_at) == ([HARM], None)
    assert stage.steps() == []
    second = stage.open()
    assert stage.get(second).number == 2
    stage.sent(stage.coordinator, second, "observer", BASIC)
    way = stage.remediation(first)
    assert way is not None
    assert way.closed_by_performance_id == second
    assert stage.steps() == [RATING]


def test_a_copy_is_the_same_rating(stage: Stage):
    performance, key = stage.open(), new_key()
    for _ in range(3):
        stage.sent(stage.trainer, performance, "observer", WHOLE, client_key=key)
    assert len(stage.ratings(performance)) == 1


@pytest.mark.parametrize(("ticks", "note"), [(BASIC, "As it was"), (WHOLE, "Something else")])
def test_a_copy_that_says_something_else_is_not_taken_for_sent(stage: Stage, ticks: frozenset[str], note: str):
    performance, key = stage.open(), new_key()
    stage.sent(stage.trainer, performance, "observer", WHOLE, client_key=key, note="As it was")
    answer = stage.send(stage.trainer, performance, "observer", ticks, client_key=key, note=note)
    assert answer.status_code == 409
    assert "what arrived counts" in answer.text
    assert ticked(answer.text) == ticks


def test_a_key_of_somebody_else_opens_nothing(stage: Stage):
    performance, key = stage.open(), new_key()
    stage.sent(stage.trainer, performance, "observer", WHOLE, client_key=key)
    _, other_enrolment = stage.school.learner()
    other = stage.open(other_enrolment)
    assert stage.send(stage.coordinator, other, "observer", WHOLE, client_key=key).status_code == 409
    assert stage.ratings(other) == []


def test_whoever_comes_second_loses_nothing(stage: Stage):
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    answer = stage.send(stage.coordinator, performance, "observer", BASIC | {HARM}, note="Mine <b>")
    assert answer.status_code == 409
    assert "Somebody else has sent this rating already" in answer.text
    assert ticked(answer.text) == BASIC | {HARM}
    assert "Mine &lt;b&gt;" in answer.text
    assert len(stage.ratings(performance)) == 1


def test_whoever_comes_second_may_be_the_second_rater(double: Stage):
    performance = double.open()
    double.sent(double.trainer, performance, "observer", WHOLE)
    answer = double.send(double.rater, performance, "observer", BASIC)
    assert answer.status_code == 409
    assert f'action="/performances/{performance}/rate/second"' in answer.text
    assert ticked(answer.text) == BASIC
    double.sent(double.rater, performance, "second", BASIC)
    assert double.get(performance).is_passed is True


def test_one_rater_rates_once(double: Stage):
    performance = double.open()
    double.sent(double.trainer, performance, "observer", WHOLE)
    answer = double.send(double.trainer, performance, "second", BASIC)
    assert answer.status_code == 409
    assert "each rater rates once" in answer.text
    assert [part for part, _, _ in double.ratings(performance)] == ["observer"]


def test_nobody_observes_themselves(stage: Stage):
    colleague = stage.school.person("trainer", Place("cohort", stage.school.cohort_id))
    enrolment_id = stage.school.enrol(colleague)
    performance = stage.open(enrolment_id)
    client = stage.client(colleague)
    assert client.get(f"/performances/{performance}/rate/observer").status_code == 404
    assert stage.send(client, performance, "observer").status_code == 404
    assert stage.send(client, performance, "self", BASIC).status_code == 303
    assert "my role-play" in client.get(f"/performances/{performance}").text.lower()


@pytest.mark.parametrize("part", ["second", "self", "third", "OBSERVER"])
def test_a_part_that_is_not_ones_own_is_not_there(stage: Stage, part: str):
    performance = stage.open()
    client = stage.client(stage.trainer)
    assert client.get(f"/performances/{performance}/rate/{part}").status_code == 404
    assert stage.send(client, performance, part).status_code == 404
    assert stage.ratings(performance) == []


def test_nothing_ticked_has_to_be_meant(stage: Stage):
    performance = stage.open()
    answer = stage.send(stage.trainer, performance, "observer", (), note="Kept")
    assert answer.status_code == 422
    assert "If you really saw none of it" in answer.text
    assert "Kept" in answer.text
    stage.sent(stage.trainer, performance, "observer", (), is_blank_meant="y")
    assert stage.get(performance).is_passed is False


@pytest.mark.parametrize(
    "more",
    [
        {"tick": ["limits-basic-1", "nothing-like-this"]},
        {"note": "x" * 2001},
        {"client_key": ""},
        {"client_key": "short"},
        {"client_key": "k" * 65},
    ],
    ids=["unknown tick", "long note", "no key", "short key", "long key"],
)
def test_what_no_sheet_sends_is_refused_and_given_back(stage: Stage, more: dict[str, object]):
    performance = stage.open()
    answer = stage.send(stage.trainer, performance, "observer", {"limits-basic-1"}, **more)
    assert answer.status_code == 422
    assert ticked(answer.text) == {"limits-basic-1"}
    assert stage.ratings(performance) == []


def test_a_note_of_many_lines_is_measured_as_the_browser_measures_it(stage: Stage):
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", note="line\r\n" * 400)


def test_the_words_of_the_release_on_which_it_was_opened_hold(stage: Stage):
    """A release in the middle changes neither what is ticked nor what it is called."""
    performance = stage.open()
    before = stage.get(performance)
    stage.school.publish(curriculum.catalogue(), "without any sheet")
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    found = stage.get(performance)
    assert (found.sheet_hash, found.release_id) == (before.sheet_hash, before.release_id) == ("meeting-v1", 2)
    assert found.is_passed is True


def test_own_view_changes_no_result(stage: Stage):
    performance = stage.open()
    stage.sent(stage.learner, performance, "self", {HARM})
    assert stage.get(performance).state == "open"
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    assert stage.get(performance).is_passed is True
