"""Which tool serves whom: from what they said, for them alone, and explained."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.accounts.actor import Actor
from app.core.db import session, write_transaction
from app.practice import days_rules, queries, service, tools
from app.practice.days_rules import Span
from app.practice.models import PracticeTool
from app.practice.tools_rules import (
    HELPS,
    HOWS,
    MOST_USES,
    WAVED_AWAY,
    Tool,
    Use,
    coming_back,
    noted,
    of_plain,
    ranked,
    to_plain,
    waved_away,
)
from app.practice.year import DONE
from tests.support.exercises import BREATH, MAP, OWN
from tests.support.school import School

DAY = date(2026, 11, 22)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
USES = st.lists(
    st.builds(
        Use,
        on=DAYS,
        how=st.sampled_from(HOWS),
        moment=st.sampled_from(("", "tense", "lonely")),
        help=st.sampled_from(("", *HELPS)),
    ),
    max_size=6,
)


def used(help: str, moment: str = "tense", on: date = DAY) -> Use:  # noqa: A002 - as the field is called
    return Use(on=on, how="alone", moment=moment, help=help)


def tool_of(*uses: Use) -> Tool:
    tool = Tool()
    for use in uses:
        tool = noted(tool, use)
    return tool


@given(USES)
def test_what_was_said_is_sealed_and_read_without_loss(uses: list[Use]):
    tool = tool_of(*sorted(uses, key=lambda use: use.on))
    assert of_plain(json.loads(json.dumps(to_plain(tool)))) == tool
    assert of_plain(json.loads(json.dumps(to_plain(waved_away(tool, DAY))))).away_until == DAY + WAVED_AWAY


@given(st.dictionaries(st.sampled_from("abcdef"), USES), st.sampled_from(("", "tense", "lonely")))
def test_everything_met_stands_once_and_always_in_the_same_order(said: dict[str, list[Use]], moment: str):
    tools_known = {name: Tool(uses=tuple(uses)) for name, uses in said.items()}
    lines = ranked("abcdef", tools_known, {"tense": ["f"]}, moment, DAY)
    assert sorted(line.exercise for line in lines) == list("abcdef")
    assert [line.exercise for line in lines] == [
        line.exercise for line in ranked("abcdef", tools_known, {"tense": ["f"]}, moment, DAY)
    ]


def test_what_helped_in_this_kind_of_moment_and_lately_comes_first():
    known = {
        "here": tool_of(used("yes")),
        "little": tool_of(used("little")),
        "elsewhere": tool_of(used("yes", "lonely")),
        "long-ago": tool_of(used("yes", on=DAY - timedelta(days=300))),
        "not": tool_of(used("yes", on=DAY - timedelta(days=9)), used("no"), used("no")),
    }
    lines = ranked(["met", "meant", *reversed(known)], known, {"tense": ["meant"]}, "tense", DAY)
    assert [(line.exercise, line.why, line.count) for line in lines] == [
        ("here", "here", 1),
        ("little", "here", 1),
        ("elsewhere", "elsewhere", 1),
        ("long-ago", "here", 1),
        ("meant", "meant", 0),
        ("met", "met", 0),
        ("not", "not-here", 0),
    ]


def test_what_helps_comes_back_later_and_later_what_was_not_used_soon_and_what_did_not_help_stays_away():
    once, unused = tool_of(used("yes")), tool_of(Use(on=DAY, how="not"))
    assert once.due is not None
    assert unused.due is not None
    assert DAY < unused.due < once.due
    twice = noted(once, used("yes", on=once.due))
    assert twice.due is not None
    assert twice.due - once.due > once.due - DAY
    assert noted(twice, used("no")).due is None


def test_one_tool_of_the_family_comes_back_and_can_be_waved_away():
    known = {"a": tool_of(used("yes")), "b": tool_of(used("little")), "c": tool_of(used("little"))}
    later = DAY + timedelta(days=200)
    assert coming_back(known, ["a", "b"], DAY) == ""
    assert coming_back(known, ["a", "b"], later) == "b"
    assert coming_back(known | {"b": waved_away(known["b"], later)}, ["a", "b"], later) == "a"
    assert coming_back(known, [], later) == ""


def test_only_so_much_is_remembered():
    tool = tool_of(*[used("yes", on=DAY + timedelta(days=n)) for n in range(MOST_USES + 5)])
    assert len(tool.uses) == MOST_USES
    assert tool.uses[-1].on == DAY + timedelta(days=MOST_USES + 4)


def test_how_a_tool_served_is_sealed_and_its_question_is_asked_once(school: School):
    person, enrolment_id = school.learner()
    actor = Actor(person.id, person.name, person.language)
    with school.app.app_context(), write_transaction():
        first = queries.get_own(actor)
        day = first.weeks[1].first_day
        service.finish(actor, enrolment_id, BREATH, "full", day)
        year = queries.find_year(enrolment_id, day)
        assert year is not None
        question = tools.find_question(year)
        assert question is not None
        assert question.exercise == BREATH
        tools.note(actor, school.ring, year, BREATH, Use(on=day, how="someone", moment="lonely", help="yes"))
        tools.note(actor, school.ring, year, BREATH, Use(on=day, how="not", moment="lonely", help="yes"))
        after = queries.find_year(enrolment_id, day)
        assert after is not None
        assert tools.find_question(after) is None
        opened = tools.open_all(school.ring, after)[BREATH]
        assert [(use.how, use.moment, use.help) for use in opened.uses] == [
            ("someone", "lonely", "yes"),
            ("not", "", ""),
        ]
        rows = session().execute(text("SELECT * FROM practice_tool")).all()
        assert {len(value) % tools.STEP for row in rows for value in row if isinstance(value, bytes)} == {
            28
        }  # AES-GCM adds so many
        assert b"lonely" not in b"".join(value for row in rows for value in row if isinstance(value, bytes))
        tools.wave_away(actor, school.ring, after, BREATH)
        assert tools.open_all(school.ring, after)[BREATH].away_until == day + WAVED_AWAY
        tools.forget_all(actor, after)
        assert tools.open_all(school.ring, after) == {}
        assert after.marks == {BREATH: DONE}


def test_nobody_is_asked_about_what_they_did_not_do_or_about_anything_older(school: School):
    person, enrolment_id = school.learner()
    actor = Actor(person.id, person.name, person.language)
    with school.app.app_context(), write_transaction():
        weeks = queries.get_own(actor).weeks
        service.finish(actor, enrolment_id, BREATH, "full", weeks[0].first_day)
        service.skip(actor, enrolment_id, MAP, weeks[1].first_day)
        for day in (weeks[0].first_day, weeks[2].first_day, weeks[3].first_day):
            year = queries.find_year(enrolment_id, day)
            assert year is not None
            assert tools.find_question(year) is None
        assert tools.list_met(queries.get_own(actor)) == [BREATH]


def test_a_tool_goes_along_when_two_accounts_become_one(school: School):
    (kept, _), (gone, enrolment_id) = school.learner(name="Kept"), school.learner(name="Gone")
    actor = Actor(gone.id, gone.name, gone.language)
    with school.app.app_context(), write_transaction():
        year = queries.get_own(actor)
        service.finish(actor, enrolment_id, OWN, "full", year.day)
        year = queries.get_own(actor)
        tools.note(actor, school.ring, year, OWN, used("yes"))
        before = session().scalars(select(PracticeTool.sealed)).one()
        tools.seal_anew(school.ring, gone.id, kept.id)
        assert session().scalars(select(PracticeTool.sealed)).one() != before
        assert tools.open_all(school.ring, replace(year, person_id=kept.id))[OWN].count_helped() == 1


CHOSEN = st.sets(st.tuples(st.dates(DAY, DAY + timedelta(days=20)), st.sampled_from(days_rules.KINDS)))
SPANS = st.builds(
    lambda first, length, kind: Span(first, first + timedelta(days=length), kind),
    st.dates(DAY, DAY + timedelta(days=15)),
    st.integers(0, 5),
    st.sampled_from(days_rules.KINDS),
)


@given(CHOSEN, st.lists(SPANS, max_size=5), st.data())
def test_a_list_of_days_sent_as_it_was_shown_changes_nothing(
    chosen: set[days_rules.Dated], offered: list[Span], data: st.DataObject
):
    shown = days_rules.ticked(offered, chosen)
    assert days_rules.after(offered, chosen, shown) == chosen
    wanted = {span for span in offered if data.draw(st.booleans())}
    after = days_rules.after(offered, chosen, wanted)
    assert wanted <= days_rules.ticked(offered, after)
    outside = {dated for dated in chosen if not any(dated in set(span.dates()) for span in offered)}
    assert outside <= after
    assert {dated for span in days_rules.spans(after) for dated in span.dates()} == after


@given(st.text(max_size=40))
def test_whatever_a_form_sends_is_a_span_or_nothing(name: str):
    span = days_rules.read(name)
    assert span is None or days_rules.read(span.name) == span


@given(SPANS)
def test_a_span_is_read_as_it_was_written(span: Span):
    assert days_rules.read(span.name) == span
