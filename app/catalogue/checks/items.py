"""How questions are written, in every language (Haladyna 2002): nothing but knowing the answer gives it away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.catalogue.checks.folding import fold
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES, Lesson, Question, Quiz

_ENOUGH = 9  # questions, before positions and lengths say anything
_LONGER = 1.1  # times the next longest option: from here on it catches the eye
_LETTERS = ("a", "b", "c")
# On folded text.
_LAZY = {
    "en": re.compile(r"\b(?:all|none|both|neither|any) of (?:the above|these answers)\b"),
    "he": re.compile(r"\bכל (?:התשובות|האמור|הנל)|\bאף (?:תשובה|אחת מהתשובות)|\bשתי התשובות"),
    "ar": re.compile(r"\b(?:كل|جميع) (?:ما سبق|ما ذكر|الاجابات)|\bلا شيء مما|\bكلا (?:الجوابين|ما سبق)"),
}
# What a sentence needs by its grammar counts once: “אף אחד לא”, “لا … إلا”.
_NEGATION = {
    "en": re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither|without|except)\b|n['’]t\b"),
    "he": re.compile(r"(?<!\w)[ושהכלמב]{0,2}(?:לא|אין|אינו|אינה|אינם|אינן|איננו|איננה|בלי|ללא|למעט|חוץ)(?!\w)"),
    "ar": re.compile(r"(?<!\w)[وف]?(?:لا|لم|لن|ليس|ليست|ليسوا|بلا|بدون|دون|باستثناء)(?!\w)"),
}
_QUOTED = re.compile(r"[“«\"״][^”»\"״]*[”»\"״]")
_SENTENCE = re.compile(r"(?<=[.!?؟…:])\s+|\n+")
_WHOLE = re.compile(r"[.!?؟…:][\s\"”»״’')*_\]]*$")


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if lesson.quiz:
            for question in lesson.quiz.questions:
                _options(lesson, question, reading)
                _stem(lesson, question, reading)
            _patterns(lesson, lesson.quiz, reading)


def _options(lesson: Lesson, question: Question, reading: Reading) -> None:
    place = reading.places.of(f"question:{lesson.id}/{question.id}")
    for language in LANGUAGES:
        if any(_LAZY[language].search(fold(one.text.get(language, "")).text) for one in question.options):
            message = f'no option says "all" or "none of the above" (“{language}”)'
            reading.report.warning(place, "quiz-all-of-the-above", message)


def _stem(lesson: Lesson, question: Question, reading: Reading) -> None:
    place = reading.places.of(f"question:{lesson.id}/{question.id}")
    for language, stem in question.stem.items():
        if question.kind in ("single", "multiple", "true-false") and not _WHOLE.search(stem):
            message = f"the question is not whole before its options (“{language}”)"
            reading.report.warning(place, "quiz-stem", message, "end it with a question mark, a full stop or a colon")
        for asked in _asked(stem):
            if len(_NEGATION[language].findall(fold(asked).text)) > 1:
                message = f"the question says no twice (“{language}”): “{' '.join(asked.split())[:60]}”"
                reading.report.warning(place, "quiz-double-negative", message, "ask for what is right")


def _asked(stem: str) -> Iterator[str]:
    """The sentences that ask, without what somebody says."""
    return (one for one in _SENTENCE.split(_QUOTED.sub(" ", stem)) if one.rstrip(" *_").endswith(("?", "؟")))


def _patterns(lesson: Lesson, quiz: Quiz, reading: Reading) -> None:
    single = [question for question in quiz.questions if question.kind == "single" and len(question.options) == 3]
    if len(single) < _ENOUGH:
        return
    place = reading.places.of(f"quiz:{lesson.id}:draw")
    positions = Counter(_position(question) for question in single)
    shares = ", ".join(f"{_LETTERS[position]} {positions[position]}" for position in range(3))
    if any(not 0.2 <= positions[position] / len(single) <= 0.5 for position in range(3)):
        reading.report.warning(place, "quiz-key-balance", f"right answers stand unevenly: {shares}")
    for language in single[0].stem:
        longest = sum(_is_longest(question, language) for question in single)
        if longest / len(single) > 0.5:
            message = (
                f"the right answer is the longest in {longest} of {len(single)} questions, which gives it away "
                f"(“{language}”)"
            )
            reading.report.warning(place, "quiz-longest", message)


def _position(question: Question) -> int:
    return next((number for number, option in enumerate(question.options) if option.is_right), 0)


def _is_longest(question: Question, language: str) -> bool:
    right = [len(option.text.get(language, "")) for option in question.options if option.is_right]
    wrong = [len(option.text.get(language, "")) for option in question.options if not option.is_right]
    return bool(right and wrong) and min(right) > _LONGER * max(wrong)
