"""A very small curriculum: one of everything that pages can show, independent of what the real one says today."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.catalogue.instrument_types import Baseline
from app.catalogue.portfolio_types import Act, ActKind, Evidence, Portfolio, PortfolioCompetency
from app.catalogue.practicum_types import Activity, Category, Counts, Limits, Method, Practicum, SessionKind, Target
from app.catalogue.structure_types import SimulatedCase
from app.catalogue.terms import Term
from app.catalogue.types import (
    Behaviour,
    BehaviourKind,
    Catalogue,
    Competency,
    Contact,
    ContentWarning,
    Facilitation,
    Gate,
    Item,
    Lesson,
    Module,
    Objective,
    Programme,
    Question,
    Quiz,
    Requirement,
    Rubric,
    Segment,
    Sheet,
    Source,
    Words,
)
from tests.support.exercises import PLAN, calendar, exercises, plan
from tests.support.instruments import instruments

MENTORS, OTHERS = "community-mentors", "pwp"
READING, LOCKED, PLANNED, WORKSHOP, LIVE, RATED, FOREIGN, FOREIGN_WORKSHOP, FOREIGN_RATED = (
    "reading",
    "locked-one",
    "planned-one",
    "workshop",
    "live-one",
    "rated-one",
    "other-one",
    "other-workshop",
    "other-rated",
)


def words(english: str) -> Words:
    return {"en": english, "he": "משפט קצר בעברית", "ar": "جملة قصيرة بالعربية"}


def prose(english: str) -> Words:
    return {language: Markup("<p>{}</p>").format(text) for language, text in words(english).items()}


def option(name: str, *, right: bool = False) -> Item:
    return Item(id=name, text=words(f"Option {name}"), feedback=prose(f"Why {name}"), is_right=right)


def question(
    name: str, objective: str, *, kind: str = "single", must_pass: bool = False, version: str = "v1"
) -> Question:
    """Options a, b, c; a is right, and for `multiple` b as well; true-false has only a and b."""
    names = "ab" if kind == "true-false" else "abc"
    right = {"a", "b"} if kind == "multiple" else {"a"}
    return Question(
        id=name,
        kind=kind,
        objective=objective,
        title=words(f"Title of {name}"),
        stem=prose(f"Stem of {name}"),
        options=tuple(option(x, right=x in right) for x in names),
        must_pass=must_pass,
        version=f"{name}-{version}",
    )


def quiz(lesson: str, *, draw: int = 3, pass_percent: int = 60, max_attempts: int | None = None) -> Quiz:
    """Six questions over three objectives, two of each; q1 must be passed."""
    kinds = ("single", "multiple", "true-false", "single", "multiple", "single")
    return Quiz(
        id=f"{lesson}-quiz",
        lesson=lesson,
        title=words(f"Quiz of {lesson}"),
        pass_percent=pass_percent,
        draw=draw,
        questions=tuple(
            question(f"{lesson}-q{n}", f"o{(n - 1) % 3 + 1}", kind=kind, must_pass=n == 1)
            for n, kind in enumerate(kinds, 1)
        ),
        max_attempts=max_attempts,
    )


def segments() -> tuple[Segment, ...]:
    items = (option("a", right=True), option("b"))
    return (
        Segment(kind="prose", body={k: Markup('<h2 id="part">{}</h2>').format(v) for k, v in words("A part").items()}),
        Segment(kind="note", heading=words("A note"), body=prose("Noted")),
        Segment(kind="decide", id="choose", heading=words("What now"), body=prose("A case"), items=items, is_step=True),
        Segment(kind="checklist", id="tick", heading=words("A list"), items=items, is_step=True),
        Segment(kind="reflect", id="ponder", heading=words("To ponder"), body=prose("Think")),
        Segment(kind="handout", heading=words("A handout"), body=prose("To print")),
    )


def lesson(name: str, module: str, kind: str = "self-study", **more: object) -> Lesson:
    written: dict[str, object] = {
        "id": name,
        "module": module,
        "title": words(f"Lesson {name}"),
        "kind": kind,
        "minutes": 90,
        "theory_minutes": 60,
        "practice_minutes": 30,
        "objectives": tuple(Objective(id=f"o{n}", text=words(f"Goal {n}"), assessed_by="quiz") for n in (1, 2, 3)),
        "languages": ("he", "ar", "en"),
    }
    return Lesson(**(written | more))  # type: ignore[arg-type]


def lessons() -> tuple[Lesson, ...]:
    warning = ContentWarning(text=words("May be hard"), alternative=words("Another way"), aftercare=words("Afterwards"))
    notes = Facilitation(title=words("Run it"), segments=(Segment(kind="prose", body=prose("How")),), languages=("en",))
    return (
        lesson(READING, "first", segments=segments(), quiz=quiz(READING), warning=warning, sources=("PFA",)),
        lesson(LOCKED, "first", prerequisites=(READING,), quiz=quiz(LOCKED, max_attempts=2)),
        lesson(PLANNED, "first", is_planned=True, objectives=(), languages=()),
        lesson(WORKSHOP, "second", "workshop", quiz=quiz(WORKSHOP), facilitation=notes),
        lesson(LIVE, "second", "live", facilitation=notes),
        lesson(FOREIGN, "third", segments=segments(), quiz=quiz(FOREIGN)),
        lesson(FOREIGN_WORKSHOP, "third", "workshop"),
    )


def competency(name: str, *, is_core: bool = True) -> Competency:
    """One harmful behaviour, two basic ones, one advanced, named after the competency."""
    kinds: tuple[BehaviourKind, ...] = ("harmful", "basic", "basic", "advanced")
    acts = [
        Behaviour(id=f"{name}-{kind}-{n}", kind=kind, text=words(f"Does {name} {n}")) for n, kind in enumerate(kinds)
    ]
    return Competency(
        id=name,
        title=words(f"Competency {name}"),
        behaviours=tuple(acts),
        next_step=words(f"Practise {name} at home"),
        is_core=is_core,
    )


def sheet(name: str, lesson_id: str, *, second: int = 0) -> Sheet:
    """No harm anywhere, whole core competencies; `second` is the percentage of second ratings."""
    return Sheet(
        id=name,
        lesson=lesson_id,
        title=words(f"Sheet {name}"),
        minutes=10,
        competencies=("listening", "limits", "danger"),
        raters=("observer", "self"),
        second_rating_percent=second,
        no_level=(1,),
        core_at_least=3,
        remediation=words("Kindly again"),
        version=f"{name}-v1",
    )


def rubric(*, second: int = 0, stations: tuple[str, ...] = ()) -> Rubric:
    """`second` as in `sheet`; `stations`: more sheets of the rated lesson."""
    competencies = (competency("listening", is_core=False), competency("limits"), competency("danger"))
    sheets = (
        sheet("meeting", RATED, second=second),
        *(sheet(name, RATED, second=second) for name in stations),
        sheet("other-meeting", FOREIGN_RATED, second=second),
    )
    return Rubric(
        id="helping",
        version=1,
        levels={str(n): words(f"Levelword {n}") for n in (1, 2, 3, 4)},
        competencies={one.id: one for one in competencies},
        sheets={one.id: one for one in sheets},
    )


def catalogue(*changed: Lesson) -> Catalogue:
    """The curriculum; lessons in `changed` stand in for those of the same id."""
    by_id = {one.id: one for one in (*lessons(), *changed)}
    modules = [
        Module(
            id=name,
            title=words(f"Module {name}"),
            summary=words(f"About {name}"),
            lessons=tuple(one.id for one in by_id.values() if one.module == name),
            languages=("he", "ar", "en"),
            number=str(number),
        )
        for number, name in enumerate(("first", "second", "third"), 1)
    ]
    contact = Contact(
        id="eran",
        name=words("Somebody"),
        phone="1201",
        doors=("someone", "with-someone", "violence"),
        says=words("Listens"),
        hours=words("Always"),
        languages=("he", "ar"),
        source="https://example.org/",
        read_on="2026-01-01",
    )
    source = Source(key="PFA", author="A", year="2011", title="T", where="W", licence="open", strength="guideline")
    return Catalogue(
        programmes={p.id: p for p in (_programme(MENTORS, "first", "second"), _programme(OTHERS, "third"))},
        modules={module.id: module for module in modules},
        lessons=by_id,
        exercises={one.id: one for one in exercises()},
        contacts={contact.id: contact},
        sources={source.key: source},
        glossary={"mentor": Term(term=words("mentor"), meaning=words("accompanies"))},
        never={"N1": words("Never this")},
        portfolios={name: portfolio(name) for name in (MENTORS, OTHERS)},
        instruments=instruments(),
        plans={PLAN: plan()},
        calendars={calendar().id: calendar()},
    )


def portfolio(programme_id: str) -> Portfolio:
    """Meeting, seen live; risk, to be met in a simulation and live, with something critical; two assessors."""
    live, simulation = Evidence(kind="live", times=1), Evidence(kind="simulation", times=1)
    return Portfolio(
        programme=programme_id,
        competencies=(
            wanted_competency("meeting", live),
            wanted_competency("risk", simulation, live, must_pass=True),
        ),
        remediation=words("Practise it with a supervisor first"),
    )


def wanted_competency(name: str, *observed_by: Evidence, must_pass: bool = False) -> PortfolioCompetency:
    """One harmful act, critical where the competency must be passed, four basic ones, one advanced."""
    kinds: tuple[ActKind, ...] = ("harmful", "basic", "basic", "basic", "basic", "advanced")
    return PortfolioCompetency(
        id=name,
        title=words(f"Shows {name}"),
        acts=tuple(
            Act(
                id=f"{name}-{n}",
                kind=kind,
                text=words(f"Act {name} {n}"),
                is_critical=must_pass and kind == "harmful",
            )
            for n, kind in enumerate(kinds)
        ),
        next_step=words(f"Rehearse {name}"),
        observed_by=observed_by,
        must_pass=must_pass,
        version=f"{name}-v1",
    )


def with_role_plays(*changed: Lesson, second: int = 0, stations: tuple[str, ...] = ()) -> Catalogue:
    """The curriculum with an observed role-play in each programme; `second` and `stations` as in `rubric`."""
    rated = (
        lesson(RATED, "second", "workshop", is_rated=True),
        lesson(FOREIGN_RATED, "third", "workshop", is_rated=True),
    )
    return replace(catalogue(*rated, *changed), rubric=rubric(second=second, stations=stations))


def _programme(name: str, *modules: str) -> Programme:
    gate = Gate(id="field", title=words("Field work"), reason=words("Safety first"), lessons=(READING, WORKSHOP))
    return Programme(
        id=name,
        title=words(f"Programme {name}"),
        summary=words("In short"),
        learner=words("mentor"),
        modules=modules,
        requirements=(
            Requirement(id="total", title=words("Together"), minutes=180),
            Requirement(id="theory", title=words("Theory"), minutes=120, part="theory"),
        ),
        gates=(gate,) if name == MENTORS else (),
        languages=("he", "ar", "en"),
        practicum=practicum("field" if name == MENTORS else "practicum"),
        simulated_cases=(simulated_case(*modules),),
        baseline=Baseline(instrument="k6", days=28),
        practises=PLAN,
    )


def simulated_case(*modules: str) -> SimulatedCase:
    """Whom an actor plays in some lesson of these modules."""
    return SimulatedCase(
        id="dana",
        name=words("Dana"),
        age=40,
        place=words("A town"),
        about=words("Sleeps little"),
        hidden_risk=words("Drives at night"),
        passes=(words("Asks about sleep"), words("Asks about driving"), words("Agrees on a step")),
        leads_to=words("A physician first"),
        lessons=(WORKSHOP if "second" in modules else FOREIGN_WORKSHOP,),
        languages=("he", "ar"),
    )


def practicum(part: str) -> Practicum:
    """Visits alone and in groups, sessions that need a case, supervision, and what counts as neither."""
    return Practicum(
        part=part,
        categories=(
            _category("visit", "contact", "meet", "walk"),
            _category("session", "contact", "talk", settings=("individual",), needs_case=True),
            _category("supervision", "supervision", "review", "skills"),
            _category("other", "other", "role-play", "did-not-come"),
        ),
        modes=("in-person", "phone", "video", "chat"),
        sessions=tuple(
            SessionKind(kind=kind, setting=setting, category="supervision", activity=activity)
            for kind, setting, activity in (
                ("case-management", "individual", "review"),
                ("clinical-skills", "individual", "skills"),
                ("clinical-skills", "group", "skills"),
                ("group", "group", "review"),
            )
        ),
        targets=(Target(id="visits", category="visit", title=words("Visits"), minutes=1200),),
        limits=Limits(week_minutes=1500, contact_per_supervision_minutes=600),
    )


def _category(name: str, counts: Counts, *activities: str, **more: Any) -> Category:
    return Category(
        id=name,
        title=words(f"Kind {name}"),
        counts=counts,
        activities=tuple(
            Activity(id=one, title=words(f"Activity {one}"), is_missed=one == "did-not-come") for one in activities
        ),
        methods=(Method(id="breathing", title=words("Method breathing")),) if counts == "contact" else (),
        **({"settings": ("individual", "group")} | more),
    )


def shorter(one: Lesson, **changes: object) -> Lesson:
    """The lesson with changes, as a later release may have it."""
    return replace(one, **changes)  # type: ignore[arg-type]
