"""Typed words made comparable: what two people write differently and mean alike becomes the same.

Without case, combining marks (niqqud, te'amim, tashkeel, accents), tatweel, invisible signs and punctuation; Arabic
alef, hamza, yaa and taa marbuta and Hebrew final letters are one letter each; digits are Western; the articles ה and ال
before a word, and a leading a, an or the, do not count. Signs such as % and ₪ stay: they are units.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HEBREW = dict(zip("םןץףך", "מנצפכ", strict=True))
_ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ء": "", "ـ": "", "٪": "%"}
_LETTERS = str.maketrans(_HEBREW | _ARABIC)
_JOINED = frozenset("'\"’‘“”„׳״`´ʼ")
_KEPT = frozenset("%")
_ARTICLES = re.compile(r"^(?:ה(?=[א-ת]{2})|ال(?=[ء-ي]{2}))")
_ENGLISH = frozenset({"a", "an", "the"})
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """What a typed answer is compared by; empty where nothing readable was typed."""
    whole = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold().translate(_LETTERS)
    words = [_ARTICLES.sub("", word) for word in "".join(map(_sign, whole)).split()]
    if len(words) > 1 and words[0] in _ENGLISH:
        words = words[1:]
    return unicodedata.normalize("NFC", " ".join(words))


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if sign in _JOINED or category in ("Mn", "Me", "Cf", "Sk"):
        return ""
    return " " if category[0] in "PZC" and sign not in _KEPT else sign


def clean(typed: str) -> str:
    """As typed, without what no record can hold: control characters and halves of characters."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def split_bars(text: str) -> list[str]:
    """The parts between bars; a bar inside a reference, `{{term:x|shown}}`, parts nothing."""
    hidden = _REFERENCE.sub(lambda match: match[0].replace("|", "\0"), text)
    return [part.replace("\0", "|").strip() for part in hidden.split("|")]
