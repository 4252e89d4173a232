"""Names as people write them, in any script; on one line, without signs that nobody sees."""

from __future__ import annotations

import unicodedata

from app.core.errors import Invalid
from app.core.words import N_

LONGEST = 120
_JOINERS = "\u200c\u200d"  # letters of Arabic script are joined and parted by these


def clean(name: str, field: str = "name") -> str:
    """Raises Invalid for a name that is empty, too long or without a letter. Turning and control signs are dropped."""
    kept = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", name) if _is_seen(sign))
    found = " ".join(kept.split())
    if not any(sign.isalpha() for sign in found):
        raise Invalid(N_("Write a name."), field=field)
    if len(found) > LONGEST:
        raise Invalid(N_("Use at most %(count)s characters."), field=field, count=LONGEST)
    return found


def _is_seen(sign: str) -> bool:
    return sign.isspace() or sign in _JOINERS or unicodedata.category(sign)[0] != "C"
