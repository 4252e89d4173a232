"""Agreement figures against published worked examples, by hand, and by what must always hold.

Where the printed figures were read: Shrout & Fleiss (1979) with its intervals in the output of R's psych::ICC; Cohen
(1968), Table 1, as worked out in the R package DMAR (vignette on weighted kappa), with the standard errors of Fleiss,
Cohen & Everitt (1969); a SAS PROC FREQ print-out in the tests of statsmodels; R's irr::kappa2 on its anxiety data, in
the same tests; two tables of irr::kappa2 in the R examples collection RExRepos.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.performance.agreement import (
    NORMAL_95,
    Figure,
    NotEnough,
    agreement_weights,
    exact_percent,
    f_quantile,
    icc,
    kappa_of,
    mean_squares,
    weighted_kappa,
)

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
COHEN = ((88, 10, 2), (14, 40, 6), (18, 10, 12))
SAS = ((0, 4, 1), (0, 8, 0), (0, 1, 5))


def figure(found: Figure | NotEnough) -> Figure:
    assert isinstance(found, Figure)
    return found


def unweighted(size: int) -> list[list[float]]:
    return [[float(i == j) for j in range(size)] for i in range(size)]


def from_disagreement(weights: Sequence[Sequence[float]]) -> list[list[float]]:
    most = max(map(max, weights))
    return [[1 - weight / most for weight in row] for row in weights]


def error_of(found: Figure) -> float:
    return (found.high - found.low) / (2 * NORMAL_95)


def test_icc_of_shrout_and_fleiss():
    agreement, consistency = figure(icc(SHROUT_FLEISS)), figure(icc(SHROUT_FLEISS, "consistency"))
    assert (agreement.value, agreement.low, agreement.high) == pytest.approx((0.290, 0.019, 0.761), abs=5e-4)
    assert (consistency.value, consistency.low, consistency.high) == pytest.approx((0.715, 0.342, 0.946), abs=5e-4)
    assert (agreement.n, consistency.n) == (6, 6)


def test_the_mean_squares_behind_it():
    """Their ICC(1,1) of .17 follows from the same squares: raters and rest taken together."""
    squares = mean_squares(SHROUT_FLEISS)
    within = ((squares.k - 1) * squares.raters + (squares.n - 1) * (squares.k - 1) * squares.rest) / (
        squares.n * (squares.k - 1)
    )
    assert (squares.targets - within) / (squares.targets + (squares.k - 1) * within) == pytest.approx(0.166, abs=5e-4)
    assert squares.targets / squares.rest == pytest.approx(11.0, abs=0.05)


def test_kappa_of_cohen_1968():
    plain = figure(kappa_of(COHEN, unweighted(3)))
    assert (plain.value, plain.low, plain.high) == pytest.approx((0.492, 0.392, 0.591), abs=5e-4)
    assert error_of(plain) == pytest.approx(0.051, abs=5e-5)
    assert figure(kappa_of(COHEN, agreement_weights(3, "quadratic"))).value == pytest.approx(0.4545455, abs=5e-8)


@pytest.mark.parametrize(
    ("grave", "light", "value", "error", "low", "high"),
    [(6, 1, 0.348, 0.0755, 0.200, 0.496), (1, 6, 0.574, 0.0553, 0.465, 0.682)],
)
def test_weighted_kappa_with_the_errors_of_1969(
    grave: float, light: float, value: float, error: float, low: float, high: float
):
    weights = from_disagreement(((0, light, 3), (light, 0, grave), (3, grave, 0)))
    found = figure(kappa_of(COHEN, weights))
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-4)
    assert error_of(found) == pytest.approx(error, abs=5e-5)


def test_kappa_as_sas_prints_it():
    plain, linear = figure(kappa_of(SAS, unweighted(3))), figure(kappa_of(SAS, agreement_weights(3, "linear")))
    assert (plain.value, plain.low, plain.high) == pytest.approx((0.4842, 0.2137, 0.7547), abs=5e-5)
    assert (linear.value, linear.low, linear.high) == pytest.approx((0.4701, 0.1845, 0.7558), abs=5e-5)
    assert (error_of(plain), error_of(linear)) == pytest.approx((0.1380, 0.1457), abs=5e-5)


def test_kappa_as_irr_prints_it():
    """The anxiety data's second and third rater; irr leaves out the levels that neither gave, here 5."""
    second = (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4)
    third = (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2)
    pairs, levels = list(zip(second, third, strict=True)), (1, 2, 3, 4, 6)
    assert figure(weighted_kappa(pairs, levels, "linear")).value == pytest.approx(0.1459075, abs=5e-7)
    assert figure(weighted_kappa(pairs, levels)).value == pytest.approx(0.2520325, abs=5e-7)


