"""Stamps: written once, exact, and blind to everything but words."""

from __future__ import annotations

from app.catalogue.checks import check
from app.catalogue.reader import read
from app.catalogue.stamps import restamped, write_stamp
from tests.catalogue.samples import LESSON, LESSON_HE, QUIZ, encoded, files, found, planted, texts


def test_stamping_twice_changes_nothing():
    assert restamped(read(files())) == {}


def test_stamping_a_stale_translation_makes_it_fresh():
    tree = planted(LESSON, "Thank people", "Always thank people")
    changed = restamped(read(tree))
    assert list(changed) == [LESSON_HE]
    assert check(tree | changed) == []


def test_all_else_stays_byte_for_byte():
    data = "---\ntitle: 'א'   # remark\n\nwarning:\n  text: b\n---\n\nText \n\n\nEnd".encode()
    stamped = write_stamp(data, ["aaaaaaaa", "bbbbbbbb"])
    assert stamped.replace(b"stamp: [aaaaaaaa, bbbbbbbb]\n", b"") == data
    assert write_stamp(stamped, ["aaaaaaaa", "bbbbbbbb"]) == stamped


def test_a_long_stamp_is_replaced_whole():
    many = [f"{number:08d}" for number in range(100)]
    data = b"---\ntitle: x\n---\nBody\n"
    assert write_stamp(write_stamp(data, many), ["aaaaaaaa"]) == b"---\ntitle: x\nstamp: [aaaaaaaa]\n---\nBody\n"


def test_a_translation_that_is_not_aligned_is_left_alone():
    plain = texts()
    plain[LESSON_HE] = plain[LESSON_HE].replace("### שתי דלתות\n", "")
    assert LESSON_HE not in restamped(read(encoded(plain)))


def test_ids_markers_and_numbers_of_the_source_do_not_make_stale():
    tree = planted(LESSON, "{#useful}", "{#was-useful}")
    assert found(check(tree), "stale-translation") == []
    swapped = texts()[QUIZ].replace("- (x) I ask", "- ( ) I ask", 1).replace("- ( ) I leave", "- (x) I leave", 1)
    assert found(check(files() | {QUIZ: swapped.encode()}), "stale-translation") == []


def test_a_new_paragraph_is_named_as_new():
    plain = texts()
    plain[LESSON] = plain[LESSON].replace("{{term:mentor", "Look around first.\n\n{{term:mentor")
    plain[LESSON_HE] = plain[LESSON_HE].replace("{{term:mentor", "קודם מביטים סביב.\n\n{{term:mentor")
    findings = found(check(encoded(plain)), "stale-translation")
    assert len(findings) == 1
    assert "Look around first." in findings[0].message
