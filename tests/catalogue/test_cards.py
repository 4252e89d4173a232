"""Cards for a pocket: read strictly, each fault at its line, and the real ones in the words of the lessons."""

from __future__ import annotations

import re

import pytest

from app.catalogue.card_types import Cards
from app.catalogue.cards import CARDS
from app.catalogue.checks import check
from app.catalogue.files import read_tree
from app.catalogue.reader import read
from app.catalogue.types import LANGUAGES
from app.config import ROOT
from app.releases import compile as compiled
from tests.catalogue.card_samples import FAULTS, CardFault, planted, with_cards
from tests.catalogue.samples import files, found, line_of

LIMITS = "modules/role-and-safety/consent-and-privacy/lesson.{}.md"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.new[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: CardFault):
    tree, text = planted(fault)
    findings = found(check(tree), fault.code)
    wanted = (fault.path, line_of(text, fault.at), fault.severity)
    assert wanted in {(one.file, one.line, one.severity) for one in findings}, findings


def test_the_sample_has_no_fault():
    assert check(with_cards()) == []


def test_cards_and_short_forms_may_be_left_out():
    catalogue = read(files()).catalogue
    assert catalogue.cards is None
    assert catalogue.never_short == {}


def test_cards_are_read_as_they_are_written():
    cards = read(with_cards()).catalogue.cards
    assert cards is not None
    assert [line["en"] for line in cards.visit_lines] == ["Line 1", "Line 2", "Line 3"]
    assert [(step.title["en"], step.text["ar"]) for step in cards.steps][:1] == [("Word 1", "Step 1 بالعربية")]
    assert (cards.danger.contacts, cards.talk.contacts) == (("mda",), ("eran",))
    assert cards.limits.text["he"] == "It stays with me בעברית"


def test_a_release_holds_the_cards_as_they_were_read():
    before = compiled.compile_files(with_cards())
    after = compiled.load(compiled.dump(before))
    assert after == before
    assert after.cards is not None
    assert after.never_short["N1"]["en"] == "No diagnosis"


@pytest.mark.parametrize("text", ["a: [\n", "- 1\n", "# nothing\n", "emergency: x\n", "before_visit: {lines: 3}\n"])
def test_a_file_that_cannot_be_read_stops_nothing_else(text: str):
    findings = check(with_cards(text))
    assert {one.file for one in findings if one.severity == "error"} == {CARDS}


def test_vowel_signs_take_no_room_on_a_card():
    short = "نَ" * 60
    text = f"N1:\n  text: {{en: a, he: א, ar: ا}}\n  short: {{en: a, he: א, ar: {short}}}\n"
    assert found(check(with_cards(never=text)), "short-too-long") == []
    longer = with_cards(never=text.replace(short, f"{short}نَ"))
    assert len(found(check(longer), "short-too-long")) == 1


@pytest.fixture(scope="module")
def real() -> Cards:
    cards = read(read_tree(ROOT)).catalogue.cards
    assert cards is not None
    return cards


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_sentence_is_the_one_that_the_lesson_teaches(real: Cards, language: str):
    assert real.limits.text[language] in (ROOT / LIMITS.format(language)).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_are_those_of_the_suicide_lesson(real: Cards, language: str):
    lesson = ROOT / f"modules/crisis-and-gatekeeping/suicide-gatekeeping/lesson.{language}.md"
    handout = lesson.read_text(encoding="utf-8").split("/// handout")[1]
    for step in real.steps:
        assert f"**{step.title[language]}.**" in handout
    (question,) = re.findall(r'["«“]([^"»”]+[?؟])["»”]', real.steps[1].text[language])
    assert question.casefold() in handout.casefold()
