"""What people read before anything else, and what they say yes or no to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.db import session, write_transaction
from app.demo.cast import actor_of
from app.privacy import rules, service, statements
from app.privacy.models import Consent, PrivacyReading
from app.privacy.rules import EVALUATION
from tests.support.application import make_app
from tests.support.house import csrf_of
from tests.support.post import fill_in
from tests.support.school import School, furnish, open_school


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school in which the notice is read before anything else."""
    app = make_app(tmp_path_factory.mktemp("strict"), collection_notice=True)
    furnish(app)
    yield from open_school(app)


def say(school: School, person: Person, *, is_given: bool, seen: int | None = None) -> None:
    with school.app.app_context(), write_transaction():
        number = rules.CONSENTS[EVALUATION] if seen is None else seen
        service.answer(actor_of(person), EVALUATION, is_given=is_given, language="he", seen=number)


def agrees(school: School, person: Person) -> bool:
    with school.app.app_context():
        return service.has_consent(person.id)


def read(client: FlaskClient, at: str = "/privacy/notice"):  # type: ignore[no-untyped-def]
    return fill_in(client, "/privacy/notice", at=at)


class TestNotice:
    def test_it_comes_before_every_page_of_ones_own_and_leads_back(self, strict: School):
        person, _ = strict.learner()
        client = strict.client(person)
        for path in ("/", "/hours", "/account", "/lessons/reading"):
            answer = client.get(path)
            assert answer.status_code == 302, path
            assert answer.location.startswith("/privacy/notice")
        answer = read(client, client.get("/lessons/reading").location)
        assert answer.location == "/privacy/consent?next=/lessons/reading"
        assert fill_in(client, "/privacy/consent", at=answer.location, answer="no").location == "/lessons/reading"
        assert client.get("/lessons/reading").status_code == 200

    def test_help_cards_privacy_and_signing_out_stay_open(self, strict: School):
        client = strict.client(strict.learner()[0])
        for path in ("/help-now", "/never", "/emergency-card", "/privacy", "/accessibility", "/privacy/consent"):
            assert client.get(path).status_code == 200, path
        token = csrf_of(client.get("/privacy/notice").text)
        assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303

    def test_staff_are_not_asked_about_the_evaluation(self, strict: School):
        client = strict.client(strict.staff("trainer"))
        assert read(client).location == "/"

    def test_who_read_which_version_when_and_in_which_language_is_kept(self, strict: School):
        person, _ = strict.learner(language="he")
        read(strict.client(person))
        with strict.app.app_context():
            kept = session().scalars(select(PrivacyReading).filter_by(person_id=person.id)).one()
            assert (kept.notice, kept.language, kept.is_current) == (rules.NOTICE, "he", True)
            assert (
                session().scalars(select(AuditEvent).filter_by(action="privacy.read-notice", actor_id=person.id)).one()
            )

    def test_a_changed_statement_is_read_again_by_its_people_alone(self, strict: School):
        institution = strict.institution()
        near, far = strict.learner(strict.cohort(institution))[0], strict.learner()[0]
        clients = [strict.client(one) for one in (near, far)]
        for client in clients:
            read(client)
        keep(strict, institution, {"responsible": "The college"})
        assert [client.get("/hours").status_code for client in clients] == [302, 200]
        assert "has changed since you read it" in clients[0].get("/privacy/notice").text
        assert "The college" in clients[0].get("/privacy/notice").text

    def test_a_new_telephone_is_no_reason_to_ask_again(self, strict: School):
        institution = strict.institution()
        client = strict.client(strict.learner(strict.cohort(institution))[0])
        keep(strict, institution, {"responsible": "The college"})
        read(client)
        keep(strict, institution, {"responsible": "The college", "contact_phone": "050-0000000"}, seen=1)
        assert client.get("/hours").status_code == 200


