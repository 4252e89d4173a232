"""What a programme's practicum is: categories of practice, what is wanted of each, and the limits of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Words = Mapping[str, str]  # language → text
Counts = Literal["contact", "supervision", "other"]
Counted = Literal["entries", "people", "cases-finished", "methods", "groups", "cross-cultural"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """`is_missed`: an appointment to which nobody came."""

    id: str
    title: Words
    is_missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    id: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """`counts`: contact is time with people served; neither role-play nor an appointment that nobody came to is."""

    id: str
    title: Words
    counts: Counts
    settings: tuple[str, ...]  # individual, group
    activities: tuple[Activity, ...]
    methods: tuple[Method, ...] = ()
    needs_case: bool = False
    max_minutes: int = 240  # of one entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKind:
    """As what each member of a session of supervision of this kind writes it down."""

    kind: str  # case-management | clinical-skills | individual | group | live
    setting: str  # individual | group
    category: str
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Wanted of a category: `minutes`, or a `count` of what `counted` says; of these `activities` alone, if named.

    `without_cases` are the activities of which each person has one, such as an assessment or an ending: where an
    institution keeps no cases, a count by case counts those instead.

    people: who was met, each case code once. cases-finished: cases that are closed and were met often enough. methods:
    different ones. groups: entries with a group. cross-cultural: who was met with an interpreter or across cultures.
    """

    id: str
    category: str
    title: Words
    minutes: int | None = None
    count: int | None = None
    counted: Counted = "entries"
    activities: tuple[str, ...] = ()
    without_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one entry, a day and a week (Sunday to Saturday); of lateness, and of practice without supervision.

    `contact_per_supervision_minutes` is how much contact an hour of supervision covers; `finished_contacts` how often
    somebody was met whose case counts as finished.
    """

    entry_minutes: int = 240
    day_minutes: int = 600
    week_minutes: int = 2700
    late_warn_days: int = 14
    late_stop_days: int = 30
    supervision_gap_days: int = 14
    case_review_days: int = 28
    contact_per_supervision_minutes: int = 0  # 0: no ratio is wanted
    finished_contacts: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Practicum:
    """`part` is the ledger's; it never counts towards the training's requirements.

    `weekly_minutes` is the usual rhythm, 0 where none is meant. `is_proposed`: nobody official has set these targets.
    """

    part: str
    categories: tuple[Category, ...]
    modes: tuple[str, ...]  # in-person, phone, video, chat
    targets: tuple[Target, ...] = ()
    sessions: tuple[SessionKind, ...] = ()
    limits: Limits = field(default_factory=Limits)
    weekly_minutes: int = 0
    is_proposed: bool = False

    def find_category(self, category_id: str) -> Category | None:
        return next((one for one in self.categories if one.id == category_id), None)

    def find_session(self, kind: str, setting: str) -> SessionKind | None:
        return next((one for one in self.sessions if (one.kind, one.setting) == (kind, setting)), None)

    def missed(self) -> tuple[str, ...]:
        """Ids of activities that say that nobody came."""
        return tuple(one.id for category in self.categories for one in category.activities if one.is_missed)