def test_two_more_tables_of_irr():
    assert figure(kappa_of(((53, 5, 2), (11, 14, 5), (1, 6, 3)), unweighted(3))).value == pytest.approx(0.429, abs=5e-4)
    ordered = (
        (5, 8, 1, 2, 4, 2),
        (3, 5, 3, 5, 5, 0),
        (1, 2, 6, 11, 2, 1),
        (0, 1, 5, 4, 3, 3),
        (0, 0, 1, 2, 5, 2),
        (0, 0, 1, 2, 1, 4),
    )
    assert figure(kappa_of(ordered, agreement_weights(6, "linear"))).value == pytest.approx(0.316, abs=5e-4)


def test_two_levels_by_hand():
    """45, 15 / 25, 15: observed 0.6, by chance 0.54, so kappa is 0.06 / 0.46; with two levels weights are all one."""
    table = ((45, 15), (25, 15))
    by_hand = pytest.approx(0.06 / 0.46)
    assert figure(kappa_of(table, unweighted(2))).value == by_hand
    assert figure(kappa_of(table, agreement_weights(2, "linear"))).value == by_hand
    assert figure(kappa_of(table, agreement_weights(2, "quadratic"))).value == by_hand


@pytest.mark.parametrize(
    ("tail", "above", "below", "value"),
    [(0.025, 15, 5, 1 / 3.5764), (0.025, 5, 15, 1 / 6.4277), (0.95, 1, 10, 4.9646), (0.975, 10, 10, 3.7168)],
)
def test_quantiles_of_f_as_tables_print_them(tail: float, above: float, below: float, value: float):
    assert f_quantile(tail, above, below) == pytest.approx(value, rel=5e-5)


def test_what_says_too_little_is_said_and_never_a_number():
    assert weighted_kappa([], (1, 2, 3)) == NotEnough("too-few", 0)
    assert weighted_kappa([(1, 2)], (1, 2, 3)) == NotEnough("too-few", 1)
    assert weighted_kappa([(1, 1)] * 9, (1,)) == NotEnough("too-few", 9)
    assert weighted_kappa([(2, 2)] * 30, (1, 2, 3)) == NotEnough("no-variance", 30)
    assert icc([]) == NotEnough("too-few", 0)
    assert icc([(1, 2), (2, 1)]) == NotEnough("too-few", 2)
    assert icc([(1,), (2,), (3,)]) == NotEnough("too-few", 3)
    assert icc([(4, 4)] * 30) == NotEnough("no-variance", 30)
    assert icc([(4, 5)] * 30, "consistency") == NotEnough("no-variance", 30)
    assert exact_percent([]) is None


def test_what_cannot_be_a_pair_is_refused():
    with pytest.raises(ValueError, match="not a level"):
        weighted_kappa([(1, 9), (1, 1)], (1, 2, 3))
    with pytest.raises(ValueError, match="every rater"):
        icc([(1, 2), (1,), (2, 2)])


def test_a_rater_who_is_always_stricter_agrees_in_order_only():
    rows = [(value, value - 1) for value in (1, 2, 3, 4, 2, 3)]
    assert figure(icc(rows, "consistency")).value == pytest.approx(1)
    assert 0 < figure(icc(rows)).value < 0.8


