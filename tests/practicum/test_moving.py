"""What waits is sent to somebody else who signs; a placement keeps the days on which somebody worked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.notices.models import Notice
from app.placements.models import Placement, SiteShare
from app.practicum import origins, service
from app.practicum.models import PracticumEntry
from tests.support.places import make_supervisor
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def other_signer(school: School) -> tuple[Person, int]:
    person = school.person("supervisor", Place("institution", school.institution_id))
    return person, make_supervisor(school, person_id=person.id, name="Nora Next")


def version(practice: Practice, entry_id: int) -> int:
    with practice.inside():
        return practice.entry(entry_id).version


class TestMoving:
    def test_it_waits_for_the_other_then_and_is_signed_by_them(
        self, school: School, coordinator: FlaskClient, practice: Practice
    ):
        person, signer_id = other_signer(school)
        entry_id, stays = practice.send(visit(yesterday())), practice.send(visit(today() - timedelta(days=2)))
        path = f"/learners/{practice.enrolment_id}/waiting"
        page = coordinator.get(path).text
        assert "Sima Supervisor" in page.partition("<select")[0]
        assert "Waited longer" not in page
        line = f"{entry_id}:{version(practice, entry_id)}"
        assert school.post(coordinator, path, line=line, signer=signer_id).status_code == 303
        assert "Nora Next" in coordinator.get(path).text.partition("<select")[0]
        first, other = school.client(practice.supervising), school.client(person)
        assert first.get(f"/sign-off/{entry_id}").status_code == 404
        assert first.get(f"/sign-off/{stays}").status_code == 200
        assert other.get(f"/sign-off/{entry_id}").status_code == 200
        sent = {"verdict": "sign", "version": version(practice, entry_id)}
        assert school.post(other, f"/sign-off/{entry_id}", **sent).status_code == 303
        with school.app.app_context():
            assert session().get_one(PracticumEntry, entry_id).status == "approved"
            told = session().scalars(select(Notice.kind).where(Notice.person_id == practice.learner.id)).all()
            assert "practicum-moved" in told
            row = session().scalars(select(AuditEvent).where(AuditEvent.action == "practicum.move")).one()
            assert row.detail == f"supervisor:{practice.supervisor_id} supervisor:{signer_id}"
        assert school.app.test_cli_runner().invoke(args=["practicum", "verify"]).exit_code == 0

    def test_nothing_moves_that_has_moved_on_or_to_nobody(
        self, school: School, coordinator: FlaskClient, practice: Practice
    ):
        _, signer_id = other_signer(school)
        entry_id, signed = practice.send(visit(yesterday())), practice.send(visit(today() - timedelta(days=2)))
        practice.sign(signed)
        path, line = f"/learners/{practice.enrolment_id}/waiting", f"{entry_id}:{version(practice, entry_id)}"
        foreign = make_supervisor(school, school.institution())
        for values, status in (
            ({"line": f"{entry_id}:1", "signer": signer_id}, 409),
            ({"line": f"{signed}:{version(practice, signed)}", "signer": signer_id}, 409),
            ({"line": [line, f"{signed}:9"], "signer": signer_id}, 409),
            ({"line": line, "signer": foreign}, 422),
            ({"line": line, "signer": 0}, 422),
            ({"signer": signer_id}, 422),
        ):
            assert school.post(coordinator, path, **values).status_code == status
        with practice.inside():
            assert practice.entry(entry_id).supervisor_id == practice.supervisor_id

    def test_nobody_signs_for_themselves_by_it(self, school: School, coordinator: FlaskClient, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        own = make_supervisor(school)
        with practice.inside():
            session().connection().exec_driver_sql(
                f"UPDATE supervisor SET person_id = {practice.learner.id} WHERE id = {own}"
            )
        line = f"{entry_id}:{version(practice, entry_id)}"
        path = f"/learners/{practice.enrolment_id}/waiting"
        assert school.post(coordinator, path, line=line, signer=own).status_code == 422
        stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
        assert stranger.get(path).status_code == 404

    def test_what_was_signed_together_stays_with_whoever_was_there(
        self, school: School, coordinator: FlaskClient, practice: Practice, monkeypatch: pytest.MonkeyPatch
    ):
        """An entry that comes from elsewhere is decided about by whom it names."""
        entry_id = practice.send(visit(yesterday()))

        class Elsewhere:
            def tell(self, entry_ids):  # type: ignore[no-untyped-def]
                return dict.fromkeys(entry_ids, origins.Told("", None))

        monkeypatch.setattr(origins, "ORIGINS", [Elsewhere()])
        path, line = f"/learners/{practice.enrolment_id}/waiting", f"{entry_id}:{version(practice, entry_id)}"
        assert 'name="line"' not in coordinator.get(path).text
        _, signer_id = other_signer(school)
        assert school.post(coordinator, path, line=line, signer=signer_id).status_code == 409


class TestPlacements:
    def end(self, school: School, client: FlaskClient, practice: Practice, days: int):  # type: ignore[no-untyped-def]
        with school.app.app_context():
            seen = session().get_one(Placement, practice.placement_id).version
        last = today() - timedelta(days=days)
        return school.post(client, f"/placements/{practice.placement_id}/end", last_day=last, version=seen)

    def test_it_ends_no_earlier_than_the_last_day_of_work(
        self, school: School, coordinator: FlaskClient, practice: Practice
    ):
        entry_id = practice.send(visit(yesterday()))
        answer = self.end(school, coordinator, practice, 3)
        assert answer.status_code == 422
        assert f"{yesterday():%d.%m.%Y}" in answer.text
        with practice.inside():
            practice.actor  # noqa: B018
        assert self.end(school, coordinator, practice, 1).status_code == 303
        with practice.inside():
            assert practice.entry(entry_id).status == "submitted"

    def test_what_was_withdrawn_or_never_sent_keeps_nothing(
        self, school: School, coordinator: FlaskClient, practice: Practice
    ):
        entry_id = practice.send(visit(yesterday()))
        practice.write(visit(today() - timedelta(days=1), minutes=20))
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(entry_id))
        assert self.end(school, coordinator, practice, 3).status_code == 303

    def test_other_days_leave_no_work_outside(self, school: School, coordinator: FlaskClient, practice: Practice):
        practice.sign(practice.send(visit(today() - timedelta(days=5))))
        with practice.inside():
            site = session().get_one(Placement, practice.placement_id).site
            site.shares.append(SiteShare(institution_id=school.institution_id))
        with school.app.app_context():
            placement = session().get_one(Placement, practice.placement_id)
            values = {"version": placement.version, "ends_on": placement.ends_on, "supervisor": practice.supervisor_id}
            starts = placement.starts_on
        path = f"/placements/{practice.placement_id}/edit"
        for first, status in ((today() - timedelta(days=2), 422), (starts + timedelta(days=1), 303)):
            assert school.post(coordinator, path, starts_on=first, **values).status_code == status
