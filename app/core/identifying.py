"""Notices text that tells who somebody is, in Hebrew, Arabic and English, so that its writer can say it otherwise.

The rules stand in `identifying.json`, which the device reads too (`static/js/identifying.js`); one set of examples
holds both readers to the same answers. Nothing that is found is kept or logged. A finding is a guess, never a verdict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

MAIL, ID, PHONE, ADDRESS, NAME, MET, KUNYA = "mail", "id", "phone", "address", "name", "met", "kunya"
KINDS = (MAIL, ID, PHONE, ADDRESS, KUNYA, NAME, MET)

_RULES: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
_SAME = str.maketrans({sign: to for signs, to in _RULES["same"].items() for sign in signs})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.translate(_SAME).split())


def _sets(rules: dict[str, str]) -> dict[str, frozenset[str]]:
    return {name: _words(text) for name, text in rules.items()}


_TOKEN, _MARKS, _DATES, _DAY = (re.compile(_RULES[name]) for name in ("token", "marks", "dates", "day"))
_NUMBERS = {kind: [re.compile(one) for one in patterns] for kind, patterns in _RULES["numbers"].items()}
_STREET, _TITLES, _KUNYA, _MET = (_sets(_RULES[name]) for name in ("street", "titles", "kunya", "met"))
_NAMES, _NOT_NAMES = _sets(_RULES["names"]), _sets(_RULES["not_names"])
_ENDINGS = {script: tuple(text.split()) for script, text in _RULES["endings"].items()}
_HEBREW, _ARABIC = re.compile("[\u05d0-\u05ea]"), re.compile("[\u0620-\u06d3]")
_CAPITAL = re.compile("[A-Z\u00c0-\u00de][a-z\u00df-\u00ff'][A-Za-z\u00c0-\u00ff']*")


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that may tell who somebody is; `kind` is one of KINDS."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number; `word` without vowel signs and quotes around it."""

    word: str
    start: int
    end: int

    @property
    def script(self) -> str:
        return "he" if _HEBREW.search(self.word) else "ar" if _ARABIC.search(self.word) else "en"

    @property
    def is_number(self) -> bool:
        return self.word.isdecimal()


def find(text: str) -> list[Finding]:
    """What may identify somebody, in the order of the text; where two rules meet, the surer one speaks."""
    same = text.translate(_SAME)
    plain = _DATES.sub(lambda match: match[1] + " " * len(match[2]), same)
    tokens = _tokens(same)
    found: list[Finding] = []
    for kind in KINDS:
        stretches = _in_numbers(kind, plain) if kind in _NUMBERS else _in_words(kind, tokens, same)
        for start, end in stretches:
            if all(end <= one.start or start >= one.end for one in found):
                found.append(Finding(kind, start, end))
    return sorted(found, key=lambda one: one.start)


def is_id(number: str) -> bool:
    """Whether digits are an Israeli ID number by their check digit: weights 1 and 2 in turn over nine digits."""
    digits = [int(sign) for sign in number.zfill(9)]
    total = sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return len(digits) == 9 and any(digits) and total % 10 == 0


