"""Measures through the service and the pages: what is taken, where, with whom, and who reads it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.cases.rules import COUNTS, NONE, SCORES
from app.core.clock import today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.measures import queries, service
from app.measures.drafts import SentTwice
from app.measures.models import DRAFT, KEPT, MISTYPED, CaseMeasure
from tests.support.measuring import Measuring, answers_of, measure_of, phq
from tests.support.practice import Practice
from tests.support.school import School


@pytest.fixture
def mine(school: School) -> Measuring:
    return Measuring(school)


def count() -> int:
    return session().scalars(select(func.count(CaseMeasure.id))).one()


def test_a_whole_form_is_kept_with_its_total(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id))
    with mine.inside():
        found = measure_of(measure_id)
        assert (found.state, found.total, found.instrument_version) == (KEPT, 8, "1999")
        assert queries.scores([mine.case_id])[mine.case_id][0].total == 8


def test_answers_are_sealed_and_totals_are_not(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, 3))
    plain = mine.take(phq(mine.case_id, instrument="wsas", answers={}, total=9))
    with mine.inside():
        found = measure_of(measure_id)
        assert found.answers is not None
        assert b'"1"' not in found.answers
        assert measure_of(plain).answers is None


def test_equal_forms_of_two_people_have_digests_of_their_own(mine: Measuring):
    """A plain hash of so few answers would be guessed."""
    other = Measuring(mine.house)
    ids = [mine.take(phq(mine.case_id)), other.take(phq(other.case_id))]
    draft = phq(1)
    with mine.inside():
        digests = {measure_of(one).received_digest for one in ids}
        keys = [service.sealing.key_of(mine.house.ring, one.learner.id) for one in (mine, other)]
        assert len(digests) == 2
        assert len({service.sealing.digest(key, {"answers": draft.answers}) for key in keys}) == 2


def test_a_partial_form_stays_a_draft_until_it_is_whole(mine: Measuring):
    answers = answers_of("phq-9", 1, q9=0)
    first = answers.pop("1")
    measure_id = mine.take(phq(mine.case_id, answers=answers))
    with mine.inside():
        assert (measure_of(measure_id).state, measure_of(measure_id).total) == (DRAFT, None)
        assert queries.scores([mine.case_id]) == {}
        draft = phq(mine.case_id, answers=answers | {"1": first})
        service.change(mine.actor, mine.house.ring, measure_of(measure_id), draft, 1)
        assert (measure_of(measure_id).state, measure_of(measure_id).total) == (KEPT, 8)
    with pytest.raises(Conflict), mine.inside():
        service.change(mine.actor, mine.house.ring, measure_of(measure_id), draft, 2)


def test_what_arrives_twice_is_taken_once(mine: Measuring):
    key = str(uuid4())
    assert mine.take(phq(mine.case_id), key) == mine.take(phq(mine.case_id), key)
    with pytest.raises(SentTwice):
        mine.take(phq(mine.case_id, 2), key)
    with mine.inside():
        assert count() == 1


@pytest.mark.parametrize("level", [NONE, COUNTS])
def test_without_scores_nothing_new_is_taken_and_what_stands_is_read(mine: Measuring, level: str):
    measure_id = mine.take(phq(mine.case_id))
    mine.keep_level(level)
    with pytest.raises(Invalid):
        mine.take(phq(mine.case_id))
    client = mine.house.client(mine.learner)
    assert "PHQ-9" in client.get(f"/measures/{measure_id}").text
    assert "keeps no scores" in client.get("/measures").text
    assert "keeps no scores" in client.get("/measures/new?instrument=phq-9").text


def test_the_usual_level_takes_no_scores(school: School):
    practice = Practice(school, cohort_id=school.cohort(school.institution()))
    assert "keeps no scores" in school.client(practice.learner).get("/measures").text


def test_minors_wait_for_a_clinician_who_answers_for_it(mine: Measuring):
    young = mine.case("16-17")
    with pytest.raises(Invalid) as refusal:
        mine.take(phq(young))
    assert refusal.value.field == "case"
    mine.keep_level(SCORES, minors=True)
    assert mine.take(phq(young))
    mine.keep_level(SCORES)
    with pytest.raises(Invalid):
        mine.take(phq(young))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"instrument": "mcq-30"}, ""),
        ({"language": "xx"}, "language"),
        ({"taken_on": None}, "taken_on"),
        ({"taken_on": today() + timedelta(days=2)}, "taken_on"),
        ({"taken_on": today() - timedelta(days=400)}, "taken_on"),
        ({"answers": {"1": 4}}, ""),
        ({"answers": {"10": 1}}, ""),
        ({"total": 5}, ""),
        ({"instrument": "wsas", "answers": {}, "total": 41}, "total"),
        ({"instrument": "who-5", "answers": {}, "total": 50}, "total"),
        ({"instrument": "core-10", "answers": {"6": 5}, "total": 5}, ""),
        ({"instrument": "core-10", "answers": {"5": 1}, "total": 5}, ""),
    ],
)
def test_what_is_on_no_form_is_refused(mine: Measuring, changes: dict[str, object], field: str):
    with pytest.raises(Invalid) as refusal:
        mine.take(phq(mine.case_id, **changes))  # type: ignore[arg-type]
    assert refusal.value.field == field
    with mine.inside():
        assert count() == 0


def test_somebody_elses_case_is_refused(mine: Measuring):
    other = Measuring(mine.house)
    with pytest.raises(Invalid) as refusal:
        mine.take(phq(other.case_id))
    assert refusal.value.field == "case"
    with pytest.raises(NotFound), mine.inside():
        service.take(mine.actor, mine.house.ring, other.enrolment, phq(other.case_id), str(uuid4()))


def test_what_was_mistyped_counts_no_more_and_is_corrected_beside_it(mine: Measuring):
    before = mine.take(phq(mine.case_id, 3))
    client = mine.house.client(mine.learner)
    answer = mine.house.post(client, f"/measures/{before}", answer="mistyped", version="1")
    assert answer.location == f"/measures/new?corrects={before}"
    page = client.get(answer.location).text
    assert f'name="corrects" value="{before}"' in page
    assert 'value="3" id="answer-1-3" checked' in page
    sent = mine.form("phq-9", answers_of("phq-9", 1, q9=0), corrects=str(before))
    after = mine.house.post(client, "/measures/new", **sent).location
    assert "In place of" in client.get(after).text
    with mine.inside():
        assert measure_of(before).state == MISTYPED
        assert [one.total for one in queries.scores([mine.case_id])[mine.case_id]] == [8]
    assert mine.house.post(client, "/measures/new", **mine.form("gad-7", {}, corrects=str(before))).status_code == 422


def test_a_form_is_filled_in_the_browser(mine: Measuring):
    client = mine.house.client(mine.learner)
    assert "/measures/new?enrolment" in client.get("/measures").text
    page = client.get(f"/measures/new?instrument=phq-9&case={mine.case_id}").text
    assert "Little interest or pleasure" in page
    kept = mine.house.post(client, "/measures/new", **mine.form("phq-9", answers_of("phq-9", 2, q9=0)))
    assert kept.status_code == 303
    page = client.get(kept.location).text
    assert "16 of 27" in page
    assert "moderately severe" in page
    assert "A number never decides alone" in page
    partly = mine.house.post(client, "/measures/new", **mine.form("gad-7", {"1": 1}))
    page = client.get(partly.location).text
    assert page.count("Not answered yet.") == 6
    whole = mine.form("gad-7", answers_of("gad-7", 1), version="1")
    assert mine.house.post(client, partly.location, **whole).location == partly.location.removesuffix("/edit")


def test_where_the_official_text_is_not_here_the_form_says_where_it_is(mine: Measuring):
    client = mine.house.client(mine.learner)
    page = client.get("/measures/new?instrument=phq-9&lang=he").text
    assert "Little interest" not in page
    assert "phqscreeners.com" in page
    assert client.get("/measures/new?instrument=core-10").text.count('type="radio"') == 0


def test_change_is_said_in_plain_words(mine: Measuring):
    mine.take(phq(mine.case_id, 2, day=today() - timedelta(days=30)))
    client = mine.house.client(mine.learner)
    assert "where one looks closer" in client.get(f"/cases/{mine.case_id}/measures").text
    mine.take(phq(mine.case_id, 1, day=today()))
    page = client.get(f"/cases/{mine.case_id}/measures").text
    assert "reliably less" in page
    assert "now it is not" in page
    with mine.inside():
        assert queries.is_improving([mine.case_id]) == {mine.case_id: True}
        assert queries.is_improving([]) == {}


def test_supervisors_read_it_and_leave_a_row_each_time(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id))
    client = mine.house.client(mine.supervising)
    for path in (f"/measures/{measure_id}", f"/cases/{mine.case_id}/measures", f"/measures/{measure_id}"):
        assert "PHQ-9" in client.get(path).text
    with mine.inside():
        read = select(AuditEvent.actor_id).where(AuditEvent.action == "measure.read")
        assert list(session().scalars(read)) == [mine.supervising.id] * 3


@pytest.mark.parametrize("role", ["coordinator", "administrator", "trainer", "evaluator", "supervisor"])
def test_nobody_else_reads_it(mine: Measuring, role: str):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    client = mine.house.client(mine.house.person(role))
    for path in (f"/measures/{measure_id}", f"/cases/{mine.case_id}/measures"):
        assert client.get(path).status_code == 404
    assert mine.house.post(client, f"/measures/{measure_id}", answer="seen").status_code == 404
    assert mine.house.client(Measuring(mine.house).learner).get(f"/measures/{measure_id}").status_code == 404


def test_two_bodies_under_one_id_are_both_shown(mine: Measuring):
    client = mine.house.client(mine.learner)
    sent = mine.form("phq-9", answers_of("phq-9", 1, q9=0))
    first = mine.house.post(client, "/measures/new", **sent).location
    assert mine.house.post(client, "/measures/new", **sent).location == first
    other = mine.house.post(client, "/measures/new", **(sent | {"answer-1": "3"}))
    assert other.status_code == 409
    assert "Which one is right?" in other.text
    with mine.inside():
        assert count() == 1
