"""Passwords: Argon2id (19 MiB, 2 rounds, 1 lane), long rather than complicated."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.core.errors import Invalid
from app.core.words import N_

MINIMUM = 12
MAXIMUM = 200
TOO_COMMON = frozenset({"password", "123456789012", "qwertyuiop", "kelimkelim"})

_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Takes the same time whether or not there is such an account."""
    try:
        return _hasher.verify(stored or _decoy(), password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash("a password that nobody has")


def check_strength(password: str, *, email: str = "", name: str = "") -> None:
    """Raises Invalid for a password that is short, common or made of the person's own name."""
    plain = password.casefold()
    if len(password) < MINIMUM:
        raise Invalid(N_("Use at least %(count)s characters. Three or four words together work well."), field="password", count=MINIMUM)
    if len(password) > MAXIMUM:
        raise Invalid(N_("Use at most %(count)s characters."), field="password", count=MAXIMUM)
    own = {email.split("@")[0].casefold(), name.casefold()} - {""}
    if len(set(plain)) < 4 or any(word in plain for word in TOO_COMMON) or plain in own:
        raise Invalid(N_("This password is easy to guess. Choose one that only you would think of."), field="password")
