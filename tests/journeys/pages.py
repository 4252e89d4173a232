"""The pages that a matrix walks, by who opens them, and a pairwise sample of languages, widths and themes."""

from __future__ import annotations

import os
import random
from itertools import combinations, product

SIGNED_OUT = ("/", "/sign-in", "/help-now", "/offline", "/password-reset", "/nothing-here")
LEARNER = (
    "/",
    "/programmes",
    "/programmes/community-mentors",
    "/lessons/who-a-mentor-is",
    "/lessons/safe-notes",
    "/lessons/safe-notes/quiz",
    "/hours",
    "/meetings",
    "/previews",
    "/glossary",
    "/account",
    "/account/password",
    "/account/sessions",
)
TRAINER = ("/", "/lessons/who-a-mentor-is/facilitation", "/cohorts/{cohort}", "/learners/{enrolment}", "/as/{enrolment}")
COORDINATOR = ("/", "/cohorts/{cohort}", "/hours/{enrolment}", "/people/invite")
PAGES: tuple[tuple[str, str], ...] = (
    *(("", path) for path in SIGNED_OUT),
    *(("mentor", path) for path in LEARNER),
    *(("trainer", path) for path in TRAINER),
    *(("coordinator", path) for path in COORDINATOR),
    *((box, "/") for box in ("trainee", "supervisor", "evaluator", "admin")),
)
LANGUAGES = ("he", "ar", "en")
WIDTHS = (320, 360, 768, 1280, 1440)
THEMES = ("light", "dark")
Case = tuple[tuple[str, str], str, int, str]


def is_full() -> bool:
    return os.environ.get("KELIM_TEST_MATRIX") == "full"


def cases() -> list[Case]:
    """All combinations, or a small set in which every pair of values of two dimensions meets at least once."""
    everything = list(product(PAGES, LANGUAGES, WIDTHS, THEMES))
    return everything if is_full() else pairwise(everything)


def pairwise(everything: list[Case]) -> list[Case]:
    """Greedy cover of all pairs; the same sample on every run."""
    chance = random.Random(7)  # noqa: S311
    wanted = {pair for case in everything for pair in _pairs(case)}
    chosen: list[Case] = []
    while wanted:
        tried = chance.sample(everything, min(60, len(everything)))
        best = max(tried, key=lambda case: len(wanted & set(_pairs(case))))
        gain = wanted & set(_pairs(best))
        if gain:
            chosen.append(best)
            wanted -= gain
    return chosen


def _pairs(case: Case) -> list[tuple[object, ...]]:
    return [(i, case[i], j, case[j]) for i, j in combinations(range(len(case)), 2)]
