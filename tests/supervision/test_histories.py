"""Whatever is planned, changed, decided, signed, returned and cancelled, by whom and in whatever order: minutes add up.

A second bookkeeping knows only which part was signed by both as what; it is held against the ledger after every step.
No two meetings that count share a time with one supervisor, unless they are one group of one kind.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
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
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.db import session
from app.core.errors import KelimError
from app.hours import queries as hours
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.practicum import proof, proof_of_hours
from app.practicum import service as practicum
from app.practicum import signing as practicum_signing
from app.practicum.models import APPROVED, PracticumEntry
from app.supervision import deciding, service, signing
from app.supervision.arranging import Draft
from app.supervision.models import SupervisionSession
from app.supervision.rules import Decision
from tests.support.practice import Practice, visit
from tests.support.school import School
from tests.support.supervising import beside, get, meeting, supervisor_of

IS_FULL = os.environ.get("KELIM_TEST_MATRIX") == "full"
YEAR_BEGINS = date(2026, 2, 1)
BEGINS = datetime(2026, 5, 4, 12, tzinfo=UTC)
KINDS = (
    ("case-management", "individual"),
    ("clinical-skills", "individual"),
    ("clinical-skills", "group"),
    ("group", "group"),
)

meetings = st.fixed_dictionaries(
    {
        "ago": st.sampled_from([-1, 1, 1, 2, 2, 3]),
        "starts": st.sampled_from([time(9), time(9, 30), time(10), time(18)]),
        "minutes": st.sampled_from([30, 60, 90]),
        "kind": st.sampled_from(KINDS),
        "who": st.sets(st.integers(0, 2), min_size=1),
        "by_supervisor": st.booleans(),
    }
)


@dataclass
class Known:
    """A session as the second bookkeeping knows it: of each member the minutes that both have signed."""

    minutes: int
    draft: dict[str, Any]
    signed: dict[int, int] = field(default_factory=dict)


class History(RuleBasedStateMachine):
    """One supervisor and three learners; `school` is set before it runs."""

    school: School

    @initialize()
    def begin(self) -> None:
        first = Practice(self.school, self.school.cohort(self.school.institution()))
        self.people = [first, beside(first), beside(first)]
        self.cases = [one.case() for one in self.people]
        self.now, self.known = BEGINS, dict[int, Known]()
        self.by_hand = dict[int, int]()  # minutes of supervision that were written by hand and signed

    @rule(told=meetings)
    def plan(self, told: dict[str, Any]) -> None:
        actor, draft = self._drafted(told)
        made = self._do(lambda: service.plan(actor, draft).id)
        if made is not None:
            self.known[made] = Known(told["minutes"], told)

    @rule(told=meetings)
    def join(self, told: dict[str, Any]) -> None:
        one = self.people[min(told["who"])]
        draft = self._drafted({**told, "who": {min(told["who"])}, "by_supervisor": False})[1]

        def act() -> int:
            try:
                return service.plan(one.actor, draft).id
            except service.Joinable as error:
                service.join(one.actor, error.found, one.enrolment_id)
                return 0

        if made := self._do(act):
            self.known[made] = Known(told["minutes"], told)

    @precondition(lambda self: self._ids())
    @rule(told=meetings, data=st.data())
    def change(self, told: dict[str, Any], data: st.DataObject) -> None:
        found = self._one(data)
        actor, draft = self._drafted(told)

        def act() -> bool:
            there = get(actor, found)
            service.change(actor, there, draft, there.version)
            return True

        if self._do(act):
            self.known[found].minutes = told["minutes"]

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), who=st.integers(0, 2), decision=st.sampled_from(["go-on", "end", "not-today"]))
    def decide(self, data: st.DataObject, who: int, decision: str) -> None:
        found, one = self._one(data), self.people[who]
        wanted = Decision(decision=decision, note="why")

        def act() -> bool:
            there = get(one.actor, found)
            line = deciding.get_line(one.actor, there, one.enrolment_id, self.cases[who])
            seen = line.item.version if line.item else 0
            deciding.decide(one.actor, there, one.enrolment_id, self.cases[who], wanted, seen)
            return True

        self._do(act)

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), who=st.integers(0, 2), is_absent=st.booleans())
    def mark_absent(self, data: st.DataObject, who: int, is_absent: bool) -> None:
        found, actor = self._one(data), self.supervisor
        self._do(
            lambda: service.mark_absent(actor, get(actor, found), self.people[who].enrolment_id, is_absent=is_absent)
        )

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), who=st.integers(0, 2))
    def sign(self, data: st.DataObject, who: int) -> None:
        self._sign(self._one(data), who)

    @precondition(lambda self: self._ids())
    @rule(data=st.data())
    def countersign(self, data: st.DataObject) -> None:
        self._countersign(self._one(data))

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), order=st.permutations([0, 1, 2, 3]), count=st.integers(2, 4))
    def settle(self, data: st.DataObject, order: list[int], count: int) -> None:
        """Several sign one after the other, among them perhaps the supervisor."""
        found = self._one(data)
        for who in order[:count]:
            if who == len(self.people):
                self._countersign(found)
            else:
                self._sign(found, who)

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), who=st.integers(0, 2))
    def give_back(self, data: st.DataObject, who: int) -> None:
        found, actor = self._one(data), self.supervisor
        self._do(lambda: signing.give_back(actor, get(actor, found), self.people[who].enrolment_id, "Why?"))

    @precondition(lambda self: len(self._ids()) > 3)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        found, actor = self._one(data), self.supervisor

        def act() -> None:
            there = get(actor, found)
            service.cancel(actor, there, there.version)

        self._do(act)

    @rule(told=meetings)
    def write_by_hand(self, told: dict[str, Any]) -> None:
        """An entry of supervision beside the sessions, signed at once."""
        one, (kind, setting) = self.people[min(told["who"])], told["kind"]
        activity = "skills" if kind == "clinical-skills" else "review"
        day = self.today - timedelta(days=told["ago"])
        draft = visit(day, told["starts"], told["minutes"], category="supervision", activity=activity, people=0)

        def act() -> int:
            key = f"by-hand-{len(self.by_hand)}-{self.now:%d%H%M}"
            entry = practicum.save_draft(one.actor, one.enrolment, replace(draft, setting=setting), key)
            practicum.submit(one.actor, entry)
            practicum_signing.sign(one.signer, entry, entry.version)
            return entry.id

        if made := self._do(act):
            self.by_hand[made] = told["minutes"]

    @rule(hours=st.sampled_from([1, 7, 26]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # what must hold

    @invariant()
    def the_ledger_is_what_both_have_signed(self) -> None:
        for one in getattr(self, "people", []):
            with self.school.app.app_context():
                totals = hours.sum_totals(one.enrolment_id)
            expected = sum(known.signed.get(one.enrolment_id, 0) for known in self.known.values())
            assert totals.minutes("field", "supervision") == expected + self._by_hand_of(one)

    @invariant()
    def one_meeting_is_never_two(self) -> None:
        if not hasattr(self, "people"):
            return
        with self.school.app.app_context():
            wanted = select(PracticumEntry).where(PracticumEntry.status.in_(("submitted", APPROVED)))
            rows = session().scalars(wanted).all()
            found = [(x.starts_at, x.ends_at, x.setting, x.activity, x.enrolment_id, x.supervisor_id) for x in rows]
        mine = [one for one in found if one[5] == self.people[0].supervisor_id]
        for a in mine:
            for b in mine:
                if a is not b and a[0] < b[1] and b[0] < a[1]:
                    assert a[4] != b[4]
                    assert (a[2], a[3]) == (b[2], b[3])
                    assert a[2] == "group"

    def teardown(self) -> None:
        if hasattr(self, "people"):
            with self.school.app.app_context():
                book = proof.read()
                assert [*proof.check(book), *proof_of_hours.check(book)] == []
                assert [one for one in verify(SOURCES, EARNED) if "practicum" in one.message] == []

    # means

    def _sign(self, found: int, who: int) -> None:
        one = self.people[who]

        def act() -> bool:
            there = get(one.actor, found)
            signing.sign(one.actor, there, there.version)
            return True

        if self._do(act):
            self._note(found)

    def _countersign(self, found: int) -> None:
        actor = self.supervisor

        def act() -> bool:
            there = get(actor, found)
            signing.countersign(actor, there, there.version)
            return True

        if self._do(act):
            self._note(found)

    @property
    def supervisor(self) -> Actor:
        return supervisor_of(self.people[0])

    @property
    def today(self) -> date:
        return self.now.date()

    def _ids(self) -> list[int]:
        return list(getattr(self, "known", {}))

    def _one(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self._ids()))

    def _by_hand_of(self, one: Practice) -> int:
        with self.school.app.app_context():
            return sum(
                minutes
                for entry_id, minutes in self.by_hand.items()
                if session().get_one(PracticumEntry, entry_id).enrolment_id == one.enrolment_id
            )

    def _drafted(self, told: dict[str, Any]) -> tuple[Actor, Draft]:
        day, (kind, setting) = self.today - timedelta(days=told["ago"]), told["kind"]
        ends = (datetime.combine(day, told["starts"]) + timedelta(minutes=told["minutes"])).time()
        who = sorted(told["who"]) if told["by_supervisor"] and setting == "group" else [min(told["who"])]
        ids = tuple(self.people[one].enrolment_id for one in who)
        actor = self.supervisor if told["by_supervisor"] else self.people[who[0]].actor
        draft = replace(meeting(day), kind=kind, setting=setting, starts=told["starts"], ends=ends, enrolment_ids=ids)
        return actor, draft

    def _note(self, found: int) -> None:
        """Which parts both have signed now, as the entries' states say; what is signed stays as it was."""
        with self.school.app.app_context():
            for one in session().get_one(SupervisionSession, found).members:
                if one.entry is not None and one.entry.status == APPROVED:
                    self.known[found].signed.setdefault(one.enrolment_id, self.known[found].minutes)

    def _do(self, act: Any) -> Any:
        """What the act gives, None where it was refused, which must leave no trace."""
        try:
            with self.people[0].inside(self.now):
                return act()
        except KelimError:
            return None


def run(school: School, examples: int, steps: int) -> None:
    school.starts = YEAR_BEGINS
    machine = type("HistoryHere", (History,), {"school": school})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_on_sqlite(school: School) -> None:
    run(school, *((150, 50) if IS_FULL else (15, 40)))


@pytest.mark.postgres
def test_on_postgresql(postgres_school: School) -> None:
    run(postgres_school, *((30, 40) if IS_FULL else (2, 20)))