def keep(school: School, institution_id: int, facts: dict[str, str], seen: int = 0) -> None:
    coordinator = school.person("coordinator", Place("institution", institution_id))
    with school.app.app_context(), write_transaction():
        statements.keep(actor_of(coordinator), institution_id, statements.Draft(facts, {}, seen))


class TestConsent:
    def test_it_is_a_yes_until_it_is_taken_back(self, school: School):
        person, _ = school.learner()
        assert not agrees(school, person)
        say(school, person, is_given=True)
        assert agrees(school, person)
        say(school, person, is_given=False)
        assert not agrees(school, person)
        with school.app.app_context():
            kept = session().scalars(select(Consent).filter_by(person_id=person.id).order_by(Consent.id.desc())).all()
            assert [(one.is_given, one.version, one.language) for one in kept] == [(False, 1, "he"), (True, 1, "he")]
            actions = session().scalars(select(AuditEvent.action).filter_by(actor_id=person.id)).all()
        assert [one for one in actions if one.startswith("privacy")] == ["privacy.consent", "privacy.withdraw"]

    def test_a_new_text_asks_again(self, school: School, monkeypatch: pytest.MonkeyPatch):
        person, _ = school.learner()
        say(school, person, is_given=True)
        monkeypatch.setitem(rules.CONSENTS, EVALUATION, 2)
        assert not agrees(school, person)
        client = school.client(person)
        assert client.get("/privacy/consent").status_code == 200
        answer = school.post(client, "/privacy/consent", answer="yes", version="1")
        assert answer.status_code == 409
        assert not agrees(school, person)
        assert fill_in(client, "/privacy/consent", answer="yes").status_code == 303
        assert agrees(school, person)

    def test_whoever_keeps_answers_hears_of_a_withdrawal(self, school: School, monkeypatch: pytest.MonkeyPatch):
        heard: list[int] = []
        monkeypatch.setattr(service, "_withdrawn", {})
        service.when_withdrawn(EVALUATION, heard.append)
        person, _ = school.learner()
        say(school, person, is_given=False)
        assert heard == []
        say(school, person, is_given=True)
        say(school, person, is_given=False)
        assert heard == [person.id]

    def test_neither_answer_is_chosen_beforehand(self, school: School):
        client = school.client(school.learner()[0])
        assert "checked" not in client.get("/privacy/consent").text
        assert school.post(client, "/privacy/consent", version="1").status_code == 422
        with school.app.app_context():
            assert session().scalars(select(Consent)).all() == []


class TestStatements:
    def test_what_is_missing_is_said_plainly_and_a_coordinator_completes_it(self, school: School):
        learner, coordinator = school.client(school.learner()[0]), school.client(school.staff("coordinator"))
        path = f"/privacy/statements/{school.institution_id}"
        assert "Not filled in yet" in learner.get("/privacy").text
        assert path in coordinator.get("/privacy").text
        texts = {f"{name}_{lang}": "Said" for name in rules.TEXTS for lang in ("he", "ar", "en")}
        facts = dict.fromkeys(rules.FACTS, "050-0000000")
        assert fill_in(coordinator, path, **texts, **facts).status_code == 303
        assert "Not filled in yet" not in learner.get("/privacy").text
        assert "050-0000000" in learner.get("/accessibility").text
        assert "Complete" in coordinator.get("/privacy/statements").text

    def test_two_windows_do_not_overwrite_each_other(self, school: School):
        client = school.client(school.staff("coordinator"))
        path = f"/privacy/statements/{school.institution_id}"
        for number, status in ((0, 303), (0, 409)):
            assert school.post(client, path, version=str(number), responsible=f"At {status}").status_code == status

    def test_another_institution_is_not_there(self, school: School):
        client = school.client(school.staff("coordinator"))
        for number in (school.institution(), 0):
            assert client.get(f"/privacy/statements/{number}").status_code == 404

    def test_signed_out_pages_name_the_service(self, school: School):
        assert "This service as a whole" in school.client().get("/privacy").text
