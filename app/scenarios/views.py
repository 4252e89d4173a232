"""Pages of a scenario: before, during, after; and the map of it for those who teach."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.graphs import draw
from app.catalogue.types import Lesson
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.policy import TEACHING
from app.progress import queries as progress
from app.progress import rules as progress_rules
from app.releases import queries as releases
from app.scenarios import graph_presenters, presenters, queries, rules, service
from app.scenarios.presenters import Telling
from app.web.languages import gettext, language
from app.web.render import page

ELSEWHERE = N_("You have begun another way meanwhile, so this one has ended. Nothing that it taught is lost.")


def intro(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = progress.get_for_lesson(actor, lesson_id)
    scenario = service.scenario_of(lesson)
    standing = progress_rules.standing(lesson, learning.started, learning.completed, learning.opened)
    if standing.state in ("planned", "locked"):
        return redirect(f"/lessons/{lesson_id}")
    alternative = queries.find_alternative(learning.enrolment_id, lesson.id)
    return page(
        "scenarios/intro.html",
        lesson=lesson,
        scenario=scenario,
        runs=queries.list_runs(learning.enrolment_id, scenario.id),
        is_done=progress_rules.SCENARIO in progress.done_steps(learning.enrolment_id, lesson.id),
        alternative=alternative,
        helpers=queries.list_helpers(learning.cohort_id) if alternative else (),
        length=rules.length(scenario),
        minutes=presenters.minutes(scenario),
        time_zone=learning.time_zone,
    )


def start(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, content, lesson = progress.get_for_lesson(actor, lesson_id)
    run = service.start(learning, lesson, content.release_id, anew="anew" in request.form)
    return redirect(f"/scenario-runs/{run.id}", code=303)


def debrief(actor: Actor, run_id: int) -> ResponseReturnValue:
    """What the way was and opened; for a run that has not ended, the scene where it stands."""
    telling = _tell(actor, run_id)
    if telling.playing.is_left:
        return _elsewhere(telling)
    if telling.playing.finished_at is None:
        return redirect(f"/scenario-runs/{run_id}/{telling.way.number}")
    return page("scenarios/debrief.html", t=telling, lesson=telling.lesson)


def scene(actor: Actor, run_id: int, number: int) -> ResponseReturnValue:
    telling = _tell(actor, run_id)
    if not 1 <= number <= telling.way.number:
        raise NotFound(queries.NO_RUN)
    if number < telling.way.number:
        return page("scenarios/gone-on.html", t=telling, lesson=telling.lesson, moment=telling.moments[number - 1])
    if telling.playing.finished_at is not None:
        return redirect(f"/scenario-runs/{run_id}")
    return _scene_page(telling)


def choose(actor: Actor, run_id: int, number: int) -> ResponseReturnValue:
    playing, lesson = _load(actor, run_id, to_choose=True)
    try:
        chose = service.choose(playing, lesson, number, request.form.get("choice", ""))
    except Invalid as error:
        telling = Telling(playing, lesson, service.scenario_of(lesson), language())
        return _scene_page(telling, error=gettext(error.message)), 422
    if not chose.is_kept:
        return redirect(f"/scenario-runs/{run_id}/{number}", code=303)
    following = f"/scenario-runs/{run_id}/{number + 1}"
    return redirect(f"/scenario-runs/{run_id}" if chose.way.scene.ending else following, code=303)


def try_again(actor: Actor, run_id: int, number: int) -> ResponseReturnValue:
    playing, lesson = _load(actor, run_id)
    run = service.try_again(playing, lesson, number)
    return redirect(f"/scenario-runs/{run.id}/{number}", code=303)


def graph(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    """For those who teach; for everybody else there is no such page."""
    lesson = releases.published(actor.release_id).catalogue.lessons.get(lesson_id)
    if not actor.has_role(*TEACHING) or lesson is None or lesson.scenario is None:
        raise NotFound(service.NO_SCENARIO)
    voice = presenters.voice(lesson, lesson.scenario, language())
    drawing = draw(lesson.scenario, voice.lang, graph_presenters.labels(voice.text(lesson.scenario.title)))
    lines = graph_presenters.lines(lesson.scenario, voice)
    return page(
        "scenarios/graph.html", lesson=lesson, scenario=lesson.scenario, voice=voice, drawing=drawing, lines=lines
    )


def _tell(actor: Actor, run_id: int) -> Telling:
    playing, lesson = _load(actor, run_id)
    return Telling(playing, lesson, service.scenario_of(lesson), language())


def _load(actor: Actor, run_id: int, *, to_choose: bool = False) -> tuple[queries.Playing, Lesson]:
    playing = queries.get_playing(actor, run_id, to_choose=to_choose)
    return playing, releases.published(playing.release_id).catalogue.lessons[playing.lesson_id]


def _scene_page(telling: Telling, error: str = "") -> str:
    return page("scenarios/scene.html", t=telling, lesson=telling.lesson, error=error)


def _elsewhere(telling: Telling) -> ResponseReturnValue:
    flash(gettext(ELSEWHERE))
    return redirect(f"/lessons/{telling.lesson.id}/scenario")
