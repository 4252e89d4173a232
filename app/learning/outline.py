"""The outline of a programme: what depends only on release and language is prepared once and kept.

Home and the programme page read it: rows of lessons in each of their states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from app.catalogue.types import Catalogue, Lesson, Module, Programme
from app.hours.queries import Totals
from app.learning.syllabus import Unwritten, unwritten
from app.progress.rules import Standing
from app.releases.queries import Published
from app.web.render import environment
from app.web.trusted import rendered

STATES = ("planned", "open", "started", "complete")


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """A module's lessons: HTML of each lesson's row in each state; `locked` rows name what is missing."""

    module: Module
    heading: Markup
    minutes: int
    in_person: int  # days
    remote: int
    rows: Mapping[str, Mapping[str, Markup]]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    programme: Programme
    minutes: int
    modules: tuple[ModuleRows, ...]
    lessons: tuple[Lesson, ...]
    unwritten: Unwritten | None  # lessons that are not in the page's language yet


@lru_cache(maxsize=64)
def programme_page(content: Published, programme_id: str, language: str) -> ProgrammePage:
    catalogue = content.catalogue
    programme = catalogue.programmes[programme_id]
    pages = environment(language)
    template, heading = pages.get_template("learning/row.html"), pages.get_template("learning/module.html")
    modules = []
    for module_id in programme.modules:
        module = catalogue.modules[module_id]
        rows = {
            lesson_id: {
                state: rendered(template.render(state=state, **_row(catalogue, lesson_id, language)))
                for state in (*STATES, "locked")
            }
            for lesson_id in module.lessons
        }
        lessons = [catalogue.lessons[i] for i in module.lessons]
        modules.append(
            ModuleRows(
                module=module,
                heading=rendered(heading.render(module=module)),
                minutes=sum(one.minutes for one in lessons),
                in_person=sum(one.days for one in lessons if one.is_in_person),
                remote=sum(one.days for one in lessons if not one.is_in_person),
                rows=rows,
            )
        )
    every = catalogue.lessons_of(programme)
    return ProgrammePage(
        programme=programme,
        minutes=sum(m.minutes for m in modules),
        modules=tuple(modules),
        lessons=every,
        unwritten=next((one for one in unwritten(programme, every) if one.language == language), None),
    )


def _row(catalogue: Catalogue, lesson_id: str, language: str) -> dict[str, object]:
    lesson = catalogue.lessons[lesson_id]
    missing = [catalogue.lessons[p].title for p in lesson.prerequisites]
    return {"lesson": lesson, "missing": missing, "has_language": lesson.is_planned or language in lesson.languages}


@dataclass(frozen=True, slots=True)
class ModuleShown:
    """A module with its rows put together for one learner."""

    id: str
    heading: Markup
    minutes: int
    in_person: int
    remote: int
    credited: int
    done: int
    of: int
    rows: Markup


def rows(page: ProgrammePage, standings: Mapping[str, Standing], totals: Totals) -> list[ModuleShown]:
    return [
        ModuleShown(
            id=m.module.id,
            heading=m.heading,
            minutes=m.minutes,
            in_person=m.in_person,
            remote=m.remote,
            credited=totals.minutes(module=m.module.id),
            done=sum(1 for i in m.rows if standings[i].state == "complete"),
            of=len(m.rows),
            rows=rendered("".join(cells[standings[i].state] for i, cells in m.rows.items())),
        )
        for m in page.modules
    ]
