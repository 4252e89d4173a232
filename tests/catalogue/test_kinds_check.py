"""What the check says of questions: each fault at its heading or line, and gaps where nothing could ask for them."""

from __future__ import annotations

import re

import pytest

from app.catalogue.checks import check
from app.catalogue.findings import Finding
from app.catalogue.reader import read
from app.catalogue.stamps import restamped
from tests.catalogue.kind_faults import FAULTS, Fault
from tests.catalogue.samples import GLOSSARY, LESSON, LESSON_HE, MODULE, QUIZ, QUIZ_HE, encoded, found, line_of, texts
from tests.support.questions import texts_of_each

QUIZ_AR = QUIZ.replace(".en.", ".ar.")
FILES = {"en": QUIZ, "he": QUIZ_HE, "ar": QUIZ_AR}
ID = "first-visit-check"


def tree(quiz: dict[str, str]) -> dict[str, bytes]:
    """The sample with this quiz; its translations are stamped."""
    written = {
        FILES[language]: re.sub(r"objective=o\d", "objective=say-who-i-am", text) for language, text in quiz.items()
    }
    plain = {**texts(), **written}
    plain[QUIZ] = plain[QUIZ].replace("every-kind-check", ID)
    files = encoded(plain)
    return {**files, **restamped(read(files))}


def planted(fault: Fault) -> dict[str, bytes]:
    quiz = texts_of_each()
    assert fault.old in quiz[fault.language], fault.old
    quiz[fault.language] = quiz[fault.language].replace(fault.old, fault.new, 1)
    return tree(quiz)


def test_a_quiz_with_every_kind_is_without_fault():
    assert check(tree(texts_of_each())) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.new[:20]!r}")
def test_a_fault_is_said_at_its_question_or_line(fault: Fault):
    files = planted(fault)
    line = line_of(files[QUIZ].decode(), fault.at or fault.question)
    findings = found(check(files), fault.code)
    assert (QUIZ, line, "error") in {(one.file, one.line, one.severity) for one in findings}, findings


def gaps(files: dict[str, bytes]) -> list[Finding]:
    return found(check(files), "quiz-gaps")


@pytest.mark.parametrize(
    ("path", "old"),
    [(LESSON, "Thank people"), (LESSON_HE, "תודה לאנשים"), (MODULE, "en: Later"), (GLOSSARY, "en: mentor")],
)
def test_a_gap_outside_of_a_quiz_is_an_error_at_its_line(path: str, old: str):
    plain = texts()
    text = plain[path].replace(old, f"{old} {{{{gap:x}}}}", 1)
    assert [(one.file, one.line) for one in gaps(encoded({**plain, path: text}))] == [
        (path, line_of(text, "{{gap:x}}"))
    ]


@pytest.mark.parametrize(
    ("language", "old"),
    [
        ("en", "Rana opens"),
        ("he", "ראנה פותחת"),
        ("en", "- (x) somebody"),
        ("en", "## The sentence"),
        ("ar", "    > عندها فقط"),
    ],
)
def test_a_gap_outside_of_the_text_of_a_cloze_is_an_error_at_its_line(language: str, old: str):
    quiz = texts_of_each()
    quiz[language] = quiz[language].replace(old, f"{old} {{{{gap:danger}}}}", 1)
    files = tree(quiz)
    line = line_of(files[FILES[language]].decode(), f"{old} {{{{gap:danger}}}}")
    assert (FILES[language], line) in {(one.file, one.line) for one in gaps(files)}


def test_a_gap_that_is_written_otherwise_cannot_be_read():
    quiz = texts_of_each()
    quiz["en"] = quiz["en"].replace("{{gap:act}}", "{{ gap:Act }}")
    assert "this gap cannot be read" in {one.message for one in gaps(tree(quiz))}


def test_a_translation_that_lost_its_order_is_not_blamed_for_its_gaps():
    quiz = texts_of_each()
    quiz["he"] = quiz["he"].replace("- אומרים את השם ומחכים.\n\n", "", 1)
    assert gaps(tree(quiz)) == []
