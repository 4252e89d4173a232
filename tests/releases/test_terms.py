"""Where a word of the glossary is a link, where it only explains itself, and where it is a word like others."""

from __future__ import annotations

from app.releases.compile import compile_files
from tests.catalogue.samples import LESSON, QUIZ, encoded, texts

TERM = "{{term:mentor}}"
FIRST = "Rana opens the door and says nothing."


def test_nobody_leaves_a_question_by_touching_a_word():
    quiz = texts()[QUIZ].replace(FIRST, f"{FIRST} {TERM}", 1).replace("I say my name", f"I say {TERM}", 1)
    compiled = compile_files(encoded(texts() | {QUIZ: quiz})).lessons["first-visit"].quiz
    assert compiled is not None
    question = compiled.questions[0]
    assert '<span class="term"' in question.stem["en"]
    assert "href" not in question.stem["en"]
    assert question.options[0].text["en"] == "I say mentor, and then I wait."


def test_a_word_of_a_page_is_a_link_and_one_in_a_label_is_a_word():
    lesson = texts()[LESSON].replace("Ask what was useful", f"Ask the {TERM}")
    segments = compile_files(encoded(texts() | {LESSON: lesson})).lessons["first-visit"].segments
    assert any('<a href="/glossary#mentor"' in one.body.get("en", "") for one in segments)
    assert [item.text["en"] for one in segments for item in one.items if item.id == "useful"] == ["Ask the mentor"]
