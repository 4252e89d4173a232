"""Rules that can be broken in several ways, or in several places: each of them planted."""

from __future__ import annotations

import re

import pytest

from app.catalogue.checks import check
from tests.catalogue.samples import (
    FACILITATE,
    GLOSSARY,
    LESSON,
    LESSON_HE,
    NEVER,
    PROGRAMME,
    QUIZ,
    QUIZ_HE,
    TOOLS,
    encoded,
    files,
    found,
    line_of,
    planted,
    texts,
)
from tests.catalogue.test_check import Fault

FACILITATE_HE = FACILITATE.replace(".en.", ".he.")
LESSON_AR = LESSON.replace(".en.", ".ar.")
FIRST = "## Question 1"
SAY_NAME = "- (x) I ask why she is so quiet today. {#b}"
ROOM = "  - id: leave-room\n    text: Demonstrate a pause after a question\n    assessed_by: rubric\n"
MORE = "".join(f"  - id: more-{n}\n    text: Show more\n    assessed_by: rubric\n" for n in range(3))
ALL_HE = "- כל התשובות נכונות."
TWICE_HE = "מה לא תאמרו בלי לשאול בביקור 1?"

WAYS = [
    # a question of one answer, three options, one objective
    Fault("quiz-key", QUIZ, "- ( ) I say my name", "- (x) I say my name", FIRST),
    Fault("quiz-key", QUIZ, SAY_NAME, SAY_NAME.replace("(x)", "( )"), FIRST),
    Fault("quiz-options", QUIZ, SAY_NAME, f"- ( ) I wave. {{#d}}\n\n    > Because.\n\n{SAY_NAME}", FIRST),
    Fault("feedback-missing", QUIZ, "    > Because of b.\n\n", "", SAY_NAME),
    Fault("question-objective", QUIZ, "objective=say-who-i-am", "objective=", FIRST),
    Fault("unknown-option", QUIZ, "kind=single", "objectives=leave-room kind=single", FIRST),
    Fault("quiz-objective", QUIZ, "objective=say-who-i-am", "objective=leave-room", FIRST, "warning"),
    Fault("quiz-all-of-the-above", QUIZ, "I leave, and", "None of the above, and", FIRST, "warning"),
    Fault("quiz-all-of-the-above", QUIZ_HE, "- הולכים וחוזרים מחר.", ALL_HE, FIRST, "warning", QUIZ),
    Fault("quiz-stem", QUIZ_HE, "מה עושים בביקור 1?", "בביקור 1 עדיף", FIRST, "warning", QUIZ),
    Fault("quiz-double-negative", QUIZ_HE, "מה עושים בביקור 1?", TWICE_HE, FIRST, "warning", QUIZ),
    # objectives
    Fault("objective-count", LESSON, ROOM, ROOM + MORE, "  - id: say-who"),
    Fault("objective-verb", LESSON, "text: State who", "text: Know who", "Know"),
    Fault("objective-verb", LESSON, "text: State who", "text: To be aware who", "be aware"),
    Fault("bad-value", LESSON, "assessed_by: rubric", "assessed_by: nobody", "nobody"),
    # sums
    Fault("agenda-sum", FACILITATE, "30 | Story", "29 | Story", "/// agenda"),
    Fault("agenda-sum", FACILITATE, "30 | Story", "31 | Story", "/// agenda"),
    Fault("structure-in-translation", FACILITATE_HE, "סיפור ושיחה", "31 | סיפור ושיחה", "31 |"),
    Fault("misaligned", FACILITATE_HE, "תרגול בשלשות\n", "", "///\n\n/// roleplay"),
    Fault("parts-sum", LESSON, "practice_minutes: 60", "practice_minutes: 59", "minutes: 90"),
    # what is pointed at, in every language and list
    Fault("unknown-contact", LESSON_HE, "contact:eran", "contact:eren", "contact:eren"),
    Fault("unknown-term", LESSON_HE, "term:mentor", "term:mentr", "term:mentr"),
    Fault("unknown-term", QUIZ, "Rana opens", "{{term:mentr}} opens", "term:mentr"),
    Fault("unknown-source", LESSON_HE, "[@FHS]", "[@FSH]", "[@FSH]"),
    Fault("unknown-source", GLOSSARY, "  meaning:", "  sources: [FSH]\n  meaning:", "[FSH]"),
    Fault("unknown-language", GLOSSARY, "  meaning:", "  avoid: {eng: [x]}\n  meaning:", "eng:"),
    Fault("unknown-key", GLOSSARY, "  meaning:", "  meanings: x\n  meaning:", "meanings:"),
    Fault("translation-missing", GLOSSARY, "  meaning:", "  avoid:\n    why: {en: Because}\n  meaning:", 2),
    Fault("review-pending", GLOSSARY, "mentor:\n", "reviewed: {he: pending}\nmentor:\n", "reviewed:", "warning"),
    Fault("bad-date", GLOSSARY, "mentor:\n", "reviewed: {he: soon}\nmentor:\n", "reviewed:"),
    *(
        Fault("phone-number", path, old, f"{old} 052-1234567", "052-1234567")
        for path, old in (
            (GLOSSARY, "somebody who walks along"),
            (NEVER, "Never diagnose"),
            (QUIZ, "I say my name"),
            (FACILITATE, "Silence opens you."),
            (TOOLS, "Slow breath"),
            (PROGRAMME, "Fifty hours"),
        )
    ),
    # which piece of a translation has gone stale
    Fault("stale-translation", LESSON, "A door opens slowly", "A door opens", "דלת נפתחת", seen_in=LESSON_HE),
    Fault("stale-translation", LESSON, "## The end", "## The very end", "## הסוף", seen_in=LESSON_HE),
    Fault("stale-translation", LESSON, "- Say how long you", "- Say when you", "- אומרים כמה", seen_in=LESSON_HE),
    Fault("stale-translation", LESSON, "> It leaves room.", "> It waits.", "> זה משאיר", seen_in=LESSON_HE),
    Fault("stale-translation", LESSON, "text: State who you", "text: State what you", "- לומר", seen_in=LESSON_HE),
    Fault("stale-translation", QUIZ, "I say my name, and", "I nod, and", "- אומרים", seen_in=QUIZ_HE),
    Fault("stale-translation", FACILITATE, "| Story and talk", "| Talk", "סיפור ושיחה", seen_in=FACILITATE_HE),
]


