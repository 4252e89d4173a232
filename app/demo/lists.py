"""The calendar of the demo, and a list of people that waits to be looked at."""

from __future__ import annotations

from datetime import date, timedelta

from app.accounts.actor import Actor
from app.demo.accounts import address
from app.enrolment import calendar
from app.enrolment.calendar import BREAK, TERM, SpanDraft
from app.enrolment.models import Cohort
from app.imports import service

LINES = (
    "שם מלא,דוא״ל,נייד,שפה",
    f"הילה רוזן,{address('hila.rozen')},050-000-0010,עברית",
    f"سامر جبارين,{address('samer.jabareen')},0500000011,ערבית",
    "Daniel Peretz,daniel.peretz@gmial.com,,",
    f"נועה בן־דוד,{address('mentor')},,עברית",
    "לין עבאס,,050-000-0012,العربية",
)


def keep_calendar(coordinator: Actor, institution_id: int, first: date) -> None:
    """Two terms and the break between them."""
    spans = (
        (TERM, "סמסטר א׳ · الفصل الأوّل", 0, 13),
        (BREAK, "חופשת מבחנים · عطلة الامتحانات", 13, 18),
        (TERM, "סמסטר ב׳ · الفصل الثاني", 18, 52),
    )
    for kind, title, begins, ends in spans:
        days = first + timedelta(weeks=begins), first + timedelta(weeks=ends, days=-1)
        calendar.add(coordinator, institution_id, SpanDraft(kind, title, *days))


def leave_list(coordinator: Actor, cohort: Cohort) -> None:
    """Two lines of five are problems; nobody has applied it yet."""
    content = "\r\n".join(LINES).encode()
    service.take_in(coordinator, service.Upload("רשימה.csv", content, "learner", "cohort", cohort.id, "he"))
