"""The pages that a matrix walks, by who opens them, and a pairwise sample of languages, widths and themes."""

from __future__ import annotations

import os
import random
from functools import cache
from itertools import combinations, product

NOTHING = "/nothing-here"
SIGNED_OUT = (
    "/",
    "/sign-in",
    "/verify",
    "/help-now",
    "/offline",
    "/password-reset",
    "/never",
    "/emergency-card",
    "/privacy",
    "/accessibility",
    "/privacy/retention",
    "/worried",
    "/sheets/people-map",
    NOTHING,
)
LEARNER = (
    "/",
    "/programmes",
    "/programmes/community-mentors",
    "/programmes/community-mentors/syllabus",
    "/lessons/who-a-mentor-is",
    "/lessons/safe-notes",
    "/lessons/safe-notes/quiz",
    "/attempts/{attempt}",
    "/attempts/{attempt}/1",
    "/lessons/consent-and-privacy/scenario",
    "/hours",
    "/meetings",
    "/account/previews",
    "/notices",
    "/review",
    "/glossary",
    "/before-visit",
    "/emergency-card",
    "/worried",
    "/account",
    "/account/email",
    "/account/password",
    "/account/sessions",
    "/account/second-step",
    "/privacy/notice",
    "/privacy/consent",
    "/privacy/mine",
    "/privacy/mine/copy",
    "/privacy/mine/correction",
    "/privacy/mine/erasure",
    "/who-looked",
    "/baseline",
    "/break-glass/{glass}",
    "/practice",
    "/practice/kept",
    "/practice/year",
    "/practice/year/letter-to-a-new-mentor",
    "/practice/days",
    "/practice/tools",
    "/practice/journal",
    "/practice/exercises/people-map/share",
    "/practice/reminders",
    "/performances",
    "/performances/{performance}",
    "/performances/{performance}/rate/self",
    "/placements",
    "/placements/{overridden}",
    "/practicum",
    "/practicum/show",
    "/practicum/entries",
    "/practicum/record",
    "/practicum/entries/new",
    "/practicum/entries/{returned_entry}",
    "/practicum/entries/{returned_entry}/edit?check=1",
    "/practicum/entries/{approved_entry}",
    "/practicum/entries/{approved_entry}/amend",
    "/cases",
    "/cases/new",
    "/cases/{case}",
    "/measures",
    "/supervision",
    "/supervision/new",
    "/supervision/{supervision}",
    "/supervision/{supervision}/cases/{supervised_case}",
    "/cases/{case}/hand-over",
    "/handovers",
    "/handovers/{handed}",
)
TRAINER = (
    "/",
    "/lessons/who-a-mentor-is/facilitation",
    "/programmes/pwp",
    "/programmes/pwp/simulated-cases",
    "/lessons/pwp-role-ethics-law",
    "/lessons/consent-and-privacy/scenario/graph",
    "/scenario-requests",
    "/cohorts/{cohort}",
    "/learners/{enrolment}",
    "/as/{enrolment}",
    "/as/{enrolment}/lessons/safe-notes",
    "/meetings",
    "/cohorts/{cohort}/meetings",
    "/cohorts/{cohort}/meetings/new",
    "/meetings/{meeting}",
    "/meetings/{meeting}/roll",
    "/performances",
    "/cohorts/{cohort}/performances",
    "/cohorts/{cohort}/performances/new",
    "/performances/{performance}",
    "/performances/{performance}/rate/observer",
    "/performances/{settled}",
    "/marking",
    "/marking/{waiting}",
    "/marking/comments",
    "/agreement",
)
WRITER = ("/attempts/{marked_attempt}/{marked_number}/written",)
REWRITER = ("/attempts/{returned_attempt}/{returned_number}/written",)
COORDINATOR = (
    "/",
    "/learners/{enrolment}/quizzes",
    "/learners/{enrolment}/quizzes/safe-notes",
    "/quizzes",
    "/quizzes/who-a-mentor-is/regrade",
    "/quizzes/who-a-mentor-is/regrade/plan-for-tonight",
    "/quizzes/who-a-mentor-is/regrade/plan-for-tonight/preview?way=drop",
    "/marking/{marked}",
    "/cohorts/{cohort}",
    "/hours/{enrolment}",
    "/hours/{enrolment}/rows",
    "/people/invite",
    "/imports",
    "/imports/new",
    "/set-up",
    "/set-up/{institution}",
    "/set-up/{institution}/institution",
    "/set-up/{institution}/calendar",
    "/set-up/{institution}/cohorts",
    "/privacy",
    "/privacy/retention",
    "/privacy/statements",
    "/privacy/statements/{institution}",
    "/privacy/requests",
    "/access-review",
    "/access-review/institutions/{institution}",
    "/trail?first=2026-01-01",
    "/duty",
    "/duty/institutions/1",
    "/institutions/{institution}/case-data",
    "/sites",
    "/sites/new",
    "/sites/{site}",
    "/sites/{site}/edit",
    "/supervisors",
    "/supervisors/new?institution={institution}",
    "/supervisors/{signer}",
    "/supervisors/{signer}/signing",
    "/supervisors/{signer}/paper",
    "/placements",
    "/placements/new?enrolment={enrolment}",
    "/placements/{overridden}",
    "/placements/{locked}",
    "/placements/{locked}/edit",
    "/learners/{enrolment}/placements",
    "/learners/{enrolment}/late-entries",
    "/handovers",
    "/handovers/{handed}",
    "/receivers",
    "/receivers/new?institution={institution}",
    "/receivers/{receiver}",
    "/learners/{enrolment}/waiting",
    "/learners/{enrolment}/break-glass",
    "/break-glass",
    "/practicum/of/{enrolment}",
    "/cohorts/{cohort}/practice",
    "/cohorts/{cohort}/practicum",
    "/cohorts/{cohort}/supervisors",
    "/cohorts/{rated_cohort}/supervisors",
)
RATED = ("/portfolio", "/portfolio/of/{rated}/c3")
ASSESSOR = (
    "/portfolio/people",
    "/portfolio/of/{rated}",
    "/portfolio/of/{rated}/c3",
    "/portfolio/of/{rated}/c3/rate",
    "/portfolio/ratings/{rating}/withdraw",
    "/cohorts/{rated_cohort}/portfolio",
)
MEASURER = (
    "/measures",
    "/measures/new",
    "/measures/new?instrument=phq-9",
    "/measures/new?instrument=core-10",
    "/measures/{measure}",
    "/cases/{measured}/measures",
)
SIGNER = (
    "/measures",
    "/measures/{measure}",
    "/placements",
    "/supervision",
    "/supervision/new?with=1",
    "/supervision/{group}",
    "/sign-off",
    "/absence",
)
PAGES: tuple[tuple[str, str], ...] = (
    *(("", path) for path in SIGNED_OUT),
    *(("mentor", path) for path in LEARNER),
    *(("trainer", path) for path in TRAINER),
    *(("coordinator", path) for path in COORDINATOR),
    *(("svetlana.kogan", path) for path in WRITER),
    *(("oleg.brenner", path) for path in REWRITER),
    ("evaluator", "/agreement"),
    ("evaluator", "/evaluation"),
    ("amira.halabi", "/baseline"),
    *(("supervisor", path) for path in SIGNER),
    ("trainee", "/supervision/{planned}"),
    *(("trainee", path) for path in RATED),
    *(("trainee", path) for path in MEASURER),
    *(("trainer", path) for path in ASSESSOR),
    *((box, "/") for box in ("trainee", "supervisor", "evaluator", "admin")),
    ("admin", "/access-review/national"),
    ("admin", "/trail?refused=1"),
    ("admin", "/backups"),
    ("admin", "/people/2/second-step"),
    ("admin", "/set-up/new"),
    ("admin", "/people/merge"),
    ("admin", "/people/2/merge/3"),
)
LANGUAGES = ("he", "ar", "en")
WIDTHS = (320, 360, 768, 1280, 1440)
THEMES = ("light", "dark")
Case = tuple[tuple[str, str], str, str]


def is_full() -> bool:
    return os.environ.get("KELIM_TEST_MATRIX") == "full"


def cases() -> list[Case]:
    """Page, language, theme: all combinations, or a sample in which every pair of values meets at least once."""
    everything = list(product(PAGES, LANGUAGES, THEMES))
    return everything if is_full() else pairwise(everything)


def axe_widths(case: Case) -> tuple[int, ...]:
    """Widths at which a case is examined: all of them, or one that differs from case to case.

    In the sample a page goes through axe once in each theme, in two of its languages; the third is measured only.
    """
    (_, path), language, theme = case
    if is_full():
        return WIDTHS
    return (WIDTHS[len(path + language * 2 + theme) % len(WIDTHS)],) if case in _examined() else ()


@cache
def _examined() -> frozenset[Case]:
    first: dict[tuple[object, str], Case] = {}
    for case in cases():
        first.setdefault((case[0], case[2]), case)
    return frozenset(first.values())


def pairwise(everything: list[Case]) -> list[Case]:
    """Greedy cover of all pairs; the same sample on every run."""
    chance = random.Random(7)
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
