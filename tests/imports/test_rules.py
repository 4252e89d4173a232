"""What is wrong with a line, and what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.imports import emails, rules, values
from app.imports.rules import Given, Known, Place

COHORT = Place("he", date(2026, 10, 25), date(2027, 10, 24))


def outcome(known: Known | None = None, **texts: str) -> rules.Outcome:
    given = {"email": "noa@example.org", "name": "Noa Levi"} | texts
    place = {given["email"]: known} if known else {}
    return rules.outcomes([Given(2, given)], COHORT, place)[0]


def blamed(**texts: str) -> list[str]:
    return [trouble.message for trouble in outcome(**texts).troubles]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("noa@gmial.com", "noa@gmail.com"),
        ("noa@gmail.con", "noa@gmail.com"),
        ("noa@gmail,com", "noa@gmail.com"),
        ("noa levi@gmail.com", "noalevi@gmail.com"),
        ("noagmail.com", "noa@gmail.com"),
        ("dana@college.ac.li", "dana@college.ac.il"),
        ("x@walla.co.i", "x@walla.co.il"),
    ],
)
def test_a_slip_is_a_problem_with_a_suggestion(written: str, meant: str) -> None:
    found = outcome(email=written)
    assert found.kind == rules.PROBLEM
    assert found.troubles[0].suggestion == meant


@pytest.mark.parametrize(
    "right", ["noa@mail.com", "a@b.co.il", "x@ymail.com", "dana@example.ac.il", "o'neil@example.org"]
)
def test_an_unusual_address_is_no_slip(right: str) -> None:
    assert outcome(email=right).kind == rules.NEW


def test_a_domain_that_the_file_has_often_is_no_slip() -> None:
    lines = [Given(n, {"email": f"p{n}@gmaill.com", "name": f"P{n} x"}) for n in range(2, 5)]
    assert {one.kind for one in rules.outcomes(lines, COHORT, {})} == {rules.NEW}


def test_whoever_says_that_an_address_is_right_is_believed() -> None:
    assert outcome(email="noa@gmial.com", sure="1").kind == rules.NEW
    assert outcome(email="noa@gmial", sure="1").kind == rules.PROBLEM


@pytest.mark.parametrize("around", ["mailto:{}", " {}; ", "Noa Levi <{}>", "<{}>", "{},", '"{}"'])
def test_what_stands_around_an_address_goes(around: str) -> None:
    assert outcome(email=around.format("NOA@Example.org")).wanted.email == "noa@example.org"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"email": ""}, rules.NO_EMAIL),
        ({"email": "nobody"}, rules.BAD_EMAIL),
        ({"email": "a@example.org; b@example.org"}, rules.TWO_EMAILS),
        ({"name": ""}, rules.NO_NAME),
        ({"name": "noa@example.org"}, rules.BAD_NAME),
        ({"name": "=cmd|'/c calc'!A0"}, rules.BAD_NAME),
        ({"name": "+972501234567 Noa"}, rules.BAD_NAME),
        ({"phone": "5.01E+08"}, rules.BAD_PHONE),
        ({"language": "רוסית"}, rules.BAD_LANGUAGE),
        ({"start": "10/25/2026"}, rules.BAD_DAY),
        ({"start": "25/10/2029"}, rules.FAR_DAY),
    ],
)
def test_each_problem_says_what_to_do(texts: dict[str, str], message: str) -> None:
    assert blamed(**texts) == [message]


def test_a_formula_is_a_problem_until_something_is_written_over_it() -> None:
    lines = [Given(2, {"email": "noa@example.org"}, frozenset({"name"}))]
    assert rules.outcomes(lines, COHORT, {})[0].troubles[0].message == rules.FORMULA
    lines = [Given(2, {"email": "noa@example.org", "name": "Noa"}, frozenset())]
    assert rules.outcomes(lines, COHORT, {})[0].kind == rules.NEW


def two(first: str, second: str) -> list[rules.Outcome]:
    lines = [Given(n, {"email": "noa@example.org", "name": name}) for n, name in ((2, first), (3, second))]
    return rules.outcomes(lines, COHORT, {})


def test_a_line_that_stands_twice_is_done_once() -> None:
    one, other = two("Noa Levi", "LEVI Noa")
    assert (one.kind, other.kind, other.same_as) == (rules.NEW, rules.UNCHANGED, 2)


def test_two_names_with_one_address_are_a_problem() -> None:
    assert two("Noa Levi", "Dan Levi")[1].troubles[0].message == rules.TWICE


def test_after_a_line_is_left_out_its_twin_counts() -> None:
    lines = [
        Given(2, {"email": "noa@example.org", "name": "Noa"}, is_left_out=True),
        Given(3, {"email": "noa@example.org", "name": "Dan"}),
    ]
    assert [one.kind for one in rules.outcomes(lines, COHORT, {})] == [rules.LEFT_OUT, rules.NEW]


class TestSomebodyKnown:
    WAITS = Known(7, "Noa Lewi", "ar", is_active=True, is_own=True, enrolment_id=9, holds_role=True)

    def test_who_was_never_here_is_named_anew(self) -> None:
        found = outcome(self.WAITS)
        assert (found.kind, found.changes) == (rules.CHANGED, {"name": ("Noa Lewi", "Noa Levi")})

    def test_a_language_that_the_line_does_not_name_stays(self) -> None:
        assert "language" not in outcome(self.WAITS).changes
        assert outcome(self.WAITS, language="עברית").changes["language"] == ("ar", "he")

    def test_who_has_been_here_keeps_the_name_they_chose(self) -> None:
        known = Known(7, "Noa Lewi", "ar", is_active=True, is_own=False, enrolment_id=9, holds_role=True)
        found = outcome(known)
        assert (found.kind, found.note) == (rules.UNCHANGED, rules.KEEPS_NAME)

    def test_who_has_an_account_elsewhere_joins_and_nothing_of_it_is_told(self) -> None:
        found = outcome(Known(7, "Secret Name", "ar", is_active=True, is_own=False))
        assert (found.kind, dict(found.changes), found.note) == (rules.JOINS, {}, "")

    def test_who_left_comes_back(self) -> None:
        known = Known(
            7,
            "Noa Levi",
            "he",
            is_active=True,
            is_own=False,
            enrolment_id=9,
            left_on=date(2026, 11, 1),
            holds_role=True,
        )
        assert outcome(known).kind == rules.JOINS

    def test_a_closed_account_is_a_problem(self) -> None:
        found = outcome(Known(7, "Noa Levi", "he", is_active=False, is_own=False))
        assert found.troubles[0].message == rules.CLOSED


def test_another_picture_has_another_digest() -> None:
    seen = {
        rules.digest([outcome()]),
        rules.digest([outcome(name="Dan Levi")]),
        rules.digest([outcome(language="ar")]),
        rules.digest([outcome(TestSomebodyKnown.WAITS)]),
        rules.digest([outcome(start="26/10/2026")]),
    }
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("501234567", "+972501234567"),
        ("050-123 45 67", "+972501234567"),
        ("+972 (0)50-1234567", "+972501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "+972501234567"),
        ("02-6543210", "+97226543210"),
        ("077-1234567", "+972771234567"),
        ("5.01E+08", None),
        ("12345", None),
        ("²50123456", None),
    ],
)
def test_phones(written: str, phone: str | None) -> None:
    assert values.phone_of(written) == phone


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("25/10/2026", date(2026, 10, 25)),
        ("25.10.26", date(2026, 10, 25)),
        ("2026-10-25", date(2026, 10, 25)),
        ("2026-10-25 00:00:00", date(2026, 10, 25)),
        ("46320", date(2026, 10, 25)),
        ("٢٥/١٠/٢٠٢٦", date(2026, 10, 25)),
        ("10/25/2026", None),
        ("31/02/2026", None),
        ("soon", None),
    ],
)
def test_days(written: str, day: date | None) -> None:
    assert values.day_of(written) == day


@pytest.mark.parametrize(
    ("word", "code"), [("עברית", "he"), ("ערבית", "ar"), ("العربية", "ar"), ("EN", "en"), ("רוסית", None)]
)
def test_languages(word: str, code: str | None) -> None:
    assert values.language_of(word) == code


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("gmail.com", "gmial.com", True),
        ("gmail.com", "gmal.com", True),
        ("gmail.com", "gmaill.com", True),
        ("gmail.com", "gmail.com", False),
        ("gmail.com", "hotmail.com", False),
        ("012.net", "013.net", True),
    ],
)
def test_nearness(one: str, other: str, near: bool) -> None:
    assert emails.are_near(one, other) is near
