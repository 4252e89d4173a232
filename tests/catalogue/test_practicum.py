"""A programme's practicum is read whole, and each fault is said at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.catalogue.checks import check
from app.catalogue.files import read_tree
from app.catalogue.practicum_types import Activity, Limits, Practicum
from app.catalogue.reader import read
from app.releases import compile as compiled
from tests.catalogue.practicum import FAULTS, PRACTICUM, PracticumFault, with_practicum
from tests.catalogue.samples import PROGRAMME, files, found

ROOT = Path(__file__).parents[2]


def practicum_of(text: str = PRACTICUM) -> Practicum:
    practicum = read(with_practicum(text)).catalogue.programmes["mentors"].practicum
    assert practicum is not None
    return practicum


def test_the_sample_has_no_fault_and_is_optional():
    assert check(with_practicum()) == []
    assert read(files()).catalogue.programmes["mentors"].practicum is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: PracticumFault):
    assert fault.old in PRACTICUM
    planted = with_practicum(PRACTICUM.replace(fault.old, fault.new, 1))
    text = planted[PROGRAMME].decode()
    lines = {number for number, line in enumerate(text.split("\n"), 1) if fault.at in line}
    findings = found(check(planted), fault.code)
    assert {(one.file, one.severity) for one in findings} == {(PROGRAMME, "error")}
    assert {one.line for one in findings} & lines, findings


def test_everything_is_there_in_the_order_of_the_file():
    practicum = practicum_of()
    assert (practicum.part, practicum.modes, practicum.is_proposed) == ("field", ("in-person", "phone"), True)
    visit, guidance = practicum.categories
    assert (visit.counts, visit.settings, visit.max_minutes) == ("contact", ("individual", "group"), 180)
    assert [one.id for one in visit.activities] == ["meet", "last-meeting"]
    assert [one.id for one in visit.methods] == ["breathing", "walking"]
    assert isinstance(guidance.activities[0], Activity)
    assert guidance.max_minutes == practicum.limits.entry_minutes == 240
    assert [(one.id, one.minutes, one.count, one.counted) for one in practicum.targets] == [
        ("visit-time", 1200, None, "entries"),
        ("visit-people", None, 12, "people"),
        ("visit-groups", None, 2, "groups"),
        ("visit-methods", None, 2, "methods"),
    ]
    assert practicum.targets[2].activities == ("last-meeting",)
    assert [(one.kind, one.setting, one.category, one.activity) for one in practicum.sessions] == [
        ("case-management", "individual", "guidance", "talk"),
        ("live", "individual", "guidance", "talk"),
    ]


def test_an_activity_may_say_that_nobody_came():
    told = practicum_of(PRACTICUM.replace("- {id: last-meeting,", "- {nobody_came: true, id: last-meeting,"))
    assert told.missed() == ("last-meeting",)
    assert practicum_of().missed() == ()


def test_limits_that_are_not_named_are_the_usual_ones():
    start, end = PRACTICUM.index("    entry_minutes"), PRACTICUM.index("  categories:")
    shorter = PRACTICUM[:start] + "    week_minutes: 900\n" + PRACTICUM[end:]
    assert practicum_of(shorter).limits == Limits(week_minutes=900)


def test_a_release_holds_the_practicum_as_it_was_read():
    after = compiled.load(compiled.dump(compiled.compile_files(with_practicum())))
    assert after.programmes["mentors"].practicum == practicum_of()


@pytest.mark.parametrize("text", ["practicum: []\n", "practicum: x\n", "practicum: {part: field}\n"])
def test_nonsense_is_reported_and_stops_nothing_else(text: str):
    findings = check(with_practicum(text))
    assert {one.file for one in findings} == {PROGRAMME}
    assert any(one.severity == "error" for one in findings)


def test_both_programmes_have_theirs():
    """Targets as the design proposes them, in clock minutes."""
    programmes = read(read_tree(ROOT)).catalogue.programmes
    trainees, mentors = programmes["pwp"].practicum, programmes["community-mentors"].practicum
    assert trainees is not None
    assert mentors is not None
    assert {one.id: one.minutes or one.count for one in trainees.targets} == {
        "shadowing": 12 * 60,
        "triage-people": 40,
        "triage-time": 30 * 60,
        "triage-cross-cultural": 6,
        "individual-courses": 12,
        "individual-time": 50 * 60,
        "individual-methods": 3,
        "groups": 2,
        "group-time": 12 * 60,
        "warm-hand-overs": 10,
        "linkage-time": 15 * 60,
        "individual-supervision": 40 * 60,
        "group-supervision": 20 * 90,
        "observed-practice": 12,
    }
    assert (mentors.part, trainees.part) == ("field", "practicum")
    assert mentors.is_proposed
    assert trainees.is_proposed
    assert mentors.missed() == trainees.missed() == ("did-not-come",)
    for practicum in (mentors, trainees):
        supervised = {one.id for one in practicum.categories if one.counts == "supervision"}
        assert {one.category for one in practicum.sessions} == supervised
    assert {one.counts for one in mentors.categories} == {"contact", "supervision", "other"}