@pytest.mark.parametrize("fault", WAYS, ids=lambda fault: f"{fault.code}-{fault.new[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: Fault):
    tree = planted(fault.path, fault.old, fault.new)
    file = fault.seen_in or fault.path
    line = fault.at if isinstance(fault.at, int) else line_of(tree[file].decode(), fault.at)
    findings = found(check(tree), fault.code)
    assert (file, line, fault.severity) in {(one.file, one.line, one.severity) for one in findings}, findings


def test_one_question_fewer_than_three_times_the_draw_is_too_few():
    tree = encoded(
        {path: text.split("\n## Question 9")[0] + "\n" if path == QUIZ else text for path, text in texts().items()}
    )
    assert [one.message for one in found(check(tree), "quiz-pool")] == [
        "3 questions are drawn, so the pool needs 9; it has 8"
    ]


@pytest.mark.parametrize("right", ["I say", "I ask", "I leave"])
def test_right_answers_may_not_all_stand_in_one_place(right: str):
    quiz = re.sub(
        r"- \([x ]\) (I say|I ask|I leave)", lambda m: f"- ({'x' if m[1] == right else ' '}) {m[1]}", texts()[QUIZ]
    )
    assert len(found(check(files() | {QUIZ: quiz.encode()}), "quiz-key-balance")) == 1


def test_right_answers_may_not_be_told_by_their_length_in_a_translation():
    keys = iter(re.findall(r"- \(([x ])\)", texts()[QUIZ]))
    longer = re.sub(r"(?m)^- .*$", lambda m: m[0] + " ואז עוד הרבה מילים." * (next(keys) == "x"), texts()[QUIZ_HE])
    findings = found(check(files() | {QUIZ_HE: longer.encode()}), "quiz-longest")
    assert [one.message.endswith("(“he”)") for one in findings] == [True]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("quiz-all-of-the-above", "- הולכים וחוזרים מחר.", "- كُلّ ما سبق صحيح."),
        ("quiz-double-negative", "מה עושים בביקור 1?", "ماذا لا تفعلون بدون سؤال؟"),
        ("quiz-stem", "מה עושים בביקור 1?", "في الزيارة الأولى"),
    ],
)
def test_questions_in_arabic_are_looked_at_too(code: str, old: str, new: str):
    arabic = texts()[QUIZ_HE].replace(old, new, 1)
    findings = found(check(files() | {QUIZ_HE.replace(".he.", ".ar."): arabic.encode()}), code)
    assert [(one.line, "“ar”" in one.message) for one in findings] == [(line_of(texts()[QUIZ], FIRST), True)]


FRONT = "---\ntitle: x\n---\n\n"


@pytest.mark.parametrize(
    ("path", "word", "most"), [(LESSON_HE, "שלום", 32), (LESSON_AR, "سلام", 34), (LESSON, "peace", 35)]
)
def test_long_sentences_are_counted_in_each_language(path: str, word: str, most: int):
    def findings(words: int) -> int:
        text = f"{FRONT}{' '.join([word] * words)}.\n"
        return len([one for one in found(check(files() | {path: text.encode()}), "long-sentence") if one.file == path])

    assert (findings(most), findings(most + 1)) == (0, 1)


@pytest.mark.parametrize(
    ("path", "word", "mean"), [(LESSON_HE, "שלום", 16), (LESSON_AR, "سلام", 17), (LESSON, "peace", 18)]
)
def test_sentences_are_short_on_average_in_each_language(path: str, word: str, mean: int):
    def findings(words: int) -> int:
        text = f"{FRONT}{' '.join(' '.join([word] * words) + '.' for _ in range(10))}\n"
        return len([one for one in found(check(files() | {path: text.encode()}), "reading-level") if one.file == path])

    assert (findings(mean), findings(mean + 1)) == (0, 1)


def test_long_english_words_raise_the_grade_of_short_sentences():
    text = FRONT + "Communication necessitates determination. " * 40 + "\n"
    findings = found(check(files() | {LESSON: text.encode()}), "reading-level")
    assert ["grade" in one.message for one in findings] == [True]
