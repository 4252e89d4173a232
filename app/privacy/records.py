"""Every table that speaks of a person: by which column, what becomes of its rows when they are erased, what is copied.

Tables are named, not imported: rooms above this one are among them. A test compares the list with the tables there are;
whoever adds one says here, or in `nobodys.py`, what it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

GONE, STAYS = "gone", "stays"
NUMBER = object()
"""What a name becomes: see `erasing.name_of`."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """`whose` leads to the person: a column with their number, or one that points at another table of this list.

    `erased`: the rows go, they stay, or what these columns get instead. `secret` columns are in no copy. `sealed`
    columns are opened in a copy; the value is what is bound to them, filled from the row and the one above it.
    """

    whose: str
    erased: str | Values = STAYS
    secret: Collection[str] = ()
    sealed: Mapping[str, str] = field(default_factory=dict)


def gone(whose: str = "person_id", *secret: str) -> Kept:
    return Kept(whose, GONE, secret)


def stays(whose: str = "enrolment_id", *secret: str) -> Kept:
    return Kept(whose, STAYS, secret)


def emptied(whose: str, *columns: str) -> Kept:
    """Text that somebody wrote; the row stays."""
    return Kept(whose, dict.fromkeys(columns, ""))


ACCOUNT = {
    "person": stays("id", "password_hash"),  # blanked by itself, last
    "person_key": gone("person_id", "wrapped", "master_id"),
    "role_grant": stays("person_id"),  # ended by itself
    "browser_session": gone("person_id", "token_hash"),
    "half_sign_in": gone("person_id", "token_hash", "challenge"),
    "account_link": gone("person_id", "token_hash"),
    "app_secret": gone("person_id", "sealed"),
    "passkey": gone("person_id", "credential_id", "public_key"),
    "recovery_code": gone("person_id", "code_hash"),
    "step_draft": gone("person_id", "browser_hash", "sealed"),
    "step_reset": emptied("person_id", "reason"),
    "account_merge": emptied("kept_id", "reason"),
    "notice": gone(),
    "outbox_mail": gone(),
    "people_import_line": gone(),  # and those with their address, by itself
    "erased_person": stays("person_id"),
}
"""Who somebody is, and how they come in."""

PRIVACY = {
    "privacy_reading": stays("person_id"),
    "consent": stays("person_id"),
    "data_export": gone("person_id", "content"),
    "erasure_request": emptied("person_id", "reason"),
    "correction_request": gone(),
}
"""What they were told, agreed to and asked for."""

LEARNING = {
    "enrolment": stays("person_id"),  # left by itself
    "reflection": Kept("person_id", GONE, (), {"sealed": "reflection:{person_id}:{lesson_id}:{prompt_id}"}),
    "lesson_state": stays(),
    "step_done": emptied("enrolment_id", "answer"),
    "gate_override": emptied("enrolment_id", "reason"),
    "quiz_attempt": stays(),
    "quiz_answer": stays("attempt_id"),  # written answers are emptied by themselves
    "quiz_extra_time": gone("enrolment_id"),
    "quiz_override": emptied("enrolment_id", "reason"),
    "quiz_review": gone("enrolment_id"),
    "quiz_regrade_change": stays("attempt_id"),
    "marking_task": stays(),
    "answer_mark": emptied("attempt_id", "answer_text", "comment", "reason"),
    "scenario_run": stays(),
    "scenario_step": stays("run_id"),
    "scenario_alternative": gone("enrolment_id"),
    "attendance": stays(),
    "make_up_task": emptied("enrolment_id", "text", "handed_in", "comment"),
    "performance": emptied("enrolment_id", "reason"),
    "performance_rating": emptied("performance_id", "note"),
    "remediation": emptied("performance_id", "plan"),
    "sitting": Kept("enrolment_id", {"exercise_id": None, "sealed": None}, ("sealed",)),  # copied by its own room
    "hours_claim": stays(),
    "hours_credit": stays(),
    "baseline_link": stays("enrolment_id", "sealed"),  # noise without the key
    "practice_mark": gone("enrolment_id"),
    "practice_swap": gone("enrolment_id"),
    "practice_pause": gone("enrolment_id"),
    "practice_day": gone("enrolment_id"),
    "sharing_note": gone("enrolment_id"),
    "practice_tool": Kept("enrolment_id", GONE, (), {"sealed": "practice-tool:{enrolment_id}:{exercise_id}"}),
    "reminder_wish": gone("enrolment_id"),
    "reminder": gone("enrolment_id"),
    "calendar_feed": gone("enrolment_id", "token_hash"),
}
"""What they learned and practised, and the minutes that count."""

PRACTICE = {
    "clearance": gone(),
    "placement": emptied("enrolment_id", "override_reason"),  # ended by itself
    "placement_supervisor": stays("placement_id"),
    "practicum_entry": stays(),  # emptied by its own room where nobody signed it
    "practicum_case": stays("entry_id"),
    "practicum_decision": stays("entry_id"),
    "practicum_late": emptied("enrolment_id", "reason"),
    "signing_line": stays("entry_id"),
    "signing_report": stays("entry_id"),
    "signing_record": stays("enrolment_id", "content"),  # withdrawn and emptied by itself
    "practice_case": stays(),
    "case_measure": Kept(
        whose="enrolment_id",
        erased={"answers": None},
        secret=("received_digest",),
        sealed={"answers": "measure-answers:{enrolment_id}:{client_id}"},
    ),
    "measure_prompt": Kept("measure_id", {"note": None}, (), {"note": "measure-note:{enrolment_id}:{client_id}"}),
    "supervision_ask": emptied("enrolment_id", "wish"),
    "supervision_item": stays(),
    "supervision_member": stays(),
    "portfolio_rating": Kept("enrolment_id", STAYS, (), {"note": "portfolio:{person_id}:{competency}"}),
    "portfolio_withdrawal": stays("rating_id"),
    "handover": stays("from_enrolment_id"),
    "handover_event": stays("handover_id"),
    "break_glass": emptied("enrolment_id", "reason"),
}
"""What they did in practice, and what was signed about it."""

STAFF = {
    "supervisor": Kept(
        "person_id", {"name": NUMBER, "email": NUMBER, "phone": None, "role_title": "", "is_active": False}
    ),
    "supervisor_absence": stays("supervisor_id"),
    "cohort_supervisor": stays("supervisor_id"),
    "supervision_session": stays("supervisor_id"),
    "signing_link": stays("supervisor_id", "token_hash"),
    "signing_browser": gone("link_id", "cookie_hash", "code_hash"),
    "signing_paper": stays("supervisor_id", "content"),
    "receiver": Kept("person_id", {"name": NUMBER, "contact_name": "", "phone": "", "email": "", "notes": ""}),
    "content_release": emptied("author_id", "author_name"),
    "content_activation": emptied("by_id", "by_name"),
    "audit_event": stays("actor_id"),
}
"""What they do for others."""

GROUPS: Mapping[str, Mapping[str, Kept]] = {
    "account": ACCOUNT,
    "privacy": PRIVACY,
    "learning": LEARNING,
    "practice": PRACTICE,
    "staff": STAFF,
}
KEPT: Mapping[str, Kept] = {name: kept for group in GROUPS.values() for name, kept in group.items()}
