"""What may become of an entry, and what speaks against sending it in. Pure: all facts are handed in.

Figures are the programme's configuration (`Limits`); the checks follow the design's domain facts, section 5.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue.practicum_types import Category, Limits, Practicum
from app.core.spoken import SPOKEN
from app.core.words import N_
from app.practicum.models import APPROVED, DRAFT, RETURNED, SUBMITTED, WITHDRAWN
from app.practicum.times import is_doubled, week_of

INDIVIDUAL, GROUP = "individual", "group"
CONTACT, SUPERVISION = "contact", "supervision"
STOP, WARN = "stop", "warn"
LANGUAGES = SPOKEN

TAKEN_ALONE = N_(
    "Your supervisor has a supervision with somebody else at this time. If you were one group, choose “group”; if your "
    "times are right, ask your supervisor to return the other entry."
)
TAKEN_BY_OTHERS = N_(
    "Your supervisor has another supervision with somebody else at this time, and one meeting is never two. Choose "
    "what the others of your group chose; if yours is right, ask your supervisor to return the other entry."
)

MOVES: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({SUBMITTED, WITHDRAWN}),
    SUBMITTED: frozenset({APPROVED, RETURNED, WITHDRAWN}),
    RETURNED: frozenset({SUBMITTED, WITHDRAWN}),
    APPROVED: frozenset(),
    WITHDRAWN: frozenset({DRAFT, RETURNED}),
}
EDITABLE = frozenset({DRAFT, RETURNED})


def may_move(status: str, to: str) -> bool:
    return to in MOVES[status]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a field: `stop` keeps an entry from being sent in, `warn` is only said."""

    level: str
    code: str
    field: str
    message: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry as it is to be judged."""

    category: str
    activity: str
    setting: str
    mode: str
    language: str
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    day: date | None
    minutes: int
    people: int
    method: str = ""
    case_days: tuple[tuple[date, date | None], ...] = ()  # of each chosen case: opened, closed
    is_amendment: bool = False
    amend_reason: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Another entry of the same learner that is alive. A head is the newest row of its chain."""

    starts_at: datetime
    ends_at: datetime
    day: date
    minutes: int
    category: str
    activity: str
    is_head: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What an entry is judged against. `told_on` is when it was first sent in: today, for what is new."""

    practicum: Practicum
    now: datetime
    told_on: date
    placed: str = "open"  # open | waiting | none
    has_supervisor: bool = True
    is_late_allowed: bool = False
    weekly_minutes: int | None = None  # as the placement agreed
    others: tuple[Other, ...] = ()
    keeps_cases: bool = True  # the institution keeps codes of those whom its learners accompany
    is_supervisor_taken: bool = False  # by another supervision with somebody else at that time


def check(told: Told, around: Around) -> list[Remark]:
    """Everything that there is to say, in the order of the form."""
    category = around.practicum.find_category(told.category)
    return [
        *_missing(told, category, around.practicum),
        *_people(told, category),
        *_cases(told, category, around),
        *_times(told, around, category),
        *_placed(told, around),
        *_late(told, around),
        *_against_others(told, around),
        *_caps(told, around),
    ]


def stops(remarks: Iterable[Remark]) -> list[Remark]:
    return [one for one in remarks if one.level == STOP]


def _stop(code: str, field: str, message: str, **values: object) -> Remark:
    return Remark(STOP, code, field, message, values)


def _warn(code: str, field: str, message: str, **values: object) -> Remark:
    return Remark(WARN, code, field, message, values)


def _missing(told: Told, category: Category | None, practicum: Practicum) -> Iterator[Remark]:
    if category is None:
        yield _stop("no-category", "category", N_("Choose what it was."))
    elif category.activities and told.activity not in {one.id for one in category.activities}:
        yield _stop("no-activity", "activity", N_("Choose what was done."))
    if category is not None and told.method and told.method not in {one.id for one in category.methods}:
        yield _stop("no-method", "method", N_("Choose one of the methods of this kind of practice, or none."))
    if told.mode not in practicum.modes:
        yield _stop("no-mode", "mode", N_("Choose how you met."))
    if told.language not in LANGUAGES:
        yield _stop("no-language", "language", N_("Choose the language that was spoken."))
    if told.day is None:
        yield _stop("no-day", "day", N_("Choose the day."))
    if told.day is not None and told.starts_at is None:
        yield _stop("no-start", "starts", N_("Write when it began."))
    if told.day is not None and told.ends_at is None:
        yield _stop("no-end", "ends", N_("Write when it ended."))
    if told.is_amendment and not told.amend_reason:
        yield _stop("no-reason", "amend_reason", N_("Write in a few words why the signed entry has to change."))


def _people(told: Told, category: Category | None) -> Iterator[Remark]:
    """Nobody came: no contact, however long one waited."""
    if category is None:
        return
    if told.setting not in category.settings:
        yield _stop("no-setting", "setting", N_("Choose whether it was with one person or with a group."))
    elif category.counts == CONTACT and told.people < 1:
        message = N_(
            "Nobody came? Then no contact time counts: choose a kind of practice that is not contact. "
            "Otherwise write how many people took part."
        )
        yield _stop("nobody-came", "people", message)
    elif told.setting == INDIVIDUAL and told.people > 1:
        yield _stop("not-individual", "people", N_("With more than one person it was a group: choose “group”."))
    elif told.setting == GROUP and told.people == 1:
        yield _warn("group-of-one", "people", N_("A group of one? If only one person came, choose “individual”."))


def _cases(told: Told, category: Category | None, around: Around) -> Iterator[Remark]:
    needs_case = category is not None and category.needs_case and around.keeps_cases
    if needs_case and told.setting == INDIVIDUAL and not told.case_days:
        yield _stop("no-case", "cases", N_("Choose the case code. A new person? Open a code first: that is quick."))
    if told.setting == INDIVIDUAL and category is not None and category.counts == CONTACT and len(told.case_days) > 1:
        yield _stop("many-cases", "cases", N_("With one person there is one case code. Choose one, or “group”."))
    if told.day is not None and any(told.day < opened for opened, _ in told.case_days):
        yield _warn("before-case", "cases", N_("This day is before the case was opened. Check the day and the code."))
    if told.day is not None and any(closed is not None and told.day > closed for _, closed in told.case_days):
        yield _stop("after-case", "cases", N_("The case was closed before this day. Check the day, or choose another."))


def _times(told: Told, around: Around, category: Category | None) -> Iterator[Remark]:
    start, end = told.starts_at, told.ends_at
    if start is None or end is None:
        return
    if end <= start:
        message = N_(
            "The end is not after the start. If it went on past midnight, write an entry for each of the days."
        )
        yield _stop("end-before-start", "ends", message)
        return
    if told.minutes < 1:
        yield _stop("no-minute", "ends", N_("Less than a minute is no entry."))
    if end > around.now:
        message = N_("This is still to come. Save it as a draft and send it in afterwards, or correct the time.")
        yield _stop("future", "ends", message)
    longest = category.max_minutes if category else around.practicum.limits.entry_minutes
    if told.minutes > longest:
        message = N_(
            "Longer than one entry may be, which is %(minutes)s minutes. Correct the times, or write what was separate "
            "as separate entries."
        )
        yield _stop("too-long", "ends", message, minutes=longest)
    if is_doubled(start, told.zone) or is_doubled(end, told.zone):
        message = N_(
            "The clock went back that night, and this hour came twice. The entry counts %(minutes)s minutes; "
            "if that is wrong, choose the other hour."
        )
        yield _warn("doubled-hour", "doubled", message, minutes=told.minutes)


def _placed(told: Told, around: Around) -> Iterator[Remark]:
    if told.day is None:
        return
    if around.placed == "none":
        message = N_(
            "No placement of yours covers this day. Check the day; if it is right, ask your coordinator to enter the "
            "placement or its dates."
        )
        yield _stop("no-placement", "day", message)
    elif around.placed == "waiting":
        message = N_("Your placement is not open yet on this day. Your coordinator can tell what it waits for.")
        yield _stop("placement-waits", "day", message)
    elif not around.has_supervisor:
        message = N_("Nobody is named to sign for this day. Ask your coordinator to name a supervisor.")
        yield _stop("no-supervisor", "day", message)


def _late(told: Told, around: Around) -> Iterator[Remark]:
    if told.day is None:
        return
    limits: Limits = around.practicum.limits
    days = (around.told_on - told.day).days
    if days > limits.late_stop_days and not around.is_late_allowed:
        message = N_(
            "This is %(days)s days ago, and after %(most)s days only a coordinator can let it through. "
            "Keep the draft and ask your coordinator to allow this day."
        )
        yield _stop("too-late", "day", message, days=days, most=limits.late_stop_days)
    elif days > limits.late_warn_days:
        message = N_("This is %(days)s days ago. Try to write entries within %(most)s days, while you remember well.")
        yield _warn("late", "day", message, days=days, most=limits.late_warn_days)


def _against_others(told: Told, around: Around) -> Iterator[Remark]:
    start, end = told.starts_at, told.ends_at
    if start is None or end is None or end <= start:
        return
    if any(_is_same(told, one) for one in around.others):
        message = N_("You have sent in this entry already. If there were two, correct the time of one of them.")
        yield _stop("duplicate", "starts", message)
    elif any(start < one.ends_at and one.starts_at < end for one in around.others):
        message = N_("Another entry of yours lies in this time. Nobody is in two places: correct one of the two.")
        yield _stop("overlap", "starts", message)
    if around.is_supervisor_taken:
        yield _stop("supervisor-taken", "starts", TAKEN_ALONE if told.setting == INDIVIDUAL else TAKEN_BY_OTHERS)


def _is_same(told: Told, one: Other) -> bool:
    return (told.starts_at, told.category, told.activity) == (one.starts_at, one.category, one.activity)


def _caps(told: Told, around: Around) -> Iterator[Remark]:
    """Of a chain only its newest row is added up."""
    if told.day is None or not told.minutes:
        return
    limits, heads = around.practicum.limits, [one for one in around.others if one.is_head]
    in_day = told.minutes + sum(one.minutes for one in heads if one.day == told.day)
    in_week = told.minutes + sum(one.minutes for one in heads if week_of(one.day) == week_of(told.day))
    if in_day > limits.day_minutes:
        message = N_("With this the day has %(minutes)s minutes; %(most)s is the most. Check the times of that day.")
        yield _stop("day-full", "day", message, minutes=in_day, most=limits.day_minutes)
    if in_week > limits.week_minutes:
        message = N_(
            "With this the week has %(minutes)s minutes; %(most)s is the most. "
            "Check the week, or talk to your coordinator."
        )
        yield _stop("week-full", "day", message, minutes=in_week, most=limits.week_minutes)
    elif around.weekly_minutes is not None and in_week > around.weekly_minutes:
        message = N_("With this the week has %(minutes)s minutes; %(most)s a week were agreed for your placement.")
        yield _warn("over-frame", "day", message, minutes=in_week, most=around.weekly_minutes)
