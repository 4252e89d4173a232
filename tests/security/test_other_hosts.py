"""No page makes the server ask another host; browsers are watched by the walk over every page."""

from __future__ import annotations

import socket

import pytest

from tests.support.hosts import AnotherHost, is_own


def test_every_test_runs_under_a_guard_that_refuses_other_hosts():
    with socket.socket() as asking, pytest.raises(AnotherHost, match=r"asked 192\.0\.2\.1"):
        asking.connect(("192.0.2.1", 9))


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("example.org", False), ("10.0.0.1", False)],
)
def test_this_machine_is_no_other_host(host: str, own: bool):
    assert is_own(host) is own
