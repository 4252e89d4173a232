"""What waits for a learner themselves, for first pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, select, text

from app.practicum.models import TO_DO, PracticumEntry


def to_do_select() -> Select[*tuple[Any, ...]]:
    """status, first entry, how many of the enrolment bound as `enrolment`: returned ones and drafts."""
    return (
        select(PracticumEntry.status, func.min(PracticumEntry.id), func.count())
        .where(PracticumEntry.enrolment_id == bindparam("enrolment"), text(TO_DO))
        .group_by(PracticumEntry.status)
    )