def test_percent_of_pairs_that_are_alike():
    assert exact_percent([(1, 1), (2, 2), (3, 1)]) == 66


levels = st.integers(1, 4)
pairs_of_levels = st.lists(st.tuples(levels, levels), min_size=2, max_size=60)
few = settings(max_examples=25, deadline=None)  # quantiles of F take their time
rows_of_ratings = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=30)


@given(pairs_of_levels, st.sampled_from(["linear", "quadratic"]))
def test_kappa_knows_no_first_and_second(pairs: list[tuple[int, int]], scale):  # type: ignore[no-untyped-def]
    one, other = (weighted_kappa(each, (1, 2, 3, 4), scale) for each in (pairs, [(b, a) for a, b in pairs]))
    if isinstance(one, NotEnough):
        assert other == one
    else:
        assert (one.value, one.low, one.high) == pytest.approx(
            (figure(other).value, figure(other).low, figure(other).high), abs=1e-7
        )
        assert -1 <= one.low <= one.value <= one.high <= 1


@given(pairs_of_levels)
def test_a_scale_that_is_turned_round_changes_nothing(pairs: list[tuple[int, int]]):
    turned = [(5 - a, 5 - b) for a, b in pairs]
    one, other = weighted_kappa(pairs, (1, 2, 3, 4)), weighted_kappa(turned, (1, 2, 3, 4))
    assert getattr(one, "value", one) == pytest.approx(getattr(other, "value", other), abs=1e-9) or one == other


@given(st.lists(levels, min_size=2, max_size=60))
def test_who_always_agrees_has_a_kappa_of_one(given_levels: list[int]):
    assume(len(set(given_levels)) > 1)
    found = figure(weighted_kappa([(level, level) for level in given_levels], (1, 2, 3, 4)))
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))


@given(st.lists(st.integers(1, 9), min_size=4, max_size=4), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_independent_raters_agree_no_more_than_chance(rows: list[int], columns: list[int]):
    table = [[row * column for column in columns] for row in rows]
    for scale in ("linear", "quadratic"):
        assert figure(kappa_of(table, agreement_weights(4, scale))).value == pytest.approx(0, abs=1e-9)


@few
@given(rows_of_ratings, st.floats(0.5, 20), st.integers(-50, 50))
def test_icc_knows_no_unit_and_no_zero(rows: list[tuple[int, int]], unit: float, zero: int):
    moved = [tuple(value * unit + zero for value in row) for row in rows]
    for sort in ("agreement", "consistency"):
        one, other = icc(rows, sort), icc(moved, sort)
        if isinstance(one, NotEnough) or isinstance(other, NotEnough):
            assert one == other
        else:
            assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-4)


@few
@given(rows_of_ratings)
def test_icc_is_a_number_inside_its_interval(rows: list[tuple[int, int]]):
    for sort in ("agreement", "consistency"):
        found = icc(rows, sort)
        if isinstance(found, Figure):
            assert all(map(isfinite, (found.value, found.low, found.high)))
            assert found.low <= found.value + 1e-9
            assert found.value <= found.high + 1e-9
            assert found.high <= 1 + 1e-9


@few
@given(rows_of_ratings)
def test_consistency_leaves_severity_out(rows: list[tuple[int, int]]):
    stricter = [(one, other - 7) for one, other in rows]
    one, other = icc(rows, "consistency"), icc(stricter, "consistency")
    assert getattr(one, "value", None) == pytest.approx(getattr(other, "value", None), abs=1e-6)


@few
@given(st.lists(st.integers(0, 40), min_size=3, max_size=30))
def test_who_rates_alike_has_an_icc_of_one(values: list[int]):
    assume(len(set(values)) > 1)
    for sort in ("agreement", "consistency"):
        found = figure(icc([(value, value) for value in values], sort))
        assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))
