"""A text as the list of its words, made comparable, each with its place: what hides a word from a plain search is gone.

Gone are case, niqqud, tashkeel, tatweel, invisible signs, marks of emphasis and backslashes; forms of alef, yaa and
hamza are one; endings for both genders, ביצע/ה or مشرف/ة, are left out. A hyphen, a maqaf and the end of a line part
two words as a space does; a blank line parts paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

_SAME = str.maketrans("أإآٱىیکؤئ", "ااااييكوي")
_HIDDEN = frozenset("*_`~\\\u0640")
_JOINING = frozenset("-\u05be\u2010\u2011\u2012\u00a0")
_WORD = re.compile(r"[^\W_]+")
_PARAGRAPH = "\u2029"
_BLANK = re.compile(r"\n[ \t>]*(?=\n)")
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_ENDING = re.compile(r"(?<=[^\W\d_])(?:/\w{1,2}|\(\w{1,3}\))(?!\w)")
_NO_WIDTH = "\u200b"
_OPENING, _CLOSING = "\"“„«״‘'", "\"”“»״’'"
_SPEECH = {"“": "”", "„": "”“", "«": "»", '"': '"', "״": "״"}


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are places in the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """`original` is the text sign for sign, before any was left out."""

    original: str
    text: str
    words: tuple[Word, ...]
    speech: tuple[tuple[int, int], ...]

    def place(self, at: int) -> int:
        """Where a sign of the folded text stands in the original."""
        kept = (place for place, sign in enumerate(self.original) if _TABLE[ord(sign)])
        return next(islice(kept, at, None))

    def is_next(self, one: Word, other: Word) -> bool:
        """Whether nothing but space stands between two words."""
        return not self.text[one.end : other.start].strip(" ")

    def is_mention(self, first: Word, last: Word) -> bool:
        """Whether these words, and nothing else, stand in quotation marks."""
        before, after = self.text[: first.start].rstrip(" ")[-1:], self.text[last.end :].lstrip(" ,.")[:1]
        return bool(before and after) and before in _OPENING and after in _CLOSING

    def is_spoken(self, first: Word, last: Word) -> bool:
        """Whether these words stand somewhere inside quotation marks."""
        return any(start < first.start and last.end <= end for start, end in self.speech)


def fold(text: str) -> Folded:
    marked = text
    for pattern, sign in ((_BLANK, _PARAGRAPH), (_QUOTED_LINE, " "), (_ENDING, _NO_WIDTH)):
        marked = pattern.sub(_filled(sign), marked)
    whole = marked.translate(_TABLE)
    words = tuple(Word(match[0], match.start(), match.end()) for match in _WORD.finditer(whole))
    return Folded(marked, whole, words, tuple(_speech(whole)))


def _filled(sign: str) -> Callable[[re.Match[str]], str]:
    """As long as what it stands for, so that places stay."""
    return lambda match: sign * len(match[0])


def _speech(text: str) -> Iterator[tuple[int, int]]:
    """Quotations that end in their paragraph. A mark between two letters is part of a Hebrew abbreviation."""
    opened, closing = -1, ""
    for place, sign in enumerate(text):
        if sign == _PARAGRAPH:
            opened, closing = -1, ""
        elif sign in '"״' and text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha():
            continue
        elif opened >= 0 and sign in closing:
            yield opened, place
            opened, closing = -1, ""
        elif opened < 0 and sign in _SPEECH:
            opened, closing = place, _SPEECH[sign]


class _Table(dict[int, str]):
    """Sign by sign, for `translate`: each becomes one sign or none."""

    def __missing__(self, code: int) -> str:
        self[code] = _sign(chr(code))
        return self[code]


_TABLE = _Table()


def _sign(sign: str) -> str:
    if sign in _HIDDEN or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return ""
    if sign in _JOINING or (sign.isspace() and sign != _PARAGRAPH):
        return " "
    lower = sign.translate(_SAME).lower()
    return lower if len(lower) == 1 else sign
