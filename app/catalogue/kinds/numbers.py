"""Numbers as people write them: Western, Arabic-Indic or Persian digits, decimal comma or point, thousands apart.

A comma before exactly three digits parts thousands, as readers in Israel write it: "1,500" is fifteen hundred, "1,5" is
one and a half, "0,500" a half. A single point is always decimal. Where comma and point both stand, the last is decimal.
Arabic ٫ is decimal; Arabic ٬, an apostrophe or a space may stand between groups of three only. All else is unreadable.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {"−": "-", "–": "-", "،": ",", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
_NUMBER = re.compile(r"[+-]?[.,٫]?\d(?:[\d.,'٬٫ ]*\d)?")
_GROUPS = re.compile(r"\d+|[1-9]\d{0,2}(?:(?P<mark>[.,'٬ ])\d{3})(?:(?P=mark)\d{3})*")
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
_SMALL = str.maketrans(_SIGNS)


def split_number(text: str) -> tuple[str, str, str]:
    """What stands before the first number of a text, the number as written, and what follows it."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    match = _NUMBER.search(visible.translate(_SMALL))
    if not match:
        return visible, "", ""
    return visible[: match.start()], visible[match.start() : match.end()], visible[match.end() :]


def plain_number(written: str) -> str:
    """A decimal in Western digits, such as -1500 or 0.5; empty where the number cannot be read beyond doubt."""
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in written.translate(_SMALL))
    if not _NUMBER.fullmatch(text):
        return ""
    sign = "-" if text.startswith("-") else ""
    whole, decimals = _parts(text.lstrip("+-"))
    if not _GROUPS.fullmatch(whole or "0") or not (decimals or "0").isdecimal():
        return ""
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    fraction = decimals.rstrip("0")
    value = f"{digits}.{fraction}" if fraction else digits
    return value if value == "0" else sign + value


def _parts(text: str) -> tuple[str, str]:
    """Before and behind the decimal sign."""
    mark = _decimal_mark(text)
    whole, _, decimals = text.rpartition(mark) if mark else (text, "", "")
    return whole, decimals


def _decimal_mark(text: str) -> str:
    if "٫" in text:
        return "٫"
    if "," in text and "." in text:
        return max(",.", key=text.rfind)
    if text.count(",") == 1 and not _THOUSANDS.fullmatch(text):
        return ","
    return "." if text.count(".") == 1 else ""
