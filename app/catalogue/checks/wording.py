"""Words that hurt, mislead or carry a wrong tone, per language, in everything that somebody will read.

The glossary's `avoid` lists are advice about one thing, and right elsewhere; only `wording.yaml` is looked for. An
error stands alone in quotation marks, as an example of what not to say, or not at all: nobody in our stories says it
either. What is only a warning may be said by somebody, so nothing inside quotation marks is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from app.catalogue.checks.folding import Folded, Word, fold
from app.catalogue.prose import Passage, passages
from app.catalogue.reader import Reading

LIST = Path(__file__).with_name("wording.yaml")
NOTHING = "-"
# Prefixed particles that Hebrew and Arabic write together with the word.
_HEBREW, _MOST = frozenset("והבכלמש"), 4
_ARABIC = tuple(
    before + inner for before in ("", "و", "ف") for inner in ("", "ال", "بال", "كال", "لل", "ب", "ك", "ل", "س")
)

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    is_error: bool
    instead: str


def check(reading: Reading) -> None:
    for passage in passages(reading.files):
        _look(passage, reading)


def _look(passage: Passage, reading: Reading) -> None:
    folded = fold(passage.text)
    seen = 0  # words that are part of what was found already
    for number in range(len(folded.words)):
        if number < seen or (found := _longest(folded, number, passage.language)) is None:
            continue
        length, rule = found
        seen = number + length
        first, last = folded.words[number], folded.words[seen - 1]
        if folded.is_mention(first, last) or (not rule.is_error and folded.is_spoken(first, last)):
            continue
        say = reading.report.error if rule.is_error else reading.report.warning
        message = f'"{" ".join(folded.text[first.start : last.end].split())}" is a word to avoid'
        say(passage.place(folded.place(first.start)), "wording", message, rule.instead)


def _longest(folded: Folded, at: int, language: str) -> tuple[int, Rule] | None:
    """The longest phrase that begins with this word: how many words, and its rule."""
    rules = rules_of(language)
    found = [
        (len(phrase), rule)
        for bare in bare_forms(folded.words[at].text, language)
        for phrase, rule in rules.get(bare, ())
        if _goes_on(phrase, folded.words[at : at + len(phrase)], folded, language)
    ]
    return max(found, key=lambda one: one[0], default=None)


def _goes_on(phrase: Phrase, words: tuple[Word, ...], folded: Folded, language: str) -> bool:
    if len(words) < len(phrase):
        return False
    pairs = zip(words, words[1:], phrase[1:], strict=False)
    return all(folded.is_next(one, other) and part in bare_forms(other.text, language) for one, other, part in pairs)


@lru_cache(maxsize=20_000)
def bare_forms(word: str, language: str) -> tuple[str, ...]:
    """The word, and what is left of it without each of the particles that it may begin with."""
    if language == "he":
        cut = next((n for n, sign in enumerate(word) if sign not in _HEBREW or n == _MOST), len(word))
        return tuple(word[n:] for n in range(cut + 1) if word[n:])
    if language == "ar":
        return tuple(word[len(particle) :] for particle in _ARABIC if word.startswith(particle) and word != particle)
    return (word,)


@lru_cache
def rules_of(language: str) -> Mapping[str, list[tuple[Phrase, Rule]]]:
    """By the first word of each phrase."""
    rules: dict[str, list[tuple[Phrase, Rule]]] = {}
    for entry in entries().get(language, ()):
        instead = f'prefer "{entry["instead"]}"' if entry.get("instead") else ""
        rule = Rule(entry.get("severity") == "error", instead)
        for text in phrases(entry["words"]):
            phrase = tuple(word.text for word in fold(text).words)
            rules.setdefault(phrase[0], []).append((phrase, rule))
    return rules


@lru_cache
def entries() -> Mapping[str, list[dict[str, Any]]]:
    """The list as it is written."""
    data: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return data


def phrases(words: str | list[str]) -> Iterator[str]:
    """Every wording that an entry stands for: `a|b c|-` is “a c”, “a”, “b c”, “b”."""
    for one in [words] if isinstance(words, str) else words:
        for chosen in product(*(part.split("|") for part in one.split())):
            yield " ".join(word for word in chosen if word != NOTHING)
