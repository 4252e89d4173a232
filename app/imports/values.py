"""Phones, days and languages as spreadsheets hold them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.imports.texts import key, western

_MOBILE = re.compile(r"(?:\+?972|00972|0)?0?(5\d{8})", re.ASCII)
_FIXED = re.compile(r"(?:\+?972|00972|0)?0?([23489]\d{7}|7\d{8})", re.ASCII)
_BETWEEN = re.compile("[\\s().\\-/_'\u2010-\u2015\u05be]")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}|5[0-4]\d{3}", re.ASCII)
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_LANGUAGES = {
    "he": ("he", "heb", "hebrew", "iw", "עברית", "עב", "عبري", "عبريه", "العبريه", "עבריה"),
    "ar": ("ar", "arb", "arabic", "ערבית", "ער", "عربي", "عربيه", "العربيه"),
    "en": ("en", "eng", "english", "אנגלית", "אנג", "انجليزي", "انجليزيه", "الانجليزيه"),
}
_BY_WORD = {key(word): code for code, words in _LANGUAGES.items() for word in words}


def phone_of(text: str) -> str | None:
    """+972501234567, whichever way it was written, and with the zero that spreadsheets take; None for no phone."""
    digits = _BETWEEN.sub("", western(text))
    for pattern in (_MOBILE, _FIXED):
        if found := pattern.fullmatch(digits):
            return f"+972{found[1]}"
    return None


def language_of(text: str) -> str | None:
    return _BY_WORD.get(key(text))


def day_of(text: str) -> date | None:
    """Day before month, as it is written here, or year first, or a spreadsheet's own number; None for no day."""
    written = western(text).strip()
    try:
        if found := _ISO.fullmatch(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(written):
            year = int(found[3])
            return date(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return _EPOCH + timedelta(days=int(written)) if _SERIAL.fullmatch(written) else None
