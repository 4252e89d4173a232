"""The evaluator's page: counts that tell of nobody, of one's own places, and no way to a row."""

from __future__ import annotations

import ast
import re

import pytest

from app.accounts.actor import Actor, Grant
from app.accounts.models import Institution
from app.accounts.service import NATIONAL, Place
from app.baseline.figures import Year
from app.config import ROOT
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.suppression import Part
from app.enrolment.models import Cohort, Enrolment
from app.evaluation import queries
from tests.support.beginning import Beginner, answered, beginning, days_later
from tests.support.school import School
from tests.support.statements import statements


@pytest.fixture
def fresh(school: School) -> School:
    return beginning(school)


def evaluator(*grants: tuple[str, int]) -> Actor:
    return Actor(1, "Evaluator", "en", tuple(Grant("evaluator", kind, place_id) for kind, place_id in grants))


def years(school: School, actor: Actor, after: int = 28) -> list[Year]:
    with school.app.app_context(), days_later(after):
        return queries.list_years(actor, queries.find_places(actor))


def parts(year: Year) -> dict[int, Part | None]:
    return {one.cohort.id: one.part for one in year.cohorts}


def test_small_cohorts_are_told_together_or_not_at_all(fresh: School) -> None:
    large, small, other = fresh.cohort_id, fresh.cohort(), fresh.cohort()
    for cohort_id, count, of in ((large, 6, 12), (small, 4, 8), (other, 4, 8)):
        answered(fresh, cohort_id, count, of)
    (year,) = years(fresh, evaluator(("institution", fresh.institution_id)))
    assert parts(year) == {large: Part(12, 6), small: None, other: None}
    assert year.rest == Part(16, 8)
    answered(fresh, large, 6, 6)
    alone = beginning(fresh)
    answered(alone, alone.cohort_id, 3, 9)
    (year,) = years(alone, evaluator(("institution", alone.institution_id)))
    assert (parts(year), year.rest) == ({alone.cohort_id: None}, None)


def test_nothing_is_told_while_a_cohort_is_asked(fresh: School) -> None:
    """Else whoever looks before and after somebody began would know what they did."""
    answered(fresh, fresh.cohort_id, 6, 12)
    (year,) = years(fresh, evaluator(("institution", fresh.institution_id)), after=27)
    assert (year.cohorts[0].is_open, year.cohorts[0].part, year.rest) == (True, None, None)


def test_a_partial_answer_is_none_and_who_left_meanwhile_stays_in_the_count(fresh: School) -> None:
    answered(fresh, fresh.cohort_id, 5, 9)
    partial = Beginner(fresh)
    partial.answer(chosen={"1": 2})
    with partial.inside():
        session().get_one(Enrolment, partial.enrolment_id).left_on = today()
    (year,) = years(fresh, evaluator(("institution", fresh.institution_id)))
    assert parts(year) == {fresh.cohort_id: Part(10, 5)}


def test_an_evaluator_of_one_cohort_reads_no_sum_over_others(fresh: School) -> None:
    ids = [fresh.cohort_id, fresh.cohort()]
    for cohort_id in ids:
        answered(fresh, cohort_id, 4, 8)
    whole = years(fresh, evaluator(("institution", fresh.institution_id)))
    (year,) = years(fresh, evaluator(("cohort", ids[0])))
    assert whole[0].rest == Part(16, 8)
    assert (parts(year), year.rest) == ({ids[0]: None}, None)
    elsewhere = beginning(fresh)
    assert years(fresh, evaluator(("institution", elsewhere.institution_id)))[0].cohorts[0].cohort.id not in ids
    assert years(fresh, Actor(1, "Trainer", "en", (Grant("trainer", "cohort", ids[0]),))) == []


def test_the_page_shows_counts_and_nobody(fresh: School) -> None:
    answered(fresh, fresh.cohort_id, 6, 12)
    client = fresh.client(fresh.person("evaluator", Place("institution", fresh.institution_id)))
    with days_later(0):
        shown = client.get("/evaluation").text
    assert "still asked" in shown
    assert "Official questions missing" in shown
    assert 'href="/evaluation"' in client.get("/").text
    links = set(re.findall(r'href="(/[^"?#]*)"', shown.split("<main")[1].split("</main")[0]))
    assert links == {"/"}
    assert fresh.client(fresh.staff("trainer")).get("/evaluation").status_code == 403
    assert fresh.client(fresh.person("evaluator", NATIONAL)).get("/evaluation").status_code == 200


def test_only_its_own_room_reads_answers() -> None:
    """Counts leave it by `figures` alone, suppressed; the rows themselves by nothing."""
    readers = set()
    for path in (ROOT / "app").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = {getattr(one, field, "") for one in nodes for field in ("id", "attr", "name")}
        if {"BaselineAnswer", "BaselineLink"} & names:
            readers.add(path.relative_to(ROOT / "app").parts[0])
    assert readers == {"baseline"}


def test_many_cohorts_take_as_many_statements_as_one(fresh: School) -> None:
    def count() -> int:
        with statements() as seen:
            years(fresh, evaluator(("institution", fresh.institution_id)))
        return len(seen)

    few = count()
    for _ in range(5):
        answered(fresh, fresh.cohort(), 2, 4)
    assert count() == few


def test_of_a_country_ten_institutions_are_shown_and_others_are_found(fresh: School) -> None:
    client = fresh.client(fresh.person("evaluator", NATIONAL))
    with fresh.app.app_context(), write_transaction():
        own = session().get_one(Cohort, fresh.cohort_id)
        for number in range(12):
            place = Institution(code=f"a-{number:02}", names={"he": f"מוסד {number}"}, time_zone="Asia/Jerusalem")
            days = {"starts_on": own.starts_on, "ends_on": own.ends_on, "programme_id": own.programme_id}
            session().add(Cohort(institution=place, name="one", **days))
    shown = client.get("/evaluation?lang=he").text
    assert shown.count('id="year-') == 10
    found = client.get("/evaluation", query_string={"lang": "he", "find": "מוסד 11"}).text
    assert found.count('id="year-') == 1
    assert "מוסד 11" in found
    nothing = client.get("/evaluation", query_string={"lang": "en", "find": "nowhere"}).text
    assert "No place has these words" in nothing
