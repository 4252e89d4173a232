"""Two accounts of one person: seen side by side, made one, on record; or the reason why not."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Table, select

from app.accounts.models import Person, PersonKey, RoleGrant
from app.accounts.service import Place
from app.core.db import Base, session, write_transaction
from app.enrolment.bulk import pointing_at
from app.enrolment.models import Enrolment
from app.hours.queries import sum_totals
from app.merging import queries, rules
from app.merging.models import AccountMerge
from app.notices import service as notices
from app.notices.kinds import RESULT_CHANGED
from app.placements import keeping, supervising
from app.placements import service as placements
from app.reflections import queries as reflections
from tests.support.house import csrf_of
from tests.support.places import CONTACT
from tests.support.post import fill_in
from tests.support.school import School

REASON = "Their coordinator knows them, and they wrote from both addresses."
PROMPT = "/lessons/reading/reflections/ponder"


@pytest.fixture
def admin(school: School) -> FlaskClient:
    return school.client(school.staff("administrator"))


def merge(admin: FlaskClient, kept: Person, gone: Person, **values: str):  # type: ignore[no-untyped-def]
    given = {"reason": REASON, "certain": "y"} | values
    return fill_in(admin, f"/people/{kept.id}/merge/{gone.id}", **given)


def page_of(admin: FlaskClient, kept: Person, gone: Person) -> str:
    return admin.get(f"/people/{kept.id}/merge/{gone.id}").text


def get(school: School, model: type, number: int):  # type: ignore[no-untyped-def]
    with school.app.app_context():
        return session().get(model, number)


def test_they_are_found_by_their_addresses(school: School, admin: FlaskClient) -> None:
    kept, gone = school.person(), school.person()
    answer = fill_in(admin, "/people/merge", kept=kept.email, gone=gone.email.upper())
    assert answer.location == f"/people/{kept.id}/merge/{gone.id}"
    wrong = fill_in(admin, "/people/merge", kept=kept.email, gone="nobody@example.org")
    assert wrong.status_code == 422
    assert "Nobody has this address" in wrong.text
    assert fill_in(admin, "/people/merge", kept=kept.email, gone=kept.email).status_code == 422


def test_the_page_shows_both_and_what_moves(school: School, admin: FlaskClient) -> None:
    kept, _ = school.learner(name="Noa Levi")
    gone, _ = school.learner(school.cohort(), name="Noa L.")
    page = page_of(admin, kept, gone)
    for text in (kept.email, gone.email, "Noa Levi", "Noa L.", "cannot be undone"):
        assert text in page
    assert re.search(r"cohorts, with everything learned in them: <bdi>1</bdi>", page)


def test_what_belonged_to_one_belongs_to_the_other(school: School, admin: FlaskClient) -> None:
    kept, _ = school.learner()
    gone, moved = school.learner(school.cohort())
    with school.app.app_context(), write_transaction():
        notices.tell(gone.id, RESULT_CHANGED, "/hours", lesson_id="reading")
    old = school.client(gone)
    assert merge(admin, kept, gone).status_code == 303
    assert get(school, Enrolment, moved).person_id == kept.id
    assert "reading" in school.client(kept).get("/notices").text
    assert old.get("/account").status_code == 302
    left = get(school, Person, gone.id)
    assert (left.email, left.password_hash, left.is_active, left.name) == (None, None, False, gone.name)
    assert get(school, PersonKey, gone.id) is None


def test_minutes_stay_to_the_minute(school: School, admin: FlaskClient) -> None:
    kept, gone = school.person(), school.learner()
    client = school.client(gone[0])
    school.answer_all(client, school.begin(client))
    with school.app.app_context():
        before = sum_totals(gone[1])
    merge(admin, kept, gone[0])
    with school.app.app_context():
        assert sum_totals(gone[1]) == before
    assert school.client(kept).get("/hours").status_code == 200


def test_private_writing_can_be_read_by_its_writer_afterwards(school: School, admin: FlaskClient) -> None:
    kept, gone = school.person(), school.learner()[0]
    client = school.client(gone)
    client.get("/lessons/reading")
    assert school.post(client, PROMPT, text="Something of mine").status_code == 303
    assert "private reflections" in page_of(admin, kept, gone)
    assert "Something of mine" not in page_of(admin, kept, gone)
    merge(admin, kept, gone)
    with school.app.app_context():
        assert reflections.list_texts(school.ring, kept.id, "reading") == {"ponder": "Something of mine"}


def test_where_both_wrote_both_texts_stay(school: School, admin: FlaskClient) -> None:
    (kept, _), (gone, _) = school.learner(), school.learner(school.cohort())
    for person, text in ((kept, "First text"), (gone, "Second text")):
        school.post(school.client(person), PROMPT, text=text)
    merge(admin, kept, gone)
    with school.app.app_context():
        found = reflections.list_texts(school.ring, kept.id, "reading")["ponder"]
    assert found.startswith("First text")
    assert found.endswith("Second text")


def test_a_role_held_twice_is_held_once_for_the_longer_time(school: School, admin: FlaskClient) -> None:
    place = Place("institution", school.institution_id)
    kept, gone = school.person("trainer", place), school.person("trainer", place)
    with school.app.app_context(), write_transaction():
        session().scalars(select(RoleGrant).filter_by(person_id=kept.id)).one().until_day = school.starts
    merge(admin, kept, gone)
    with school.app.app_context():
        grant = session().scalars(select(RoleGrant).filter_by(person_id=kept.id)).one()
        assert grant.until_day is None
        assert not session().scalars(select(RoleGrant).filter_by(person_id=gone.id)).all()


class TestOneCohort:
    def test_the_empty_enrolment_goes(self, school: School, admin: FlaskClient) -> None:
        (kept, empty), (gone, full) = school.learner(), school.learner()
        client = school.client(gone)
        school.answer_all(client, school.begin(client))
        assert merge(admin, kept, gone).status_code == 303
        assert get(school, Enrolment, empty) is None
        assert get(school, Enrolment, full).person_id == kept.id

    def test_two_that_were_learned_in_stay_two(self, school: School, admin: FlaskClient) -> None:
        (kept, _), (gone, _) = school.learner(), school.learner()
        for person in (kept, gone):
            client = school.client(person)
            school.answer_all(client, school.begin(client))
        page = page_of(admin, kept, gone)
        assert queries.BOTH_LEARNED in page
        assert 'name="reason"' not in page
        assert school.post(admin, f"/people/{kept.id}/merge/{gone.id}", reason=REASON, certain="y").status_code == 409
        assert get(school, Person, gone.id).is_active


def test_who_signs_for_the_other_is_another_person(school: School, admin: FlaskClient) -> None:
    learner, enrolment_id = school.learner()
    signer = school.person("supervisor", Place("institution", school.institution_id))
    with school.app.app_context(), write_transaction():
        _place(school, enrolment_id, str(signer.email))
    for kept, gone in ((learner, signer), (signer, learner)):
        assert queries.SELF_SIGNED in page_of(admin, kept, gone)


def _place(school: School, enrolment_id: int, email: str) -> None:
    from app.accounts.actor import SYSTEM

    draft = keeping.SiteDraft(name="Site", kind="welfare", languages=("en",), capacity=3, **CONTACT)
    site = keeping.make(SYSTEM, school.institution_id, draft)
    wanted = supervising.SupervisorDraft(name="Signer", email=email, language="en")
    signer = supervising.add(SYSTEM, school.institution_id, wanted)
    signer.person_id = session().scalars(select(Person.id).where(Person.email == email)).one()
    agreed = placements.PlacementDraft(
        site_id=site.id,
        starts_on=school.starts,
        ends_on=school.starts,
        supervisor_id=signer.id,
        frame="x",
    )
    placements.place(SYSTEM, session().get_one(Enrolment, enrolment_id), agreed)


def test_nobody_makes_their_own_account_go(school: School) -> None:
    me = school.staff("administrator")
    assert queries.OWN in page_of(school.client(me), school.person(), me)


@pytest.mark.parametrize("missing", [{"reason": ""}, {"reason": "because"}, {"certain": ""}])
def test_it_needs_a_reason_and_a_second_look(school: School, admin: FlaskClient, missing: dict[str, str]) -> None:
    kept, gone = school.person(), school.person()
    data = {"reason": REASON, "certain": "y"} | missing
    if not data["certain"]:
        del data["certain"]
    page = admin.get(f"/people/{kept.id}/merge/{gone.id}").text
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    token = csrf_of(page)
    answer = admin.post(f"/people/{kept.id}/merge/{gone.id}", data={**data, "digest": digest, "csrf_token": token})
    assert answer.status_code == 422
    assert get(school, Person, gone.id).is_active


def test_what_changed_since_the_look_is_looked_at_again(school: School, admin: FlaskClient) -> None:
    kept, gone = school.person(), school.person()
    assert merge(admin, kept, gone, digest="0" * 64).status_code == 409
    assert get(school, Person, gone.id).is_active


def test_it_is_on_record_and_both_addresses_hear_of_it(school: School, admin: FlaskClient, app, letters) -> None:  # type: ignore[no-untyped-def]
    kept, gone = school.person(), school.person()
    merge(admin, kept, gone)
    with school.app.app_context():
        one = session().scalars(select(AccountMerge)).one()
        assert (one.kept_id, one.gone_id, one.reason) == (kept.id, gone.id, REASON)
        assert queries.list_parts(kept.id) == [gone.id]


def test_an_account_that_went_is_not_merged_again(school: School, admin: FlaskClient) -> None:
    kept, gone, third = school.person(), school.person(), school.person()
    merge(admin, kept, gone)
    for pair in ((kept, gone), (gone, kept), (third, gone)):
        assert admin.get(f"/people/{pair[0].id}/merge/{pair[1].id}").status_code == 404


def test_only_national_administrators(school: School) -> None:
    kept, gone = school.person(), school.person()
    place = Place("institution", school.institution_id)
    for role in ("administrator", "coordinator"):
        client = school.client(school.person(role, place))
        assert client.get("/people/merge").status_code == 403
        assert client.get(f"/people/{kept.id}/merge/{gone.id}").status_code == 403


def test_every_column_that_names_a_person_says_what_becomes_of_it() -> None:
    columns = [f"{column.table.name}.{column.name}" for column in pointing_at(_people())]
    assert [one for one in columns if not rules.becomes(one)] == []
    known = {*rules.MOVES, *rules.SEALED_ANEW, *rules.ENDS, *rules.STAYS}
    assert known - set(columns) == set()


def _people() -> Table:
    return Base.metadata.tables["person"]
