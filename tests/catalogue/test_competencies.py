"""The rubric is read whole, each fault is said at its line, and what a rating points at has a version."""

from __future__ import annotations

import pytest

from app.catalogue.checks import check
from app.catalogue.competencies import COMPETENCIES
from app.catalogue.reader import read
from app.catalogue.types import Rubric
from app.releases import compile as compiled
from tests.catalogue.rubric import FAULTS, RUBRIC, SHEET, RubricFault, with_rubric
from tests.catalogue.samples import files, found


def rubric_of(text: str = RUBRIC) -> Rubric:
    rubric = read(with_rubric(text)).catalogue.rubric
    assert rubric is not None
    return rubric


def test_the_sample_has_no_fault_and_is_optional():
    assert check(with_rubric()) == []
    assert read(files()).catalogue.rubric is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: RubricFault):
    assert fault.old in RUBRIC
    planted = RUBRIC.replace(fault.old, fault.new, 1)
    lines = [number for number, line in enumerate(planted.split("\n"), 1) if fault.at.strip("\n") in line]
    findings = found(check(with_rubric(planted, is_alone=fault.is_alone)), fault.code)
    assert {(one.file, one.severity) for one in findings} == {(COMPETENCIES, fault.severity)}
    assert {one.line for one in findings} & set(lines), findings


def test_everything_is_there_in_the_order_of_the_file():
    rubric = rubric_of()
    assert (rubric.id, rubric.version, list(rubric.levels)) == ("helping", 1, ["1", "2", "3", "4"])
    assert list(rubric.competencies) == ["listening", "limits-of-privacy", "asking-about-danger"]
    danger = rubric.competencies["asking-about-danger"]
    assert [(one.id, one.kind) for one in danger.behaviours] == [
        ("asking-about-danger-1", "harmful"),
        ("asking-about-danger-2", "basic"),
        ("asking-about-danger-3", "basic"),
        ("asking-about-danger-4", "advanced"),
    ]
    assert danger.is_core
    assert not rubric.competencies["listening"].is_core
    sheet = rubric.sheets["first-meeting"]
    assert sheet.competencies == ("listening", "asking-about-danger", "limits-of-privacy")
    assert (sheet.no_level, sheet.core_at_least, sheet.second_rating_percent) == ((1,), 3, 20)
    assert sheet.raters == ("observer", "self")


def test_a_lesson_with_a_sheet_says_so_itself():
    lessons = read(with_rubric()).catalogue.lessons
    assert [lesson.id for lesson in lessons.values() if lesson.is_rated] == ["first-visit"]
    assert not any(lesson.is_rated for lesson in read(files()).catalogue.lessons.values())


def test_a_release_holds_the_rubric_as_it_was_read():
    before = compiled.compile_files(with_rubric())
    after = compiled.load(compiled.dump(before))
    assert after == before
    assert after.rubric == rubric_of()
    assert [sheet.id for sheet in after.list_sheets("first-visit")] == ["first-meeting"]
    assert after.list_sheets("later") == ()


def test_a_lesson_may_be_rated_by_several_sheets():
    reading = read(with_rubric(RUBRIC + SHEET.replace("first-meeting", "second-meeting")))
    assert reading.report.errors == []
    sheets = reading.catalogue.list_sheets("first-visit")
    assert [sheet.id for sheet in sheets] == ["first-meeting", "second-meeting"]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Does listening-1", "Does listening-1 again", True),
        ("listening-1, kind: harmful", "listening-1, kind: basic", True),
        ("core_at_least: 3", "core_at_least: 4", True),
        ("[listening, asking-about-danger", "[asking-about-danger, listening", True),
        ("remediation: {en: We", "remediation: {en: They", False),
        ("next_step: {en: Practise", "next_step: {en: Try", False),
        ("minutes: 10", "minutes: 12", False),
    ],
)
def test_the_version_names_exactly_what_is_ticked_and_what_it_counts_for(old: str, new: str, changes: bool):
    assert old in RUBRIC
    before = rubric_of().sheets["first-meeting"].version
    after = rubric_of(RUBRIC.replace(old, new, 1)).sheets["first-meeting"].version
    assert len(before) == 16
    assert (before != after) == changes


@pytest.mark.parametrize("text", ["a: [\n", "- 1\n", "# nothing\n", "rubric: x\n", "sheets: {}\nlevels: 3\n"])
def test_a_file_that_cannot_be_read_stops_nothing_else(text: str):
    findings = check(with_rubric(text))
    assert {one.file for one in findings} == {COMPETENCIES}
    assert any(one.severity == "error" for one in findings)
