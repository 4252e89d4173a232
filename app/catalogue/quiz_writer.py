"""Quizzes → the files that they are read from. What is written is read back as the same, in every language."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.writing import quote_block
from app.catalogue.quizzes import UNLIMITED
from app.catalogue.types import Question, Quiz


def write_file(quiz: Quiz, language: str, source_language: str, reviewed: Mapping[str, str]) -> str:
    """The whole file of one language; `reviewed` is what the source says of its reviews."""
    is_source = language == source_language
    front = [f"title: {json.dumps(quiz.title.get(language, ''), ensure_ascii=False)}"]
    if is_source:
        reviews = ", ".join(f"{who}: {json.dumps(what, ensure_ascii=False)}" for who, what in reviewed.items())
        front = [
            f"id: {quiz.id}",
            *front,
            *_rules(quiz),
            f"source_language: {source_language}",
            f"reviewed: {{{reviews}}}",
        ]
    return "\n".join(["---", *front, "---", "", write_quiz(quiz, language, is_source=is_source)])


def _rules(quiz: Quiz) -> list[str]:
    lines = [f"pass: {quiz.pass_percent}", f"attempts: {quiz.max_attempts or UNLIMITED}", f"draw: {quiz.draw}"]
    lines += [f"wait: {_duration(quiz.wait_minutes)}"] if quiz.wait_minutes else []
    lines += [f"feedback: {quiz.feedback}"] if quiz.feedback != "each" else []
    lines += [f"time_limit: {_duration(quiz.time_limit_minutes)}"] if quiz.time_limit_minutes else []
    return lines


def _duration(minutes: int) -> str:
    return f"{minutes}m" if minutes % 60 else f"{minutes // 60}h"


def write_quiz(quiz: Quiz, language: str, *, is_source: bool) -> str:
    """The body of the file: all questions."""
    return "\n".join(write_question(question, language, is_source=is_source) for question in quiz.questions)


def write_question(question: Question, language: str, *, is_source: bool) -> str:
    """From its heading to its explanation."""
    blocks = [
        f"## {question.title.get(language, '')}{_attributes(question) if is_source else ''}",
        question.stem.get(language, ""),
        *KINDS[question.kind].write(question, language, is_source=is_source),
    ]
    if explanation := question.explanation.get(language, ""):
        blocks.append(quote_block(explanation))
    return "\n\n".join(blocks) + "\n"


def _attributes(question: Question) -> str:
    settings = {"objective": question.objective, "kind": question.kind}
    settings |= {"must_pass": "true"} if question.must_pass else {}
    settings |= question.settings
    return f" {{#{question.id} {' '.join(f'{key}={value}' for key, value in settings.items())}}}"
