"""Whatever a test makes the server do, it asks no other host: an attempt fails, and so does the test."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMED = ("KELIM_TEST_POSTGRES_URL", "KELIM_TEST_REDIS_URL")
"""Where tests are told to find a database or Redis."""


class AnotherHost(AssertionError):
    """The server asked somebody for something."""


def is_own(host: str) -> bool:
    known = {"localhost", *(urlsplit(os.environ.get(name, "")).hostname for name in NAMED)}
    try:
        return host in known or ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _asks_no_other_host() -> Iterator[None]:
    """For the whole run: every page that any test opens is opened under it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_own(str(address[0])):
            raise AnotherHost(f"asked {address[0]}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
