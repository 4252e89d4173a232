"""Questions at the beginning: asked once, of whoever agreed, answered apart from who they are."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, inspect, select, text

from app.accounts.actor import Actor, Grant
from app.accounts.models import PersonKey
from app.audit.models import AuditEvent
from app.baseline import queries, service
from app.baseline.models import BaselineAnswer, BaselineLink
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid
from app.privacy import copying, erasing
from app.web.database import db
from tests.support.beginning import Beginner, beginning, days_later
from tests.support.measuring import answers_of
from tests.support.school import School


@pytest.fixture
def fresh(school: School) -> School:
    return beginning(school)


def count(school: School, model: type) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count()).select_from(model)).one()


def test_it_is_scored_as_its_manual_says_and_read_by_its_owner_alone(fresh: School) -> None:
    mine, other = Beginner(fresh), Beginner(fresh)
    mine.answer(2)
    (found,) = mine.own()
    assert (found.instrument, found.instrument_version, found.language, found.total) == ("k6", "2002", "en", 12)
    assert other.own() == []


def test_single_questions_may_be_left_out_and_then_nothing_is_added_up(fresh: School) -> None:
    mine = Beginner(fresh)
    mine.answer(chosen={"1": 4, "3": 0})
    (found,) = mine.own()
    assert (found.answers, found.total) == ({"1": 4, "3": 0}, None)


@pytest.mark.parametrize(
    "given", [{"chosen": {}}, {"chosen": {"1": 5}}, {"chosen": {"7": 1}}, {"language": "he"}, {"language": "xx"}]
)
def test_what_the_form_does_not_offer_closes_nothing(fresh: School, given: dict[str, object]) -> None:
    mine = Beginner(fresh)
    with pytest.raises(Invalid):
        mine.answer(**given)
    assert mine.asking() is not None
    assert count(fresh, BaselineLink) == count(fresh, BaselineAnswer) == 0


@pytest.mark.parametrize("first", ["answer", "leave"])
def test_it_is_asked_once(fresh: School, first: str) -> None:
    mine = Beginner(fresh)
    asked = mine.asking()
    assert asked is not None
    getattr(mine, first)()
    assert mine.asking() is None
    for again in (lambda: service.leave(mine.actor, fresh.ring, asked), lambda: _answer(mine, asked)):
        with pytest.raises(Conflict), mine.inside():
            again()
    assert count(fresh, BaselineLink) == 1
    assert count(fresh, BaselineAnswer) == (first == "answer")


def _answer(mine: Beginner, asked: queries.Asking) -> None:
    service.answer(mine.actor, mine.school.ring, asked, service.Answers("en", answers_of("k6")))


def test_without_consent_nothing_is_kept(fresh: School) -> None:
    for mine in (Beginner(fresh, agrees=False), Beginner(fresh)):
        if mine.agrees:
            mine.agree(is_given=False)
        with pytest.raises(Forbidden):
            mine.answer()
    assert count(fresh, BaselineAnswer) == 0


def test_nothing_but_the_key_leads_from_a_person_to_answers(fresh: School) -> None:
    """No column of either table names the other; links of whoever answered and whoever left look alike."""
    mine, other = Beginner(fresh), Beginner(fresh)
    mine.answer()
    other.leave()
    with fresh.app.app_context():
        links = session().scalars(select(BaselineLink)).all()
        (answer,) = session().scalars(select(BaselineAnswer)).all()
        assert len({len(one.sealed) for one in links}) == 1
        assert not any(answer.study_id.encode() in one.sealed for one in links)
        columns = {one.name for one in BaselineAnswer.__table__.columns}
        assert columns == {
            *("study_id", "cohort_id", "instrument", "instrument_version", "language", "answers", "total")
        }
        assert {one.name for one in BaselineLink.__table__.columns} == {"enrolment_id", "sealed"}


def test_the_order_of_answers_is_not_kept(fresh: School) -> None:
    """SQLite numbers the rows of other tables as they come."""
    with fresh.app.app_context():
        if inspect(db.engine).dialect.name == "sqlite":
            made = session().execute(text("SELECT sql FROM sqlite_master WHERE name = 'baseline_answer'")).scalar_one()
            assert "WITHOUT ROWID" in made


def test_the_trail_says_nothing_of_it(fresh: School) -> None:
    mine, other = Beginner(fresh), Beginner(fresh)
    before = count(fresh, AuditEvent)
    mine.answer()
    other.leave()
    assert count(fresh, AuditEvent) == before


def test_answers_go_when_they_are_taken_back_and_when_consent_is(fresh: School) -> None:
    for how in ("taken back", "consent"):
        mine, other = Beginner(fresh), Beginner(fresh)
        mine.answer()
        other.answer()
        if how == "consent":
            mine.agree(is_given=False)
        else:
            with mine.inside():
                service.take_back(mine.actor, fresh.ring)
        assert mine.own() == []
        assert mine.asking() is None
        assert len(other.own()) == 1


def test_without_their_key_answers_are_nobodys(fresh: School) -> None:
    mine = Beginner(fresh)
    mine.answer()
    with fresh.app.app_context(), write_transaction():
        session().delete(session().get_one(PersonKey, mine.person.id))
    assert mine.own() == []
    assert count(fresh, BaselineAnswer) == 1


def test_whoever_is_erased_takes_their_answers_along(fresh: School) -> None:
    mine, other = Beginner(fresh), Beginner(fresh)
    mine.answer()
    other.answer(3)
    with mine.inside():
        erasing.erase(mine.person.id, None)
    with fresh.app.app_context():
        (left,) = session().scalars(select(BaselineAnswer)).all()
        assert left.total == 18
    assert len(other.own()) == 1


def test_the_copy_of_ones_data_holds_them_without_the_number_they_stand_under(fresh: School) -> None:
    mine, other = Beginner(fresh), Beginner(fresh)
    mine.answer()
    other.answer(3)
    with fresh.app.app_context():
        (given,) = copying.gather(fresh.ring, mine.person.id)["records"]["learning"]["baseline_answer"]
    assert given == {
        "instrument": "k6",
        "instrument_version": "2002",
        "language": "en",
        "answers": answers_of("k6"),
        "total": 6,
    }


def test_a_beginning_ends(fresh: School) -> None:
    mine = Beginner(fresh)
    with days_later(27):
        assert mine.asking() is not None
    with days_later(28):
        assert mine.asking() is None


def test_of_two_accounts_the_answers_stay_readable(fresh: School) -> None:
    gone, kept = Beginner(fresh), fresh.person()
    gone.answer(3)
    with fresh.app.app_context(), write_transaction():
        service.seal_anew(fresh.ring, gone.person.id, kept.id)
        gone_link = session().get_one(BaselineLink, gone.enrolment_id)
        key = queries.keys.key_of(fresh.ring, kept.id)
        study_id = queries.open_link(key, gone_link)
        assert session().get_one(BaselineAnswer, study_id).total == 18


# pages


def test_the_first_page_leads_there_until_it_is_left(fresh: School) -> None:
    mine, silent = Beginner(fresh), Beginner(fresh, agrees=False)
    assert 'href="/baseline"' not in fresh.client(silent.person).get("/").text
    client = fresh.client(mine.person)
    assert 'href="/baseline"' in client.get("/").text
    answer = fresh.post(client, "/baseline", then="leave")
    assert (answer.status_code, answer.location) == (303, "/")
    shown = client.get("/").text
    assert 'href="/baseline"' not in shown
    assert "You will not be asked again" in shown


def test_nobody_is_led_to_questions_in_another_language(fresh: School) -> None:
    """No official Hebrew text is at hand: the page is there, says so, and asks in English; the first page is silent."""
    mine = Beginner(fresh, language="he")
    client = fresh.client(mine.person)
    assert 'href="/baseline"' not in client.get("/").text
    shown = client.get("/baseline").text
    assert '<div lang="en" dir="ltr">' in shown
    assert "בשפה" in shown or "official questions do not stand here" in shown


def test_coordinators_hear_which_languages_are_missing_while_it_can_still_be_mended(fresh: School) -> None:
    coordinator = fresh.staff("coordinator")
    shown = fresh.client(coordinator).get("/").text
    assert "Not everybody is asked how they are at the beginning" in shown
    grant = Grant("coordinator", "institution", fresh.institution_id)
    actor = Actor(coordinator.id, "", "en", (grant,))
    with fresh.app.app_context():
        (gap,) = queries.list_gaps(actor)
        assert (gap.cohort.id, gap.languages) == (fresh.cohort_id, ("he", "ar"))
        assert queries.list_gaps(Actor(coordinator.id, "", "en")) == []
        with days_later(28):
            assert queries.list_gaps(actor) == []


def test_the_page_asks_without_a_word_for_anybody(fresh: School) -> None:
    client = fresh.client(Beginner(fresh).person)
    shown = client.get("/baseline").text
    assert "About how often did you feel nervous?" in shown
    assert 'href="/help-now"' in shown
    assert "Kessler" in shown
    asked = shown.split("<main")[1].split('<p class="muted"')[0]
    read = re.sub('<input type="hidden"[^>]*>', "", asked)  # their keys are random signs
    assert not re.search("threshold|K6|[Dd]istress", read)
    refused = fresh.post(client, "/baseline", then="keep", language="en")
    assert refused.status_code == 422
    kept = fresh.post(client, "/baseline", then="keep", language="en", **_typed(4))
    left = fresh.post(fresh.client(Beginner(fresh).person), "/baseline", then="leave")
    assert (kept.status_code, kept.location) == (left.status_code, left.location)
    own = client.get("/baseline").text
    assert "All of the time" in own
    assert not re.search(r"\b24\b|threshold|[Dd]istress", re.sub(r"<[^>]*>", " ", own.split("<main")[1]))
    fresh.post(client, "/baseline", then="take-back")
    assert "All of the time" not in client.get("/baseline").text


def test_whoever_has_not_agreed_is_not_asked_and_loses_nothing(fresh: School) -> None:
    client = fresh.client(Beginner(fresh, agrees=False).person)
    assert "/privacy/consent?next=/baseline" in client.get("/baseline").text
    assert fresh.post(client, "/baseline", then="keep", language="en", **_typed(1)).status_code == 303
    assert count(fresh, BaselineAnswer) == 0


def _typed(value: int) -> dict[str, str]:
    return {f"answer-{name}": str(given) for name, given in answers_of("k6", value).items()}
