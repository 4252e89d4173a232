"""Names, devices, networks: what is kept of them."""

from __future__ import annotations

import pytest

from app.accounts import devices, failures, names
from app.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Noa   Levi ", "Noa Levi"),
        ("סמאח ח׳ורי", "סמאח ח׳ורי"),
        ("يوسف نصّار", "يوسف نصّار"),
        ("Zoë O'Neil-Ben Ami", "Zoë O'Neil-Ben Ami"),
        ("Eve\r\nBcc: all@example.org", "Eve Bcc: all@example.org"),
        ("\u202eEve\u2069\u0000", "Eve"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("李小龍", "李小龍"),
    ],
)
def test_names_of_every_script_are_kept_without_signs_that_nobody_sees(typed, kept):
    assert names.clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "1234", "a" * 121])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(Invalid):
        names.clean(typed)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/124.0 Safari/537.36 Edg/124.0", "Edge, Windows"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_two_words(agent, words):
    assert devices.describe(agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_failures_are_counted_for_what_one_subscriber_holds(address, network):
    assert failures.network_of(address) == network
