"""Numbers that a phone in Israel can dial, and how long a confirmation holds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

CONFIRMED_FOR = timedelta(days=180)
KEPT = timedelta(days=730)
MISSING, UNCONFIRMED, OLD, FINE = "missing", "unconfirmed", "old", "fine"

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BETWEEN = re.compile("[\\s().\\-/\u2010-\u2015\u05be\u200e\u200f\u2066-\u2069]")
_NUMBER = re.compile(
    r"\*\d{4}"  # star numbers
    r"|1\d{2,3}"  # short codes
    r"|1[5-9]\d{8}"  # free and shared-cost numbers
    r"|0[2-489]\d{7}"
    r"|0[57]\d{8}"
    r"|\+972(?:[2-489]\d{7}|[57]\d{8})",
    re.ASCII,
)


def dialled(written: str) -> str:
    """What a phone is handed: 050-123 45 67 → 0501234567; 00972 and +972 (0) become +972."""
    number = _BETWEEN.sub("", written.translate(_DIGITS))
    number = re.sub(r"^00972", "+972", number)
    return re.sub(r"^\+9720", "+972", number)


def is_phone(written: str) -> bool:
    """Lenient about how it is written, strict about whether it could ring."""
    return bool(_NUMBER.fullmatch(dialled(written)))


def are_same(one: str, other: str) -> bool:
    """Whether two ways of writing ring the same phone."""
    return dialled(one).replace("+972", "0") == dialled(other).replace("+972", "0")


def standing(is_set: bool, confirmed_at: datetime | None, at: datetime) -> str:
    """How far a post can be relied on."""
    if not is_set:
        return MISSING
    if confirmed_at is None:
        return UNCONFIRMED
    return OLD if at - confirmed_at > CONFIRMED_FOR else FINE
