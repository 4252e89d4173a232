"""What tables and columns are called where somebody reads a copy of their data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from app.core.words import N_
from app.web import formats
from app.web.languages import gettext

GROUPS = {
    "account": N_("Who you are, and how you come in"),
    "privacy": N_("What you were told, agreed to and asked for"),
    "learning": N_("What you learned, and the minutes that count"),
    "practice": N_("What you did in practice, and what was signed"),
    "staff": N_("What you do for others"),
}
TITLES = {
    "person": N_("Your account"),
    "role_grant": N_("Roles"),
    "browser_session": N_("Signed-in browsers"),
    "account_link": N_("Links that were sent to you"),
    "notice": N_("Notices"),
    "outbox_mail": N_("Letters"),
    "passkey": N_("Passkeys"),
    "people_import_line": N_("Lines of lists that you came by"),
    "privacy_reading": N_("Notices about data that you read"),
    "consent": N_("What you said yes or no to"),
    "data_export": N_("Copies that you asked for"),
    "erasure_request": N_("Wishes to be erased"),
    "correction_request": N_("Corrections that you asked for"),
    "enrolment": N_("Cohorts"),
    "reflection": N_("What you wrote for yourself"),
    "lesson_state": N_("Lessons"),
    "step_done": N_("Steps of lessons"),
    "quiz_attempt": N_("Attempts at quizzes"),
    "quiz_answer": N_("Answers in quizzes"),
    "answer_mark": N_("Marks of written answers"),
    "scenario_run": N_("Scenarios"),
    "scenario_step": N_("Choices in scenarios"),
    "attendance": N_("Presence at meetings"),
    "make_up_task": N_("Make-up tasks"),
    "performance": N_("Observed role-plays"),
    "performance_rating": N_("Ratings of role-plays"),
    "hours_credit": N_("Credited minutes"),
    "hours_claim": N_("Minutes that wait"),
    "baseline_answer": N_("Answers for the evaluation"),
    "practice_mark": N_("Exercises of your year of practice"),
    "practice_swap": N_("Exercises that changed places"),
    "practice_pause": N_("Pauses of your year of practice"),
    "practice_day": N_("Days that you chose for yourself"),
    "practice_tool": N_("How exercises served you"),
    "reminder_wish": N_("When you want to be reminded"),
    "reminder": N_("Reminders that were written to you"),
    "calendar_feed": N_("Your calendar of reminders"),
    "sharing_note": N_("Exercises that you shared"),
    "sitting": N_("Times with an exercise"),
    "own_practice": N_("What you wrote, rated and chose in exercises"),
    "clearance": N_("Documents that were seen"),
    "placement": N_("Placements"),
    "practicum_entry": N_("Entries of practice"),
    "practicum_decision": N_("Decisions about entries"),
    "practice_case": N_("Cases, by code"),
    "case_measure": N_("Forms of cases"),
    "supervision_item": N_("Points of supervision"),
    "portfolio_rating": N_("Ratings of competencies"),
    "handover": N_("Hand-overs"),
    "break_glass": N_("Who opened what you wrote, and why"),
    "supervisor": N_("Your entry among supervisors"),
    "audit_event": N_("What you did, as the trail has it"),
    "audit_event_about": N_("What others did about you, as the trail has it"),
}
"""Others are called by the name of their table."""

COLUMNS = {
    "name": N_("Name"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "role": N_("Role"),
    "role_title": N_("Role"),
    "reason": N_("Reason"),
    "text": N_("Text"),
    "sealed": N_("Text"),
    "note": N_("Note"),
    "comment": N_("Comment"),
    "answer": N_("Answer"),
    "answers": N_("Answers"),
    "answer_text": N_("Answer"),
    "chosen": N_("Answer"),
    "given": N_("What was given"),
    "learning": N_("What was learned"),
    "minutes": N_("Minutes"),
    "day": N_("Day"),
    "at": N_("When"),
    "created_at": N_("Made"),
    "made_at": N_("Made"),
    "updated_at": N_("Changed"),
    "started_at": N_("Begun"),
    "starts_at": N_("Begun"),
    "finished_at": N_("Ended"),
    "completed_at": N_("Ended"),
    "ends_at": N_("Ended"),
    "ended_at": N_("Ended"),
    "done_at": N_("Done"),
    "answered_at": N_("Answered"),
    "asked_at": N_("Asked"),
    "last_seen_at": N_("Last seen"),
    "enrolled_on": N_("From day"),
    "starts_on": N_("From day"),
    "from_day": N_("From day"),
    "first_day": N_("From day"),
    "last_day": N_("Until day"),
    "exercise_id": N_("Exercise"),
    "left_on": N_("Until day"),
    "ends_on": N_("Until day"),
    "until_day": N_("Until day"),
    "until": N_("Until day"),
    "expires_at": N_("Until day"),
    "lesson_id": N_("Lesson"),
    "lesson": N_("Lesson"),
    "quiz_id": N_("Quiz"),
    "question_id": N_("Question"),
    "prompt_id": N_("Question"),
    "scenario_id": N_("Scenario"),
    "competency": N_("Competency"),
    "level": N_("Level"),
    "score_percent": N_("Result in percent"),
    "total": N_("Total"),
    "points": N_("Points"),
    "is_passed": N_("Passed"),
    "is_right": N_("Right"),
    "is_present": N_("Present"),
    "is_given": N_("Yes"),
    "kind": N_("Kind"),
    "state": N_("State"),
    "status": N_("State"),
    "verdict": N_("Decision"),
    "decision": N_("Decision"),
    "outcome": N_("Outcome"),
    "action": N_("What"),
    "subject": N_("About"),
    "place": N_("Place"),
    "part": N_("Part"),
    "category": N_("Category"),
    "activity": N_("Activity"),
    "setting": N_("Setting"),
    "mode": N_("Mode"),
    "code": N_("Code"),
    "summary": N_("Summary"),
    "device": N_("Device"),
    "version": N_("Version"),
    "handed_in": N_("Handed in"),
    "signer_name": N_("Signed by"),
    "wish": N_("Wish"),
    "plan": N_("Plan"),
    "phone": N_("Telephone"),
    "instrument": N_("Form"),
}
"""Others, technical ones, stand in the file for programs alone."""


LESSONS = frozenset({"lesson_id", "lesson"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def sections(
    records: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]], language: str, lessons: Mapping[str, str]
) -> list[tuple[str, list[Any]]]:
    """Group → table → rows of labels and values, as far as a reader has use for them. `lessons`: id → title."""
    said = partial(_value, language=language, lessons=lessons)
    return [
        (
            gettext(GROUPS[group]),
            [(_title(name), [list(_row(row, said)) for row in rows]) for name, rows in tables.items()],
        )
        for group, tables in records.items()
        if tables
    ]


def _title(name: str) -> str:
    return gettext(TITLES[name]) if name in TITLES else name.replace("_", " ")


def _row(row: Mapping[str, Any], said: Callable[[str, Any], str]) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column in COLUMNS and value not in (None, "", [], {}):
            yield gettext(COLUMNS[column]), said(column, value)


def _value(column: str, value: Any, *, language: str, lessons: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if column in LESSONS:
        return lessons.get(str(value), str(value))
    if isinstance(value, str) and _MOMENT.match(value):
        return formats.moment(datetime.fromisoformat(value), language)
    return str(value)
