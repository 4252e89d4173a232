"""Playing: the first choice of a step stands, whatever happens to tabs, connection and content."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.core.db import session
from app.hours.models import Credit
from tests.scenarios.conftest import INTRO, Stage
from tests.support import curriculum, plays


def test_a_run_goes_from_scene_to_scene_and_ends_in_its_debrief(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    run = stage.begin(client)
    assert client.get(f"/scenario-runs/{run}").location == f"/scenario-runs/{run}/1"
    assert stage.choose(client, run, 1, "wait").location == f"/scenario-runs/{run}/2"
    assert "Did wait" in client.get(f"/scenario-runs/{run}/2").text
    assert stage.choose(client, run, 2, "stay").location == f"/scenario-runs/{run}"
    kept = stage.run(run)
    assert (kept.ending_id, kept.ending, kept.skills, kept.is_passed) == ("good", "good", {"trust": 2}, True)
    assert kept.finished_at is not None
    assert stage.is_done(enrolment)


@pytest.mark.parametrize(
    ("choices", "ending", "points"),
    [
        (("push", "mend"), "good", 0),
        (("wait", "leave"), "open", 2),
        (("push", "promise"), "unsafe", -3),
        (("circle", "on", "circle", "on", "push", "mend"), "good", 0),
    ],
)
def test_a_run_passes_by_its_ending_and_its_points(stage: Stage, choices: tuple[str, ...], ending: str, points: int):
    person, enrolment = stage.school.learner()
    run = stage.run(stage.play(stage.school.client(person), *choices))
    assert (run.ending, run.skills["trust"], run.is_passed) == (ending, points, False)
    assert not stage.is_done(enrolment)


def test_where_nothing_must_be_passed_any_ending_does_the_step(stage: Stage):
    stage.school.publish(plays.catalogue(must_pass=False), "any-ending")
    person, enrolment = stage.school.learner()
    run = stage.play(stage.school.client(person), "push", "promise")
    assert stage.is_done(enrolment)
    assert stage.run(run).is_passed is False


def test_the_scenario_completes_the_lesson_with_all_else_and_credits_it_once(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    for step in ("choose", "tick"):
        stage.school.post(client, f"/lessons/{curriculum.READING}/steps/{step}", answer="a")
    stage.school.answer_all(client, stage.school.begin(client))
    assert credited(stage, enrolment) == 0
    for _ in range(2):
        stage.play(client, "wait", "stay")
    assert credited(stage, enrolment) == 90


def test_a_lesson_that_was_complete_before_it_had_a_scenario_stays_complete(stage: Stage):
    stage.school.publish(curriculum.catalogue(), "without")
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    for step in ("choose", "tick"):
        stage.school.post(client, f"/lessons/{curriculum.READING}/steps/{step}", answer="a")
    stage.school.answer_all(client, stage.school.begin(client))
    stage.school.publish(plays.catalogue(), "with-it-again")
    page = client.get(f"/lessons/{curriculum.READING}").text
    assert "You have completed this lesson." in page
    assert "To the scenario" in page
    assert credited(stage, enrolment) == 90


def credited(stage: Stage, enrolment_id: int) -> int:
    with stage.school.app.app_context():
        return sum(session().scalars(select(Credit.minutes).filter_by(enrolment_id=enrolment_id)))


def test_the_first_choice_of_a_step_stands(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    stage.choose(client, run, 1, "push")
    again = stage.choose(client, run, 1, "wait")
    assert (again.status_code, again.location) == (303, f"/scenario-runs/{run}/1")
    page = client.get(again.location).text
    assert "The story has gone on from here" in page
    assert "Say push" in page
    assert f'href="/scenario-runs/{run}"' in page
    assert 'name="choice"' not in page
    assert stage.chosen(run) == ["push"]


def test_a_choice_that_is_sent_twice_is_one_choice(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    sent = [stage.choose(client, run, 1, "wait") for _ in range(3)]
    assert {(one.status_code, one.location) for one in sent} == {(303, f"/scenario-runs/{run}/2")}
    last = [stage.choose(client, run, 2, "stay") for _ in range(2)]
    assert {one.location.rstrip("/3") for one in last} == {f"/scenario-runs/{run}".rstrip("/3")}
    assert client.get(last[1].location, follow_redirects=True).status_code == 200
    assert stage.chosen(run) == ["wait", "stay"]


@pytest.mark.parametrize("given", ["", "nothing", "stay", "wait\x00", "א" * 9000])
def test_a_choice_that_is_not_there_is_asked_for_again(stage: Stage, given: str):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    answer = stage.choose(client, run, 1, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'name="choice"' in answer.text
    assert stage.chosen(run) == []


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_step_to_come_is_not_there(stage: Stage, number: int):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    assert client.get(f"/scenario-runs/{run}/{number}").status_code == 404
    assert stage.choose(client, run, number, "wait").status_code == 404


def test_an_open_run_is_gone_on_with(stage: Stage):
    person, _ = stage.school.learner()
    one, two = stage.school.client(person), stage.school.client(person)
    run = stage.begin(one)
    stage.choose(one, run, 1, "wait")
    assert "Go on where you stopped" in two.get(INTRO).text
    assert stage.begin(two) == run
    assert two.get(f"/scenario-runs/{run}").location == f"/scenario-runs/{run}/2"


def test_beginning_anew_leaves_the_open_run_and_says_so_in_the_other_tab(stage: Stage):
    person, _ = stage.school.learner()
    one, two = stage.school.client(person), stage.school.client(person)
    left = stage.begin(one)
    fresh = stage.begin(two, anew="yes")
    assert fresh != left
    assert [run.finished_at is None for run in stage.runs()] == [False, True]
    answer = stage.choose(one, left, 1, "wait")
    assert (answer.status_code, answer.location) == (303, f"/scenario-runs/{left}/1")
    assert "You have begun another way meanwhile" in one.get(answer.location, follow_redirects=True).text
    assert stage.chosen(left) == []
    assert "Run 1" not in one.get(INTRO).text


def test_trying_again_copies_the_way_before_and_may_pass(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    run = stage.play(client, "circle", "on", "push", "promise")
    answer = stage.school.post(client, f"/scenario-runs/{run}/3/again")
    replay = int(answer.location.split("/")[2])
    assert answer.location == f"/scenario-runs/{replay}/3"
    assert stage.chosen(replay) == ["circle", "on"]
    assert stage.run(replay).replay_of_id == run
    stage.choose(client, replay, 3, "wait")
    stage.choose(client, replay, 4, "stay")
    assert stage.run(replay).is_passed
    assert stage.run(run).is_passed is False
    assert stage.chosen(run) == ["circle", "on", "push", "promise"]
    assert stage.is_done(enrolment)


@pytest.mark.parametrize("number", [0, 3, 99])
def test_only_a_choice_that_was_made_is_tried_again(stage: Stage, number: int):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.play(client, "push", "promise")
    assert stage.school.post(client, f"/scenario-runs/{run}/{number}/again").status_code == 404
    assert len(stage.runs()) == 1


def test_a_run_that_has_not_ended_is_gone_on_with_and_not_tried_again(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    stage.choose(client, run, 1, "push")
    assert stage.school.post(client, f"/scenario-runs/{run}/1/again").status_code == 404


def test_a_release_in_the_middle_changes_nothing_of_the_run(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    run = stage.begin(client)
    stage.choose(client, run, 1, "wait")
    stage.school.publish(curriculum.catalogue(), "without-scenario")
    assert client.get(INTRO).status_code == 404
    assert "Story of safe" in client.get(f"/scenario-runs/{run}/2").text
    stage.choose(client, run, 2, "stay")
    assert "Passed" in client.get(f"/scenario-runs/{run}").text
    assert stage.is_done(enrolment)


def test_the_scenario_of_a_locked_lesson_is_not_begun(stage: Stage):
    locked = next(one for one in curriculum.lessons() if one.id == curriculum.LOCKED)
    changed = curriculum.shorter(locked, scenario=plays.scenario(curriculum.LOCKED))
    stage.school.publish(curriculum.catalogue(changed), "locked")
    client = stage.school.client(stage.school.learner()[0])
    path = f"/lessons/{curriculum.LOCKED}"
    assert client.get(f"{path}/scenario").location == path
    assert stage.school.post(client, f"{path}/scenario").status_code == 403
    assert stage.school.post(client, f"{path}/scenario/alternative").status_code == 403
    assert stage.runs() == []


def test_somebody_elses_run_is_not_there(stage: Stage):
    run = stage.begin(stage.school.client(stage.school.learner()[0]))
    for other in (stage.school.learner()[0], stage.school.staff("trainer"), stage.school.staff("administrator")):
        client = stage.school.client(other)
        for path in (f"/scenario-runs/{run}", f"/scenario-runs/{run}/1"):
            assert client.get(path).status_code in (403, 404)
        assert stage.choose(client, run, 1, "wait").status_code in (403, 404)
        assert stage.school.post(client, f"/scenario-runs/{run}/1/again").status_code in (403, 404)
    assert stage.chosen(run) == []


def race(calls: int, send):  # type: ignore[no-untyped-def]
    start = Barrier(calls)

    def run(number: int):  # type: ignore[no-untyped-def]
        start.wait()
        return send(number)

    with ThreadPoolExecutor(calls) as pool:
        return list(pool.map(run, range(calls)))


def choices_together(stage: Stage) -> None:
    """Four tabs choose at one moment, two this and two that."""
    person, _ = stage.school.learner()
    tabs = [stage.school.client(person) for _ in range(4)]
    for tab in tabs:
        stage.school.token(tab)
    run = stage.begin(tabs[0])
    answers = race(4, lambda n: stage.choose(tabs[n], run, 1, ("wait", "push")[n % 2]))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len(stage.chosen(run)) == 1
    winner = ("wait", "push").index(stage.chosen(run)[0])
    for number, answer in enumerate(answers):
        assert answer.location == f"/scenario-runs/{run}/{2 if number % 2 == winner else 1}"


def begun_together(stage: Stage) -> None:
    person, _ = stage.school.learner()
    tabs = [stage.school.client(person) for _ in range(4)]
    for tab in tabs:
        stage.school.token(tab)
    before = len(stage.runs())
    assert len(set(race(4, lambda n: stage.begin(tabs[n])))) == 1
    assert len(stage.runs()) == before + 1


def tried_again_together(stage: Stage) -> None:
    """However many replays are asked for at one moment, one is open."""
    person, enrolment = stage.school.learner()
    tabs = [stage.school.client(person) for _ in range(3)]
    for tab in tabs:
        stage.school.token(tab)
    run = stage.play(tabs[0], "push", "promise")
    answers = race(3, lambda n: stage.school.post(tabs[n], f"/scenario-runs/{run}/2/again", form_key="once"))
    assert len({answer.location for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {303}
    own = [one for one in stage.runs() if one.enrolment_id == enrolment]
    assert [one.finished_at is None for one in own] == [False, True]


RACES = [choices_together, begun_together, tried_again_together]


@pytest.mark.parametrize("contest", RACES)
def test_what_arrives_together_counts_once(stage: Stage, contest):  # type: ignore[no-untyped-def]
    contest(stage)


@pytest.mark.postgres
@pytest.mark.parametrize("contest", RACES)
def test_what_arrives_together_counts_once_on_postgresql(postgres_stage: Stage, contest):  # type: ignore[no-untyped-def]
    for _ in range(3):
        contest(postgres_stage)
