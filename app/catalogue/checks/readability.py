"""Plain language, where it can be measured: long sentences everywhere, a school grade for English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.catalogue.documents import Document
from app.catalogue.reader import Reading

# Curriculum, section 5: sentences of at most 18 words, a reading age of 15. Hebrew and Arabic join particles on.
WORDS = {"en": 18.0, "he": 16.0, "ar": 17.0}
LONGEST = {"en": 35, "he": 32, "ar": 34}
GRADE = 10.0
_ENOUGH = 100  # words, before a mean says anything
_NOISE = re.compile(r"\{\{[^}]*\}\}|\[@[^\]]*\]|\]\([^)]*\)|https?://\S+|[*_`>#|\[\]]")
_END = re.compile(r"(?<=[.!?؟…])[\"”»'’)]*\s+|\n|:\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’״׳\"-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_READ = ("lesson", "exercise", "sheet")
PROSE = ("paragraph", "quote", "feedback", "item")


def check(reading: Reading) -> None:
    for found in reading.pages:
        for name in _READ:
            if (page := found.bundles.get(name)) is not None:
                for document in page.documents.values():
                    _document(document, reading)


def _document(document: Document, reading: Reading) -> None:
    lengths: list[int] = []
    syllables = 0
    for unit in document.units:
        if unit.kind not in PROSE:
            continue
        for words in sentences(unit.text):
            lengths.append(len(words))
            syllables += sum(map(_syllables, words))
            if len(words) > LONGEST[document.language]:
                message = f"a sentence of {len(words)} words: “{' '.join(words[:6])} …”"
                reading.report.warning(unit.place, "long-sentence", message, "make two of it")
    if sum(lengths) >= _ENOUGH:
        _means(document, lengths, syllables, reading)


def _means(document: Document, lengths: list[int], syllables: int, reading: Reading) -> None:
    mean = sum(lengths) / len(lengths)
    limit = WORDS[document.language]
    if mean > limit:
        message = f"sentences have {mean:.0f} words on average; {limit:.0f} is the limit"
        reading.report.warning(document.place, "reading-level", message)
    if document.language == "en":
        grade = 0.39 * mean + 11.8 * syllables / sum(lengths) - 15.59
        if grade > GRADE:
            message = f"the reading level is grade {grade:.1f} (Flesch-Kincaid); {GRADE:.0f} is the limit"
            reading.report.warning(document.place, "reading-level", message)


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence; a colon and a line's end count as ends too."""
    for part in _END.split(_NOISE.sub(" ", text)):
        if words := _WORD.findall(part):
            yield words


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, groups - silent)
