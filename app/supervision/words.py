"""Codes of sessions, agendas and decisions in words."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.words import N_
from app.supervision import rules

KINDS: Mapping[str, str] = {
    "case-management": N_("Case management"),
    "clinical-skills": N_("Clinical skills"),
    "individual": N_("Individual guidance"),
    "group": N_("Cases in a group"),
    "live": N_("Feedback after observed work"),
}
KINDS_IN_GROUPS: Mapping[str, str] = {"clinical-skills": N_("Clinical skills in a group")}
REASONS: Mapping[str, str] = {
    rules.WORRIED: N_("Something worries"),
    rules.PROMPT: N_("An answer needs a conversation"),
    rules.OVERDUE: N_("What was decided is due"),
    rules.HIGH: N_("High score"),
    rules.ASKED: N_("Asked for"),
    rules.NEW: N_("New"),
    rules.NO_IMPROVEMENT: N_("No improvement so far"),
    rules.MISSED: N_("Nobody came to a meeting"),
    rules.REVIEW: N_("Not talked about for long"),
    rules.READY: N_("Perhaps ready to end"),
    rules.ADDED: N_("Added by hand"),
}
DECISIONS: Mapping[str, str] = {
    rules.GO_ON: N_("Go on as planned"),
    rules.CHANGE_PLAN: N_("Change the plan"),
    rules.STEP_UP: N_("Step up: more than we can give"),
    rules.STEP_DOWN: N_("Step down: less is enough now"),
    rules.END: N_("End"),
    rules.REVIEW_AGAIN: N_("Talk about it again on a day"),
    rules.URGENT: N_("Act at once, with somebody"),
    rules.NOT_TODAY: N_("Not today"),
}
WHO: Mapping[str, str] = {
    "learner": N_("Learner"),
    "supervisor": N_("Supervisor"),
    "coordinator": N_("Coordinator"),
    "other": N_("Somebody else"),
}
WISHES: Mapping[str, str] = {
    rules.TALK: N_("Talk about it"),
    rules.END_WISH: N_("It may be ready to end"),
}
STATES: Mapping[str, tuple[str, str]] = {
    "planned": (N_("Planned"), "info"),
    "held": (N_("Waits for signatures"), "warning"),
    "signed": (N_("Signed by both"), "success"),
    "cancelled": (N_("Cancelled"), "quiet"),
}


def kind(code: str, setting: str) -> str:
    """As a message id."""
    return (KINDS_IN_GROUPS.get(code) if setting == "group" else None) or KINDS.get(code, code)
