"""What content is, once read: frozen objects that know neither files nor database.

Every prose value is `Words`: language code → text. Straight from the scanner the text is Markdown; in a
published release the same objects carry sanitised HTML (`Markup`) in the fields declared `BLOCK` or `INLINE`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.catalogue.card_types import Cards
from app.catalogue.exercise_types import Exercise, Plan, YearCalendar
from app.catalogue.instrument_types import Baseline, Instrument
from app.catalogue.page_types import BLOCK, INLINE, LANGUAGES, Item, Segment, Words, in_language
from app.catalogue.portfolio_types import Portfolio
from app.catalogue.practicum_types import Practicum
from app.catalogue.structure_types import Days, SimulatedCase
from app.catalogue.terms import Term

__all__ = [
    "BLOCK",
    "INLINE",
    "LANGUAGES",
    "Exercise",
    "Item",
    "Plan",
    "Segment",
    "Words",
    "YearCalendar",
    "in_language",
]

BehaviourKind = Literal["harmful", "basic", "advanced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    id: str
    text: Words
    assessed_by: Literal["quiz", "rubric", "task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentWarning:
    """What may be hard in a lesson, and the equivalent way for who prefers another one."""

    text: Words
    alternative: Words
    aftercare: Words = field(default_factory=dict)
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A gap of a cloze, a category, or a criterion of a rubric; its items carry its id."""

    id: str
    title: Words = field(metadata=INLINE)
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`version` is the hash of stem, options and key in every language: answers point at it.

    `kind` is a name in `catalogue.kinds.KINDS`; `settings` are its own, such as a tolerance; `explanation` is shown
    after the answer.
    """

    id: str
    kind: str
    objective: str
    title: Words
    stem: Words = field(metadata=BLOCK)
    options: tuple[Item, ...]
    groups: tuple[Group, ...] = ()
    explanation: Words = field(default_factory=dict, metadata=BLOCK)
    settings: Mapping[str, str] = field(default_factory=dict)
    must_pass: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    id: str
    lesson: str
    title: Words
    pass_percent: int
    draw: int
    questions: tuple[Question, ...]
    max_attempts: int | None = None  # None: unlimited
    wait_minutes: int = 0  # after an attempt that did not pass
    feedback: Literal["each", "end", "pass"] = "each"
    time_limit_minutes: int = 0  # 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way from one scene of a scenario to another; `score` counts for `skill`, where there is one."""

    id: str
    text: Words = field(metadata=INLINE)
    to: str
    feedback: Words = field(default_factory=dict, metadata=BLOCK)
    skill: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`ending` is empty where the story goes on by `choices`."""

    id: str
    title: Words
    body: Words = field(metadata=BLOCK)
    choices: tuple[Choice, ...] = ()
    ending: Literal["", "good", "open", "unsafe"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A branching conversation. A run passes with one of `pass_endings` and, for each skill named, enough points."""

    id: str
    lesson: str
    title: Words
    summary: Words
    start: str
    scenes: tuple[Scene, ...]
    skills: Mapping[str, Words] = field(default_factory=dict)
    alternative: Words = field(default_factory=dict)  # the private way, one to one
    must_pass: bool = False
    pass_endings: tuple[str, ...] = ("good",)
    pass_skills: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilitation:
    """What only trainers read: how to run the lesson, or how to follow it up."""

    title: Words
    segments: tuple[Segment, ...]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Minutes are integers; theory + practice = minutes. `is_planned`: announced, not written yet.

    `days`: so many whole days, 0 where it is not counted in days.
    """

    id: str
    module: str
    title: Words
    kind: str  # self-study | workshop | live | simulation
    number: str = ""  # as people say it: 1.2, A1
    minutes: int
    theory_minutes: int
    practice_minutes: int
    days: int = 0
    is_planned: bool = False
    must_pass: bool = False
    is_rated: bool = False  # a sheet of the rubric names it
    objectives: tuple[Objective, ...] = ()
    warning: ContentWarning | None = None
    prerequisites: tuple[str, ...] = ()  # lesson ids
    never: tuple[str, ...] = ()  # N1 … N14
    sources: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    quiz: Quiz | None = None
    scenario: Scenario | None = None
    facilitation: Facilitation | None = None
    languages: tuple[str, ...] = ()  # those in which the learner's page exists
    source_language: str = "en"
    reviewed: Mapping[str, str] = field(default_factory=dict)
    review_due: str = ""

    @property
    def is_in_person(self) -> bool:
        return self.kind in ("workshop", "simulation")

    @property
    def steps(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.is_step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    id: str
    title: Words
    summary: Words
    lessons: tuple[str, ...]
    languages: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """`minutes` of credit wanted; `part` empty means every part of the programme's training."""

    id: str
    title: Words
    minutes: int
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A door that opens when all `lessons` are complete."""

    id: str
    title: Words
    reason: Words
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    id: str
    title: Words
    summary: Words
    learner: Words  # what this programme calls its learners
    modules: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    gates: tuple[Gate, ...] = ()
    languages: tuple[str, ...] = ()
    minutes_per_hour: int = 60
    attendance_percent: int = 80
    practicum: Practicum | None = None
    days: Days | None = None
    baseline: Baseline | None = None
    simulated_cases: tuple[SimulatedCase, ...] = ()  # for facilitators alone
    practises: str = ""  # the plan of weekly practice that its learners follow through the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A helpline. `doors` says for whom: someone (me), with-someone (I am with a person now), violence."""

    id: str
    name: Words
    phone: str  # as dialled
    doors: tuple[str, ...]
    says: Words  # one line: what it is for
    hours: Words
    languages: tuple[str, ...]
    source: str  # where the number was read
    read_on: str
    url: str = ""  # chat or site, where there is one
    alternates: tuple[str, ...] = ()
    verified_on: str = ""  # by a named person of the institution
    verified_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One observable act. `kind` is the assessors' word; a learner reads the text alone."""

    id: str
    kind: BehaviourKind
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    id: str
    title: Words
    behaviours: tuple[Behaviour, ...]
    next_step: Words
    is_core: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is rated in one observed role-play, by whom, and what passing is.

    `version` is the hash of the behaviours and the rule: a rating points at it.
    """

    id: str
    lesson: str
    title: Words
    minutes: int
    competencies: tuple[str, ...]
    raters: tuple[str, ...]  # observer, self
    second_rating_percent: int
    no_level: tuple[int, ...]  # levels that must not occur anywhere
    core_at_least: int  # the level that every core competency needs
    remediation: Words
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """`curriculum/competencies.yaml`: levels 1 to 4 in the assessors' words, competencies and sheets."""

    id: str
    version: int
    levels: Mapping[str, Words]  # "1" … "4"
    competencies: Mapping[str, Competency]
    sheets: Mapping[str, Sheet]
    reviewed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    key: str
    author: str
    year: str
    title: str
    where: str
    licence: str
    strength: str
    is_checked: bool = False
    supports: Words = field(default_factory=dict)  # what we rest on it, in one sentence
    note: Words = field(default_factory=dict)  # how far it was read, or for whom it was written

    @property
    def citation(self) -> str:
        """Author, year, title, where; empty for a rule of our own, which has no author and says what it is."""
        parts = (self.author, self.year, self.title, self.where) if self.author or self.where else ()
        return ". ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that one release holds, by id, in reading order."""

    programmes: Mapping[str, Programme]
    modules: Mapping[str, Module]
    lessons: Mapping[str, Lesson]
    exercises: Mapping[str, Exercise]
    contacts: Mapping[str, Contact]
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    glossary_reviewed: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, Words] = field(default_factory=dict)  # N1 … N14 → what a mentor never does
    never_short: Mapping[str, Words] = field(default_factory=dict)  # the same, for a card in a pocket
    rubric: Rubric | None = None
    cards: Cards | None = None
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    portfolios: Mapping[str, Portfolio] = field(default_factory=dict)  # by programme
    plans: Mapping[str, Plan] = field(default_factory=dict)  # of a year of practice
    calendars: Mapping[str, YearCalendar] = field(default_factory=dict)

    def lessons_of(self, programme: Programme) -> tuple[Lesson, ...]:
        return tuple(self.lessons[i] for m in programme.modules for i in self.modules[m].lessons)

    def list_sheets(self, lesson_id: str) -> tuple[Sheet, ...]:
        """The sheets by which a lesson is rated, one for each of its role-plays; it is passed when all of them are."""
        sheets = self.rubric.sheets.values() if self.rubric else ()
        return tuple(sheet for sheet in sheets if sheet.lesson == lesson_id)
