"""When a question comes back: on days that follow from the answers alone, within the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core import spacing
from app.quizzes import reviews_rules

DAY = timedelta(days=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
scores = st.integers(-1000, 1000)


@given(moment=moments, given_scores=st.lists(scores, min_size=1, max_size=8))
def test_the_same_answers_bring_a_question_back_on_the_same_days(moment: datetime, given_scores: list[int]):
    cards = [spacing.fresh(moment) for _ in range(2)]
    for number, score in enumerate(given_scores):
        cards = [reviews_rules.answered(card, score, moment + number * DAY) for card in cards]
    assert cards[0] == cards[1]


@given(moment=moments, times=st.integers(2, 6))
def test_what_is_known_comes_back_later_and_later(moment: datetime, times: int):
    card, gaps = spacing.fresh(moment), []
    for _ in range(times):
        card = reviews_rules.answered(card, 1000, moment)
        following = datetime.fromisoformat(card["due"])
        gaps.append(following - moment)
        moment = following
    assert gaps[0] >= DAY
    assert all(later > earlier for earlier, later in pairwise(gaps))


@given(moment=moments, score=st.integers(-1000, 0))
def test_what_was_wrong_comes_back_tomorrow(moment: datetime, score: int):
    card = reviews_rules.answered(spacing.fresh(moment), score, moment)
    assert datetime.fromisoformat(card["due"]) == moment + DAY


@given(moment=moments)
def test_partly_right_comes_back_no_later_than_right(moment: datetime):
    known = reviews_rules.answered(spacing.fresh(moment), 1000, moment)
    later = datetime.fromisoformat(known["due"])
    partly, fully = (reviews_rules.answered(known, score, later) for score in (500, 1000))
    assert partly["due"] < fully["due"]


@given(day=st.dates(date(2026, 1, 1), date(2028, 1, 1)), ends=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_nothing_comes_back_after_the_year(day: date, ends: date):
    when = reviews_rules.within(day + 400 * DAY, day, ends)
    assert when is None if ends <= day else when is not None and day < when <= ends


@given(names=st.lists(st.text(), unique=True, max_size=12), day=st.dates())
def test_the_order_of_a_day_stays_whatever_was_answered(names: list[str], day: date):
    order = reviews_rules.shuffled([(name, name) for name in names], day)
    rest = set(order[1:])
    assert reviews_rules.shuffled([(name, name) for name in reversed(names) if name in rest], day) == order[1:]
