"""The glossary as a reader sees it: in alphabetical order, and found by whatever part of a word they know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.kinds.forms import fold
from app.catalogue.terms import Term
from app.core.words import LANGUAGES, direction_of
from app.releases.queries import Published
from app.web.markup import mark_foreign

LONGEST_QUERY = 100  # characters; what is longer is cut


@dataclass(frozen=True, slots=True)
class Avoided:
    language: str
    direction: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """`others`: the word in the other languages. `avoided` begins with the reader's own language."""

    id: str
    term: Mapping[str, str]
    meaning: Mapping[str, str]
    why: Mapping[str, str]
    others: tuple[tuple[str, str, str], ...]
    avoided: tuple[Avoided, ...]
    folded: str


@lru_cache(maxsize=16)
def entries(content: Published, language: str) -> tuple[Entry, ...]:
    found = [_entry(key, term, language) for key, term in content.catalogue.glossary.items()]
    return tuple(sorted(found, key=lambda one: fold(one.term.get(language, "")) or one.id))


def search(content: Published, language: str, query: str) -> tuple[Entry, ...]:
    """Those that hold every word of the query, with or without niqqud, tashkeel, articles and case."""
    # Twice: behind the article there may be a word that begins like one.
    wanted = fold(fold(query[:LONGEST_QUERY])).split()
    return tuple(one for one in entries(content, language) if all(word in one.folded for word in wanted))


def _entry(key: str, term: Term, language: str) -> Entry:
    order = (language, *(code for code in LANGUAGES if code != language))
    # Where nothing is to be explained, only the reader's own words help; a reason speaks of all languages.
    said = order if term.why else order[:1]
    texts = (*term.term.values(), *term.meaning.values(), *(word for words in term.avoid.values() for word in words))
    return Entry(
        id=key,
        term=term.term,
        meaning=_marked(term.meaning),
        why=_marked(term.why),
        others=tuple((code, direction_of(code), term.term[code]) for code in order[1:] if term.term.get(code)),
        avoided=tuple(Avoided(code, direction_of(code), term.avoid[code]) for code in said if term.avoid.get(code)),
        folded="\n".join(map(fold, texts)),
    )


def _marked(words: Mapping[str, str]) -> Mapping[str, str]:
    return {code: mark_foreign(text, code) for code, text in words.items()}
