"""Passwords: Argon2id (19 MiB, 2 rounds, 1 lane), long rather than complicated."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from app.core.errors import Invalid
from app.core.words import N_

MINIMUM = 12
MAXIMUM = 200
TOO_SHORT = N_("Use at least %(count)s characters. Three or four words together work well.")
TOO_COMMON = frozenset({"password", "123456789012", "qwertyuiop", "kelimkelim"})
OF_THE_HOUSE = ("kelim", "כלים", "كليم", "coordinator", "supervisor", "mentor", "trainer", "learner", "supervision")
"""Words that everybody here thinks of first: they make a password no harder to guess."""
EASY = 2
"""Of zxcvbn's four steps: what falls to a hundred million guesses, made of lists of leaked passwords, names, words,
dates, rows of keys and repetitions, is no password."""
READ = 72
"""So many letters are enough to tell; estimating takes longer with each."""

_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$roXGxnZ4q+iaNzpFTQlbyQ$sDawktLvXs9Mh0NtUU9HSJQ34WNRZx8cFDvZpZIc2gg"
"""Hash of a password that nobody has, of the same cost as real ones."""


def hash_password(password: str) -> str:
    return _hasher.hash(_composed(password))


def matches(stored: str | None, password: str) -> bool:
    """Takes the same time whether or not there is such an account."""
    try:
        return _hasher.verify(stored or _NOBODYS, _composed(password)) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_like_real_ones(stored: str) -> bool:
    """Whether a hash costs what hashes cost now."""
    return not _hasher.check_needs_rehash(stored)


def _composed(password: str) -> str:
    """The same letters whichever keyboard wrote them: some compose letters and marks differently."""
    return unicodedata.normalize("NFKC", password)


def check_strength(password: str, *, email: str = "", name: str = "") -> None:
    """Raises Invalid for a password that is short, easily guessed or made of the person's own name."""
    plain = password.casefold()
    if len(password) < MINIMUM:
        raise Invalid(TOO_SHORT, field="password", count=MINIMUM)
    if len(password) > MAXIMUM:
        raise Invalid(N_("Use at most %(count)s characters."), field="password", count=MAXIMUM)
    own = {email.split("@")[0].casefold(), name.casefold()} - {""}
    if any(word in plain for word in TOO_COMMON) or plain in own or _is_easy(password, own):
        raise Invalid(N_("This password is easy to guess. Choose one that only you would think of."), field="password")


def _is_easy(password: str, own: set[str]) -> bool:
    known = [*OF_THE_HOUSE, *(word for text in own for word in re.split(r"[\W_]+", text) if word), *own]
    return bool(zxcvbn(password[:READ], user_inputs=known)["score"] <= EASY)
