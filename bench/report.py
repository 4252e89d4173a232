"""The table that `make bench` prints, and whether the limits hold."""

from __future__ import annotations

from bench.costs import Cost
from bench.visitors import WORD

MOST_STATEMENTS = 4
WITH_A_YEAR = {"home", "practice"}
"""Pages that show this week of a year of practice: one statement more."""
MOST_APART = 1.3


def times(costs: dict[str, Cost], limit: float) -> list[str]:
    """Prints what each page costs beside the page of one word; returns what is over."""
    word, faults = costs[WORD].server, []
    print(f"{'page':<16}{'CPU µs':>9}{'times':>8}{'limit':>7}{'SQL':>5}{'bytes':>8}")
    for page, cost in costs.items():
        ratio = cost.server / word
        print(f"{page:<16}{cost.server:>9.0f}{ratio:>8.2f}{limit:>7.1f}{cost.statements:>5}{cost.size:>8}")
        if ratio > limit:
            faults.append(f"{page} costs {ratio:.2f} times a page of one word; the limit is {limit:.0f}")
        most = MOST_STATEMENTS + (page in WITH_A_YEAR)
        if cost.statements > most:
            faults.append(f"{page} takes {cost.statements} SQL statements; the limit is {most}")
    return faults


def apart(small: dict[str, Cost], large: dict[str, Cost], most: float = MOST_APART) -> list[str]:
    """Prints how much dearer pages are in a large database, its server's CPU included; returns what is too dear."""
    faults = []
    print("\nThe same in a small and in a large database, whose CPU time is added")
    print(f"{'page':<38}{'small µs':>9}{'large µs':>9}{'apart':>8}{'limit':>7}")
    for page, cost in small.items():
        ratio = large[page].whole / cost.whole
        print(f"{page:<38}{cost.whole:>9.0f}{large[page].whole:>9.0f}{ratio:>8.2f}{most:>7.1f}")
        if ratio > most:
            faults.append(f"{page} is {ratio:.2f} times as dear in the large database; the limit is {most}")
    return faults
