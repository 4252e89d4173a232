"""What a password must be, and what checking one gives away."""

from __future__ import annotations

import pytest
from argon2 import extract_parameters

from app.accounts import passwords
from app.core.errors import Invalid


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "a" * 201,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "my password is long",
        "MyPassWord2026!!",
        "iloveyou1234",
        "q1w2e3r4t5y6",
        "Jerusalem2026",
        "KelimKelim12!",
        "noa.levi.lastname",
        "נועה לוי מירושלים",
    ],
)
def test_weak_ones_are_refused(password):
    with pytest.raises(Invalid) as refusal:
        passwords.check_strength(password, email="Noa.Levi.Lastname@example.org", name="נועה לוי מירושלים")
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", ["three calm words together", "שלוש מילים רגועות", "x7!kQ2#vLp9z"])
def test_long_ones_of_any_script_are_taken(password):
    passwords.check_strength(password, email="noa@example.org", name="Noa Levi")
    assert passwords.matches(passwords.hash_password(password), password)


def test_the_same_letters_match_however_they_were_typed():
    assert passwords.matches(passwords.hash_password("caf\u00e9 au lait at nine"), "cafe\u0301 au lait at nine")


def test_nobody_matches_nobody():
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, "a password that nobody has")
    assert not passwords.matches("not a hash", "three calm words")


def test_an_unknown_account_costs_as_much_as_a_known_one(monkeypatch):
    assert passwords.is_like_real_ones(passwords._NOBODYS)
    verified = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            verified.append(stored)
            return hasher.verify(stored, password)

    hasher = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    known = hasher.hash("three calm words together")
    for stored in (None, known):
        assert not passwords.matches(stored, "another guess")
    assert verified == [passwords._NOBODYS, known]
    assert extract_parameters(passwords._NOBODYS) == extract_parameters(known)
