"""Earlier entries, offered again where one is written: with a connection and without."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from app.catalogue.practicum_types import Practicum
from app.practicum import lists, presenters
from app.practicum.drafts import draft_of
from app.practicum.models import PracticumEntry
from app.practicum.presenters import Line


@dataclass(frozen=True, slots=True)
class Again:
    """`values` are the fields of its form as JSON, with the day on which it was."""

    line: Line
    values: str


def offer(enrolment_id: int, today: date, practicum: Practicum) -> list[Again]:
    """What was done last week and the week before."""
    found = lists.list_last_week(enrolment_id, today)
    return [Again(presenters.line(one, practicum), json.dumps(_values(one))) for one in found]


def _values(entry: PracticumEntry) -> dict[str, object]:
    """Neither words nor worries: they were that day's."""
    draft = draft_of(entry)
    return {
        "day": draft.day.isoformat() if draft.day else "",
        "what": f"{draft.category}/{draft.activity}",
        "starts": draft.starts.isoformat("minutes") if draft.starts else "",
        "ends": draft.ends.isoformat("minutes") if draft.ends else "",
        "setting": draft.setting,
        "people": str(draft.people or ""),
        "mode": draft.mode,
        "language": draft.language,
        "method": draft.method,
        "is_interpreted": ["y"] if draft.is_interpreted else [],
        "cases": [str(one) for one in draft.case_ids],
        "learning": "",
    }
