"""Codes that people type: 80 random bits in Crockford's Base32, which knows no look-alikes."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys(" -–‐.\u2066\u2068\u2069\u200e\u200f"))


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str:
    """The code that was meant, however it was grouped or typed; empty for what can be none."""
    code = text[:100].upper().translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def shown(code: str) -> str:
    """In groups, as it is printed and typed."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))
