"""What stands on each role's first page."""

from __future__ import annotations

from typing import Any

from app.accounts.actor import Actor
from app.enrolment import queries as enrolment
from app.hours import figures
from app.hours.queries import sum_totals
from app.learning import outline
from app.progress import rules
from app.progress.queries import Learning


def learner(actor: Actor, learning: list[Learning], language: str) -> dict[str, Any]:
    """The next lesson first: the one last touched, else the first that is open."""
    first = learning[0]
    content = first.content(actor.release_id)
    prepared = outline.programme_page(content, first.programme_id, language)
    totals = sum_totals(first.enrolment_id)
    started, completed = first.started, first.completed
    standings = {x.id: rules.standing(x, started, completed) for x in prepared.lessons}
    begun = [x for x in prepared.lessons if standings[x.id].state == "started"]
    begun.sort(key=lambda x: first.lessons[x.id].last_at, reverse=True)
    following = begun[0] if begun else rules.next_lesson(prepared.lessons, standings)
    return {
        "learning": first,
        "others": learning[1:],
        "programme": prepared.programme,
        "following": following,
        "is_begun": bool(begun),
        "figures": figures.requirements(prepared.programme, totals),
        "totals": totals,
        "done": len(completed),
        "of": len(prepared.lessons),
    }


def staff(actor: Actor) -> dict[str, Any]:
    return {"cohorts": enrolment.list_cohorts(actor)}
