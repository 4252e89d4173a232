"""How far two raters agree: weighted kappa and intraclass correlations with their intervals. Pure.

Where the numbers cannot say anything the answer is `NotEnough` with the reason, never a figure that looks like one.

Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220.
Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
Psychological Bulletin 72, 323-327.
Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability. Psychological
Bulletin 86, 420-428.
McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients. Psychological
Methods 1, 30-46.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isclose, sqrt
from typing import Literal

from mpmath import betainc  # type: ignore[import-untyped]  # it brings no types

PAIRS_WANTED = 20
"""Below so many pairs no figure is shown. For k ordered levels the standard error of weighted kappa holds from about
2k² pairs on, which is some 20 for three levels and 32 for four (Cicchetti, D. V. (1981). Applied Psychological
Measurement 5, 101-104). Between the two the interval beside the figure says how little is known yet."""
NORMAL_95 = 1.959963984540054
_TAIL = 0.025
_FEWEST_TARGETS = 3
_HALVINGS = 60

Weights = Sequence[Sequence[float]]
Scale = Literal["linear", "quadratic"]
Sort = Literal["agreement", "consistency"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient with its 95 % interval; `n` is what it rests on: pairs, or targets."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Nothing can be said. too-few: too little was rated; no-variance: all of it was rated alike."""

    reason: Literal["too-few", "no-variance"]
    n: int


def exact_percent(pairs: Sequence[tuple[int, int]]) -> int | None:
    """Percent of pairs that are alike, rounded down; None without pairs."""
    return sum(1 for one, other in pairs if one == other) * 100 // len(pairs) if pairs else None


def weighted_kappa(
    pairs: Sequence[tuple[int, int]], levels: Sequence[int], scale: Scale = "quadratic"
) -> Figure | NotEnough:
    """Two raters' ordinal levels, pair by pair. `levels` are all that could be given, in order.

    Raises ValueError for a rating that is none of `levels`.
    """
    at = {level: number for number, level in enumerate(levels)}
    if len(pairs) < 2 or len(at) < 2:
        return NotEnough("too-few", len(pairs))
    table = [[0] * len(at) for _ in at]
    for one, other in pairs:
        if one not in at or other not in at:
            raise ValueError(f"not a level: {one}, {other}")
        table[at[one]][at[other]] += 1
    return kappa_of(table, agreement_weights(len(at), scale))


def agreement_weights(size: int, scale: Scale) -> list[list[float]]:
    """1 for the same level, 0 for the two ends of the scale, after Cohen (1968) and Fleiss & Cohen (1973)."""
    power = 1 if scale == "linear" else 2
    return [[1 - (abs(i - j) / (size - 1)) ** power for j in range(size)] for i in range(size)]


