"""Failed sign-ins: slowed, never locked out for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.accounts import failures
from app.accounts.models import SignInFailure
from app.core.db import session, write_transaction

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NOA, HERE, ELSEWHERE = "noa@example.org", "192.0.2.1", "198.51.100.9"


@pytest.fixture(autouse=True)
def moment(app):
    with app.app_context(), time_machine.travel(START, tick=False) as traveller:
        yield traveller


def fail(times: int = 1, email: str = NOA, network: str = HERE) -> None:
    with write_transaction():
        for _ in range(times):
            failures.count_failure(email, network)


def test_the_first_tries_cost_nothing():
    fail(failures.FREE - 1)
    assert failures.seconds_to_wait(NOA, HERE) == 0


def test_then_each_try_waits_twice_as_long_but_never_more_than_a_minute(moment):
    waits = []
    fail(failures.FREE - 1)
    for _ in range(9):
        fail()
        waits.append(failures.seconds_to_wait(NOA, HERE))
        moment.shift(waits[-1])
        assert failures.seconds_to_wait(NOA, HERE) == 0
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_nobody_is_locked_out_for_good(moment):
    fail(5000)
    assert failures.seconds_to_wait(NOA, HERE) == failures.LONGEST_WAIT
    moment.shift(failures.LONGEST_WAIT)
    assert failures.seconds_to_wait(NOA, HERE) == 0
    moment.shift(failures.WINDOW)
    fail(failures.FREE - 1)
    assert failures.seconds_to_wait(NOA, HERE) == 0


def test_waiting_is_counted_to_the_full_second(moment):
    fail(failures.FREE)
    moment.shift(1.6)
    assert failures.seconds_to_wait(NOA, HERE) == 1


def test_another_network_is_not_kept_waiting():
    fail(5000)
    assert failures.seconds_to_wait(NOA, ELSEWHERE) == 0


def test_another_address_in_the_same_network_is_not_kept_waiting():
    fail(failures.FREE_NETWORK - 1)
    assert failures.seconds_to_wait("sam@example.org", HERE) == 0


def test_a_guess_spread_over_many_networks_leaves_each_one_free_try():
    for number in range(failures.FREE_EVERYWHERE):
        fail(network=f"203.0.113.{number}")
    assert failures.seconds_to_wait(NOA, ELSEWHERE) == 0
    fail(network=ELSEWHERE)
    assert failures.seconds_to_wait(NOA, ELSEWHERE) > 0


def test_addresses_of_one_subscriber_count_together():
    for number in range(failures.FREE):
        fail(network=f"2001:db8:1:2::{number + 1}")
    assert failures.seconds_to_wait(NOA, "2001:db8:1:2::ffff") > 0
    assert failures.seconds_to_wait(NOA, "2001:db8:1:3::1") == 0


def test_one_password_tried_on_everybody_is_slowed(moment):
    for number in range(failures.FREE_NETWORK):
        fail(email=f"person{number}@example.org")
    assert failures.seconds_to_wait("sam@example.org", HERE) > 0
    assert failures.seconds_to_wait("sam@example.org", ELSEWHERE) == 0
    moment.shift(failures.LONGEST_WAIT)
    assert failures.seconds_to_wait("sam@example.org", HERE) == 0


def test_success_clears_what_was_counted_here_and_nothing_else():
    fail(failures.FREE)
    fail(failures.FREE, network=ELSEWHERE)
    with write_transaction():
        failures.forget(NOA, HERE)
    assert failures.seconds_to_wait(NOA, HERE) == 0
    assert failures.seconds_to_wait(NOA, ELSEWHERE) > 0


def test_failures_are_forgotten_after_a_day_and_hold_no_address(moment):
    fail(3)
    moment.shift(failures.KEPT + timedelta(minutes=1))
    fail()
    assert session().scalars(select(func.count()).select_from(SignInFailure)).one() == 1
    row = session().scalars(select(SignInFailure)).one()
    assert NOA not in f"{row.email_hash}{row.network_hash}"
    assert HERE not in f"{row.email_hash}{row.network_hash}"