def _tokens(same: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(same):
        start = match.start() + len(match[0]) - len(match[0].lstrip("\"'"))
        whole = match[0].strip('"').lstrip("\"'")
        if whole:
            found.append(Token(_MARKS.sub("", whole), start, start + len(whole)))
    return found


def _in_numbers(kind: str, plain: str) -> Iterator[tuple[int, int]]:
    for pattern in _NUMBERS[kind]:
        for match in pattern.finditer(plain):
            groups = re.findall("[0-9]+", match[2])
            number = "".join(groups)
            if kind == ID and (not is_id(number) or _DAY.fullmatch(number)):
                continue
            if kind == PHONE and 2 * len(groups) > len(number):
                continue
            yield match.span(2)


def _in_words(kind: str, tokens: list[Token], same: str) -> Iterator[tuple[int, int]]:
    if kind == ADDRESS:
        yield from _addresses(tokens, same)
    elif kind == MET:
        yield from ((token.start, token.end) for token in _met(tokens, same))
    else:
        tells = _is_titled if kind == NAME else _is_kunya
        for place, (first, second) in enumerate(pairwise(tokens)):
            before = tokens[place - 1] if place else None
            if tells(before, first, second, same[first.end : second.start]):
                yield first.start, second.end


def _is_near(between: str) -> bool:
    return bool(re.fullmatch("[ .-]{0,3}", between))


def _is_titled(before: Token | None, title: Token, name: Token, between: str) -> bool:
    word, script = title.word, title.script
    if not _is_near(between) or not between or name.is_number or (before and before.word in _TITLES["behind"]):
        return False
    if script == "he":
        return (word in _TITLES["he_exact"] or _bare(word, 2) in _TITLES["he"]) and _may_be_name(name, is_sure=True)
    if script == "ar":
        if word in _TITLES["ar_short"]:
            is_title = "." in between and not (before and before.is_number)
        else:
            is_title = word in _TITLES["ar_exact"] or _with_article(word) in _TITLES["ar"]
        return is_title and _may_be_name(name, is_sure=True)
    if word in _TITLES["en_capital"]:
        return bool(_CAPITAL.fullmatch(name.word)) and _may_be_name(name, is_sure=True)
    return word.lower() in _TITLES["en"] and name.word.lower() not in _NOT_NAMES["en"] and len(name.word) > 1


def _is_kunya(_before: Token | None, first: Token, name: Token, between: str) -> bool:
    if between.strip(" -") or name.is_number or name.word.removeprefix("ال") in _KUNYA["places"]:
        return False
    if first.script == "he":
        return _bare(first.word, 1) in _KUNYA["he"] and name.word not in _NOT_NAMES["he"]
    if first.script == "ar":
        word = re.sub("^[وفلب](?=ا[بم])", "", first.word)
        if word in _KUNYA["ar_mother"]:
            return name.word in _NAMES["ar"]
        return word in _KUNYA["ar"] and name.word not in _NOT_NAMES["ar"] and len(name.word) > 1
    return first.word in _KUNYA["en"] and name.word not in _KUNYA["places"] and bool(_CAPITAL.fullmatch(name.word))


def _met(tokens: list[Token], same: str) -> Iterator[Token]:
    """Names behind "met with": what stands there is a person, the question is only whether it is said who."""
    for place, token in enumerate(tokens[:-1]):
        for length in (2, 1):
            said = tokens[place : place + length]
            rest = tokens[place + length : place + length + 1]
            if not rest or not _is_phrase([one.word for one in said], token.script):
                continue
            name, between = rest[0], same[said[-1].end : rest[0].start]
            if re.fullmatch("[ -]{1,3}", between) and _may_be_name(name) and _fits(said, name):
                yield name
            break


def _is_phrase(words: list[str], script: str) -> bool:
    said = "+".join(words)
    return (said.lower() if script == "en" else said) in _MET[script] or (
        script == "ar" and len(words) == 2 and words[1] == "ب" and words[0] in _MET["ar_with"]
    )


def _fits(said: list[Token], name: Token) -> bool:
    """A bare "met" in Arabic takes its person with or without a "with" that is written as one with the name."""
    if len(said) == 1 and said[0].word in _MET["ar_with"] and name.word.startswith("ب") and len(name.word) > 3:
        return _may_be_name(Token(name.word[1:], name.start + 1, name.end))
    return True


def _may_be_name(token: Token, *, is_sure: bool = False) -> bool:
    """Whether a word can be somebody's name. `is_sure`: a title says that one follows."""
    word, script = token.word.rstrip("'"), token.script
    if token.is_number or len(word) < 2 or _is_said_otherwise(token):
        return False
    if script == "en":
        return bool(_CAPITAL.fullmatch(token.word)) and token.word not in _NOT_NAMES["en"]
    if word in _NAMES[script]:
        return True
    if word in _NOT_NAMES[script] or token.word in _NOT_NAMES[script]:
        return False
    if script == "he":
        return not word.startswith("ה") and (is_sure or not word.endswith(_ENDINGS["he"]))
    return is_sure or not (word.startswith("ال") or word.endswith(_ENDINGS["ar"]))


def _is_said_otherwise(token: Token) -> bool:
    """Titles and kunyas are found by their own rules."""
    word = token.word
    if token.script == "he":
        return _bare(word, 2) in _TITLES["he"] or word in _TITLES["he_exact"] or word in _KUNYA["he"]
    if token.script == "ar":
        titled = word in _TITLES["ar_exact"] or _with_article(word) in _TITLES["ar"]
        return titled or word in _KUNYA["ar"] or word in _KUNYA["ar_mother"]
    return word.lower() in _TITLES["en"] or word in _TITLES["en_capital"] or word in _KUNYA["en"]


def _bare(word: str, most: int) -> str:
    """A Hebrew word without its "and", "to", "in", "from", "that"; the word itself where none is left."""
    for length in range(most + 1):
        if word[length:] in _TITLES["he"] or word[length:] in _KUNYA["he"] or word[length:] in _STREET["before"]:
            return word[length:] if all(sign in "ולבכשמה" for sign in word[:length]) else word
    return word


def _with_article(word: str) -> str:
    """An Arabic word without its "and", "with", "like", with "to the" as "the"."""
    return re.sub("^[وف]?لل", "ال", re.sub("^[وف]?[بك]?(?=ال)", "", word))


def _addresses(tokens: list[Token], same: str) -> Iterator[tuple[int, int]]:
    for place, token in enumerate(tokens):
        if _bare(token.word, 2) in _STREET["before"] or _with_article(token.word) in _STREET["before"]:
            number = _number_after(tokens, place, same)
            if number:
                yield token.start, number.end
        elif token.word in _STREET["after"] and place and _CAPITAL.fullmatch(tokens[place - 1].word):
            yield from _english_address(tokens, place, same)


def _number_after(tokens: list[Token], place: int, same: str) -> Token | None:
    """The house number behind a street's name of one to three words."""
    for words, token in enumerate(tokens[place + 1 : place + 6]):
        if token.is_number:
            return token if words and _is_house(tokens, place + 1 + words, same) else None
        if token.word in _STREET["number"]:
            continue
        if words > 2 or _is_no_street(token) or not _is_near(same[token.end : token.end + 1]):
            return None
    return None


def _is_no_street(token: Token) -> bool:
    return token.word in _NOT_NAMES[token.script] and token.word not in _STREET["names"]


def _english_address(tokens: list[Token], place: int, same: str) -> Iterator[tuple[int, int]]:
    first = place - 1
    while first > 0 and place - first < 3 and _CAPITAL.fullmatch(tokens[first - 1].word):
        first -= 1
    before, after = tokens[first - 1] if first else None, tokens[place + 1] if place + 1 < len(tokens) else None
    if before and before.is_number and len(before.word) < 5:
        yield before.start, tokens[place].end
    elif after and after.is_number and _is_house(tokens, place + 1, same):
        yield tokens[first].start, after.end


def _is_house(tokens: list[Token], place: int, same: str) -> bool:
    """A number of up to four digits that is neither a time nor an amount of something."""
    number = tokens[place]
    after = tokens[place + 1].word if place + 1 < len(tokens) else ""
    is_amount = (
        after in _STREET["units"] or after.lower() in _STREET["units"] or same[number.end : number.end + 1] in (*":%",)
    )
    return len(number.word) < 5 and not is_amount