def kappa_of(table: Sequence[Sequence[int]], weights: Weights) -> Figure | NotEnough:
    """`table[i][j]`: how often the first rater gave level i and the second level j. `weights`: 1 is full agreement.

    The interval is the normal one around the estimate, with the standard error of Fleiss, Cohen & Everitt (1969,
    their variance for a kappa that is not zero), cut to -1 … 1.
    """
    n = sum(map(sum, table))
    if n < 2:
        return NotEnough("too-few", n)
    size = range(len(table))
    share = [[count / n for count in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(row[j] for row in share) for j in size]
    observed = sum(weights[i][j] * share[i][j] for i in size for j in size)
    chance = sum(weights[i][j] * rows[i] * columns[j] for i in size for j in size)
    if isclose(chance, 1, abs_tol=1e-12):
        return NotEnough("no-variance", n)
    of_row = [sum(columns[j] * weights[i][j] for j in size) for i in size]
    of_column = [sum(rows[i] * weights[i][j] for i in size) for j in size]
    spread = sum(
        share[i][j] * (weights[i][j] * (1 - chance) - (of_row[i] + of_column[j]) * (1 - observed)) ** 2
        for i in size
        for j in size
    )
    centre = (observed * chance - 2 * chance + observed) ** 2
    error = sqrt(max(spread - centre, 0) / n) / (1 - chance) ** 2
    value = min(max((observed - chance) / (1 - chance), -1), 1)  # beyond by rounding alone
    return Figure(value, max(value - NORMAL_95 * error, -1), min(value + NORMAL_95 * error, 1), n)


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Of a two-way layout without repetition: between targets, between raters, and what is left."""

    targets: float
    raters: float
    rest: float
    n: int  # targets
    k: int  # raters


def icc(ratings: Sequence[Sequence[float]], sort: Sort = "agreement") -> Figure | NotEnough:
    """One row a target, one column a rater; single measures.

    agreement: ICC(2,1) of Shrout & Fleiss, ICC(A,1) of McGraw & Wong, raters being a sample of raters;
    consistency: ICC(3,1), ICC(C,1), raters being the only ones, their severity left out. Intervals by F, as there.
    Raises ValueError for rows of different lengths.
    """
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every target needs a rating by every rater")
    if len(ratings) < _FEWEST_TARGETS or len(ratings[0]) < 2:
        return NotEnough("too-few", len(ratings))
    squares = mean_squares(ratings)
    if squares.targets == 0 and squares.rest == 0:
        return NotEnough("no-variance", len(ratings))
    return _agreement(squares) if sort == "agreement" else _consistency(squares)


def mean_squares(ratings: Sequence[Sequence[float]]) -> MeanSquares:
    """What is smaller than rounding could make it counts as nothing."""
    n, k = len(ratings), len(ratings[0])
    mean = sum(map(sum, ratings)) / (n * k)
    of_target = [sum(row) / k - mean for row in ratings]
    of_rater = [sum(row[j] for row in ratings) / n - mean for j in range(k)]
    rest = sum((ratings[i][j] - mean - of_target[i] - of_rater[j]) ** 2 for i in range(n) for j in range(k))
    targets, raters = k * sum(x * x for x in of_target), n * sum(x * x for x in of_rater)
    nothing = 1e-18 * max(1e-300, sum(x * x for row in ratings for x in row))
    targets, raters, rest = (0.0 if square <= nothing * n * k else square for square in (targets, raters, rest))
    return MeanSquares(targets / (n - 1), raters / (k - 1), rest / ((n - 1) * (k - 1)), n, k)


def _consistency(ms: MeanSquares) -> Figure:
    value = (ms.targets - ms.rest) / (ms.targets + (ms.k - 1) * ms.rest)
    above, below = ms.n - 1, (ms.n - 1) * (ms.k - 1)
    low, high = (
        (at * ms.targets - by * ms.rest) / (at * ms.targets + (ms.k - 1) * by * ms.rest)
        for at, by in ((f_quantile(_TAIL, below, above), 1.0), (1.0, f_quantile(_TAIL, above, below)))
    )
    return Figure(value, low, high, ms.n)


def _agreement(ms: MeanSquares) -> Figure | NotEnough:
    """The interval by Satterthwaite's degrees of freedom: Shrout & Fleiss (1979), McGraw & Wong (1996).

    That approximation may miss an estimate below zero; the interval then reaches as far as the estimate.
    """
    n, k = ms.n, ms.k
    rest = k * ms.raters + (k * n - k - n) * ms.rest
    whole = n * ms.targets + rest
    value = n * (ms.targets - ms.rest) / whole
    by_raters = k * value * ms.raters
    by_rest = (n * (1 + (k - 1) * value) - k * value) * ms.rest
    spread = (n - 1) * by_raters**2 + by_rest**2
    if spread == 0:
        return Figure(value, value, value, n)  # raters alike in everything
    freedom = (k - 1) * (n - 1) * (by_raters + by_rest) ** 2 / spread
    at, by = f_quantile(_TAIL, freedom, n - 1), f_quantile(_TAIL, n - 1, freedom)
    low = n * (at * ms.targets - ms.rest) / (rest + n * at * ms.targets)
    high = n * (ms.targets - by * ms.rest) / (by * rest + n * ms.targets)
    return Figure(value, min(low, value), max(high, value), n)


@lru_cache(maxsize=256)
def f_quantile(tail: float, above: float, below: float) -> float:
    """The value of F with `above` and `below` degrees of freedom under which a share of `tail` lies."""
    if above <= 0 or below <= 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if betainc(above / 2, below / 2, 0, middle, regularized=True) < tail:
            low = middle
        else:
            high = middle
    return low * below / (above * (1 - low)) if low < 1 else float("inf")
