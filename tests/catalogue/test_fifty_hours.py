"""The fifty hours of community mentors and what stands of the centres' induction: whole, in English and Hebrew."""

from __future__ import annotations

import re
from functools import cache

from app.catalogue.files import read_tree
from app.catalogue.reader import read
from app.catalogue.types import Catalogue, Lesson, Segment
from app.config import ROOT

MENTORS, CENTRES = "community-mentors", "community-centres"
WITHOUT_QUIZ = {"observed-role-play", "final-simulation", "placement-plan"}
"""Rated by sheets, or ended by a plan that is agreed on."""
WITH_SCENARIO = {
    "consent-and-privacy",
    "youth-students-reservists-carers",
    "grief-and-loss",
    "substances-neglect-violence",
    "managing-a-problem",
    "motivational-conversation",
    "interpreters-and-humility",
    "boundaries",
}
STATIONS = {"final-ear", "final-gate", "final-line"}
INDUCTION = ("amitim-language-rights", "amitim-co-production")
FEWEST_WORDS, FEWEST_LETTERS, FEWEST_SCENES = 500, 1500, 12


@cache
def catalogue() -> Catalogue:
    return read(read_tree(ROOT)).catalogue


@cache
def lessons() -> tuple[Lesson, ...]:
    return catalogue().lessons_of(catalogue().programmes[MENTORS])


def page_of(lesson: Lesson, language: str) -> str:
    return " ".join(
        text
        for segment in lesson.segments
        for words in (segment.heading, segment.body, *(x.text for x in segment.items))
        if (text := words.get(language))
    )


def test_the_hours_are_exact_and_nothing_is_only_announced():
    assert len(lessons()) == 35
    assert sum(one.minutes for one in lessons()) == 3000
    assert sum(one.theory_minutes for one in lessons()) == 1056
    assert sum(one.practice_minutes for one in lessons()) == 1944
    assert [one.id for one in lessons() if one.is_planned] == []


def test_the_modes_are_those_of_the_design():
    minutes = dict.fromkeys(("workshop", "live", "self-study", "simulation"), 0)
    for one in lessons():
        minutes[one.kind] += one.minutes
    assert minutes == {"workshop": 1500, "live": 750, "self-study": 450, "simulation": 300}


def test_each_lesson_is_whole():
    for name in (*(one.id for one in lessons()), *INDUCTION):
        lesson = catalogue().lessons[name]
        assert {"en", "he"} <= set(lesson.languages), name
        assert len(re.findall(r"[A-Za-z][\w’'-]*", page_of(lesson, "en"))) >= FEWEST_WORDS, name
        assert len(re.findall(r"[א-ת]", page_of(lesson, "he"))) >= FEWEST_LETTERS, name
        assert lesson.objectives, name
        assert lesson.sources, name
        assert {"clinical", "lived", "legal", "he"} <= set(lesson.reviewed), name
        assert any(one.kind == "handout" and {"en", "he"} <= set(one.body) for one in segments_of(lesson)), name


def segments_of(lesson: Lesson) -> tuple[Segment, ...]:
    return (*lesson.segments, *(lesson.facilitation.segments if lesson.facilitation else ()))


def test_each_lesson_can_be_run_and_is_asked_about():
    for name in (*(one.id for one in lessons()), *INDUCTION):
        lesson = catalogue().lessons[name]
        notes = lesson.facilitation
        assert lesson.kind == "self-study" or (notes and {"en", "he"} <= set(notes.languages)), name
        assert (lesson.quiz is None) == (name in WITHOUT_QUIZ), name
        assert lesson.quiz is None or len(lesson.quiz.questions) >= 2 * lesson.quiz.draw, name


def test_scenarios_stand_where_the_design_wants_them():
    found = {one.id: one.scenario for one in lessons() if one.scenario}
    assert found.keys() >= WITH_SCENARIO
    for name, scenario in found.items():
        assert {"en", "he"} <= set(scenario.languages), name
        assert len(scenario.scenes) >= FEWEST_SCENES, name
        assert {"good", "unsafe"} <= {scene.ending for scene in scenario.scenes}, name


def test_the_stations_share_behaviours_with_the_first_role_play():
    first = {name for sheet in catalogue().list_sheets("observed-role-play") for name in sheet.competencies}
    stations = catalogue().list_sheets("final-simulation")
    assert {sheet.id for sheet in stations} == STATIONS
    shared = {name for sheet in stations for name in sheet.competencies} & first
    assert len(shared) >= 4
    assert sum(sheet.minutes for sheet in stations) <= catalogue().lessons["final-simulation"].minutes


def test_the_centres_hear_of_language_and_of_peers_in_the_first_year():
    assert sum(catalogue().lessons[name].minutes for name in INDUCTION) == 120
    here = {one.id for one in catalogue().lessons_of(catalogue().programmes[CENTRES])}
    assert here.issuperset(INDUCTION)
