"""Text out of other people's files: signs that nobody sees go, whatever counts as space is one space."""

from __future__ import annotations

import re
import unicodedata

# Direction marks, zero-width signs and the byte-order mark; Arabic's own joiners stay, and go only beside spaces.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe]")
_JOINERS = "\u200c\u200d"
_WRAPPED = re.compile(r'^="(.*)"$', re.DOTALL)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
LONGEST = 500


def plain(text: str) -> str:
    """One line as a person sees it; `="050…"`, by which spreadsheets keep a zero, is its inside."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text[: 4 * LONGEST]))
    kept = "".join(" " if sign.isspace() else sign for sign in seen if _stays(sign))
    found = " ".join(word.strip(_JOINERS) for word in kept.split())
    if wrapped := _WRAPPED.match(found):
        found = wrapped[1].strip()
    return found[:LONGEST]


def _stays(sign: str) -> bool:
    return sign.isspace() or sign in _JOINERS or unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}


def western(text: str) -> str:
    """Arabic and Persian digits as Western ones."""
    return text.translate(_DIGITS)


def key(text: str) -> str:
    """What headings are compared by: no marks, no punctuation, letters in one form."""
    plainer = unicodedata.normalize("NFKD", plain(text)).casefold()
    letters = (" " if unicodedata.category(sign)[0] in "PSZ" and sign not in "'\"׳״`’" else sign for sign in plainer)
    kept = "".join(sign for sign in letters if sign.isspace() or unicodedata.category(sign)[0] in "LN")
    return " ".join(kept.replace("ى", "ي").replace("ة", "ه").split())
