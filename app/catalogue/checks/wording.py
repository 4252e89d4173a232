"""Words that hurt, mislead or carry a wrong tone, per language.

The glossary's `avoid` lists are advice about one thing, and right elsewhere; only `wording.yaml` is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from app.catalogue.reader import Reading
from app.catalogue.texts import Text, texts

_LIST = Path(__file__).with_name("wording.yaml")
# Prefixed particles that Hebrew and Arabic write together with the word.
_PREFIX = {"he": "(?:[והבכלמש]{0,3})", "ar": "(?:[وف]?(?:بال|كال|لل|ال|[بكل])?)"}
_QUOTES = {'"': '"', "“": "”", "„": "”", "«": "»", "״": "״", "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    is_error: bool
    instead: str


def check(reading: Reading) -> None:
    for text in texts(reading.files, ".md"):
        for rule in _rules(text.language):
            _look(text, rule, reading)


def _look(text: Text, rule: Rule, reading: Reading) -> None:
    for match in rule.pattern.finditer(text.text):
        if _is_quoted(text.text, match.start(), match.end()):
            continue
        message = f'"{" ".join(match[0].split())}" is a word to avoid'
        say = reading.report.error if rule.is_error else reading.report.warning
        say(text.place(match.start()), "wording", message, rule.instead)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Somebody's words, or an example of what not to say: quoted right around the words."""
    return start > 0 and text[start - 1] in _QUOTES and text[end : end + 1] in (_QUOTES[text[start - 1]], ",", ".")


@lru_cache
def _rules(language: str) -> tuple[Rule, ...]:
    data = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return tuple(_read(data.get(language, []), language))


def _read(entries: list[dict[str, str]], language: str) -> Iterator[Rule]:
    for entry in entries:
        instead = f'prefer "{entry["instead"]}"' if entry.get("instead") else ""
        yield Rule(_pattern(entry["words"], language), entry.get("severity") == "error", instead)


def _pattern(words: str, language: str) -> re.Pattern[str]:
    prefix = _PREFIX.get(language, "")
    inside = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){prefix}{inside}(?!\w)", re.IGNORECASE)
