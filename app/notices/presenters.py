"""Notices in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.catalogue.types import Lesson, in_language
from app.notices.kinds import KINDS
from app.notices.models import Notice
from app.web.languages import gettext


@dataclass(frozen=True, slots=True)
class NoticeShown:
    id: int
    text: str
    at: datetime
    is_new: bool


def shown(notice: Notice, lessons: Mapping[str, Lesson], language: str) -> NoticeShown:
    """A lesson that the content no longer holds is named by its id."""
    lesson_id = str(notice.details.get("lesson", ""))
    lesson = lessons.get(lesson_id)
    title = in_language(lesson.title, language)[1] if lesson else lesson_id
    return NoticeShown(
        id=notice.id,
        text=gettext(KINDS.get(notice.kind, notice.kind)) % {"lesson": title},
        at=notice.created_at,
        is_new=notice.seen_at is None,
    )
