"""Administrators search all of the trail, coordinators what belongs to their institution; whoever searches is in it."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit import service as audit
from app.audit import setup as audit_setup
from app.audit.models import AuditEvent
from app.core import guards
from app.core.clock import at, now
from app.core.db import Base, session, write_transaction
from app.trail import queries, rules
from app.web.database import db
from tests.audit.conftest import Trail
from tests.support.school import School


class Searching:
    """Two institutions with a learner each, and a row of each kind in the trail."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.other = school.institution()
        other_cohort = school.cohort(self.other)
        self.ours, self.our_learner = school.learner(name="Ayala Ours")
        self.theirs, self.their_learner = school.learner(other_cohort, name="Basel Theirs")
        with school.app.app_context():
            Trail(school.app).attack("DELETE FROM audit_event")
            with db.engine.begin() as connection:
                guards.install(connection, Base.metadata)
            with write_transaction():
                self.fill()

    def fill(self) -> None:
        ours, theirs = self.our_learner, self.their_learner
        audit.record(self.ours.id, "case.open", "case:1", place=f"enrolment:{ours}")
        audit.record(self.theirs.id, "case.open", "case:2", place=f"enrolment:{theirs}")
        audit.record(self.ours.id, "sign-in", f"person:{self.ours.id}")
        audit.record(self.theirs.id, "sign-in", f"person:{self.theirs.id}")
        audit.record(None, "role.grant", f"person:{self.ours.id}", place=f"institution:{self.other}", detail="trainer")
        audit.record(None, "backup.restore", "backup:1")
        audit.record(self.ours.id, "page.open", "enrolment:999", outcome="refused", detail="learning.learner")
        audit.record(self.theirs.id, "page.open", f"enrolment:{ours}", outcome="refused", detail="learning.learner")

    def client(self, role: str) -> FlaskClient:
        return self.school.client(self.school.staff(role))

    def codes(self, client: FlaskClient, query: str = "") -> list[str]:
        """What the page shows, the newest first, without what making and signing in the reader left."""
        text = client.get(f"/trail{query}").text
        rows = [part.partition("</code>")[0].split()[1:] for part in text.split('<code dir="ltr">')[1:]]
        mine = ("audit.search", "person.add")
        return [" ".join(row) for row in rows if row[0] not in mine and row[-1] != "coordinator"]


@pytest.fixture
def searching(school: School) -> Searching:
    return Searching(school)


def test_an_administrator_finds_everything(searching: Searching):
    found = searching.codes(searching.client("administrator"))
    assert {"backup.restore", "role.grant trainer"} <= set(found)
    assert found.count("case.open") == 2


def test_a_coordinator_finds_what_belongs_to_the_institution(searching: Searching):
    client = searching.client("coordinator")
    found = searching.codes(client)
    assert found.count("case.open") == 1
    assert "backup.restore" not in found
    assert "role.grant trainer" not in found
    assert found.count("page.open learning.learner") == 2  # by one of ours, and at one of ours
    text = client.get("/trail").text
    assert "Ayala Ours" in text
    assert "Basel Theirs" not in text
    assert f"Person {searching.theirs.id}" in text


def test_nobody_learns_by_searching_who_is_elsewhere(searching: Searching):
    client = searching.client("coordinator")
    assert "case.open" in searching.codes(client, "?who=ayala")
    for who in ("Basel", searching.theirs.email, str(searching.theirs.id)):
        text = client.get("/trail", query_string={"who": who}).text
        assert "Nobody whom you may know is called so." in text
    assert client.get(f"/trail?where={searching.other}").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?what=case", {"case.open"}),
        ("?refused=1", {"page.open learning.learner"}),
        ("?what=case&refused=1", set()),
        ("?first=2020-01-01&last=2020-02-01", set()),
        ("?what=%27%3B--&first=never&before=x&where=-1", None),
    ],
)
def test_filters(searching: Searching, query: str, expected: set[str] | None):
    found = set(searching.codes(searching.client("administrator"), query))
    assert found == expected if expected is not None else "backup.restore" in found


def test_where_narrows(searching: Searching):
    found = searching.codes(searching.client("administrator"), f"?where={searching.other}")
    assert found.count("case.open") == 1
    assert "role.grant trainer" in found
    assert "backup.restore" not in found


def test_a_search_is_a_row_without_the_words_that_were_typed(searching: Searching):
    client = searching.client("coordinator")
    client.get("/trail?who=Ayala&what=case&refused=1")
    client.get("/trail?who=Somebody+Secret")
    with searching.school.app.app_context():
        wanted = select(AuditEvent).where(AuditEvent.action == "audit.search").order_by(AuditEvent.id)
        first, second = session().scalars(wanted).all()
    assert first.place == f"institution:{searching.school.institution_id}"
    assert first.detail.startswith(f"who:{searching.ours.id} what:case days:")
    assert first.detail.endswith("only:refused")
    assert "who: days:" in second.detail


def test_pages_follow_each_other(searching: Searching, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "AT_ONCE", 3)
    client = searching.client("administrator")
    wanted = rules.Wanted(date.today() - timedelta(days=2), date.today(), what="sign-in")
    with searching.school.app.app_context(), write_transaction():
        for number in range(7):
            audit.record(number, "sign-in", f"person:{number}")
    seen, address = [], "/trail?what=sign-in"
    while address:
        text = client.get(address).text
        seen += [int(part.split()[0]) for part in text.split('<code dir="ltr">')[1:]]
        address = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) >= 9
    assert parse_qs(urlsplit(wanted.older(5)).query)["what"] == ["sign-in"]


def test_whoever_coordinates_a_cohort_alone_searches_nothing(searching: Searching):
    school = searching.school
    person = school.person("coordinator", Place("cohort", school.cohort_id))
    client = school.client(person)
    assert "You coordinate no institution as a whole" in client.get("/trail").text
    assert searching.codes(client) == []


def test_administrators_see_that_sealing_stands_still(searching: Searching):
    client = searching.client("administrator")
    with searching.school.app.app_context():
        audit_setup.seal_waiting()
        with at(now() - audit_setup.LATE * 2), write_transaction():
            audit.record(None, "backup.restore", "backup:2")
    assert "do the background jobs run?" in client.get("/trail").text
    assert "do the background jobs run?" not in searching.client("coordinator").get("/trail").text


def test_erased_people_are_numbers(searching: Searching):
    with searching.school.app.app_context(), write_transaction() as writing:
        writing.get_one(Person, searching.ours.id).name = ""
        writing.execute(delete(Base.metadata.tables["job"]))
    assert f"Person {searching.ours.id}" in searching.client("administrator").get("/trail?what=sign-in").text


@pytest.mark.postgres
def test_the_same_on_postgres(postgres_school: School):
    searching = Searching(postgres_school)
    found = searching.codes(searching.client("coordinator"), "?who=ayala")
    assert sorted(set(found)) == ["case.open", "page.open learning.learner", "sign-in"]
    assert "backup.restore" in searching.codes(searching.client("administrator"))
