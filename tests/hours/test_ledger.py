"""Crediting, replacing, taking back: whatever the order, the ledger adds up and can be proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.audit.queries import list_about
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Invalid
from app.hours import queries, service
from app.hours.models import Claim, Credit
from app.hours.service import Draft, Source
from app.hours.verify import verify
from tests.support.house import House

Parts = dict[str, int]
parts = some.dictionaries(some.sampled_from(["theory", "practice", "field"]), some.integers(0, 90), max_size=3)
deeds = some.lists(
    some.one_of(
        some.tuples(some.just("credit"), parts),
        some.tuples(some.just("replace"), parts),
        some.tuples(some.just("take back"), some.just({})),
    ),
    min_size=1,
    max_size=8,
)
numbers = count(1)


@dataclass
class Ledger:
    """One source of one enrolment, with what is expected to stand."""

    enrolment_id: int
    source: Source = field(default_factory=lambda: Source("meeting", str(next(numbers))))
    expected: Parts = field(default_factory=dict)

    def draft(self, minutes: Parts) -> Draft:
        return Draft(
            enrolment_id=self.enrolment_id,
            module="role-and-safety",
            lesson="who-a-mentor-is",
            minutes=minutes,
            day=date(2026, 11, 3),
            rule="presence",
            source=self.source,
            release_id=1,
        )

    def credit(self, minutes: Parts) -> int:
        wanted = {part: value for part, value in minutes.items() if value}
        written = service.credit(self.draft(minutes))
        assert written == (0 if self.expected else sum(wanted.values()))
        self.expected = self.expected or wanted
        return written

    def replace(self, minutes: Parts) -> int:
        after = {part: value for part, value in minutes.items() if value}
        difference = service.replace(self.draft(minutes), by_id=None, reason_code="roll-corrected")
        assert difference == sum(after.values()) - sum(self.expected.values())
        self.expected = after
        return difference

    def take_back(self) -> None:
        for row in self.standing():
            service.reverse(row, by_id=None, reason_code="roll-corrected")
        self.expected = {}

    def rows(self) -> list[Credit]:
        wanted = select(Credit).filter_by(
            enrolment_id=self.enrolment_id, source_kind=self.source.kind, source_id=self.source.id
        )
        return list(session().scalars(wanted.order_by(Credit.id)))

    def standing(self) -> list[Credit]:
        rows = self.rows()
        gone = {row.reverses_id for row in rows}
        return [row for row in rows if row.reverses_id is None and row.id not in gone]

    def sums(self) -> Parts:
        found: Parts = {}
        for row in self.rows():
            found[row.part] = found.get(row.part, 0) + row.minutes
        return {part: value for part, value in found.items() if value}


@pytest.fixture
def ledger(house: House) -> Iterator[Ledger]:
    _, enrolment_id = house.learner()
    with house.app.app_context():
        yield Ledger(enrolment_id)


@given(deeds)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_deeds_adds_up(ledger: Ledger, deeds: list[tuple[str, Parts]]) -> None:
    one = Ledger(ledger.enrolment_id)
    for verb, minutes in deeds:
        before = [row.id for row in one.rows()]
        with write_transaction():
            {"credit": one.credit, "replace": one.replace}.get(verb, lambda _: one.take_back())(minutes)
        rows = one.rows()
        assert [row.id for row in rows][: len(before)] == before
        assert one.sums() == one.expected
        assert {row.part: row.minutes for row in one.standing()} == one.expected
        assert sorted({row.revision for row in rows}) == list(range(1, len({row.revision for row in rows}) + 1))
    assert list(verify({"meeting": lambda *_: True}, {})) == []


def test_a_source_is_credited_once(ledger: Ledger) -> None:
    with write_transaction():
        assert ledger.credit({"theory": 30, "practice": 60}) == 90
        assert ledger.credit({"theory": 30, "practice": 60}) == 0
        assert ledger.credit({"theory": 99}) == 0
    assert [row.minutes for row in ledger.rows()] == [30, 60]


def test_a_correction_keeps_what_was_and_adds_what_is(ledger: Ledger) -> None:
    with write_transaction():
        ledger.credit({"theory": 30, "practice": 60})
        assert ledger.replace({"theory": 20, "practice": 40}) == -30
    assert [(row.part, row.minutes, row.revision) for row in ledger.rows()] == [
        ("theory", 30, 1),
        ("practice", 60, 1),
        ("theory", -30, 2),
        ("practice", -60, 3),
        ("theory", 20, 4),
        ("practice", 40, 4),
    ]
    assert queries.sum_totals(ledger.enrolment_id).minutes() == 60


def test_a_correction_to_the_same_writes_nothing(ledger: Ledger) -> None:
    with write_transaction():
        ledger.credit({"theory": 30})
        assert ledger.replace({"theory": 30, "practice": 0}) == 0
    assert len(ledger.rows()) == 1


def test_a_row_is_taken_back_once_and_a_correction_never(ledger: Ledger) -> None:
    with write_transaction():
        ledger.credit({"theory": 30})
        ledger.take_back()
    first, undo = ledger.rows()
    with pytest.raises(Conflict), write_transaction():
        service.reverse(first, by_id=None, reason_code="roll-corrected")
    with pytest.raises(Invalid), write_transaction():
        service.reverse(undo, by_id=None, reason_code="roll-corrected")
    assert len(ledger.rows()) == 2


def test_a_correction_is_in_the_trail(ledger: Ledger) -> None:
    with write_transaction():
        ledger.credit({"theory": 30})
        ledger.take_back()
    row = ledger.rows()[0]
    assert [event.detail for event in list_about(f"credit:{row.id}")] == ["roll-corrected"]


def test_what_was_pending_becomes_credit(ledger: Ledger) -> None:
    with write_transaction():
        service.claim(ledger.draft({"theory": 10, "practice": 0}), "trainer")
        service.claim(ledger.draft({"theory": 30, "practice": 60}), "trainer")
    totals = queries.sum_totals(ledger.enrolment_id)
    assert (totals.minutes(), totals.pending_minutes()) == (0, 90)
    with write_transaction():
        ledger.credit({"theory": 30, "practice": 60})
    totals = queries.sum_totals(ledger.enrolment_id)
    assert (totals.minutes(), totals.pending_minutes()) == (90, 0)
    assert session().scalars(select(Claim)).all() == []


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": 0},
        {"revision": 1},
        {"enrolment_id": 10_000_000, "revision": 2},
        {"reverses_id": 10_000_000, "revision": 2},
    ],
    ids=["no minutes", "the same source again", "nobody's", "of no row"],
)
def test_the_database_refuses_by_itself(ledger: Ledger, values: dict[str, object]) -> None:
    with write_transaction():
        ledger.credit({"theory": 30})
    row = ledger.rows()[0]
    copied = {c.name: getattr(row, c.name) for c in Credit.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError), write_transaction() as current:
        current.execute(insert(Credit).values(**(copied | values)))
