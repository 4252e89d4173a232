"""Whatever is written, sent in, returned, signed and amended, in whatever order and zone: the ledger adds up.

A second bookkeeping, which knows only what was done, is held against the ledger after every step; what is signed is
read again after every step and must be what it was.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Institution
from app.core import clock
from app.core.db import session, write_transaction
from app.core.errors import KelimError
from app.hours import queries as hours
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.practicum import proof, proof_of_hours, service
from app.practicum.drafts import Draft
from app.practicum.models import PracticumEntry
from tests.support.practice import VISIT, Practice
from tests.support.school import School

IS_FULL = os.environ.get("KELIM_TEST_MATRIX") == "full"
ZONES = ("Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe", "UTC")
# Days around which the clock goes forward or back in one of the zones.
NIGHTS = (
    date(2026, 3, 27),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
)
# Whatever somebody with a way into the database may try with a row that is signed.
BY_HAND = (
    "UPDATE practicum_entry SET minutes = 1 WHERE id = :id",
    "UPDATE practicum_entry SET status = 'draft' WHERE id = :id",
    "UPDATE practicum_entry SET day = '2020-01-01', zone = 'UTC' WHERE id = :id",
    "UPDATE practicum_entry SET hash = '' WHERE id = :id",
    "DELETE FROM practicum_entry WHERE id = :id",
    "UPDATE practicum_decision SET verdict = 'returned' WHERE entry_id = :id",
    "DELETE FROM practicum_decision WHERE entry_id = :id",
)
YEAR_BEGINS = date(2026, 2, 1)
_keys = count(1)

drafts = st.builds(
    dict,
    ago=st.integers(0, 6),
    starts=st.sampled_from([time(0, 30), time(1, 15), time(1, 45), time(2, 30), time(9), time(14, 20), time(22, 50)]),
    minutes=st.integers(1, 260),
    kind=st.sampled_from(["visit/meet", "visit/walk", "supervision/review", "other/role-play"]),
    doubled=st.sampled_from(["", "first", "across", "second"]),
)


@dataclass
class Row:
    """What the second bookkeeping knows of an entry."""

    status: str
    draft: Draft
    zone: ZoneInfo
    replaces: int | None = None


class History(RuleBasedStateMachine):
    """One learner in a zone; `school` is set before it runs."""

    school: School

    @initialize(zone=st.sampled_from(ZONES), night=st.sampled_from(NIGHTS))
    def begin(self, zone: str, night: date) -> None:
        place_id = self.school.institution()
        with self.school.app.app_context(), write_transaction():
            session().get_one(Institution, place_id).time_zone = zone
        self.practice = Practice(self.school, self.school.cohort(place_id))
        self.zone, self.rows, self.signed = ZoneInfo(zone), dict[int, Row](), dict[int, Any]()
        self.now = datetime.combine(night + timedelta(days=1), time(12), tzinfo=UTC)

    # what is done

    @rule(told=drafts)
    def write(self, told: dict[str, Any]) -> None:
        draft = self._draft(told)
        made = self._do(lambda p: service.save_draft(p.actor, p.enrolment, draft, f"history-{next(_keys)}").id)
        if made is not None:
            self.rows[made] = Row("draft", draft, self.zone)

    @precondition(lambda self: self._ids("draft", "returned"))
    @rule(told=drafts, data=st.data())
    def change(self, told: dict[str, Any], data: st.DataObject) -> None:
        entry_id, draft = self._one(data, "draft", "returned"), self._draft(told)

        def act(p: Practice) -> bool:
            entry = p.entry(entry_id)
            service.change(p.actor, entry, draft, entry.version)
            return True

        if self._do(act):
            self.rows[entry_id].draft, self.rows[entry_id].zone = draft, self.zone

    @precondition(lambda self: self._ids("draft", "returned"))
    @rule(data=st.data())
    def submit(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "draft", "returned")
        if self._do(lambda p: service.submit(p.actor, p.entry(entry_id)) is not None):
            self.rows[entry_id].status = "submitted"

    @precondition(lambda self: self._ids("submitted"))
    @rule(data=st.data())
    def submit_again(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "submitted")
        assert self._do(lambda p: service.submit(p.actor, p.entry(entry_id))) == []

    @precondition(lambda self: self._ids("submitted"))
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "submitted")
        assert self._do(lambda p: service.approve(p.signer, p.entry(entry_id)).id)
        self.rows[entry_id].status = "approved"
        self.signed[entry_id] = self._stored(entry_id)

    @precondition(lambda self: self._ids("submitted"))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "submitted")
        assert self._do(lambda p: service.give_back(p.signer, p.entry(entry_id), "Why?").id)
        self.rows[entry_id].status = "returned"

    @precondition(lambda self: self._ids("draft", "submitted", "returned"))
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "draft", "submitted", "returned")
        assert self._do(lambda p: service.withdraw(p.actor, p.entry(entry_id)) is None)
        self.rows[entry_id].status = "withdrawn"

    @precondition(lambda self: self._ids("withdrawn"))
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        entry_id = self._one(data, "withdrawn")
        if self._do(lambda p: service.reopen(p.actor, p.entry(entry_id)) is None):
            self.rows[entry_id].status = self._stored(entry_id).status

    @precondition(lambda self: self._ids("approved"))
    @rule(told=drafts, data=st.data())
    def amend(self, told: dict[str, Any], data: st.DataObject) -> None:
        entry_id, draft = self._one(data, "approved"), self._draft(told)
        key = f"history-{next(_keys)}"
        made = self._do(lambda p: service.amend(p.actor, p.entry(entry_id), draft, "It was otherwise", key).id)
        if made is not None:
            self.rows[made] = Row("draft", draft, self.zone, entry_id)

    @precondition(lambda self: self._ids("approved"))
    @rule(data=st.data(), told=drafts)
    def touch_what_is_signed(self, data: st.DataObject, told: dict[str, Any]) -> None:
        """Every verb refuses, and so does the database."""
        entry_id, draft = self._one(data, "approved"), self._draft(told)
        for act in (
            lambda p: service.change(p.actor, p.entry(entry_id), draft, p.entry(entry_id).version) is None,
            lambda p: service.submit(p.actor, p.entry(entry_id)) is None,
            lambda p: service.withdraw(p.actor, p.entry(entry_id)) is None,
            lambda p: service.approve(p.signer, p.entry(entry_id)),
            lambda p: service.give_back(p.signer, p.entry(entry_id), "Why?"),
        ):
            assert self._do(act) is None
        with pytest.raises(IntegrityError), self.practice.inside():
            session().execute(text(data.draw(st.sampled_from(BY_HAND))), {"id": entry_id})

    @rule(zone=st.sampled_from(ZONES))
    def keep_another_clock(self, zone: str) -> None:
        """The institution does, from now on; what was told by the old one stays."""
        with self.practice.inside(self.now):
            self.practice.enrolment.cohort.institution.time_zone = zone
        self.zone = ZoneInfo(zone)

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    # what must hold

    @invariant()
    def ledger_is_what_the_second_bookkeeping_says(self) -> None:
        if not hasattr(self, "practice"):
            return
        with self.school.app.app_context():
            totals = hours.sum_totals(self.practice.enrolment_id)
        assert {k: v for k, v in totals.credited.items() if v} == self._expected_credits()
        assert totals.pending_minutes("field") == self._expected_pending()

    @invariant()
    def what_is_signed_is_what_it_was(self) -> None:
        for entry_id, before in getattr(self, "signed", {}).items():
            assert self._stored(entry_id) == before

    def teardown(self) -> None:
        if hasattr(self, "practice"):
            with self.school.app.app_context():
                book = proof.read()
                assert [*proof.check(book), *proof_of_hours.check(book)] == []
                assert [one for one in verify(SOURCES, EARNED) if "practicum" in one.message] == []

    # the second bookkeeping

    def _minutes(self, row: Row) -> int:
        """Real minutes between two times of the wall clock, worked out apart from the application."""
        draft = row.draft
        assert draft.day is not None
        assert draft.starts is not None
        assert draft.ends is not None
        start, end = (datetime.combine(draft.day, at, tzinfo=row.zone) for at in (draft.starts, draft.ends))
        if draft.doubled == "second":
            start = start.replace(fold=1)
        if draft.doubled in ("across", "second"):
            end = end.replace(fold=1)
        passed = end.timestamp() - start.timestamp()
        if not draft.doubled and passed <= 0:
            passed = max(passed, end.replace(fold=1).timestamp() - start.timestamp())
        return max(0, int(passed // 60))

    def _chains(self) -> dict[int, list[int]]:
        """First row → rows of its chain that are signed, in the order of their replacing."""
        found: dict[int, list[int]] = {}
        for entry_id, row in sorted(self.rows.items()):
            if row.status == "approved":
                found.setdefault(self._first(entry_id), []).append(entry_id)
        return found

    def _first(self, entry_id: int) -> int:
        before = self.rows[entry_id].replaces
        return entry_id if before is None else self._first(before)

    def _expected_credits(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for ids in self._chains().values():
            row = self.rows[ids[-1]]
            key = ("field", row.draft.category)
            found[key] = found.get(key, 0) + self._minutes(row)
        return found

    def _expected_pending(self) -> int:
        """What waits adds what it has more than the row that it replaces."""
        return sum(
            max(0, self._minutes(row) - (self._minutes(self.rows[row.replaces]) if row.replaces else 0))
            for row in self.rows.values()
            if row.status == "submitted"
        )

    # means

    def _ids(self, *statuses: str) -> list[int]:
        return [entry_id for entry_id, row in getattr(self, "rows", {}).items() if row.status in statuses]

    def _one(self, data: st.DataObject, *statuses: str) -> int:
        return data.draw(st.sampled_from(self._ids(*statuses)))

    def _draft(self, told: dict[str, Any]) -> Draft:
        day = self.now.astimezone(self.zone).date() - timedelta(days=told["ago"])
        ends = (datetime.combine(day, told["starts"]) + timedelta(minutes=told["minutes"])).time()
        category, activity = told["kind"].split("/")
        return replace(
            VISIT,
            category=category,
            activity=activity,
            day=day,
            starts=told["starts"],
            ends=ends,
            doubled=told["doubled"],
        )

    def _do(self, act: Any) -> Any:
        """What the act gives, None where it was refused, which must leave no trace."""
        try:
            with self.practice.inside(self.now):
                return act(self.practice)
        except KelimError:
            return None

    def _stored(self, entry_id: int) -> Any:
        table = PracticumEntry.__table__
        with self.school.app.app_context(), clock.at(self.now):
            return session().execute(select(*table.c).where(table.c.id == entry_id)).one()


def run(app: Flask, school: School, examples: int, steps: int) -> None:
    school.starts = YEAR_BEGINS
    machine = type("HistoryHere", (History,), {"school": school})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_on_sqlite(school: School) -> None:
    run(school.app, school, *((150, 50) if IS_FULL else (30, 30)))


@pytest.mark.postgres
def test_on_postgresql(postgres_school: School) -> None:
    run(postgres_school.app, postgres_school, *((30, 40) if IS_FULL else (3, 20)))
