"""Days come to what a programme says, and simulated cases are whole: each fault is said at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.catalogue.checks import check
from app.catalogue.files import read_tree
from app.catalogue.reader import read
from app.catalogue.structure_types import Days
from app.catalogue.types import Catalogue
from app.releases import compile as compiled
from tests.catalogue.samples import MODULE, PROGRAMME, files, found
from tests.catalogue.structure import FAULTS, LESSONS, STRUCTURE, StructureFault, with_structure

UNITS = ("pwp-unit-1", "pwp-unit-2", "pwp-unit-3")


def test_the_sample_has_no_fault_and_is_optional():
    assert check(with_structure()) == []
    programme = read(files()).catalogue.programmes["mentors"]
    assert (programme.days, programme.simulated_cases) == (None, ())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: StructureFault):
    assert fault.old in LESSONS + STRUCTURE
    tree = with_structure(LESSONS.replace(fault.old, fault.new, 1), STRUCTURE.replace(fault.old, fault.new, 1))
    file = MODULE if fault.at in tree[MODULE].decode() else PROGRAMME
    lines = {number for number, line in enumerate(tree[file].decode().split("\n"), 1) if fault.at in line}
    findings = found(check(tree), fault.code)
    assert {one.severity for one in findings} == {"error"}
    assert {(one.file, one.line) for one in findings} & {(file, line) for line in lines}, findings


@pytest.mark.parametrize(
    ("code", "where", "text"),
    [
        ("duplicate-id", LESSONS, "      - id: say-hello\n"),
        ("duplicate-id", STRUCTURE, "  - id: dana\n"),
    ],
)
def test_an_id_that_stands_twice_is_said(code: str, where: str, text: str):
    """The whole item once more, from its id to the end of its list."""
    start = where.index(text)
    end = where.index("    status:", start) if where is LESSONS else len(where)
    doubled = where[:end] + where[start:end] + where[end:]
    lessons, structure = (doubled, STRUCTURE) if where is LESSONS else (LESSONS, doubled)
    assert found(check(with_structure(lessons, structure)), code)


def test_too_many_objectives_are_said_but_a_longer_lesson_may_have_one_for_each_day():
    start, end = LESSONS.index("      - id: say-hello"), LESSONS.index("    status:")
    five = "".join(LESSONS[start:end].replace("say-hello", f"say-{number}") for number in range(5))
    text = LESSONS[:start] + five + LESSONS[end:]
    assert found(check(with_structure(text)), "objective-count")
    longer = text.replace("minutes: 120", "minutes: 300").replace("practice_minutes: 60", "practice_minutes: 240")
    tree = with_structure(longer.replace("days: 2", "days: 5"))
    assert not found(check(tree), "objective-count")


def test_a_release_holds_days_cases_and_what_an_announced_lesson_promises():
    before = compiled.compile_files(with_structure())
    after = compiled.load(compiled.dump(before))
    assert after == before
    programme, lesson = after.programmes["mentors"], after.lessons["a-day-together"]
    assert programme.days == Days(in_person=2, in_person_minutes=60, remote=1, remote_minutes=45)
    assert [(one.id, one.age, len(one.passes), one.lessons) for one in programme.simulated_cases] == [
        ("dana", 40, 3, ("first-visit",))
    ]
    assert (lesson.days, lesson.is_in_person, after.lessons["a-day-apart"].is_in_person) == (2, True, False)
    assert [(one.id, one.text["en"]) for one in lesson.objectives] == [("say-hello", "Say hello")]


# what the programmes of this project say


@pytest.fixture(scope="module")
def ours() -> Catalogue:
    return read(read_tree(Path(__file__).parents[2])).catalogue


def test_pwp_has_forty_five_days_in_three_equal_units_and_an_examination(ours: Catalogue):
    lessons = ours.lessons_of(ours.programmes["pwp"])
    assert sum(one.minutes for one in lessons) == 15_750
    assert sum(one.days for one in lessons if one.is_in_person) == 30
    assert sum(one.days for one in lessons if not one.is_in_person) == 15
    for unit in UNITS:
        inside = [ours.lessons[name] for name in ours.modules[unit].lessons]
        assert sum(one.minutes for one in inside) == 5_175
        assert [sum(one.days for one in inside if one.is_in_person is way) for way in (True, False)] == [10, 5]
    assert all(2 <= len(one.objectives) <= 5 for one in lessons)


def test_eight_cases_are_played_and_no_unit_is_without_one(ours: Catalogue):
    cases = ours.programmes["pwp"].simulated_cases
    assert [one.id for one in cases] == ["noa", "amal", "yosef", "salman", "oleg", "tigist", "rana", "miriam"]
    played = {ours.lessons[name].module for case in cases for name in case.lessons}
    assert played == {*UNITS, "pwp-final"}


def test_supervisors_meet_nine_times_online_and_three_times_in_one_room(ours: Catalogue):
    lessons = ours.lessons_of(ours.programmes["supervisors"])
    assert [one.minutes for one in lessons if one.kind == "live"] == [90] * 9
    assert [one.minutes for one in lessons if one.is_in_person] == [240] * 3
    assert len(lessons) == 12
    assert all(2 <= len(one.objectives) <= 3 for one in lessons)
