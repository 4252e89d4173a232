"""What holds for every kind of question, whatever the question says. A new kind needs a generator to pass here."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.files import read_tree
from app.catalogue.kinds import KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import FIELD, Form
from app.catalogue.kinds.parted import name_of
from app.catalogue.kinds.veils import veil
from app.catalogue.quiz_writer import write_file, write_quiz
from app.catalogue.quizzes import version_of
from app.catalogue.reader import read
from app.catalogue.types import LANGUAGES, Question, Quiz
from app.releases.commands import PROJECT
from tests.support.questions import GENERATORS, one_of_each, quiz_of, read_quiz, texts_of_each

REVIEWED = {"clinical": "2026-11-01 R. Cohen", "he": "pending"}


def of_every_kind(*more: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Runs a test for each kind, over questions of that kind (and what else it is given)."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @pytest.mark.parametrize("kind", sorted(KINDS))
        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
        @given(data=st.data())
        def run(kind: str, data: st.DataObject) -> None:
            question = data.draw(GENERATORS[kind])
            test(question, *(data.draw(one) for one in more))

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return decorate


def findings_of(question: Question) -> list[str]:
    found: list[str] = []
    KINDS[question.kind].check(question, lambda code, message, _: found.append(f"{code}: {message}"))
    return found


def files_of(quiz: Quiz) -> dict[str, str]:
    return {language: write_file(quiz, language, "en", REVIEWED) for language in LANGUAGES}


def test_every_kind_has_a_generator_and_an_example():
    assert sorted(GENERATORS) == sorted(KINDS) == sorted(question.kind for question in one_of_each().questions)


def test_the_examples_are_faultless_in_every_language():
    quiz, report = read_quiz(texts_of_each())
    assert report.findings == []
    assert {question.id: findings_of(question) for question in quiz.questions if findings_of(question)} == {}
    assert {tuple(question.stem) for question in quiz.questions} == {("en", "he", "ar")}


@of_every_kind()
def test_what_is_written_is_read_as_the_same(question: Question):
    written = quiz_of(question)
    again, report = read_quiz(files_of(written))
    assert report.findings == []
    assert again == written


@of_every_kind()
def test_what_the_generators_make_passes_the_check(question: Question):
    assert findings_of(question) == []


def test_the_examples_are_written_as_they_are_read():
    quiz, _ = read_quiz(texts_of_each())
    again, report = read_quiz(files_of(quiz))
    assert report.findings == []
    assert again == quiz


@of_every_kind()
def test_the_key_earns_full_marks_and_is_read_as_it_was_given(question: Question):
    kind = KINDS[question.kind]
    key = kind.key(question)
    if kind.is_marked:
        assert key == []
        return
    assert kind.read(question, kind.form(question, key)) == key
    assert kind.grade(question, key).is_right
    assert all(kind.grade(question, key).parts.values())


@of_every_kind()
def test_nothing_answered_is_unreadable_and_earns_nothing(question: Question):
    kind = KINDS[question.kind]
    names = {field.name for field in kind.ask(question, kind.arrange(question, random.Random(1)), [])}
    for form in ({}, {name: [] for name in names}, {name: [" "] for name in names}):
        with pytest.raises(UnreadableAnswer) as raised:
            kind.read(question, form)
        assert raised.value.message
    assert kind.grade(question, []).score == 0


def forms_of(question: Question) -> st.SearchStrategy[Form]:
    """Anything that somebody may send: right and wrong names, ids of all sorts, veiled or not, and junk."""
    ids = [item.id for item in question.options] + [group.id for group in question.groups]
    names = [FIELD, *(name_of(x) for x in ids), *(name_of(veil(question, x)) for x in ids), "csrf_token"]
    known = [*ids, *(veil(question, x) for x in ids), *map(str, range(10)), *(i.number for i in question.options)]
    forms = [form for item in question.options for own in item.forms.values() for form in own]
    junk = st.one_of(
        st.sampled_from([*known, *forms]), st.text(max_size=300), st.sampled_from(["\0", "\ud800", "=", " "])
    )
    return st.dictionaries(st.sampled_from(names), st.lists(junk, max_size=2), max_size=6)


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sent_is_read_or_refused_and_graded(kind: str, data: st.DataObject):
    question, does = data.draw(GENERATORS[kind]), KINDS[kind]
    try:
        given = does.read(question, data.draw(forms_of(question)))
    except UnreadableAnswer:
        return
    assert given
    assert does.read(question, does.form(question, given)) == given
    score = does.grade(question, given).score
    assert (-1 if question.settings.get("scoring") == "minus" else 0) <= score <= 1
    arrangement = does.arrange(question, random.Random(3))
    lines = does.explain(question, arrangement, given)
    assert all(name in {line.id for line in lines} for name in does.grade(question, given).parts)
    assert all(value for field in does.ask(question, arrangement, given) for value in field.value)


@of_every_kind()
def test_an_explanation_is_there_in_every_language(question: Question):
    kind = KINDS[question.kind]
    lines = kind.explain(question, kind.arrange(question, random.Random(5)), kind.key(question))
    assert lines
    for line in lines:
        said = [line.asked, line.feedback, *line.given, *line.right]
        for words in said:
            assert isinstance(words, str) or not words or set(words) == set(LANGUAGES)
        assert kind.is_marked or line.is_right is not False


@of_every_kind(st.integers(), st.integers())
def test_an_attempt_shows_everything_once_and_the_same_seed_the_same(question: Question, seed: int, other: int):
    kind = KINDS[question.kind]
    arrangement = kind.arrange(question, random.Random(seed))
    assert arrangement == kind.arrange(question, random.Random(seed))
    assert sorted(arrangement) == sorted(kind.arrange(question, random.Random(other)))
    assert len(set(arrangement)) == len(arrangement)
    fields = kind.ask(question, arrangement, [])
    assert len({field.name for field in fields}) == len(fields)
    for field in fields:
        assert len({offer.id for offer in field.offers}) == len(field.offers)
        assert (field.widget in ("number", "line", "text")) == (not field.offers)


@of_every_kind(st.integers())
def test_a_partial_answer_stands_in_the_form_again(question: Question, seed: int):
    kind = KINDS[question.kind]
    given = kind.key(question)[:1]
    fields = kind.ask(question, kind.arrange(question, random.Random(seed)), given)
    shown = {field.name: list(field.value) for field in fields if field.value}
    assert shown == {name: values for name, values in kind.form(question, given).items() if values}


@of_every_kind()
def test_the_version_changes_with_the_meaning_alone(question: Question):
    other = dict.fromkeys(LANGUAGES, "Other words")

    def version(changed: Question) -> str:
        return version_of(changed.stem, changed.options, changed.groups, changed.settings)

    first, *rest = question.options
    told = replace(question, explanation=other, options=(replace(first, feedback=other), *rest))
    assert version(told) == question.version
    stem = {language: f"{text} {other[language]}" for language, text in question.stem.items()}
    meant = [
        replace(question, stem=stem),
        replace(question, settings={**question.settings, "scoring": "other"}),
        replace(question, options=(replace(first, is_right=not first.is_right), *rest)),
        replace(question, options=(replace(first, match={"en": "other"}), *rest)),
        replace(question, options=(replace(first, forms={"en": ("other",)}), *rest)),
        replace(question, options=(replace(first, number="12345"), *rest)),
        replace(question, options=(replace(first, group="other"), *rest)),
    ]
    assert question.version not in {version(one) for one in meant}


@of_every_kind()
def test_the_export_is_plain_and_whole(question: Question):
    exported = KINDS[question.kind].export(question)
    assert [option["id"] for option in exported["options"]] == [option.id for option in question.options]
    assert [option["is_right"] for option in exported["options"]] == [option.is_right for option in question.options]
    assert [group["title"] for group in exported["groups"]] == [group.title for group in question.groups]


def test_the_questions_of_this_project_are_written_as_their_authors_wrote_them():
    """Word for word, in every language; and each key is taken."""
    files = read_tree(PROJECT)
    for lesson in read(files).catalogue.lessons.values():
        for language in lesson.languages if lesson.quiz else ():
            body = files[f"modules/{lesson.module}/{lesson.id}/quiz.{language}.md"].decode().split("\n---\n", 1)[1]
            written = write_quiz(lesson.quiz, language, is_source=language == lesson.source_language)
            assert written.split() == body.split()
        for question in lesson.quiz.questions if lesson.quiz else ():
            kind, key = KINDS[question.kind], KINDS[question.kind].key(question)
            assert kind.is_marked or kind.grade(question, kind.read(question, kind.form(question, key))).is_right
