"""Roles and columns in words."""

from __future__ import annotations

from app.core.words import N_

ROLES = {
    "trainer": N_("Trainer"),
    "coordinator": N_("Coordinator"),
    "supervisor": N_("Supervisor"),
    "reviewer": N_("Reviewer"),
    "rater": N_("Rater"),
    "evaluator": N_("Evaluator"),
    "administrator": N_("Administrator"),
}
COLUMNS = (
    N_("Name"),
    N_("E-mail"),
    N_("Role"),
    N_("Place"),
    N_("Since"),
    N_("Ends on"),
    N_("Given by"),
    N_("Last signed in"),
    N_("Last used"),
    N_("Second step"),
)
NATIONAL = N_("All institutions")
YES, NO, NEVER = N_("yes"), N_("no"), N_("never")
SWITCHED_OFF = N_("switched off")
BY_COMMAND = N_("By command")
"""Who gave a role that no person gave."""
