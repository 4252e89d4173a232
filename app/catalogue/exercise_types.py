"""What a year of practice is, once read: the plan of its weeks, its exercises, and the calendars of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.catalogue.page_types import BLOCK, INLINE, Segment, Words

Share = Literal["demonstrate", "tell", "offer", "mentor-only"]
Form = Literal["full", "lite"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The week `offset_weeks` after the week that holds the day of this id in the calendar."""

    day: str
    offset_weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A part of an exercise under its heading; `lite` says whether the lite form has it too, or it alone."""

    id: str
    title: Words
    segments: tuple[Segment, ...]
    lite: Literal["", "yes", "only"] = ""

    def is_in(self, form: Form) -> bool:
        return self.lite != "only" if form == "full" else self.lite != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSheet:
    """One page for somebody whom a mentor accompanies: simpler words, nothing about anybody."""

    title: Words
    body: Words = field(metadata=BLOCK)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One week of Finding the Tools. Minutes are integers; `lite_minutes` is 0 where there is no lite form.

    `is_planned`: announced in the plan, not written yet. `moments`: in which kinds of moment it may serve (ids of the
    plan's `moments`). `unfit`: overlays on which it is not offered as it is (fasting, memorial).
    """

    id: str
    week: int
    title: Words
    family: str
    minutes: int
    is_planned: bool = True
    programme: str = ""
    lite_minutes: int = 0
    is_lite_offered: bool = False  # in exam weeks; never where a pacer is the exercise
    phase: str = ""
    share: Share = "mentor-only"
    anchor: Anchor | None = None
    is_opt_in: bool = False  # nothing about it is announced as due: whoever wants opens it
    moments: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    not_now: Words = field(default_factory=dict, metadata=INLINE)
    adapt: Words = field(default_factory=dict, metadata=INLINE)
    interaction: tuple[str, ...] = ()  # timer, breathe, journal, rate, checklist, cards
    why: Words = field(default_factory=dict, metadata=BLOCK)
    steps: tuple[Step, ...] = ()
    stop: Words = field(default_factory=dict, metadata=BLOCK)
    sharing: Words = field(default_factory=dict, metadata=BLOCK)  # how to share it, or why it stays with the mentor
    evidence: Words = field(default_factory=dict, metadata=BLOCK)  # how strong, honestly
    sheet: ShareSheet | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    source_language: str = "en"
    reviewed: Mapping[str, str] = field(default_factory=dict)
    review_due: str = ""

    def steps_of(self, form: Form) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.is_in(form))

    def minutes_of(self, form: Form) -> int:
        return self.lite_minutes if form == "lite" and self.lite_minutes else self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A family, a kind of moment: an id and its words."""

    id: str
    title: Words
    text: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of the year by week numbers, used where the calendar says nothing about these days."""

    id: str
    first_week: int
    last_week: int
    title: Words
    rule: Words
    is_lite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The weeks of a year: exercise ids in order. In an alert some are offered first, and some withheld."""

    id: str
    families: Mapping[str, Named]
    phases: tuple[Phase, ...]
    weeks: tuple[str, ...]
    minutes: int = 0  # what they come to; 0 where it is not said
    moments: Mapping[str, Named] = field(default_factory=dict)
    offered_in_alert: tuple[str, ...] = ()
    withheld_in_alert: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day or some days. `kind`: holiday, memorial, fasting. `is_quiet`: nobody is reminded of anything.

    `begins_evening_before`: from sunset of the day before `starts`.
    """

    id: str
    title: Words
    starts: date
    ends: date
    kind: str
    is_quiet: bool = True
    begins_evening_before: bool = False
    is_approximate: bool = False
    traditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A semester, an exam period, a summer, a recess: `kind` says which."""

    id: str
    kind: Literal["semester", "exams", "summer", "recess"]
    title: Words
    starts: date
    ends: date
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCalendar:
    """`anchors`: id → a day of the week to which an exercise belongs. `quiet_weekdays`: 0 is Monday."""

    id: str
    title: Words
    stretches: tuple[Stretch, ...]
    days: tuple[CalendarDay, ...]
    anchors: Mapping[str, date]
    quiet_weekdays: tuple[int, ...] = (5,)
    weekly_begins_evening_before: bool = True
    is_quiet_in_alert: bool = True
