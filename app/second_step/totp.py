"""Codes of authenticator apps: RFC 6238 as every app speaks it (SHA-1, 6 digits, 30 seconds)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno

SECONDS = 30
DIGITS = 6
SKEW = 1
"""Steps by which a clock may be off, in both directions."""
QUIET = 4  # modules of white around the square, as the standard asks
_GAPS = str.maketrans("", "", " -\u00a0\u200e\u200f\u2066\u2068\u2069")


def new_secret() -> str:
    """160 random bits in Base32."""
    return pyotp.random_base32(32)


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def matching_step(secret: str, typed: str, moment: datetime) -> int | None:
    """The time step whose code was typed. Every step is compared, so that none answers faster than another."""
    code, now = read(typed), step_at(moment)
    codes = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    found = None
    for step in range(now - SKEW, now + SKEW + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def read(typed: str) -> str:
    """The code that was meant, however it was grouped and whichever digits the keyboard has."""
    text = typed[:40].translate(_GAPS)
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def address(secret: str, account: str, issuer: str) -> str:
    """What the square holds and an app reads."""
    return str(pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(name=account, issuer_name=issuer))


def square(text: str) -> tuple[int, str]:
    """The side and the path of an SVG, a unit a module. It holds a secret: nothing of it is kept."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    parts = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    ]
    return len(matrix) + 2 * QUIET, "".join(parts)


def grouped(secret: str) -> str:
    """As somebody types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
