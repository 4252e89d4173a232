"""Each kind of question by hand: what people write, what it is worth, and what they are told."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from app.catalogue.kinds import FIELD, KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import Line
from app.catalogue.kinds.forms import clean, fold, split_bars
from app.catalogue.kinds.numbers import plain_number
from app.catalogue.kinds.reflective import is_enough, most_points, points_of
from app.catalogue.kinds.veils import veil
from app.catalogue.types import Question
from tests.support.questions import of_kind


def scored(question: Question, *given: str) -> Fraction:
    return KINDS[question.kind].grade(question, list(given)).score


def read(question: Question, **fields: str) -> list[str]:
    """`answer` is the single field; `part_x` the field of the part x."""
    form = {name.replace("part_", f"{FIELD}-").replace("_", "-"): [value] for name, value in fields.items()}
    return KINDS[question.kind].read(question, form)


def lines(question: Question, *given: str) -> dict[str, Line]:
    kind = KINDS[question.kind]
    arrangement = kind.arrange(question, random.Random(7))
    return {line.id: line for line in kind.explain(question, arrangement, list(given))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("שָׁלוֹם", "שלום"),
        ("בְּרֵאשִׁ֖ית", "בראשית"),
        ("בית־ספר", "בית ספר"),
        ("צה״ל", 'צה"ל'),
        ("ג׳ירפה", "ג'ירפה"),
        ("השאלה הפתוחה", "שאלה פתוחה"),
        ("ילדימ", "ילדים"),
        ("مُسَاعَدَة", "مساعده"),
        ("مســاعدة", "مساعدة"),
        ("أمان", "امان"),
        ("آمن", "امن"),
        ("مستشفى", "مستشفي"),
        ("سؤال", "سوال"),
        ("السؤال المفتوح", "سؤال مفتوح"),
        ("The  Open Question!", "open question"),
        ("Café", "cafe"),
        ("follow-up", "follow up"),
        ("don’t", "don't"),
        ("٦٠", "60"),
        ("۶۰", "60"),
        ("\u200fשאלה\u200e", "שאלה"),
    ],
)
def test_what_people_write_differently_and_mean_alike_is_the_same(one: str, other: str):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("דלת", "דלה"), ("הר", "רה"), ("open", "opened"), ("5%", "5"), ("١٢", "21")]
)
def test_what_means_something_else_stays_different(one: str, other: str):
    assert fold(one) != fold(other)


def test_a_single_article_is_a_word():
    assert [fold(word) for word in ("a", "the", "ה", "הר", "ال")] == ["a", "the", "ה", "הר", "ال"]


def test_signs_alone_say_nothing():
    assert [fold(text) for text in ("", " ", "?!…", "״", "\u200f", "ـ")] == [""] * 6


def test_what_no_record_can_hold_is_taken_out():
    assert clean(" a\0b\r\nc\x1b\ud800 ") == "ab\nc"


def test_a_bar_in_a_reference_parts_nothing():
    assert split_bars("{{term:mentor|Mentors}} knock | open") == ["{{term:mentor|Mentors}} knock", "open"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("60", "60"),
        ("٦٠", "60"),
        ("۶۰", "60"),
        ("060", "60"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("٢٫٥", "2.5"),
        ("٢،٥", "2.5"),
        (",5", "0.5"),
        ("2.50", "2.5"),
        ("1,500", "1500"),
        ("1.500", "1.5"),
        ("0,500", "0.5"),
        ("1234,567", "1234.567"),
        ("1,500,000", "1500000"),
        ("1.500.000", "1500000"),
        ("1,500.5", "1500.5"),
        ("1.500,5", "1500.5"),
        ("1 500", "1500"),
        ("1'500", "1500"),
        ("١٬٥٠٠", "1500"),
        ("1 500,500", "1500.5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_as_it_is_meant(written: str, number: str):
    assert plain_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "x", "1 50", "15 00", "1,50,000", "1.2.3", "1,500 000", "60-70", "6e1", "½", "--5"]
)
def test_a_number_that_may_mean_two_things_is_none(written: str):
    assert plain_number(written) == ""


@pytest.mark.parametrize(
    "typed", ["60", "٦٠", "۶۰", "60 דקות", "60דקות", "60 minutes.", "٦٠ دقيقة", "55", "65.0", "minutes 60", "\u200f60"]
)
def test_a_number_is_right_within_its_tolerance_with_or_without_its_unit(typed: str):
    question = of_kind("numeric")
    assert read(question, answer=typed) == [typed]
    assert scored(question, typed) == 1


@pytest.mark.parametrize("typed", ["sixty", "60 hours", "about 60", "60-70", "60 70", "60%", "1e2", "9" * 61])
def test_what_is_no_number_is_not_taken(typed: str):
    with pytest.raises(UnreadableAnswer):
        read(of_kind("numeric"), answer=typed)


def test_a_wrong_number_that_is_known_is_answered_by_its_own_reason():
    question = of_kind("numeric")
    assert scored(question, "90") == scored(question, "66") == 0
    assert "tired" in lines(question, "90")[FIELD].feedback["en"]
    assert "arrive" in lines(question, "20")[FIELD].feedback["en"]
    assert lines(question, "20")[FIELD].right == ({"en": "60 minutes", "he": "60 דקות", "ar": "٦٠ دقيقة"},)


def test_a_relative_tolerance_is_a_share_of_the_right_number():
    question = replace(of_kind("numeric"), settings={"tolerance": "10%"})
    assert [scored(question, typed) for typed in ("54", "66", "53.9", "66,1")] == [1, 1, 0, 0]


def test_the_unit_stands_beside_the_field_in_the_readers_language():
    field = KINDS["numeric"].ask(of_kind("numeric"), [], ["60"])[0]
    assert dict(field.unit) == {"en": "minutes", "he": "דקות", "ar": "دقيقة"}
    assert field.value == ("60",)


@pytest.mark.parametrize(
    "typed", ["Open question", "an open question.", "שְׁאֵלָה פְּתוּחָה", "השאלה הפתוחה", "السؤال المفتوح", "سُؤال مَفتوح"]
)
def test_a_form_of_any_language_is_right_on_every_page(typed: str):
    question = of_kind("short-text")
    assert scored(question, *read(question, answer=typed)) == 1


def test_a_wrong_form_that_is_known_is_answered_by_its_own_reason():
    question = of_kind("short-text")
    line = lines(question, "שאלה סגורה")[FIELD]
    assert (line.is_right, line.given) == (False, ("שאלה סגורה",))
    assert line.feedback["en"] == "That one can be answered with yes or no."
    assert lines(question, "nonsense")[FIELD].feedback["en"] == "It leaves the choice with the person."
    assert [words["he"] for words in lines(question, "x")[FIELD].right if isinstance(words, dict)] == ["שאלה פתוחה"]


@pytest.mark.parametrize("typed", ["", "  ", "?!", "\0", "x" * 201])
def test_nothing_or_too_much_is_not_taken(typed: str):
    with pytest.raises(UnreadableAnswer):
        read(of_kind("short-text"), answer=typed)


def test_a_gap_counts_by_itself():
    question = of_kind("cloze")
    assert read(question, part_danger="a") == ["danger=a"]
    assert read(question, part_danger="b", part_act="להביא עזרה") == ["danger=b", "act=להביא עזרה"]
    assert scored(question, "danger=a") == Fraction(1, 2)
    assert scored(question, "danger=a", "act=GET help!") == 1
    assert scored(replace(question, settings={"scoring": "exact"}), "danger=a") == 0


def test_a_gap_tells_what_was_given_and_what_fits():
    told = lines(of_kind("cloze"), "danger=b", "act=a=b")
    assert told["danger"].given[0]["en"] == "I feel that it is better"  # type: ignore[index]
    assert told["danger"].right[0]["en"] == "somebody is in danger"  # type: ignore[index]
    assert told["danger"].feedback["en"].startswith("A feeling is no limit")
    assert (told["act"].given, told["act"].is_right) == (("a=b",), False)
    unanswered = lines(of_kind("cloze"), "danger=a")["act"]
    assert (unanswered.given, unanswered.is_right) == ((), False)


def test_a_gap_takes_only_what_it_offers():
    with pytest.raises(UnreadableAnswer):
        read(of_kind("cloze"), part_danger="c")


def test_prompts_count_one_by_one():
    question = of_kind("matching")
    assert scored(question, "a=a", "b=c") == Fraction(1, 3)
    told = lines(question, "a=a", "b=d", "c=b")
    assert [told[x].is_right for x in "abc"] == [True, False, False]
    assert told["b"].given == (question.options[3].match,)
    assert told["b"].feedback["en"] == "Yes or no is enough."


def test_a_page_does_not_tell_what_belongs_together():
    question = of_kind("matching")
    kind = KINDS["matching"]
    fields = kind.ask(question, kind.arrange(question, random.Random(2)), ["a=b"])
    assert {offer.id for field in fields for offer in field.offers} == {veil(question, x) for x in "abcd"}
    assert {field.name: field.value for field in fields if field.value} == {f"{FIELD}-a": (veil(question, "b"),)}
    with pytest.raises(UnreadableAnswer):
        read(question, part_a="a")


def test_an_order_counts_by_neighbours():
    question = of_kind("ordering")
    assert scored(question, "safe", "speak", "call", "stay") == 1
    assert scored(question, "call", "stay", "safe", "speak") == Fraction(2, 3)
    assert scored(question, "stay", "call", "speak", "safe") == 0
    assert scored(question, "safe", "", "speak", "call") == Fraction(1, 3)
    exact = replace(question, settings={"scoring": "exact"})
    assert [scored(exact, "safe", "speak", "call", *rest) for rest in (["stay"], [])] == [1, 0]
    assert {x: line.is_right for x, line in lines(question, "speak", "safe", "call", "stay").items()} == {
        "safe": None,
        "speak": False,
        "call": False,
        "stay": True,
    }


def test_an_order_is_asked_by_places_and_its_fields_do_not_tell_it():
    question = of_kind("ordering")
    names = {x: f"{FIELD}-{veil(question, x)}" for x in KINDS["ordering"].key(question)}
    form = {names["safe"]: ["2"], names["call"]: ["4"]}
    assert KINDS["ordering"].read(question, form) == ["", "safe", "", "call"]
    assert KINDS["ordering"].form(question, ["", "safe", "", "call"]) == form
    for bad in ({names["safe"]: ["2"], names["call"]: ["2"]}, {names["safe"]: ["5"]}, {names["safe"]: ["0"]}):
        with pytest.raises(UnreadableAnswer):
            KINDS["ordering"].read(question, bad)


@pytest.mark.parametrize("seed", range(60))
def test_an_order_is_never_shown_solved(seed: int):
    question = of_kind("ordering")
    assert KINDS["ordering"].arrange(question, random.Random(seed)) != KINDS["ordering"].key(question)


def test_items_count_by_where_they_are_put():
    question = of_kind("categorise")
    assert read(question, part_belt="report", part_tired="report") == ["belt=report", "tired=report"]
    assert scored(question, "belt=report", "tired=report") == Fraction(1, 3)
    told = lines(question, "belt=report", "tired=report")
    assert told["tired"].right == (question.groups[1].title,)
    assert [told[x].is_right for x in ("belt", "tired", "school")] == [True, False, False]
    with pytest.raises(UnreadableAnswer):
        read(question, part_belt="elsewhere")


def test_a_written_answer_waits_for_a_person():
    question = of_kind("reflective")
    text = "That sounds lonely.\r\nI am here, Yosef."
    assert read(question, answer=text) == ["That sounds lonely.\nI am here, Yosef."]
    assert KINDS["reflective"].is_marked
    assert scored(question, text) == 0
    for bad in ("Too few words", "word " * 61, "x" * 2000):
        with pytest.raises(UnreadableAnswer):
            read(question, answer=bad)


def test_a_mark_is_a_share_of_the_points():
    question = of_kind("reflective")
    assert most_points(question) == 3
    assert points_of(question, {"feeling": "l2", "room": "l1"}) == 3
    assert points_of(question, {"feeling": "l1", "room": "l0"}) == 1
    assert [is_enough(question, Fraction(share, 100)) for share in (49, 50)] == [False, True]
    with pytest.raises(KeyError):
        points_of(question, {"feeling": "l1"})


def test_several_of_several_are_scored_as_the_question_says():
    question = of_kind("multiple")
    given = (["a", "b"], ["a"], ["a", "c"], ["c"])
    assert [scored(question, *one) for one in given] == [1, Fraction(1, 2), 0, 0]
    assert [scored(replace(question, settings={}), *one) for one in given] == [1, 0, 0, 0]
    minus = replace(question, settings={"scoring": "minus"})
    assert [scored(minus, *one) for one in given] == [1, Fraction(1, 2), 0, Fraction(-1, 2)]
