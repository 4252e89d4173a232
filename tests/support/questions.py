"""Questions of every kind in three languages: one of each by hand, and as many as are wanted by chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from app.catalogue.documents import Bundle, Document, align, read_document
from app.catalogue.findings import Report
from app.catalogue.kinds import KINDS
from app.catalogue.kinds.forms import fold
from app.catalogue.quizzes import OPTIONAL_KEYS, SOURCE_KEYS, build_quiz, version_of
from app.catalogue.types import LANGUAGES, Group, Item, Question, Quiz, Words

EVERY_KIND = Path(__file__).parent / "every_kind"
SOURCE = "en"

# files


def texts_of_each() -> dict[str, str]:
    """Language → the file of a quiz with one question of every kind."""
    return {language: (EVERY_KIND / f"quiz.{language}.md").read_text() for language in LANGUAGES}


def read_quiz(texts: Mapping[str, str], lesson: str = "lesson") -> tuple[Quiz, Report]:
    """A quiz out of its files by language, and what is to be said of them."""
    report = Report()
    documents = {language: _document(text, language, report) for language, text in texts.items()}
    source = documents.pop(SOURCE)
    bundle = Bundle(source, documents)
    align(bundle, report)
    titles = {one.language: one.record.text("title") for one in bundle.documents.values() if one.record}
    quiz = build_quiz(bundle, lesson, titles, report)
    assert quiz is not None
    return quiz, report


def _document(text: str, language: str, report: Report) -> Document:
    is_source = language == SOURCE
    document = read_document(text.encode(), f"quiz.{language}.md", language, report, is_source=is_source)
    assert document is not None
    assert document.front is not None
    keys = (OPTIONAL_KEYS, SOURCE_KEYS) if is_source else ((), ("title",))
    document.record = document.front.record(*keys)
    return document


def one_of_each(lesson: str = "lesson") -> Quiz:
    """One question of every kind, in Markdown as authors write it; objectives o1 to o3."""
    return read_quiz(texts_of_each(), lesson)[0]


def of_kind(kind: str) -> Question:
    return next(question for question in one_of_each().questions if question.kind == kind)


# chance

_WORDS = {
    "he": ("שָׁלוֹם", "דלת", "ביקור", "אדם", "להקשיב", "בית־ספר", "עזרה", "שאלה", "כיסא", "צה״ל", "פתוחה", "לאט"),
    "ar": ("مُسَاعَدَة", "باب", "زيارة", "إنسان", "إصغاء", "مدرسة", "وقت", "سؤال", "غدًا", "شعور", "مهلـــك", "رؤية"),
    "en": ("Help", "door", "visit", "person", "listen", "school", "time", "question", "chair", "café", "open", "slow"),
}
_ENDS = ("", "", ".", "?", "!", " – *yes*.", " “so”")
_INDIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
_UNITS = ({}, {"he": "דקות", "ar": "دقيقة", "en": "minutes"}, dict.fromkeys(LANGUAGES, "%"))


def lines(chance: Random, number: int = 1) -> list[Words]:
    """So many lines in each language, which stay different when they are compared as answers are."""
    found: list[Words] = []
    seen: set[str] = set()
    while len(found) < number:
        words = {language: _line(chance, language) for language in LANGUAGES}
        folded = {fold(text) for text in words.values()}
        if not folded & seen:
            found.append(words)
            seen |= folded
    return found


def _line(chance: Random, language: str) -> str:
    return " ".join(chance.choices(_WORDS[language], k=chance.randint(1, 5))) + chance.choice(_ENDS)


def _text(chance: Random, between: Sequence[str] = ("\n",)) -> Words:
    """One line, or two with something between them."""
    parts, joint = lines(chance, chance.choice((1, 1, 2))), chance.choice(between)
    return {language: joint.join(part[language] for part in parts) for language in LANGUAGES}


def _prose(chance: Random) -> Words:
    return _text(chance, ("\n", "\n\n"))


def _items(chance: Random, number: int, *, prefix: str = "", group: str = "", told: float = 0.7) -> list[Item]:
    return [
        Item(
            id=f"{prefix}{'abcdefghijkl'[at]}",
            text=text,
            feedback=_prose(chance) if chance.random() < told else {},
            group=group,
        )
        for at, text in enumerate(lines(chance, number))
    ]


def _marked(chance: Random, items: list[Item], right: int) -> list[Item]:
    chosen = chance.sample(range(len(items)), right)
    return [replace(item, is_right=at in chosen) for at, item in enumerate(items)]


def _typed(chance: Random, items: list[Item]) -> list[Item]:
    """Forms: the text and, now and then, another one."""
    found = []
    for item in items:
        forms = {x: (text, f"{text} {text} {text}")[: chance.randint(1, 2)] for x, text in item.text.items()}
        found.append(replace(item, forms=forms))
    return found


Built = tuple[list[Item], list[Group], dict[str, str]]


def _single(chance: Random) -> Built:
    return _marked(chance, _items(chance, 3, told=1), 1), [], {}


def _true_false(chance: Random) -> Built:
    items = _marked(chance, _items(chance, 2, told=1), 1)
    return [replace(item, id=name) for item, name in zip(items, ("true", "false"), strict=True)], [], {}


def _multiple(chance: Random) -> Built:
    number = chance.randint(3, 5)
    return _marked(chance, _items(chance, number, told=1), chance.randint(1, number)), [], {}


def _numeric(chance: Random) -> Built:
    unit = chance.choice(_UNITS)
    forms = {language: (text,) for language, text in unit.items()}
    items = []
    for at, hundredths in enumerate(chance.sample(range(-99999, 99999), 3)):
        number = f"{hundredths // 100}" if hundredths % 100 == 0 else f"{hundredths / 100:.2f}".rstrip("0")
        written = {"en": number, "he": number, "ar": number.translate(_INDIC)}
        text = {language: f"{written[language]} {unit.get(language, '')}".strip() for language in LANGUAGES}
        items.append(Item(id="abc"[at], text=text, forms=forms, number=number, feedback=_prose(chance)))
    return _marked(chance, items, 1), [], chance.choice([{}, {"tolerance": "0"}])


def _short_text(chance: Random) -> Built:
    number = chance.randint(1, 4)
    return _typed(chance, _marked(chance, _items(chance, number), chance.randint(1, number))), [], {}


def _cloze(chance: Random) -> Built:
    groups, items = [], []
    for name in ("gap-a", "b", "third")[: chance.randint(1, 3)]:
        own = _marked(chance, _items(chance, chance.randint(2, 4), group=name), 1)
        is_typed = chance.random() < 0.5
        groups.append(Group(id=name, title=lines(chance)[0], settings={"input": "text"} if is_typed else {}))
        items += _typed(chance, own) if is_typed else own
    return items, groups, {}


def _matching(chance: Random) -> Built:
    prompts, stray = chance.randint(3, 8), chance.randint(0, 3)
    items = _items(chance, prompts + stray)
    matches = lines(chance, prompts + stray)
    paired = [replace(item, match=match) for item, match in zip(items, matches, strict=True)]
    return [*paired[:prompts], *(replace(item, text={}) for item in paired[prompts:])], [], {}


def _ordering(chance: Random) -> Built:
    return _items(chance, chance.randint(3, 8)), [], {}


def _categorise(chance: Random) -> Built:
    names = ("one", "two", "three")[: chance.randint(2, 3)]
    counts = [3, 2, chance.randint(0, 2)]
    items = [
        item
        for name, count in zip(names, counts, strict=False)
        for item in _items(chance, count, prefix=f"{name}-", group=name)
    ]
    return items, [Group(id=name, title=lines(chance)[0]) for name in names], {}


def _reflective(chance: Random) -> Built:
    names = ("feeling", "room")[: chance.randint(1, 2)]
    items = [item for name in names for item in _items(chance, chance.randint(2, 4), group=name, told=0)]
    settings = {"pass": str(chance.randint(1, 100)), "max_words": str(chance.randint(2, 400))}
    return items, [Group(id=name, title=lines(chance)[0]) for name in names], settings


_BUILDERS: Mapping[str, Callable[[Random], Built]] = {
    "single": _single,
    "true-false": _true_false,
    "multiple": _multiple,
    "numeric": _numeric,
    "short-text": _short_text,
    "cloze": _cloze,
    "matching": _matching,
    "ordering": _ordering,
    "categorise": _categorise,
    "reflective": _reflective,
}


def question_of(kind: str, seed: int) -> Question:
    """A faultless question; the same seed gives the same one."""
    chance = Random(seed)
    items, groups, settings = _BUILDERS[kind](chance)
    if chance.random() < 0.7:
        settings = {"scoring": chance.choice(KINDS[kind].scorings), **settings}
    stem = _prose(chance)
    if kind == "cloze":
        stem = {language: f"{text} {_gaps(chance, groups)}" for language, text in stem.items()}
    return Question(
        id=chance.choice(("first-one", "q2")),
        kind=kind,
        objective="o1",
        title=lines(chance)[0],
        stem=stem,
        options=tuple(items),
        groups=tuple(groups),
        explanation=_prose(chance),
        settings=settings,
        must_pass=not KINDS[kind].is_marked and chance.random() < 0.5,
        version=version_of(stem, tuple(items), tuple(groups), settings),
    )


def _gaps(chance: Random, groups: list[Group]) -> str:
    """All gaps, in an order of their own, as each language's grammar wants it."""
    return ", ".join(f"{{{{gap:{group.id}}}}}" for group in chance.sample(groups, len(groups)))


GENERATORS: Mapping[str, st.SearchStrategy[Question]] = {
    kind: st.integers(0, 2**32).map(partial(question_of, kind)) for kind in _BUILDERS
}
"""By kind. A kind without a generator fails the tests."""


def quiz_of(*questions: Question) -> Quiz:
    return Quiz(
        id="a-quiz",
        lesson="lesson",
        title={"en": "A: quiz", "he": 'בדיקה "קצרה"', "ar": "اختبار: قصير"},
        pass_percent=70,
        draw=1,
        questions=questions,
        max_attempts=3,
    )
