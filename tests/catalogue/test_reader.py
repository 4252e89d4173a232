"""What the reader makes of files."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.checks import checked
from app.catalogue.files import is_tracked
from app.catalogue.reader import read
from tests.catalogue.samples import LESSON, MODULE, QUIZ, files, planted

CATALOGUE = read(files()).catalogue
VISIT = CATALOGUE.lessons["first-visit"]


def segment(kind: str):
    return next(one for one in VISIT.segments if one.kind == kind)


def test_a_lesson_has_its_words_in_every_language():
    assert VISIT.title == {"en": "A first visit", "he": "ביקור ראשון"}
    assert VISIT.languages == ("he", "en")
    assert VISIT.objectives[1].text["he"] == "להדגים שתיקה אחרי שאלה"
    assert VISIT.warning is not None
    assert VISIT.warning.alternative["he"] == "אפשר לקרוא סיפור אחר."


def test_headings_of_a_translation_take_the_source_ids():
    assert "## למה זה חשוב {#why}" in VISIT.segments[0].body["he"]
    assert "### שתי דלתות {#doors}" in VISIT.segments[0].body["he"]


def test_a_decision_has_options_with_feedback_and_one_key():
    decide = segment("decide")
    assert (decide.id, decide.is_step, decide.heading["he"]) == ("say-first", True, "מה אומרים קודם?")
    assert [(item.id, item.is_right) for item in decide.items] == [("a", False), ("b", True)]
    assert decide.items[1].feedback["he"] == "זה משאיר מקום."
    assert decide.body["en"] == "Yosef looks at the floor."


def test_a_checklist_has_items_and_a_reflection_is_no_step():
    assert [item.id for item in segment("checklist").items] == ["come-back", "useful"]
    assert [one.kind for one in VISIT.steps] == ["decide", "checklist"]


def test_an_agenda_has_minutes_from_the_source_alone():
    assert VISIT.facilitation is not None
    agenda = next(one for one in VISIT.facilitation.segments if one.kind == "agenda")
    assert [(item.minutes, item.text["he"]) for item in agenda.items] == [(30, "סיפור ושיחה"), (60, "תרגול בשלשות")]


def test_numbers_are_numbers():
    assert VISIT.facilitation is not None
    roleplay = next(one for one in VISIT.facilitation.segments if one.kind == "roleplay")
    assert roleplay.settings == {"minutes": 12}


def test_a_question_knows_its_objective_and_a_version():
    quiz = VISIT.quiz
    assert quiz is not None
    question = quiz.questions[0]
    assert (question.objective, question.kind, len(question.options)) == ("say-who-i-am", "single", 3)
    changed = read(planted(QUIZ, "says nothing", "says a word")).catalogue.lessons["first-visit"].quiz
    assert changed is not None
    assert changed.questions[0].version != question.version
    assert changed.questions[1].version == quiz.questions[1].version


def test_a_gate_opens_its_modules_into_lessons():
    assert CATALOGUE.programmes["mentors"].gates[0].lessons == ("first-visit", "later")


def test_a_planned_lesson_counts_and_is_marked():
    assert CATALOGUE.lessons["later"].is_planned
    assert CATALOGUE.lessons["later"].number == "1.2"
    assert VISIT.number == "1.1"


def test_hebrew_may_be_the_source():
    lesson = LESSON.replace(".en.", ".he.")
    tree = {path: data for path, data in files().items() if "first-visit/" not in path}
    tree[lesson] = files()[LESSON].replace(b"source_language: en", b"source_language: he")
    reading = read(tree)
    assert reading.catalogue.lessons["first-visit"].source_language == "he"


def test_hidden_files_and_leavings_are_no_content():
    tracked = ["curriculum/a.yaml", "modules/m/l/lesson.en.md"]
    others = [
        "curriculum/.a.yaml.swp",
        "modules/m/l/lesson.en.md~",
        "modules/.git/x",
        "README.md",
        "modules/../x",
        "/modules/x",
    ]
    assert all(map(is_tracked, tracked))
    assert not any(map(is_tracked, others))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(files())), st.integers(0, 5000), st.binary(max_size=12), st.integers(0, 60))
def test_a_damaged_file_never_raises(path: str, position: int, junk: bytes, cut: int):
    """A truncated, overwritten or random file: findings, never an exception."""
    data = files()[path]
    at = position % len(data)
    checked(files() | {path: data[:at] + junk + data[at + cut :]})
    checked(files() | {path: data[:at]})


def test_a_title_is_announced_in_a_language_in_which_the_lesson_is_not_written():
    tree = dict(files())
    entry = b"  - folder: first-visit\n"
    assert entry in tree[MODULE]
    titles = "{ar: زيارة أولى, he: לא זה}".encode()
    tree[MODULE] = tree[MODULE].replace(entry, entry + b"    title: " + titles + b"\n")
    lesson = read(tree).catalogue.lessons["first-visit"]
    written = read(files()).catalogue.lessons["first-visit"]
    assert lesson.title == {**written.title, "ar": "زيارة أولى"}
    assert lesson.languages == written.languages
