"""Exercises, plans of a year and calendars: read as written, each fault at its line, no draft in the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.catalogue.checks import check, checked
from app.catalogue.exercise_types import Anchor, Exercise
from app.catalogue.files import read_tree
from app.catalogue.plans import SHARES
from app.catalogue.reader import read
from app.config import ROOT
from app.releases import compile as compiled
from tests.catalogue.exercise_samples import (
    CALENDAR,
    EXERCISE,
    FAULTS,
    FOLDER,
    PLAN,
    SHEET,
    ExerciseFault,
    planted,
    texts,
    with_year,
)
from tests.catalogue.samples import LESSON, TOOLS, found, line_of

DRAFT = {TOOLS: PLAN.replace(PLAN[PLAN.index("    folder:") : PLAN.index("    phase: whole\n    unfit")], (
    "    id: slow-breath\n    title: {en: Breath, he: נשימה}\n    family: G\n    minutes: 7\n    status: planned\n"
))}  # fmt: skip


@pytest.fixture(scope="module")
def breath() -> Exercise:
    return read(with_year()).catalogue.exercises["slow-breath"]


def test_the_sample_has_no_fault():
    assert check(with_year()) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.new[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: ExerciseFault):
    tree, plain = planted(fault)
    findings = found(check(tree), fault.code)
    file = fault.seen_in or fault.path
    line = fault.at if isinstance(fault.at, int) else line_of(plain[file], fault.at)
    assert (file, line, "error") in {(one.file, one.line, one.severity) for one in findings}, findings


def test_an_exercise_is_read_from_its_files_and_its_week(breath: Exercise):
    assert (breath.week, breath.family, breath.minutes, breath.lite_minutes) == (1, "G", 7, 2)
    assert dict(breath.title) == {"en": "Slow breath", "he": "נשימה איטית", "ar": "نفس"}
    assert (breath.phase, breath.share, breath.unfit, breath.is_planned) == (
        "whole",
        "demonstrate",
        ("fasting",),
        False,
    )
    assert breath.not_now["he"] == "כשקשה לנשום."
    assert breath.why["en"].startswith("A slow breath helps")
    assert breath.stop["en"] == "Stop, look around, call {{contact:eran}}."
    assert breath.evidence["he"] == "מחקרים קטנים [@FHS]."
    assert breath.languages == ("he", "en")
    assert breath.sheet is not None
    assert breath.sheet.languages == ("he", "ar", "en")
    assert breath.sheet.body["ar"].startswith("1. اضغطوا")


def test_both_forms_have_their_steps(breath: Exercise):
    assert [step.id for step in breath.steps_of("full")] == ["arrive", "slow", "leave"]
    assert [step.id for step in breath.steps_of("lite")] == ["arrive", "one-minute", "leave"]
    assert [segment.kind for segment in breath.steps[1].segments] == ["prose", "breathe", "reflect"]
    assert breath.steps[1].title["he"] == "לנשום"
    assert [segment.kind for segment in breath.steps[-1].segments] == ["prose", "rate"]


def test_a_plan_is_read_as_it_is_written():
    catalogue = read(with_year()).catalogue
    plan = catalogue.plans["tools"]
    assert plan.weeks == ("slow-breath", "people-map", "sound-map")
    assert [(one.id, one.first_week, one.last_week, one.is_lite) for one in plan.phases] == [
        ("whole", 1, 2, False),
        ("lite", 3, 3, True),
    ]
    assert (plan.offered_in_alert, plan.withheld_in_alert) == (("slow-breath",), ("sound-map",))
    assert plan.moments["low"].title["en"] == "Low"
    planned = catalogue.exercises["sound-map"]
    assert (planned.is_planned, planned.is_opt_in, planned.is_lite_offered) == (True, True, True)
    assert planned.anchor == Anchor(day="memory", offset_weeks=-1)
    assert catalogue.programmes["mentors"].practises == "tools"


def test_a_calendar_is_read_as_it_is_written():
    year = read(with_year()).catalogue.calendars["2026-27"]
    assert [(one.id, one.kind, one.is_optional) for one in year.stretches] == [
        ("first", "semester", False),
        ("exams", "exams", False),
        ("recess", "recess", True),
    ]
    sigd, ramadan = year.days
    assert (sigd.starts, sigd.is_quiet, sigd.begins_evening_before) == (date(2026, 11, 9), True, True)
    assert (ramadan.kind, ramadan.is_quiet, ramadan.is_approximate) == ("fasting", False, True)
    assert year.anchors == {"memory": date(2027, 5, 4)}
    assert (year.quiet_weekdays, year.weekly_begins_evening_before, year.is_quiet_in_alert) == ((5,), True, True)


def test_a_release_renders_exercises_and_gives_them_back():
    before = compiled.compile_files(with_year())
    breath = before.exercises["slow-breath"]
    assert 'href="#source-FHS"' in breath.evidence["he"]
    assert '<a href="tel:1201">' in breath.stop["en"]
    assert breath.sheet is not None
    assert "<ol>" in breath.sheet.body["en"]
    after = compiled.load(compiled.dump(before))
    assert after == before
    assert after.calendars["2026-27"].anchors["memory"] == date(2027, 5, 4)


def test_a_mentor_only_exercise_has_no_sheet():
    plain = {path: text.replace("share: demonstrate", "share: mentor-only") for path, text in texts().items()}
    assert {one.file for one in found(check(with_year(plain)), "sheet-unwanted")} == {SHEET}
    without = {path: "" for path in plain if "/sheet." in path}
    assert check(with_year(plain | without)) == []


def test_a_block_of_exercises_does_not_stand_in_a_lesson():
    tree = with_year()
    tree[LESSON] = tree[LESSON].replace(b"Thank people for their time.", b"/// stop\nStop.\n///")
    assert {one.file for one in found(check(tree), "block-page")} == {LESSON}


def test_a_draft_is_read_and_checked_and_stays_announced():
    reading = checked(with_year(DRAFT | {EXERCISE: texts()[EXERCISE].replace("lite_minutes: 2", "lite_minutes: 5")}))
    assert reading.report.errors == []
    assert {one.severity for one in found(reading.report.findings, "exercise-lite")} == {"warning"}
    assert reading.exercises["slow-breath"].is_draft
    planned = reading.catalogue.exercises["slow-breath"]
    assert (planned.is_planned, planned.steps, planned.title["en"]) == (True, (), "Breath")


@pytest.mark.parametrize("name", ["exercise.en.md", "exercise.he.md", "sheet.ar.md", "notes.txt"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\n", b"---\ntitle: x\n---\n", b"---\n- 1\n---\n## A {#a}\n"])
def test_a_file_that_cannot_be_read_stops_nothing_else(name: str, data: bytes):
    findings = check(with_year() | {f"{FOLDER}{name}": data or b"\n"})
    assert {one.file.rsplit("/", 1)[0] + "/" for one in findings if one.severity == "error"} == {FOLDER}


@pytest.mark.parametrize(
    "text", ["a: [\n", "- 1\n", "id: 2026-27\n", "quiet: x\n", "holidays: {a: 1}\n", "cohort: 1\n"]
)
def test_a_calendar_that_cannot_be_read_stops_nothing_else(text: str):
    errors = {one.file for one in check(with_year({CALENDAR: text})) if one.severity == "error"}
    assert errors == {CALENDAR}


# the real year


@pytest.fixture(scope="module")
def real() -> dict[str, Exercise]:
    return dict(read(read_tree(Path(ROOT))).catalogue.exercises)


def test_the_year_has_fifty_two_weeks_and_four_of_each_family(real: dict[str, Exercise]):
    assert [one.week for one in real.values()] == [*range(1, 53)]
    families = [one.family for one in real.values()]
    assert {families.count(one) for one in families} == {4}
    assert len({*families}) == 13
    assert sum(one.minutes for one in real.values()) == 445


def test_all_of_it_is_written_and_arabic_is_there_for_the_beginning_and_for_grounding(real: dict[str, Exercise]):
    assert [one.id for one in real.values() if one.is_planned or not {"he", "en"} <= {*one.languages}] == []
    promised = {one.id for one in real.values() if one.week <= 13 or one.family == "G"}
    assert [name for name in promised if "ar" not in real[name].languages] == []
    assert all(one.title.get("ar") for one in real.values())


def test_in_exam_weeks_nothing_takes_longer_than_the_plan_allows(real: dict[str, Exercise]):
    assert {one.week for one in real.values() if one.is_lite_offered} == {*range(14, 19), *range(36, 40)}
    assert max(one.minutes for one in real.values() if 14 <= one.week <= 18) == 10


def test_every_exercise_says_when_not_to_and_whether_it_can_be_shared(real: dict[str, Exercise]):
    assert all(one.family and one.not_now and one.share in SHARES for one in real.values())
    shared = [one for one in real.values() if one.share != "mentor-only" and not one.is_planned]
    assert all(one.sheet and one.sources and set(one.sheet.languages) == {"he", "ar", "en"} for one in shared)
